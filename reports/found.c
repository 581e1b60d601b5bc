/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of findings for people, and its summary in the report. */
#include "reports/found.h"

#include "detect/detector.h"
#include "reports/format.h"
#include "reports/points.h"

#include <inttypes.h>
#include <string.h>

/* Lines of the report's summary, and calls that one finding lists. */
#define TOP_MOST   8
#define CALLS_MOST 20

static enum format_style style_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_CRITICAL:
	case SEVERITY_ERROR:
		return STYLE_BAD;
	case SEVERITY_WARNING:
		return STYLE_ODD;
	case SEVERITY_NOTE:
		return STYLE_PLAIN;
	}
	return STYLE_PLAIN;
}

static void put_severity(struct text *out, const struct report_options *options,
	const struct finding *f)
{
	enum format_style style = style_of(f->severity);

	format_style(out, options->colour, style);
	text_cell(out, slice_of(finding_severity_text(f->severity)), 9, false);
	format_plain(out, options->colour, style);
}

static void put_calls(struct text *t, const struct finding *f)
{
	uint32_t shown = 0;

	for (const struct finding_call *at = f->calls; at && shown < CALLS_MOST;
		at = at->next, shown++) {
		text_printf(t, "%s%u",
			shown       ? ", "
			: at->next ? "calls "
				   : "call ",
			(unsigned)at->call->id);
	}
	if (f->call_count > shown && shown) {
		text_printf(t, " and %u more", (unsigned)(f->call_count - shown));
	}
}

static void put_streams(struct text *t, const struct finding *f)
{
	uint32_t shown = 0;

	for (const struct finding_stream *at = f->streams;
		at && shown < CALLS_MOST; at = at->next, shown++) {
		text_printf(t, "%s%u",
			shown      ? ", "
			: at->next ? "streams "
				   : "stream ",
			(unsigned)at->stream->id);
	}
	if (f->stream_count > shown && shown) {
		text_printf(t, " and %u more",
			(unsigned)(f->stream_count - shown));
	}
}

static void put_hosts(struct text *t, const struct finding *f)
{
	char ip[ADDR_TEXT];

	for (uint32_t i = 0; i < f->host_count && i < FINDING_HOSTS; i++) {
		text_printf(t, "%s%s", i ? ", " : "",
			addr_text(&f->hosts[i], ip));
	}
	if (f->host_count > FINDING_HOSTS) {
		text_printf(t, " and %u more",
			(unsigned)(f->host_count - FINDING_HOSTS));
	}
}

static void put_frames(struct text *t, const struct report_input *input,
	const struct finding *f)
{
	bool several = input->capture_count > 1;

	text_puts(t, several || f->frame_count == 1 ? "" : "frames ");
	for (uint32_t i = 0; i < f->frame_count && i < FINDING_FRAMES; i++) {
		const struct finding_frame *p = &f->frames[i];
		text_puts(t, i ? several ? "; " : ", " : "");
		if (several || f->frame_count == 1) {
			points_frame(t, input, p->capture, p->frame);
		} else {
			text_printf(t, "%" PRIu64, p->frame);
		}
	}
	if (f->frame_count > FINDING_FRAMES) {
		text_printf(t, " and %u more",
			(unsigned)(f->frame_count - FINDING_FRAMES));
	}
}

static void put_when(struct text *t, const struct report_input *input,
	const struct finding *f)
{
	bool fine = report_nanoseconds(input);

	if (f->count > 1) {
		text_printf(t, "%u times, from ", (unsigned)f->count);
	}
	format_relative(t, f->first_ts, input->origin, fine);
	if (f->last_ts != f->first_ts) {
		text_puts(t, " to ");
		format_relative(t, f->last_ts, input->origin, fine);
	}
	text_puts(t, " s");
}

