/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of moments on two sides of one host, sorted and summed up. */
#include "calls/dwell.h"

#include "calls/book.h"

#include <stdlib.h>
#include <string.h>

#define HOUR (3600 * NS_PER_S)
/* A server that takes longer did something else in between: it played an
 * announcement, or waited for a queue. A heuristic. */
#define LONGEST (5 * NS_PER_S)
/* Legs of one talk among which the one before another is looked for. */
#define LEGS_MOST 64

struct teller {
	dwell_told *told;
	void *context;
	const struct call *call; /* at work on */
};

static void tell(const struct teller *t, enum dwell_kind kind,
	const struct addr *host, const struct moment *in,
	const struct moment *out)
{
	if (!in->frame || !out->frame || out->ts < in->ts ||
		out->ts - in->ts > LONGEST) {
		return;
	}
	struct dwell dwell = {
		.host = *host,
		.kind = kind,
		.call = t->call,
		.ts = out->ts,
		.delay = out->ts - in->ts,
		.frame_in = in->frame,
		.frame_out = out->frame,
	};
	t->told(t->context, &dwell);
}

/* The host that received the INVITE of @near and sent that of @far. */
static void across(
	const struct teller *t, const struct hop *near, const struct hop *far)
{
	const struct addr *host = &near->to.ip;

	if (!addr_eq(host, &far->from.ip)) {
		return;
	}
	/* Of several INVITEs, the last one was let through. */
	tell(t, DWELL_INVITE, host, &near->sent, &far->sent);
	tell(t, DWELL_RINGING, host, &far->ringing, &near->ringing);
	tell(t, DWELL_ANSWER, host, &far->answer, &near->answer);
}

/* What the receiver of the INVITE answers by itself. */
static void replies(const struct teller *t, const struct hop *h)
{
	bool again = h->trying.frame && h->trying.ts >= h->sent.ts;

	tell(t, DWELL_CHALLENGE, &h->to.ip, &h->invite, &h->challenge);
	tell(t, DWELL_TRYING, &h->to.ip, again ? &h->sent : &h->invite,
		&h->trying);
}

/* The leg of the talk of @b that began last before it and leads to its host. */
static const struct call *leg_before(const struct call *b)
{
	const struct call *found = NULL;
	const struct call *a = b->talk;

	for (unsigned i = 0; a && a != b && i < LEGS_MOST; i++) {
		if (join_chained(a, b)) {
			found = a;
		}
		a = a->next_in_talk;
	}
	return found;
}

void dwell_call(const struct call *call, dwell_told *told, void *context)
{
	struct teller t = {told, context, call};

	for (unsigned i = 0; i < call->hop_count; i++) {
		replies(&t, &call->hops[i]);
		if (i) {
			across(&t, &call->hops[i - 1], &call->hops[i]);
		}
	}
	const struct call *a = leg_before(call);
	if (a && a->hop_count && call->hop_count) {
		across(&t, &a->hops[a->hop_count - 1], &call->hops[0]);
	}
}

struct list {
	struct dwell *rows;
	size_t count, cap;
	bool failed;
};

static void keep(void *context, const struct dwell *dwell)
{
	struct list *l = context;

	if (l->count == l->cap && !l->failed) {
		size_t cap = l->cap ? l->cap * 2 : 256;
		struct dwell *rows = realloc(l->rows, cap * sizeof(*rows));
		l->failed = !rows;
		l->rows = rows ? rows : l->rows;
		l->cap = rows ? cap : l->cap;
	}
	if (!l->failed) {
		l->rows[l->count++] = *dwell;
	}
}

static int by_group(const struct dwell *a, const struct dwell *b)
{
	int d = memcmp(&a->host, &b->host, sizeof(a->host));

	return d ? d : (int)a->kind - (int)b->kind;
}

static int order(ns_t a, ns_t b)
{
	return (a > b) - (a < b);
}

