/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From packets of a stream to its jitter buffers. Only packets with something
 * special about them come here (rtpstat's flags): the others were on time for
 * every buffer.
 */
#include "calls/hear.h"

#include "calls/parts.h"
#include "lib/attr.h"

#include <math.h>

/* G.729 Annex B: a packet that ends in a frame of 2 bytes instead of 10
 * describes the noise of a silence (RFC 3551 clause 4.5.6). */
static bool ends_in_sid(const struct stream *stream, const struct rtp *rtp)
{
	return stream->type->codec == &codec_g729 &&
	       rtp->payload_wire % 10 == 2;
}

/* The codec of the last packet makes sound of it, by a clock that is known. */
static bool is_media(const struct stream *stream)
{
	const struct codec *c = stream->type->codec;

	return stream->clock_hz != 0 && !stream->event &&
	       (!c || c->kind == CODEC_AUDIO || c->kind == CODEC_NOISE);
}

/* Nothing about the packet but that pacing wants it. */
static bool is_usual(const struct stream *stream, enum seqtrack_place place)
{
	return stream->stat.flags == RTPSTAT_OUTSIDE && place == SEQ_NEXT &&
	       stream->stat.skew_ms >= stream->band_low_ms &&
	       stream->stat.skew_ms <= stream->band_high_ms;
}

ATTR_COLD void hear_packet(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp, enum seqtrack_place place)
{
	struct playout_packet in = {
		.ts = packet->ts,
		.sequence = rtp->sequence,
		.place = place,
		.media = is_media(stream),
		.noise = stream->noise,
		.sid = ends_in_sid(stream, rtp),
	};
	bool usual = is_usual(stream, place);

	if (!usual) {
		playout_add(&stream->playout, &stream->stat, &stream->seq, &in,
			&stream->band_low_ms, &stream->band_high_ms);
	}
	if (stream->stat.flags & RTPSTAT_FIRST && in.media) {
		pacing_look(&stream->pacing);
	}
	if (stream->pacing.active) {
		pacing_add(&stream->pacing, stream->stat.delta_ms,
			packet->frame,
			in.media && !in.noise && !in.sid &&
				stream->stat.flags == RTPSTAT_OUTSIDE);
	}
	if (!stream->pacing.active) {
		rtpstat_band(&stream->stat, stream->band_low_ms,
			stream->band_high_ms);
	} else if (!usual) {
		rtpstat_band(&stream->stat, HUGE_VAL, -HUGE_VAL);
	}
}

void hear_tick(struct stream *stream)
{
	/* The first interval is cut short by the grid, and its begin was looked
	 * at. */
	if (stream->stat.last_ts - stream->stat.first_ts >= INTERVAL_LENGTH) {
		pacing_look(&stream->pacing);
	}
	playout_tick(&stream->playout, &stream->stat);
	hear_anew(stream);
}

void hear_step(struct stream *stream, const struct packet *packet)
{
	pacing_step(&stream->pacing, stream->step_ms, stream->stat.packets,
		packet->frame);
}

void hear_anew(struct stream *stream)
{
	stream->band_low_ms = HUGE_VAL;
	stream->band_high_ms = -HUGE_VAL;
	rtpstat_band(&stream->stat, HUGE_VAL, -HUGE_VAL);
}

const char *hear_unknown(const struct stream *stream)
{
	const struct codec *c = stream_codec(stream);

	if (c && c->kind != CODEC_AUDIO) {
		return "no audio";
	}
	if (!stream->playout.begun) {
		return "RTP clock unknown";
	}
	/* The first packet that is played anchors the buffers, so it is. */
	return playout_delay_ms(&stream->playout, &stream->stat, HEAR_USUAL)
			       .known
		       ? NULL
		       : "nothing came but comfort noise";
}

struct hear hear_through(const struct stream *stream, enum playout_model model)
{
	uint64_t expected = seqtrack_expected(&stream->seq);
	struct hear h = {
		.unheard = seqtrack_lost(&stream->seq),
		.burst_r = stream->burst_r,
	};

	if (!hear_unknown(stream)) {
		h.discarded = playout_discarded(&stream->playout, model);
		h.unheard = seqtrack_unheard(&stream->seq, model);
		h.burst_r = seqtrack_unheard_ratio(&stream->seq, model);
	}
	h.unheard_pct = expected ? maybe_of(100.0 * (double)h.unheard /
					   (double)expected)
				 : MAYBE_UNKNOWN;
	h.quality = interval_rate(stream, stream_codec(stream), expected, h.unheard,
		h.burst_r);
	return h;
}
