/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The RTP path. For a packet of a known stream: compare the SSRC with the one
 * that came last on the flow, then add to the counters. No allocation, no copy,
 * no search; everything rarer sits in functions of its own.
 *
 * A stream begins at once where an SDP announced the port, else at the second
 * packet in sequence; the first one is then accounted for after the fact.
 */
#include "calls/parts.h"

#include "calls/hear.h"
#include "calls/passage.h"
#include "calls/scatter.h"
#include "calls/source.h"
#include "flow/demux.h"
#include "lib/attr.h"

/* Streams searched on one flow. */
#define FLOW_STREAMS 32

/* Codec and clock of one payload type: the receiver's SDP decides, then the
 * sender's, then the static table of RFC 3551. */
static void resolve_type(struct stream *stream, struct stream_type *type)
{
	/* An SSRC sends for one of the lines that are bundled on one port. */
	const struct media_line *line =
		media_line_of(stream->line, type->payload_type);
	const struct media_line *other =
		media_line_of(stream->other_line, type->payload_type);

	stream->line = line ? line : stream->line;
	stream->other_line = other ? other : stream->other_line;
	const struct media_format *f =
		media_format_of(line ? line : other, type->payload_type);
	type->format = f;
	type->codec = f ? f->codec : codec_by_static_pt(type->payload_type);
	type->clock_hz = f ? f->clock_hz : 0;
	if (type->clock_hz == 0 && type->codec) {
		type->clock_hz = type->codec->clock_hz;
	}
}

void track_settle(struct stream *stream)
{
	if (stream->type) {
		stream->type->packets +=
			stream->stat.packets - stream->type_begin;
	}
	stream->type_begin = stream->stat.packets;
}

static void use_type(struct stream *stream, struct stream_type *type)
{
	enum codec_kind kind = type->codec ? type->codec->kind : CODEC_AUDIO;

	stream->type = type;
	stream->last_type = type->payload_type;
	stream->noise = kind == CODEC_NOISE;
	stream->event = kind == CODEC_EVENT;
	stream->media = type->clock_hz != 0 &&
			(kind == CODEC_AUDIO || kind == CODEC_NOISE);
	stream->sid = type->codec == &codec_g729;
	stream->clock_hz = type->clock_hz;
	stream->step = 0; /* ticks of another clock, maybe */
	hear_anew(stream);
}

void track_resolve(struct stream *stream)
{
	for (unsigned i = 0; i < stream->type_count; i++) {
		resolve_type(stream, &stream->types[i]);
	}
	if (stream->type) {
		use_type(stream, stream->type);
	}
	if (stream->twin) {
		mirror_bound(stream);
		track_resolve(stream->twin);
	}
}

static void change_type(struct stream *stream, uint8_t payload_type)
{
	track_settle(stream);
	sizes_end_run(stream);
	for (unsigned i = 0; i < stream->type_count; i++) {
		if (stream->types[i].payload_type == payload_type) {
			use_type(stream, &stream->types[i]);
			return;
		}
	}
	/* When there is no slot left, the last one is used again. */
	unsigned at = stream->type_count < STREAM_TYPES ? stream->type_count++
							: STREAM_TYPES - 1;
	stream->types[at] = (struct stream_type){.payload_type = payload_type};
	resolve_type(stream, &stream->types[at]);
	use_type(stream, &stream->types[at]);
}

static void tell_row(const struct book *book, const struct stream *stream,
	const struct packet *packet, const struct rtp *rtp, bool copy)
{
	const struct rtpstat *once =
		stream->twin ? &stream->twin->stat : &stream->stat;
	struct book_row row = {
		.stream = stream,
		.frame = packet->frame,
		.ts = packet->ts,
		.ip_bytes = packet->payload_wire + 8U +
			    (addr_is_v4(&packet->src.ip) ? 20U : 40U),
		.sequence = rtp->sequence,
		.marker = rtp->marker,
		.payload_type = rtp->payload_type,
		.delta_ms = stream->stat.delta_ms,
		.jitter_ms = stream->stat.jitter_ms,
		.skew_ms = stream->stat.skew_ms,
		.clocked = stream->clock_hz != 0,
		.flags = stream->stat.flags,
		.copy = copy,
		.once = {once->delta_ms, once->jitter_ms, once->skew_ms,
			once->flags},
	};

	book->row(book->row_context, &row, rtp);
}

