/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trails (one for each stream) hang on their SSRC until they are known to be
 * sightings of one stream; then they are members of a group. A group counts for
 * every two of its members; at the end they are put in order and neighbours
 * become passages.
 */
#include "calls/passage.h"

#include "calls/book.h"
#include "lib/hash.h"

/* Arrivals remembered: at 50 packets a second ten seconds of way. */
#define RING 512
/* Sightings of one stream, and trails of one SSRC that are looked through. */
#define MEMBERS   8
#define LOOKED_AT 16
/* Packets by which a stream is tried to be recognised. */
#define TRIES 64
/* Nobody's way is longer; equal numbers further apart are another round. */
#define WAY_MOST (5 * NS_PER_S)
/* At the start of a capture packets are under way that it has missed. */
#define HEAD_START (200 * NS_PER_MS)
/* Rings at once, 8 KiB each; those silent for so long give theirs back. */
#define RINGS   8192
#define SILENCE (30 * NS_PER_S)
/* Pairs of sightings of all streams, 2 KiB each. */
#define TRANSITS 32768

struct arrival {
	ns_t ts;
	uint32_t timestamp;
	uint16_t sequence;
	bool used;
	uint8_t matched; /* bits: members that saw it too */
};

struct ring {
	struct arrival items[RING];
	struct trail *owner;
	struct ring *next; /* all rings, oldest first */
};

struct trail {
	struct stream *stream;
	struct group *group;           /* NULL: not recognised yet */
	struct trail *next;            /* of this SSRC, newest first */
	struct ring *ring;             /* NULL: given back */
	uint64_t distinct;             /* packets, each counted once */
	uint32_t outside[BOOK_POINTS]; /* while that point did not listen */
	uint8_t member;
	uint8_t tries;
};

/* What two members share; of time: the second's less the first's. */
struct group {
	struct group *next;
	struct trail *members[MEMBERS];
	struct transit *transits[MEMBERS][MEMBERS]; /* [i][j], i < j */
	uint8_t count;
};

/* The trails of one SSRC. */
struct ssrc_entry {
	uint32_t ssrc;
	struct trail *trails;
};

struct passages {
	struct map ssrcs;
	struct pool ssrc_pool, trail_pool, ring_pool, group_pool;
	struct pool transit_pool, passage_pool;
	struct group *groups;
	struct ring *ring_oldest, *ring_newest;
	struct passage *first, **end;
};

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
	t->next = e->trails;
	e->trails = t;
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
	struct arrival *a = &t->ring->items[rtp->sequence % RING];
	ns_t way = ts > a->ts ? ts - a->ts : a->ts - ts;
	return a->used && a->sequence == rtp->sequence &&
			       a->timestamp == rtp->timestamp && way < WAY_MOST
		       ? a
		       : NULL;
}

static unsigned fit(const struct stream *a, const struct stream *b)
{
	return (unsigned)endpoint_eq(&a->src, &b->src) +
	       (unsigned)endpoint_eq(&a->dst, &b->dst);
}

/*
 * Which other trail of the SSRC has seen this very packet. A load generator
 * plays one recording in every call: then addresses must tell, or nobody knows.
 */
static struct trail *recognise(struct book *book, struct passages *p,
	struct trail *t, ns_t ts, const struct rtp *rtp)
{
	struct ssrc_entry *e = entry_of(book, p, t->stream->ssrc);
	struct trail *best = NULL;
	unsigned best_fit = 0;
	unsigned looked = 0;
	bool tie = false;

