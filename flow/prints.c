/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An array that is thinned out when it is full, sorted and then merged. */
#include "flow/prints.h"

#include "lib/hash.h"

#include <stdlib.h>

/* Payloads shorter than this are not unique: keep-alives, cut audio. */
#define SHORTEST 12
/* Bytes looked at: of RTP the header and enough audio, so that captures cut at
 * 96 bytes still serve; of other packets what makes them unique. */
#define MEDIA_BYTES 40
#define OTHER_BYTES 512
/* A mirror port gives both of its copies within this; SIP repeats after 500 ms
 * (RFC 3261 timer T1). */
#define COPY_WITHIN (20 * NS_PER_MS)
/* Equal fingerprints on one side that are compared with those of the other. */
#define EQUAL_MOST 16

void prints_init(struct prints *p, size_t most)
{
	*p = (struct prints){.most = most};
}

void prints_finish(struct prints *p)
{
	free(p->items);
	*p = (struct prints){0};
}

static uint32_t end_hash(const struct endpoint *e, uint64_t key)
{
	return (uint32_t)hash_bytes(e->ip.b, sizeof(e->ip.b), key ^ e->port);
}

static void hash_ends(
	const struct packet *packet, uint64_t key, struct print *ret)
{
	const struct addr *low = &packet->src.ip;
	const struct addr *high = &packet->dst.ip;

	ret->back = memcmp(low->b, high->b, sizeof(low->b)) > 0;
	if (ret->back) {
		low = &packet->dst.ip;
		high = &packet->src.ip;
	}
	uint64_t h = hash_bytes(low->b, sizeof(low->b), key);
	ret->way = (uint32_t)hash_bytes(high->b, sizeof(high->b), h);
	ret->src = end_hash(&packet->src, key);
	ret->dst = end_hash(&packet->dst, key);
}

bool prints_of(const struct packet *packet, uint64_t key, struct print *ret,
	bool *ret_media)
{
	struct slice s = packet->payload;
	bool datagram = packet->kind == PACKET_DATAGRAM;

	if (s.n < SHORTEST || addr_is_multicast(&packet->dst.ip)) {
		return false;
	}
	/* RFC 7983: what RTP and RTCP begin with. */
	bool media =
		datagram && (uint8_t)s.p[0] >= 128 && (uint8_t)s.p[0] <= 191;
	size_t most = media ? MEDIA_BYTES : OTHER_BYTES;
	if (s.n < most && s.n < packet->payload_wire) {
		return false;
	}
	uint64_t h = hash_slice(slice_sub(s, 0, most), key);
	uint64_t also = (uint64_t)packet->payload_wire << 8 | packet->kind;
	if (packet->kind == PACKET_SEGMENT) {
		also ^= (uint64_t)packet->segment.seq << 32;
	}
	hash_ends(packet, key, ret);
	ret->hash = hash_mix(h ^ also, key ^ 0x9e3779b97f4a7c15U);
	ret->ts = packet->ts;
	ret->ttl = packet->ttl;
	*ret_media = media;
	return true;
}

static bool kept(const struct prints *p, uint64_t hash)
{
	return (hash & (((uint64_t)1 << p->shift) - 1)) == 0;
}

/* One more low bit must be 0: about half of them stay. */
static void thin_out(struct prints *p)
{
	size_t n = 0;

	p->shift++;
	for (size_t i = 0; i < p->count; i++) {
		if (kept(p, p->items[i].hash)) {
			p->items[n++] = p->items[i];
		}
	}
	p->count = n;
}

static bool make_room(struct prints *p)
{
	if (p->count < p->cap) {
		return true;
	}
	size_t cap = p->cap ? p->cap * 2 : 256;
	cap = cap < p->most ? cap : p->most;
	struct print *items = realloc(p->items, cap * sizeof(*items));
	if (!items) {
		p->failed = true;
		return false;
	}
	p->items = items;
	p->cap = cap;
	return true;
}

