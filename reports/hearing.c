/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same facts in words. A figure that is fine has its place in a line; what a
 * technician has to know (nothing heard, clipping, echo) has one of its own.
 */
#include "reports/hearing.h"

#include "reports/format.h"
#include "reports/points.h"

#include <inttypes.h>
#include <math.h>

#define INDENT "        "
/* Samples clipped from which it is said, percent; and of constant offset. */
#define CLIPPED_PCT 0.01
#define DC_PCT	    1.0
/* Shares of silence below this are not worth a line, percent. */
#define SHARE_PCT 0.5

static void put_levels(struct text *out, const struct hearing *h)
{
	double share = 0;
	struct maybe active = level_active(&h->level, &share);

	text_puts(out, INDENT "voice: ");
	if (active.known) {
		text_printf(out, "speech %.1f dBov, %.0f %% of the time; ",
			active.v, 100 * share);
	} else {
		text_puts(out, "nothing to hear; ");
	}
	text_puts(out, "mean ");
	format_maybe(out, level_rms(&h->level), 1, "");
	text_puts(out, ", peak ");
	format_maybe(out, level_peak(&h->level), 1, "dBov");
	text_puts(out, "\n");
}

static void put_silence(struct text *out, const struct hearing *h)
{
	struct maybe noise = level_share_pct(&h->level, LEVEL_NOISE);
	struct maybe digital = level_share_pct(&h->level, LEVEL_DIGITAL);

	if (!noise.known || noise.v + digital.v < SHARE_PCT) {
		return;
	}
	text_printf(out, INDENT "silent %.0f %% of the time",
		noise.v + digital.v);
	if (digital.v >= SHARE_PCT) {
		text_printf(out, ", %.0f %% in digital silence", digital.v);
	}
	text_printf(out, "; longest %.1f s\n", h->silence_longest_s);
}

static void put_defects(struct text *out, const struct hearing *h)
{
	const struct level *l = &h->level;
	double clipped = l->count ? 100.0 * (double)l->clipped /
					    (double)l->count
				  : 0;
	struct maybe dc = level_dc_pct(l);

	if (clipped >= CLIPPED_PCT) {
		text_printf(out,
			INDENT "clipped: %.2f %% of the samples, ", clipped);
		format_plural(out, l->clips, "time");
		text_printf(out, ", longest %u samples\n",
			(unsigned)l->run_max);
	}
	if (dc.known && fabs(dc.v) >= DC_PCT) {
		text_printf(out, INDENT "constant offset: %+.1f %% of full "
					"scale\n",
			dc.v);
	}
}

static void put_digits(struct text *out, const struct report_input *input,
	const struct hearing *h)
{
	if (h->digit_count == 0) {
		return;
	}
	text_puts(out, INDENT "DTMF heard in the voice: ");
	for (size_t i = 0; i < h->digit_count && i < HEARING_DIGITS; i++) {
		text_printf(out, "%c", h->digits[i].digit);
	}
	text_puts(out, h->digit_count > HEARING_DIGITS ? "... (" : " (");
	points_frame(out, input, h->stream->capture, h->digits[0].frame);
	text_puts(out, ")");
	if (h->digits_beside) {
		text_printf(out, ", %" PRIu64 " of them sent as events, too",
			h->digits_beside);
	}
	text_puts(out, "\n");
}

static void put_echo(struct text *out, const struct hearing *h)
{
	const struct echo_result *e = &h->echo;
	unsigned of = h->partner ? (unsigned)h->partner->stream->id : 0;

	if (!h->echo_looked) {
		if (h->echo_why) {
			text_printf(out, INDENT "echo: not looked for: %s\n",
				h->echo_why);
		}
		return;
	}
	switch (e->kind) {
	case ECHO_UNKNOWN:
		text_printf(out,
			INDENT "echo of stream %u: unknown, too little was "
			       "said there\n",
			of);
		return;
	case ECHO_NONE:
		text_printf(out, INDENT "echo of stream %u: none heard\n", of);
		return;
	case ECHO_FOUND:
		text_printf(out,
			INDENT "echo of stream %u: %.0f ms later, weaker by ",
			of, e->delay_ms);
		break;
	case ECHO_LOOP:
		text_printf(out,
			INDENT "the sound of stream %u comes back whole (echo "
			       "test, loop, or both\n"
			INDENT "  play the same): %.0f ms later, weaker by ",
			of, e->delay_ms);
		break;
	}
	format_maybe(out, e->attenuation_db, 1, "dB");
	text_printf(out, " (%s: %u of %u parts)\n",
		e->sure ? "sure" : "likely", (unsigned)e->votes,
		(unsigned)e->blocks);
}

