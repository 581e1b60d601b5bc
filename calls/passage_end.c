/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the trails say in the end: the order of the sightings, and what was lost
 * and spent between each and the next. */
#include "calls/trails.h"

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

	if (trails_fit(a->stream, b->stream) == 2 &&
		a->stream->ttl != b->stream->ttl) {
		return a->stream->ttl > b->stream->ttl;
	}
	if (!t || t->count == 0) {
		return a->stream->stat.first_ts < b->stream->stat.first_ts;
	}
	return (t->sum_ms >= 0) == (a->member < b->member);
}

/* Members in order of the way; returns how many there are. */
static unsigned sort_members(struct group *g, struct trail *ret[TRAILS_MEMBERS])
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
	const struct trail *o, ns_t way)
{
	const struct group *g = t->group;
	uint8_t point = o->stream->point;
	uint64_t compared = t->distinct - t->outside[point] +
			    g->beside[t->member][o->member];
	uint64_t matched = between(g, t, o)->count;
	ns_t end = book->points[point].last_ts - way;

	for (unsigned i = 0; t->ring && i < TRAILS_RING; i++) {
		const struct arrival *a = &t->ring->items[i];
		bool seen = a->matched >> o->member & 1;
		bool in = trails_listened(book, point, a->ts);
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
	/* Nearly all are faster; the slowest would hide losses at the end. */
	ns_t way = (ns_t)(transit_percentile_ms(t, 0.95).v * 1e6);
	*a = (struct passage){
		.from = from->stream,
		.to = to->stream,
		.to_point = to->stream->point,
		.both = t->count,
		.lost = unseen(book, from, to, way),
		.missed = unseen(book, to, from, 0),
		.transit = t,
	};
	*p->end = a;
	p->end = &a->next;
	from->stream->onward = a;
	to->stream->arrival = a;
}

static void conclude_group(struct book *book, struct group *g)
{
	struct trail *order[TRAILS_MEMBERS];
	unsigned n = sort_members(g, order);

	for (unsigned i = 0; i + 1 < n; i++) {
		conclude(book, g, order[i], order[i + 1]);
	}
	for (unsigned i = 1; i < n; i++) {
		for (unsigned k = 0; k < i; k++) {
			if (trails_fit(order[i]->stream, order[k]->stream) ==
				2) {
				order[i]->stream->same_as = order[k]->stream;
				break;
			}
		}
	}
}

/*
 * The sighting of the opposite direction that came to the point of @s from
 * another point: by that way @s should have gone on. NULL when there is none.
 */
static const struct passage *opposite(const struct stream *s)
{
	const struct stream *r = s->call ? s->call->streams : NULL;

	for (; r; r = r->next_in_call) {
		const struct stream *o = r->arrival ? r->arrival->from : NULL;
		if (r->point == s->point && endpoint_eq(&r->src, &s->dst) &&
			endpoint_eq(&r->dst, &s->src) && o &&
			o->point != s->point && trails_fit(o, r) == 2) {
			return r->arrival;
		}
	}
	return NULL;
}

/* Nothing of @s came on, although its opposite came from there. */
static void conclude_dead_end(struct book *book, struct stream *s)
{
	const struct passage *back = s->trail ? opposite(s) : NULL;
	struct passages *p = book->passages;
	struct passage *a = back ? pool_get(&p->passage_pool) : NULL;

	if (!a) {
		return;
	}
	uint8_t point = back->from->point;
	*a = (struct passage){
		.from = s,
		.to_point = point,
		.lost = s->trail->distinct - s->trail->outside[point],
	};
	*p->end = a;
	p->end = &a->next;
	s->onward = a;
}

void passages_finish(struct book *book)
{
	struct passages *p = book->passages;

	if (!p) {
		return;
	}
	for (struct group *g = p->groups; g; g = g->next) {
		conclude_group(book, g);
	}
	for (struct stream *s = book->streams; s; s = s->next) {
		if (!s->onward && !s->arrival) {
			conclude_dead_end(book, s);
		}
	}
}

const struct passage *passages_first(const struct book *book)
{
	return book->passages ? book->passages->first : NULL;
}
