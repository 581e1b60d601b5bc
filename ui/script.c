/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * After each key the view that is asked for is made at once, twice if need be: a
 * first drawing tells the screen its size, and what it wants with it.
 */
#include "ui/script.h"

#include "lib/utf8.h"

void script_start(struct script *s, struct shell *shell, struct desk *desk,
	struct slice words, int rows, int columns)
{
	*s = (struct script){
		.shell = shell,
		.desk = desk,
		.rest = slice_trim(words),
		.rows = rows,
		.columns = columns,
		.until = UINT64_MAX,
	};
	if (s->rest.n && s->rest.p[0] == '@') {
		s->until = 0;
	}
}

static const struct canvas *show(struct script *s, const struct scene *scene)
{
	for (int i = 0; i < 3; i++) {
		(void)shell_draw(s->shell, s->rows, s->columns);
		desk_answer(s->desk, scene);
	}
	return shell_draw(s->shell, s->rows, s->columns);
}

static void append(struct script *s, const struct scene *scene, bool inks)
{
	const struct canvas *c = show(s, scene);

	canvas_text(c, &s->out);
	if (inks) {
		canvas_inks(c, &s->out);
	}
}

static void press(struct script *s, const struct scene *scene, uint32_t code)
{
	struct keys_event event = {.code = code};

	(void)show(s, scene);
	shell_event(s->shell, &event);
}

static void type(struct script *s, const struct scene *scene)
{
	s->rest = slice_sub(s->rest, 1, s->rest.n);
	struct slice text = slice_cut(&s->rest, '"');
	while (text.n) {
		uint32_t code = (unsigned char)text.p[0];
		size_t n = utf8_next(text, &code);
		press(s, scene, code);
		text = slice_sub(text, n ? n : 1, text.n);
	}
}

static bool resize(struct script *s, struct slice word)
{
	uint64_t columns, rows;
	struct slice first = slice_cut(&word, 'x');

	if (!slice_u64(first, CANVAS_COLUMNS, &columns) || !word.p ||
		!slice_u64(word, CANVAS_ROWS, &rows)) {
		return false;
	}
	s->columns = (int)columns;
	s->rows = (int)rows;
	return true;
}

static void wrong(struct script *s, struct slice word)
{
	text_puts(&s->out, "no such key: ");
	text_clean(&s->out, word);
	text_puts(&s->out, "\n");
}

/* One word; false when it waits for packets. */
static void one(struct script *s, const struct scene *scene)
{
	if (s->rest.p[0] == '"') {
		type(s, scene);
		return;
	}
	struct slice word = slice_cut(&s->rest, ' ');
	if (word.p[0] == '@') {
		uint64_t n = UINT64_MAX;
		(void)slice_u64(slice_sub(word, 1, word.n), INT64_MAX, &n);
		s->until = n;
	} else if (word.n > 1 && word.p[0] == '=') {
		if (!resize(s, slice_sub(word, 1, word.n))) {
			wrong(s, word);
		}
	} else if (word.p[0] == '%') {
		append(s, scene, word.n > 1);
	} else if (keys_code_of(word)) {
		press(s, scene, keys_code_of(word));
	} else {
		wrong(s, word);
	}
}

bool script_tick(struct script *s, const struct scene *scene)
{
	while (!s->over && !shell_done(s->shell) &&
		(scene->finished || scene->frames >= s->until)) {
		s->rest = slice_trim(s->rest);
		if (!s->rest.n) {
			append(s, scene, false);
			s->over = true;
		} else {
			one(s, scene);
		}
	}
	return !s->over && !shell_done(s->shell);
}

void script_finish(struct script *s)
{
	text_finish(&s->out);
}
