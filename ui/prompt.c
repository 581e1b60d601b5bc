/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing in whole characters: the cursor never stands inside of one. */
#include "ui/prompt.h"

#include "lib/utf8.h"

void prompt_start(struct prompt *p, struct slice text)
{
	p->n = 0;
	p->at = 0;
	p->text[0] = '\0';
	p->history_at = 0;
	prompt_insert(p, text);
}

void prompt_insert(struct prompt *p, struct slice s)
{
	if (s.n == 0 || s.n >= PROMPT_BYTES - p->n) {
		return;
	}
	memmove(p->text + p->at + s.n, p->text + p->at, p->n - p->at + 1);
	memcpy(p->text + p->at, s.p, s.n);
	p->n += s.n;
	p->at += s.n;
}

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t before(const struct prompt *p)
{
	size_t at = p->at;

	while (at > 0 && is_tail(p->text[--at])) {
	}
	return at;
}

static size_t behind(const struct prompt *p)
{
	size_t at = p->at < p->n ? p->at + 1 : p->n;

	while (at < p->n && is_tail(p->text[at])) {
		at++;
	}
	return at;
}

static void cut(struct prompt *p, size_t from, size_t to)
{
	memmove(p->text + from, p->text + to, p->n - to + 1);
	p->n -= to - from;
	p->at = from;
}

static void recall(struct prompt *p, int step)
{
	size_t at = p->history_at + (size_t)(step > 0) - (size_t)(step < 0);

	if ((step < 0 && p->history_at == 0) || at > p->history_count) {
		return;
	}
	p->n = 0;
	p->at = 0;
	p->text[0] = '\0';
	if (at) {
		prompt_insert(p, slice_of(p->history[at - 1]));
	}
	p->history_at = at;
}

static void insert_code(struct prompt *p, uint32_t code)
{
	char b[4];
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
	uint32_t rest = code;

	for (size_t i = n; i-- > 1; rest >>= 6) {
		b[i] = (char)(0x80 | (rest & 0x3f));
	}
	b[0] = (char)(lead[n == 1 ? 0 : n] | rest);
	prompt_insert(p, (struct slice){b, n});
}

static bool edit(struct prompt *p, enum action action)
{
	switch ((int)action) {
	case ACTION_backspace:
		cut(p, before(p), p->at);
		return true;
	case ACTION_delete:
		cut(p, p->at, behind(p));
		return true;
	case ACTION_clear:
		cut(p, 0, p->n);
		return true;
	case ACTION_left:
		p->at = before(p);
		return true;
	case ACTION_right:
		p->at = behind(p);
		return true;
	case ACTION_begin:
		p->at = 0;
		return true;
	case ACTION_end:
		p->at = p->n;
		return true;
	case ACTION_up:
		recall(p, 1);
		return true;
	case ACTION_down:
		recall(p, -1);
		return true;
	default:
		return false;
	}
}

bool prompt_key(struct prompt *p, const struct keys *keys, uint32_t code)
{
	if (code >= 32 && code != KEYS_BACKSPACE && code < KEYS_UP &&
		!utf8_hides(code)) {
		insert_code(p, code);
		return true;
	}
	for (enum action a = keys_next(keys, code, 0); a < ACTIONS;
		a = keys_next(keys, code, a + 1U)) {
		if (edit(p, a)) {
			return true;
		}
	}
	return false;
}

struct slice prompt_done(struct prompt *p)
{
	struct slice s = {p->text, p->n};

	if (p->n && (!p->history_count ||
			    !slice_is(s, p->history[0]))) {
		memmove(p->history[1], p->history[0],
			sizeof(p->history[0]) * (PROMPT_HISTORY - 1));
		memcpy(p->history[0], p->text, p->n + 1);
		if (p->history_count < PROMPT_HISTORY) {
			p->history_count++;
		}
	}
	return s;
}

struct slice prompt_word(const struct prompt *p)
{
	size_t from = p->at;

	while (from > 0 && p->text[from - 1] != ' ' &&
		p->text[from - 1] != ',' && p->text[from - 1] != '(') {
		from--;
	}
	return (struct slice){p->text + from, p->at - from};
}

void prompt_draw(const struct prompt *p, struct canvas *c, int y, int columns,
	const char *label)
{
	struct slice left = {p->text, p->at};
	struct slice right = {p->text + p->at, p->n - p->at};

	canvas_fill(c, (struct area){y, 0, 1, columns}, INK_BAR);
	int x = canvas_puts(c, y, 1, INK_BAR_KEY, label) + 2;
	struct area clip =
		canvas_clip(c, (struct area){y, x, 1, columns - x});
	/* The cursor stays in sight. */
	int room = columns - x - 1;
	int wide = canvas_width(left);
	int from = wide > room ? x + room - wide : x;
	int at = from + canvas_put(c, y, from, INK_BAR, left);
	canvas_put(c, y, at, INK_BAR, right);
	canvas_reverse(c, (struct area){y, at, 1, 1});
	(void)canvas_clip(c, clip);
}
