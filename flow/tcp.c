/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a segment does to its connection, in this order: a SYN begins a stream
 * anew, an acknowledgement closes holes, data is put in order, FIN and RST end
 * the stream. An ended connection stays known, so that late repeats are no new
 * messages, but is the first to give way.
 *
 * The numbers of SYNs are kept apart from the connections, in a table of fixed
 * size where a new one takes the place of an old one: a flood of them costs
 * nothing, and whoever is forgotten is picked up by the first data instead.
 */
#include "flow/tcp_table.h"

#include "lib/hash.h"

#include <stdlib.h>

#define SYNS      16384 /* a power of two */
#define SIPS_PORT 5061  /* RFC 3261 clause 19.1.2 */

struct syn {
	uint64_t tag; /* hash of the direction; 0: empty */
	uint32_t first;
};

struct tcp {
	struct tcp_sink sink;
	struct tcp_table table;
	struct syn syns[SYNS];
};

struct tcp_limits tcp_limits_default(void)
{
	return (struct tcp_limits){
		.connections = 16384,
		.held_bytes = 256 * 1024,
		.held_segments = 512,
		.total_bytes = 32 * 1024 * 1024,
		.hole_ns = 3 * NS_PER_S,
		.grace_ns = 100 * NS_PER_MS,
	};
}

struct tcp *tcp_create(const struct tcp_limits *limits, uint64_t key,
	tcp_deliver *deliver, void *context)
{
	struct tcp *tcp = calloc(1, sizeof(*tcp));

	if (!tcp) {
		return NULL;
	}
	tcp->sink.limits = *limits;
	tcp->sink.deliver = deliver;
	tcp->sink.context = context;
	tcp_table_init(&tcp->table, key, limits->connections);
	return tcp;
}

void tcp_destroy(struct tcp *tcp)
{
	if (tcp) {
		tcp_table_finish(&tcp->table, &tcp->sink);
		free(tcp);
	}
}

/* Where the SYN of @from in the connection of @hash is remembered; @ret_tag
 * tells it from others that fell into the same place. */
static struct syn *syn_at(struct tcp *tcp, uint64_t hash,
	const struct endpoint *from, uint64_t *ret_tag)
{
	uint64_t end =
		hash_bytes(from->ip.b, sizeof(from->ip.b), tcp->table.key);
	uint64_t tag = hash_mix(hash ^ from->port, end | 1) | 1;

	*ret_tag = tag;
	return &tcp->syns[(tag >> 1) & (SYNS - 1)];
}

/* The stream of side @i begins where its SYN said, if that is remembered. */
static void recall(struct tcp *tcp, struct tcp_connection *c, int i)
{
	uint64_t tag;
	struct syn *s = syn_at(tcp, c->hash, &c->end[i], &tag);

	if (s->tag == tag) {
		tcp_order_start(&c->half[i].order, s->first);
		s->tag = 0;
	}
}

/* A SYN of @h: true when it begins the connection anew. */
static bool renews(const struct tcp_half *h, const struct packet *packet)
{
	uint32_t first = packet->segment.seq + 1;

	if (h->order.started) {
		return h->order.first != first;
	}
	return !(packet->segment.flags & SEGMENT_ACK);
}

static void end(
	struct tcp *tcp, struct tcp_half *h, const struct packet *packet)
{
	while (h->order.pieces) {
		tcp_order_skip(&h->order, &tcp->sink, packet->ts);
	}
	tcp_stream_end(&h->order.stream, &tcp->sink, packet);
	tcp_table_hole(&tcp->table, h);
}

static void renew(
	struct tcp *tcp, struct tcp_connection *c, const struct packet *packet)
{
	for (int i = 0; i < 2; i++) {
		end(tcp, &c->half[i], packet);
		tcp_order_finish(&c->half[i].order, &tcp->sink);
	}
	c->tls = false;
	tcp_table_class(&tcp->table, c, TCP_UNDECIDED);
}

static void note_syn(struct tcp *tcp, struct tcp_connection *c, int side,
	uint64_t hash, const struct packet *packet)
{
	uint32_t first = packet->segment.seq + 1;

	if (!c) {
		uint64_t tag;
		struct syn *s = syn_at(tcp, hash, &packet->src, &tag);
		*s = (struct syn){tag, first};
		return;
	}
	struct tcp_half *h = &c->half[side];
	if (renews(h, packet)) {
		renew(tcp, c, packet);
	}
	if (!h->order.started) {
		tcp_order_start(&h->order, first);
	}
}

static bool is_done(const struct tcp_half *h)
{
	return framing_is_dull(&h->order.stream.framing) || !h->order.carried;
}

static void count_tls(
	struct tcp *tcp, struct tcp_connection *c, const struct packet *packet)
{
	struct tcp_counts *n = &tcp->sink.counts;

	n->tls_segments++;
	if (c->tls) {
		return;
	}
	c->tls = true;
	if (n->tls_connections++ == 0) {
		n->tls_frame = packet->frame;
	}
	if ((packet->src.port == SIPS_PORT || packet->dst.port == SIPS_PORT) &&
		n->tls_sip_connections++ == 0) {
		n->tls_sip_frame = packet->frame;
	}
}

