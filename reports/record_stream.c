/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of one RTP stream. */
#include "reports/records.h"

#include "calls/farend.h"
#include "calls/traverse.h"

#include "reports/course.h"
#include "reports/farend.h"
#include "reports/heard.h"
#include "reports/hearing.h"
#include "reports/passed.h"
#include "reports/points.h"

static void put_end(struct json j, const char *key, const struct endpoint *e)
{
	char text[ENDPOINT_TEXT];

	json_word(j, key, endpoint_text(e, text));
}

static struct maybe known_if(bool known, double v)
{
	return known ? maybe_of(v) : MAYBE_UNKNOWN;
}

static void put_identity(struct json j, const struct stream *s)
{
	char ssrc[16];
	uint32_t clock = stream_clock_hz(s);

	json_count(j, "id", s->id);
	if (s->call) {
		json_count(j, "call", s->call->id);
	}
	(void)snprintf(ssrc, sizeof(ssrc), "0x%08x", (unsigned)s->ssrc);
	json_word(j, "ssrc", ssrc);
	put_end(j, "src", &s->src);
	put_end(j, "dst", &s->dst);
	json_string(j, "codec", stream_format_name(s));
	json_count(j, "payload_type", stream_payload_type(s));
	json_number(j, "clock_hz", known_if(clock != 0, clock), 0);
	json_number(j, "ptime_ms", stream_ptime_ms(s), 3);
	json_count(j, "first_frame", s->stat.first_frame);
	json_time(j, "start_time", s->stat.first_ts);
	json_number(j, "duration_s", maybe_of(stream_duration_s(s)), 6);
}

static void put_counts(struct json j, const struct stream *s)
{
	json_count(j, "packets", s->stat.packets);
	json_count(j, "expected", seqtrack_expected(&s->seq));
	json_count(j, "lost", seqtrack_lost(&s->seq));
	if (s->lost_in_capture) {
		json_count(j, "lost_in_capture", s->lost_in_capture);
	}
	json_number(j, "lost_percent", stream_lost_pct(s), 4);
	json_count(j, "duplicates", s->seq.duplicates);
	json_count(j, "mirrored", s->mirrored);
	json_count(j, "reordered", s->seq.reordered);
	json_count(j, "sequence_errors", s->stat.sequence_errors);
	json_count(j, "sequence_restarts", s->seq.restarts);
}

static void put_timing(struct json j, const struct stream *s)
{
	bool clocked = s->stat.jitter_count != 0;
	bool gaps = s->stat.delta_count != 0;

	json_number(j, "jitter_ms_min",
		known_if(clocked, s->stat.jitter_min_ms), 6);
	json_number(j, "jitter_ms_mean", rtpstat_jitter_mean(&s->stat), 6);
	json_number(j, "jitter_ms_max",
		known_if(clocked, s->stat.jitter_max_ms), 6);
	json_number(j, "delta_ms_min", known_if(gaps, s->stat.delta_min_ms), 6);
	json_number(j, "delta_ms_mean", rtpstat_delta_mean(&s->stat), 6);
	json_number(j, "delta_ms_max", known_if(gaps, s->stat.delta_max_ms), 6);
	if (gaps) {
		json_count(j, "delta_max_frame", s->stat.delta_max_frame);
	}
	json_number(
		j, "skew_ms_max", known_if(clocked, s->stat.skew_max_ms), 6);
	json_number(j, "clock_drift_ppm", rtpstat_drift_ppm(&s->stat), 3);
	json_number(j, "bitrate_kbps", stream_bitrate_kbps(s), 3);
}

static void put_network(struct json j, const struct stream *s)
{
	if (!s->dscp_unknown) {
		json_count(j, "dscp", s->dscp);
	}
	if (s->dscp_changed) {
		json_flag(j, "dscp_changed", true);
	}
	if (s->vlan_count) {
		json_count(j, "vlan", s->vlan);
		json_count(j, "vlan_priority", s->pcp);
	}
	json_count(j, "payload_bytes", s->payload_bytes);
	if (!s->payload_varies && s->payload_size) {
		json_count(j, "payload_bytes_per_packet", s->payload_size);
	}
}

