/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report for people: what was captured and what was not understood, the
 * totals, all calls in a line each, then each call with its facts, streams and
 * ladder. A technician reads the first screen and knows where to look.
 *
 * Details of very many calls help nobody: past DETAILS_MOST they are left out
 * unless a call was asked for, and the report says so.
 */
#include "reports/devices.h"
#include "reports/report.h"

#include "reports/agents.h"
#include "reports/applications.h"
#include "reports/calls.h"
#include "reports/capacity.h"
#include "reports/captured.h"
#include "reports/facts.h"
#include "reports/figures.h"
#include "reports/format.h"
#include "reports/found.h"
#include "reports/gathered.h"
#include "reports/inbound.h"
#include "reports/names.h"
#include "reports/nat.h"
#include "reports/points.h"
#include "reports/protocols.h"
#include "reports/spoiled.h"
#include "reports/streams.h"
#include "reports/switches.h"
#include "reports/tale.h"
#include "reports/text_call.h"
#include "reports/text_registrations.h"

#include <inttypes.h>

#define DETAILS_MOST 25
/* Streams without a call and registrations listed one by one. */
#define LIST_MOST 50

static void put_states(struct text *s, const struct facts *f)
{
	const char *gap = ": ";

	format_plural(s, f->calls, "call");
	for (unsigned i = 0; i < FACTS_STATES; i++) {
		if (f->by_state[i]) {
			text_printf(s, "%s%" PRIu64 " %s", gap, f->by_state[i],
				call_state_text((enum call_state)i));
			gap = ", ";
		}
	}
}