/* Of several that came in before one went out, the first first. */
static int by_time(const void *a, const void *b)
{
	const struct dwell *x = a;
	const struct dwell *y = b;
	int d = by_group(x, y);

	d = d ? d : order(x->ts, y->ts);
	d = d ? d
	      : (x->frame_out > y->frame_out) - (x->frame_out < y->frame_out);
	return d ? d : order(y->delay, x->delay);
}

/* A 180 that two ringing phones caused is one passage: from the first 180. */
static void drop_repeats(struct list *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->count; i++) {
		const struct dwell *last = n ? &l->rows[n - 1] : NULL;
		if (!last || last->frame_out != l->rows[i].frame_out ||
			by_group(last, &l->rows[i]) != 0) {
			l->rows[n++] = l->rows[i];
		}
	}
	l->count = n;
}

struct summing {
	const struct book *book;
	ns_t period;
	dwell_summed *told;
	void *context;
	struct dwell_figures figures;
};

static void sum_up(
	struct summing *s, const struct dwell *rows, size_t count, bool period)
{
	struct dwell_figures *f = &s->figures;
	ns_t first = s->book->first_ts;

	*f = (struct dwell_figures){
		.host = rows->host,
		.kind = rows->kind,
		.period = period,
		.begin = first,
		.end = s->book->last_ts,
	};
	if (period) {
		f->begin = first + (rows->ts - first) / s->period * s->period;
		f->end = f->begin + s->period;
	}
	for (size_t i = 0; i < count; i++) {
		transit_add(&f->delays, rows[i].delay);
	}
	s->told(s->context, f);
}

/* The rows of one host and kind: all of them, then period by period. */
static void sum_group(struct summing *s, const struct dwell *rows, size_t count)
{
	ns_t first = s->book->first_ts;

	sum_up(s, rows, count, false);
	for (size_t i = 0, k = 0; i < count; i = k) {
		ns_t number = (rows[i].ts - first) / s->period;
		while (k < count &&
			(rows[k].ts - first) / s->period == number) {
			k++;
		}
		sum_up(s, &rows[i], k - i, true);
	}
}

static void sum_all(
	struct summing *s, const struct list *l, uint64_t *ret_left_out)
{
	size_t groups = 0;

	for (size_t i = 0, k = 0; i < l->count; i = k) {
		while (k < l->count &&
			by_group(&l->rows[i], &l->rows[k]) == 0) {
			k++;
		}
		if (groups++ < DWELL_MOST) {
			sum_group(s, &l->rows[i], k - i);
		} else {
			(*ret_left_out)++;
		}
	}
}

int dwell_sum(const struct book *book, dwell_summed *told, void *context,
	uint64_t *ret_left_out)
{
	struct list l = {0};
	struct summing *s = malloc(sizeof(*s));

	*ret_left_out = 0;
	for (const struct call *c = book->calls; c; c = c->next) {
		dwell_call(c, keep, &l);
	}
	bool failed = !s || l.failed;
	if (!failed && l.count) {
		ns_t span = book->last_ts - book->first_ts;
		ns_t tenth = (span / 10000 + 1) * 1000; /* whole us */
		*s = (struct summing){
			.book = book,
			.period = tenth < HOUR ? tenth : HOUR,
			.told = told,
			.context = context,
		};
		qsort(l.rows, l.count, sizeof(*l.rows), by_time);
		drop_repeats(&l);
		sum_all(s, &l, ret_left_out);
	}
	free(s);
	free(l.rows);
	return failed ? -1 : 0;
}

const char *dwell_text(enum dwell_kind kind)
{
	static const char *const text[] = {
		[DWELL_INVITE] = "INVITE",
		[DWELL_RINGING] = "180",
		[DWELL_ANSWER] = "200",
		[DWELL_CHALLENGE] = "407",
		[DWELL_TRYING] = "100",
	};

	return kind < DWELL_KINDS ? text[kind] : NULL;
}

bool dwell_own(enum dwell_kind kind)
{
	return kind == DWELL_CHALLENGE || kind == DWELL_TRYING;
}
