/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The streams of a call are sorted by where they go; those to one port are one
 * run, of few sources, because admission has bounded them. The opposite
 * direction of a stream is found in the same array by halving.
 */
#include "calls/source.h"

#include "calls/book.h"

/* Sources of one port told apart; their flows are bounded above. */
#define MOST_SOURCES 64
/* Of two sightings of one stream, the sequence numbers may differ by so much.
 */
#define SLACK 50

enum rank { RANK_NONE, RANK_LATCHED, RANK_SIGNALS, RANK_ANNOUNCED };

struct source {
	struct addr ip;
	enum rank rank;
	ns_t first, last;
	const struct stream *stream; /* its first */
};

bool source_admits(struct flow *flow, ns_t ts)
{
	struct port *port = flow->to;
	struct call *call = port->expect.owner;
	bool strange = !flow->from->expect.owner;

	if (!call || port->expect.rtcp) {
		return true;
	}
	if (ts - port->gate.since >= SOURCE_WINDOW || port->gate.begun == 0) {
		port->gate.since = ts;
		port->gate.begun = 0;
	}
	bool newcomer = strange && !flow->streams;
	if ((newcomer && port->gate.strangers >= SOURCE_FOREIGN) ||
		port->gate.begun >= SOURCE_STREAMS) {
		call->rtp_refused++;
		return false;
	}
	port->gate.begun++;
	port->gate.strangers =
		(uint16_t)(port->gate.strangers + (newcomer ? 1 : 0));
	return true;
}

static int by_way(const void *a, const void *b)
{
	const struct stream *x = *(const struct stream *const *)a;
	const struct stream *y = *(const struct stream *const *)b;
	int order = endpoint_cmp(&x->dst, &y->dst);

	if (order == 0) {
		order = (x->point > y->point) - (x->point < y->point);
	}
	if (order == 0) {
		order = endpoint_cmp(&x->src, &y->src);
	}
	if (order == 0) {
		order = (x->serial > y->serial) - (x->serial < y->serial);
	}
	return order;
}

/* The first of @all that goes from @src to @dst at @point, or NULL. */
static struct stream *find(struct stream **all, size_t n,
	const struct endpoint *src, const struct endpoint *dst, uint8_t point)
{
	struct stream key = {.src = *src, .dst = *dst, .point = point};
	const struct stream *wanted = &key;
	size_t low = 0;
	size_t high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_way(&all[middle], &wanted) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	bool found = low < n && endpoint_eq(&all[low]->src, src) &&
		     endpoint_eq(&all[low]->dst, dst) &&
		     all[low]->point == point;
	return found ? all[low] : NULL;
}

static bool describes(const struct description *d, const struct addr *ip)
{
	for (unsigned i = 0; d && i < d->line_count; i++) {
		const struct media_line *l = &d->lines[i];
		if (l->has_address && addr_eq(&l->rtp.ip, ip)) {
			return true;
		}
		for (unsigned k = 0; k < l->candidate_count; k++) {
			if (addr_eq(&l->candidates[k].ip, ip)) {
				return true;
			}
		}
	}
	return false;
}

/* A call's exchanges are bounded by its messages; asked once a source. */
static bool announced(const struct book *book, const struct stream *s)
{
	const struct port *port = flows_port(&book->flows, &s->src);

	if (s->basis == BASIS_BOTH || (s->flow && s->flow->check_frame) ||
		(port && port->expect.owner)) {
		return true;
	}
	for (const struct exchange *x = s->call->exchanges; x; x = x->next) {
		if (describes(x->offer, &s->src.ip) ||
			describes(x->answer, &s->src.ip)) {
			return true;
		}
	}
	return false;
}

static enum rank rank_of(const struct book *book, const struct stream *s,
	struct stream **all, size_t n)
{
	if (announced(book, s)) {
		return RANK_ANNOUNCED;
	}
	if (call_signals(s->call, &s->src.ip)) {
		return RANK_SIGNALS;
	}
	return find(all, n, &s->dst, &s->src, s->point) ? RANK_LATCHED
							: RANK_NONE;
}

/* One stream on both sides of a translation is no second source. */
static bool same_numbers(const struct stream *a, const struct stream *b)
{
	uint64_t more = a->stat.packets > b->stat.packets ? a->stat.packets
							  : b->stat.packets;
	uint64_t less = a->stat.packets + b->stat.packets - more;
	uint16_t apart =
		(uint16_t)(a->previous_sequence - b->previous_sequence);

	return a->ssrc == b->ssrc && (apart < SLACK || apart > 65535 - SLACK) &&
	       more - less <= SLACK + more / 10;
}

