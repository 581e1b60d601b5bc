/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The course of an application's bytes has a fixed number of buckets; when time
 * runs past the last one, two become one. So an hour and a month take the same
 * memory, and a clock that jumps costs resolution and nothing else.
 */
#include "calls/traffic_app.h"

#include "calls/book.h"

#include <stdlib.h>

struct traffic_app *traffic_app_get(
	struct traffic_sums *sums, const struct app *app)
{
	for (size_t i = 0; i < sums->count; i++) {
		if (sums->apps[i]->app == app) {
			return sums->apps[i];
		}
	}
	if (sums->count == TRAFFIC_APPS) {
		return NULL;
	}
	struct traffic_app *new = calloc(1, sizeof(*new));
	if (new) {
		new->app = app;
		sums->apps[sums->count++] = new;
	}
	return new;
}

void traffic_app_finish(struct traffic_sums *sums)
{
	for (size_t i = 0; i < sums->count; i++) {
		free(sums->apps[i]);
	}
	*sums = (struct traffic_sums){0};
}

static void coarsen(struct traffic_sums *sums)
{
	for (size_t i = 0; i < sums->count; i++) {
		uint64_t *b = sums->apps[i]->buckets;
		for (size_t k = 0; k < TRAFFIC_BUCKETS / 2; k++) {
			b[k] = b[2 * k] + b[2 * k + 1];
		}
		memset(b + TRAFFIC_BUCKETS / 2, 0,
			TRAFFIC_BUCKETS / 2 * sizeof(*b));
	}
	sums->shift++;
}

/* @second lies behind the last bucket. */
static bool is_beyond(const struct traffic_sums *sums, ns_t second)
{
	return second > sums->origin && (uint64_t)(second - sums->origin) >>
						sums->shift >= TRAFFIC_BUCKETS;
}

/* Bucket of @second, clamped to those that there are. */
static size_t bucket_of(const struct traffic_sums *sums, ns_t second)
{
	if (second <= sums->origin) {
		return 0;
	}
	if (is_beyond(sums, second)) {
		return TRAFFIC_BUCKETS - 1;
	}
	return (size_t)((uint64_t)(second - sums->origin) >> sums->shift);
}

/* @bytes of @app in @second of the course. */
static void put(struct traffic_sums *sums, struct traffic_app *app, ns_t second,
	uint64_t bytes)
{
	if (!sums->started) {
		sums->started = true;
		sums->origin = second;
	}
	while (is_beyond(sums, second)) {
		coarsen(sums);
	}
	app->buckets[bucket_of(sums, second)] += bytes;
}

void traffic_second_add(struct traffic_second *now, ns_t second, uint64_t bytes)
{
	/* What might have been RTP comes late, and must not end a second. */
	if (second < now->second) {
		now->peak_bytes += second == now->peak_second ? bytes : 0;
		return;
	}
	if (second != now->second) {
		now->second = second;
		now->bytes = 0;
	}
	now->bytes += bytes;
	if (now->bytes > now->peak_bytes) {
		now->peak_bytes = now->bytes;
		now->peak_second = second;
	}
}

void traffic_app_second(struct traffic_sums *sums, struct traffic_app *app,
	ns_t ts, uint64_t bytes)
{
	const ns_t second = ts / NS_PER_S;

	put(sums, app, second, bytes);
	traffic_second_add(&app->now, second, bytes);
}

void traffic_app_begin(struct traffic_sums *sums, struct traffic_app *app,
	ns_t first_ts, uint64_t bytes, const struct traffic_second *now)
{
	put(sums, app, first_ts / NS_PER_S, bytes - now->bytes);
	put(sums, app, now->second, now->bytes);
	/* An old conversation must not end the second that others are in. */
	if (now->second >= app->now.second) {
		traffic_second_add(&app->now, now->second, now->bytes);
	}
	if (now->peak_bytes > app->now.peak_bytes) {
		app->now.peak_bytes = now->peak_bytes;
		app->now.peak_second = now->peak_second;
	}
}

/* Which buckets had RTP: how many streams begin and end in each, summed up. */
static uint64_t mark_voice(const struct traffic_sums *sums,
	const struct book *book, int64_t voice[TRAFFIC_BUCKETS + 1])
{
	uint64_t bytes = 0;

	for (const struct stream *s = book->streams; s; s = s->next) {
		ns_t first = s->stat.first_ts / NS_PER_S;
		ns_t last = s->stat.last_ts / NS_PER_S;
		bytes += s->ip_bytes;
		/* All of it before or after whatever else there was. */
		if (last < sums->origin || is_beyond(sums, first)) {
			continue;
		}
		voice[bucket_of(sums, first)]++;
		voice[bucket_of(sums, last) + 1]--;
	}
	for (size_t i = 1; i < TRAFFIC_BUCKETS; i++) {
		voice[i] += voice[i - 1];
	}
	return bytes;
}

void traffic_app_shares(struct traffic_sums *sums, const struct book *book)
{
	int64_t voice[TRAFFIC_BUCKETS + 1] = {0};
	uint64_t total = mark_voice(sums, book, voice);

	for (size_t i = 0; i < sums->count; i++) {
		struct traffic_app *a = sums->apps[i];
		for (size_t k = 0; k < TRAFFIC_BUCKETS; k++) {
			a->voice_bytes += voice[k] > 0 ? a->buckets[k] : 0;
		}
		total += a->voice_bytes;
	}
	for (size_t i = 0; total && book->streams && i < sums->count; i++) {
		struct traffic_app *a = sums->apps[i];
		a->voice_share_pct = maybe_of(
			100.0 * (double)a->voice_bytes / (double)total);
	}
}

enum classify_basis traffic_app_basis(const struct traffic_app *app)
{
	unsigned best = CLASSIFY_NONE;

	for (unsigned i = 1; i < TRAFFIC_BASES; i++) {
		if (app->basis_bytes[i] > app->basis_bytes[best]) {
			best = i;
		}
	}
	return (enum classify_basis)best;
}

double traffic_app_duration_s(const struct traffic_app *app)
{
	return (double)(app->last_ts - app->first_ts) / 1e9;
}

struct maybe traffic_app_kbps(const struct traffic_app *app)
{
	double s = traffic_app_duration_s(app);

	return s > 0 ? maybe_of((double)app->bytes * 8 / 1000 / s)
		     : MAYBE_UNKNOWN;
}

struct maybe traffic_app_lost_pct(const struct traffic_app *app)
{
	if (app->rtp_expected == 0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(
		100.0 * (double)app->rtp_lost / (double)app->rtp_expected);
}
