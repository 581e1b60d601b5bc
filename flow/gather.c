/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets which kind of packet; the work is done by the files named there. */
#include "flow/gather.h"

#include <stdlib.h>

struct gather {
	gather_deliver *deliver;
	void *context;
	struct gather_counts counts;
};

struct gather *gather_create(
	uint64_t key, gather_deliver *deliver, void *context)
{
	struct gather *g = calloc(1, sizeof(*g));

	(void)key;
	if (g) {
		g->deliver = deliver;
		g->context = context;
	}
	return g;
}

void gather_destroy(struct gather *gather)
{
	free(gather);
}

void gather_packet(struct gather *gather, const struct packet *packet)
{
	switch ((enum packet_kind)packet->kind) {
	case PACKET_DATAGRAM:
		gather->deliver(gather->context, packet);
		break;
	case PACKET_SEGMENT:
	case PACKET_CHUNKS:
	case PACKET_PIECE:
		break;
	}
}

void gather_finish(struct gather *gather)
{
	(void)gather;
}

const struct gather_counts *gather_counts(const struct gather *gather)
{
	return &gather->counts;
}
