/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIP over UDP that did not fit a packet. The book has put it together, so it
 * arrived here; whether it does elsewhere is what the finding asks. */
#include "detect/odd.h"

/* Still in one piece, and no more so in a tunnel. */
static uint64_t large(struct detecting *d)
{
	const struct conduct_case *c = NULL;
	uint64_t found = 0;

	while ((c = conduct_next(&d->book->conduct, CONDUCT_LARGE, c))) {
		struct finding *f = odd_raise(d, SEVERITY_NOTE, c);
		found += c->count;
		detect_measured(f, c->most, CONDUCT_BYTES, "bytes");
		if (detect_new(f)) {
			odd_put(&d->text, c);
			text_printf(&d->text,
				_(" has %u bytes: it fits here, and will be cut "
				  "into fragments in a tunnel or VPN; %u of %llu "
				  "SIP messages are so large."),
				(unsigned)c->most, (unsigned)c->count,
				(unsigned long long)d->book->counts.sip);
			detect_detail(d, f);
		}
		odd_count(f, c);
	}
	return found;
}

/* Routers that could not pass it on, and say how large it may be. TCP obeys by
 * itself, UDP does not. */
static void too_big(struct detecting *d)
{
	const struct turned_table *table = &d->book->net.turned;
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];
	char by[ADDR_TEXT];

	for (unsigned i = 0; i < table->count; i++) {
		const struct turned *t = &table->pairs[i];
		struct endpoint key[2] = {t->src, t->dst};
		if (t->kind != TURNED_SIP || t->sense != ICMP_TOO_BIG ||
			t->tcp) {
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_ERROR,
			(struct slice){(const char *)key, sizeof(key)},
			t->first.ts);
		detect_moment(f, &t->first);
		detect_moment(f, &t->last);
		detect_host(f, &t->src.ip);
		detect_host(f, &t->dst.ip);
		detect_host(f, &t->by);
		for (const struct call *c = d->book->calls; c; c = c->next) {
			if (c->first_ts <= t->last.ts &&
				c->last_ts >= t->first.ts &&
				call_signals(c, &t->src.ip) &&
				call_signals(c, &t->dst.ip)) {
				detect_call(d, f, c);
			}
		}
		if (!detect_new(f)) {
			continue;
		}
		text_printf(&d->text,
			_("SIP over UDP from %s to %s is too large for the way: "
			  "%s drops it and answers with ICMP \"%s\""),
			endpoint_text(&t->src, src), endpoint_text(&t->dst, dst),
			addr_text(&t->by, by), icmp_sense_text(t->sense));
		text_printf(&d->text, t->count == 1 ? _(", once")
						    : _(", %u times"),
			(unsigned)t->count);
		if (t->mtu) {
			text_printf(&d->text,
				_("; packets may have %u bytes there"),
				(unsigned)t->mtu);
		}
		text_puts(&d->text, ".");
		detect_detail(d, f);
	}
}

static void whole(struct detecting *d)
{
	const struct conduct_case *c = NULL;
	uint64_t found = large(d);

	too_big(d);

	while ((c = conduct_next(
			&d->book->conduct, CONDUCT_FRAGMENTED, c))) {
		struct finding *f = odd_raise(d, SEVERITY_WARNING, c);
		found += c->count;
		if (detect_new(f)) {
			odd_put(&d->text, c);
			text_printf(&d->text,
				_(" has %u bytes and was sent in several "
				  "fragments over UDP."),
				(unsigned)c->most);
			detect_detail(d, f);
		}
		odd_count(f, c);
	}
	if (d->book->counts.sip > found) {
		d->check->judged += d->book->counts.sip - found;
	}
}

const struct detector detector_sip_fragmented = {
	.id = "sip-fragmented",
	.severity = SEVERITY_ERROR,
	.title = N_("SIP messages are larger than a packet"),
	.passed = N_("SIP messages fit their packets"),
	.subject = "message",
	.page = {
		.meaning = N_(
			"A SIP message over UDP is larger than the path's "
			"packets (MTU, mostly 1500 bytes), so IP cut it into "
			"fragments. Firewalls and NAT routers often drop all "
			"but the first one, and the message is lost as a "
			"whole. RFC 3261 wants TCP above 1300 bytes."),
		.wire = N_(
			"An INVITE of 2100 bytes: an IP packet of 1500 bytes "
			"with more fragments to come, and one of the rest. "
			"Capture filters on a port miss the second one. "
			"Or a router answers the INVITE with ICMP fragmentation "
			"needed (packet too big)."),
		.causes = N_(
			"Many codecs, ICE candidates or crypto lines in the "
			"SDP\n"
			"Many Via, Record-Route or History-Info headers, or a "
			"long Identity (STIR)\n"
			"A tunnel or PPPoE on the way makes packets smaller"),
		.remedy = N_(
			"Use TCP or TLS for SIP, on telephone and PBX\n"
			"Telephone, PBX: take codecs that nobody uses out of "
			"the list; switch ICE off where it is not needed\n"
			"Firewall: let fragments pass, or put them together "
			"first\n"
			"PBX: drop headers that only serve debugging"),
		.standard = "RFC 3261 clause 18.1.1; RFC 8900 (fragmentation); "
			    "RFC 1191 clause 4; RFC 4443 clause 3.2",
	},
	.whole = whole,
};
