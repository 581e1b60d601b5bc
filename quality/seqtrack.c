/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tracker. Numbers are extended to 64 bits by their signed 16-bit distance
 * from the highest seen, so the wrap at 65535 is no case of its own, and the
 * trap of RFC 3550's printed code (seq == max_seq + 1 is computed in int and
 * never holds at the wrap) cannot occur.
 *
 * The bitmap turns by words: when the highest number enters a new word, the 64
 * numbers that were in its place are handed on at once, which for a word without
 * loss is one addition. The word of the highest number stands beside it and goes
 * into the ring when it is complete. A packet in order thus costs an increment
 * and a bit.
 */
#include "quality/seqtrack.h"

#include <stddef.h>
#include <string.h>

void seqtrack_init(struct seqtrack *s)
{
	*s = (struct seqtrack){0};
	burst_init(&s->burst);
}

/* The place of @n in the ring of finished words. */
static uint64_t *ring_word(struct seqtrack *s, int64_t n)
{
	return &s->seen[((uint64_t)n & (SEQTRACK_WINDOW - 1)) / 64];
}

static uint64_t *word_of(struct seqtrack *s, int64_t n)
{
	bool current = (uint64_t)n / 64 == (uint64_t)s->head / 64;

	return current ? &s->word : ring_word(s, n);
}

static uint64_t bit_of(int64_t n)
{
	return (uint64_t)1 << ((uint64_t)n & 63);
}

static bool is_seen(const struct seqtrack *s, int64_t n)
{
	bool current = (uint64_t)n / 64 == (uint64_t)s->head / 64;
	uint64_t word =
		current ? s->word
			: s->seen[((uint64_t)n & (SEQTRACK_WINDOW - 1)) / 64];

	return (word & bit_of(n)) != 0;
}

/* Hand on the oldest number that was not handed on yet. */
static void feed(struct seqtrack *s)
{
	burst_add(&s->burst, !is_seen(s, s->fed));
	s->fed++;
}

static unsigned bits_set(uint64_t word)
{
	unsigned n = 0;

	for (; word; word &= word - 1) {
		n++;
	}
	return n;
}

/* Tally the numbers of the word that s->fed is in, from it to before @end. */
static void tally_word(struct seqtrack *s, int64_t end)
{
	unsigned from = (uint64_t)s->fed & 63;
	uint64_t mask = UINT64_MAX << from;
	unsigned count = (unsigned)(end - s->fed);
	size_t at = ((uint64_t)s->fed & (SEQTRACK_WINDOW - 1)) / 64;
	uint64_t seen = *word_of(s, s->fed);

	if (from + count < 64) {
		mask &= ~(UINT64_MAX << (from + count));
	}
	for (unsigned i = 0; i < SEQTRACK_BUFFERS; i++) {
		struct seqtrack_drops *d = &s->drops[i];
		uint64_t bad = (~seen | d->dropped[at]) & mask;
		uint64_t before = bad << 1;
		before |= (uint64_t)s->unheard_last[i] << from;
		d->unheard += bits_set(bad);
		d->runs += bits_set(bad & ~before);
		s->unheard_last[i] = (bad >> (from + count - 1)) & 1;
	}
}

/* Hand on what was not yet, up to before @end. */
static void hand_on(struct seqtrack *s, int64_t end)
{
	while (s->fed < end) {
		int64_t next = (s->fed | 63) + 1;
		int64_t stop = next < end ? next : end;
		if (ATTR_UNLIKELY(s->drops_made)) {
			tally_word(s, stop);
		}
		if (stop - s->fed == 64 &&
			*word_of(s, s->fed) == UINT64_MAX) {
			burst_received(&s->burst, 64);
			s->fed = stop;
		}
		while (s->fed < stop) {
			feed(s);
		}
	}
}

void seqtrack_turn(struct seqtrack *s)
{
	int64_t old = s->head - SEQTRACK_WINDOW;

	/* The head is in a word of its own from here on: is_seen finds the
	 * finished one in the ring. */
	*ring_word(s, s->head - 1) = s->word;
	hand_on(s, old + 64);
	s->word = 0;
	if (ATTR_UNLIKELY(s->drops_made)) {
		for (unsigned i = 0; i < SEQTRACK_BUFFERS; i++) {
			s->drops[i].dropped[((uint64_t)s->head &
						    (SEQTRACK_WINDOW - 1)) /
					    64] = 0;
		}
	}
}

static void begin(struct seqtrack *s, int64_t n)
{
	memset(s->seen, 0, sizeof(s->seen));
	for (unsigned i = 0; i < SEQTRACK_BUFFERS; i++) {
		memset(s->drops[i].dropped, 0, sizeof(s->drops[i].dropped));
	}
	s->base = n;
	s->head = n;
	s->fed = n;
	s->started = true;
	s->word = bit_of(n);
}

