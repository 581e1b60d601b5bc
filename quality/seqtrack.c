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

void seqtrack_turn(struct seqtrack *s)
{
	int64_t old = s->head - SEQTRACK_WINDOW;

	*ring_word(s, s->head - 1) = s->word;
	if (*ring_word(s, old) == UINT64_MAX && s->fed == old) {
		burst_received(&s->burst, 64);
		s->fed += 64;
	}
	while (s->fed < old + 64) {
		feed(s);
	}
	s->word = 0;
}

static void begin(struct seqtrack *s, int64_t n)
{
	memset(s->seen, 0, sizeof(s->seen));
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
	while (s->fed <= s->head) {
		feed(s);
	}
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
	while (s->started && s->fed <= s->head) {
		if ((s->fed & 63) == 0 && *word_of(s, s->fed) == UINT64_MAX) {
			burst_received(&s->burst, 64);
			s->fed += 64;
		} else {
			feed(s);
		}
	}
	burst_finish(&s->burst);
}
