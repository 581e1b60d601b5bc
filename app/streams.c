/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot streams: RTP streams, or every packet of them. */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_streams, &report_streams},
	{"csv", &report_streams_csv, &report_packets_csv},
	{"json", &report_streams_json, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "streams",
	.usage = "[--packets | --signal] [OPTION]... FILE... [FILTER]",
	.about =
		"Lists the RTP streams with packets, loss, jitter, the longest "
		"gap and MOS.\nWith --packets it lists every packet instead: "
		"delta, jitter, skew and bandwidth\nas Wireshark's RTP stream "
		"analysis defines them.\nWith --signal the voice is decoded "
		"and measured: level, clipping, silence,\necho, DTMF digits "
		"heard in it.",
	.examples = "  earshot streams call.pcap\n"
		    "  earshot streams --signal call.pcap\n"
		    "  earshot streams --packets -F csv --call 1 call.pcap\n",
	.extra = OPTIONS_PACKETS | OPTIONS_SIGNAL,
	.formats = formats,
};

int streams_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