/* Media time per packet and payload size, from packets that follow directly. */
static void observe_step(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp)
{
	uint32_t step = rtp->timestamp - stream->stat.last_timestamp;
	uint16_t next = (uint16_t)(stream->previous_sequence + 1);

	if (step != stream->step && rtp->sequence == next &&
		stream->stat.packets && !rtp->marker && step &&
		step < stream->clock_hz) {
		stream->step = step;
		stream->step_ms = 1000.0 * step / stream->clock_hz;
		hear_step(stream, packet);
	}
	if (rtp->payload_wire != stream->payload_size) {
		sizes_end_run(stream);
		stream->payload_varies = stream->payload_size != 0;
		if (stream->payload_size > stream->payload_most) {
			stream->payload_most = stream->payload_size;
		}
		stream->payload_size = rtp->payload_wire;
	}
}

/* Add one packet to the counts of @stream. Inlined twice: a packet in order pays
 * no call. */
static inline ATTR_ALWAYS_INLINE void count(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp)
{
	if (ATTR_UNLIKELY(rtp->payload_type != stream->last_type)) {
		change_type(stream, rtp->payload_type);
	}
	if (ATTR_UNLIKELY(packet->ts >= stream->interval_end)) {
		interval_roll(book, stream, packet);
	}
	struct rtpstat_packet p = {
		.ts = packet->ts,
		.frame = packet->frame,
		.timestamp = rtp->timestamp,
		.sequence = rtp->sequence,
		.payload_type = rtp->payload_type,
		.marker = rtp->marker,
		.noise = stream->noise,
		.event = stream->event,
		.clock_hz = stream->event ? 0 : stream->clock_hz,
	};
	if (!stream->event && !stream->noise) {
		observe_step(stream, packet, rtp);
	}
	int64_t head = stream->seq.head;
	enum seqtrack_place place = seqtrack_add(&stream->seq, rtp->sequence);
	if (ATTR_UNLIKELY(place != SEQ_NEXT)) {
		scatter_note(book, stream, packet, rtp, place, head);
	}
	rtpstat_add(&stream->stat, &p);
	if (ATTR_UNLIKELY(stream->stat.flags | stream->paced)) {
		hear_packet(stream, packet, rtp, place);
	}
	stream->previous_sequence = rtp->sequence;
	stream->ip_bytes += packet->ip_bytes;
	stream->payload_bytes += rtp->payload_wire;
	if (ATTR_UNLIKELY(packet->dscp != stream->dscp)) {
		stream->dscp_changed = true;
	}
}

static ATTR_COLD void count_twin(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp)
{
	count(book, stream->twin, packet, rtp);
}

/* A packet that is not the next one: what it tells before it is counted. */
static ATTR_COLD enum copy look(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp)
{
	uint32_t missing = seqtrack_missing(&stream->seq, rtp->sequence);
	enum copy copy = mirror_judge(stream, packet, rtp);

	if (missing) {
		losses_gap(book, stream, packet, missing);
	}
	if (copy == COPY_SURE) {
		stream->mirrored++;
		book->counts.mirrored++;
		book->counts.rtp--;
	} else if (copy == COPY_UNSURE && stream->unsure++ == 0) {
		mirror_twin(book, stream);
	}
	return copy;
}

static void account(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp)
{
	enum copy copy = COPY_NONE;

	if (ATTR_LIKELY(seqtrack_is_next(&stream->seq, rtp->sequence))) {
		stream->marks[rtp->sequence % STREAM_MARKS] =
			copies_mark_of(packet, rtp->sequence);
	} else {
		copy = look(book, stream, packet, rtp);
		if (copy == COPY_SURE) {
			return;
		}
	}
	count(book, stream, packet, rtp);
	if (ATTR_UNLIKELY(stream->twin && copy == COPY_NONE)) {
		count_twin(book, stream, packet, rtp);
	}
	if (ATTR_UNLIKELY(copy == COPY_NONE &&
		relay_chooses(rtp->payload))) {
		relay_note(book, stream, packet->frame, packet->ts, rtp);
	}
	if (ATTR_UNLIKELY(rtp->marker && copy == COPY_NONE)) {
		picture_end(stream, packet);
	}
	if (ATTR_UNLIKELY(stream->event)) {
		digit_event(stream, packet, rtp);
	}
	if (ATTR_UNLIKELY(book->row != NULL)) {
		tell_row(book, stream, packet, rtp, copy == COPY_UNSURE);
	}
	if (ATTR_UNLIKELY(book->point_count > 1)) {
		passage_packet(book, stream, packet, rtp);
	}
}

/* One flow keeps the streams it saw last: a sender that invents an SSRC for
 * every packet must not make the search below long. */
static void make_room(struct flow *flow)
{
	struct stream *last = flow->streams;
	unsigned count = 0;

	while (last) {
		if (++count >= FLOW_STREAMS || !last->next_on_flow) {
			break;
		}
		last = last->next_on_flow;
	}
	if (count >= FLOW_STREAMS) {
		track_close(last);
	}
}

