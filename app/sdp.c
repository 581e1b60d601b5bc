/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot sdp: offer and answer side by side. */
#include "app/command.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_sdp, NULL},
	{"json", &report_sdp_json, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "sdp",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Shows every offer and answer of each call side by side: "
		"codecs in the order\noffered, what was answered, what then "
		"went over the wire, and what was\ndropped and why; addresses, "
		"packet time, direction, DTMF, encryption.",
	.examples = "  earshot sdp call.pcap\n"
		    "  earshot sdp --call 3 call.pcap\n",
	.formats = formats,
};

int sdp_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