void prints_add(struct prints *p, const struct print *print)
{
	/* 63: one packet sent a million times is not thinned out. */
	while (p->count == p->most && kept(p, print->hash) && p->shift < 63) {
		thin_out(p);
	}
	if (p->count < p->most && kept(p, print->hash) && make_room(p)) {
		p->items[p->count++] = *print;
	}
}

void prints_append(struct prints *p, const struct prints *from)
{
	while (p->shift < from->shift) {
		thin_out(p);
	}
	for (size_t i = 0; i < from->count; i++) {
		prints_add(p, &from->items[i]);
	}
	p->failed = p->failed || from->failed;
}

static int by_hash(const void *a, const void *b)
{
	const struct print *x = a;
	const struct print *y = b;

	if (x->hash != y->hash) {
		return x->hash < y->hash ? -1 : 1;
	}
	return (x->ts > y->ts) - (x->ts < y->ts);
}

static bool is_copy(const struct print *first, const struct print *second)
{
	return first->hash == second->hash && first->src == second->src &&
	       first->dst == second->dst &&
	       second->ts - first->ts <= COPY_WITHIN;
}

void prints_sort(struct prints *p)
{
	size_t n = 0;

	if (p->count == 0) {
		return;
	}
	qsort(p->items, p->count, sizeof(*p->items), by_hash);
	for (size_t i = 0; i < p->count; i++) {
		bool copy = false;
		for (size_t k = n; k-- > 0 && !copy &&
				   p->items[k].hash == p->items[i].hash &&
				   n - k <= EQUAL_MOST;) {
			copy = is_copy(&p->items[k], &p->items[i]);
		}
		if (!copy) {
			p->items[n++] = p->items[i];
		}
	}
	p->count = n;
}

/* Endpoints that two sightings have in common. */
static unsigned fit(const struct print *a, const struct print *b)
{
	return (unsigned)(a->src == b->src) + (unsigned)(a->dst == b->dst);
}

/* The one of @list that fits best to @one; NULL when that is not clear. */
static const struct print *best_of(
	const struct print *one, const struct print *list, size_t n)
{
	const struct print *best = NULL;
	unsigned best_fit = 0;
	unsigned as_good = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned f = fit(one, &list[i]);
		if (!best || f > best_fit) {
			best = &list[i];
			best_fit = f;
			as_good = 1;
		} else {
			as_good += f == best_fit;
		}
	}
	/* Nothing in common: behind a relay, which must be the only one. */
	return as_good == 1 && (best_fit > 0 || n == 1) ? best : NULL;
}

static void pair_equal(const struct print *a, size_t na, const struct print *b,
	size_t nb, prints_told *told, void *context)
{
	if (na > EQUAL_MOST || nb > EQUAL_MOST) {
		return;
	}
	for (size_t i = 0; i < na; i++) {
		const struct print *best = best_of(&a[i], b, nb);
		bool alone = best && fit(&a[i], best) == 0 && na > 1;
		if (best && !alone && best_of(best, a, na) == &a[i]) {
			told(context, &a[i], best);
		}
	}
}

static size_t run_of(const struct prints *p, size_t from)
{
	size_t n = 1;

	while (from + n < p->count &&
		p->items[from + n].hash == p->items[from].hash) {
		n++;
	}
	return n;
}

void prints_pair(const struct prints *a, const struct prints *b,
	prints_told *told, void *context)
{
	size_t i = 0;
	size_t k = 0;

	while (i < a->count && k < b->count) {
		uint64_t x = a->items[i].hash;
		uint64_t y = b->items[k].hash;
		if (x < y) {
			i++;
		} else if (x > y) {
			k++;
		} else {
			size_t na = run_of(a, i);
			size_t nb = run_of(b, k);
			pair_equal(&a->items[i], na, &b->items[k], nb, told,
				context);
			i += na;
			k += nb;
		}
	}
}
