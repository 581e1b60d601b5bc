/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The open runs stand in the order of their numbers, which is the order in which
 * they were opened; the oldest one is closed when there is no room.
 */
#include "quality/disorder.h"

#include <string.h>

/* Lost for good: the run joins the account. */
static void settle(struct disorder *d, const struct disorder_run *run)
{
	if (d->first.packets == 0) {
		d->first = *run;
	}
	if (run->packets > d->longest.packets) {
		d->longest = *run;
	}
	d->last = *run;
}

static void take_out(struct disorder *d, size_t i)
{
	d->open_count--;
	memmove(&d->open[i], &d->open[i + 1],
		(d->open_count - i) * sizeof(d->open[0]));
}

static void make_room(struct disorder *d)
{
	if (d->open_count == DISORDER_OPEN) {
		settle(d, &d->open[0]);
		take_out(d, 0);
	}
}

void disorder_gap(struct disorder *d, const struct disorder_run *run)
{
	make_room(d);
	size_t i = d->open_count++;
	/* It is the newest, unless the stream begins earlier than it seemed. */
	for (; i > 0 && d->open[i - 1].first > run->first; i--) {
		d->open[i] = d->open[i - 1];
	}
	d->open[i] = *run;
}

/* @n lies in the middle of run @i: what is behind it is a run of its own. */
static void split(struct disorder *d, size_t i, int64_t n)
{
	struct disorder_run rest = d->open[i];
	int64_t end = rest.first + (int64_t)rest.packets;

	d->open[i].packets = (uint64_t)(n - rest.first);
	rest.first = n + 1;
	rest.packets = (uint64_t)(end - rest.first);
	if (d->open_count == DISORDER_OPEN) {
		make_room(d);
		if (i == 0) { /* its begin was the oldest, and is closed */
			memmove(&d->open[1], &d->open[0],
				d->open_count * sizeof(d->open[0]));
			d->open[0] = rest;
			d->open_count++;
			return;
		}
		i--;
	}
	memmove(&d->open[i + 2], &d->open[i + 1],
		(d->open_count - i - 1) * sizeof(d->open[0]));
	d->open[i + 1] = rest;
	d->open_count++;
}

static void fill(struct disorder *d, size_t i, int64_t n)
{
	struct disorder_run *run = &d->open[i];

	if (run->packets == 1) {
		take_out(d, i);
	} else if (n == run->first) {
		run->first++;
		run->packets--;
	} else if (n == run->first + (int64_t)run->packets - 1) {
		run->packets--;
	} else {
		split(d, i, n);
	}
}

static void count_late(struct disorder *d, uint64_t extent)
{
	size_t step = extent < DISORDER_STEPS ? (size_t)extent : DISORDER_STEPS;

	d->late++;
	d->late_sum += extent;
	d->late_max = extent > d->late_max ? extent : d->late_max;
	d->late_steps[step ? step - 1 : 0]++;
}

void disorder_late(struct disorder *d, int64_t n, uint64_t arrived, ns_t ts,
	uint64_t behind)
{
	for (size_t i = 0; i < d->open_count; i++) {
		const struct disorder_run *run = &d->open[i];
		if (n < run->first || n >= run->first + (int64_t)run->packets) {
			continue;
		}
		/* Times of a capture may be anything: wrap, do not trap. */
		ns_t late = (ns_t)((uint64_t)ts - (uint64_t)run->to);
		double ms = (double)late / 1e6;
		d->late_ms_max = ms > d->late_ms_max ? ms : d->late_ms_max;
		count_late(d, arrived - run->arrived);
		fill(d, i, n);
		return;
	}
	d->unplaced++;
	count_late(d, behind);
}

void disorder_copy(struct disorder *d, uint64_t behind)
{
	d->copies++;
	d->copy_sum += behind;
	d->copy_max = behind > d->copy_max ? behind : d->copy_max;
}

void disorder_close(struct disorder *d)
{
	for (size_t i = 0; i < d->open_count; i++) {
		settle(d, &d->open[i]);
	}
	d->open_count = 0;
}
