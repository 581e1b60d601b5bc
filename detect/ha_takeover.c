/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of a high-availability pair went over to the other machine. */
#include "detect/claimed.h"
#include "detect/who.h"

static void found(struct detecting *d, const struct owners *c)
{
	struct finding *f = claimed_raise(d, SEVERITY_NOTE, c);
	char ip[ADDR_TEXT];

	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text, _("%s went over from "), addr_text(&c->ip, ip));
	who_mac(&d->text, claimed_first(c)->mac);
	who_is(d, claimed_first(c)->mac);
	text_puts(&d->text, _(" to "));
	who_mac(&d->text, claimed_second(c)->mac);
	who_is(d, claimed_second(c)->mac);
	if (c->turn_count > 1) {
		text_printf(&d->text, _(", and back after %.1f s"),
			(double)(c->last_turn.ts - c->turns[0].at.ts) / 1e9);
	}
	text_puts(&d->text,
		_("; both have another address of their own: a pair whose "
		  "address moves."));
	detect_detail(d, f);
}

static void whole_hook(struct detecting *d)
{
	claimed_walk(d, 1U << CLAIMED_TAKEOVER, found);
}

const struct detector detector_ha_takeover = {
	.id = "ha-takeover",
	.severity = SEVERITY_NOTE,
	.title = N_("An address went over to the other machine of a pair"),
	.subject = "address",
	.page = {
		.meaning = N_(
			"Two machines share an address that only the active "
			"one has. The other one took it: calls that ran at "
			"that moment may have been cut, and telephones "
			"register anew. When this was planned, all is well."),
		.wire = N_(
			"Gratuitous ARP for 192.0.2.10 comes from a new MAC, "
			"once, and the old one no longer answers for it. Both "
			"machines have another address of their own."),
		.causes = N_(
			"The active machine failed, restarted, or was "
			"switched over by hand\n"
			"The link between the two was lost for longer than "
			"their timer allows"),
		.remedy = N_(
			"Look up in the log of the pair why it switched over, "
			"and whether it is to switch back\n"
			"Check that calls survive it, if the makers promise "
			"that"),
		.standard =
			"RFC 5227 clause 3 (announcements); RFC 9568 (VRRP)",
	},
	.whole = whole_hook,
};
