/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines above and below a screen: what is read, what there is, what keys do. */
#ifndef EARSHOT_UI_FRAME_H
#define EARSHOT_UI_FRAME_H

#include "ui/screen.h"

/** frame_header - the two lines at the top of @c: @head, with the @title of what
 * is looked at; @paused: say so. */
void frame_header(struct canvas *c, const struct view_head *head,
	const char *title, bool paused);

/** frame_bar - the line at the bottom of @c: @hint and those behind it, with their
 * @keys; @other: the second key of each. */
void frame_bar(struct canvas *c, const struct screen_hint *hint,
	const struct keys *keys, bool other);

#endif
