/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a sender spaces its packets. A network delays each packet by chance; a
 * sender that sends every second one late, two at a time, or when its timer
 * ticks does so by rule, and a receiver's buffer pays for it like for jitter.
 *
 * Rule and chance are told apart on blocks of 64 spaces between packets: how
 * much of their variance is explained by the place in a period of two to eight,
 * and whether they are multiples of a timer's tick. One block is looked at each
 * 10 s, so most packets cost nothing. Source: the limits are ours;
 * docs/METRICS.md "Pacing".
 */
#ifndef EARSHOT_QUALITY_PACING_H
#define EARSHOT_QUALITY_PACING_H

#include <stdbool.h>
#include <stdint.h>

#define PACING_BLOCK  64
#define PACING_PERIOD 8 /* longest period looked for */

enum pacing_shape {
	PACING_UNKNOWN, /* no block was whole */
	PACING_EVEN,
	PACING_BURSTS,	/* several packets at once */
	PACING_PERIODIC, /* spaces that repeat, such as 15 and 25 ms */
	PACING_TIMER,	/* multiples of a tick */
	PACING_IRREGULAR, /* no rule: jitter of the network, most likely */
};

#define PACING_SHAPES 6

/* What the first block of a shape shows. */
struct pacing_sight {
	uint32_t blocks; /* that show the shape */
	uint8_t period;	 /* packets; BURSTS and PERIODIC */
	float least_ms, most_ms; /* spaces: mean at each place of the period */
	float tick_ms;	 /* TIMER */
	uint64_t frame;	 /* at which the block begins */
};

struct pacing {
	/* the block under way, which a packet touches */
	uint64_t frame;
	bool active;
	uint8_t count;
	uint16_t tried;	 /* packets since it began to look */
	uint16_t space[PACING_BLOCK]; /* 10 us */
	uint32_t blocks;
	struct pacing_sight sight[PACING_SHAPES];
	/* media time per packet: what lasts, and what it may be now */
	double step_ms, next_ms;
	uint64_t next_packets, next_frame;
	uint32_t changes;
	double from_ms, to_ms; /* the first change */
	uint64_t change_frame;
};

/** pacing_look - begin to look for a block. */
void pacing_look(struct pacing *p);

/**
 * pacing_add - a packet came, while p->active.
 * @space_ms: since the one before; @frame: its frame; @clean: it is audio and follows an audio
 *     packet directly in number, without marker or silence between
 * Returns p->active.
 */
bool pacing_add(struct pacing *p, double space_ms, uint64_t frame, bool clean);

/**
 * pacing_step - from @frame on, the @packets-th packet, media time goes on by
 * @step_ms from packet to packet, differently than before.
 */
void pacing_step(
	struct pacing *p, double step_ms, uint64_t packets, uint64_t frame);

/** pacing_finish - the stream had @packets. */
void pacing_finish(struct pacing *p, uint64_t packets);

/**
 * pacing_shape - how the stream was sent: what at least half of the blocks show;
 * IRREGULAR when none does.
 */
enum pacing_shape pacing_shape(const struct pacing *p);

/** pacing_word - the word of @shape: "even", "bursts", "periodic", "timer",
 * "irregular", "unknown". */
const char *pacing_word(enum pacing_shape shape);

#endif
