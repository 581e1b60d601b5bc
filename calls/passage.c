/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trails (one for each stream) hang on their SSRC until they are known to be
 * sightings of one stream; then they are members of a group. A group counts for
 * every two of its members; at the end they are put in order and neighbours
 * become passages.
 */
#include "calls/trails.h"

#include "lib/hash.h"

/* Trails of one SSRC that are looked through. */
#define LOOKED_AT 16
/* Packets of all sightings by which a new one is sought among them. */
#define TRIES 256
/* Nobody's way is longer; equal numbers further apart are another round. */
#define WAY_MOST (5 * NS_PER_S)
/* Rings at once, 8 KiB each; those silent for so long give theirs back. */
#define RINGS   8192
#define SILENCE (30 * NS_PER_S)
/* Pairs of sightings of all streams, 2 KiB each. */
#define TRANSITS 32768

static struct passages *make(struct book *book)
{
	struct passages *p = calloc(1, sizeof(*p));
	size_t streams = book->limits.streams;

	if (!p) {
		return NULL;
	}
	p->end = &p->first;
	pool_init(&p->ssrc_pool, sizeof(struct ssrc_entry), streams);
	pool_init(&p->trail_pool, sizeof(struct trail), streams);
	pool_init(&p->ring_pool, sizeof(struct ring), RINGS);
	pool_init(&p->group_pool, sizeof(struct group), streams / 2 + 1);
	pool_init(&p->transit_pool, sizeof(struct transit), TRANSITS);
	pool_init(&p->passage_pool, sizeof(struct passage), streams);
	return p;
}

void passages_destroy(struct passages *p)
{
	if (!p) {
		return;
	}
	map_finish(&p->ssrcs);
	pool_finish(&p->ssrc_pool);
	pool_finish(&p->trail_pool);
	pool_finish(&p->ring_pool);
	pool_finish(&p->group_pool);
	pool_finish(&p->transit_pool);
	pool_finish(&p->passage_pool);
	free(p);
}

static bool same_ssrc(const void *key, const void *value)
{
	const uint32_t *ssrc = key;
	const struct ssrc_entry *e = value;

	return *ssrc == e->ssrc;
}

static struct ssrc_entry *entry_of(
	const struct book *book, struct passages *p, uint32_t ssrc)
{
	uint64_t hash = hash_bytes(&ssrc, sizeof(ssrc), book->key);
	struct ssrc_entry *e = map_find(&p->ssrcs, hash, same_ssrc, &ssrc);

	if (e) {
		return e;
	}
	e = pool_get(&p->ssrc_pool);
	if (e && map_add(&p->ssrcs, hash, e) != 0) {
		pool_put(&p->ssrc_pool, e);
		return NULL;
	}
	if (e) {
		e->ssrc = ssrc;
	}
	return e;
}

/* A ring for @t, maybe that of a stream that has fallen silent. */
static void lend_ring(struct passages *p, struct trail *t, ns_t now)
{
	struct ring *r = pool_get(&p->ring_pool);

	if (!r && p->ring_oldest) {
		r = p->ring_oldest;
		p->ring_oldest = r->next;
		if (r->owner &&
			now - r->owner->stream->stat.last_ts < SILENCE) {
			/* Still in use: a second chance, and none for us. */
			r->next = NULL;
			p->ring_newest->next = r;
			p->ring_newest = r;
			p->ring_oldest = p->ring_oldest ? p->ring_oldest : r;
			return;
		}
		if (r->owner) {
			r->owner->ring = NULL;
		}
		*r = (struct ring){.owner = NULL};
	}
	if (!r) {
		return;
	}
	r->owner = t;
	t->ring = r;
	if (p->ring_oldest) {
		p->ring_newest->next = r;
	} else {
		p->ring_oldest = r;
	}
	p->ring_newest = r;
}

static struct trail *make_trail(
	struct book *book, struct passages *p, struct stream *stream, ns_t now)
{
	struct ssrc_entry *e = entry_of(book, p, stream->ssrc);
	struct trail *t = e ? pool_get(&p->trail_pool) : NULL;

	if (!t) {
		book->counts.out_of_memory++;
		return NULL;
	}
	t->stream = stream;
	t->entry = e;
	t->next = e->trails;
	e->trails = t;
	/* Whoever sees the packet second finds it with the other. */
	e->watch = TRIES;
	stream->trail = t;
	lend_ring(p, t, now);
	return t;
}

/* The arrival of the same packet in @t; NULL when it is not there. */
static struct arrival *arrival_of(
	struct trail *t, ns_t ts, const struct rtp *rtp)
{
	if (!t->ring) {
		return NULL;
	}
	struct arrival *a = &t->ring->items[rtp->sequence % TRAILS_RING];
	ns_t way = ts > a->ts ? ts - a->ts : a->ts - ts;
	return a->used && a->sequence == rtp->sequence &&
			       a->timestamp == rtp->timestamp && way < WAY_MOST
		       ? a
		       : NULL;
}

