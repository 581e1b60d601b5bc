/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines above and below a screen. */
#include "ui/frame.h"

#include <inttypes.h>

static void draw_progress(struct canvas *c, const struct view_head *h)
{
	char text[96];
	int n = 0;

	if (h->finished) {
		n = snprintf(text, sizeof(text), "%" PRIu64 " packets",
			h->frames);
	} else if (h->share.known) {
		int full = (int)(h->share.v * 10);
		n = snprintf(text, sizeof(text),
			"%s [%.*s%.*s] %3.0f %%  %" PRIu64 " packets", h->doing,
			full, "##########", 10 - full, "..........",
			h->share.v * 100, h->frames);
	} else {
		n = snprintf(text, sizeof(text), "%s  %" PRIu64 " packets",
			h->doing[0] ? h->doing : "opening", h->frames);
	}
	canvas_puts(c, 0, c->columns - n - 1, INK_TITLE, text);
}

/* @plural: what follows @noun where there is not one. */
static int put_words(struct canvas *c, int x, uint64_t n, const char *noun,
	const char *plural, enum ink ink)
{
	return x + canvas_printf(c, 1, x, ink, "%" PRIu64 " %s%s", n, noun,
			   n == 1 ? "" : plural) +
	       2;
}

static int put_count(
	struct canvas *c, int x, uint64_t n, const char *noun, enum ink ink)
{
	return put_words(c, x, n, noun, "s", ink);
}

void frame_header(struct canvas *c, const struct view_head *h, const char *title,
	bool paused)
{
	canvas_fill(c, (struct area){0, 0, 1, c->columns}, INK_TITLE);
	int x = 1 + canvas_puts(c, 0, 1, INK_TITLE, "Earshot") + 2;
	canvas_cell(c, 0, x, c->columns - x - 40, INK_TITLE,
		slice_of(title), false);
	draw_progress(c, h);
	x = put_count(c, 1, h->calls, "call", INK_PLAIN);
	x = put_count(c, x, h->streams, "stream", INK_PLAIN);
	x = put_count(c, x, h->registrations, "registration", INK_PLAIN);
	if (h->finished) {
		if (h->findings[SEVERITY_CRITICAL]) {
			x = put_words(c, x, h->findings[SEVERITY_CRITICAL],
				"critical", "", INK_BAD);
		}
		x = put_count(c, x, h->findings[SEVERITY_ERROR], "error",
			h->findings[SEVERITY_ERROR] ? INK_BAD : INK_GOOD);
		x = put_count(c, x, h->findings[SEVERITY_WARNING], "warning",
			h->findings[SEVERITY_WARNING] ? INK_ODD : INK_GOOD);
	}
	if (h->given_up) {
		x = put_words(c, x, h->given_up, "given up", "", INK_BAD);
	}
	if (paused) {
		x += canvas_puts(c, 1, x, INK_MARK, " paused ") + 1;
	}
	if (h->damaged) {
		canvas_puts(c, 1, x, INK_BAD, "capture damaged");
	}
}

/* The name of the first or, with K, the second key of @action. */
static void hint_key(
	const struct keys *keys, bool other, enum action action, struct text *t)
{
	const uint32_t *codes = keys->codes[action];

	keys_put_name(t, other && codes[1] ? codes[1] : codes[0]);
}

void frame_bar(struct canvas *c, const struct screen_hint *hint,
	const struct keys *keys, bool other)
{
	int y = c->rows - 1;
	int x = 0;

	canvas_fill(c, (struct area){y, 0, 1, c->columns}, INK_BAR);
	for (; hint && hint->label; hint++) {
		struct text key = {0};
		hint_key(keys, other, hint->action, &key);
		int wide = canvas_width(text_slice(&key)) +
			   canvas_width(slice_of(hint->label)) + 2;
		if (x + wide <= c->columns) {
			x += canvas_put(c, y, x, INK_BAR_KEY, text_slice(&key));
			x += canvas_puts(c, y, x + 1, INK_BAR, hint->label) + 2;
		}
		text_finish(&key);
	}
}
