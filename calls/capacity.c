/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uses of channels, sorted; then levels over time, trunk by trunk. */
#include "calls/capacity.h"

#include "calls/book.h"
#include "calls/ledger.h"
#include "quality/erlang.h"

#include <stdlib.h>
#include <string.h>

/* A channel is taken or given back. In one moment ends come first, so that a
 * call that follows another at once needs no second channel. */
struct capacity_event {
	ns_t ts;
	int change; /* 1, 0 or -1 */
	size_t use;
	uint32_t level; /* behind it */
	double area;	/* channel ns up to it */
};

/* Uses that were found, of all trunks. */
struct work {
	const struct book *book;
	struct hosts hosts;
	capacity_wants *wants; /* hosts */
	void *context;
	struct capacity_use *uses;
	size_t count, cap;
};

static int by_trunk(const void *a, const void *b)
{
	const struct capacity_use *x = a;
	const struct capacity_use *y = b;
	int d = memcmp(&x->host, &y->host, sizeof(x->host));

	d = d ? d : (x->begin > y->begin) - (x->begin < y->begin);
	return d ? d
		 : (x->call->id > y->call->id) - (x->call->id < y->call->id);
}

static int by_time(const void *a, const void *b)
{
	const struct capacity_event *x = a;
	const struct capacity_event *y = b;
	int d = (x->ts > y->ts) - (x->ts < y->ts);

	d = d ? d : (x->change > y->change) - (x->change < y->change);
	return d ? d : (x->use > y->use) - (x->use < y->use);
}

static int add(struct work *all, const struct capacity_use *use)
{
	if (all->count == all->cap) {
		size_t cap = all->cap ? all->cap * 2 : 256;
		struct capacity_use *uses =
			realloc(all->uses, cap * sizeof(*uses));
		if (!uses) {
			return -1;
		}
		all->uses = uses;
		all->cap = cap;
	}
	all->uses[all->count++] = *use;
	return 0;
}

static struct capacity_use use_of(const struct call *call, unsigned hop)
{
	const struct hop *h = call->hop_count ? &call->hops[hop] : NULL;
	bool rang = h && (h->answer.frame || h->ringing.frame);
	bool invited = h && h->invite.frame;

	return (struct capacity_use){
		.begin = invited ? h->invite.ts : call->first_ts,
		.end = call_end_ts(call),
		.call = call,
		.hop = h,
		.took = rang || call_was_up(call),
	};
}

static int add_talk(struct work *all, const struct call *call)
{
	struct capacity_use use = use_of(call, 0);

	if (call->talk && call->talk != call) {
		return 0;
	}
	for (const struct call *leg = call->next_in_talk; leg;
		leg = leg->next_in_talk) {
		struct capacity_use other = use_of(leg, 0);
		use.end = other.end > use.end ? other.end : use.end;
		use.took = use.took || other.took;
	}
	return add(all, &use);
}

/* Each wanted host that the call touches, on the first hop that does. */
static int add_hosts(struct work *all, const struct call *call)
{
	const struct host *seen[2 * CALL_HOPS];
	unsigned n = 0;

	for (unsigned i = 0; i < 2U * call->hop_count; i++) {
		const struct hop *hop = &call->hops[i / 2];
		const struct host *h = host_at(&all->hosts, all->book,
			i % 2 ? &hop->to.ip : &hop->from.ip);
		unsigned k = 0;
		while (k < n && seen[k] != h) {
			k++;
		}
		if (k < n || !h || !all->wants(all->context, h)) {
			continue;
		}
		seen[n++] = h;
		struct capacity_use use = use_of(call, i / 2);
		use.host = h->devices[0]->ip;
		if (add(all, &use) != 0) {
			return -1;
		}
	}
	return 0;
}

/* Levels, areas, and what each use met. */
static void walk(struct capacity *c, struct capacity_use *uses,
	struct capacity_event *events, size_t count)
{
	uint32_t level = 0;
	double area = 0;

