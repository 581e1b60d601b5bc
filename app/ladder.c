/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot ladder: the ladder diagram of each call. */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_ladder_text, NULL},
	{"svg", &report_ladder_svg, NULL},
	{"csv", &report_ladder_csv, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "ladder",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Draws each call as a ladder: hosts are columns, messages are "
		"arrows between\nthem, an RTP stream is one double arrow at its "
		"first packet. Ports stand at\nboth ends, times are seconds "
		"since the first packet of the capture.\n"
		"With --conversation or --legs all legs of a talk share one "
		"ladder, and what the\nserver between passes on says how long "
		"it was kept.",
	.examples = "  earshot ladder call.pcap\n"
		    "  earshot ladder --conversation 1 call.pcap\n"
		    "  earshot ladder --call 2 -F svg -o call.svg call.pcap\n",
	.extra = OPTIONS_LEGS | OPTIONS_TALK,
	.formats = formats,
};

int ladder_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
