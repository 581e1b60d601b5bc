/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures are those of the reports, and the sentences come from them. The
 * curves are the stream's timeline on its grid of 10 s, or coarser where it is
 * longer than a day.
 */
#include "ui/stream_view.h"

#include "detect/detector.h"
#include "reports/course.h"
#include "reports/facts.h"
#include "reports/farend.h"
#include "reports/format.h"
#include "reports/found.h"

#include <inttypes.h>

#define PENDING "\xe2\x80\xa6"
/* As in the list of streams: from here on a stream is in trouble. */
#define LOSS_BAD_PCT 1.0
#define MOS_BAD	     3.6
#define FINDINGS     8

struct work {
	struct look *look;
	const struct stream_state *s;
	const struct report_input *input;
	struct stream_view *v;
	const struct stream *stream;
};

static bool is_bad(const struct stream *s)
{
	struct maybe lost = stream_lost_pct(s);

	return (lost.known && lost.v >= LOSS_BAD_PCT) ||
	       (s->quality.mos.known && s->quality.mos.v < MOS_BAD);
}

static const struct stream *lower(
	const struct stream *a, const struct stream *b)
{
	if (!a || (b->quality.mos.known &&
			  (!a->quality.mos.known ||
				  b->quality.mos.v < a->quality.mos.v))) {
		return b;
	}
	return a;
}

/* The one that is asked for; else the one with the lowest score. */
static const struct stream *find(const struct work *w)
{
	const struct book *book = w->input->book;
	const struct stream_ask *ask = &w->s->ask;
	const struct call *call = NULL;
	const struct stream *worst = NULL;

	if (ask->who.frame) {
		return screen_stream_in(book, &ask->who);
	}
	if (ask->call.hash) {
		call = screen_call_in(book, &ask->call);
		for (const struct stream *s = call ? call->streams : NULL; s;
			s = s->next_in_call) {
			worst = lower(worst, s);
		}
		return worst;
	}
	for (const struct stream *s = book->streams; s; s = s->next) {
		worst = lower(worst, s);
	}
	return worst;
}

static const struct stream *first_of(const struct work *w)
{
	return w->stream->call ? w->stream->call->streams
			       : w->input->book->streams;
}

static const struct stream *next_of(
	const struct work *w, const struct stream *s)
{
	return w->stream->call ? s->next_in_call : s->next;
}

/* Neighbours among those of the call, or among all; and those in trouble. */
static void put_neighbours(struct work *w)
{
	struct stream_view *v = w->v;
	const struct stream *before = NULL;
	uint64_t at = 0;
	uint64_t n = 0;
	struct text t = {0};

	for (const struct stream *s = first_of(w); s; s = next_of(w, s)) {
		n++;
		if (s == w->stream) {
			at = n;
			v->before = before ? screen_stream_of(before)
					   : v->before;
		} else if (before == w->stream) {
			v->after = screen_stream_of(s);
		}
		before = s;
	}
	text_printf(&t, "%" PRIu64 " of %" PRIu64 "%s", at, n,
		w->stream->call ? " of this call" : "");
	v->place = screen_keep(w->look->view, &t);
	bool past = false;
	for (const struct stream *s = w->input->book->streams; s; s = s->next) {
		if (s == w->stream) {
			past = true;
		} else if (is_bad(s) && !past) {
			v->bad_before = screen_stream_of(s);
		} else if (is_bad(s)) {
			v->bad_after = screen_stream_of(s);
			break;
		}
	}
}

/* @t, which is freed, is what @key is. */
static void fact(struct work *w, const char *key, enum ink ink, struct text *t)
{
	struct stream_view *v = w->v;

	if (v->fact_count == STREAM_FACTS) {
		text_finish(t);
		return;
	}
	v->facts[v->fact_count++] = (struct stream_fact){
		key, screen_keep(w->look->view, t), (uint8_t)ink};
}

static void put_clock(struct text *t, ns_t ts, size_t digits)
{
	struct text utc = {0};

	format_utc(&utc, ts, false);
	/* 2024-05-03 09:12:44.123456 UTC */
	text_put(t, slice_sub(text_slice(&utc), 11, digits));
	text_finish(&utc);
}

