/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests that go round: seen to come back, refused by 482 or 483, or with no
 * hop left. */
#include "detect/odd.h"

/* Seen to come back. Returns how often. */
static uint64_t circles(struct detecting *d)
{
	const struct conduct_case *c = NULL;
	uint64_t found = 0;

	while ((c = conduct_next(&d->book->conduct, CONDUCT_CIRCLE, c))) {
		struct finding *f = odd_raise(d, SEVERITY_WARNING, c);
		found += c->count;
		if (detect_new(f)) {
			odd_put(&d->text, c);
			text_printf(&d->text,
				_(" came over this way again %u times, the "
				  "last time with %u fewer hops left than the "
				  "first: it is running in circles."),
				(unsigned)c->count, (unsigned)c->most);
			detect_detail(d, f);
		}
		odd_count(f, c);
	}
	return found;
}

static void whole(struct detecting *d)
{
	const struct conduct_case *c = NULL;
	uint64_t found = circles(d);

	while ((c = conduct_next(&d->book->conduct, CONDUCT_LOOP, c))) {
		struct finding *f = odd_raise(d, SEVERITY_WARNING, c);
		found += c->count;
		if (detect_new(f)) {
			odd_put(&d->text, c);
			text_puts(&d->text,
				c->bits == 482
					? _(": the request came back to who had "
					    "it already, or came there by two "
					    "ways.")
				: c->bits == 483
					? _(": the request passed more hosts "
					    "than its Max-Forwards allowed; it "
					    "goes in circles.")
					: _(" has Max-Forwards 0: no host may "
					    "pass it on, it has gone in "
					    "circles."));
			detect_detail(d, f);
		}
		odd_count(f, c);
	}
	if (d->book->counts.sip > found) {
		d->check->judged += d->book->counts.sip - found;
	}
}

const struct detector detector_sip_loop = {
	.id = "sip-loop",
	.severity = SEVERITY_WARNING,
	.title = N_("Requests go in circles"),
	.passed = N_("no request went in circles"),
	.subject = "message",
	.page = {
		.meaning = N_(
			"A request was passed on until it came back (482 Loop "
			"Detected) or until no hop was left (483 Too Many "
			"Hops). The call fails, and each round costs the PBX "
			"as much as a call."),
		.wire = N_(
			"The same Call-ID between the same two hosts again and "
			"again, with more Via headers and a lower Max-Forwards "
			"each time; in the end 483 Too Many Hops."),
		.causes = N_(
			"Two routes point at each other: the PBX sends what it "
			"does not know to the trunk, and the trunk sends it "
			"back\n"
			"Call forwarding in a circle (A to B, B to A)\n"
			"The PBX's own domain or address is not in its list, "
			"so it passes to itself\n"
			"A device starts with a very small Max-Forwards"),
		.remedy = N_(
			"PBX: follow the number through the routes; the "
			"default route must not catch the PBX's own numbers\n"
			"PBX, trunk: answer 404 for numbers of the own range "
			"that do not exist\n"
			"Telephone: clear the call forwarding\n"
			"PBX: enter all its names and addresses as its own"),
		.standard = "RFC 3261 clause 16.3, 16.6, 21.4.20, 21.4.21; "
			    "RFC 5393",
	},
	.whole = whole,
};
