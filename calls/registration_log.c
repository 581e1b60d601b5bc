/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events in the arena of their registration; two lists by last activity. */
#include "calls/registration_log.h"

#include <string.h>

#define HOUR (3600 * NS_PER_S)

/* A place for one more event; the second oldest gives way, as the first one
 * tells how it began. */
static struct registration_event *place(struct registration *r)
{
	if (r->event_count == REGISTRATION_EVENTS) {
		memmove(&r->events[1], &r->events[2],
			(REGISTRATION_EVENTS - 2) * sizeof(*r->events));
		r->events_left_out++;
		r->event_count--;
	} else {
		struct registration_event *events = arena_more(
			&r->arena, r->events, r->event_count, sizeof(*events));
		if (!events) {
			r->events_left_out++;
			return NULL;
		}
		r->events = events;
	}
	return &r->events[r->event_count++];
}

static void note(struct registration *r, const struct registration_event *e)
{
	struct registration_event *last =
		r->event_count ? &r->events[r->event_count - 1] : NULL;

	if (last && last->what == e->what && last->status == e->status) {
		last->count++;
		last->last_ts = e->ts;
		return;
	}
	last = place(r);
	if (last) {
		*last = *e;
		last->last_ts = e->ts;
		last->count = 1;
	}
}

void registration_check(struct registration *r, ns_t now)
{
	if (!r->bound || !r->bound_known || now <= r->bound_until) {
		return;
	}
	note(r, &(struct registration_event){
			.ts = r->bound_until, .what = REGISTRATION_RAN_OUT});
	r->bound = false;
	if (r->state == REGISTRATION_REGISTERED) {
		r->state = REGISTRATION_EXPIRED;
	}
}

static void note_delay(struct registration *r, ns_t now)
{
	ns_t us = (now - r->request_ts) / 1000;

	if (r->requests && us >= 0 && us <= UINT32_MAX) {
		r->delays_us[r->delay_count % REGISTRATION_DELAYS] =
			(uint32_t)us;
		r->delay_count++;
	}
}

static void unlink_activity(struct book *book, struct registration *r)
{
	bool a = r->accepted;

	if (r->older) {
		r->older->newer = r->newer;
	} else if (book->registration_oldest[a] == r) {
		book->registration_oldest[a] = r->newer;
	}
	if (r->newer) {
		r->newer->older = r->older;
	} else if (book->registration_newest[a] == r) {
		book->registration_newest[a] = r->older;
	}
	r->older = NULL;
	r->newer = NULL;
}

static void link_activity(struct book *book, struct registration *r)
{
	bool a = r->accepted;

	r->older = book->registration_newest[a];
	if (r->older) {
		r->older->newer = r;
	} else {
		book->registration_oldest[a] = r;
	}
	book->registration_newest[a] = r;
}

void registration_touch(struct book *book, struct registration *r)
{
	unlink_activity(book, r);
	link_activity(book, r);
}

void registration_accept(
	struct book *book, struct registration *r, const struct packet *packet)
{
	struct registration_event e = {
		.ts = packet->ts,
		.frame = packet->frame,
		.capture = packet->capture,
		.what = REGISTRATION_REMOVED,
	};

	note_delay(r, packet->ts);
	r->successes++;
	if (!r->removing) {
		e.what = r->bound ? REGISTRATION_REFRESHED : REGISTRATION_BOUND;
	}
	note(r, &e);
	r->state = r->removing ? REGISTRATION_UNREGISTERED
			       : REGISTRATION_REGISTERED;
	r->bound = !r->removing;
	r->bound_known = r->bound && r->expires_s.known;
	if (r->bound_known) {
		r->bound_until = packet->ts + (ns_t)r->expires_s.v * NS_PER_S;
	}
	unlink_activity(book, r);
	r->accepted = true;
	link_activity(book, r);
}

