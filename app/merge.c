/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A binary heap of heads, by corrected time, then by place in the list. */
#include "app/merge.h"

#include "lib/hash.h"

#include <stdlib.h>

static bool before(const struct merge *m, size_t a, size_t b)
{
	ns_t x = m->heads[a].ts;
	ns_t y = m->heads[b].ts;

	return x != y ? x < y : a < b;
}

static void sift_down(struct merge *m, size_t at)
{
	size_t *h = m->heap;

	for (;;) {
		size_t least = at;
		for (size_t k = 2 * at + 1; k <= 2 * at + 2; k++) {
			if (k < m->heap_count && before(m, h[k], h[least])) {
				least = k;
			}
		}
		if (least == at) {
			return;
		}
		size_t moved = h[at];
		h[at] = h[least];
		h[least] = moved;
		at = least;
	}
}

static void correct(struct merge_head *h)
{
	ns_t ts = h->frames[h->at].ts;

	h->ts = ts - clocks_shift(h->clock, ts);
}

/* The next batch of @h; false at its end. */
static bool refill(struct merge_head *h)
{
	int n = source_batch(h->source, h->frames, MERGE_BATCH, h->err);

	h->damaged = h->damaged || n < 0;
	h->count = n > 0 ? (size_t)n : 0;
	h->at = 0;
	if (h->count) {
		correct(h);
	}
	return h->count != 0;
}

int merge_start(struct merge *m)
{
	m->heap = calloc(m->count, sizeof(*m->heap));
	if (!m->heap) {
		return -1;
	}
	m->dry = m->count;
	for (size_t i = 0; i < m->count; i++) {
		if (refill(&m->heads[i])) {
			m->heap[m->heap_count++] = i;
		}
	}
	for (size_t i = m->heap_count / 2; i-- > 0;) {
		sift_down(m, i);
	}
	return 0;
}

void merge_finish(struct merge *m)
{
	free(m->heap);
	m->heap = NULL;
}

/* The head at the top of the heap was used: what comes next decides where it
 * belongs. A batch that is used up is refilled later: see merge_dry. */
static void advance(struct merge *m)
{
	size_t i = m->heap[0];
	struct merge_head *h = &m->heads[i];

	h->at++;
	if (h->at == h->count) {
		m->dry = i;
		return;
	}
	correct(h);
	sift_down(m, 0);
}

static void read_on(struct merge *m)
{
	if (!refill(&m->heads[m->dry])) {
		m->heap[0] = m->heap[--m->heap_count];
	}
	m->dry = m->count;
	sift_down(m, 0);
}

static uint64_t digest_of(const struct frame *f)
{
	return hash_bytes(f->data, f->caplen, f->len);
}

/* Did an earlier file of the place give this frame? At one time the files come
 * in the order of the list, so it has been given already. */
static bool is_copy(const struct merge *m, size_t top)
{
	const struct merge_head *t = &m->heads[top];
	const struct frame *f = &t->frames[t->at];
	uint64_t digest = digest_of(f);

	for (size_t i = 0; i < top; i++) {
		const struct merge_head *h = &m->heads[i];
		for (size_t k = 0; h->place == t->place && k < MERGE_GIVEN;
			k++) {
			if (h->given[k].ts == f->ts &&
				h->given[k].digest == digest) {
				return true;
			}
		}
	}
	return false;
}

static void note_given(struct merge_head *h)
{
	const struct frame *f = &h->frames[h->at];
	size_t at = h->given_count++ % MERGE_GIVEN;

	h->given[at].ts = f->ts;
	h->given[at].digest = digest_of(f);
}

int merge_next(struct merge *m, struct frame *ret, size_t *ret_head)
{
	for (;;) {
		if (merge_dry(m)) {
			read_on(m);
		}
		if (m->heap_count == 0) {
			return 0;
		}
		size_t top = m->heap[0];
		struct merge_head *h = &m->heads[top];
		bool copy = h->overlapping && is_copy(m, top);
		if (h->overlapping) {
			note_given(h);
		}
		*ret = h->frames[h->at];
		ret->ts = h->ts;
		*ret_head = top;
		h->copies += copy;
		advance(m);
		if (!copy) {
			return 1;
		}
	}
}