static void put_one_way(struct text *out, const struct report_input *input,
	const struct hearing *h)
{
	struct hearing_one_way w;

	for (size_t i = 0; hearings_one_way(h, i, &w); i++) {
		text_printf(out, INDENT "%s%s", w.whole ? "carries nothing"
							: "carries nothing ",
			w.whole ? "" : "from ");
		if (!w.whole) {
			format_relative(out, w.from, input->origin, false);
			text_puts(out, " to ");
			format_relative(out, w.to, input->origin, false);
			text_puts(out, " s");
		}
		text_printf(out,
			" (%s), while stream %u is heard for %.1f s\n" INDENT
			"  (",
			w.digital ? "digital silence" : "noise only",
			(unsigned)w.heard->stream->id, w.other_s);
		points_frame(out, input, h->stream->capture, w.first_frame);
		text_printf(out, " to %" PRIu64 ")\n", w.last_frame);
	}
}

static void put_left_out(struct text *out, const struct voice_counts *c)
{
	struct text s = {0};

	format_clause(&s, c->refused, "payload not of the codec");
	format_clause(&s, c->cut, "packet cut short in the capture");
	format_clause(&s, c->unknown, "packet of a codec not decoded");
	if (s.n) {
		text_printf(out, INDENT "not heard: %s\n", s.p ? s.p : "");
	}
	text_finish(&s);
}

void hearing_put(struct text *out, const struct report_input *input,
	const struct stream *stream)
{
	const struct hearing *h = hearings_of(input->hearings, stream);

	if (!h) {
		return;
	}
	const char *why = hearing_state_text(h);
	if (why) {
		text_printf(out, INDENT "voice not measured:\n" INDENT
					"  %s\n",
			why);
		return;
	}
	put_levels(out, h);
	put_silence(out, h);
	if (h->noise_dbov.known) {
		text_printf(out,
			INDENT "%" PRIu64
			       " comfort noise packets, the last of %.0f dBov\n",
			h->counts.noise, h->noise_dbov.v);
	}
	put_defects(out, h);
	put_one_way(out, input, h);
	put_digits(out, input, h);
	put_echo(out, h);
	put_left_out(out, &h->counts);
}

static const char *state_word(enum hearing_state state)
{
	switch (state) {
	case HEARING_MEASURED:
		return "measured";
	case HEARING_ENCRYPTED:
		return "encrypted";
	case HEARING_SCRAMBLED:
		return "scrambled";
	case HEARING_UNDECODED:
		return "undecoded";
	case HEARING_EMPTY:
		return "empty";
	}
	return NULL;
}

static void record_levels(struct json j, const struct hearing *h)
{
	const struct level *l = &h->level;
	double share = 0;
	struct maybe active = level_active(l, &share);

	json_number(j, "level_dbov", level_rms(l), 2);
	json_number(j, "active_level_dbov", active, 2);
	if (active.known) {
		json_number(j, "active_percent", maybe_of(100 * share), 1);
	}
	json_number(j, "peak_dbov", level_peak(l), 2);
	json_number(j, "dc_offset_percent", level_dc_pct(l), 3);
	if (l->count) {
		json_number(j, "clipped_percent",
			maybe_of(100.0 * (double)l->clipped /
				 (double)l->count),
			4);
		json_count(j, "clips", l->clips);
		json_count(j, "clip_samples_max", l->run_max);
	}
	struct maybe noise = level_share_pct(l, LEVEL_NOISE);
	struct maybe digital = level_share_pct(l, LEVEL_DIGITAL);
	if (noise.known) {
		noise.v += digital.v;
	}
	json_number(j, "silence_percent", noise, 2);
	json_number(j, "digital_silence_percent", digital, 2);
	json_number(j, "silence_s_max", maybe_of(h->silence_longest_s), 3);
}

static void record_silences(struct json parent, const struct hearing *h)
{
	struct json list = json_array(parent, "silences");

	for (size_t i = 0; i < h->silence_count && i < HEARING_SILENCES;
		i++) {
		const struct hearing_silence *q = &h->silences[i];
		struct json j = json_object(list, NULL);
		json_time(j, "from_time", q->from);
		json_number(j, "duration_s",
			maybe_of((double)(q->to - q->from) / NS_PER_S), 3);
		json_count(j, "first_frame", q->first_frame);
		json_count(j, "last_frame", q->last_frame);
		json_flag(j, "digital", q->digital);
		json_number(j, "other_heard_s", q->other_s, 1);
	}
	json_count(parent, "silence_count", h->silence_count);
}

