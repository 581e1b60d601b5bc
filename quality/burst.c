/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bursts and runs of loss, by the definitions.
 *
 * RFC 3611 prints a stream algorithm too (A.2). It is not used: it never closes
 * the last stretch, starts as if a loss had come just before the call, and
 * splits the RFC's own example into two bursts. Here a stretch of losses, each
 * less than Gmin good packets from the one before, stays open until Gmin good
 * ones or the end of the stream follow, and is then judged: a burst when it
 * holds two losses or more, otherwise one loss in the gap.
 *
 *   ..1111 0 11 0 0 1111111111111111 0 1111..        Gmin = 16
 *          |-burst|                  `- lone loss: part of the gap
 *
 * A received packet costs two increments; all the work is at a loss.
 */
#include "quality/burst.h"

#include <stddef.h>

void burst_init(struct burst *b)
{
	*b = (struct burst){0};
}

static void run_close(struct burst *b)
{
	if (b->run) {
		size_t i = b->run < BURST_RUNS ? (size_t)b->run : BURST_RUNS;
		b->run_length[i - 1]++;
	}
	b->run = 0;
}

/* @end: packets of the stream up to and including the stretch's last loss. */
static void stretch_close(struct burst *b, uint64_t end)
{
	if (b->open_lost > 1) {
		uint64_t start = end - b->open_packets;
		b->gap_count += start > b->burst_end;
		b->burst_end = end;
		b->burst_count++;
		b->burst_packets += b->open_packets;
		b->burst_lost += b->open_lost;
	}
	b->open_packets = 0;
	b->open_lost = 0;
}

void burst_loss(struct burst *b)
{
	if (b->good) {
		run_close(b);
	}
	if (b->good >= BURST_GMIN) {
		stretch_close(b, b->total - b->good);
	}
	b->runs += b->run == 0;
	b->run++;
	if (b->run > b->longest_run) {
		b->longest_run = b->run;
	}
	/* Before the first loss of a stretch, good packets belong to the gap.
	 */
	b->open_packets += b->open_lost ? b->good + 1 : 1;
	b->open_lost++;
	b->good = 0;
	b->total++;
	b->lost++;
}

void burst_finish(struct burst *b)
{
	run_close(b);
	stretch_close(b, b->total - b->good);
	b->gap_count += b->total > b->burst_end;
}

static struct maybe ratio(uint64_t part, uint64_t whole, double scale)
{
	if (whole == 0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(scale * (double)part / (double)whole);
}

struct maybe burst_ratio_of(uint64_t lost, uint64_t runs, uint64_t total)
{
	if (total == 0) {
		return MAYBE_UNKNOWN;
	}
	if (lost == 0 || runs == 0) {
		return maybe_of(1);
	}
	double run = (double)lost / (double)runs;
	double r = run * (1 - (double)lost / (double)total);
	return maybe_of(r < 1 ? 1 : r);
}

struct maybe burst_ratio(const struct burst *b)
{
	return burst_ratio_of(b->lost, b->runs, b->total);
}

struct maybe burst_density_pct(const struct burst *b)
{
	return ratio(b->burst_lost, b->burst_packets, 100);
}

struct maybe burst_gap_density_pct(const struct burst *b)
{
	return ratio(b->lost - b->burst_lost, b->total - b->burst_packets, 100);
}

struct maybe burst_mean_packets(const struct burst *b)
{
	return ratio(b->burst_packets, b->burst_count, 1);
}

struct maybe burst_gap_mean_packets(const struct burst *b)
{
	return ratio(b->total - b->burst_packets, b->gap_count, 1);
}
