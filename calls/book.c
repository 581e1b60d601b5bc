/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Life of a book: made, fed with packets, concluded, read, freed. */
#include "calls/book.h"

#include "calls/parts.h"
#include "calls/passage.h"
#include "calls/scatter.h"
#include "calls/secret.h"
#include "calls/secure.h"
#include "calls/source.h"
#include "calls/traffic.h"
#include "calls/watch.h"
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
		.conversations = 65536,
	};
}

static void on_flow_evicted(void *context, struct flow *flow)
{
	(void)context;
	while (flow->streams) {
		track_close(flow->streams);
	}
}

/* Looked like RTP, and was not. */
static void on_alone(void *context, const struct packet *packet)
{
	const struct book *book = context;
	const struct port *to = flows_port(&book->flows, &packet->dst);
	const struct port *from = flows_port(&book->flows, &packet->src);
	bool of_call = (to && to->expect.owner) || (from && from->expect.owner);

	if (packet->transport == TRANSPORT_UDP) {
		traffic_add(book->traffic, packet, of_call);
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
	copies_init(&book->copies, key);
	flows_init(&book->flows, key, limits->flows);
	names_init(&book->names, key, limits->names);
	book->flows.evicting = on_flow_evicted;
	book->flows.alone = on_alone;
	book->flows.context = book;
	book->traffic = traffic_create(key, limits->conversations);
	book->watch = watch_create(key);
	book->secure = secure_create(key);
	book->secrets = secrets_create(key);
	if (!book->traffic || !book->watch || !book->secure ||
		!book->secrets) {
		secrets_destroy(book->secrets);
		secure_destroy(book->secure);
		traffic_destroy(book->traffic);
		watch_destroy(book->watch);
		free(book);
		return NULL;
	}
	pool_init(&book->call_pool, sizeof(struct call), limits->calls);
	pool_init(&book->stream_pool, sizeof(struct stream), limits->streams);
	devices_init(&book->devices, limits->devices);
	traverse_init(&book->traverse);
	net_init(&book->net);
	pool_init(&book->farend_pool, sizeof(struct farend), limits->streams);
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
	for (struct stream *s = book->streams; s; s = s->next) {
		if (s->twin) {
			scatter_free(s->twin);
		}
		scatter_free(s);
	}
	conduct_free(&book->conduct);
	copies_finish(&book->copies);
	losses_free(&book->losses);
	passages_destroy(book->passages);
	flows_finish(&book->flows);
	names_finish(&book->names);
	traffic_destroy(book->traffic);
	watch_destroy(book->watch);
	secure_destroy(book->secure);
	secrets_destroy(book->secrets);
	map_finish(&book->call_map);
	map_finish(&book->registration_map);
	map_finish(&book->ssrc_map);
	pool_finish(&book->call_pool);
	pool_finish(&book->stream_pool);
	pool_finish(&book->registration_pool);
	pool_finish(&book->relays.pool);
	free(book->relays.slots);
	traverse_finish(&book->traverse);
	net_finish(&book->net);
	roundtrips_finish(&book->roundtrips);
	claims_destroy(&book->claims);
	pool_finish(&book->farend_pool);
	capacities_finish(&book->capacities);
	hosts_finish(&book->hosts);
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

static void count_signal(struct book *book, const struct packet *packet)
{
	const struct event *event = &book->event;
	const struct signal *signal = &event->signal;
	struct book_counts *counts = &book->counts;

	protocols_note(&book->net.protocols, &dissector_sip, packet);
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
		protocols_note(&book->net.protocols, &protocol_sdp, packet);
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
		count_signal(book, packet);
		conduct_signal(book, packet, event);
		lookup_signal(book, packet, &event->signal);
		supply_signal(book, packet, &event->signal);
		dialog_signal(book, packet, &event->signal,
			event->has_sdp ? &event->sdp : NULL);
		break;
	case EVENT_RTCP:
		protocols_note(&book->net.protocols, &dissector_rtcp, packet);
		feedback_rtcp(book, packet, &event->rtcp);
		break;
	case EVENT_NAMES:
		book->counts.other++;
		book->counts.dns++;
		protocols_note(&book->net.protocols, &dissector_dns, packet);
		names_learn(&book->names, &event->dns, packet->frame);
		lookup_dns(book, packet, &event->dns);
		break;
	case EVENT_NETWORK:
	case EVENT_NONE:
		break;
	}
}

static bool is_rtcp(const struct dissector *dissector)
{
	return dissector == &dissector_rtcp ||
	       dissector == &dissector_rtcp_json;
}

static void count_failure(struct book *book, const struct packet *packet,
	const struct dissector *dissector, enum verdict verdict)
{
	struct book_counts *counts = &book->counts;
	bool bad = verdict == V_MALFORMED || verdict == V_TRUNCATED;

	if (dissector == &dissector_sip && bad) {
		counts->sip_malformed++;
	} else if (dissector == &dissector_rtp && bad) {
		counts->rtp_malformed++;
	} else if (is_rtcp(dissector) && bad &&
		   traffic_has_dtls(
			   book->traffic, &packet->src, &packet->dst)) {
		counts->rtcp_encrypted++;
	} else if (is_rtcp(dissector) && bad) {
		counts->rtcp_malformed++;
	} else {
		counts->other++;
	}
}

/* Nobody understood @packet of @flow: it may be another application's. What runs
 * beside the SIP or the media of a call belongs to that call. */
static void take_other(
	struct book *book, const struct flow *flow, const struct packet *packet)
{
	bool of_call = flow->claim == FLOW_SIP || demux_expected(flow) ||
		       (flow->streams && flow->streams->call);

	if (packet->transport == TRANSPORT_UDP) {
		traffic_add(book->traffic, packet, of_call);
		secrets_look(book->secrets, packet);
		if (flow->claim == FLOW_SIP) {
			alive_packet(book, packet);
		}
	}
}

/* Everything that @dissector finds in @packet. */
static void read_packet(struct book *book, struct flow *flow,
	const struct packet *packet, const struct dissector *dissector)
{
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);
	while (cursor_left(&c)) {
		const uint8_t *before = c.p;
		enum verdict v = dissector->parse(&c, packet, &book->event);
		if (v != V_OK) {
			count_failure(book, packet, dissector, v);
			if (dissector == &dissector_rtcp) {
				farend_unread(book, packet);
			} else if (dissector == &dissector_sip &&
				   v == V_MALFORMED) {
				conduct_unreadable(
					book, packet, &book->event);
			}
			if (v == V_NOT_MINE || flow->claim == FLOW_UNKNOWN) {
				take_other(book, flow, packet);
			}
			break;
		}
		on_event(book, flow, packet);
		if (c.p == before) {
			break;
		}
	}
}