static void record_digits(struct json parent, const struct hearing *h)
{
	struct json list = json_array(parent, "dtmf");

	for (size_t i = 0; i < h->digit_count && i < HEARING_DIGITS; i++) {
		const struct hearing_digit *d = &h->digits[i];
		char text[2] = {d->digit, 0};
		struct json j = json_object(list, NULL);
		json_word(j, "digit", text);
		json_time(j, "time", d->at);
		json_count(j, "frame", d->frame);
		json_number(j, "duration_ms", maybe_of(d->duration_ms), 0);
		json_number(j, "low_dbov", maybe_of(d->low_dbov), 1);
		json_number(j, "high_dbov", maybe_of(d->high_dbov), 1);
		json_flag(j, "beside_event", d->beside_event);
	}
	json_count(parent, "dtmf_count", h->digit_count);
}

static void record_echo(struct json parent, const char *key,
	const struct hearing *h)
{
	static const char *const words[] = {
		[ECHO_UNKNOWN] = "unknown",
		[ECHO_NONE] = "none",
		[ECHO_FOUND] = "echo",
		[ECHO_LOOP] = "loop",
	};
	const struct echo_result *e = &h->echo;

	if (!h->echo_looked) {
		return;
	}
	struct json j = json_object(parent, key);
	json_count(j, "stream", h->stream->id);
	json_count(j, "of_stream", h->partner->stream->id);
	json_word(j, "kind", words[e->kind]);
	json_count(j, "parts", e->blocks);
	json_count(j, "parts_agreeing", e->votes);
	if (e->kind != ECHO_FOUND && e->kind != ECHO_LOOP) {
		return;
	}
	json_word(j, "confidence", e->sure ? "high" : "fair");
	json_number(j, "delay_ms", maybe_of(e->delay_ms), 1);
	json_number(j, "delay_ms_min", maybe_of(e->delay_min_ms), 1);
	json_number(j, "delay_ms_max", maybe_of(e->delay_max_ms), 1);
	json_number(j, "attenuation_db", e->attenuation_db, 1);
}

void hearing_record(struct json j, const struct report_input *input,
	const struct stream *stream)
{
	const struct hearing *h = hearings_of(input->hearings, stream);

	if (!h) {
		return;
	}
	struct json v = json_object(j, "signal");
	json_word(v, "state", state_word(h->state));
	json_word(v, "why", hearing_state_text(h));
	json_count(v, "packets_decoded", h->counts.decoded);
	json_count(v, "packets_refused", h->counts.refused);
	json_count(v, "packets_cut", h->counts.cut);
	json_count(v, "packets_undecoded", h->counts.unknown);
	json_count(v, "comfort_noise_packets", h->counts.noise);
	json_number(v, "comfort_noise_dbov", h->noise_dbov, 0);
	if (h->state != HEARING_MEASURED) {
		return;
	}
	json_number(v, "sound_s", maybe_of(h->sound_s), 3);
	record_levels(v, h);
	record_silences(v, h);
	record_digits(v, h);
	record_echo(v, "echo", h);
}

static void record_one_way(struct json list, const struct hearing *h)
{
	struct hearing_one_way w;

	for (size_t i = 0; hearings_one_way(h, i, &w); i++) {
		struct json item = json_object(list, NULL);
		json_count(item, "stream", h->stream->id);
		json_count(item, "other_stream", w.heard->stream->id);
		json_flag(item, "whole", w.whole);
		json_flag(item, "digital", w.digital);
		json_time(item, "from_time", w.from);
		json_number(item, "duration_s",
			maybe_of((double)(w.to - w.from) / NS_PER_S), 3);
		json_number(item, "other_heard_s", maybe_of(w.other_s), 1);
		json_count(item, "first_frame", w.first_frame);
		json_count(item, "last_frame", w.last_frame);
	}
}

void hearing_call(struct json j, const struct report_input *input,
	const struct call *call)
{
	if (!input->hearings) {
		return;
	}
	struct json echoes = json_array(j, "echo");
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		const struct hearing *h = hearings_of(input->hearings, s);
		if (h) {
			record_echo(echoes, NULL, h);
		}
	}
	struct json silent = json_array(j, "one_way_silence");
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		const struct hearing *h = hearings_of(input->hearings, s);
		if (h) {
			record_one_way(silent, h);
		}
	}
}
