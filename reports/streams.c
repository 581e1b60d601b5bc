/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTP streams, one a row; the addresses stand on a second line, because two
 * IPv6 endpoints alone fill eighty columns.
 */
#include "reports/streams.h"

#include "calls/farend.h"
#include "calls/traverse.h"

#include "reports/course.h"
#include "reports/facts.h"
#include "reports/farend.h"
#include "reports/format.h"
#include "reports/heard.h"
#include "reports/hearing.h"
#include "reports/packets.h"
#include "reports/spoiled.h"
#include "reports/points.h"

#include <inttypes.h>

/* Loss from which a figure is shown as bad; docs/METRICS.md "loss". */
#define LOSS_BAD_PCT 2.0
/* G.107 Annex B: R 60, below it "nearly all users dissatisfied" begins. */
#define MOS_BAD 3.1

void streams_head(struct text *out, const struct report_options *options)
{
	format_style(out, options->colour, STYLE_DIM);
	text_puts(out,
		"                                                 jitter ms"
		"    max delta\n"
		"stream  codec       packets  expected  lost %    mean      max"
		"        ms   MOS\n");
	format_plain(out, options->colour, STYLE_DIM);
}

static void put_number(struct text *out, struct maybe m, int decimals, int wide)
{
	if (m.known) {
		text_printf(out, "%*.*f", wide, decimals, m.v);
	} else {
		text_printf(out, "%*s", wide, "-");
	}
}

static void put_judged(struct text *out, const struct report_options *options,
	struct maybe m, int wide, bool bad)
{
	enum format_style style = bad ? STYLE_BAD : STYLE_PLAIN;

	format_style(out, options->colour, style);
	put_number(out, m, 2, wide);
	format_plain(out, options->colour, style);
}

static struct maybe clocked(const struct stream *s, double v)
{
	return s->stat.jitter_count ? maybe_of(v) : MAYBE_UNKNOWN;
}

static void put_figures(struct text *out, const struct report_options *options,
	const struct stream *s)
{
	struct slice name = stream_format_name(s);
	struct maybe lost = stream_lost_pct(s);
	struct maybe delta = s->stat.delta_count
				     ? maybe_of(s->stat.delta_max_ms)
				     : MAYBE_UNKNOWN;

	text_printf(out, "%6u  ", (unsigned)s->id);
	format_cell(out, name.n ? name : SLICE("unknown"), 10, false);
	text_printf(out, " %8" PRIu64 "  %8" PRIu64, s->stat.packets,
		seqtrack_expected(&s->seq));
	put_judged(out, options, lost, 8, lost.known && lost.v > LOSS_BAD_PCT);
	put_number(out, rtpstat_jitter_mean(&s->stat), 3, 8);
	put_number(out, clocked(s, s->stat.jitter_max_ms), 3, 9);
	put_number(out, delta, 3, 10);
	put_judged(out, options, s->quality.mos, 6,
		s->quality.mos.known && s->quality.mos.v < MOS_BAD);
	text_printf(out, "%s\n", quality_mark(&s->quality));
}

/* How far the MOS can be trusted, or why there is none. */
static void put_score(struct text *out, const struct stream *s)
{
	const struct quality *q = &s->quality;

	if (!q->mos.known) {
		text_printf(out, "        no MOS: %s\n",
			quality_basis_text(q->basis));
		return;
	}
	text_printf(out,
		"        MOS scale %s, likely %.1f to %.1f; figures %s",
		quality_scale(q), q->mos_low.v, q->mos_high.v,
		quality_figures_word(q));
	if (q->mos_bare.known && q->mos_bare.v < q->mos.v) {
		text_printf(out, "; unconcealed %.2f", q->mos_bare.v);
	}
	text_puts(out, "\n");
	if (q->concealment != CONCEALMENT_UNTOLD) {
		uint64_t frame;
		(void)farend_concealment(s, &frame);
		text_printf(out,
			"        by its own word, its receiver conceals %s (frame "
			"%" PRIu64 ")\n",
			q->concealment == CONCEALMENT_NONE ? "no loss" : "loss",
			frame);
	}
}

