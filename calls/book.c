/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life of a book: made, fed with packets, concluded, read, freed. */
#include "calls/book.h"

#include "calls/hotdesk.h"
#include "calls/parts.h"
#include "calls/registration_log.h"
#include "calls/passage.h"
#include "flow/demux.h"
#include "lib/attr.h"

/* Calls looked at for one that has ended when room is needed. */
#define LOOKED_AT 64

struct book_limits book_limits_default(void)
{
	return (struct book_limits){
		.calls = 200000,
		.streams = 200000,
		.flows = 400000,
		.registrations = 100000,
		.devices = 100000,
		.names = 65536,
		.messages_per_call = 1000,
		.call_bytes = (size_t)1 << 20,
		.bytes = (size_t)4 << 30,
	};
}

static void on_flow_evicted(void *context, struct flow *flow)
{
	(void)context;
	while (flow->streams) {
		track_close(flow->streams);
	}
}

struct book *book_create(const struct book_limits *limits, uint64_t key)
{
	struct book *book = calloc(1, sizeof(*book));

	if (!book) {
		return NULL;
	}
	book->limits = *limits;
	book->key = key;
	flows_init(&book->flows, key, limits->flows);
	names_init(&book->names, key, limits->names);
	book->flows.evicting = on_flow_evicted;
	pool_init(&book->call_pool, sizeof(struct call), limits->calls);
	pool_init(&book->stream_pool, sizeof(struct stream), limits->streams);
	/* 5 intervals a block: 50 s; room for an hour of every stream. */
	pool_init(&book->interval_pool, sizeof(struct interval_block),
		limits->streams * 72);
	devices_init(&book->devices, limits->devices);
	pool_init(&book->relays.pool, sizeof(struct relay), limits->streams);
	pool_init(&book->registration_pool, sizeof(struct registration),
		limits->registrations);
	return book;
}

static void free_call(struct book *book, struct call *call)
{
	while (call->streams) {
		struct stream *s = call->streams;
		call->streams = s->next_in_call;
		s->call = NULL;
		s->line = NULL;
		s->other_line = NULL;
		track_drop(book, s);
	}
	arena_finish(&call->arena);
}

void book_destroy(struct book *book)
{
	if (!book) {
		return;
	}
	for (struct call *c = book->calls; c; c = c->next) {
		arena_finish(&c->arena);
	}
	for (struct registration *r = book->registrations; r; r = r->next) {
		registration_finish(r);
	}
	passages_destroy(book->passages);
	flows_finish(&book->flows);
	names_finish(&book->names);
	map_finish(&book->call_map);
	map_finish(&book->registration_map);
	map_finish(&book->ssrc_map);
	pool_finish(&book->call_pool);
	pool_finish(&book->stream_pool);
	pool_finish(&book->interval_pool);
	pool_finish(&book->registration_pool);
	pool_finish(&book->relays.pool);
	free(book->relays.slots);
	devices_finish(&book->devices);
	join_finish(&book->joining);
	free(book);
}

/* False when there is none left to give up. */
static bool evict_call(struct book *book)
{
	struct call *victim = book->calls;
	int looked = 0;

	for (struct call *c = victim; c && looked < LOOKED_AT;
		c = c->next, looked++) {
		if (c->over) {
			victim = c;
			break;
		}
	}
	if (!victim) {
		return false;
	}
	book->counts.calls_evicted++;
	book->counts.streams_evicted += victim->stream_count;
	binding_forget(book, victim);
	free_call(book, victim);
	map_remove(&book->call_map, victim->hash, victim);
	if (victim->prev) {
		victim->prev->next = victim->next;
	} else {
		book->calls = victim->next;
	}
	if (victim->next) {
		victim->next->prev = victim->prev;
	} else {
		book->calls_tail = victim->prev;
	}
	book->call_count--;
	book->bytes -= victim->weight;
	pool_put(&book->call_pool, victim);
	return true;
}

void book_weigh(struct book *book, struct call *call)
{
	book->bytes += call->arena.held - call->weight;
	call->weight = call->arena.held;
	bool more = book->limits.bytes != 0;
	while (more && book->bytes > book->limits.bytes) {
		more = evict_call(book);
	}
}

struct call *book_call_slot(struct book *book)
{
	if (book->call_pool.used >= book->call_pool.cap) {
		(void)evict_call(book);
	}
	struct call *call = pool_get(&book->call_pool);
	if (!call) {
		book->counts.out_of_memory++;
	}
	return call;
}

