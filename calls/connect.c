/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only segments that open or end a connection are looked at. */
#include "calls/connect.h"

#include "calls/book.h"
#include "lib/hash.h"

#define ODD_FLAGS (SEGMENT_SYN | SEGMENT_RST | SEGMENT_FIN)

void connect_init(struct connect_table *table)
{
	*table = (struct connect_table){0};
	recent_init(&table->all, sizeof(struct connect), CONNECTS);
}

void connect_finish(struct connect_table *table)
{
	recent_finish(&table->all);
}

static bool is_sip(uint16_t port)
{
	return port >= CONNECT_PORT_FIRST && port <= CONNECT_PORT_LAST;
}

/* The same for both directions. */
static uint64_t hash_of(const struct book *book, const struct packet *packet)
{
	const struct endpoint *a = &packet->src;
	const struct endpoint *b = &packet->dst;
	bool forth = endpoint_cmp(a, b) < 0;
	const struct endpoint *low = forth ? a : b;
	const struct endpoint *high = forth ? b : a;
	uint64_t h = hash_bytes(low->ip.b, 16, book->key ^ low->port);

	return hash_bytes(high->ip.b, 16, h ^ ((uint64_t)high->port << 16)) | 1;
}

static struct connect *begin(struct book *book, const struct packet *packet,
	uint64_t hash, bool forth)
{
	struct connect_table *t = &book->net.connects;

	t->forgotten += t->all.count == CONNECTS;
	struct connect *c = recent_add(&t->all, hash);
	if (c) {
		c->client = forth ? packet->src : packet->dst;
		c->server = forth ? packet->dst : packet->src;
		c->point = packet->point;
	}
	return c;
}

static void on_syn(struct book *book, const struct packet *packet,
	struct connect *c, uint64_t hash)
{
	/* The ports of one that was over are used again. */
	bool again = c && (c->closed.frame || c->reset.frame ||
				  c->refused.frame);

	if (!c && is_sip(packet->dst.port)) {
		c = begin(book, packet, hash, true);
	} else if (again && c->point == packet->point) {
		uint64_t same = c->hash;
		c->hash = ~same; /* remains, but is not found again */
		map_remove(&book->net.connects.all.map, same, c);
		c = begin(book, packet, hash, true);
	}
	if (c && c->point == packet->point) {
		c->asked = c->syns ? c->asked : moment_of(packet);
		c->asked_ts = packet->ts;
		c->syns++;
	}
}

static void on_reset(struct connect *c, const struct packet *packet)
{
	bool by_server = endpoint_eq(&packet->src, &c->server);

	if (c->refused.frame || c->reset.frame) {
		return;
	}
	if (c->syns && !c->agreed.frame && by_server) {
		c->refused = moment_of(packet);
		return;
	}
	c->reset = moment_of(packet);
	c->reset_by_server = by_server;
}

void connect_segment(struct book *book, const struct packet *packet)
{
	uint8_t flags = packet->segment.flags;

	if (!(flags & ODD_FLAGS) || packet->transport != TRANSPORT_TCP) {
		return;
	}
	uint64_t hash = hash_of(book, packet);
	struct connect *c = recent_find(&book->net.connects.all, hash);
	if (flags & SEGMENT_SYN && !(flags & SEGMENT_ACK)) {
		on_syn(book, packet, c, hash);
		return;
	}
	if (!c && !(flags & SEGMENT_SYN)) {
		const struct flow *flow = flows_find(
			&book->flows, &packet->src, &packet->dst);
		const struct flow *back = flows_find(
			&book->flows, &packet->dst, &packet->src);
		bool sip = (flow && flow->claim == FLOW_SIP) ||
			   (back && back->claim == FLOW_SIP);
		bool known = is_sip(packet->src.port) || is_sip(packet->dst.port);
		c = sip || known ? begin(book, packet, hash,
					   !is_sip(packet->src.port))
				 : NULL;
	}
	if (!c || c->point != packet->point) {
		return;
	}
	if (flags & SEGMENT_RST) {
		on_reset(c, packet);
	} else if (flags & SEGMENT_SYN && !c->agreed.frame) {
		c->agreed = moment_of(packet);
	} else if (flags & SEGMENT_FIN && !c->closed.frame) {
		c->closed = moment_of(packet);
	}
}

const struct connect *connect_at(const struct book *book, size_t i)
{
	return recent_at(&book->net.connects.all, i);
}
