/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More ARP than a network needs: a loop, a scan, or a worm. */
#include "detect/storm.h"

static void whole_hook(struct detecting *d)
{
	storm_judge(d, d->book->net.arp,
		detect_limit(d, THRESHOLD_ARP_STORM_PER_S), _("ARP packets"));
}

const struct detector detector_arp_storm = {
	.id = "arp-storm",
	.severity = SEVERITY_WARNING,
	.title = N_("Very many ARP packets"),
	.passed = N_("ARP stays within what a network needs"),
	.subject = "place of capture",
	.page = {
		.meaning = N_(
			"Every host of the network must look at each ARP "
			"request. Hundreds a second load telephones, whose "
			"processors are small: voice stutters, and some "
			"restart."),
		.wire = N_(
			"\"Who has 192.0.2.1? Who has 192.0.2.2? ...\" from "
			"one MAC without a pause; or the same request again "
			"and again, which is a loop."),
		.causes = N_(
			"A host that scans the network: inventory, "
			"monitoring, an attacker, malware\n"
			"A loop between switches, or in a telephone with two "
			"ports\n"
			"A network that is much too large for one VLAN"),
		.remedy = N_(
			"Find the MAC that most come from, and what it "
			"does\n"
			"Switch: spanning tree, storm control, a VLAN of its "
			"own for voice"),
		.standard = "RFC 826; RFC 1122 clause 2.3.2.1 (at most one a "
			    "second for each destination)",
	},
	.whole = whole_hook,
};