static void count_signal(struct book_counts *counts, const struct event *event)
{
	const struct signal *signal = &event->signal;

	counts->sip++;
	if (signal->request) {
		counts->requests[signal->method]++;
	} else {
		counts->responses[signal->status / 100 % 7]++;
	}
	if (signal->faults) {
		counts->sip_faulty++;
		for (unsigned i = 0; i < COUNT_OF(counts->faults); i++) {
			counts->faults[i] += signal->faults >> i & 1;
		}
	}
	if (event->has_sdp) {
		counts->sdp++;
		counts->sdp_faulty += event->sdp.faults != 0;
	}
}

static void on_event(
	struct book *book, struct flow *flow, const struct packet *packet)
{
	struct event *event = &book->event;

	switch (event->kind) {
	case EVENT_MEDIA:
		book->counts.rtp++;
		track_media(book, flow, packet, &event->rtp);
		break;
	case EVENT_SIGNAL:
		flow->claim = FLOW_SIP;
		count_signal(&book->counts, event);
		dialog_signal(book, packet, &event->signal,
			event->has_sdp ? &event->sdp : NULL);
		break;
	case EVENT_RTCP:
		feedback_rtcp(book, packet, &event->rtcp);
		break;
	case EVENT_NAMES:
		book->counts.other++;
		book->counts.dns++;
		names_learn(&book->names, &event->dns, packet->frame);
		break;
	case EVENT_NONE:
		break;
	}
}

static bool is_rtcp(const struct dissector *dissector)
{
	return dissector == &dissector_rtcp ||
	       dissector == &dissector_rtcp_json;
}

static void count_failure(struct book_counts *counts,
	const struct dissector *dissector, enum verdict verdict)
{
	bool bad = verdict == V_MALFORMED || verdict == V_TRUNCATED;

	if (dissector == &dissector_sip && bad) {
		counts->sip_malformed++;
	} else if (dissector == &dissector_rtp && bad) {
		counts->rtp_malformed++;
	} else if (is_rtcp(dissector) && bad) {
		counts->rtcp_malformed++;
	} else {
		counts->other++;
	}
}

/* Account for one packet; @hash is its flow's. */
static void take(struct book *book, const struct packet *packet, uint64_t hash)
{
	struct flow *flow = flows_get(&book->flows, packet, hash);

	book->counts.packets++;
	if (ATTR_UNLIKELY(!book->started)) {
		book->started = true;
		book->first_ts = packet->ts;
		book->last_ts = packet->ts;
	}
	if (packet->ts > book->last_ts) {
		book->last_ts = packet->ts;
	}
	if (!flow) {
		book->counts.out_of_memory++;
		return;
	}
	const struct dissector *dissector = demux(flow, packet);
	if (!dissector) {
		book->counts.other++;
		return;
	}
	book->counts.rtcp += is_rtcp(dissector);
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);
	while (cursor_left(&c)) {
		const uint8_t *before = c.p;
		enum verdict v = dissector->parse(&c, packet, &book->event);
		if (v != V_OK) {
			count_failure(&book->counts, dissector, v);
			break;
		}
		on_event(book, flow, packet);
		if (c.p == before) {
			break;
		}
	}
}

/* The lines of a stream that every packet touches. */
static void prefetch(const struct stream *stream)
{
	const char *line = (const char *)stream;

	for (size_t i = 0; stream && i < STREAM_HOT_BYTES; i += 64) {
		ATTR_PREFETCH(line + i);
	}
}

void book_packets(struct book *book, const struct packet *packets, size_t count)
{
	const struct flow *likely[BOOK_BATCH];
	uint64_t hash[BOOK_BATCH];

	for (size_t i = 0; i < count; i++) {
		hash[i] = flows_hash(&book->flows, &packets[i]);
		map_prefetch(&book->flows.map, hash[i]);
	}
	for (size_t i = 0; i < count; i++) {
		likely[i] = map_likely(&book->flows.map, hash[i]);
		ATTR_PREFETCH(likely[i]);
	}
	for (size_t i = 0; i < count; i++) {
		if (likely[i]) {
			prefetch(likely[i]->stream);
		}
	}
	for (size_t i = 0; i < count; i++) {
		take(book, &packets[i], hash[i]);
	}
}

void book_packet(struct book *book, const struct packet *packet)
{
	book_packets(book, packet, 1);
}

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

void book_finish(struct book *book)
{
	uint32_t id = 0;

	sort_calls(book);
	sort_streams(book);
	for (struct stream *s = book->streams; s; s = s->next) {
		s->id = ++id;
		track_finish(book, s);
	}
	passages_finish(book);
	id = 0;
	for (struct call *c = book->calls; c; c = c->next) {
		c->id = ++id;
		call_conclude(c, book->last_ts);
	}
	registrations_conclude(book);
	hotdesk_find(book);
	join_calls(book, &book->joining);
}
