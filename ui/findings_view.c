/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the order of the report: what to fix first stands first. */
#include "ui/findings_view.h"

#include "detect/detector.h"
#include "lib/hash.h"
#include "reports/format.h"
#include "reports/found.h"

#include <inttypes.h>

static const struct table_column columns[FINDINGS_COLUMNS] = {
	[FINDINGS_SEVERITY] = {"severity", "Urgency", 8, 0, 0, false},
	[FINDINGS_ID] = {"finding", "Finding", 18, 26, 1, false},
	[FINDINGS_WHAT] = {"what", "What", 27, 60, 0, false},
	[FINDINGS_CALLS] = {"calls", "Calls", 5, 0, 2, true},
	[FINDINGS_TIMES] = {"times", "Times", 5, 0, 4, true},
	[FINDINGS_FIRST] = {"first", "First", 12, 0, 5, false},
	[FINDINGS_FRAME] = {"frame", "Frame", 7, 0, 3, true},
};

const struct table_column *findings_view_columns(void)
{
	return columns;
}

static uint64_t key_of(const struct finding *f)
{
	return hash_mix(f->key | 1, (uint64_t)f->index + 1) | 1;
}

static bool holds(struct slice s, struct slice word)
{
	for (size_t i = 0; s.p && i + word.n <= s.n; i++) {
		if (slice_ieq(slice_sub(s, i, word.n), word)) {
			return true;
		}
	}
	return false;
}

static bool wanted(const struct finding *f, struct slice word)
{
	return !word.n || holds(slice_of(f->detector->id), word) ||
	       holds(slice_of(_(f->detector->title)), word) ||
	       holds(f->detail, word);
}

static enum ink ink_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_CRITICAL:
	case SEVERITY_ERROR:
		return INK_BAD;
	case SEVERITY_WARNING:
		return INK_ODD;
	case SEVERITY_NOTE:
		return INK_PLAIN;
	}
	return INK_PLAIN;
}

static void put_first(struct text *t, const struct finding *f)
{
	struct text utc = {0};

	format_utc(&utc, f->first_ts, false);
	/* 2024-05-03 09:12:44.123456 UTC */
	text_put(t, slice_sub(text_slice(&utc), 11, 12));
	text_finish(&utc);
}

static void put_cells(
	struct look *look, const struct finding *f, struct table_row *row)
{
	struct table_cell *cells = row->cells;
	struct text t = {0};

	cells[FINDINGS_SEVERITY] = (struct table_cell){
		slice_of(finding_severity_text(f->severity)),
		(uint8_t)ink_of(f->severity)};
	cells[FINDINGS_ID].text = slice_of(f->detector->id);
	cells[FINDINGS_ID].ink = INK_NAME;
	cells[FINDINGS_WHAT].text = slice_of(_(f->detector->title));
	if (f->call_count) {
		text_printf(&t, "%" PRIu32, f->call_count);
	}
	cells[FINDINGS_CALLS].text = screen_keep(look->view, &t);
	text_printf(&t, "%" PRIu32, f->count);
	cells[FINDINGS_TIMES].text = screen_keep(look->view, &t);
	put_first(&t, f);
	cells[FINDINGS_FIRST].text = screen_keep(look->view, &t);
	if (f->frame_count) {
		text_printf(&t, "%" PRIu64, f->frames[0].frame);
	}
	cells[FINDINGS_FRAME].text = screen_keep(look->view, &t);
	row->key = key_of(f);
}

static void put_row(
	struct look *look, const struct finding *f, struct findings_row *row)
{
	const struct findings_state *s = look->state;
	const struct report_options options = {
		.columns = sheet_columns(&s->sheet),
		.names = &look->scene->input->book->names,
	};
	struct text t = {0};

	memset(row, 0, sizeof(*row));
	row->id = f->detector->id;
	row->call_count = f->call_count;
	for (const struct finding_call *at = f->calls;
		at && row->calls.count < CALLS_SELECTED; at = at->next) {
		row->calls.calls[row->calls.count++] = screen_call_of(at->call);
	}
	if (f->streams) {
		row->who = screen_stream_of(f->streams->stream);
	}
	found_put(&t, look->scene->input, &options, f);
	row->block = screen_keep(look->view, &t);
}

/* What was looked at, for when there is little to see. */
static void put_passed(struct look *look, struct findings_view *v)
{
	const struct findings *all = look->scene->input->findings;
	struct text t = {0};

	for (size_t i = 0; i < all->check_count; i++) {
		const struct check *c = &all->checks[i];
		v->judged += c->judged > 0;
		if (!c->judged || c->found || !c->detector->passed) {
			continue;
		}
		text_puts(&t, "        ");
		text_puts(&t, _(c->detector->passed));
		text_puts(&t, " (");
		format_plural(&t, c->judged, c->detector->subject);
		text_puts(&t, ")\n");
	}
	v->passed = screen_keep(look->view, &t);
}

void findings_view_look(struct look *look)
{
	const struct findings_state *s = look->state;
	const struct findings *all = look->scene->input->findings;
	struct findings_view *v = arena_get(&look->view->arena, sizeof(*v));
	struct slice word = slice_of(s->text);
	size_t count = 0;

	look->view->data = v;
	if (!v) {
		return;
	}
	memset(v, 0, sizeof(*v));
	v->all = !word.n;
	v->pending = !look->scene->finished || !all;
	if (v->pending) {
		return;
	}
	const struct finding **list = arena_get(&look->view->arena,
		(all->count + 1) * sizeof(struct finding *));
	for (size_t i = 0; list && i < all->count; i++) {
		const struct finding *f = all->list[i];
		if (!wanted(f, word)) {
			continue;
		}
		v->by_severity[f->severity]++;
		v->table.found = v->table.found ||
				 (s->table.key && key_of(f) == s->table.key);
		if (s->table.key && key_of(f) == s->table.key) {
			v->table.found_at = (uint32_t)count;
		}
		list[count++] = f;
	}
	bool found = v->table.found;
	uint32_t found_at = v->table.found_at;
	table_window(&s->table, (uint32_t)count, FINDINGS_COLUMNS, look->view,
		&v->table);
	v->table.found = found;
	v->table.found_at = found_at;
	v->rows = arena_get(&look->view->arena,
		(v->table.count + 1) * sizeof(*v->rows));
	v->table.count = v->rows ? v->table.count : 0;
	for (uint32_t i = 0; i < v->table.count; i++) {
		const struct finding *f = list[v->table.first + i];
		put_cells(look, f, &v->table.rows[i]);
		put_row(look, f, &v->rows[i]);
	}
	put_passed(look, v);
}
