/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earshot topology: the network, drawn from what a capture shows. */
#include "app/command.h"
#include "app/reading.h"

static const struct reading_format formats[] = {
	{"text", &report_topology_text, NULL},
	{"svg", &report_topology_svg, NULL},
	{"dot", &report_topology_dot, NULL},
	{NULL, NULL, NULL},
};

static const struct reading reading = {
	.name = "topology",
	.usage = "[OPTION]... FILE... [FILTER]",
	.about =
		"Draws the network as it was seen: trunks and gateways left, "
		"PBX, SBC and relays\nin the middle, terminals right by VLAN "
		"and network, with the calls,\nregistrations and RTP streams "
		"between them.",
	.examples = "  earshot topology call.pcap\n"
		    "  earshot topology -F svg -o network.svg call.pcap\n"
		    "  earshot topology -F dot call.pcap | dot -Tpdf -o "
		    "network.pdf\n",
	.formats = formats,
};

int topology_main(int argc, char **argv)
{
	return reading_main(&reading, argc, argv);
}