static unsigned add(struct source *sources, unsigned count,
	const struct stream *s, enum rank rank)
{
	for (unsigned i = 0; i < count; i++) {
		struct source *at = &sources[i];
		if (!addr_eq(&at->ip, &s->src.ip)) {
			continue;
		}
		at->rank = rank > at->rank ? rank : at->rank;
		if (s->stat.first_ts < at->first) {
			at->first = s->stat.first_ts;
			at->stream = s;
		}
		if (s->stat.last_ts > at->last) {
			at->last = s->stat.last_ts;
		}
		return count;
	}
	if (count < MOST_SOURCES) {
		sources[count++] = (struct source){
			s->src.ip, rank, s->stat.first_ts, s->stat.last_ts, s};
	}
	return count;
}

static const struct source *best_of(const struct source *sources, unsigned n)
{
	const struct source *best = &sources[0];

	for (unsigned i = 1; i < n; i++) {
		const struct source *s = &sources[i];
		if (s->rank > best->rank ||
			(s->rank == best->rank && s->first < best->first)) {
			best = s;
		}
	}
	return best;
}

/* @run: @n streams to one port, of the @total of the call that @all holds. */
static void judge_port(const struct book *book, struct stream **run, size_t n,
	struct stream **all, size_t total)
{
	struct source sources[MOST_SOURCES];
	unsigned count = 0;

	for (size_t i = 0; i < n; i++) {
		bool again = i && endpoint_eq(&run[i]->src, &run[i - 1]->src);
		count = add(sources, count, run[i],
			again ? RANK_NONE : rank_of(book, run[i], all, total));
	}
	if (count < 2) {
		return;
	}
	const struct source *best = best_of(sources, count);
	for (size_t i = 0; i < n; i++) {
		struct stream *s = run[i];
		if (addr_eq(&s->src.ip, &best->ip) ||
			rank_of(book, s, all, total) > RANK_LATCHED ||
			same_numbers(s, best->stream)) {
			continue;
		}
		if (s->stat.first_ts <= best->last &&
			s->stat.last_ts >= best->first) {
			s->basis = BASIS_FOREIGN;
			s->rightful = best->stream;
		}
	}
}

/* Sent to where the other side's packets came from. */
static void judge_latched(struct stream *s, struct stream **all, size_t n)
{
	bool half = s->basis == BASIS_SOURCE || s->basis == BASIS_DESTINATION;
	if (half && s->flow && s->flow->check_frame) {
		s->basis = BASIS_ICE;
		s->basis_frame = s->flow->check_frame;
	}
	if (s->basis != BASIS_SOURCE) {
		return;
	}
	const struct stream *back = find(all, n, &s->dst, &s->src, s->point);
	if (back && back->basis == BASIS_FOREIGN) {
		s->basis = BASIS_FOREIGN;
		s->rightful = back->rightful;
	} else if (back) {
		s->basis = BASIS_LATCHED;
		s->basis_frame = back->stat.first_frame;
	}
}

static void judge_call(
	const struct book *book, struct call *call, struct stream **all)
{
	size_t n = 0;
	size_t begin = 0;

	for (struct stream *s = call->streams; s; s = s->next_in_call) {
		all[n++] = s;
	}
	qsort(all, n, sizeof(*all), by_way);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && all[i]->point == all[begin]->point &&
			endpoint_eq(&all[i]->dst, &all[begin]->dst)) {
			continue;
		}
		bool bound = all[begin]->basis == BASIS_DESTINATION ||
			     all[begin]->basis == BASIS_BOTH;
		if (bound && i - begin > 1) {
			judge_port(book, all + begin, i - begin, all, n);
		}
		begin = i;
	}
	for (size_t i = 0; i < n; i++) {
		judge_latched(all[i], all, n);
	}
}

void source_judge(struct book *book)
{
	size_t most = 0;

	for (const struct call *c = book->calls; c; c = c->next) {
		most = c->stream_count > most ? c->stream_count : most;
	}
	struct stream **all =
		most ? malloc(most * sizeof(struct stream *)) : NULL;
	if (!all) {
		book->counts.out_of_memory += most != 0;
		return;
	}
	for (struct call *c = book->calls; c; c = c->next) {
		if (c->streams) {
			judge_call(book, c, all);
		}
	}
	free(all);
}