	for (size_t i = 0; i < count; i++) {
		struct capacity_event *e = &events[i];
		if (i > 0) {
			area += (double)level *
				(double)(e->ts - events[i - 1].ts);
		}
		if (e->change >= 0) {
			uses[e->use].others = level;
		}
		level = e->change < 0 ? level - 1 : level + (uint32_t)e->change;
		e->level = level;
		e->area = area;
		if (level > c->most) {
			c->most = level;
			c->peak = &uses[e->use];
		}
	}
	c->event_count = count;
	if (c->took) {
		c->hold_s = maybe_of(area / (double)c->took / NS_PER_S);
	}
}

/* Channel ns from the begin up to @ts. */
static double area_at(const struct capacity *c, ns_t ts)
{
	size_t low = 0;
	size_t high = c->event_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->events[middle].ts <= ts) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == 0) {
		return 0;
	}
	const struct capacity_event *e = &c->events[low - 1];
	return e->area + (double)e->level * (double)(ts - e->ts);
}

/* The best window begins or ends where the level changes. */
static void find_busy(struct capacity *c)
{
	ns_t span = c->last_ts - c->first_ts;
	double best = -1;

	span = span > CAPACITY_HOUR ? CAPACITY_HOUR : span;
	if (span <= 0 || !c->took) {
		return;
	}
	for (size_t i = 0; i < 2 * c->event_count; i++) {
		ns_t begin = c->events[i / 2].ts - (i % 2 ? span : 0);
		begin = begin > c->last_ts - span ? c->last_ts - span : begin;
		begin = begin < c->first_ts ? c->first_ts : begin;
		double area = area_at(c, begin + span) - area_at(c, begin);
		if (area > best) {
			best = area;
			c->busy_begin = begin;
		}
	}
	c->busy_span = span;
	c->busy_erlang = maybe_of(best / (double)span);
}

static void draw(struct capacity *c)
{
	ns_t span = c->last_ts - c->first_ts;
	uint32_t at = 0;

	c->step = (span + CAPACITY_POINTS - 1) / CAPACITY_POINTS;
	c->step = c->step < NS_PER_S ? NS_PER_S : c->step;
	c->points = (uint32_t)(span / c->step) + 1;
	c->points = c->points > CAPACITY_POINTS ? CAPACITY_POINTS : c->points;
	for (size_t i = 0; i < c->event_count; i++) {
		const struct capacity_event *e = &c->events[i];
		uint32_t before = i ? c->events[i - 1].level : 0;
		ns_t to = (e->ts - c->first_ts) / c->step;
		for (; at < c->points && at < to; at++) {
			c->curve[at] = before > c->curve[at] ? before
							     : c->curve[at];
		}
		at = at < c->points ? at : c->points - 1;
		/* What reached into this step from before is in use in it. */
		uint32_t high = before > e->level ? before : e->level;
		if (e->ts > c->first_ts + at * c->step || e->change > 0) {
			c->curve[at] = high > c->curve[at] ? high
							   : c->curve[at];
		}
	}
}

/* One more of @list: @count uses of one trunk, in order. 0, or -1: no memory. */
static int keep(const struct work *all, const struct capacity_use *uses,
	size_t count, bool total, struct capacities *ret)
{
	struct capacity_use *own = malloc(count * sizeof(*own));
	struct capacity_event *events = calloc(2 * count, sizeof(*events));
	struct capacity *c = &ret->list[ret->count++];
	size_t n = 0;

	*c = (struct capacity){
		.total = total,
		.host = uses->host,
		.uses = own,
		.count = count,
		.first_ts = all->book->first_ts,
		.last_ts = all->book->last_ts,
		.events = events,
	};
	if (!own || !events) {
		return -1;
	}
	memcpy(own, uses, count * sizeof(*own));
	for (size_t i = 0; i < count; i++) {
		events[n++] = (struct capacity_event){
			.ts = own[i].begin, .change = own[i].took, .use = i};
		c->took += own[i].took;
		if (own[i].took) {
			events[n++] = (struct capacity_event){
				.ts = own[i].end > own[i].begin
					      ? own[i].end
					      : own[i].begin + 1,
				.change = -1,
				.use = i,
			};
		}
	}
	qsort(events, n, sizeof(*events), by_time);
	walk(c, own, events, n);
	find_busy(c);
	draw(c);
	return 0;
}