/* The second line: who to whom, and what the codec was told. */
static void put_ends(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct stream *s)
{
	struct maybe ptime = stream_ptime_ms(s);
	struct maybe rate = stream_bitrate_kbps(s);

	text_puts(out, "        ");
	format_endpoint(out, options->names, &s->src);
	text_puts(out, " \xe2\x86\x92 ");
	format_endpoint(out, options->names, &s->dst);
	text_printf(out, ", SSRC 0x%X", (unsigned)s->ssrc);
	text_puts(out, "\n        ");
	text_puts(out, "from ");
	points_frame(out, input, s->capture, s->stat.first_frame);
	text_printf(out, ", %.2f s", stream_duration_s(s));
	if (ptime.known) {
		text_printf(out, ", %.4g ms a packet", ptime.v);
	}
	if (rate.known) {
		text_printf(out, ", %.1f kbit/s", rate.v);
	}
	if (s->dscp_unknown) {
		text_puts(out, ", DSCP unknown");
	} else {
		text_printf(out, ", DSCP %u%s", s->dscp,
			s->dscp_changed ? "+" : "");
	}
	if (s->vlan_count) {
		text_printf(out, ", VLAN %u", s->vlan);
	}
	text_puts(out, "\n");
}

/* "3 duplicates" when there are some; returns what separates the next. */
static const char *put_some(
	struct text *out, const char *gap, uint64_t n, const char *noun)
{
	if (n == 0) {
		return gap;
	}
	text_puts(out, gap);
	format_plural(out, n, noun);
	return ", ";
}

static void put_remarks(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct stream *s)
{
	put_score(out, s);
	if (s->seq.duplicates || s->seq.reordered || s->stat.sequence_errors) {
		const char *gap = "        ";
		gap = put_some(out, gap, s->seq.duplicates, "duplicate");
		gap = put_some(out, gap, s->seq.reordered, "late packet");
		(void)put_some(
			out, gap, s->stat.sequence_errors, "sequence error");
		text_puts(out, "\n");
	}
	course_loss(out, input, s);
	spoiled_stream(out, s);
	course_time(out, input, s);
	farend_put(out, input, options, s);
	if (!s->call || s->basis == BASIS_FOREIGN) {
		text_printf(out, "        %s\n", stream_basis_text(s->basis));
	}
	if (s->turn) {
		char server[ENDPOINT_TEXT];
		text_printf(out, "        through the TURN server %s\n",
			endpoint_text(&s->turn->server, server));
	}
	if (s->rightful) {
		text_printf(out, "        the rightful one is stream %u\n",
			(unsigned)s->rightful->id);
	}
}

void streams_row(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct stream *stream)
{
	put_figures(out, options, stream);
	put_ends(out, input, options, stream);
	points_stream(out, input, stream);
	heard_text(out, input, stream);
	put_remarks(out, input, options, stream);
	hearing_put(out, input, stream);
}

/* Which call it is of, and why it is taken to be. */
static void put_binding(struct text *out, const struct stream *s)
{
	if (!s->call) {
		return;
	}
	text_printf(out, "        call %u: %s", (unsigned)s->call->id,
		stream_basis_text(s->basis));
	if (s->basis_frame) {
		text_printf(out, " (frame %" PRIu64 ")", s->basis_frame);
	}
	text_puts(out, "\n");
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;
	size_t shown = 0;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	if (options->packets) {
		return packets_text(out, input, options, only, err);
	}
	for (const struct stream *s = input->book->streams; s; s = s->next) {
		if (!report_shows(input, only, s->call)) {
			continue;
		}
		if (shown++ == 0) {
			streams_head(out, options);
		}
		streams_row(out, input, options, s);
		put_binding(out, s);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	if (shown == 0) {
		text_printf(out, "No RTP streams in this %s.\n",
			only           ? "call"
			: input->chosen ? "selection"
					: "capture");
	}
	return 0;
}

const struct report report_streams = {
	.name = "text",
	.title = "RTP streams with their figures",
	.write = write,
};
