/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot findings: what is wrong in a capture. */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_findings, NULL},
	{"json", &report_findings_json, NULL},
	{"ndjson", &report_findings_ndjson, NULL},
	{"csv", &report_findings_csv, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "findings",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Says what is wrong: each finding once, with the calls and "
		"hosts it concerns, the\nframes that prove it, and what to do; "
		"what to fix first stands first. What was\nchecked and in "
		"order, and what this capture cannot show, closes the list. "
		"Exit\nstatus 3 when an error or something critical was "
		"found.\n`earshot explain ID` tells more of a finding.",
	.examples = "  earshot findings call.pcap\n"
		    "  earshot findings -F csv -o findings.csv call.pcap\n"
		    "  earshot findings --set sip-retransmission.sent=5 "
		    "call.pcap\n"
		    "  earshot findings --thresholds\n",
	.extra = OPTIONS_LIMITS | OPTIONS_SIGNAL,
	.formats = formats,
};

int findings_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
