/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line that is typed, with a history. */
#ifndef EARSHOT_UI_PROMPT_H
#define EARSHOT_UI_PROMPT_H

#include "ui/canvas.h"
#include "ui/keys.h"

#define PROMPT_BYTES   512
#define PROMPT_HISTORY 20

struct prompt {
	char text[PROMPT_BYTES]; /* NUL-terminated */
	size_t n, at;		 /* bytes; the cursor */
	char history[PROMPT_HISTORY][PROMPT_BYTES]; /* newest first */
	size_t history_count, history_at; /* 0: what is typed now */
};

/** prompt_start - begin with @text; the history stays. */
void prompt_start(struct prompt *p, struct slice text);

/** prompt_insert - put @s in at the cursor, as far as there is room. */
void prompt_insert(struct prompt *p, struct slice s);

/** prompt_key - the key @code edits, with the actions that @keys give it. False
 * when it means nothing here. */
bool prompt_key(struct prompt *p, const struct keys *keys, uint32_t code);

/** prompt_done - put the line into the history, and return it. */
struct slice prompt_done(struct prompt *p);

/** prompt_word - the word before the cursor. */
struct slice prompt_word(const struct prompt *p);

/** prompt_draw - the line behind @label into row @y of @c, all @columns of it. */
void prompt_draw(const struct prompt *p, struct canvas *c, int y, int columns,
	const char *label);

#endif
