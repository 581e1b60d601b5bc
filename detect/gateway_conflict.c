/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way out of a network is in doubt: its address is claimed by two, or one
 * DHCP server gives two, or two routers of IPv6 announce different networks.
 */
#include "detect/claimed.h"
#include "detect/who.h"

static struct finding *raise_at(struct detecting *d, const struct addr *ip,
	const struct moment *at)
{
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)ip->b, sizeof(ip->b)}, at->ts);

	detect_moment(f, at);
	detect_host(f, ip);
	return f;
}

/* The gateway that @s gives is claimed by another, too. */
static bool contested(struct detecting *d, const struct lease_server *s)
{
	const struct owners *c = owner_find(d->book, &s->router);

	if (addr_is_any(&s->router) || !c || !c->turn_count ||
		claimed_judge(d, c) == CLAIMED_ONCE ||
		claimed_judge(d, c) == CLAIMED_TAKEOVER) {
		return false;
	}
	struct finding *f = raise_at(d, &s->router, &c->turns[0].at);
	detect_moment(f, &s->first);
	detect_moment(f, &claimed_first(c)->first);
	if (detect_new(f)) {
		text_puts(&d->text, _("The default gateway "));
		claimed_put(d, c);
		text_puts(&d->text, _(": what leaves the network goes now to "
				      "one, now to the other."));
		detect_detail(d, f);
	}
	return true;
}

static bool two_told(struct detecting *d, const struct lease_server *s)
{
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];
	char ip[ADDR_TEXT];

	if (addr_is_any(&s->other_router)) {
		return false;
	}
	struct finding *f = raise_at(d, &s->ip, &s->first);
	detect_moment(f, &s->last);
	if (detect_new(f)) {
		text_printf(&d->text,
			_("The DHCP server %s gives two default gateways: %s "
			  "to some and %s to others."),
			addr_text(&s->ip, ip), addr_text(&s->router, a),
			addr_text(&s->other_router, b));
		detect_detail(d, f);
	}
	return true;
}

/* Two routers that announce different networks in one link. */
static bool two_announce(struct detecting *d, const struct net_router *r,
	const struct net_router *o)
{
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];

	if (r->vlan != o->vlan || r->point != o->point || !r->lifetime_s ||
		!o->lifetime_s || addr_is_any(&r->prefix) ||
		addr_is_any(&o->prefix) || addr_eq(&r->prefix, &o->prefix) ||
		memcmp(r->mac, o->mac, 6) == 0) { /* one router, two VLANs */
		return false;
	}
	struct finding *f = raise_at(d, &r->ip, &r->first);
	detect_moment(f, &o->first);
	detect_host(f, &o->ip);
	if (detect_new(f)) {
		text_printf(&d->text,
			_("Two routers announce themselves with different "
			  "networks of IPv6: %s with %s/%u"),
			addr_text(&o->ip, a), addr_text(&o->prefix, b),
			(unsigned)o->prefix_bits);
		text_printf(&d->text, _(", and %s with %s/%u."),
			addr_text(&r->ip, a), addr_text(&r->prefix, b),
			(unsigned)r->prefix_bits);
		detect_detail(d, f);
	}
	return true;
}

static void whole_hook(struct detecting *d)
{
	const struct net *net = &d->book->net;

	for (unsigned i = 0; i < net->leases.server_count; i++) {
		const struct lease_server *s = &net->leases.servers[i];
		if (!contested(d, s) && !two_told(d, s)) {
			detect_judged(d);
		}
	}
	for (unsigned i = 0; i < net->router_count; i++) {
		bool found = false;
		for (unsigned k = 0; k < i && !found; k++) {
			found = two_announce(
				d, &net->routers[i], &net->routers[k]);
		}
		if (!found) {
			detect_judged(d);
		}
	}
}

const struct detector detector_gateway_conflict = {
	.id = "gateway-conflict",
	.severity = SEVERITY_WARNING,
	.title = N_("The default gateway is in doubt"),
	.passed = N_("hosts are told one gateway, and one machine has it"),
	.subject = "gateway",
	.page = {
		.meaning = N_(
			"Hosts of one network have different ways out, or two "
			"machines claim the address of the gateway. Calls "
			"inside the network work; trunks, remote telephones, "
			"provisioning and licences fail for some, or now and "
			"then."),
		.wire = N_(
			"192.0.2.1, which DHCP gives as the gateway, is "
			"announced by two MACs; or two routers advertise "
			"2001:db8:1::/64 and 2001:db8:2::/64 in one VLAN."),
		.causes = N_(
			"A device with the factory address 192.168.1.1 or "
			".254 was plugged in\n"
			"The gateway was exchanged, and the old one is still "
			"there\n"
			"A second router, or a Windows host with connection "
			"sharing, that announces IPv6\n"
			"An attack (sec-arp-poison)"),
		.remedy = N_(
			"Find both MACs in the switch's address table, and "
			"remove the wrong one\n"
			"Switch: DHCP snooping, ARP inspection, RA guard\n"
			"Router: VRRP where two gateways are wanted"),
		.standard = "RFC 2132 clause 3.5; RFC 4861 clause 6.2; RFC "
			    "6104 (rogue router advertisements)",
	},
	.whole = whole_hook,
};
