/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a stream that follow from its counters. */
#include "calls/parts.h"

#include "calls/farend.h"

/* The audio (or video) type with most packets; any type when there is none. */
static const struct stream_type *main_type(const struct stream *stream)
{
	const struct stream_type *best = NULL;
	bool best_plain = false;

	for (unsigned i = 0; i < stream->type_count; i++) {
		const struct stream_type *t = &stream->types[i];
		const struct codec *c = t->codec;
		bool plain = !c || (c->kind != CODEC_EVENT &&
					   c->kind != CODEC_NOISE &&
					   c->kind != CODEC_REDUNDANT);
		if (!best || (plain && !best_plain) ||
			(plain == best_plain && t->packets > best->packets)) {
			best = t;
			best_plain = plain;
		}
	}
	return best;
}

const struct codec *stream_codec(const struct stream *stream)
{
	const struct stream_type *t = main_type(stream);

	return t ? t->codec : NULL;
}

struct maybe stream_rated_pct(const struct stream *stream)
{
	const struct codec *rated = stream_codec(stream);
	uint64_t all = 0, of_it = 0;

	for (unsigned i = 0; i < stream->type_count; i++) {
		const struct stream_type *t = &stream->types[i];
		if (t->codec && t->codec->kind == CODEC_AUDIO) {
			all += t->packets;
			of_it += t->codec == rated ? t->packets : 0;
		}
	}
	return of_it < all ? maybe_of(100.0 * (double)of_it / (double)all)
			   : MAYBE_UNKNOWN;
}

struct codec_seen stream_seen(const struct stream *stream)
{
	const struct stream_type *t = main_type(stream);
	struct codec_seen seen = {.ptime_ms = stream->step_ms};

	/* The tag of SRTP adds bytes, how many is for its SDP to say. */
	if (stream_security(stream) == SECURE_NONE) {
		seen.payload_bytes = stream->payload_size;
		seen.payload_most = stream->payload_most;
		if (t) {
			sizes_tell(stream, (uint8_t)(t - stream->types), &seen);
		}
	}
	if (t && t->format) {
		seen.fmtp = t->format->fmtp;
	}
	return seen;
}

struct slice stream_format_name(const struct stream *stream)
{
	const struct stream_type *t = main_type(stream);

	if (t && t->format) {
		return t->format->name;
	}
	return slice_of(t && t->codec ? t->codec->name : NULL);
}

uint8_t stream_payload_type(const struct stream *stream)
{
	const struct stream_type *t = main_type(stream);

	return t ? t->payload_type : 0;
}

uint32_t stream_clock_hz(const struct stream *stream)
{
	const struct stream_type *t = main_type(stream);

	return t ? t->clock_hz : 0;
}

double stream_duration_s(const struct stream *stream)
{
	return (double)(stream->stat.last_ts - stream->stat.first_ts) / 1e9;
}

struct maybe stream_bitrate_kbps(const struct stream *stream)
{
	double s = stream_duration_s(stream);

	/* The last packet's own time is not in the span: n packets span n - 1
	 * gaps, so its bytes are left out. */
	if (s <= 0 || stream->stat.packets < 2) {
		return MAYBE_UNKNOWN;
	}
	double n = (double)stream->stat.packets;
	return maybe_of((double)stream->ip_bytes * (n - 1) / n * 8 / 1000 / s);
}

struct maybe stream_ptime_ms(const struct stream *stream)
{
	return stream->step_ms > 0 ? maybe_of(stream->step_ms) : MAYBE_UNKNOWN;
}

struct maybe stream_lost_pct(const struct stream *stream)
{
	uint64_t expected = seqtrack_expected(&stream->seq);

	if (expected == 0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(
		100.0 * (double)seqtrack_lost(&stream->seq) / (double)expected);
}

struct maybe stream_remote_lost_pct(const struct stream *stream)
{
	/* The receiver counts from the first packet it got; we take ours for
	 * it, on the receiver's 32-bit scale, whose cycles start at 0. */
	uint32_t base = (uint32_t)stream->seq.base & 0xffff;
	uint32_t expected = stream->report_highest - base + 1;

	if (stream->reports == 0 || expected == 0 ||
		expected > UINT32_MAX / 2) {
		return MAYBE_UNKNOWN;
	}
	double lost = stream->report_lost > 0 ? stream->report_lost : 0;
	return lost <= expected ? maybe_of(100.0 * lost / expected)
				: MAYBE_UNKNOWN;
}

struct maybe stream_remote_jitter_ms(const struct stream *stream)
{
	uint32_t clock = stream_clock_hz(stream);

	if (stream->reports == 0 || clock == 0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(1000.0 * stream->report_jitter / clock);
}

struct maybe stream_rtt_ms(const struct stream *stream)
{
	return stream->far ? rtt_mean_ms(&stream->far->to_receiver)
			   : MAYBE_UNKNOWN;
}

const char *stream_basis_text(enum stream_basis basis)
{
	static const char *const text[] = {
		[BASIS_GUESSED] =
			"no SDP: two packets in sequence look like RTP",
		[BASIS_DESTINATION] = "sent to an address announced by SDP",
		[BASIS_SOURCE] = "sent from an address announced by SDP",
		[BASIS_BOTH] = "between two addresses announced by SDP",
		[BASIS_ICE] = "ICE checked this pair of addresses by the names "
			      "of the SDP",
		[BASIS_LATCHED] = "sent from an address announced by SDP to "
				  "where the other side's packets come from",
		[BASIS_FOREIGN] =
			"foreign source: not announced, while the "
			"rightful one sends; tells nothing of the call",
	};

	return text[basis];
}

enum media_security stream_security(const struct stream *stream)
{
	if (stream->line) {
		return stream->line->security;
	}
	return stream->dtls ? SECURE_DTLS : SECURE_NONE;
}

bool stream_security_told(const struct stream *stream)
{
	return stream->line || stream->dtls;
}
