/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot calls: the list of calls. */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_calls, NULL},
	{"json", &report_calls_json, NULL},
	{"csv", &report_csv, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "calls",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Lists the calls, one a line: number, start in seconds, from, "
		"to, state,\nseconds of talk, codec, and the lowest MOS of its "
		"streams. The number is what\n--call takes. With --legs the text "
		"groups them by conversation,\nJSON has \"conversations\" "
		"besides, and CSV the columns conversation and leg.",
	.examples = "  earshot calls call.pcap\n"
		    "  earshot calls -F csv call.pcap > calls.csv\n",
	.extra = OPTIONS_LEGS,
	.formats = formats,
};

int calls_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