static void put_score(struct work *w)
{
	const struct quality *q = &w->stream->quality;
	struct text t = {0};
	enum ink ink = INK_DIM;

	if (!w->look->scene->finished) {
		text_puts(&t, PENDING);
	} else if (q->mos.known) {
		text_printf(&t, "%.2f %s, likely %.1f to %.1f", q->mos.v,
			quality_scale(q), q->mos_low.v, q->mos_high.v);
		ink = q->mos.v >= 4.03 ? INK_GOOD
		      : q->mos.v >= MOS_BAD ? INK_ODD
					    : INK_BAD;
	} else {
		text_printf(&t, "unknown: %s", quality_basis_text(q->basis));
	}
	fact(w, "MOS", ink, &t);
	if (q->r.known) {
		text_printf(&t, "%.1f, figures %s", q->r.v,
			quality_figures_word(q));
		fact(w, "R", INK_PLAIN, &t);
	}
	if (q->mos_cq.known) {
		text_printf(&t, "%.2f", q->mos_cq.v);
		fact(w, "MOS, delay", INK_PLAIN, &t);
	}
}

static void put_loss(struct work *w)
{
	const struct stream *s = w->stream;
	struct maybe lost = stream_lost_pct(s);
	struct text t = {0};

	text_printf(&t, "%" PRIu64 " of %" PRIu64 " expected", s->stat.packets,
		seqtrack_expected(&s->seq));
	fact(w, "packets", INK_PLAIN, &t);
	text_printf(&t, "%" PRIu64, s->seq.lost);
	if (lost.known) {
		text_printf(&t, " (%.2f %%), %u gaps", lost.v,
			(unsigned)s->seq.gaps);
	}
	fact(w, "lost",
		lost.known && lost.v >= LOSS_BAD_PCT ? INK_BAD
		: s->seq.lost			     ? INK_ODD
						     : INK_GOOD,
		&t);
	text_printf(&t, "%" PRIu64 " late, %" PRIu64 " twice",
		s->seq.reordered, s->seq.duplicates);
	fact(w, "disorder",
		s->seq.reordered || s->seq.duplicates ? INK_ODD : INK_PLAIN,
		&t);
	if (s->burst_r.known) {
		text_printf(&t, "%.2f (1: at random)", s->burst_r.v);
		fact(w, "burst ratio", INK_PLAIN, &t);
	}
}

static void put_timing(struct work *w)
{
	const struct rtpstat *s = &w->stream->stat;
	struct maybe drift = rtpstat_drift_ppm(s);
	struct maybe skew = rtpstat_skew_max(s);
	struct text t = {0};

	format_maybe(&t, rtpstat_jitter_mean(s), 2, "ms mean");
	if (rtpstat_jitter_max(s).known) {
		text_printf(&t, ", %.2f most", s->jitter_max_ms);
	}
	fact(w, "jitter", INK_PLAIN, &t);
	if (rtpstat_delta_max(s).known) {
		text_printf(&t, "%.1f ms before frame %" PRIu64,
			s->delta_max_ms, s->delta_max_frame);
		fact(w, "longest gap", INK_PLAIN, &t);
	}
	if (skew.known) {
		text_printf(&t, "%.1f ms", skew.v);
		fact(w, "skew most", INK_PLAIN, &t);
	}
	if (drift.known) {
		text_printf(&t, "%.0f ppm", drift.v);
		fact(w, "clock drift", INK_PLAIN, &t);
	}
}

