/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ladder is built as for the report, from the calls as they are now; rows that
 * are not wanted are left out, and those around the cursor become text.
 */
#include "ui/ladder_view.h"

#include "detect/detector.h"
#include "lib/hash.h"
#include "reports/facts.h"
#include "reports/format.h"
#include "reports/ladder.h"
#include "ui/texts.h"

#include <inttypes.h>

#define LEGS_MOST 64

struct work {
	struct look *look;
	const struct ladder_state *s;
	const struct report_input *input;
	struct ladder ladder;
	struct ladder_row **rows; /* those that are wanted */
	size_t count;
	const struct call *calls[LEGS_MOST];
	size_t call_count;
};

static void add_call(struct work *w, const struct call *call)
{
	for (size_t i = 0; i < w->call_count; i++) {
		if (w->calls[i] == call) {
			return;
		}
	}
	if (w->call_count < LEGS_MOST) {
		w->calls[w->call_count++] = call;
	}
}

static void find_calls(struct work *w)
{
	const struct ladder_ask *ask = &w->s->ask;

	for (uint32_t i = 0; i < ask->count && i < CALLS_SELECTED; i++) {
		const struct call *c =
			screen_call_in(w->input->book, &ask->calls[i]);
		if (!c) {
			continue;
		}
		add_call(w, c);
		const struct call *leg = ask->legs && c->conversation
						 ? c->conversation->legs
						 : NULL;
		for (; leg; leg = leg->next_leg) {
			add_call(w, leg);
		}
	}
}

static bool wanted(const struct ladder_state *s, const struct ladder_row *row)
{
	if (row->stream) {
		return s->media == MEDIA_ON || s->only_media ||
		       (s->media == MEDIA_CARRIED &&
			       row->stream->basis != BASIS_FOREIGN);
	}
	return !s->only_media && (!s->only_sdp || row->message->sdp);
}

static uint64_t key_of(const struct ladder_row *row)
{
	uint64_t what = row->message ? row->message->digest : row->stream->ssrc;

	return hash_mix(row->frame + 1, what | 1) | 1;
}

static void put_time(struct text *t, const struct work *w, size_t i)
{
	ns_t ts = w->rows[i]->ts;
	struct text utc = {0};

	if (w->s->time == TIME_OF_DAY) {
		format_utc(&utc, ts, false);
		text_put(t, slice_sub(text_slice(&utc), 11, 12));
		text_finish(&utc);
		return;
	}
	ns_t since = w->s->time == TIME_SINCE_FIRST || i == 0
			     ? w->rows[0]->ts
			     : w->rows[i - 1]->ts;
	struct text digits = {0};
	text_puts(t, ts < since ? "" : "+");
	format_relative(&digits, ts, since, false);
	text_put(t, slice_sub(text_slice(&digits), 0,
		digits.n > 3 ? digits.n - 3 : 0));
	text_finish(&digits);
}

static enum ink nth_ink(uint64_t n)
{
	static const enum ink wheel[] = {
		INK_CALLER, INK_CALLEE, INK_ODD, INK_KEY, INK_MEDIA};

	return wheel[n % COUNT_OF(wheel)];
}

static enum ink ink_of(const struct work *w, const struct ladder_row *row)
{
	const struct message *m = row->message;

	if (row->stream) {
		return INK_MEDIA;
	}
	if (w->s->colour == COLOUR_CSEQ) {
		return nth_ink(m->cseq);
	}
	for (size_t i = 0; w->s->colour == COLOUR_CALL && i < w->call_count;
		i++) {
		if (w->calls[i] == row->call) {
			return nth_ink(i);
		}
	}
	if (m->request) {
		return INK_CALLER;
	}
	return m->status >= 400   ? INK_BAD
	       : m->status >= 300 ? INK_ODD
	       : m->status >= 200 ? INK_GOOD
				  : INK_PLAIN;
}

static void put_brief(struct text *t, const struct ladder_row *row)
{
	const struct stream *s = row->stream;

	if (!s) {
		text_clean(t, row->message->summary);
		text_puts(t, row->message->sdp ? " (SDP)" : "");
		return;
	}
	struct slice name = stream_format_name(s);
	text_clean(t, name.n ? name : SLICE("RTP"));
	if (s->quality.mos.known) {
		text_printf(t, " MOS %.2f", s->quality.mos.v);
	} else {
		text_printf(t, " %" PRIu64, s->stat.packets);
	}
}

