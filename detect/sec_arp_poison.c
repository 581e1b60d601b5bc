/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One MAC takes the addresses of several others: it stands, or wants to stand,
 * between them. */
#include "detect/claimed.h"
#include "detect/who.h"

/* The MAC of @c that also took other addresses. */
static const struct owner *thief_of(
	const struct detecting *d, const struct owners *c, unsigned *ret_taken)
{
	for (unsigned i = 0; i < c->mac_count; i++) {
		unsigned owners;
		unsigned n = claimed_contested(d, c->macs[i].mac, &owners);
		if (n > 1 && owners > 1) {
			*ret_taken = n;
			return &c->macs[i];
		}
	}
	return NULL;
}

static void found(struct detecting *d, const struct owners *c)
{
	unsigned taken = 0;
	const struct owner *thief = thief_of(d, c, &taken);
	bool gateway = claimed_gateway(d, &c->ip);

	if (!thief) {
		return;
	}
	struct finding *f = detect_raise(d,
		gateway ? SEVERITY_CRITICAL : SEVERITY_ERROR,
		(struct slice){(const char *)thief->mac, 6}, thief->first.ts);
	detect_moment(f, &thief->first);
	detect_moment(f, &c->turns[0].at);
	detect_host(f, &c->ip);
	if (!detect_new(f)) {
		return;
	}
	who_mac(&d->text, thief->mac);
	who_is(d, thief->mac);
	text_printf(&d->text,
		_(" says of %u addresses of other hosts that they are its "
		  "own: it may read and change what goes through it."),
		taken);
	detect_measured(f, taken, 1, "");
	detect_detail(d, f);
}

static void whole_hook(struct detecting *d)
{
	claimed_walk(d, 1U << CLAIMED_POISONED, found);
}

const struct detector detector_sec_arp_poison = {
	.id = "sec-arp-poison",
	.severity = SEVERITY_CRITICAL,
	.title = N_("One machine takes the addresses of others"),
	.passed = N_("no machine takes the addresses of several others"),
	.subject = "address",
	.page = {
		.meaning = N_(
			"ARP poisoning: one network card claims addresses of several other "
			"hosts, which go on claiming them too. That is how "
			"somebody gets between telephones, PBX and gateway to "
			"listen to calls and read passwords. It is critical "
			"when the default gateway is among them."),
		.wire = N_(
			"ARP replies say that 192.0.2.1 and 192.0.2.10 are at "
			"02:00:00:00:00:99, over and over, and the two owners "
			"say otherwise."),
		.causes = N_(
			"An attack: arpspoof, ettercap, bettercap\n"
			"A router or firewall that does proxy ARP inside of "
			"its own network\n"
			"A test tool or security appliance that redirects "
			"hosts this way"),
		.remedy = N_(
			"Switch: find the port of the MAC and shut it down; "
			"then ARP inspection with DHCP snooping\n"
			"Change passwords that went in clear while it ran\n"
			"PBX and telephones: TLS and SRTP, so that nobody "
			"between can listen\n"
			"Router: switch proxy ARP off"),
		.standard = "RFC 826 (nothing is verified); RFC 1027 (proxy "
			    "ARP); RFC 5227 clause 6",
	},
	.whole = whole_hook,
};
