/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network as it was seen: hosts in three columns, and what goes between
 * them. Trunks and gateways stand left, PBXs, SBCs and relays in the middle,
 * all others right, grouped by VLAN and network:
 *
 *   outside            middle              inside
 *   trunk  ---SIP--->  PBX   ---SIP--->    phone  (VLAN 10, 192.0.2.0/24)
 *
 * Hosts that the user called by one name are one node.
 */
#ifndef EARSHOT_REPORTS_TOPOLOGY_H
#define EARSHOT_REPORTS_TOPOLOGY_H

#include "calls/host.h"
#include "reports/report.h"

enum topology_column { TOPOLOGY_LEFT, TOPOLOGY_MIDDLE, TOPOLOGY_RIGHT };

struct topology_node {
	const struct host *host; /* the first of them */
	size_t hosts;		 /* of one name */
	struct slice name;	 /* absent: none is known */
	enum topology_column column;
	int vlan; /* -1: untagged */
	size_t degree; /* edges to the middle column */
};

struct topology_edge {
	size_t a, b; /* nodes, a < b */
	uint64_t calls, registrations, streams;
	struct slice codec; /* of most streams; absent: not known */
};

struct topology {
	struct hosts hosts;
	struct topology_node *nodes; /* by column, VLAN, address */
	size_t node_count;
	struct topology_edge *edges; /* by a and b */
	size_t edge_count;
};

/**
 * topology_build - the network of @input. @options: names
 * @ret: filled; free with topology_finish
 * Returns 0, or -1 with @err when memory is exhausted. Allocates: yes.
 */
int topology_build(const struct report_input *input,
	const struct report_options *options, struct topology *ret,
	struct err *err);

/** topology_finish - free all. */
void topology_finish(struct topology *t);

/** topology_title - append the address and name of @node to @out, cleaned. */
void topology_title(struct text *out, const struct topology_node *node);

/** topology_about - append role, maker, model and extensions of @node to @out.
 * @options: makers */
void topology_about(struct text *out, const struct topology_node *node,
	const struct report_options *options);

/** topology_plug - append at which port of which switch @node is, where LLDP or
 * CDP tell. */
void topology_plug(struct text *out, const struct topology_node *node);

/** topology_network - append VLAN and network of @node to @out: "VLAN 10,
 * 192.0.2.0/24". */
void topology_network(struct text *out, const struct topology_node *node);

/** topology_same_network - true when that reads the same for @a and @b. */
bool topology_same_network(
	const struct topology_node *a, const struct topology_node *b);

/** topology_facts - append what goes over @edge to @out: "2 calls, 1
 * registration; 4 streams PCMA". */
void topology_facts(struct text *out, const struct topology_edge *edge);

#endif
