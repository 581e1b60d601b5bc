/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The configuration file: lines `key = value`, `#` begins a comment where a line
 * begins or a blank stands before it. Keys are those of --set, which wins.
 *
 *     # the trunk of our provider
 *     trunk.channels = 8
 *     trunk.channels.203.0.113.5 = 30
 *
 * Read is --config FILE; without it the first that is there of
 * $XDG_CONFIG_HOME/earshot/earshot.conf (~/.config where that is not set) and
 * /etc/earshot/earshot.conf. A mistake ends the run before a capture is read:
 * a key that is passed over in silence is a threshold that does not hold.
 */
#ifndef EARSHOT_APP_CONFIG_H
#define EARSHOT_APP_CONFIG_H

#include "detect/thresholds.h"
#include "lib/text.h"

/* Longest file, and longest line of it, in bytes. */
#define CONFIG_BYTES ((size_t)1 << 20)
#define CONFIG_LINE  4096

/**
 * config_parse - take all lines of @text into @settings.
 * @name: of the file, for messages; lists in @settings borrow @text
 * Returns 0, or -1 with @err: file, line, reason, and what to do.
 */
int config_parse(struct slice text, const char *name,
	struct thresholds *settings, struct err *err);

/**
 * config_read - read the file @path, or where @path is NULL the first one that
 * is there; none is no mistake, "none" reads none. @settings: changed
 * @ret_text: empty; gets the text, which lists in @settings borrow; to be freed
 *     after these, also on failure
 * Returns 0, or -1 with @err.
 */
int config_read(const char *path, struct thresholds *settings,
	struct text *ret_text, struct err *err);

#endif