void found_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct finding *f)
{
	struct text s = {0};

	put_severity(out, options, f);
	format_style(out, options->colour, STYLE_BOLD);
	text_puts(out, _(f->detector->title));
	format_plain(out, options->colour, STYLE_BOLD);
	text_printf(out, "  [%s]\n", f->detector->id);
	format_field(out, "what", f->detail, options->columns);
	put_calls(&s, f);
	format_fact(out, "calls", &s, options->columns);
	put_streams(&s, f);
	format_fact(out, "streams", &s, options->columns);
	put_hosts(&s, f);
	format_fact(out, "hosts", &s, options->columns);
	put_frames(&s, input, f);
	format_fact(out, "proof", &s, options->columns);
	put_when(&s, input, f);
	format_fact(out, "when", &s, options->columns);
	format_field(out, "do", f->remedy, options->columns);
	text_puts(out, "\n");
	text_finish(&s);
}

/* "2 errors, 1 warning": of those to show. */
static size_t put_counts(struct text *t, const struct report_input *input,
	const struct call *only)
{
	const struct findings *all = input->findings;
	uint64_t n[SEVERITIES] = {0};
	size_t sum = 0;

	for (size_t i = 0; i < all->count; i++) {
		if (report_concerns(input, only, all->list[i])) {
			n[all->list[i]->severity]++;
			sum++;
		}
	}
	for (int s = SEVERITY_CRITICAL; s >= SEVERITY_NOTE; s--) {
		if (!n[s]) {
			continue;
		}
		if (s == SEVERITY_CRITICAL) {
			text_printf(t, "%" PRIu64 " critical", n[s]);
		} else {
			format_clause(t, n[s],
				finding_severity_text((enum severity)s));
		}
	}
	return sum;
}

static void put_passed(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct findings *all = input->findings;
	bool any = false;
	struct text s = {0};

	for (size_t i = 0; i < all->check_count; i++) {
		const struct check *c = &all->checks[i];
		if (!c->judged || c->found || !c->detector->passed) {
			continue;
		}
		if (!any) {
			format_heading(out, options->colour,
				_("Checked and passed"));
		}
		any = true;
		text_puts(&s, _(c->detector->passed));
		text_puts(&s, " (");
		format_plural(&s, c->judged, c->detector->subject);
		text_printf(&s, ") [%s]", c->detector->id);
		format_field(out, "passed", text_slice(&s), options->columns);
		text_clear(&s);
	}
	text_puts(out, any ? "\n" : "");
	text_finish(&s);
}

/* Has a check before the one at @at given the reason @why? */
static bool said(const struct findings *all, size_t at, const char *why)
{
	for (size_t i = 0; i < at; i++) {
		const struct check_reason *r = all->checks[i].reasons;
		for (size_t k = 0; k < CHECK_REASONS && r[k].why; k++) {
			if (!r[k].absent && strcmp(r[k].why, why) == 0) {
				return true;
			}
		}
	}
	return false;
}

/* Reason @r of check @at, and all checks that give the same one. */
static void put_reason(struct text *s, const struct findings *all, size_t at,
	const struct check_reason *r)
{
	bool any = false;

	format_plural(s, r->count, all->checks[at].detector->subject);
	text_printf(s, ": %s [", _(r->why));
	for (size_t i = at; i < all->check_count; i++) {
		const struct check_reason *o = all->checks[i].reasons;
		for (size_t k = 0; k < CHECK_REASONS && o[k].why; k++) {
			if (!o[k].absent && strcmp(o[k].why, r->why) == 0) {
				text_printf(s, "%s%s", any ? ", " : "",
					all->checks[i].detector->id);
				any = true;
			}
		}
	}
	text_puts(s, "]");
}

/* All checks for which the capture has no traffic, in one sentence. */
static void put_absent(struct text *s, const struct findings *all)
{
	for (size_t i = 0; i < all->check_count; i++) {
		const struct check_reason *r = all->checks[i].reasons;
		for (size_t k = 0; k < CHECK_REASONS && r[k].why; k++) {
			if (r[k].absent) {
				text_puts(s, s->n ? ", "
						  : _("nothing that these look "
						      "at is in the capture "
						      "["));
				text_puts(s, all->checks[i].detector->id);
				break;
			}
		}
	}
	text_puts(s, s->n ? "]" : "");
}

