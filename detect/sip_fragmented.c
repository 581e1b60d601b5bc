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

static void whole(struct detecting *d)
{
	const struct conduct_case *c = NULL;
	uint64_t found = large(d);

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
	.severity = SEVERITY_WARNING,
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
			"Capture filters on a port miss the second one."),
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
		.standard = "RFC 3261 clause 18.1.1; RFC 8900 (fragmentation)",
	},
	.whole = whole,
};