static void put_ratios(struct text *out, const struct report_options *options,
	const struct facts *f)
{
	struct text s = {0};

	if (!f->attempts) {
		return;
	}
	text_puts(&s, "answered ");
	format_maybe(&s, f->asr_pct, 1, "% (ASR)");
	text_puts(&s, ", network effective ");
	format_maybe(&s, f->ner_pct, 1, "% (NER)");
	text_puts(&s, ", post-dial delay ");
	format_ms(&s, f->pdd_ms_mean);
	text_puts(&s, " mean, talk ");
	format_maybe(&s, f->acd_s, 1, "s mean");
	format_field(out, "success", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_mos(struct text *out, const struct report_options *options,
	const struct facts *f)
{
	static const char *const bands[QUALITY_SCALES] = {
		"narrow", "wide", "full"};
	struct text s = {0};

	if (!f->streams) {
		return;
	}
	const char *gap = "";
	for (size_t i = 0; i < QUALITY_SCALES; i++) {
		if (f->mos_min[i].known) {
			text_printf(&s,
				"%slowest MOS %.2f, mean %.2f (listening "
				"quality, %sband E-model)",
				gap, f->mos_min[i].v, f->mos_mean[i].v,
				bands[i]);
			gap = "; ";
		}
	}
	if (!gap[0]) {
		text_puts(&s, "MOS unknown; the streams say why");
	}
	format_field(out, "quality", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_summary(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct facts *f)
{
	struct text s = {0};

	format_heading(out, options->colour, "Summary");
	put_states(&s, f);
	format_field(out, "calls", text_slice(&s), options->columns);
	put_ratios(out, options, f);
	text_clear(&s);
	format_plural(&s, f->streams, "RTP stream");
	if (points_again(input)) {
		text_printf(&s, " (%" PRIu64 " seen again at another point)",
			points_again(input));
	}
	text_puts(&s, ", ");
	format_plural(&s, f->registrations, "registration");
	if (f->calls > 1) {
		text_puts(&s, ", at most ");
		format_plural(&s, f->concurrent_max, "call");
		text_puts(&s, " at once");
	}
	format_field(out, "also", text_slice(&s), options->columns);
	put_mos(out, options, f);
	switches_put(out, input, options);
	nat_mappings_put(out, input, options);
	captured_packets(out, options, &input->book->counts);
	agents_put(out, input, options);
	spoiled_copies(out, input, options);
	captured_given_up(out, options, input->book);
	text_puts(out, "\n");
	text_finish(&s);
}

static int put_list(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	if (!input->book->calls) {
		return 0;
	}
	format_heading(out, options->colour, "Calls");
	calls_head(out, options);
	for (const struct call *c = report_call_next(input, only, NULL); c;
		c = report_call_next(input, only, c)) {
		calls_row(out, input, options, c);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	text_puts(out, "\n");
	return 0;
}

static size_t shown_calls(const struct report_input *input)
{
	size_t n = 0;
	const struct call *c = NULL;

	while ((c = report_call_next(input, NULL, c)) != NULL) {
		n++;
	}
	return n;
}

/* Past the limit of details they are not told either. */
static int put_conversations(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	const struct conversation *c = input->book->joining.conversations;

	if (!only && shown_calls(input) > DETAILS_MOST) {
		return 0;
	}
	for (; c; c = c->next) {
		if (report_shows_any(input, only, c) &&
			tale_conversation(out, input, options, c, err) != 0) {
			return -1;
		}
	}
	return 0;
}

static int put_details(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	size_t shown = only ? 1 : shown_calls(input);

	if (shown > DETAILS_MOST) {
		text_printf(out,
			"Details of %zu calls are left out; --call NUMBER "
			"shows those of one.\n\n",
			shown);
		return 0;
	}
	for (const struct call *c = report_call_next(input, only, NULL); c;
		c = report_call_next(input, only, c)) {
		if (text_call_put(out, input, options, c, err) != 0 ||
			report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

static void put_strays(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	size_t shown = 0;
	size_t more = 0;

	for (const struct stream *s = input->book->streams; s; s = s->next) {
		if (s->call || options->calls_only) {
			continue;
		}
		if (shown == LIST_MOST) {
			more++;
			continue;
		}
		if (shown++ == 0) {
			format_heading(out, options->colour,
				"RTP streams without signalling");
			streams_head(out, options);
		}
		streams_row(out, input, options, s);
	}
	if (more) {
		text_printf(
			out, "  and %zu more: earshot streams FILE\n", more);
	}
	text_puts(out, shown ? "\n" : "");
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;
	struct facts facts;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	if (facts_of(input->book, &facts) != 0) {
		return err_set(err, "out of memory while counting calls");
	}
	gathered_incomplete(out, input, options);
	spoiled_incomplete(out, input, options);
	found_top(out, input, options, only);
	format_heading(out, options->colour,
		input->capture_count > 1 ? "Captures" : "Capture");
	for (size_t i = 0; i < input->capture_count; i++) {
		captured_file(out, options, &input->captures[i], input->filter);
	}
	gathered_text(out, input, options);
	points_put(out, input, options);
	text_puts(out, "\n");
	put_summary(out, input, options, &facts);
	if (report_all(input, only) &&
		(figures_text(out, input, options, err) != 0 ||
			capacity_text(out, input, options, err) != 0 ||
			inbound_text(out, input, options, err) != 0)) {
		return -1;
	}
	if (report_all(input, only) && !options->calls_only) {
		protocols_text(out, input, options);
	}
	if (put_list(out, input, options, only, err) != 0 ||
		put_conversations(out, input, options, only, err) != 0 ||
		put_details(out, input, options, only, err) != 0) {
		return -1;
	}
	if (report_all(input, only)) {
		text_registrations_put(out, input, options);
		put_strays(out, input, options);
		applications_text(out, input, options);
	}
	if (report_all(input, only) && !options->calls_only &&
		devices_section(out, input, options, err) != 0) {
		return -1;
	}
	if (names_section(out, input, options, only, err) != 0) {
		return -1;
	}
	return report_drain(out, options, err);
}

const struct report report_text = {
	.name = "text",
	.title = "the report for people",
	.findings = true,
	.makers = true,
	.write = write,
};
