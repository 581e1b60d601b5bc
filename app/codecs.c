/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot codecs: what each codec takes on the wire. */
#include "app/command.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_codecs, NULL},
	{"csv", &report_codecs_csv, NULL},
	{"json", &report_codecs_json, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "codecs",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Compares the codecs of captures: payload type, RTP clock, "
		"sampling rate,\npacket time, bytes of payload, IP packet and "
		"frame, packets a second,\nbandwidth, the line of SDP, and the "
		"best score that the E-model gives. Captures\nwith one codec "
		"each make one table.",
	.examples = "  earshot codecs g711.pcap g722.pcap g729.pcap\n"
		    "  earshot codecs -F csv call.pcap\n",
	.formats = formats,
};

int codecs_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
