/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is written only when several files were read. */
#include "reports/points.h"

#include "reports/format.h"

#include <inttypes.h>

bool points_several(const struct report_input *input)
{
	return input->point_count > 1;
}

void points_name(
	struct text *t, const struct report_input *input, unsigned point)
{
	const char *name = input->points[point].name;

	if (*name) {
		text_clean(t, slice_of(name));
	} else {
		text_printf(t, "%u", point + 1);
	}
}

void points_frame(struct text *t, const struct report_input *input,
	unsigned capture, uint64_t frame)
{
	if (input->capture_count > 1) {
		text_printf(t, "file %u, ", capture + 1);
	}
	text_printf(t, "frame %" PRIu64, frame);
}

void points_frames(struct text *t, const struct report_input *input,
	unsigned capture_a, uint64_t a, unsigned capture_b, uint64_t b)
{
	if (input->capture_count > 1) {
		points_frame(t, input, capture_a, a);
		text_puts(t, " and ");
		points_frame(t, input, capture_b, b);
	} else {
		text_printf(t, "frames %" PRIu64 " and %" PRIu64, a, b);
	}
}

static double ms(ns_t t)
{
	return (double)t / 1e6;
}

struct maybe points_uncertainty_ms(
	const struct report_input *input, const struct passage *p)
{
	size_t a = p->from->point;
	size_t b = p->to_point;
	ns_t spread = input->spread[a * input->point_count + b];

	return spread < 0 ? MAYBE_UNKNOWN : maybe_of(ms(spread));
}

/* "+12.345 ms", "-2.926 s". */
static void put_signed(struct text *t, ns_t offset)
{
	const char *sign = offset < 0 ? "\xe2\x88\x92" : "+";
	double v = offset < 0 ? -ms(offset) : ms(offset);

	if (v >= 1000) {
		text_printf(t, "%s%.6f s", sign, v / 1000);
	} else {
		text_printf(t, "%s%.3f ms", sign, v);
	}
}

static void put_basis(struct text *t, const struct report_point *p)
{
	switch (p->clock.basis) {
	case CLOCKS_UNKNOWN:
		text_puts(t, "unknown: no packet and no call in common; its "
			     "times are taken as they are");
		return;
	case CLOCKS_REFERENCE:
		text_puts(t, "the reference: all times are this clock's");
		return;
	case CLOCKS_SHARED:
		text_puts(t, ", from ");
		format_plural(t, p->shared, "shared packet");
		return;
	case CLOCKS_ONE_WAY:
		text_puts(t, ", from ");
		format_plural(t, p->shared, "shared packet");
		text_puts(t, " in one direction only: less the shortest way");
		return;
	case CLOCKS_CAUSAL:
		text_puts(t, ", no packet in common, from cause and effect "
			     "between the legs of ");
		format_plural(t, p->shared, "call");
		return;
	}
}

static void put_clock(struct text *t, const struct report_point *p)
{
	const struct clocks_offset *c = &p->clock;
	ns_t u = clocks_uncertainty(c);

	if (c->basis != CLOCKS_UNKNOWN && c->basis != CLOCKS_REFERENCE) {
		put_signed(t, c->offset);
		if (u >= 0) {
			text_printf(t, " \xc2\xb1 %.3f ms", ms(u));
		} else if (c->low > -CLOCKS_OPEN) {
			text_puts(t, " or more");
		} else if (c->high < CLOCKS_OPEN) {
			text_puts(t, " or less");
		} else {
			text_puts(t, " or so");
		}
	}
	put_basis(t, p);
	if (c->drift_ppm != 0) {
		text_printf(t, "; it gains %.2f ppm, corrected", c->drift_ppm);
	}
}

static void put_point(struct text *out, const struct report_input *input,
	const struct report_options *options, unsigned k)
{
	const struct report_point *p = &input->points[k];
	struct text s = {0};

	points_name(&s, input, k);
	text_puts(&s, ": ");
	format_plural(&s, p->frames, "packet");
	text_puts(&s, " in ");
	format_plural(&s, p->files, "file");
	text_puts(&s, ", ");
	format_relative(&s, p->span.first_ts, input->origin, false);
	text_puts(&s, " s to ");
	format_relative(&s, p->span.last_ts, input->origin, false);
	text_puts(&s, " s");
	format_field(out, "point", text_slice(&s), options->columns);
	text_clear(&s);
	put_clock(&s, p);
	format_field(out, "clock", text_slice(&s), options->columns);
	text_finish(&s);
}

