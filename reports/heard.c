/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Buffers are told apart in the text only where they differ: of most streams no
 * buffer discards anything, and one line says it.
 */
#include "reports/heard.h"

#include "calls/hear.h"
#include "reports/format.h"
#include "reports/points.h"

#include <inttypes.h>

#define INDENT "        "

static void put_buffer(struct text *out, const struct stream *s,
	enum playout_model model)
{
	struct hear h = hear_through(s, model);

	text_printf(out, INDENT "buffer %s: %" PRIu64 " discarded, ",
		playout_name(model), h.discarded);
	format_maybe(out, h.unheard_pct, 2, "%");
	text_puts(out, " unheard, ");
	format_maybe(
		out, playout_delay_ms(&s->playout, &s->stat, model), 1, "ms");
	if (h.quality.mos.known) {
		text_printf(out, ", MOS %.2f", h.quality.mos.v);
	}
	text_puts(out, "\n");
}

static void put_buffers(struct text *out, const struct stream *s)
{
	const char *unknown = hear_unknown(s);
	uint64_t discarded = 0;

	if (unknown) {
		text_printf(out, INDENT "jitter buffer unknown: %s\n", unknown);
		return;
	}
	for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
		discarded += playout_discarded(
			&s->playout, (enum playout_model)i);
	}
	if (discarded == 0) {
		text_puts(out, INDENT "jitter buffers: nothing discarded at "
				      "60 ms, 200 ms or adaptive (");
		format_maybe(out,
			playout_delay_ms(
				&s->playout, &s->stat, PLAYOUT_ADAPTIVE),
			1, "ms");
		text_puts(out, ")\n");
		return;
	}
	for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
		put_buffer(out, s, (enum playout_model)i);
	}
}

static void put_pattern(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	const struct pacing *p = &s->pacing;
	enum pacing_shape shape = pacing_shape(p);
	const struct pacing_sight *sight = &p->sight[shape];

	switch (shape) {
	case PACING_UNKNOWN:
	case PACING_EVEN:
	case PACING_IRREGULAR:
		return;
	case PACING_BURSTS:
		text_printf(out, INDENT "sent %u packets at once",
			sight->period);
		break;
	case PACING_PERIODIC:
		text_printf(out, INDENT "sent %.1f to %.1f ms apart by rule",
			(double)sight->least_ms, (double)sight->most_ms);
		break;
	case PACING_TIMER:
		text_printf(out, INDENT "sent by a timer of %.5g ms",
			(double)sight->tick_ms);
		break;
	}
	text_puts(out, ", from ");
	points_frame(out, input, s->capture, sight->frame);
	text_puts(out, " on\n");
}

void heard_text(struct text *out, const struct report_input *input,
	const struct stream *stream)
{
	const struct pacing *p = &stream->pacing;

	put_buffers(out, stream);
	put_pattern(out, input, stream);
	if (p->changes) {
		text_printf(out, INDENT "packet time %.4g ms, then %.4g ms from ",
			p->from_ms, p->to_ms);
		points_frame(out, input, stream->capture, p->change_frame);
		text_puts(out, " on");
		if (p->changes > 1) {
			text_puts(out, "; ");
			format_plural(out, p->changes, "change");
		}
		text_puts(out, "\n");
	}
}

static void record_buffer(struct json list, const struct stream *s,
	enum playout_model model)
{
	const struct playout_buffer *b = &s->playout.buffer[model];
	struct hear h = hear_through(s, model);
	struct json j = json_object(list, NULL);

	json_word(j, "model", playout_name(model));
	json_count(j, "discarded", h.discarded);
	json_count(j, "discarded_late", b->late);
	json_count(j, "discarded_early", b->early);
	json_count(j, "underruns", b->underruns);
	json_count(j, "resyncs", b->resyncs);
	json_number(j, "delay_ms_mean",
		playout_delay_ms(&s->playout, &s->stat, model), 3);
	json_number(j, "delay_ms_max",
		playout_delay_max_ms(&s->playout, &s->stat, model), 3);
	json_count(j, "unheard", h.unheard);
	json_number(j, "unheard_percent", h.unheard_pct, 4);
	json_number(j, "burst_r", h.burst_r, 4);
	json_number(j, "mos", h.quality.mos, 3);
	json_number(j, "r_factor", h.quality.r, 2);
}

static void record_pacing(struct json parent, const struct stream *s)
{
	const struct pacing *p = &s->pacing;
	enum pacing_shape shape = pacing_shape(p);
	const struct pacing_sight *sight = &p->sight[shape];

	if (shape == PACING_UNKNOWN && p->changes == 0) {
		return;
	}
	struct json j = json_object(parent, "pacing");
	json_word(j, "pattern", pacing_word(shape));
	json_count(j, "blocks", p->blocks);
	json_count(j, "blocks_showing", sight->blocks);
	if (sight->blocks) {
		json_count(j, "first_frame", sight->frame);
	}
	if (sight->period) {
		json_count(j, "period_packets", sight->period);
		json_number(j, "space_ms_least",
			maybe_of((double)sight->least_ms), 2);
		json_number(j, "space_ms_most",
			maybe_of((double)sight->most_ms), 2);
	}
	if (sight->tick_ms > 0) {
		json_number(
			j, "tick_ms", maybe_of((double)sight->tick_ms), 3);
	}
	if (p->changes) {
		struct json c = json_object(j, "ptime_change");
		json_count(c, "count", p->changes);
		json_number(c, "from_ms", maybe_of(p->from_ms), 3);
		json_number(c, "to_ms", maybe_of(p->to_ms), 3);
		json_count(c, "first_frame", p->change_frame);
	}
}

void heard_record(struct json j, const struct stream *stream)
{
	const char *unknown = hear_unknown(stream);

	if (unknown) {
		json_word(j, "jitter_buffer_unknown_because", unknown);
	} else {
		struct json list = json_array(j, "jitter_buffer");
		for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
			record_buffer(list, stream, (enum playout_model)i);
		}
	}
	record_pacing(j, stream);
}
