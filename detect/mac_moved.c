/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another card has the address now, and the old one is not heard any more; or
 * two cards of one host take turns. */
#include "calls/host.h"
#include "calls/vendors.h"
#include "detect/claimed.h"
#include "detect/who.h"

static void say(struct detecting *d, struct finding *f, const struct owners *c,
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

static void found(struct detecting *d, const struct owners *c)
{
	struct finding *f = claimed_raise(d, SEVERITY_WARNING, c);

	if (detect_new(f)) {
		say(d, f, c,
			claimed_judge(d, c) == CLAIMED_CARDS
				? _(" and back: neighbouring numbers, so it "
				    "may be one host with two network cards; "
				    "if they are two devices, it is an address "
				    "conflict.")
			: c->turn_count > 1
				? _(" and came back later: it was lent to "
				    "another device.")
				: _(": a device was exchanged, or its address "
				    "was given to another one."));
	}
}

static const struct device_mac *mac_of(
	const struct device *device, const uint8_t mac[6])
{
	for (unsigned i = 0; i < device->mac_count; i++) {
		if (memcmp(device->macs[i].mac, mac, 6) == 0) {
			return &device->macs[i];
		}
	}
	return NULL;
}

/* SIP and RTP of one address came from two MACs on this link; no ARP told so. */
static void by_packets(struct detecting *d, const struct device *device,
	const struct device_mac *a, const struct device_mac *b)
{
	const struct device_mac *first = a->first_ts <= b->first_ts ? a : b;
	const struct device_mac *second = first == a ? b : a;
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)device->ip.b, 16},
		second->first_ts);
	char ip[ADDR_TEXT];

	detect_frame(f, first->frame, first->capture);
	detect_frame(f, second->frame, second->capture);
	detect_host(f, &device->ip);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text, _("SIP or RTP of %s comes from "),
		addr_text(&device->ip, ip));
	who_mac(&d->text, first->mac);
	text_puts(&d->text, first->last_ts > second->first_ts
				    ? _(" and, in turn with it, from ")
				    : _(" and later from "));
	who_mac(&d->text, second->mac);
	text_puts(&d->text, _(", both on this link; no ARP in the capture "
			      "tells more."));
	detect_detail(d, f);
}

static void packets_of(struct detecting *d, const struct host *h)
{
	for (unsigned i = 0; i < h->device_count; i++) {
		const struct device *device = h->devices[i];
		const struct owners *c = owner_find(d->book, &device->ip);
		const struct device_mac *a = mac_of(device, h->mac);
		const struct device_mac *b = mac_of(device, h->other_mac);
		/* Two places of capture are two links; and a loopback device
		 * has no MAC. */
		bool real = vendors_kind(h->mac) != VENDORS_NULL &&
			    vendors_kind(h->other_mac) != VENDORS_NULL;
		if (real && a && b && a->point == b->point &&
			!(c && c->turn_count)) {
			by_packets(d, device, a, b);
			return;
		}
	}
}

static void whole_hook(struct detecting *d)
{
	struct hosts hosts;

	claimed_walk(d, 1U << CLAIMED_MOVED | 1U << CLAIMED_CARDS, found);
	if (hosts_of(d->book, &hosts) != 0) {
		return;
	}
	for (size_t i = 0; i < hosts.count; i++) {
		if (hosts.list[i].mac_conflict) {
			packets_of(d, &hosts.list[i]);
		}
	}
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