void points_put(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	uint64_t copies = 0;

	for (size_t i = 0; i < input->capture_count; i++) {
		copies += input->captures[i].copies;
	}
	if (input->capture_count > 1 && !input->points) {
		format_field(out, "clocks",
			SLICE("not compared, because a pipe can be read only "
			      "once: files are taken one after the other"),
			options->columns);
	}
	if (copies) {
		struct text s = {0};
		format_plural(&s, copies, "packet");
		text_puts(&s, " that an earlier file holds too, left out");
		format_field(out, "repeated", text_slice(&s), options->columns);
		text_finish(&s);
	}
	if (input->capture_count > 1 && input->point_count == 1) {
		format_field(out, "joined",
			SLICE("the files are parts of one capture, read in "
			      "the order of time"),
			options->columns);
	}
	if (!points_several(input)) {
		return;
	}
	text_puts(out, "\n");
	format_heading(out, options->colour, "Observation points");
	for (unsigned k = 0; k < input->point_count; k++) {
		put_point(out, input, options, k);
	}
}

uint64_t points_again(const struct report_input *input)
{
	uint64_t n = 0;

	for (const struct stream *s = input->book->streams; s; s = s->next) {
		n += s->same_as != NULL;
	}
	return n;
}

static void put_lost(struct text *out, uint64_t lost, uint64_t of)
{
	text_printf(out, "%" PRIu64, lost);
	if (of) {
		text_printf(
			out, " (%.2f%%)", 100.0 * (double)lost / (double)of);
	}
}

static void put_delay(struct text *out, const struct report_input *input,
	const struct passage *p)
{
	struct maybe u = points_uncertainty_ms(input, p);
	struct maybe p95 = transit_percentile_ms(p->transit, 0.95);
	double least = ms(p->transit->min);

	if (u.known) {
		text_printf(out,
			"        delay %.3f ms mean, %.3f to %.3f, 95%% below "
			"%.3f, each \xc2\xb1 %.3f ms",
			transit_mean_ms(p->transit).v, least,
			ms(p->transit->max), p95.v, u.v);
	} else {
		text_printf(out,
			"        delay not measurable (clocks not known both "
			"ways); 95%% within %.3f ms of the fastest",
			p95.v - least);
	}
	text_puts(out, "; jitter added ");
	format_maybe(out, transit_jitter_ms(p->transit), 3, "ms");
	text_puts(out, "\n");
}

/* Lost behind the last point, by the receiver's own count. */
static struct maybe lost_after(const struct stream *s)
{
	uint32_t clock = stream_clock_hz(s);
	double here = (double)seqtrack_lost(&s->seq);

	if (s->onward || s->reports == 0 || clock == 0 ||
		!stream_remote_lost_pct(s).known) {
		return MAYBE_UNKNOWN;
	}
	return s->report_lost > here ? maybe_of(s->report_lost - here)
				     : maybe_of(0);
}

void points_stream(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	const struct passage *p = s->onward;

	if (!points_several(input)) {
		return;
	}
	text_puts(out, "        seen at ");
	points_name(out, input, s->point);
	if (!s->arrival) {
		text_puts(out, "; lost before it ");
		put_lost(out, seqtrack_lost(&s->seq),
			seqtrack_expected(&s->seq));
	}
	struct maybe after = lost_after(s);
	if (after.known) {
		text_printf(out, "; lost after it %.0f (RTCP)", after.v);
	}
	text_puts(out, "\n");
	if (!p) {
		return;
	}
	if (p->to) {
		text_printf(
			out, "        to stream %u at ", (unsigned)p->to->id);
	} else {
		text_puts(out, "        nothing of it came to ");
	}
	points_name(out, input, p->to_point);
	text_puts(out, ": lost between ");
	put_lost(out, p->lost, p->both + p->lost);
	if (p->missed) {
		text_puts(out, ", ");
		format_plural(out, p->missed, "packet");
		text_puts(out, " seen only there");
	}
	text_puts(out, "\n");
	if (p->transit) {
		put_delay(out, input, p);
	}
}

static void put_offset(struct json j, const struct clocks_offset *c)
{
	ns_t u = clocks_uncertainty(c);
	bool known = c->basis != CLOCKS_UNKNOWN;
	struct maybe unknown = MAYBE_UNKNOWN;

	json_number(j, "clock_offset_ms",
		known ? maybe_of(ms(c->offset)) : unknown, 6);
	json_number(j, "clock_offset_uncertainty_ms",
		known && u >= 0 ? maybe_of(ms(u)) : unknown, 6);
	json_word(j, "clock_offset_basis", clocks_basis_text(c->basis));
	if (known && c->basis != CLOCKS_REFERENCE) {
		json_number(j, "clock_offset_ms_min",
			c->low > -CLOCKS_OPEN ? maybe_of(ms(c->low)) : unknown,
			6);
		json_number(j, "clock_offset_ms_max",
			c->high < CLOCKS_OPEN ? maybe_of(ms(c->high)) : unknown,
			6);
		json_number(j, "clock_drift_ppm",
			c->drift_ppm != 0 ? maybe_of(c->drift_ppm) : unknown,
			3);
	}
}

