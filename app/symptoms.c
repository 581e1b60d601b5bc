/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot symptoms: from a complaint to the evidence. */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_symptoms, NULL},
	{"json", &report_symptoms_json, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "symptoms",
	.usage = "[--symptom NAME] [OPTION]... FILE... [FILTER]",
	.about =
		"Begins with the complaint: speech is choppy, comes late, is "
		"too low, one side\nhears nothing, calls connect slowly, are "
		"cut off or refused, keys do nothing.\nFor each it shows "
		"what in the capture explains it, with frames; what speaks\n"
		"against it; what cannot be known from here; and the "
		"figures.\n\nNames: choppy, clipped, cut, delay, echo, keys, "
		"oneway, refused, setup, volume.",
	.examples = "  earshot symptoms call.pcap\n"
		    "  earshot symptoms --symptom choppy call.pcap\n"
		    "  earshot symptoms --symptom volume --signal call.pcap\n",
	.extra = OPTIONS_SYMPTOM | OPTIONS_SIGNAL,
	.formats = formats,
};

int symptoms_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
