/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * earshotrc: the settings of the screens. Lines are those of a sngreprc, so that
 * one can be taken over:
 *
 *    key ACTION KEY       KEY does ACTION, too
 *    unbind ACTION [KEY]  it no longer does
 *    set NAME VALUE       see settings.def
 *
 * Aliases are read by calls/names.h. Settings of sngrep that mean nothing here are
 * counted, not refused.
 */
#ifndef EARSHOT_UI_SETTINGS_H
#define EARSHOT_UI_SETTINGS_H

#include "ui/keys.h"

#define SETTINGS_TEXT 256

struct settings {
	struct keys keys;
	char columns[SETTINGS_TEXT]; /* of the list of calls; "": the usual */
	char sort[32];		     /* its order; "": as they began */
	bool reverse, follow, noise_hidden, syntax_off;
	unsigned unknown; /* set lines without a meaning here */
};

/** settings_default - what holds without a file. */
void settings_default(struct settings *s);

/**
 * settings_read - take over the lines of @text.
 * Returns 0, or -1 with @err naming the line.
 */
int settings_read(struct settings *s, struct slice text, struct err *err);

/** settings_set - @name is @value. 0; 1 when it means nothing here; -1 with @err.
 */
int settings_set(struct settings *s, struct slice name, struct slice value,
	struct err *err);

/** settings_put - append all settings with their values to @t. */
void settings_put(const struct settings *s, struct text *t);

#endif
