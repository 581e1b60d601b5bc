/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ending of the file's name chooses the report. Every view that is made until
 * the main thread says that it has saved holds the text, so that none is lost.
 */
#include "ui/calls_save.h"

#include "ui/shell.h"

/* Of a view's memory; what is more is left to the command line. */
#define BYTES_MOST ((size_t)SCREEN_VIEW / 2)
#define COLUMNS	   100

static const struct {
	const char *ending;
	const struct report *report;
} kinds[] = {
	{".csv", &report_csv},
	{".json", &report_json},
	{".ndjson", &report_ndjson},
	{".txt", &report_text},
};

static const struct report *report_for(struct slice path)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct slice end = slice_of(kinds[i].ending);
		if (path.n > end.n &&
			slice_ieq(slice_sub(path, path.n - end.n, end.n), end)) {
			return kinds[i].report;
		}
	}
	return NULL;
}

int calls_save_check(struct slice path, struct err *err)
{
	if (path.n >= CALLS_TEXT) {
		return err_set(err, "that name is too long");
	}
	if (!report_for(path)) {
		return err_set(err, "the name of the file ends in .txt, .csv, "
				    ".json or .ndjson, and says what is saved");
	}
	return 0;
}

/* By number of the call, less 1. NULL: no memory. */
static bool *choose(struct look *look, const struct call *const *calls,
	size_t count, size_t *ret_count)
{
	const struct calls_state *s = look->state;
	const struct book *book = look->scene->input->book;
	bool *chosen =
		arena_get(&look->view->arena, book->call_count + 1);

	if (!chosen) {
		return NULL;
	}
	memset(chosen, 0, book->call_count + 1);
	*ret_count = 0;
	for (uint32_t i = 0; i < s->selected_count && i < CALLS_SELECTED; i++) {
		const struct call *c = screen_call_in(book, &s->selected[i]);
		if (c && c->id && c->id <= book->call_count) {
			chosen[c->id - 1] = true;
			++*ret_count;
		}
	}
	for (size_t i = 0; !s->selected_count && i < count; i++) {
		if (calls[i]->id && calls[i]->id <= book->call_count) {
			chosen[calls[i]->id - 1] = true;
			++*ret_count;
		}
	}
	return chosen;
}

static int write(struct look *look, struct calls_view *v,
	const struct report *report, struct report_input *input, struct err *err)
{
	const struct report_options options = {
		.columns = COLUMNS,
		.names = &input->book->names,
	};
	struct text t = {0};
	int rc = report->write(&t, input, &options, err);

	if (rc == 0 && t.failed) {
		rc = err_set(err, "out of memory");
	} else if (rc == 0 && t.n > BYTES_MOST) {
		rc = err_set(err,
			"that is more than %zu MiB: save fewer calls, or use "
			"earshot report -o",
			BYTES_MOST >> 20);
	}
	if (rc != 0) {
		text_finish(&t);
		return -1;
	}
	v->save_text = screen_keep(look->view, &t);
	return v->save_text.n ? 0 : err_set(err, "there is nothing to save");
}

void calls_save_look(struct look *look, struct calls_view *v,
	const struct call *const *calls, size_t count)
{
	const struct calls_state *s = look->state;
	const struct report *report = report_for(slice_of(s->save_path));
	struct report_input input = *look->scene->input;
	struct err err = {""};

	if (s->save == s->saved || !report) {
		return;
	}
	v->save = s->save;
	v->save_count = input.book->call_count;
	if (!look->scene->finished) {
		(void)err_set(&err, "calls can be saved when all has been read");
	} else if (s->selected_count || calls) {
		input.chosen = choose(look, calls, count, &v->save_count);
		if (!input.chosen) {
			(void)err_set(&err, "out of memory");
		}
	}
	if (!err.text[0] && !v->save_count) {
		(void)err_set(&err, "there is no call to save");
	}
	if (!err.text[0]) {
		(void)write(look, v, report, &input, &err);
	}
	if (err.text[0]) {
		v->save_error = arena_copy(
			&look->view->arena, slice_of(err.text));
	}
}

void calls_save_take(
	struct panel *p, struct calls_state *s, const struct calls_view *v)
{
	struct text t = {0};

	if (s->save == s->saved || v->save != s->save) {
		return;
	}
	s->saved = s->save;
	if (v->save_error.n) {
		shell_say(p->shell, INK_BAD, "%.*s", (int)v->save_error.n,
			v->save_error.p);
		return;
	}
	text_put(&t, v->save_text);
	if (shell_save(p->shell, s->save_path, &t) == 0) {
		shell_say(p->shell, INK_GOOD, "saved %zu %s to %s", v->save_count,
			v->save_count == 1 ? "call" : "calls", s->save_path);
	}
	text_finish(&t);
}