	for (struct trail *o = e ? e->trails : NULL; o && looked < LOOKED_AT;
		o = o->next, looked++) {
		bool other = o != t && (!o->group || o->group != t->group);
		if (!other || !arrival_of(o, ts, rtp)) {
			continue;
		}
		unsigned f = fit(o->stream, t->stream);
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
	if (g->count < MEMBERS) {
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
		a->matched |= (uint8_t)(1U << t->member);
		mine->matched |= (uint8_t)(1U << i);
	}
}

/* True when the point @k listened at @ts, and had done so for a moment. */
static bool listened(const struct book *book, size_t k, ns_t ts)
{
	return ts >= book->points[k].first_ts + HEAD_START &&
	       ts <= book->points[k].last_ts;
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
	struct arrival *a = &t->ring->items[rtp->sequence % RING];
	*a = (struct arrival){
		.ts = packet->ts,
		.timestamp = rtp->timestamp,
		.sequence = rtp->sequence,
		.used = true,
	};
	t->distinct++;
	for (size_t k = 0; k < book->point_count; k++) {
		t->outside[k] += !listened(book, k, packet->ts);
	}
	if (!t->group && t->tries < TRIES) {
		t->tries++;
		struct trail *o = recognise(book, p, t, packet->ts, rtp);
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
	struct ssrc_entry *e = entry_of(book, book->passages, stream->ssrc);
	struct trail **at = e ? &e->trails : NULL;
	while (at && *at && *at != t) {
		at = &(*at)->next;
	}
	if (at && *at) {
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

static struct transit *between(
	const struct group *g, const struct trail *a, const struct trail *b)
{
	return a->member < b->member ? g->transits[a->member][b->member]
				     : g->transits[b->member][a->member];
}

/*
 * True when @a is nearer to the sender than @b: routers count the TTL down;
 * where none lie between, or addresses differ and a relay begins anew, the
 * clock tells.
 */
static bool is_before(
	const struct group *g, const struct trail *a, const struct trail *b)
{
	const struct transit *t = between(g, a, b);

	if (fit(a->stream, b->stream) == 2 &&
		a->stream->ttl != b->stream->ttl) {
		return a->stream->ttl > b->stream->ttl;
	}
	if (!t || t->count == 0) {
		return a->stream->stat.first_ts < b->stream->stat.first_ts;
	}
	return (t->sum_ms >= 0) == (a->member < b->member);
}

/* Members in order of the way; returns how many there are. */
static unsigned sort_members(struct group *g, struct trail *ret[MEMBERS])
{
	unsigned n = 0;

	for (unsigned i = 0; i < g->count; i++) {
		struct trail *t = g->members[i];
		unsigned k = n;
		if (!t) {
			continue;
		}
		for (; k > 0 && is_before(g, t, ret[k - 1]); k--) {
			ret[k] = ret[k - 1];
		}
		ret[k] = t;
		n++;
	}
	return n;
}

/*
 * Packets of @t that the point of @o, which listened, did not see. What matched
 * although it came outside of the listening time was no miss; what was still
 * under way when the capture ended was not lost.
 */
static uint64_t unseen(const struct book *book, const struct trail *t,
	const struct trail *o, const struct transit *both, ns_t way_most)
{
	uint8_t point = o->stream->point;
	uint64_t compared = t->distinct - t->outside[point];
	uint64_t matched = both ? both->count : 0;
	ns_t end = book->points[point].last_ts - way_most;

	for (unsigned i = 0; t->ring && i < RING; i++) {
		const struct arrival *a = &t->ring->items[i];
		bool seen = a->matched >> o->member & 1;
		bool in = listened(book, point, a->ts);
		if (a->used && !seen && in && a->ts > end && compared) {
			compared--;
		}
	}
	return compared > matched ? compared - matched : 0;
}

static void conclude(struct book *book, struct group *g, struct trail *from,
	struct trail *to)
{
	struct passages *p = book->passages;
	struct transit *t = between(g, from, to);
	struct passage *a = t ? pool_get(&p->passage_pool) : NULL;

	if (!a) {
		return;
	}
	if (from->member > to->member) {
		transit_reverse(t);
	}
	ns_t most = t->max > 0 ? t->max : -t->min;
	*a = (struct passage){
		.from = from->stream,
		.to = to->stream,
		.both = t->count,
		.lost = unseen(book, from, to, t, most),
		.missed = unseen(book, to, from, t, 0),
		.transit = t,
	};
	*p->end = a;
	p->end = &a->next;
	from->stream->onward = a;
	to->stream->arrival = a;
}

static void conclude_group(struct book *book, struct group *g)
{
	struct trail *order[MEMBERS];
	unsigned n = sort_members(g, order);

	for (unsigned i = 0; i + 1 < n; i++) {
		conclude(book, g, order[i], order[i + 1]);
	}
	for (unsigned i = 1; i < n; i++) {
		for (unsigned k = 0; k < i; k++) {
			if (fit(order[i]->stream, order[k]->stream) == 2) {
				order[i]->stream->same_as = order[k]->stream;
				break;
			}
		}
	}
}

void passages_finish(struct book *book)
{
	struct passages *p = book->passages;

	for (struct group *g = p ? p->groups : NULL; g; g = g->next) {
		conclude_group(book, g);
	}
}

const struct passage *passages_first(const struct book *book)
{
	return book->passages ? book->passages->first : NULL;
}
