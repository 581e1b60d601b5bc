/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a finding; without one, the list of all that can be found. */
#include "ui/sheet.h"

#include "detect/detector.h"
#include "reports/explain.h"
#include "ui/shell.h"

struct state {
	char id[48];
	struct sheet sheet;
};

static struct state *state_of(struct panel *p)
{
	return (struct state *)(void *)p->state;
}

/* @argument: the id of a detector. */
static void open(struct panel *p, const void *argument)
{
	const char *id = argument;

	(void)snprintf(state_of(p)->id, sizeof(state_of(p)->id), "%s",
		id ? id : "");
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	struct state *s = state_of(p);
	const struct detector *d = detector_by_id(slice_of(s->id));
	struct text t = {0};

	if (d) {
		/* Lines longer than this are hard to read. */
		int columns = area.columns - 2 < 100 ? area.columns - 2 : 100;
		explain_page(&t, d, columns > 0 ? (size_t)columns : 1);
	} else {
		explain_list(&t);
	}
	sheet_draw(&s->sheet, c, area, text_slice(&t));
	text_finish(&t);
}

static bool key(struct panel *p, enum action action)
{
	return sheet_key(&state_of(p)->sheet, p->rows, action);
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Back"},
	{ACTION_help, "Help"},
	{ACTION_down, "Down"},
	{ACTION_npage, "Page"},
	{0, NULL},
};

const struct screen screen_explain = {
	.name = "explain",
	.title = "what a finding means, its causes, what to do",
	.hints = hints,
	.state_size = sizeof(struct state),
	.open = open,
	.draw = draw,
	.key = key,
};
