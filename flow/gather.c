/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets which kind of packet; the work is done by the files named there. */
#include "flow/gather.h"

#include <stdlib.h>

struct gather {
	gather_deliver *deliver;
	void *context;
	struct gather_counts counts;
	struct unhep hep;
};

struct gather *gather_create(
	uint64_t key, gather_deliver *deliver, void *context)
{
	struct gather *g = calloc(1, sizeof(*g));

	if (g) {
		unhep_init(&g->hep, key);
		g->deliver = deliver;
		g->context = context;
	}
	return g;
}

void gather_destroy(struct gather *gather)
{
	if (gather) {
		unhep_finish(&gather->hep);
	}
	free(gather);
}

/* A payload that is whole, of whatever it was put together. */
static void datagram(struct gather *g, const struct packet *packet)
{
	struct packet inner;

	switch (unhep_packet(&g->hep, packet, &inner)) {
	case UNHEP_OTHER:
		g->deliver(g->context, packet);
		break;
	case UNHEP_DELIVER:
		g->deliver(g->context, &inner);
		break;
	case UNHEP_COUNTED:
		break;
	}
}

void gather_packet(struct gather *gather, const struct packet *packet)
{
	switch ((enum packet_kind)packet->kind) {
	case PACKET_DATAGRAM:
		datagram(gather, packet);
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

const struct unhep *gather_hep(const struct gather *gather)
{
	return &gather->hep;
}
