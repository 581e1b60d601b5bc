/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files to places: compared two by two, then put together in order of time. */
#include "app/points.h"

#include "app/offsets.h"

#include <stdlib.h>

/* Files of one capture may overlap by what a multi-queue card mixes up. */
#define MIXED_UP NS_PER_S
/* With more files, only those of overlapping times are compared. */
#define COMPARE_ALL 64
/* Packets in common that prove two places although times do not overlap. */
#define COMMON_LEAST 3
#define COMMON_SHARE 16

enum relation {
	APART,     /* may be parts of one capture */
	SAME,      /* the same frames: one place */
	DIFFERENT, /* two places */
};

struct common {
	size_t count, equal; /* shared packets; of them at the same time */
};

static void count_common(
	void *context, const struct print *a, const struct print *b)
{
	struct common *c = context;

	c->count++;
	c->equal += a->ts == b->ts;
}

static ns_t later(ns_t a, ns_t b)
{
	return a > b ? a : b;
}

static ns_t earlier(ns_t a, ns_t b)
{
	return a < b ? a : b;
}

/* How far the times of two files overlap; negative: a gap. */
static ns_t overlap(const struct survey *a, const struct survey *b)
{
	return earlier(a->last_ts, b->last_ts) -
	       later(a->first_ts, b->first_ts);
}

static bool overlaps(const struct survey *a, const struct survey *b)
{
	ns_t shorter =
		earlier(a->last_ts - a->first_ts, b->last_ts - b->first_ts);

	return overlap(a, b) > earlier(MIXED_UP, shorter / 2);
}

static enum relation compare(
	const struct survey *a, const struct survey *b, bool all)
{
	struct common c = {0};
	bool together = overlaps(a, b);

	if (!a->frames || !b->frames) {
		return APART;
	}
	if (all || overlap(a, b) > -MIXED_UP) {
		prints_pair(&a->media, &b->media, count_common, &c);
		prints_pair(&a->other, &b->other, count_common, &c);
	}
	if (c.count && c.equal == c.count) {
		return SAME;
	}
	if (together || a->links != b->links) {
		return DIFFERENT;
	}
	size_t prints_a = a->media.count + a->other.count;
	size_t prints_b = b->media.count + b->other.count;
	size_t least =
		(prints_a < prints_b ? prints_a : prints_b) / COMMON_SHARE;
	return c.count >= COMMON_LEAST && c.count >= least ? DIFFERENT : APART;
}

/* Bytes that two file names have in common at their start. */
static size_t alike(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n]) {
		n++;
	}
	return n;
}

struct work {
	struct points *p;
	const struct survey *surveys;
	size_t files;
	size_t *order; /* files by their start */
	bool *placed;
};

/* How well file @i fits to place @point: 0 not at all. */
static size_t fit(const struct work *w, size_t i, size_t point, bool *ret_same)
{
	size_t best = 0;

	*ret_same = false;
	for (size_t k = 0; k < w->files; k++) {
		if (!w->placed[k] || w->p->of_file[k] != point) {
			continue;
		}
		switch (compare(&w->surveys[i], &w->surveys[k],
			w->files <= COMPARE_ALL)) {
		case DIFFERENT:
			return 0;
		case SAME:
			*ret_same = true;
			best = SIZE_MAX;
			break;
		case APART: {
			size_t n = 1 + alike(w->surveys[i].path,
					       w->surveys[k].path);
			best = n > best ? n : best;
			break;
		}
		}
	}
	return best;
}

static void place(struct work *w, size_t i)
{
	struct points *p = w->p;
	size_t best = 0;
	size_t at = p->count;
	bool same = false;

	for (size_t point = 0; point < p->count; point++) {
		bool this_same;
		size_t f = fit(w, i, point, &this_same);
		if (f > best) {
			best = f;
			at = point;
			same = this_same;
		}
	}
	if (at == p->count) {
		if (p->count == BOOK_POINTS) {
			at--; /* as many as can be told apart */
		} else {
			p->count++;
		}
	}
	p->of_file[i] = (uint8_t)at;
	p->overlapping[at] = p->overlapping[at] || same;
	w->placed[i] = true;
}

