/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Broadcasts of any kind that no call needs. */
#include "detect/storm.h"

static void whole_hook(struct detecting *d)
{
	storm_judge(d, d->book->net.broadcast,
		detect_limit(d, THRESHOLD_BROADCAST_STORM_PER_S),
		_("broadcast frames"));
}

const struct detector detector_broadcast_storm = {
	.id = "broadcast-storm",
	.severity = SEVERITY_WARNING,
	.title = N_("Very many broadcasts"),
	.passed = N_("broadcasts stay within what a network needs"),
	.subject = "place of capture",
	.page = {
		.meaning = N_(
			"Broadcasts go to every port of the VLAN, and every "
			"host must look at them. Hundreds a second fill slow "
			"links (Wi-Fi, telephones with 10 Mbit/s) and load "
			"telephones until voice stutters. ARP is part of "
			"them; SIP, RTP and DNS are not counted."),
		.wire = N_(
			"Frames to ff:ff:ff:ff:ff:ff, often the same one "
			"again and again within milliseconds: a loop."),
		.causes = N_(
			"A loop between switches, or a telephone connected "
			"with both of its ports\n"
			"A faulty network card, or software that shouts\n"
			"A scan of the network"),
		.remedy = N_(
			"Look for the port where they come in (counters of "
			"the switch), and pull cables until it stops\n"
			"Switch: spanning tree, loop guard and storm "
			"control on ports of telephones\n"
			"Put voice into a VLAN of its own"),
		.standard = "IEEE 802.1Q (spanning tree); RFC 919 "
			    "(broadcasts)",
	},
	.whole = whole_hook,
};
