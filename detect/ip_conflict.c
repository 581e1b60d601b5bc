/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two machines with one address. Who has it is what the last ARP said, so the
 * address flaps, and with it whatever runs to it: the harm is told by time.
 */
#include "calls/harm.h"
#include "detect/claimed.h"
#include "detect/who.h"

#include <inttypes.h>

/* Wrong entries live on in ARP caches: some 60 s (RFC 1122 clause 2.3.2.1). */
#define CACHE_NS (60 * NS_PER_S)

static void window_of(const struct owners *c, struct harm_window *ret)
{
	*ret = (struct harm_window){
		.ip = c->ip,
		.from = c->turns[0].at.ts,
		.to = c->last_turn.ts + CACHE_NS,
	};
}

static void put_count(struct text *t, unsigned n, const char *one,
	const char *many, unsigned *said)
{
	if (n) {
		text_puts(t, *said ? ", " : "");
		text_printf(t, "%u %s", n, n == 1 ? one : many);
		(*said)++;
	}
}

static void say_harm(struct detecting *d, const struct harm_window *w)
{
	struct text *t = &d->text;
	struct harm h;
	unsigned said = 0;

	harm_of(d->book, w, &h);
	if (!h.calls && !h.registrations) {
		text_puts(t, _(" No call or registration of this capture "
			       "was hit."));
		return;
	}
	text_puts(t, _(" Hit in that time: "));
	put_count(t, h.calls, _("call"), _("calls"), &said);
	if (h.failed) {
		text_printf(t, _(" (%u failed or without an end)"), h.failed);
	}
	put_count(t, h.streams, _("RTP stream"), _("RTP streams"),
		&said);
	if (h.stopped) {
		text_printf(t, _(" (%u broken off)"), h.stopped);
	}
	put_count(t, h.repeats, _("message sent again"),
		_("messages sent again"), &said);
	put_count(t, h.registrations, _("registration that failed"),
		_("registrations that failed"), &said);
	text_puts(t, ".");
}

static void say_lease(struct detecting *d, const struct owners *c)
{
	for (const struct lease *l = d->book->net.leases.first; l;
		l = l->next) {
		bool ours = addr_eq(&l->ip, &c->ip) &&
			    (memcmp(l->mac, claimed_first(c)->mac, 6) == 0 ||
				    memcmp(l->mac, claimed_second(c)->mac,
					    6) == 0);
		if (!ours) {
			continue;
		}
		char by[ADDR_TEXT];
		text_printf(&d->text,
			_(" The DHCP server %s gave the address to "),
			addr_text(&l->by, by));
		who_mac(&d->text, l->mac);
		text_puts(&d->text, ".");
		return;
	}
}

/* How long the second one had it; not where some changes were not kept. */
static void say_held(struct detecting *d, const struct owners *c)
{
	ns_t held = 0;

	if (c->turn_count > OWNER_TURNS || c->turn_count < 2) {
		return;
	}
	for (unsigned i = 0; i + 1 < c->turn_count; i++) {
		if (c->turns[i].to == c->turns[0].to) {
			held += c->turns[i + 1].at.ts - c->turns[i].at.ts;
		}
	}
	text_printf(&d->text, _(", and was at the second one for %.1f s"),
		(double)held / 1e9);
}

static void say(struct detecting *d, struct finding *f, const struct owners *c,
	const struct harm_window *w)
{
	claimed_put(d, c);
	text_printf(&d->text,
		_("; it changed hands %" PRIu32 " times within %.1f s"),
		c->turn_count,
		(double)(c->last_turn.ts - c->turns[0].at.ts) / 1e9);
	say_held(d, c);
	text_puts(&d->text, ".");
	if (c->turn_count == 1) {
		text_clear(&d->text);
		claimed_put(d, c);
		text_puts(&d->text, _("; both answered one question."));
	}
	if (claimed_gateway(d, &c->ip)) {
		text_puts(&d->text, _(" It is the default gateway."));
	}
	say_lease(d, c);
	say_harm(d, w);
	detect_detail(d, f);
}