static void put_label(
	struct text *t, const struct work *w, const struct ladder_row *row)
{
	char at[ENDPOINT_TEXT];

	if (row->stream) {
		const struct stream *s = row->stream;
		struct maybe lost = stream_lost_pct(s);
		ladder_label(t, row);
		text_printf(t, " %" PRIu64, s->stat.packets);
		if (lost.known && lost.v > 0) {
			text_printf(t, " -%.2g%%", lost.v);
		}
		if (s->quality.mos.known) {
			text_printf(t, " MOS %.2f", s->quality.mos.v);
		}
		return;
	}
	if (w->s->sdp == SDP_HIDDEN) {
		put_brief(t, row);
	} else {
		ladder_label(t, row);
	}
	const struct description *sdp = row->message->sdp;
	for (unsigned i = 0; w->s->sdp == SDP_ADDRESS && sdp &&
			     i < sdp->line_count;
		i++) {
		text_printf(t, " %s", endpoint_text(&sdp->lines[i].rtp, at));
	}
	ladder_kept(t, row);
}

static void put_ends(
	struct text *t, const struct work *w, const struct ladder_row *row)
{
	const struct names *names =
		w->s->numeric ? NULL : &w->input->book->names;

	format_endpoint(t, names, &row->src);
	text_puts(t, " \xe2\x86\x92 ");
	format_endpoint(t, names, &row->dst);
	text_puts(t, "\n");
}

static void put_stream(struct text *t, const struct stream *s)
{
	struct maybe lost = stream_lost_pct(s);

	text_printf(t, "SSRC 0x%08x, %" PRIu64 " packets in %.1f s\n",
		(unsigned)s->ssrc, s->stat.packets, stream_duration_s(s));
	text_puts(t, "lost ");
	format_maybe(t, lost, 2, "%");
	text_puts(t, "\njitter ");
	format_maybe(t, rtpstat_jitter_mean(&s->stat), 2, "ms mean");
	text_printf(t, ", %.2f ms most\n", s->stat.jitter_max_ms);
	text_puts(t, "MOS ");
	format_maybe(t, s->quality.mos, 2, "");
	text_printf(t, ": %s\n", quality_basis_text(s->quality.basis));
	text_printf(t, "belongs here: %s\n", stream_basis_text(s->basis));
}

static void put_about(
	struct text *t, const struct work *w, const struct ladder_row *row)
{
	text_printf(t, "frame %" PRIu64, row->frame);
	if (row->message) {
		text_puts(t, ", ");
		text_puts(t, packet_transport_text(row->message->transport));
		text_puts(t, row->message->retransmission ? ", retransmission"
							  : "");
	}
	text_puts(t, "\n");
	put_ends(t, w, row);
	if (row->stream) {
		put_stream(t, row->stream);
	}
}

static bool names_frame(const struct finding *f, const struct ladder_row *row)
{
	uint16_t capture =
		row->message ? row->message->capture : row->stream->capture;

	for (uint32_t i = 0; i < f->frame_count && i < FINDING_FRAMES; i++) {
		if (f->frames[i].frame == row->frame &&
			f->frames[i].capture == capture) {
			return true;
		}
	}
	return false;
}

static bool names_stream(const struct finding *f, const struct ladder_row *row)
{
	const struct finding_stream *at = row->stream ? f->streams : NULL;

	while (at && at->stream != row->stream) {
		at = at->next;
	}
	return at != NULL;
}

static void put_found(
	struct text *t, const struct work *w, const struct ladder_row *row,
	struct ladder_line *line)
{
	const struct findings *all =
		w->look->scene->finished ? w->input->findings : NULL;
	const struct finding_call *at = NULL;

	if (all && row->call && row->call->id &&
		row->call->id <= all->call_count) {
		at = all->of_call[row->call->id - 1];
	}
	for (; at; at = at->next_of_call) {
		const struct finding *f = at->finding;
		if (!names_frame(f, row) && !names_stream(f, row)) {
			continue;
		}
		if ((unsigned)f->severity + 1U > line->severity) {
			line->severity = (uint8_t)(f->severity + 1);
		}
		line->finding = line->finding ? line->finding : f->detector->id;
		text_printf(t, "%s %s: ", finding_severity_text(f->severity),
			f->detector->id);
		text_put(t, f->detail);
		text_puts(t, "\n");
	}
}

