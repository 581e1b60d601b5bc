/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is around the screens: the stack of them, header and key bar, the line
 * that is typed into, commands. It takes events and draws a canvas, and knows no
 * terminal, so it runs in a test as it runs for people.
 */
#ifndef EARSHOT_UI_SHELL_H
#define EARSHOT_UI_SHELL_H

#include "ui/desk.h"
#include "ui/prompt.h"
#include "ui/settings.h"

struct shell_options {
	const char *title; /* what is looked at: names of files */
	const char *where; /* filter expression to begin with; or NULL */
	bool calls_only;
	struct settings settings;
	/** save - write @t to the new file @path. 0, or -1 with @err. */
	int (*save)(const char *path, struct text *t, struct err *err);
};

/* Questions of the shell itself are negative; a screen's are not. */
#define SHELL_COMMAND (-1)

/** shell_create - over @desk, with @options, both borrowed. Opens the calls.
 * NULL when memory is exhausted. */
struct shell *shell_create(struct desk *desk, const struct shell_options *options);

/** shell_destroy - free all; NULL is allowed. */
void shell_destroy(struct shell *shell);

/** shell_event - something was pressed, or happened: @event. */
void shell_event(struct shell *shell, const struct keys_event *event);

/** shell_draw - the screen at @rows times @columns, borrowed; and let the desk
 * know what it needs. */
const struct canvas *shell_draw(struct shell *shell, int rows, int columns);

/** shell_waiting - true when what was drawn has nothing to show yet: the view is
 * being made. */
bool shell_waiting(struct shell *shell);

/** shell_done - true when the user has left. */
bool shell_done(const struct shell *shell);

/** shell_open - put @screen on top; @argument: for its open(), or NULL. */
void shell_open(struct shell *shell, const struct screen *screen,
	const void *argument);

/** shell_back - close the screen on top; the last one ends the program. */
void shell_back(struct shell *shell);

/**
 * shell_ask - let a line be typed; the answer goes to the screen's answer().
 * @question: its number; @label: before the line; @text: to begin with
 */
void shell_ask(
	struct shell *shell, int question, const char *label, struct slice text);

/** shell_say - show a message made of @format until the next key, in @ink. */
void shell_say(struct shell *shell, enum ink ink, const char *format, ...)
	ATTR_PRINTF(3, 4);

/** shell_save - write @t to the new file @path, and say so or why not. Returns 0, or
 * -1. */
int shell_save(struct shell *shell, const char *path, struct text *t);

/** shell_save_screen - write what is seen to the new file @path. 0, or -1. */
int shell_save_screen(struct shell *shell, const char *path);

/** shell_options - those it was made with. */
const struct shell_options *shell_options(const struct shell *shell);

/** shell_keys - the keys as they are bound, to be read or changed. */
struct keys *shell_keys(struct shell *shell);

/** shell_top - the screen that is seen. */
struct panel *shell_top(struct shell *shell);

/** shell_quit - the user leaves. */
void shell_quit(struct shell *shell);

#endif