static void put_identity(struct work *w)
{
	const struct stream *s = w->stream;
	struct maybe ptime = stream_ptime_ms(s);
	struct maybe rate = stream_bitrate_kbps(s);
	struct slice name = stream_format_name(s);
	struct text t = {0};

	text_clean(&t, name.n ? name : SLICE("unknown"));
	text_printf(&t, " (%u)", stream_payload_type(s));
	if (ptime.known) {
		text_printf(&t, ", packets of %.4g ms", ptime.v);
	}
	fact(w, "codec", INK_PLAIN, &t);
	put_clock(&t, s->stat.first_ts, 12);
	text_printf(&t, ", frame %" PRIu64, s->stat.first_frame);
	fact(w, "begins", INK_PLAIN, &t);
	text_printf(&t, "%.1f s", stream_duration_s(s));
	fact(w, "lasts", INK_PLAIN, &t);
	if (rate.known) {
		text_printf(&t, "%.1f kbit/s of IP", rate.v);
		fact(w, "bit rate", INK_PLAIN, &t);
	}
	if (s->dscp_unknown) {
		text_puts(&t, "unknown");
	} else {
		text_printf(&t, "%u%s", s->dscp,
			s->dscp_changed ? ", it changed" : "");
	}
	fact(w, "DSCP", INK_PLAIN, &t);
	if (s->vlan_count) {
		text_printf(&t, "%u, priority %u", s->vlan, s->pcp);
		fact(w, "VLAN", INK_PLAIN, &t);
	}
	text_printf(&t, "0x%08x", (unsigned)s->ssrc);
	fact(w, "SSRC", INK_PLAIN, &t);
}

static void put_title(struct work *w)
{
	const struct stream *s = w->stream;
	const struct names *names = &w->input->book->names;
	struct text t = {0};

	if (s->id) {
		text_printf(&t, "Stream %u  ", (unsigned)s->id);
	}
	format_endpoint(&t, names, &s->src);
	text_puts(&t, " \xe2\x86\x92 ");
	format_endpoint(&t, names, &s->dst);
	w->v->title = screen_keep(w->look->view, &t);
}

static struct maybe point_of(const struct interval *i, enum stream_graph graph)
{
	switch (graph) {
	case GRAPH_MOS:
		return interval_mos(i);
	case GRAPH_LOSS:
		return i->expected ? maybe_of(100.0 * i->lost / i->expected)
				   : MAYBE_UNKNOWN;
	case GRAPH_JITTER:
	case GRAPHS:
		break;
	}
	return interval_jitter_ms(i);
}

static void put_points(struct work *w, const struct timeline *t,
	enum stream_graph graph, ns_t unit)
{
	struct maybe *points = w->v->graphs[graph];
	ns_t begin = t->items[0].start;

	for (uint32_t i = 0; i < t->count; i++) {
		const struct interval *at = &t->items[i];
		struct maybe v = point_of(at, graph);
		ns_t k = (at->start - begin) / unit;
		ns_t end = (at->start - begin +
				   (ns_t)at->length_s * NS_PER_S + unit - 1) /
			   unit;
		for (; v.known && k < end && k < w->v->points; k++) {
			bool low = graph == GRAPH_MOS;
			if (k >= 0 && (!points[k].known ||
					      (low ? v.v < points[k].v
						   : v.v > points[k].v))) {
				points[k] = v;
			}
		}
	}
}

static void put_graphs(struct work *w)
{
	const struct timeline *t = &w->stream->timeline;
	struct stream_view *v = w->v;
	struct text text = {0};

	if (t->count == 0) {
		return;
	}
	ns_t begin = t->items[0].start;
	ns_t last = t->items[t->count - 1].start +
		    (ns_t)t->items[t->count - 1].length_s * NS_PER_S;
	ns_t unit = INTERVAL_LENGTH;
	while ((last - begin) / unit >= STREAM_POINTS) {
		unit *= 2;
	}
	v->points = last > begin ? (uint32_t)((last - begin) / unit) + 1 : 0;
	for (int g = 0; g < GRAPHS; g++) {
		size_t size = (size_t)v->points * sizeof(struct maybe);
		v->graphs[g] = arena_get(&w->look->view->arena, size + 1);
		if (!v->graphs[g]) {
			v->points = 0;
			return;
		}
		memset(v->graphs[g], 0, size);
		put_points(w, t, (enum stream_graph)g, unit);
	}
	v->points -= v->points > 1; /* the last one begins where it ends */
	v->mos_most = w->stream->quality.band == BAND_NARROW ? 4.5 : 5;
	put_clock(&text, begin, 8);
	v->from = screen_keep(w->look->view, &text);
	put_clock(&text, last, 8);
	v->to = screen_keep(w->look->view, &text);
}

