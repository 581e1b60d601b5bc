/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registrations sorted by host, then by extension: neighbours are compared. */
#include "calls/hotdesk.h"

#include "calls/book.h"
#include "calls/dial_code.h"

#include <stdlib.h>
#include <string.h>

/* A code is dialled this long before the phone comes back as somebody else: it
 * fetches its configuration, and may start anew. A heuristic. */
#define CODE_WINDOW (600 * NS_PER_S)

static int by_begin(const struct registration *a, const struct registration *b)
{
	return (a->events[0].ts > b->events[0].ts) -
	       (a->events[0].ts < b->events[0].ts);
}

static int by_host(const void *a, const void *b)
{
	const struct registration *const *x = a;
	const struct registration *const *y = b;
	int d = memcmp(&(*x)->src.ip, &(*y)->src.ip, sizeof((*x)->src.ip));

	return d ? d : by_begin(*x, *y);
}

static int by_aor(const void *a, const void *b)
{
	const struct registration *const *x = a;
	const struct registration *const *y = b;
	struct slice s = (*x)->aor;
	struct slice t = (*y)->aor;
	int d = memcmp(s.p, t.p, s.n < t.n ? s.n : t.n);

	d = d ? d : (s.n > t.n) - (s.n < t.n);
	return d ? d : by_begin(*x, *y);
}

/* @a was over, and stayed so, when @b began. */
static bool over_before(
	const struct registration *a, const struct registration *b)
{
	const struct registration_event *last = &a->events[a->event_count - 1];

	return (last->what == REGISTRATION_REMOVED ||
		       last->what == REGISTRATION_RAN_OUT) &&
	       last->ts <= b->events[0].ts;
}

static void compare(struct registration **list, size_t count, bool host)
{
	for (size_t i = 1; i < count; i++) {
		struct registration *a = list[i - 1];
		struct registration *b = list[i];
		bool same_host = addr_eq(&a->src.ip, &b->src.ip);
		bool same_user = slice_eq(a->aor, b->aor);
		if (!over_before(a, b)) {
			continue;
		}
		if (host && same_host && !same_user) {
			b->took_device = a;
		} else if (!host && same_user && !same_host) {
			b->took_extension = a;
		}
	}
}

static bool has_code(const struct call *call)
{
	const struct dial_code *code = dial_code_of(call->to_user);

	return code && strcmp(code->word, "hot_desk") == 0;
}

/* @list is by host and begin: the first of the caller's after the call. */
static void add_code(
	struct registration **list, size_t count, const struct call *call)
{
	const struct addr *ip = &call->hops[0].from.ip;
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int d = memcmp(&list[mid]->src.ip, ip, sizeof(*ip));
		if (d < 0 ||
			(d == 0 && list[mid]->events[0].ts < call->first_ts)) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	if (low < count && addr_eq(&list[low]->src.ip, ip) &&
		list[low]->events[0].ts - call->first_ts <= CODE_WINDOW) {
		list[low]->code = call;
	}
}

void hotdesk_find(struct book *book)
{
	size_t n = 0;
	struct registration **list = calloc(
		book->registration_count + 1, sizeof(struct registration *));

	if (!list) {
		book->counts.out_of_memory++;
		return;
	}
	for (struct registration *r = book->registrations; r; r = r->next) {
		/* One that was refused took nobody's place. */
		if (r->event_count && r->accepted && r->aor.n) {
			list[n++] = r;
		}
	}
	if (n) {
		qsort(list, n, sizeof(*list), by_aor);
		compare(list, n, false);
		qsort(list, n, sizeof(*list), by_host);
		compare(list, n, true);
	}
	for (const struct call *c = book->calls; c && n; c = c->next) {
		if (c->hop_count && has_code(c)) {
			add_code(list, n, c);
		}
	}
	free(list);
}

char hotdesk_digit(const struct call *call, char digit)
{
	return has_code(call) && digit != '#' && digit != '*' ? 'x' : digit;
}
