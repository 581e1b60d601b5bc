/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of an observation: everything is concluded, put in order, joined. */
#include "calls/book.h"
#include "calls/farend.h"
#include "calls/hear.h"
#include "calls/hotdesk.h"
#include "calls/parts.h"
#include "calls/passage.h"
#include "calls/registration_log.h"
#include "calls/source.h"
#include "calls/traffic.h"

static int by_start(const void *a, const void *b)
{
	const struct stream *x = *(const struct stream *const *)a;
	const struct stream *y = *(const struct stream *const *)b;

	if (x->stat.first_ts != y->stat.first_ts) {
		return x->stat.first_ts < y->stat.first_ts ? -1 : 1;
	}
	return (x->stat.first_frame > y->stat.first_frame) -
	       (x->stat.first_frame < y->stat.first_frame);
}

/* Streams in the order of their first packet, in the book and in each call. */
static void sort_streams(struct book *book)
{
	struct stream **all = malloc((book->stream_count + 1) * sizeof(*all));
	size_t n = 0;

	if (!all) {
		book->counts.out_of_memory++;
		return; /* they stay in the order of their discovery */
	}
	for (struct stream *s = book->streams; s; s = s->next) {
		all[n++] = s;
	}
	qsort(all, n, sizeof(*all), by_start);
	for (struct call *c = book->calls; c; c = c->next) {
		c->streams = NULL;
		c->streams_tail = NULL;
	}
	for (size_t i = 0; i < n; i++) {
		struct stream *s = all[i];
		s->prev = i ? all[i - 1] : NULL;
		s->next = i + 1 < n ? all[i + 1] : NULL;
		s->next_in_call = NULL;
		if (s->call && s->call->streams_tail) {
			s->call->streams_tail->next_in_call = s;
		} else if (s->call) {
			s->call->streams = s;
		}
		if (s->call) {
			s->call->streams_tail = s;
		}
	}
	book->streams = n ? all[0] : NULL;
	book->streams_tail = n ? all[n - 1] : NULL;
	free(all);
}

static int by_first(const void *a, const void *b)
{
	const struct call *x = *(const struct call *const *)a;
	const struct call *y = *(const struct call *const *)b;

	if (x->first_ts != y->first_ts) {
		return x->first_ts < y->first_ts ? -1 : 1;
	}
	return (x->id > y->id) - (x->id < y->id);
}

/* Calls in the order of their start: files may be given in any order, and a
 * capture's clock may step back. Until then id is the order of discovery. */
static void sort_calls(struct book *book)
{
	struct call **all = malloc((book->call_count + 1) * sizeof(*all));
	uint32_t n = 0;

	if (!all) {
		book->counts.out_of_memory++;
		return;
	}
	for (struct call *c = book->calls; c; c = c->next) {
		all[n] = c;
		c->id = ++n;
	}
	qsort(all, n, sizeof(*all), by_first);
	for (uint32_t i = 0; i < n; i++) {
		all[i]->prev = i ? all[i - 1] : NULL;
		all[i]->next = i + 1 < n ? all[i + 1] : NULL;
	}
	book->calls = n ? all[0] : NULL;
	book->calls_tail = n ? all[n - 1] : NULL;
	free(all);
}

/* Reports that nobody could read, of streams that are encrypted by SDP, are
 * SRTCP; those beside DTLS were counted as such when they came. */
static void count_encrypted(struct book *book)
{
	struct book_counts *c = &book->counts;

	for (const struct stream *s = book->streams; s; s = s->next) {
		uint64_t n = s->far ? s->far->unread_sender : 0;
		if (stream_security(s) == SECURE_NONE || s->dtls) {
			continue;
		}
		n = n < c->rtcp_malformed ? n : c->rtcp_malformed;
		c->rtcp_malformed -= n;
		c->rtcp_encrypted += n;
	}
}

void book_finish(struct book *book)
{
	uint32_t id = 0;

	while (book->flows.guess_oldest) {
		flows_guessed(&book->flows, book->flows.guess_oldest->flow);
	}
	mirror_settle(book);
	losses_finish(book);
	sort_calls(book);
	sort_streams(book);
	passages_finish(book);
	claims_finish(book); /* what receivers say of themselves counts below */
	for (struct stream *s = book->streams; s; s = s->next) {
		s->id = ++id;
		farend_delay(book, s,
			playout_delay_ms(&s->playout, &s->stat, HEAR_USUAL));
		track_finish(book, s);
	}
	source_judge(book);
	id = 0;
	for (struct call *c = book->calls; c; c = c->next) {
		c->id = ++id;
		call_conclude(c, book->last_ts);
	}
	registrations_conclude(book);
	conduct_conclude(book);
	lookup_conclude(book);
	hotdesk_find(book);
	join_calls(book, &book->joining);
	if (hosts_build(book, &book->hosts) != 0 ||
		capacities_build(book, &book->capacities) != 0) {
		book->counts.out_of_memory++;
	}
	traffic_finish(book->traffic, book);
	count_encrypted(book);
}