static void put_buffers(struct text *t, const struct stream *s)
{
	text_puts(t, "What jitter buffers would make of it\n"
		     "            discarded   late  early  delay ms mean  "
		     "most  dry\n");
	for (int i = 0; i < PLAYOUT_MODELS; i++) {
		enum playout_model m = (enum playout_model)i;
		const struct playout_buffer *b = &s->playout.buffer[i];
		struct maybe mean = playout_delay_ms(&s->playout, &s->stat, m);
		struct maybe most =
			playout_delay_max_ms(&s->playout, &s->stat, m);
		text_printf(t, "  %-9s", playout_name(m));
		if (!mean.known) {
			text_puts(t, " unknown: no clock, or nothing came\n");
			continue;
		}
		text_printf(t, " %8.2f %% %6u %6u       %8.1f %5.0f %4u\n",
			s->stat.packets ? 100.0 *
					(double)playout_discarded(
						&s->playout, m) /
					(double)s->stat.packets
					: 0.0,
			(unsigned)b->late, (unsigned)b->early, mean.v, most.v,
			(unsigned)b->underruns);
	}
}

static void put_findings(struct work *w, struct text *t)
{
	const struct findings *all = w->input->findings;
	unsigned n = 0;

	for (size_t i = 0; all && i < all->count && n < FINDINGS; i++) {
		const struct finding *f = all->list[i];
		const struct finding_stream *at = f->streams;
		while (at && at->stream != w->stream) {
			at = at->next;
		}
		if (!at) {
			continue;
		}
		if (n++ == 0) {
			text_puts(t, "\nFound (e explains the first)\n");
			(void)snprintf(w->v->finding, sizeof(w->v->finding),
				"%s", f->detector->id);
		}
		struct text line = {0};
		text_printf(&line, "%s: ", f->detector->id);
		text_put(&line, f->detail);
		format_field(t, finding_severity_text(f->severity),
			text_slice(&line), sheet_columns(&w->s->sheet));
		text_finish(&line);
	}
}

static void put_more(struct work *w)
{
	const struct report_options options = {
		.columns = sheet_columns(&w->s->sheet),
		.names = &w->input->book->names,
	};
	bool finished = w->look->scene->finished;
	struct text t = {0};

	put_buffers(&t, w->stream);
	text_puts(&t, "\nWhat its ends say (RTCP), and where packets were "
		      "lost\n");
	size_t before = t.n;
	farend_put(&t, w->input, &options, w->stream);
	if (t.n == before) {
		text_puts(&t, "        nothing: no RTCP about this stream was "
			      "seen\n");
	}
	if (finished) {
		struct text course = {0};
		course_loss(&course, w->input, w->stream);
		course_time(&course, w->input, w->stream);
		text_puts(&t, course.n ? "\nHow it went\n" : "");
		text_put(&t, text_slice(&course));
		text_finish(&course);
		put_findings(w, &t);
	}
	text_puts(&t, w->stream->call ? "\nWhy it is taken for the call's\n"
				      : "\nWhy it is of no call\n");
	text_puts(&t, "        ");
	text_puts(&t, stream_basis_text(w->stream->basis));
	text_puts(&t, "\n");
	w->v->more = screen_keep(w->look->view, &t);
}

void stream_view_look(struct look *look)
{
	struct stream_view *v = arena_get(&look->view->arena, sizeof(*v));
	struct work w = {
		.look = look,
		.s = look->state,
		.input = look->scene->input,
		.v = v,
	};

	look->view->data = v;
	if (!v) {
		return;
	}
	memset(v, 0, sizeof(*v));
	v->pending = !look->scene->finished;
	w.stream = find(&w);
	v->none = !w.stream;
	if (v->none) {
		return;
	}
	v->who = screen_stream_of(w.stream);
	if (w.stream->call) {
		v->call = screen_call_of(w.stream->call);
	}
	put_title(&w);
	put_neighbours(&w);
	put_score(&w);
	put_loss(&w);
	put_timing(&w);
	put_identity(&w);
	put_graphs(&w);
	put_more(&w);
}
