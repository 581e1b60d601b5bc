/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The end of an observation: which stream goes the other way, and so how long a
 * voice is under way. The round trip of the one stream is between here and its
 * receiver; that of the other, between here and the sender of the first.
 */
#include "calls/claim.h"
#include "calls/farend.h"

#include "calls/parts.h"
#include "calls/passage.h"

/* Streams of one call looked at, and sightings of one stream. */
#define LOOKED_AT 64

static struct stream *swapped(const struct stream *s)
{
	struct stream *r = s->call ? s->call->streams : NULL;

	for (unsigned i = 0; r && i < LOOKED_AT; r = r->next_in_call, i++) {
		if (r->point == s->point && endpoint_eq(&r->src, &s->dst) &&
			endpoint_eq(&r->dst, &s->src)) {
			return r;
		}
	}
	return NULL;
}

/* Its receiver reports under the SSRC it sends with. */
static struct stream *reverse_of(struct book *book, const struct stream *s)
{
	struct stream *r = NULL;

	if (s->far && s->far->heard.ssrc) {
		r = ssrc_find(book, s->far->heard.ssrc, s->point, &s->dst,
			&s->src);
	}
	return r && r != s ? r : swapped(s);
}

static struct delay_side by_rtcp(const struct rtt *rtt)
{
	struct maybe ms = rtt_median_ms(rtt);

	return (struct delay_side){
		.rtt_ms = ms, .by = ms.known ? DELAY_RTCP : DELAY_UNKNOWN};
}

static struct delay_side better(struct delay_side a, struct delay_side b)
{
	return a.rtt_ms.known ? a : b;
}

static struct delay_side to_receiver(
	const struct book *book, const struct stream *s)
{
	struct delay_side side = {.rtt_ms = MAYBE_UNKNOWN};

	if (s->far) {
		side = by_rtcp(&s->far->to_receiver);
	}
	return better(side, roundtrip_side(book, &s->dst.ip, s->point));
}

static struct delay_side to_sender(const struct book *book,
	const struct stream *s, const struct stream *reverse)
{
	struct delay_side side = {.rtt_ms = MAYBE_UNKNOWN};

	if (reverse && reverse->far) {
		side = by_rtcp(&reverse->far->to_receiver);
	}
	if (s->far) {
		side = better(side, by_rtcp(&s->far->to_sender));
	}
	return better(side, roundtrip_side(book, &s->src.ip, s->point));
}

static const struct stream *first_of(const struct stream *s)
{
	for (unsigned i = 0; s->arrival && s->arrival->from && i < LOOKED_AT;
		i++) {
		s = s->arrival->from;
	}
	return s;
}

/* From the first sighting of the stream to its last one, by clocks whose
 * difference is known both ways. @ret_last: the last one */
static struct maybe one_way(const struct book *book,
	const struct stream *first, const struct stream **ret_last)
{
	double sum_ms = 0;
	unsigned hops = 0;

	for (const struct passage *p = first->onward; p && p->to && p->transit;
		p = p->to->onward) {
		size_t at = (size_t)p->from->point * book->point_count +
			    p->to_point;
		struct maybe ms = transit_mean_ms(p->transit);
		if (!book->clock_spread || book->clock_spread[at] < 0 ||
			!ms.known || hops++ == LOOKED_AT) {
			return MAYBE_UNKNOWN;
		}
		sum_ms += ms.v;
		*ret_last = p->to;
	}
	return hops ? maybe_of(sum_ms > 0 ? sum_ms : 0) : MAYBE_UNKNOWN;
}

void farend_delay(struct book *book, struct stream *stream,
	struct maybe buffer_ms)
{
	const struct stream *reverse = reverse_of(book, stream);
	const struct stream *first = first_of(stream);
	const struct stream *last = first;
	struct maybe measured = one_way(book, first, &last);

	if (!measured.known) {
		first = stream;
		last = stream;
	}
	const struct stream *back =
		first == stream ? reverse : reverse_of(book, first);
	struct delay_input in = {
		.one_way_ms = measured,
		.to_receiver = to_receiver(book, last),
		.to_sender = to_sender(book, first, back),
		.codec = stream_codec(stream),
		.ptime_ms = stream_ptime_ms(stream),
		.buffer_ms = buffer_ms,
	};

	if (reverse && reverse->far && reverse->far->unread_sender) {
		struct farend *f = farend_of(book, stream);
		if (f) {
			f->unread_receiver = reverse->far->unread_sender;
		}
	}
	delay_of(&in, &stream->delay);
}

/* RFC 3611 clause 4.7.6: unspecified, disabled, enhanced, standard. */
static enum concealment of_plc(unsigned plc)
{
	if (plc == 0) {
		return CONCEALMENT_UNTOLD;
	}
	return plc == 1 ? CONCEALMENT_NONE : CONCEALMENT_SOME;
}

enum concealment farend_concealment(
	const struct stream *stream, uint64_t *ret_frame)
{
	enum concealment told = CONCEALMENT_UNTOLD;
	uint64_t frame = 0;

	if (stream->far && stream->far->xr.voip_frame) {
		told = of_plc(stream->far->xr.voip.plc);
		frame = stream->far->xr.voip_frame;
	}
	for (const struct claim *c = stream->claims;
		c && told == CONCEALMENT_UNTOLD; c = c->next_of_heard) {
		struct maybe plc = c->heard.value[VQ_PLC];
		if (c->kind == CLAIM_REPORT && c->heard.present && plc.known) {
			told = of_plc((unsigned)plc.v);
			frame = c->frame;
		}
	}
	if (ret_frame) {
		*ret_frame = frame;
	}
	return told;
}