static void make_line(struct work *w, size_t i, struct ladder_line *line)
{
	const struct ladder_row *row = w->rows[i];
	struct view *view = w->look->view;
	struct text t = {0};

	*line = (struct ladder_line){
		.from = (uint8_t)row->from,
		.to = (uint8_t)row->to,
		.ink = (uint8_t)ink_of(w, row),
		.stream = row->stream != NULL,
		.loop = ladder_is_loop(&w->ladder, row),
		.repeated = row->message && row->message->retransmission,
	};
	if (row->stream) {
		line->who = screen_stream_of(row->stream);
	}
	if (row->call) {
		line->call = screen_call_of(row->call);
	}
	put_time(&t, w, i);
	line->time = screen_keep(view, &t);
	put_label(&t, w, row);
	line->label = screen_keep(view, &t);
	put_brief(&t, row);
	line->brief = screen_keep(view, &t);
	put_about(&t, w, row);
	line->about = screen_keep(view, &t);
	put_found(&t, w, row, line);
	line->found = screen_keep(view, &t);
	if (row->message) {
		line->digest = row->message->digest;
		line->message =
			texts_find(w->look->scene->texts, line->digest);
	}
}

static void put_hosts(struct work *w, struct ladder_view *v)
{
	v->hosts = arena_get(&w->look->view->arena,
		(w->ladder.host_count + 1) * sizeof(*v->hosts));
	v->host_count = v->hosts ? w->ladder.host_count : 0;
	for (unsigned i = 0; i < v->host_count; i++) {
		struct text t = {0};
		ladder_host_name(&t, &w->ladder, i);
		v->hosts[i] = screen_keep(w->look->view, &t);
	}
}

static void put_title(struct work *w, struct ladder_view *v)
{
	struct text t = {0};

	if (w->call_count == 1) {
		struct call now = *w->calls[0];
		if (!w->look->scene->finished) {
			call_conclude(&now, w->input->book->last_ts);
		}
		if (w->look->scene->finished) {
			format_title(&t, &now, 200);
		} else {
			format_call(&t, &now);
			text_printf(&t, ", %s", call_state_text(now.state));
		}
	} else {
		text_printf(&t, "%zu calls in one ladder", w->call_count);
	}
	v->title = screen_keep(w->look->view, &t);
}

static void find_cursor(const struct work *w, struct table_view *t)
{
	for (size_t i = 0; t->key && i < w->count; i++) {
		if (key_of(w->rows[i]) == t->key) {
			t->found = true;
			t->found_at = (uint32_t)i;
			return;
		}
	}
}

static void fill(struct work *w, struct ladder_view *v)
{
	struct ladder *l = &w->ladder;

	w->rows = arena_get(&w->look->view->arena,
		(l->row_count + 1) * sizeof(struct ladder_row *));
	for (size_t i = 0; w->rows && i < l->row_count; i++) {
		if (wanted(w->s, &l->rows[i])) {
			w->rows[w->count++] = &l->rows[i];
		}
	}
	table_window(&w->s->rows, (uint32_t)w->count, 0, w->look->view,
		&v->table);
	v->lines = arena_get(&w->look->view->arena,
		(v->table.count + 1) * sizeof(*v->lines));
	v->table.count = v->lines ? v->table.count : 0;
	for (uint32_t i = 0; i < v->table.count; i++) {
		v->table.rows[i].key = key_of(w->rows[v->table.first + i]);
		make_line(w, v->table.first + i, &v->lines[i]);
	}
	find_cursor(w, &v->table);
	put_hosts(w, v);
	put_title(w, v);
}

void ladder_view_look(struct look *look)
{
	struct ladder_view *v = arena_get(&look->view->arena, sizeof(*v));
	struct work w = {
		.look = look,
		.s = look->state,
		.input = look->scene->input,
	};
	struct err err;

	look->view->data = v;
	if (!v) {
		return;
	}
	find_calls(&w);
	v->gone = w.call_count == 0;
	if (v->gone || ladder_build_calls(&w.ladder, w.calls, w.call_count,
			       w.s->ports,
			       w.s->numeric ? NULL : &w.input->book->names,
			       &err) != 0) {
		return;
	}
	fill(&w, v);
	ladder_finish(&w.ladder);
}
