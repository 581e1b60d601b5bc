/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gaps of all streams are kept, up to a limit. At the end a sweep over time
 * finds the moments at which most of them are open at once:
 *
 *     stream 1  ----------[       ]--------
 *     stream 2  --[ ]------[      ]--------      [ last packet before,
 *     stream 3  -----------[       ]-----[ ]      ] first packet after
 *                            hole
 *
 * and each such moment has to pass every test of struct trial.
 */
#include "calls/losses.h"

#include "calls/parts.h"

#include <stdlib.h>

/* Moments whose streams are looked at one by one. */
#define TRIALS_MOST 1024
/* Streams among which the two directions of one conversation are sought. */
#define PAIRS_AMONG 64
/* Heuristic: packet times of one hole begin and end this close together. */
#define RAGGED (100 * NS_PER_MS)
/* Heuristic: two streams may lose one or two packets at once by chance. */
#define PAIR_LEAST 3
/* Probabilities are counted in billionths. */
#define CERTAIN ((uint64_t)1000000000)
/* Heuristic: with less than so many chance meetings to be expected in the whole
 * capture, 0.01, it is none. */
#define CHANCE_MOST (CERTAIN / 100)

/* One stream, and what it misses in moments that might be holes. */
struct seat {
	struct stream *stream;
	uint64_t missing, gaps;
};

/* What the sweep needs of the book: streams by serial, and when they began and
 * ended, each sorted. The first sweep finds moments that might be holes; the
 * second one asks whether they met by chance, which is judged by what each
 * stream loses outside of them: several holes must not speak for each other's
 * chance. */
struct sweep {
	struct book *book;
	uint8_t point;
	bool second;
	struct seat *seats;
	ns_t *begins, *ends;
	size_t count;
	const struct losses_gap **open; /* gaps at the moment */
	size_t open_count;
	ns_t opened; /* the newest of them */
	unsigned trials;
};

static int by_time(const void *a, const void *b)
{
	ns_t x = *(const ns_t *)a;
	ns_t y = *(const ns_t *)b;

	return (x > y) - (x < y);
}

static int by_from(const void *a, const void *b)
{
	const struct losses_gap *x = a;
	const struct losses_gap *y = b;

	if (x->from != y->from) {
		return x->from < y->from ? -1 : 1;
	}
	return (x->serial > y->serial) - (x->serial < y->serial);
}

