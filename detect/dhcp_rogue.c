/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two DHCP servers that answer one request and tell different things. Two that
 * agree in gateway and in what telephones need are taken for a redundant pair.
 */
#include "detect/detector.h"
#include "detect/who.h"

static bool provisions(const struct lease_server *s)
{
	return s->tftp_name.p || s->url.p || !addr_is_any(&s->tftp) ||
	       s->tells_vendor || s->tells_sip;
}

static const char *differ(
	const struct lease_server *a, const struct lease_server *b)
{
	if (!addr_eq(&a->router, &b->router)) {
		return N_("they give different gateways");
	}
	if (provisions(a) != provisions(b)) {
		return N_("only one of them tells telephones where their "
			  "configuration is");
	}
	return NULL;
}

static void put(struct detecting *d, const struct lease_server *s)
{
	char ip[ADDR_TEXT];

	text_puts(&d->text, addr_text(&s->ip, ip));
	if (s->has_mac) {
		text_puts(&d->text, " at ");
		who_mac(&d->text, s->mac);
		who_is(d, s->mac);
	}
	if (!addr_is_any(&s->router)) {
		text_printf(&d->text, _(" (gateway %s)"),
			addr_text(&s->router, ip));
	}
}

/* @b spoke after @a. */
static struct finding *raise_pair(struct detecting *d, const struct addr *a,
	const struct moment *a_first, const struct addr *b,
	const struct moment *b_first)
{
	struct addr key[2] = {*a, *b};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, b_first->ts);

	detect_moment(f, a_first);
	detect_moment(f, b_first);
	detect_host(f, a);
	detect_host(f, b);
	return f;
}

static void raise_two(struct detecting *d, const struct lease_server *a,
	const struct lease_server *b, const char *why)
{
	struct finding *f = raise_pair(d, &a->ip, &a->first, &b->ip, &b->first);

	if (!detect_new(f)) {
		return;
	}
	text_puts(&d->text, _("Two DHCP servers answer in one network, "));
	put(d, a);
	text_puts(&d->text, _(" and "));
	put(d, b);
	text_printf(&d->text, _(": %s."), _(why));
	detect_detail(d, f);
}

static const char *differ6(
	const struct lease6_server *a, const struct lease6_server *b)
{
	bool sip_a = a->sip_name[0] || !addr_is_any(&a->sip);
	bool sip_b = b->sip_name[0] || !addr_is_any(&b->sip);

	if (sip_a != sip_b) {
		return N_("only one of them tells telephones where their PBX "
			  "is");
	}
	if (!addr_eq(&a->sip, &b->sip)) {
		return N_("they name different SIP servers");
	}
	if (!addr_eq(&a->dns, &b->dns)) {
		return N_("they name different DNS servers");
	}
	return NULL;
}

static void raise_two6(struct detecting *d, const struct lease6_server *a,
	const struct lease6_server *b, const char *why)
{
	char x[ADDR_TEXT];
	char y[ADDR_TEXT];
	struct finding *f = raise_pair(d, &a->ip, &a->first, &b->ip, &b->first);

	if (detect_new(f)) {
		text_printf(&d->text,
			_("Two DHCPv6 servers answer in one network, %s and "
			  "%s: %s."),
			addr_text(&a->ip, x), addr_text(&b->ip, y), _(why));
		detect_detail(d, f);
	}
}

/* Servers of IPv6; the first that contradicts an earlier one. */
static void whole6(struct detecting *d)
{
	const struct lease6_table *t = &d->book->net.leases6;

	for (unsigned i = 0; i < t->server_count; i++) {
		const struct lease6_server *s = &t->servers[i];
		const char *why = NULL;
		unsigned k = 0;
		for (; k < i && !why; k++) {
			if (s->rivals >> k & 1) {
				why = differ6(&t->servers[k], s);
			}
		}
		if (why) {
			raise_two6(d, &t->servers[k - 1], s, why);
		} else {
			detect_judged(d);
		}
	}
}

static void whole_hook(struct detecting *d)
{
	const struct lease_table *t = &d->book->net.leases;

	whole6(d);
	if (!t->server_count && !d->book->net.leases6.server_count) {
		detect_absent(d, N_("no answer of a DHCP server is in the "
				  "capture"));
	}
	for (unsigned i = 0; i < t->server_count; i++) {
		const struct lease_server *s = &t->servers[i];
		const struct lease_server *other = NULL;
		const char *why = NULL;
		for (unsigned k = 0; k < i && !why; k++) {
			other = &t->servers[k];
			if (s->rivals >> k & 1) {
				why = differ(other, s);
			}
		}
		if (why) {
			raise_two(d, other, s, why);
		} else {
			detect_judged(d);
		}
	}
}

const struct detector detector_dhcp_rogue = {
	.id = "dhcp-rogue",
	.severity = SEVERITY_WARNING,
	.title = N_("Two DHCP servers contradict each other"),
	.passed = N_("no DHCP server contradicts another"),
	.subject = "server",
	.page = {
		.meaning = N_(
			"Two DHCP servers answer in the same network and give "
			"different gateways, or only one tells telephones "
			"where their configuration is. Which one wins is "
			"chance: some telephones start, others stay without "
			"configuration or get no way out."),
		.wire = N_(
			"One DISCOVER is answered by an OFFER of 192.0.2.1 "
			"with gateway 192.0.2.1 and by one of 192.168.1.1 "
			"with gateway 192.168.1.1."),
		.causes = N_(
			"A home router, access point or test device that was "
			"plugged in with its DHCP server on\n"
			"DHCP switched on in the PBX beside the one of the "
			"network\n"
			"Two VLANs joined by a wrong cable\n"
			"An attack that makes itself the gateway"),
		.remedy = N_(
			"Find the MAC of the one that does not belong there, "
			"and switch its DHCP server off\n"
			"Switch: DHCP snooping, answers from the port of the "
			"right server only\n"
			"If both are wanted: give both the same options"),
		.standard = "RFC 2131 clause 3.1; RFC 2132 clause 3.5, 9.7; "
			    "RFC 8415 clause 18.2.9 (DHCPv6)",
	},
	.whole = whole_hook,
};
