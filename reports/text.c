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

static void put_undecoded(struct text *out,
	const struct report_options *options, const struct report_capture *c)
{
	struct text s = {0};
	uint64_t sum = 0;

	for (unsigned i = 1; i < UNDECODED_REASONS; i++) {
		sum += c->undecoded[i];
		if (c->undecoded[i]) {
			text_printf(&s, "%s%" PRIu64 " %s", s.n ? ", " : "",
				c->undecoded[i],
				undecoded_text((enum undecoded)i));
		}
	}
	if (sum) {
		struct text line = {0};
		format_plural(&line, sum, "packet");
		text_puts(&line, ": ");
		/* "2 packets: 2 not IP" would say it twice. */
		struct slice first = text_slice(&s);
		struct slice rest = first;
		(void)slice_cut(&rest, ' ');
		bool one = slice_find(first, ',') == first.n;
		text_put(&line, one ? rest : first);
		format_field(
			out, "not read", text_slice(&line), options->columns);
		text_finish(&line);
	}
	text_finish(&s);
}

static void put_tunnels(struct text *out, const struct report_options *options,
	const struct tunnels *t)
{
	struct text s = {0};
	char a[ADDR_TEXT];

	for (unsigned i = 0; i < t->count; i++) {
		const struct tunnels_entry *e = &t->entries[i];
		text_clear(&s);
		format_plural(&s, e->frames, "packet");
		text_puts(&s, " came in ");
		tunnels_kinds(&s, e);
		if (tunnels_outer(e)) {
			text_printf(&s, " (%s", addr_text(&e->src, a));
			text_printf(&s, " -> %s)", addr_text(&e->dst, a));
		}
		format_field(out, i ? "" : "tunnels", text_slice(&s),
			options->columns);
	}
	if (t->others) {
		text_clear(&s);
		format_plural(&s, t->others, "packet");
		text_puts(&s, " came in further tunnels");
		format_field(out, "", text_slice(&s), options->columns);
	}
	text_finish(&s);
}

static void put_filtered(struct text *out, const struct report_options *options,
	const struct report_capture *c, const char *filter)
{
	struct text s = {0};

	if (!filter) {
		return;
	}
	format_plural(&s, c->filtered, "packet");
	text_puts(&s, " left out by the filter: ");
	text_clean(&s, slice_of(filter));
	format_field(out, "filtered", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_capture(struct text *out, const struct report_options *options,
	const struct report_capture *c, const char *filter)
{
	struct text s = {0};
	size_t columns = options->columns;

	text_clean(&s, slice_of(c->path));
	format_field(out, "file", text_slice(&s), columns);
	text_clear(&s);
	text_printf(&s, "%s%s%s, %s, ", c->info.format,
		c->info.compression ? ", " : "",
		c->info.compression ? c->info.compression : "",
		*c->link ? c->link : "link type unknown");
	format_plural(&s, c->frames, "packet");
	text_printf(&s, ", %" PRIu64 " bytes", c->bytes);
	format_field(out, "holds", text_slice(&s), columns);
	if (c->frames) {
		text_clear(&s);
		format_utc(&s, c->first_ts, c->info.nanoseconds);
		text_puts(&s, ", lasting ");
		format_relative(
			&s, c->last_ts, c->first_ts, c->info.nanoseconds);
		text_puts(&s, " s");
		format_field(out, "begins", text_slice(&s), columns);
	}
	put_filtered(out, options, c, filter);
	put_undecoded(out, options, c);
	put_tunnels(out, options, &c->tunnels);
	if (c->info.dropped_known && c->info.dropped) {
		text_clear(&s);
		format_plural(&s, c->info.dropped, "packet");
		text_puts(&s, " lost by the capture program itself: losses "
			      "below may be its own");
		format_field(out, "dropped", text_slice(&s), columns);
	}
	if (c->error) {
		text_clear(&s);
		text_clean(&s, slice_of(c->error));
		format_style(out, options->colour, STYLE_BAD);
		format_field(out, "DAMAGED", text_slice(&s), columns);
		format_plain(out, options->colour, STYLE_BAD);
	}
	text_finish(&s);
}

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

static void put_packets(struct text *out, const struct report_options *options,
	const struct book_counts *c)
{
	struct text s = {0};

	text_printf(&s,
		"SIP %" PRIu64 ", RTP %" PRIu64 ", RTCP %" PRIu64
		", other UDP %" PRIu64,
		c->sip, c->rtp, c->rtcp, c->other + c->rtp_alone);
	if (c->sip_malformed + c->sip_faulty) {
		text_printf(&s,
			"; SIP with faults %" PRIu64 ", unreadable %" PRIu64,
			c->sip_faulty, c->sip_malformed);
	}
	if (c->rtp_malformed) {
		text_printf(&s, "; RTP malformed %" PRIu64, c->rtp_malformed);
	}
	if (c->rtcp_encrypted) {
		text_printf(&s, "; SRTCP %" PRIu64, c->rtcp_encrypted);
	}
	if (c->rtcp_malformed) {
		text_printf(&s,
			"; RTCP not readable (encrypted or malformed) %" PRIu64,
			c->rtcp_malformed);
	}
	format_field(out, "packets", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_given_up(struct text *out, const struct report_options *options,
	const struct book *book)
{
	struct text s = {0};
	const struct book_counts *c = &book->counts;

	if (!c->calls_evicted && !c->streams_evicted && !c->out_of_memory &&
		!c->registrations_refused && !c->registrations_evicted &&
		!book->flows.flows_evicted && !book->names.given_up) {
		return;
	}
	text_printf(&s,
		"given up for lack of room: %" PRIu64 " calls, %" PRIu64
		" streams, %" PRIu64 " flows, %" PRIu64
		" registrations; out of memory %" PRIu64 " times",
		c->calls_evicted, c->streams_evicted, book->flows.flows_evicted,
		c->registrations_refused + c->registrations_evicted,
		c->out_of_memory);
	if (book->names.given_up) {
		text_printf(
			&s, "; names from DNS %" PRIu64, book->names.given_up);
	}
	format_style(out, options->colour, STYLE_ODD);
	format_field(out, "LIMITS", text_slice(&s), options->columns);
	format_plain(out, options->colour, STYLE_ODD);
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
	put_packets(out, options, &input->book->counts);
	agents_put(out, input, options);
	spoiled_copies(out, input, options);
	put_given_up(out, options, input->book);
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
		put_capture(out, options, &input->captures[i], input->filter);
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
