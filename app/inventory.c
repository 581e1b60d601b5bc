/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot inventory: the devices that a capture shows. */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_inventory, NULL},
	{"json", &report_inventory_json, NULL},
	{"csv", &report_inventory_csv, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "inventory",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Lists the devices: addresses, MAC and its maker, model and "
		"firmware,\nextensions, VLAN, DSCP, and the role of each with "
		"what shows it.\n\n--against compares them with a table whose "
		"first line names its columns: ip,\nmac, vendor, model, "
		"firmware, extension, vlan, role, in any order. Exit status 3\n"
		"when something is missing, unknown or contradicts it.",
	.examples = "  earshot inventory call.pcap\n"
		    "  earshot inventory -F csv call.pcap > devices.csv\n"
		    "  earshot inventory --against declared.csv call.pcap\n",
	.extra = OPTIONS_AGAINST,
	.formats = formats,
};

int inventory_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