/* Nobody claimed @packet: it may be TURN around one that somebody does. That
 * one is not unwrapped again. */
static void take_wrapped(
	struct book *book, struct flow *flow, const struct packet *packet)
{
	struct packet inner;
	const struct allocation *by;
	const struct dissector *dissector = NULL;

	if (!traverse_packet(book, flow, packet, &inner, &by)) {
		return;
	}
	struct flow *inside = flows_get(
		&book->flows, &inner, flows_hash(&book->flows, &inner));
	if (inside) {
		inside->turn = by;
		dissector = demux(inside, &inner);
	}
	if (dissector) {
		book->counts.other--;
		book->counts.rtcp += is_rtcp(dissector);
		read_packet(book, inside, &inner, dissector);
	} else if (inside) {
		(void)traverse_packet(book, inside, &inner, &inner, &by);
	}
}

/* read_packet for RTP, the one of all that is usual: no compound, no SDP. */
static void read_rtp(
	struct book *book, struct flow *flow, const struct packet *packet)
{
	struct rtp rtp;
	enum verdict v =
		rtp_parse(packet->payload, packet->payload_wire, &rtp);

	if (ATTR_LIKELY(v == V_OK)) {
		book->counts.rtp++;
		track_media(book, flow, packet, &rtp);
		return;
	}
	count_failure(book, packet, &dissector_rtp, v);
	if (v == V_NOT_MINE || flow->claim == FLOW_UNKNOWN) {
		take_other(book, flow, packet);
	}
}

/* Account for one packet of @flow; @hash is the flow's. */
static void take(struct book *book, struct flow *flow,
	const struct packet *packet, uint64_t hash)
{
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
		take_other(book, flow, packet);
		net_packet(book, packet);
		take_wrapped(book, flow, packet);
		return;
	}
	if (ATTR_LIKELY(dissector == &dissector_rtp)) {
		read_rtp(book, flow, packet);
		return;
	}
	bool told = dissector == &dissector_sip || is_rtcp(dissector);
	if (told && copies_look(&book->copies, packet, hash)) {
		return;
	}
	book->counts.rtcp += is_rtcp(dissector);
	read_packet(book, flow, packet, dissector);
}

/* The lines of a stream that every packet touches. */
static void prefetch(const struct stream *stream)
{
	const char *line = (const char *)stream;

	for (size_t i = STREAM_HOT_BEGIN; stream && i < STREAM_HOT_END;
		i += 64) {
		ATTR_PREFETCH(line + i);
	}
}

void book_packets(struct book *book, const struct packet *packets, size_t count)
{
	struct flow *likely[BOOK_BATCH];
	uint64_t hash[BOOK_BATCH];
	uint64_t evicted = book->flows.flows_evicted;

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
			prefetch(likely[i]->streams);
		}
	}
	for (size_t i = 0; i < count; i++) {
		/* An evicted one may be another's by now. */
		bool kept = evicted == book->flows.flows_evicted;
		struct flow *flow = flows_get_likely(&book->flows, &packets[i],
			hash[i], ATTR_LIKELY(kept) ? likely[i] : NULL);
		take(book, flow, &packets[i], hash[i]);
	}
}

void book_packet(struct book *book, const struct packet *packet)
{
	book_packets(book, packet, 1);
}

void book_rest(struct book *book, const struct packet *packet)
{
	net_packet(book, packet);
}

void book_other(struct book *book, const struct packet *packet)
{
	/* A stream that carried a SIP message is a part of calls. */
	const struct flow *flow =
		flows_find(&book->flows, &packet->src, &packet->dst);
	bool of_call = flow && flow->claim == FLOW_SIP;

	traffic_add(book->traffic, packet, of_call);
	roundtrip_segment(book, packet);
	connect_segment(book, packet);
	secrets_look(book->secrets, packet);
}

void book_record(struct book *book, const struct packet *packet)
{
	secure_record(book->secure, packet);
}