static size_t group_end(const struct work *all, size_t i)
{
	size_t k = i + 1;

	while (k < all->count &&
		addr_eq(&all->uses[k].host, &all->uses[i].host)) {
		k++;
	}
	return k;
}

/* Uses from which on a host is told, so that CAPACITY_MOST are. */
static size_t least_uses(const struct work *all)
{
	size_t best[CAPACITY_MOST] = {0};

	for (size_t i = 0; i < all->count; i = group_end(all, i)) {
		size_t n = group_end(all, i) - i;
		for (size_t k = 0; k < CAPACITY_MOST; k++) {
			if (n > best[k]) {
				size_t smaller = best[k];
				best[k] = n;
				n = smaller;
			}
		}
	}
	return best[CAPACITY_MOST - 1];
}

static int collect(struct work *all, bool total)
{
	all->count = 0;
	for (const struct call *c = all->book->calls; c; c = c->next) {
		if ((total ? add_talk(all, c) : add_hosts(all, c)) != 0) {
			return -1;
		}
	}
	if (all->count) {
		qsort(all->uses, all->count, sizeof(*all->uses), by_trunk);
	}
	return 0;
}

/* The whole first when @total, then the hosts that are wanted. */
static int build(struct work *all, bool total, struct capacities *ret)
{
	int rc = hosts_of(all->book, &all->hosts);

	*ret = (struct capacities){
		.list = calloc(1 + CAPACITY_MOST, sizeof(*ret->list)),
	};
	rc = rc == 0 && ret->list ? 0 : -1;
	if (rc == 0 && total) {
		rc = collect(all, true);
		rc = rc == 0 && all->count
			     ? keep(all, all->uses, all->count, true, ret)
			     : rc;
	}
	rc = rc ? rc : collect(all, false);
	size_t least = rc == 0 ? least_uses(all) : 0;
	for (size_t i = 0, end; rc == 0 && i < all->count; i = end) {
		end = group_end(all, i);
		if (end - i >= least && ret->count <= CAPACITY_MOST) {
			rc = keep(all, &all->uses[i], end - i, false, ret);
		} else {
			ret->left_out++;
		}
	}
	free(all->uses);
	if (rc != 0) {
		capacities_finish(ret);
	}
	return rc;
}

static bool wants_trunk(void *context, const struct host *host)
{
	(void)context;
	return ledger_is_trunk(host);
}

int capacities_build(const struct book *book, struct capacities *ret)
{
	struct work all = {.book = book, .wants = wants_trunk};

	return build(&all, true, ret);
}

int capacities_of_hosts(const struct book *book, capacity_wants *wants,
	void *context, struct capacities *ret)
{
	struct work all = {.book = book, .wants = wants, .context = context};

	return build(&all, false, ret);
}

const struct capacities *capacities_of(const struct book *book)
{
	return book->capacities.list ? &book->capacities : NULL;
}

void capacities_finish(struct capacities *capacities)
{
	for (size_t i = 0; i < capacities->count; i++) {
		free(capacities->list[i].uses);
		free(capacities->list[i].events);
	}
	free(capacities->list);
	*capacities = (struct capacities){0};
}

ns_t capacity_above(const struct capacity *c, uint32_t channels)
{
	ns_t sum = 0;

	for (size_t i = 0; i + 1 < c->event_count; i++) {
		if (c->events[i].level >= channels) {
			sum += c->events[i + 1].ts - c->events[i].ts;
		}
	}
	return sum;
}

struct maybe capacity_offered(const struct capacity *c, uint64_t refused)
{
	if (!c->busy_erlang.known || !c->hold_s.known ||
		c->busy_span < CAPACITY_LEAST) {
		return MAYBE_UNKNOWN;
	}
	double span_s = (double)c->busy_span / NS_PER_S;
	return maybe_of(c->busy_erlang.v +
			(double)refused * c->hold_s.v / span_s);
}

struct maybe capacity_channels(
	const struct capacity *c, uint64_t refused, double blocking)
{
	struct maybe offered = capacity_offered(c, refused);

	return offered.known ? erlang_channels(offered.v, blocking) : offered;
}
