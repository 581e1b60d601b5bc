/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows over segment or buffer, and the delivery of what the framers cut. */
#include "flow/tcp_stream.h"

/* Bytes of the length field before a packet of media, at most. */
#define MEDIA_LENGTH_BYTES 4

static void count(struct tcp_sink *sink, const struct packet *packet,
	const struct framing_cut *cut)
{
	struct tcp_counts *c = &sink->counts;

	c->oversize += cut->oversize;
	c->garbage_bytes += cut->garbage ? cut->used : 0;
	c->alien += cut->alien;
	if (cut->compressed && c->compressed++ == 0) {
		c->compressed_frame = packet->frame;
	}
}

/* The message of @cut goes out; @whole is false when its end is lost. */
static void deliver(const struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet, const struct framing_cut *cut, bool whole)
{
	struct packet out = *packet;
	struct tcp_counts *c = &sink->counts;
	const struct slice message = cut->message;

	out.kind = PACKET_DATAGRAM;
	out.anomalies &= ~PACKET_SNAPPED;
	if (!whole || cut->oversize) {
		out.anomalies |= PACKET_SNAPPED;
	}
	out.payload = message;
	out.payload_wire = (uint32_t)message.n;
	out.checksum = 0;
	switch ((enum framing_kind)s->framing.kind) {
	case FRAMING_SIP:
		c->sip++;
		break;
	case FRAMING_WS:
		out.transport = TRANSPORT_WS;
		c->websocket++;
		break;
	case FRAMING_HEP:
		c->hep++;
		break;
	case FRAMING_DNS:
		break;
	case FRAMING_HELLO:
		out.kind = PACKET_RECORD;
		break;
	case FRAMING_UNKNOWN:
	case FRAMING_HTTP:
	case FRAMING_RTP:
	case FRAMING_RTSP:
	case FRAMING_TURN:
	case FRAMING_TLS:
	case FRAMING_DULL:
	case FRAMING_KINDS:
		out.ip_bytes = (uint32_t)message.n + MEDIA_LENGTH_BYTES;
		c->media++;
		break;
	}
	c->cut += !whole;
	sink->deliver(sink->context, &out);
}

/* Takes all messages out of @w; returns what must wait for more. */
static struct slice consume(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet, struct slice w)
{
	struct framing_cut cut;
	enum framing_step step = FRAMING_SKIP;

	while (w.n && step != FRAMING_MORE) {
		step = framing_step(&s->framing, w, &sink->room, &cut);
		if (!framing_is_dull(&s->framing)) {
			count(sink, packet, &cut);
		}
		if (step == FRAMING_MESSAGE) {
			deliver(s, sink, packet, &cut, true);
		}
		w = slice_sub(w, cut.used, w.n);
	}
	return w;
}

void tcp_stream_take(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet, struct slice bytes)
{
	struct bytes *b = &s->waiting;

	if (framing_is_dull(&s->framing)) {
		return;
	}
	if (framing_fresh(&s->framing, bytes)) {
		bytes_drop(b, b->to - b->from);
	}
	struct slice left = bytes;
	if (b->from == b->to) {
		left = consume(s, sink, packet, bytes);
	} else if (bytes_append(b, bytes, &sink->room.held) == 0) {
		size_t before = bytes_held(b).n;
		left = consume(s, sink, packet, bytes_held(b));
		bytes_drop(b, before - left.n);
		left.n = 0;
	}
	if (framing_is_dull(&s->framing)) {
		bytes_finish(b, &sink->room.held);
		bytes_finish(&s->framing.message, &sink->room.held);
		return;
	}
	if (bytes_append(b, left, &sink->room.held) != 0) {
		sink->counts.out_of_memory++;
		bytes_drop(b, b->to - b->from);
		s->framing.lost = true;
		s->framing.head = (struct framing_head){0};
	}
	if (b->from == b->to &&
		b->room) { /* streams are idle most of the time */
		bytes_finish(b, &sink->room.held);
	}
}

/* The message that is begun, as far as it goes. */
static void give_up(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet)
{
	struct framing_cut cut;
	struct slice w = bytes_held(&s->waiting);

	if (framing_broken(&s->framing, w, &cut)) {
		deliver(s, sink, packet, &cut, false);
	} else if (s->framing.proven) {
		sink->counts.garbage_bytes += w.n;
	}
	bytes_finish(&s->waiting, &sink->room.held);
}

void tcp_stream_gap(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet, uint32_t n)
{
	if (framing_is_dull(&s->framing)) {
		return;
	}
	sink->counts.gaps++;
	sink->counts.skipped_bytes += n;
	if (s->framing.discard >= n) { /* nobody wanted it */
		s->framing.discard -= n;
		return;
	}
	s->framing.discard = 0;
	give_up(s, sink, packet);
}

void tcp_stream_end(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet)
{
	if (s->waiting.from != s->waiting.to) {
		give_up(s, sink, packet);
	}
}

void tcp_stream_finish(struct tcp_stream *s, struct tcp_sink *sink)
{
	bytes_finish(&s->waiting, &sink->room.held);
	bytes_finish(&s->framing.message, &sink->room.held);
}