/* At one point two sightings are one stream only on both sides of a relay. */
static bool may_be_one(const struct stream *a, const struct stream *b)
{
	return a->point != b->point || addr_eq(&a->dst.ip, &b->src.ip) ||
	       addr_eq(&a->src.ip, &b->dst.ip);
}

/* True when @t may be one stream with @o and all that @o is known to be. */
static bool may_join(const struct trail *t, const struct trail *o)
{
	const struct group *g = o->group;
	bool may = may_be_one(t->stream, o->stream);

	for (unsigned i = 0; may && g && i < g->count; i++) {
		const struct trail *m = g->members[i];
		may = !m || may_be_one(t->stream, m->stream);
	}
	return may;
}

/*
 * Which other trail of the SSRC has seen this very packet. A load generator
 * plays one recording in every call: then addresses must tell, or nobody knows.
 */
static struct trail *recognise(struct trail *t, ns_t ts, const struct rtp *rtp)
{
	struct trail *best = NULL;
	unsigned best_fit = 0;
	unsigned looked = 0;
	bool tie = false;

	for (struct trail *o = t->entry->trails; o && looked < LOOKED_AT;
		o = o->next, looked++) {
		bool other = o != t && !(o->group && t->group);
		if (!other || !arrival_of(o, ts, rtp) || !may_join(t, o) ||
			!may_join(o, t)) {
			continue;
		}
		unsigned f = trails_fit(o->stream, t->stream);
		/* Members of one group are as good as each other. */
		bool same = best && best->group && best->group == o->group;
		if (!best || f > best_fit) {
			best = o;
			best_fit = f;
			tie = false;
		} else if (f == best_fit && !same) {
			tie = true;
		}
	}
	return tie && best_fit < 2 ? NULL : best;
}

static void join(struct group *g, struct trail *t)
{
	if (g->count < TRAILS_MEMBERS) {
		t->member = g->count;
		t->group = g;
		g->members[g->count++] = t;
	}
}

static void unite(struct passages *p, struct trail *a, struct trail *b)
{
	struct group *g = a->group ? a->group : b->group;

	if (!g) {
		g = pool_get(&p->group_pool);
		if (!g) {
			return;
		}
		g->next = p->groups;
		p->groups = g;
	}
	if (!b->group) {
		join(g, b);
	}
	if (!a->group) {
		join(g, a);
	}
}

/* @t's packet, which arrived at @ts, may have passed the other members. */
static void match(struct book *book, struct trail *t, struct arrival *mine,
	const struct rtp *rtp)
{
	struct group *g = t->group;

	for (unsigned i = 0; i < g->count; i++) {
		struct trail *o = g->members[i];
		struct arrival *a =
			o && o != t ? arrival_of(o, mine->ts, rtp) : NULL;
		if (!a) {
			continue;
		}
		bool first = i < t->member;
		unsigned low = first ? i : t->member;
		unsigned high = first ? t->member : i;
		struct transit **at = &g->transits[low][high];
		if (!*at) {
			*at = pool_get(&book->passages->transit_pool);
		}
		if (*at) {
			transit_add(*at,
				first ? mine->ts - a->ts : a->ts - mine->ts);
		}
		g->beside[i][t->member] +=
			!trails_listened(book, t->stream->point, a->ts);
		g->beside[t->member][i] +=
			!trails_listened(book, o->stream->point, mine->ts);
		a->matched |= (uint8_t)(1U << t->member);
		mine->matched |= (uint8_t)(1U << i);
	}
}

void passage_packet(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp)
{
	struct passages *p = book->passages;
	struct trail *t = stream->trail;

	if (!p) {
		p = make(book);
		book->passages = p;
	}
	if (p && !t) {
		t = make_trail(book, p, stream, packet->ts);
	}
	if (!t || !t->ring || arrival_of(t, packet->ts, rtp)) {
		return; /* no room, or a duplicate */
	}
	struct arrival *a = &t->ring->items[rtp->sequence % TRAILS_RING];
	*a = (struct arrival){
		.ts = packet->ts,
		.timestamp = rtp->timestamp,
		.sequence = rtp->sequence,
		.used = true,
	};
	t->distinct++;
	for (size_t k = 0; k < book->point_count; k++) {
		t->outside[k] += !trails_listened(book, k, packet->ts);
	}
	if (t->entry->watch) {
		t->entry->watch--;
		struct trail *o = recognise(t, packet->ts, rtp);
		if (o) {
			unite(p, t, o);
		}
	}
	if (t->group) {
		match(book, t, a, rtp);
	}
}

void passage_forget(struct book *book, struct stream *stream)
{
	struct trail *t = stream->trail;

	if (!t) {
		return;
	}
	struct trail **at = &t->entry->trails;
	while (*at && *at != t) {
		at = &(*at)->next;
	}
	if (*at) {
		*at = t->next;
	}
	if (t->group) {
		t->group->members[t->member] = NULL;
	}
	if (t->ring) {
		t->ring->owner = NULL;
	}
	stream->trail = NULL;
	pool_put(&book->passages->trail_pool, t);
}
