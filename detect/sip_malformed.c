/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIP that breaks its grammar. Which faults a message has, the dissector said;
 * one that the capture cut is not judged. */
#include "detect/odd.h"

static void put_faults(struct text *t, uint32_t bits)
{
	unsigned n = 0;

	for (uint32_t bit = 1; bit && bit <= bits; bit <<= 1) {
		const char *words =
			bits & bit ? signal_fault_text(bit) : NULL;
		if (words) {
			text_printf(t, "%s%s", n++ ? "; " : ": ", words);
		}
	}
}

static void judge(struct detecting *d, const struct conduct_case *c, bool lost)
{
	struct finding *f = odd_raise(d, SEVERITY_WARNING, c);

	if (detect_new(f)) {
		odd_put(&d->text, c);
		text_puts(&d->text,
			lost ? _(" cannot be used") : _(" breaks the grammar"));
		put_faults(&d->text, c->bits);
		text_puts(&d->text, ".");
		detect_detail(d, f);
	}
	odd_count(f, c);
}

static void whole(struct detecting *d)
{
	const struct conduct *all = &d->book->conduct;
	const struct book_counts *n = &d->book->counts;
	const struct conduct_case *c = NULL;

	while ((c = conduct_next(all, CONDUCT_MALFORMED, c))) {
		judge(d, c, false);
	}
	while ((c = conduct_next(all, CONDUCT_UNREADABLE, c))) {
		judge(d, c, true);
	}
	if (n->sip > n->sip_faulty) {
		d->check->judged += n->sip - n->sip_faulty;
	}
	if (all->dropped) {
		detect_skip(d, N_("there were too many different cases"));
	}
}

const struct detector detector_sip_malformed = {
	.id = "sip-malformed",
	.severity = SEVERITY_WARNING,
	.title = N_("A SIP message breaks the grammar"),
	.passed = N_("SIP messages are well formed"),
	.subject = "message",
	.page = {
		.meaning = N_(
			"A message does not follow the grammar of SIP. One "
			"receiver reads it all the same, the next answers 400 "
			"or drops it: calls then fail with some devices only."),
		.wire = N_(
			"A message without CSeq or Call-ID; a header line "
			"without a colon; CSeq: 1 REGISTER in an INVITE; a "
			"quote that is never closed; a Content-Length larger "
			"than the message."),
		.causes = N_(
			"A faulty user agent or PBX module\n"
			"A name or number with characters that should have "
			"been escaped or quoted\n"
			"A SIP helper (ALG) edited the message\n"
			"A home-made script, a scanner or a fuzzer"),
		.remedy = N_(
			"Update the device that sends it; report the frame to "
			"its maker\n"
			"Telephone, PBX: take special characters out of names "
			"and see whether it goes away\n"
			"Firewall: switch the SIP helper (ALG) off\n"
			"A stranger's address: block it"),
		.standard = "RFC 3261 clause 7, 8.1.1, 25; RFC 4475",
	},
	.whole = whole,
};
