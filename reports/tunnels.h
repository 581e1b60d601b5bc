/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which tunnels the frames of a capture came in, and between which ends: a
 * small table, filled while reading. Few tunnels pass one point; what does not
 * fit is counted together.
 */
#ifndef EARSHOT_REPORTS_TUNNELS_H
#define EARSHOT_REPORTS_TUNNELS_H

#include "calls/book.h"
#include "lib/text.h"

#define TUNNELS_MOST 16

struct tunnels_entry {
	uint8_t kinds[PACKET_TUNNELS]; /* enum tunnel, outermost first; 0 behind
					*/
	struct addr src, dst; /* outermost IP addresses, 0 where it is none */
	uint64_t frames;
};

struct tunnels {
	struct tunnels_entry entries[TUNNELS_MOST]; /* in order of appearance */
	unsigned count;
	unsigned last;   /* entry that was counted last */
	uint64_t others; /* frames of those that found no room */
};

/** tunnels_add - count in @t a frame that gave @packet, of a tunnel. */
void tunnels_add(struct tunnels *t, const struct packet *packet);

/** tunnels_kinds - append to @out what @entry went through: "GRE, VXLAN". */
void tunnels_kinds(struct text *out, const struct tunnels_entry *entry);

/** tunnels_outer - true when @entry has addresses: it went over IP. */
bool tunnels_outer(const struct tunnels_entry *entry);

#endif