void registration_refuse(struct registration *r, const struct packet *packet,
	const struct signal *signal)
{
	struct registration_event e = {
		.ts = packet->ts,
		.frame = packet->frame,
		.capture = packet->capture,
		.what = REGISTRATION_REFUSED,
		.status = signal->status,
	};
	const struct registration_event *last =
		r->event_count ? &r->events[r->event_count - 1] : NULL;

	r->failures++;
	r->state = REGISTRATION_FAILED;
	r->bound = false;
	if (!last || last->what != e.what || last->status != e.status) {
		e.reason =
			arena_copy(&r->arena, slice_sub(signal->reason, 0, 64));
	}
	note(r, &e);
}

void registration_silence(struct registration *r)
{
	r->unanswered++;
	note(r, &(struct registration_event){
			.ts = r->request_ts + REGISTRATION_TIMER_F,
			.what = REGISTRATION_SILENCE});
}

bool registration_give_up(struct book *book)
{
	struct registration *r = book->registration_oldest[0];

	r = r ? r : book->registration_oldest[1];
	if (!r) {
		return false;
	}
	unlink_activity(book, r);
	map_remove(&book->registration_map, r->hash, r);
	if (r->prev) {
		r->prev->next = r->next;
	} else {
		book->registrations = r->next;
	}
	if (r->next) {
		r->next->prev = r->prev;
	} else {
		book->registrations_tail = r->prev;
	}
	book->registration_count--;
	book->counts.registrations_evicted++;
	registration_finish(r);
	pool_put(&book->registration_pool, r);
	return true;
}

/* Does the event change whether the device can be called? */
static bool changes(const struct registration_event *e, bool *bound)
{
	bool now = e->what == REGISTRATION_BOUND ||
		   e->what == REGISTRATION_REFRESHED;
	bool changed = now != *bound;

	*bound = now;
	return changed;
}

/* Most changes within an hour; the first registering is none. */
static uint32_t count_flaps(const struct registration *r)
{
	ns_t at[REGISTRATION_EVENTS];
	uint32_t n = 0;
	uint32_t most = 0;
	bool bound = false;

	if (r->event_count) {
		(void)changes(&r->events[0], &bound);
	}
	for (uint16_t i = 1; i < r->event_count; i++) {
		if (changes(&r->events[i], &bound)) {
			at[n++] = r->events[i].ts;
		}
	}
	for (uint32_t i = 0, from = 0; i < n; i++) {
		while (at[i] - at[from] > HOUR) {
			from++;
		}
		most = i - from + 1 > most ? i - from + 1 : most;
	}
	return most;
}

void registrations_conclude(struct book *book)
{
	for (struct registration *r = book->registrations; r; r = r->next) {
		registration_check(r, book->last_ts);
		if (r->requests && !r->answered &&
			book->last_ts - r->request_ts >= REGISTRATION_TIMER_F) {
			registration_silence(r);
		}
		r->flaps = count_flaps(r);
	}
}

const char *registration_what_text(enum registration_what what)
{
	static const char *const text[] = {
		[REGISTRATION_BOUND] = "registered",
		[REGISTRATION_REFRESHED] = "refreshed",
		[REGISTRATION_REMOVED] = "unregistered",
		[REGISTRATION_RAN_OUT] = "expired",
		[REGISTRATION_REFUSED] = "refused",
		[REGISTRATION_SILENCE] = "unanswered",
	};

	return text[what];
}

struct maybe registration_left_s(const struct registration *r, ns_t now)
{
	bool known = r->state == REGISTRATION_REGISTERED && r->bound_known;

	return known ? maybe_of((double)(r->bound_until - now) / NS_PER_S)
		     : MAYBE_UNKNOWN;
}

struct maybe registration_rrd_ms(const struct registration *r)
{
	if (!r->delay_count) {
		return MAYBE_UNKNOWN;
	}
	uint32_t last = (r->delay_count - 1) % REGISTRATION_DELAYS;
	return maybe_of((double)r->delays_us[last] / 1e3);
}