static enum seqtrack_place ahead(struct seqtrack *s, int distance)
{
	for (int i = 0; i < distance; i++) {
		seqtrack_step(s);
	}
	s->word |= bit_of(s->head);
	s->lost += (uint64_t)distance - 1;
	s->gaps++;
	return SEQ_GAP;
}

static enum seqtrack_place stale(struct seqtrack *s, uint16_t sequence)
{
	s->stale++;
	s->jump_armed = true;
	s->jump_next = (uint16_t)(sequence + 1U);
	return SEQ_STALE;
}

static enum seqtrack_place behind(
	struct seqtrack *s, int distance, uint16_t sequence)
{
	int64_t n = s->head - distance;

	if (n < s->base) {
		/* Sent before the first packet seen: or long before it. */
		if (distance > SEQTRACK_MISORDER) {
			return stale(s, sequence);
		}
		s->lost += (uint64_t)(s->base - n);
		s->base = n;
		s->fed = n;
	} else if (n < s->fed) {
		return stale(s, sequence);
	} else if (is_seen(s, n)) {
		s->duplicates++;
		return SEQ_DUPLICATE;
	}
	*word_of(s, n) |= bit_of(n);
	s->lost--;
	s->reordered++;
	return SEQ_REORDERED;
}

/* Two consecutive numbers, far away: the sender began anew at the first. */
static enum seqtrack_place restart(struct seqtrack *s, uint16_t sequence)
{
	hand_on(s, s->head + 1);
	s->expected_before += (uint64_t)(s->head - s->base + 1);
	s->restarts++;
	s->jump_armed = false;
	s->stale--;
	begin(s, (int64_t)sequence - 1);
	seqtrack_step(s);
	s->word |= bit_of(s->head);
	return SEQ_RESTART;
}

enum seqtrack_place seqtrack_unusual(struct seqtrack *s, uint16_t sequence)
{
	int distance = (int16_t)(uint16_t)(sequence - (uint16_t)s->head);

	if (!s->started) {
		begin(s, sequence);
		return SEQ_FIRST;
	}
	if (distance > 0 && distance <= SEQTRACK_DROPOUT) {
		return ahead(s, distance);
	}
	if (distance <= 0 && distance > -SEQTRACK_WINDOW) {
		return behind(s, -distance, sequence);
	}
	if (s->jump_armed && sequence == s->jump_next) {
		return restart(s, sequence);
	}
	return stale(s, sequence);
}

bool seqtrack_seen(const struct seqtrack *s, uint16_t sequence)
{
	int distance = (int16_t)(uint16_t)(sequence - (uint16_t)s->head);
	int64_t n = s->head + distance;

	return s->started && distance <= 0 && n >= s->base && n >= s->fed &&
	       is_seen(s, n);
}

bool seqtrack_missed(const struct seqtrack *s, int64_t n)
{
	return s->started && n <= s->head && n >= s->base && n >= s->fed &&
	       !is_seen(s, n);
}

uint64_t seqtrack_expected(const struct seqtrack *s)
{
	if (!s->started) {
		return 0;
	}
	return s->expected_before + (uint64_t)(s->head - s->base + 1);
}

uint64_t seqtrack_unique(const struct seqtrack *s)
{
	return seqtrack_expected(s) - s->lost;
}

uint64_t seqtrack_lost(const struct seqtrack *s)
{
	return s->lost;
}

void seqtrack_finish(struct seqtrack *s)
{
	if (s->started) {
		hand_on(s, s->head + 1);
	}
	burst_finish(&s->burst);
}

/* Until the first drop each buffer hears what the network lets through. */
static void drops_begin(struct seqtrack *s)
{
	for (unsigned i = 0; i < SEQTRACK_BUFFERS; i++) {
		s->drops[i].unheard = s->burst.lost;
		s->drops[i].runs = s->burst.runs;
		s->unheard_last[i] = s->burst.run && !s->burst.good;
	}
}

void seqtrack_drop(struct seqtrack *s, unsigned buffer, uint16_t sequence)
{
	int distance = (int16_t)(uint16_t)((uint16_t)s->head - sequence);
	int64_t n = s->head - distance;

	if (!s->started || distance < 0 || n < s->fed) {
		return;
	}
	if (s->drops_made++ == 0) {
		drops_begin(s);
	}
	s->drops[buffer].dropped[((uint64_t)n & (SEQTRACK_WINDOW - 1)) / 64] |=
		bit_of(n);
}

uint64_t seqtrack_unheard(const struct seqtrack *s, unsigned buffer)
{
	return s->drops_made ? s->drops[buffer].unheard : s->lost;
}

struct maybe seqtrack_unheard_ratio(const struct seqtrack *s, unsigned buffer)
{
	struct burst b = {
		.total = s->burst.total,
		.lost = s->drops[buffer].unheard,
		.runs = s->drops[buffer].runs,
	};

	return burst_ratio(s->drops_made ? &b : &s->burst);
}