/* How many of @count sorted @times are before @ts. */
static size_t before(const ns_t *times, size_t count, ns_t ts)
{
	size_t low = 0;

	while (count) {
		size_t half = count / 2;
		if (times[low + half] < ts) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

/* The seat of stream @serial; NULL: it was given up since. */
static struct seat *seat_of(const struct sweep *w, uint32_t serial)
{
	size_t low = 0;
	size_t count = w->count;

	while (count) {
		size_t half = count / 2;
		if (w->seats[low + half].stream->serial < serial) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low < w->count && w->seats[low].stream->serial == serial
		       ? &w->seats[low]
		       : NULL;
}

/* A moment at which many gaps are open, as judged. */
struct trial {
	ns_t from, to;
	uint64_t frame;
	size_t active;  /* streams that should have had packets */
	size_t members; /* streams that had none */
	uint64_t packets;
	uint32_t least;   /* packets that each of them misses */
	uint64_t chances; /* gaps of the one with fewest */
	uint64_t chance;  /* that the others have one at the same time */
	bool both_ways;
	size_t confirming, contradicting; /* by their receivers' reports */
};

/* The seat of @gap if it begins and ends with the others of @trial. */
static struct seat *member(const struct sweep *w, const struct trial *trial,
	const struct losses_gap *gap)
{
	bool ragged = trial->from - gap->from > RAGGED ||
		      gap->to - trial->to > RAGGED;

	return ragged ? NULL : seat_of(w, gap->serial);
}

/* The chance that the stream of @seat has a gap at a given moment, by what it
 * loses at others. */
static void weigh_chance(struct trial *t, const struct seat *seat)
{
	const struct seqtrack *seq = &seat->stream->seq;
	uint64_t lost = seqtrack_lost(seq);
	uint64_t others = lost > seat->missing ? lost - seat->missing : 0;
	uint64_t gaps = seq->gaps > seat->gaps ? seq->gaps - seat->gaps : 0;

	/* What came late was a gap, and is not lost. */
	others = others > gaps ? others : gaps;
	if (t->members > 1) {
		/* Twice: gaps of one length meet from either side. */
		t->chance *= 2 * (others + 1);
		t->chance /= seqtrack_expected(seq);
		t->chance = t->chance < CERTAIN ? t->chance : CERTAIN;
	}
	t->chances = gaps + 1 < t->chances ? gaps + 1 : t->chances;
}

static void weigh(
	struct trial *t, const struct seat *seat, const struct losses_gap *gap)
{
	const struct stream *s = seat->stream;

	t->members++;
	t->packets += gap->missing;
	t->least = gap->missing < t->least ? gap->missing : t->least;
	t->frame = gap->frame < t->frame ? gap->frame : t->frame;
	weigh_chance(t, seat);
	if (s->report_ts > gap->to) {
		bool arrived = s->arrived * 2 >= gap->missing;
		t->confirming += arrived;
		t->contradicting += !arrived;
	}
}

static bool is_reverse(const struct stream *a, const struct stream *b)
{
	return addr_eq(&a->src.ip, &b->dst.ip) &&
	       addr_eq(&a->dst.ip, &b->src.ip);
}

static bool both_ways(const struct sweep *w, const struct trial *t)
{
	const struct stream *seen[PAIRS_AMONG];
	size_t n = 0;

	for (size_t i = 0; i < w->open_count && n < PAIRS_AMONG; i++) {
		const struct seat *seat = member(w, t, w->open[i]);
		for (size_t k = 0; seat && k < n; k++) {
			if (is_reverse(seen[k], seat->stream)) {
				return true;
			}
		}
		if (seat) {
			seen[n++] = seat->stream;
		}
	}
	return false;
}

/* Nearly all, and of few streams all. */
static bool is_all(size_t members, size_t active)
{
	return members >= 2 && members * 5 >= active * 4 &&
	       (active >= 5 || members >= active);
}

/* It might be a hole. */
static bool passes(const struct trial *t)
{
	if (!is_all(t->members, t->active) || !t->both_ways ||
		t->contradicting > t->confirming) {
		return false;
	}
	return t->members > 2 || t->least >= PAIR_LEAST;
}

/* After the first sweep: remember what the streams miss in it. */
static void note(struct sweep *w, const struct trial *t)
{
	for (size_t i = 0; i < w->open_count; i++) {
		struct seat *seat = member(w, t, w->open[i]);
		if (seat) {
			seat->missing += w->open[i]->missing;
			seat->gaps++;
		}
	}
}

static void accept(struct sweep *w, const struct trial *t)
{
	for (size_t i = 0; i < w->open_count; i++) {
		struct seat *seat = member(w, t, w->open[i]);
		if (seat) {
			seat->stream->lost_in_capture += w->open[i]->missing;
		}
	}
	losses_add_hole(
		&w->book->losses, &(struct losses_hole){
					  .kind = LOSSES_HOLE,
					  .confirmed = t->confirming > 0,
					  .point = w->point,
					  .from = t->from,
					  .to = t->to,
					  .frame = t->frame,
					  .packets = t->packets,
					  .streams = (uint32_t)t->members,
				  });
}

/* From @from, where the last gap opened, to @to, where the first one closes. */
static void try_moment(struct sweep *w, ns_t from, ns_t to)
{
	size_t begun = before(w->begins, w->count, from);
	size_t ended = before(w->ends, w->count, to);
	struct trial t = {
		.from = from,
		.to = to,
		.active = begun > ended ? begun - ended : 0,
		.frame = UINT64_MAX,
		.least = UINT32_MAX,
		.chances = UINT64_MAX,
		.chance = CERTAIN,
	};

	if (!is_all(w->open_count, t.active) || w->trials >= TRIALS_MOST) {
		return;
	}
	w->trials++;
	for (size_t i = 0; i < w->open_count; i++) {
		const struct seat *seat = member(w, &t, w->open[i]);
		if (seat) {
			weigh(&t, seat, w->open[i]);
		}
	}
	t.both_ways = both_ways(w, &t);
	if (passes(&t) && !w->second) {
		note(w, &t);
	} else if (passes(&t) && t.chances * t.chance < CHANCE_MOST) {
		accept(w, &t);
	}
}

/* Close the gaps that are over at @now. */
static void close_gaps(struct sweep *w, ns_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->open_count; i++) {
		if (w->open[i]->to > now) {
			w->open[kept++] = w->open[i];
		}
	}
	w->open_count = kept;
}

/* When the first of the open gaps closes. */
static ns_t first_end(const struct sweep *w)
{
	ns_t end = INT64_MAX;

	for (size_t i = 0; i < w->open_count; i++) {
		end = w->open[i]->to < end ? w->open[i]->to : end;
	}
	return end;
}

static void sweep_gaps(struct sweep *w)
{
	struct losses *l = &w->book->losses;
	ns_t end = INT64_MAX;

	w->open_count = 0;
	w->trials = 0;
	for (size_t i = 0; i < l->gap_count; i++) {
		const struct losses_gap *gap = &l->gaps[i];
		if (gap->point != w->point) {
			continue;
		}
		if (gap->from >= end) {
			try_moment(w, w->opened, end);
			close_gaps(w, gap->from);
			end = first_end(w);
		}
		w->open[w->open_count++] = gap;
		w->opened = gap->from;
		end = gap->to < end ? gap->to : end;
	}
	if (w->open_count) {
		try_moment(w, w->opened, end);
	}
}

/* Room for all streams and gaps. */
static bool prepare(struct sweep *w, struct book *book)
{
	size_t n = book->stream_count + 1;

	*w = (struct sweep){
		.book = book,
		.seats = calloc(n, sizeof(struct seat)),
		.begins = calloc(n, sizeof(ns_t)),
		.ends = calloc(n, sizeof(ns_t)),
		.open = calloc(book->losses.gap_count,
			sizeof(const struct losses_gap *)),
	};
	return w->seats && w->begins && w->ends && w->open;
}

/* The holes of one observation point. */
static void sweep_point(struct sweep *w, uint8_t point)
{
	w->point = point;
	w->count = 0;
	for (struct stream *s = w->book->streams; s; s = s->next) {
		if (s->point == point) {
			w->begins[w->count] = s->stat.first_ts;
			w->ends[w->count] = s->stat.last_ts;
			w->seats[w->count++] = (struct seat){.stream = s};
		}
	}
	qsort(w->begins, w->count, sizeof(*w->begins), by_time);
	qsort(w->ends, w->count, sizeof(*w->ends), by_time);
	w->second = false;
	sweep_gaps(w);
	w->second = true;
	sweep_gaps(w);
}

void losses_holes(struct book *book)
{
	struct losses *l = &book->losses;
	struct sweep w;

	if (l->gap_count < 2) {
		return;
	}
	if (prepare(&w, book)) {
		qsort(l->gaps, l->gap_count, sizeof(*l->gaps), by_from);
		for (size_t i = 0; i < book->point_count || i == 0; i++) {
			sweep_point(&w, (uint8_t)i);
		}
	} else {
		book->counts.out_of_memory++;
	}
	free(w.seats);
	free(w.begins);
	free(w.ends);
	free(w.open);
}
