/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How full the trunks were. A trunk is a host with such a role (calls/host.h);
 * a channel of it is in use from the INVITE to the end of a call that rang or
 * was answered; one that was refused before that took none. The whole capture
 * comes first, as if it were one trunk: there each talk counts once.
 *
 * Built once, when the book is finished: uses are sorted by trunk, then their
 * begins and ends are walked once. Memory is that of the calls the book holds.
 */
#ifndef EARSHOT_CALLS_CAPACITY_H
#define EARSHOT_CALLS_CAPACITY_H

#include "calls/call.h"
#include "calls/host.h"
#include "lib/maybe.h"

/* Most trunks that are told: those with most calls. */
#define CAPACITY_MOST 16
/* Points of the curve over the capture. */
#define CAPACITY_POINTS 48
/* The busy hour; less where the capture is shorter. */
#define CAPACITY_HOUR (3600 * NS_PER_S)
/* From a shorter one nothing is concluded about a busy hour. */
#define CAPACITY_LEAST (900 * NS_PER_S)

struct book;

/* A call, at one trunk. */
struct capacity_use {
	struct addr host;
	ns_t begin, end;
	const struct call *call;
	const struct hop *hop; /* that touches the trunk */
	bool took;	  /* a channel: it rang or was answered */
	uint32_t others;  /* channels in use when it came */
};

struct capacity {
	bool total;	  /* the whole capture */
	struct addr host; /* of a trunk */
	struct capacity_use *uses; /* by begin */
	size_t count;
	size_t took;			/* of them */
	uint32_t most;			/* channels at once */
	const struct capacity_use *peak; /* the first that reached it; or NULL */
	ns_t first_ts, step;		/* of the curve */
	uint32_t points;		/* at most CAPACITY_POINTS */
	uint32_t curve[CAPACITY_POINTS]; /* most channels within each step */
	ns_t busy_begin, busy_span;	/* the busiest hour, or less */
	struct maybe busy_erlang;	/* mean channels in use within it */
	struct maybe hold_s;		/* mean time that a channel was in use */
	/* for capacity_above */
	struct capacity_event *events;
	size_t event_count;
	ns_t last_ts;
};

struct capacities {
	struct capacity *list; /* the whole, unless there was no call; then
				  trunks by address */
	size_t count;
	uint64_t left_out; /* trunks above CAPACITY_MOST */
};

/**
 * capacities_build - of book_finish: how full the whole of @book and each of its
 * trunks was.
 * @ret: filled; free with capacities_finish
 * Returns 0, or -1 when memory is exhausted. Allocates: yes.
 */
int capacities_build(const struct book *book, struct capacities *ret);

/** capacity_wants - true when @host is to be counted. */
typedef bool capacity_wants(void *context, const struct host *host);

/**
 * capacities_of_hosts - how full each host of the finished @book was that @wants
 * takes; @context: handed on to it
 * @ret: without a whole; free with capacities_finish
 * Returns 0, or -1 when memory is exhausted. Allocates: yes.
 */
int capacities_of_hosts(const struct book *book, capacity_wants *wants,
	void *context, struct capacities *ret);

/**
 * capacities_of - those of @book, as book_finish built them.
 * Returns NULL when memory was exhausted. Allocates: no.
 */
const struct capacities *capacities_of(const struct book *book);

/** capacities_finish - free the list. */
void capacities_finish(struct capacities *capacities);

/** capacity_above - how long @channels or more of @c were in use, ns. */
ns_t capacity_above(const struct capacity *c, uint32_t channels);

/**
 * capacity_offered - the traffic of the busy hour as it would have been with
 * channels for all, erlang: that carried, and for each of @refused calls the
 * mean time that others took. Unknown where nothing was carried, or the
 * capture is shorter than CAPACITY_LEAST.
 */
struct maybe capacity_offered(const struct capacity *c, uint64_t refused);

/**
 * capacity_channels - how many channels the busy hour of @c needs so that at most
 * @blocking of its calls, 0..1, find none. @refused: as for capacity_offered
 * Unknown as that is. Source: Erlang B, quality/erlang.h
 */
struct maybe capacity_channels(
	const struct capacity *c, uint64_t refused, double blocking);

#endif