static void found(struct detecting *d, const struct owners *c)
{
	struct harm_window w;

	window_of(c, &w);
	struct finding *f = claimed_raise(d, SEVERITY_CRITICAL, c);
	if (!detect_new(f)) {
		return;
	}
	detect_measured(f, c->turn_count, 1, "");
	for (const struct call *call = d->book->calls; call;
		call = call->next) {
		if (!harm_call(call, &w)) {
			continue;
		}
		detect_call(d, f, call);
		for (const struct stream *s = call->streams; s;
			s = s->next_in_call) {
			if (harm_stream(s, &w)) {
				detect_stream(d, f, s);
			}
		}
	}
	say(d, f, c, &w);
}

/* A client found that the address it was given is in use (RFC 2131 clause
 * 4.4.1): the conflict did not happen, but the server goes on giving it. */
static void declined(struct detecting *d)
{
	for (const struct lease *l = d->book->net.leases.first; l;
		l = l->next) {
		if (!l->declines || addr_is_any(&l->declined)) {
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_WARNING,
			(struct slice){(const char *)l->declined.b, 16},
			l->refused.ts);
		detect_moment(f, &l->refused);
		detect_host(f, &l->declined);
		if (!detect_new(f)) {
			continue;
		}
		char ip[ADDR_TEXT];
		const struct owners *c = owner_find(d->book, &l->declined);
		who_mac(&d->text, l->mac);
		text_printf(&d->text,
			_(" refused %s, which DHCP gave to it (DECLINE): it "
			  "is in use"),
			addr_text(&l->declined, ip));
		if (c && c->held &&
			memcmp(c->macs[c->holder].mac, l->mac, 6) != 0) {
			text_puts(&d->text, _(" by "));
			who_mac(&d->text, c->macs[c->holder].mac);
			who_is(d, c->macs[c->holder].mac);
			detect_moment(f, &c->macs[c->holder].first);
		}
		text_puts(&d->text, ".");
		detect_detail(d, f);
	}
}

static void whole_hook(struct detecting *d)
{
	if (!d->book->net.owners.first) {
		detect_absent(d, N_("no ARP and no neighbour discovery is in the "
				  "capture"));
	}
	claimed_walk(d, 1U << CLAIMED_CONFLICT, found);
	declined(d);
}

const struct detector detector_ip_conflict = {
	.id = "ip-conflict",
	.severity = SEVERITY_CRITICAL,
	.title = N_("Two machines have the same IP address"),
	.passed = N_("no address is claimed by two machines"),
	.subject = "address",
	.page = {
		.meaning = N_(
			"Two network cards say in turn that an address is "
			"theirs. Each host believes the last one that it "
			"heard, so packets for a telephone or PBX go to a "
			"stranger for a while: calls drop, registrations and "
			"tunnels break, the web page answers now and then, "
			"and nothing is in any log. Virtual MACs of VRRP, "
			"HSRP and CARP, and the address of a pair, are told "
			"apart (ha-takeover, ha-split)."),
		.wire = N_(
			"\"Who has 192.0.2.37?\" is answered by "
			"00:50:56:00:00:01 and 3 ms later by "
			"18:e8:29:00:00:02; or gratuitous ARP for "
			"192.0.2.37 comes from one and then from the other. "
			"ICMP port unreachable answers RTP."),
		.causes = N_(
			"A fixed address that lies in the range of the DHCP "
			"server, which gives it to somebody else as well\n"
			"Two devices set to the same fixed address: typed "
			"twice, or restored from one backup\n"
			"A device kept its factory address, which the PBX "
			"has too\n"
			"A cloned virtual machine, or one started twice\n"
			"A second DHCP server"),
		.remedy = N_(
			"Find the stranger by its MAC in the switch's address "
			"table, give it another address, then clear the ARP "
			"caches (or wait some minutes)\n"
			"DHCP server: take fixed addresses out of the range, "
			"or reserve them by MAC; let it ping before it gives\n"
			"PBX: fixed address outside the range\n"
			"Switch: DHCP snooping and ARP inspection"),
		.standard =
			"RFC 5227 clause 2.4; RFC 826; RFC 4862 clause 5.4; "
			"RFC 2131 clause 4.4.1 (DECLINE)",
	},
	.whole = whole_hook,
};