static void sort_files(struct work *w)
{
	for (size_t i = 0; i < w->files; i++) {
		size_t k = i;
		for (; k > 0; k--) {
			const struct survey *a = &w->surveys[w->order[k - 1]];
			const struct survey *b = &w->surveys[i];
			if (a->first_ts <= b->first_ts) {
				break;
			}
			w->order[k] = w->order[k - 1];
		}
		w->order[k] = i;
	}
}

/* Places in the order of their first file on the command line. */
static void renumber(struct points *p, size_t files)
{
	uint8_t number[BOOK_POINTS];
	bool known[BOOK_POINTS] = {false};
	bool overlapping[BOOK_POINTS] = {false};
	uint8_t next = 0;

	for (size_t i = 0; i < files; i++) {
		uint8_t old = p->of_file[i];
		if (!known[old]) {
			known[old] = true;
			overlapping[next] = p->overlapping[old];
			number[old] = next++;
		}
		p->of_file[i] = number[old];
	}
	for (size_t k = 0; k < p->count; k++) {
		p->overlapping[k] = overlapping[k];
	}
}

/* The file's name without folder and extensions: "40-loss.a.pcap.gz" gives
 * "40-loss.a". */
static struct slice stem(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct slice s = slice_of(slash ? slash + 1 : path);
	static const char *const endings[] = {
		".gz", ".zst", ".pcap", ".pcapng", ".cap"};

	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		size_t n = strlen(endings[i]);
		if (s.n > n && memcmp(s.p + s.n - n, endings[i], n) == 0) {
			s.n -= n;
		}
	}
	return s;
}

/* What all names begin with is left out, as far as it ends between words. */
static void name_points(
	struct points *p, const struct survey *surveys, size_t files)
{
	struct slice names[BOOK_POINTS] = {{NULL, 0}};
	size_t common = SIZE_MAX;

	for (size_t i = files; i-- > 0;) {
		names[p->of_file[i]] = stem(surveys[i].path);
	}
	for (size_t k = 0; k < p->count; k++) {
		size_t n = 0;
		size_t word = 0;
		while (n < names[k].n && n < names[0].n &&
			names[k].p[n] == names[0].p[n]) {
			n++;
			char c = names[0].p[n - 1];
			word = c == '.' || c == '-' || c == '_' ? n : word;
		}
		common = k && word < common ? word : common;
	}
	for (size_t k = 0; k < p->count; k++) {
		struct slice s = names[k];
		if (p->count > 1 && common < s.n) {
			s = slice_sub(s, common, s.n);
		}
		size_t room = sizeof(p->points[k].name) - 1;
		s.n = s.n < room ? s.n : room;
		if (s.n) {
			memcpy(p->points[k].name, s.p, s.n);
		}
	}
}

static int prepare(struct work *w)
{
	struct points *p = w->p;

	p->points = calloc(BOOK_POINTS, sizeof(*p->points));
	p->of_file = calloc(w->files, sizeof(*p->of_file));
	p->overlapping = calloc(BOOK_POINTS, sizeof(*p->overlapping));
	w->order = calloc(w->files, sizeof(*w->order));
	w->placed = calloc(w->files, sizeof(*w->placed));
	return p->points && p->of_file && p->overlapping && w->order &&
			       w->placed
		       ? 0
		       : -1;
}

int points_find(struct points *ret, const struct survey *surveys, size_t files,
	struct err *err)
{
	struct work w = {.p = ret, .surveys = surveys, .files = files};

	*ret = (struct points){0};
	int rc = prepare(&w);
	if (rc == 0) {
		sort_files(&w);
		for (size_t i = 0; i < files; i++) {
			place(&w, w.order[i]);
		}
		renumber(ret, files);
		name_points(ret, surveys, files);
		rc = offsets_measure(ret, surveys, files);
	}
	free(w.order);
	free(w.placed);
	return rc == 0 ? 0 : err_set(err, "out of memory");
}

void points_finish(struct points *p)
{
	free(p->points);
	free(p->of_file);
	free(p->overlapping);
	free(p->spread);
	*p = (struct points){0};
}