static struct stream *begin(struct book *book, struct flow *flow,
	const struct packet *packet, const struct rtp *rtp)
{
	struct stream *s = pool_get(&book->stream_pool);

	if (!s && book->streams) {
		book->counts.streams_evicted++;
		track_drop(book, book->streams);
		s = pool_get(&book->stream_pool);
	}
	if (!s) {
		book->counts.out_of_memory++;
		return NULL;
	}
	rtpstat_init(&s->stat);
	seqtrack_init(&s->seq);
	s->ssrc = rtp->ssrc;
	s->serial = ++book->stream_serial;
	s->last_type = -1;
	s->src = packet->src;
	s->dst = packet->dst;
	s->dscp = packet->dscp;
	s->dscp_unknown = packet->anomalies & PACKET_NO_DSCP;
	s->vlan_count = packet->vlan_count;
	s->pcp = packet->pcp;
	s->vlan = packet->vlan_count ? packet->vlan[0] : 0;
	s->point = packet->point;
	s->capture = packet->capture;
	s->ttl = packet->ttl;
	s->turn = flow->turn;
	s->interval_end = INT64_MIN; /* its first packet begins one */
	if (ssrc_add(book, s) != 0) {
		book->counts.out_of_memory++;
		pool_put(&book->stream_pool, s);
		return NULL;
	}
	device_stream(book, packet);
	make_room(flow);
	s->flow = flow;
	s->next_on_flow = flow->streams;
	flow->streams = s;
	flow->claim = FLOW_RTP;
	s->prev = book->streams_tail;
	if (s->prev) {
		s->prev->next = s;
	} else {
		book->streams = s;
	}
	book->streams_tail = s;
	book->stream_count++;
	binding_stream(book, flow, s);
	return s;
}

/* Account for the candidates that waited for this stream, in order of arrival;
 * those of other streams go on waiting. */
static void take_guessed(struct book *book, struct flow *flow,
	struct stream *stream, const struct rtp *rtp)
{
	struct guess *g = flow->guess;
	unsigned kept = 0;

	for (unsigned i = 0; g && i < g->count; i++) {
		if (demux_near(&g->items[i].rtp, rtp)) {
			book->counts.rtp_alone--;
			account(book, stream, &g->items[i].packet,
				&g->items[i].rtp);
		} else {
			g->items[kept++] = g->items[i];
		}
	}
	if (g) {
		g->count = kept;
	}
	if (kept == 0) {
		flows_guessed(&book->flows, flow);
	}
}

/* The packet a stream begins with: the oldest candidate, else this one. */
static const struct packet *first_of(const struct guess *guess,
	const struct packet *packet, const struct rtp *rtp)
{
	for (unsigned i = 0; guess && i < guess->count; i++) {
		if (demux_near(&guess->items[i].rtp, rtp)) {
			return &guess->items[i].packet;
		}
	}
	return packet;
}

/* A stream not seen on this flow before: take it, or wait for a second packet. */
static struct stream *admit(struct book *book, struct flow *flow,
	const struct packet *packet, const struct rtp *rtp)
{
	const struct expect *e = demux_expected(flow);
	bool expected = e && !e->rtcp && !flow->streams;

	if (!expected && !demux_confirms(flow->guess, rtp)) {
		flows_guess(&book->flows, flow, packet, rtp);
		book->counts.rtp_alone++;
		return NULL;
	}
	if (!source_admits(flow, packet->ts)) {
		return NULL;
	}
	struct stream *stream = begin(
		book, flow, first_of(flow->guess, packet, rtp), rtp);
	if (stream) {
		take_guessed(book, flow, stream, rtp);
	}
	return stream;
}

/* The stream of @flow with @ssrc, which becomes the first of its list. */
static struct stream *recall(struct flow *flow, uint32_t ssrc)
{
	struct stream **at = &flow->streams;

	while (*at && (*at)->ssrc != ssrc) {
		at = &(*at)->next_on_flow;
	}
	struct stream *found = *at;
	if (found) {
		*at = found->next_on_flow;
		found->next_on_flow = flow->streams;
		flow->streams = found;
	}
	return found;
}

void track_media(struct book *book, struct flow *flow,
	const struct packet *packet, const struct rtp *rtp)
{
	struct stream *stream = flow->streams;

	if (ATTR_UNLIKELY(!stream || stream->ssrc != rtp->ssrc)) {
		stream = recall(flow, rtp->ssrc);
		if (!stream) {
			stream = admit(book, flow, packet, rtp);
		}
		if (!stream) {
			return;
		}
	}
	account(book, stream, packet, rtp);
}