void records_quality(struct json j, const struct quality *q)
{
	json_number(j, "mos", q->mos, 3);
	json_word(j, "mos_scale", quality_scale(q));
	json_number(j, "mos_low", q->mos_low, 3);
	json_number(j, "mos_high", q->mos_high, 3);
	json_word(j, "mos_basis", quality_figures_word(q));
	json_number(j, "mos_cq", q->mos_cq, 3);
	json_number(j, "r_factor", q->r, 2);
}

static void put_quality(struct json j, const struct stream *s)
{
	json_number(j, "burst_density_percent", s->burst_density_pct, 3);
	json_number(j, "gap_density_percent", s->gap_density_pct, 3);
	json_number(j, "burst_r", s->burst_r, 4);
	if (!s->quality.mos.known) {
		json_word(j, "mos_unknown_because",
			quality_basis_text(s->quality.basis));
		return;
	}
	records_quality(j, &s->quality);
	if (s->lost_in_capture) {
		json_flag(j, "mos_is_minimum", true);
	}
	if (s->quality.concealment != CONCEALMENT_UNTOLD) {
		uint64_t frame;
		bool none = farend_concealment(s, &frame) == CONCEALMENT_NONE;
		json_word(j, "concealment", none ? "none" : "some");
		json_count(j, "concealment_frame", frame);
	}
	json_number(j, "mos_unconcealed", s->quality.mos_bare, 3);
	json_number(j, "r_factor_unconcealed", s->quality.r_bare, 2);
	json_number(j, "ie_eff", s->quality.ie_eff, 4);
	if (s->quality.rating->bitrate) {
		json_number(j, "mos_codec_kbps",
			maybe_of(s->quality.rating->bitrate / 1000.0), 2);
	}
	if (s->quality.rate_share < 1) {
		json_number(j, "mos_rate_share_percent",
			maybe_of(100 * s->quality.rate_share), 2);
	}
	json_number(j, "mos_codec_share_percent", stream_rated_pct(s), 2);
	json_word(j, "mos_figures_source", s->quality.rating->source);
}

static void put_binding(struct json parent, const struct stream *s)
{
	static const char *const words[] = {
		[BASIS_GUESSED] = "guessed",
		[BASIS_DESTINATION] = "destination",
		[BASIS_SOURCE] = "source",
		[BASIS_BOTH] = "both",
		[BASIS_ICE] = "ice",
		[BASIS_LATCHED] = "latched",
		[BASIS_FOREIGN] = "foreign",
	};
	struct json j = json_object(parent, "binding");

	json_word(j, "basis", words[s->basis]);
	if (s->basis_frame) {
		json_count(j, "frame", s->basis_frame);
	}
	json_word(j, "text", stream_basis_text(s->basis));
	if (s->turn) {
		struct json turn = json_object(j, "turn");
		put_end(turn, "server", &s->turn->server);
		if (s->turn->has_relayed) {
			put_end(turn, "relayed", &s->turn->relayed);
		}
		json_count(turn, "frame", s->turn->frame);
	}
	if (s->rightful) {
		json_count(j, "rightful_stream", s->rightful->id);
	}
}

static void put_types(struct json parent, const struct stream *s)
{
	struct json list = json_array(parent, "payload_types");

	for (unsigned i = 0; i < s->type_count; i++) {
		const struct stream_type *t = &s->types[i];
		struct json j = json_object(list, NULL);
		json_count(j, "payload_type", t->payload_type);
		if (t->format) {
			json_string(j, "codec", t->format->name);
		} else if (t->codec) {
			json_word(j, "codec", t->codec->name);
		}
		json_count(j, "packets", t->packets);
	}
}

void records_stream(struct json j, const struct report_input *input,
	const struct stream *stream)
{
	put_identity(j, stream);
	points_record(j, input, stream);
	put_counts(j, stream);
	put_timing(j, stream);
	put_network(j, stream);
	put_quality(j, stream);
	heard_record(j, stream);
	farend_record(j, stream);
	course_record(j, stream);
	json_word(j, "secure",
		stream_security_told(stream)
			? media_security_text(stream_security(stream))
			: NULL);
	json_flag(j, "decrypted", false);
	put_binding(j, stream);
	passed_record(j, stream);
	put_types(j, stream);
	hearing_record(j, input, stream);
}
