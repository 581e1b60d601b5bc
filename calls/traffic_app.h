/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums by application: private to the files of calls/traffic. */
#ifndef EARSHOT_CALLS_TRAFFIC_APP_H
#define EARSHOT_CALLS_TRAFFIC_APP_H

#include "calls/traffic.h"

/* Names in flow/app.c, and those of libndpi beside them. */
#define TRAFFIC_APPS 640

/* All applications, and the common clock of their buckets. */
struct traffic_sums {
	struct traffic_app *apps[TRAFFIC_APPS];
	size_t count;
	bool started;
	ns_t origin;    /* of the first bucket, s of packet time */
	unsigned shift; /* a bucket is 1 << shift seconds */
};

/**
 * traffic_app_get - the sums of @app, made when they are new; NULL when memory
 * is exhausted. @sums: all of them
 */
struct traffic_app *traffic_app_get(
	struct traffic_sums *sums, const struct app *app);

/**
 * traffic_app_second - @bytes of @app went by at @ts: for the busiest second
 * and the course. @sums: all, whose clock may have to be coarsened
 */
void traffic_app_second(struct traffic_sums *sums, struct traffic_app *app,
	ns_t ts, uint64_t bytes);

/** traffic_second_add - @bytes more in @second; @now: what is counted. */
void traffic_second_add(
	struct traffic_second *now, ns_t second, uint64_t bytes);

/**
 * traffic_app_begin - what a conversation counted before @app was its name.
 * @first_ts, @bytes: since when, and how much in all
 * @now: its last and its busiest second
 * What it had before its last second counts as sent when it began. @sums: all
 */
void traffic_app_begin(struct traffic_sums *sums, struct traffic_app *app,
	ns_t first_ts, uint64_t bytes, const struct traffic_second *now);

/** traffic_app_finish - free all of @sums. */
void traffic_app_finish(struct traffic_sums *sums);

/** traffic_app_shares - how much of the link each of @sums had while streams of
 * @book ran. */
void traffic_app_shares(struct traffic_sums *sums, const struct book *book);

#endif