static void put_unjudged(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct findings *all = input->findings;
	struct text lines = {0};
	struct text s = {0};

	for (size_t i = 0; i < all->check_count; i++) {
		const struct check_reason *r = all->checks[i].reasons;
		for (size_t k = 0; k < CHECK_REASONS && r[k].why; k++) {
			if (!r[k].absent && !said(all, i, r[k].why)) {
				put_reason(&s, all, i, &r[k]);
				format_field(&lines, "unknown", text_slice(&s),
					options->columns);
				text_clear(&s);
			}
		}
	}
	put_absent(&s, all);
	format_fact(&lines, "unknown", &s, options->columns);
	if (lines.n) {
		format_heading(out, options->colour, _("Could not be judged"));
		text_put(out, text_slice(&lines));
		text_puts(out, "\n");
	}
	text_finish(&s);
	text_finish(&lines);
}

static void put_dropped(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct findings *all = input->findings;
	struct text s = {0};

	for (size_t i = 0; i < all->check_count; i++) {
		if (all->checks[i].dropped) {
			format_clause(&s, all->checks[i].dropped, "finding");
			text_printf(
				&s, " of %s", all->checks[i].detector->id);
		}
	}
	if (s.n) {
		text_puts(&s, " above the limit are counted only");
	}
	if (all->incomplete) {
		text_puts(&s, s.n ? "; " : "");
		text_puts(&s, "memory ran out: some findings are missing");
	}
	format_fact(out, "LIMITS", &s, options->columns);
	text_finish(&s);
}

static int write_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct findings *all = input->findings;
	const struct call *only;
	struct text counts = {0};

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	size_t n = put_counts(&counts, input, only);
	format_style(out, options->colour, STYLE_BOLD);
	text_puts(out, n ? "Findings: " : "No findings.");
	text_put(out, text_slice(&counts));
	format_plain(out, options->colour, STYLE_BOLD);
	text_puts(out, "\n\n");
	text_finish(&counts);
	for (size_t i = 0; i < all->count; i++) {
		if (!report_concerns(input, only, all->list[i])) {
			continue;
		}
		found_put(out, input, options, all->list[i]);
		if (options->differs) {
			*options->differs |=
				all->list[i]->severity >= SEVERITY_ERROR;
		}
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	put_dropped(out, input, options);
	if (report_all(input, only)) {
		put_passed(out, input, options);
		put_unjudged(out, input, options);
	}
	return report_drain(out, options, err);
}

const struct report report_findings = {
	.name = "text",
	.title = "what is wrong, with proof and remedy; what was in order",
	.findings = true,
	.write = write_text,
};

void found_sentence(struct text *t, const struct report_input *input,
	const struct finding *finding)
{
	text_printf(t, "%s: ", _(finding->detector->title));
	text_put(t, finding->detail);
	text_puts(t, " (");
	put_frames(t, input, finding);
	text_puts(t, ")");
}

void found_top(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only)
{
	const struct findings *all = input->findings;
	struct text s = {0};
	unsigned shown = 0;
	size_t n = all ? put_counts(&s, input, only) : 0;

	if (!n) {
		text_finish(&s);
		return;
	}
	format_style(out, options->colour, STYLE_BOLD);
	text_puts(out, "Findings: ");
	text_put(out, text_slice(&s));
	format_plain(out, options->colour, STYLE_BOLD);
	text_puts(out, "\n");
	for (size_t i = 0; i < all->count && shown < TOP_MOST; i++) {
		const struct finding *f = all->list[i];
		if (!report_concerns(input, only, f) ||
			f->severity == SEVERITY_NOTE) {
			continue;
		}
		shown++;
		text_clear(&s);
		found_sentence(&s, input, f);
		format_style(out, options->colour, style_of(f->severity));
		format_field(out, finding_severity_text(f->severity), text_slice(&s),
			options->columns);
		format_plain(out, options->colour, style_of(f->severity));
	}
	text_printf(out, "  `earshot findings FILE` tells %s.\n\n",
		shown ? "what to do" : "them");
	text_finish(&s);
}

void found_mark(struct text *out, const struct report_input *input,
	const struct call *call, bool wide)
{
	const struct finding *f =
		input->findings ? findings_worst(input->findings, call) : NULL;

	if (wide) {
		text_printf(out, " %s", f ? f->detector->id : "-");
	} else if (f && f->severity != SEVERITY_NOTE) {
		char first = finding_severity_text(f->severity)[0];
		text_printf(out, " %c", first - 'a' + 'A');
	}
}
