/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requests wait in a table with one place for each hash: a newer one takes the
 * place of an older, which then finds no answer. So the cost of a packet is one
 * look, and a flood of requests costs nothing more. The place does not depend on
 * the book's key: which of two stays must not change from run to run.
 */
#include "calls/roundtrip.h"

#include "calls/book.h"
#include "dissect/stun.h"
#include "lib/hash.h"

/* An answer later than this belongs to something else. */
#define LATEST (10 * NS_PER_S)
#define STUN_HEADER 20

struct host_key {
	const struct addr *host;
	uint8_t point;
};

static bool same(const void *key, const void *value)
{
	const struct host_key *k = key;
	const struct roundtrip *r = value;

	return r->point == k->point && addr_eq(&r->host, k->host);
}

static uint64_t hash_of(const struct book *book, const struct host_key *k)
{
	return hash_bytes(k->host->b, sizeof(k->host->b),
		book->key ^ (uint64_t)k->point << 40);
}

static struct roundtrip *host_of(
	struct book *book, const struct addr *host, uint8_t point)
{
	struct roundtrips *t = &book->roundtrips;
	struct host_key key = {host, point};
	uint64_t hash = hash_of(book, &key);
	struct roundtrip *r = map_find(&t->map, hash, same, &key);

	if (r) {
		return r;
	}
	if (t->pool.cap == 0) {
		pool_init(&t->pool, sizeof(*r), ROUNDTRIP_HOSTS);
	}
	r = pool_get(&t->pool);
	if (!r || map_add(&t->map, hash, r) != 0) {
		pool_put(&t->pool, r);
		t->left_out++;
		return NULL;
	}
	r->host = *host;
	r->point = point;
	r->hash = hash;
	return r;
}

static struct roundtrip_pending *place(struct book *book, uint64_t key)
{
	struct roundtrips *t = &book->roundtrips;

	if (!t->pending) {
		t->pending = calloc(ROUNDTRIP_PENDING, sizeof(*t->pending));
	}
	return t->pending ? &t->pending[key % ROUNDTRIP_PENDING] : NULL;
}

static void asked(struct book *book, const struct packet *packet, uint64_t key)
{
	struct roundtrip_pending *p = place(book, key);

	if (p) {
		bool again = p->key == key;
		p->ts = again ? 0 : packet->ts;
		p->key = key;
	}
}

static void answered(struct book *book, const struct packet *packet,
	uint64_t key, enum roundtrip_by by)
{
	struct roundtrip_pending *p = place(book, key);

	if (!p || p->key != key) {
		return;
	}
	ns_t took = packet->ts - p->ts;
	bool usable = p->ts != 0 && took >= 0 && took < LATEST;
	*p = (struct roundtrip_pending){0};
	struct roundtrip *r =
		usable ? host_of(book, &packet->src.ip, packet->point) : NULL;
	if (r) {
		rtt_add(&r->by[by], (double)took / 1e6, packet->frame);
	}
}

void roundtrip_stun(struct book *book, const struct packet *packet,
	const struct stun *stun)
{
	uint64_t seed = packet->point;

	if (packet->payload.n < STUN_HEADER) {
		return;
	}
	uint64_t key = hash_bytes(packet->payload.p + 4, 16, seed) | 1;
	if (stun->klass == STUN_REQUEST) {
		asked(book, packet, key);
	} else if (stun->klass != STUN_INDICATION) {
		answered(book, packet, key, ROUNDTRIP_STUN);
	}
}

void roundtrip_options(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	if (signal->cseq_method != METHOD_OPTIONS) {
		return;
	}
	uint64_t seed = packet->point ^ (uint64_t)signal->cseq << 16;
	uint64_t key = hash_slice(signal->via.branch,
			       hash_slice(signal->call_id, seed)) |
		       1;
	if (signal->request) {
		asked(book, packet, key);
	} else if (signal->status >= 200) {
		answered(book, packet, key, ROUNDTRIP_OPTIONS);
	}
}

/* Of the answer that is waited for: who sends it to whom, and what it must
 * acknowledge. */
static uint64_t segment_key(const struct packet *packet,
	const struct endpoint *from, const struct endpoint *to, uint32_t ack)
{
	uint64_t ports = (uint64_t)from->port << 48 | (uint64_t)to->port << 32;
	uint64_t h = hash_bytes(from->ip.b, sizeof(from->ip.b),
		packet->point ^ ports ^ ack);

	return hash_bytes(to->ip.b, sizeof(to->ip.b), h) | 1;
}

void roundtrip_segment(struct book *book, const struct packet *packet)
{
	const struct packet_segment *s = &packet->segment;
	bool syn = s->flags & SEGMENT_SYN;
	bool ack = s->flags & SEGMENT_ACK;

	if (packet->kind != PACKET_SEGMENT || !syn) {
		return;
	}
	if (ack) {
		answered(book, packet,
			segment_key(packet, &packet->src, &packet->dst,
				s->ack),
			ROUNDTRIP_TCP);
	} else {
		asked(book, packet,
			segment_key(packet, &packet->dst, &packet->src,
				s->seq + 1));
	}
}

void roundtrips_finish(struct roundtrips *r)
{
	map_finish(&r->map);
	pool_finish(&r->pool);
	free(r->pending);
	r->pending = NULL;
}

struct delay_side roundtrip_side(
	const struct book *book, const struct addr *host, uint8_t point)
{
	static const enum delay_method methods[ROUNDTRIP_BY] = {
		[ROUNDTRIP_STUN] = DELAY_STUN,
		[ROUNDTRIP_TCP] = DELAY_TCP,
		[ROUNDTRIP_OPTIONS] = DELAY_OPTIONS,
	};
	struct host_key key = {host, point};
	const struct roundtrip *r = map_find(&book->roundtrips.map,
		hash_of(book, &key), same, &key);

	for (unsigned i = 0; r && i < ROUNDTRIP_BY; i++) {
		const struct rtt *t = &r->by[i];
		if (t->count) {
			return (struct delay_side){
				.rtt_ms = i == ROUNDTRIP_OPTIONS
						  ? maybe_of(t->min_ms)
						  : rtt_median_ms(t),
				.by = methods[i]};
		}
	}
	return (struct delay_side){.rtt_ms = MAYBE_UNKNOWN};
}