void points_capture(struct json j, const struct report_input *input,
	const struct report_capture *c)
{
	if (input->capture_count < 2) {
		return;
	}
	if (!input->points) {
		json_word(j, "clock_offset_basis",
			clocks_basis_text(CLOCKS_UNKNOWN));
		return;
	}
	const struct report_point *p = &input->points[c->point];
	json_count(j, "point", c->point);
	if (*p->name) {
		json_string(j, "point_name", slice_of(p->name));
	}
	put_offset(j, &p->clock);
	if (p->clock.basis != CLOCKS_REFERENCE) {
		json_count(j, "clock_evidence", p->shared);
	}
	json_count(j, "packets_repeated", c->copies);
}

static void put_passage(struct json parent, const struct report_input *input,
	const struct passage *p)
{
	struct json j = json_object(parent, "onward");
	struct maybe u = points_uncertainty_ms(input, p);
	struct maybe unknown = MAYBE_UNKNOWN;
	struct transit *t = p->transit;

	if (p->to) {
		json_count(j, "stream", p->to->id);
	}
	json_count(j, "point", p->to_point);
	json_count(j, "packets_both", p->both);
	json_count(j, "lost", p->lost);
	json_count(j, "missed", p->missed);
	if (!t) {
		return;
	}
	struct maybe p95 = transit_percentile_ms(t, 0.95);
	json_number(
		j, "delay_ms_mean", u.known ? transit_mean_ms(t) : unknown, 6);
	json_number(
		j, "delay_ms_min", u.known ? maybe_of(ms(t->min)) : unknown, 6);
	json_number(
		j, "delay_ms_max", u.known ? maybe_of(ms(t->max)) : unknown, 6);
	json_number(j, "delay_ms_p95", u.known ? p95 : unknown, 6);
	json_number(j, "delay_uncertainty_ms", u, 6);
	json_number(
		j, "delay_variation_ms_p95", maybe_of(p95.v - ms(t->min)), 6);
	json_number(j, "jitter_added_ms", transit_jitter_ms(t), 6);
}

void points_record(
	struct json j, const struct report_input *input, const struct stream *s)
{
	if (input->capture_count < 2) {
		return;
	}
	json_count(j, "capture", s->capture);
	if (!points_several(input)) {
		return;
	}
	json_count(j, "point", s->point);
	if (!s->arrival) {
		json_count(j, "lost_before", seqtrack_lost(&s->seq));
	}
	json_number(j, "lost_after", lost_after(s), 0);
	if (s->same_as) {
		json_count(j, "same_as", s->same_as->id);
	}
	if (s->onward) {
		put_passage(j, input, s->onward);
	}
}

/* Sightings are kept newest first; they are written in order of time. */
static const struct sighting *sighting_after(
	const struct message *m, ns_t ts, const struct sighting *not_this)
{
	const struct sighting *best = NULL;

	for (const struct sighting *s = m->sightings; s; s = s->next) {
		bool later = !not_this || s->ts > ts ||
			     (s->ts == ts && s->point > not_this->point);
		if (later && (!best || s->ts < best->ts ||
				     (s->ts == best->ts &&
					     s->point < best->point))) {
			best = s;
		}
	}
	return best;
}

void points_seen(struct json j, const struct report_input *input,
	const struct message *m)
{
	if (input->capture_count < 2) {
		return;
	}
	json_count(j, "capture", m->capture);
	if (!points_several(input)) {
		return;
	}
	struct json list = json_array(j, "seen");
	struct json first = json_object(list, NULL);
	json_count(first, "point", m->point);
	json_count(first, "capture", m->capture);
	json_count(first, "frame", m->frame);
	json_time(first, "time", m->ts);
	for (const struct sighting *s = sighting_after(m, 0, NULL); s;
		s = sighting_after(m, s->ts, s)) {
		struct json one = json_object(list, NULL);
		json_count(one, "point", s->point);
		json_count(one, "capture", s->capture);
		json_count(one, "frame", s->frame);
		json_time(one, "time", s->ts);
	}
}
