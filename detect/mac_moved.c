/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another card has the address now, and the old one is not heard any more; or
 * two cards of one host take turns. */
#include "detect/claimed.h"
#include "detect/who.h"

static void say(struct detecting *d, struct finding *f, const struct claims *c,
	const char *what)
{
	char ip[ADDR_TEXT];

	text_printf(&d->text, _("%s moved from "), addr_text(&c->ip, ip));
	who_mac(&d->text, claimed_first(c)->mac);
	who_is(d, claimed_first(c)->mac);
	text_puts(&d->text, _(" to "));
	who_mac(&d->text, claimed_second(c)->mac);
	who_is(d, claimed_second(c)->mac);
	text_puts(&d->text, what);
	detect_detail(d, f);
}

static void found(struct detecting *d, const struct claims *c)
{
	struct finding *f = claimed_raise(d, SEVERITY_WARNING, c);

	if (detect_new(f)) {
		say(d, f, c,
			claimed_judge(d, c) == CLAIMED_CARDS
				? _(" and back: neighbouring numbers, so it "
				    "may be one host with two network cards; "
				    "if they are two devices, it is an address "
				    "conflict.")
				: _(": a device was exchanged, or its address "
				    "was given to another one."));
	}
}

static void whole_hook(struct detecting *d)
{
	claimed_walk(d, 1U << CLAIMED_MOVED | 1U << CLAIMED_CARDS, found);
}

const struct detector detector_mac_moved = {
	.id = "mac-moved",
	.severity = SEVERITY_WARNING,
	.title = N_("An IP address moved to another network card"),
	.passed = N_("each address stayed with its network card"),
	.subject = "address",
	.page = {
		.meaning = N_(
			"An address was used by one MAC and then, for good, "
			"by another. Hosts that still have the old one in "
			"their ARP cache send into the void until it expires. "
			"Where the old MAC comes back it is ip-conflict."),
		.wire = N_(
			"192.0.2.20 asks and answers as 00:15:65:00:00:01; "
			"later 192.0.2.20 is 00:15:65:00:00:02, and the first "
			"one is not heard again."),
		.causes = N_(
			"A telephone was replaced and got the same address\n"
			"DHCP gave the address of a device that is gone to "
			"another one\n"
			"A host with two network cards in one VLAN, bonded or "
			"not\n"
			"The beginning of an address conflict"),
		.remedy = N_(
			"If nobody exchanged a device: find both MACs in the "
			"switch's address table\n"
			"Host with two cards: let each answer for its own "
			"address only, or bond them\n"
			"DHCP server: longer leases, reservations for "
			"telephones"),
		.standard = "RFC 826; RFC 5227 clause 3",
	},
	.whole = whole_hook,
};