/* What is known now of the connection, after @h carried something. */
static void judge(struct tcp *tcp, struct tcp_half *h, struct tcp_half *peer,
	const struct packet *packet)
{
	struct tcp_connection *c = h->owner;
	const struct framing *f = &h->order.stream.framing;

	if (f->kind == FRAMING_TLS || f->kind == FRAMING_HELLO) {
		count_tls(tcp, c, packet);
	}
	if (f->proven) {
		framing_peer(&peer->order.stream.framing,
			(enum framing_kind)f->kind);
		tcp_table_class(&tcp->table, c, TCP_PROVEN);
	} else if (c->class == TCP_UNDECIDED && is_done(h) && is_done(peer)) {
		tcp_table_class(&tcp->table, c, TCP_DULL);
	}
	tcp_table_hole(&tcp->table, h);
}

/* Data of @h, or a bare FIN. */
static void carry(struct tcp *tcp, struct tcp_half *h, struct tcp_half *peer,
	const struct packet *packet)
{
	const struct packet_segment *s = &packet->segment;
	uint32_t seq = s->seq + (s->flags & SEGMENT_SYN ? 1 : 0);

	if (packet->payload_wire) {
		tcp->sink.counts.segments++;
		tcp->sink.counts.connections +=
			!h->order.carried && !peer->order.carried;
		tcp_order_take(&h->order, &tcp->sink, packet, seq);
		judge(tcp, h, peer, packet);
	}
	seq += packet->payload_wire;
	if (!(s->flags & (SEGMENT_FIN | SEGMENT_RST)) || !h->order.started) {
		return;
	}
	if (s->flags & SEGMENT_FIN && (int32_t)(seq + 1 - h->order.high) > 0) {
		h->order.high = seq + 1; /* it has a number of its own */
	}
	if (s->flags & SEGMENT_RST || seq == h->order.next) {
		end(tcp, h, packet);
		tcp_table_class(&tcp->table, h->owner, TCP_DULL);
	}
}

/* The last segment of side @i that brought something new, without its bytes. */
static struct packet last_of(const struct tcp_connection *c, int i)
{
	return (struct packet){
		.ts = c->half[i].order.last_ts,
		.frame = c->half[i].order.last_frame,
		.src = c->end[i],
		.dst = c->end[!i],
		.transport = TRANSPORT_TCP,
		.point = c->point,
	};
}

/* Holes that are too old, and room that is too much, of any connection. */
static void tidy(struct tcp *tcp, const struct tcp_connection *now, ns_t ts)
{
	const struct tcp_limits *l = &tcp->sink.limits;
	struct tcp_half *h = tcp->table.hole_oldest;

	while (h && (ts - h->order.hole_ts > l->hole_ns ||
			    tcp->sink.room.held > l->total_bytes)) {
		struct tcp_connection *c = h->owner;
		int i = h == &c->half[1];
		tcp_order_skip(&h->order, &tcp->sink, ts);
		const struct packet last = last_of(c, i);
		judge(tcp, h, &c->half[!i], &last);
		h = tcp->table.hole_oldest;
	}
	while (tcp->sink.room.held > l->total_bytes &&
		tcp_table_evict(&tcp->table, &tcp->sink, now)) {
	}
}

void tcp_segment(struct tcp *tcp, const struct packet *packet)
{
	const struct packet_segment *s = &packet->segment;
	uint64_t hash = tcp_table_hash(&tcp->table, packet);
	struct tcp_connection *c = tcp_table_find(&tcp->table, hash, packet);
	int side = c && !endpoint_eq(&packet->src, &c->end[0]);

	if (s->flags & SEGMENT_SYN) {
		note_syn(tcp, c, side, hash, packet);
	}
	if (!c && packet->payload_wire) {
		c = tcp_table_add(&tcp->table, &tcp->sink, hash, packet);
		if (!c) {
			return;
		}
		recall(tcp, c, 0);
		recall(tcp, c, 1);
	}
	if (c) {
		struct tcp_half *h = &c->half[side];
		struct tcp_half *peer = &c->half[!side];
		c->used = true;
		if (s->flags & SEGMENT_ACK && !(s->flags & SEGMENT_RST)) {
			tcp_order_acked(&peer->order, &tcp->sink, packet);
			tcp_table_hole(&tcp->table, peer);
		}
		carry(tcp, h, peer, packet);
	}
	tidy(tcp, c, packet->ts);
}

/* All that @c still holds goes out, as of the last segment that came. */
static void conclude(struct tcp *tcp, struct tcp_connection *c)
{
	for (int i = 0; i < 2; i++) {
		const struct packet last = last_of(c, i);
		tcp_order_settle(&c->half[i].order, &tcp->sink);
		end(tcp, &c->half[i], &last);
	}
}

void tcp_finish(struct tcp *tcp)
{
	for (int i = TCP_CLASSES - 1; i >= 0; i--) {
		struct tcp_connection *c = tcp->table.queue[i].oldest;
		for (; c; c = c->next) {
			conclude(tcp, c);
		}
	}
}

const struct tcp_counts *tcp_counts(const struct tcp *tcp)
{
	return &tcp->sink.counts;
}

size_t tcp_held(const struct tcp *tcp)
{
	return tcp->sink.room.held;
}
