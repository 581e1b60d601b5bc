/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls or streams as one table for spreadsheets and scripts: column names are
 * the keys of the JSON report, an empty cell is an unknown value.
 */
#include "calls/join.h"
#include "detect/detector.h"
#include "reports/devices.h"
#include "reports/facts.h"
#include "reports/format.h"
#include "reports/found.h"
#include "reports/points.h"
#include "reports/report.h"

#include <inttypes.h>

static void cell(struct text *out, struct slice s)
{
	text_puts(out, ",");
	format_csv(out, s);
}

static void cell_maybe(struct text *out, struct maybe m, int decimals)
{
	text_puts(out, ",");
	if (m.known) {
		text_printf(out, "%.*f", decimals, m.v);
	}
}

static void cell_count(struct text *out, uint64_t n)
{
	text_printf(out, ",%" PRIu64, n);
}

/* A MOS in a table of several calls needs its scale beside it. */
static void cell_scale(struct text *out, const struct stream *s)
{
	bool rated = s && s->quality.mos.known;

	cell(out, rated ? slice_of(quality_scale(&s->quality)) : SLICE(""));
}

static void put_call(struct text *out, const struct report_input *input,
	const struct call *call, bool legs)
{
	const struct finding *found =
		input->findings ? findings_worst(input->findings, call) : NULL;
	const struct stream *worst = facts_worst(call);
	struct slice side = slice_of(call_side_text(call->hangup_by));

	text_printf(out, "%u", (unsigned)call->id);
	cell(out, call->call_id);
	cell(out, call->from_user);
	cell(out, call->from_name);
	cell(out, call->to_user);
	cell(out, call->to_name);
	cell(out, slice_of(call_state_text(call->state)));
	cell_maybe(
		out, call->status ? maybe_of(call->status) : MAYBE_UNKNOWN, 0);
	cell(out, side);
	text_puts(out, ",");
	format_iso(out, call->first_ts);
	cell_maybe(out, call->setup_ms, 3);
	cell_maybe(out, call->pdd_ms, 3);
	cell_maybe(out, call->ring_ms, 3);
	cell_maybe(out, call->duration_s, 6);
	cell(out, facts_codec(call));
	cell_maybe(out, worst ? worst->quality.mos : MAYBE_UNKNOWN, 2);
	cell_maybe(out, worst ? worst->quality.r : MAYBE_UNKNOWN, 1);
	cell_count(out, call->stream_count);
	cell_count(out, call->retransmissions);
	cell_scale(out, worst);
	text_printf(out, ",%s", found ? found->detector->id : "");
	if (legs && call->conversation) {
		cell_count(out, call->conversation->id);
		cell_count(out, call->leg);
	} else if (legs) {
		text_puts(out, ",,");
	}
	text_puts(out, "\n");
}

static int put_calls(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	text_puts(out,
		"id,call_id,from,from_name,to,to_name,state,status_code,"
		"hangup_by,start_time,setup_ms,pdd_ms,ring_ms,duration_s,"
		"codec,mos,r_factor,streams,retransmissions,mos_scale,finding");
	text_puts(out, options->legs ? ",conversation,leg\n" : "\n");
	for (const struct call *c = report_call_next(input, only, NULL); c;
		c = report_call_next(input, only, c)) {
		put_call(out, input, c, options->legs);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

/* With several points: where, and what became of it up to the next one. */
static void put_way(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	const struct passage *p = s->onward;
	struct text name = {0};

	if (!points_several(input)) {
		return;
	}
	points_name(&name, input, s->point);
	cell(out, text_slice(&name));
	text_finish(&name);
	cell_maybe(out, p ? maybe_of((double)p->lost) : MAYBE_UNKNOWN, 0);
	bool timed = p && p->transit && points_uncertainty_ms(input, p).known;
	cell_maybe(out, timed ? transit_mean_ms(p->transit) : MAYBE_UNKNOWN, 3);
}

static void put_stream(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	char end[ENDPOINT_TEXT];
	struct maybe known = s->stat.jitter_count ? maybe_of(0) : MAYBE_UNKNOWN;

	text_printf(out, "%u,", (unsigned)s->id);
	if (s->call) {
		text_printf(out, "%u", (unsigned)s->call->id);
	}
	text_printf(out, ",0x%08x", (unsigned)s->ssrc);
	cell(out, slice_of(endpoint_text(&s->src, end)));
	cell(out, slice_of(endpoint_text(&s->dst, end)));
	cell(out, stream_format_name(s));
	cell_count(out, stream_payload_type(s));
	text_puts(out, ",");
	format_iso(out, s->stat.first_ts);
	cell_maybe(out, maybe_of(stream_duration_s(s)), 6);
	cell_count(out, s->stat.packets);
	cell_count(out, seqtrack_expected(&s->seq));
	cell_count(out, seqtrack_lost(&s->seq));
	cell_maybe(out, stream_lost_pct(s), 3);
	cell_count(out, s->seq.duplicates);
	cell_count(out, s->seq.reordered);
	cell_count(out, s->stat.sequence_errors);
	cell_maybe(out, rtpstat_jitter_mean(&s->stat), 6);
	known.v = s->stat.jitter_max_ms;
	cell_maybe(out, known, 6);
	cell_maybe(out,
		s->stat.delta_count ? maybe_of(s->stat.delta_max_ms)
				    : MAYBE_UNKNOWN,
		6);
	known.v = s->stat.skew_max_ms;
	cell_maybe(out, known, 6);
	cell_maybe(out, stream_bitrate_kbps(s), 2);
	cell_maybe(out, s->quality.mos, 2);
	cell_maybe(out, s->quality.r, 1);
	cell_scale(out, s);
	put_way(out, input, s);
	text_puts(out, "\n");
}

static int put_streams(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	text_puts(out, "id,call,ssrc,src,dst,codec,payload_type,start_time,"
		       "duration_s,packets,expected,lost,lost_percent,"
		       "duplicates,reordered,sequence_errors,jitter_ms_mean,"
		       "jitter_ms_max,delta_ms_max,skew_ms_max,bitrate_kbps,"
		       "mos,r_factor,mos_scale");
	text_puts(out, points_several(input)
			       ? ",point,onward_lost,onward_delay_ms_mean\n"
			       : "\n");
	for (const struct stream *s = input->book->streams; s; s = s->next) {
		if (!report_shows(input, only, s->call)) {
			continue;
		}
		put_stream(out, input, s);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	if (options->devices) {
		return devices_csv(out, input, options, err);
	}
	if (options->findings) {
		return found_csv(out, input, options, only, err);
	}
	return options->streams ? put_streams(out, input, options, only, err)
				: put_calls(out, input, options, only, err);
}

static int write_streams(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	return put_streams(out, input, options, only, err);
}

const struct report report_csv = {
	.name = "csv",
	.title = "calls, streams, findings or devices (--table)",
	.findings = true,
	.write = write,
};

const struct report report_streams_csv = {
	.name = "csv",
	.title = "RTP streams as a table; --packets: every packet",
	.write = write_streams,
};
