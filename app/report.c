/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot report: everything that is known of a capture. */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_text, NULL},
	{"json", &report_json, NULL},
	{"ndjson", &report_ndjson, NULL},
	{"csv", &report_csv, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "report",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Writes what is known of the captures: what was read and what "
		"was not\nunderstood, totals, every call with its timings, "
		"media and ladder, RTP\nstreams with loss, jitter and MOS, and "
		"registrations.",
	.examples = "  earshot report call.pcap\n"
		    "  earshot report -F json call.pcap | jq .summary\n"
		    "  earshot report -F csv --table streams -o streams.csv "
		    "call.pcap\n",
	.extra = OPTIONS_TABLE | OPTIONS_SIGNAL,
	.formats = formats,
};

int report_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
