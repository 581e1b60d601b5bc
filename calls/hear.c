/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From packets of a stream to its jitter buffers and to its pacing. Only packets
 * with something special about them come here (rtpstat's flags), and those of a
 * block that pacing looks at; the others were on time for every buffer.
 */
#include "calls/hear.h"

#include "calls/parts.h"
#include "lib/attr.h"

#include <math.h>

/* G.729 Annex B: a packet that ends in a frame of 2 bytes instead of 10
 * describes the noise of a silence (RFC 3551 clause 4.5.6). */
static bool ends_in_sid(const struct stream *stream, const struct rtp *rtp)
{
	return stream->sid && rtp->payload_wire % 10 == 2;
}

static void look(struct stream *stream)
{
	pacing_look(&stream->pacing);
	stream->paced = true;
}

static ATTR_COLD void play(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp, enum seqtrack_place place)
{
	struct playout_packet in = {
		.ts = packet->ts,
		.sequence = rtp->sequence,
		.place = place,
		.media = stream->media,
		.noise = stream->noise,
		.sid = ends_in_sid(stream, rtp),
	};
	double low_ms;
	double high_ms;

	playout_add(&stream->playout, &stream->stat, &stream->seq, &in, &low_ms,
		&high_ms);
	rtpstat_band(&stream->stat, low_ms, high_ms);
}

/* Did rtpstat lay its media time beside that of another packet? */
static bool was_compared(const struct stream *stream)
{
	return stream->clock_hz != 0 && stream->stat.line_count > 1;
}

void hear_packet(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp, enum seqtrack_place place)
{
	uint32_t flags = stream->stat.flags;

	if (ATTR_UNLIKELY(flags)) {
		play(stream, packet, rtp, place);
	}
	if (ATTR_UNLIKELY(flags & RTPSTAT_FIRST) && stream->media) {
		look(stream);
	}
	if (stream->paced && (flags || was_compared(stream))) {
		stream->paced = pacing_add(&stream->pacing,
			stream->stat.delta_ms, packet->frame,
			!(flags & ~RTPSTAT_OUTSIDE) && stream->media &&
				!stream->noise && !ends_in_sid(stream, rtp));
	}
}

void hear_tick(struct stream *stream)
{
	/* The first interval is cut short by the grid, and its begin was looked
	 * at. */
	if (stream->stat.last_ts - stream->stat.first_ts >= INTERVAL_LENGTH) {
		look(stream);
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
	h.quality = interval_rate(stream, stream_codec(stream), NULL, expected,
		h.unheard, h.burst_r);
	return h;
}
