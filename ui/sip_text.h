/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message as it was sent, drawn: broken into lines, coloured, compared. */
#ifndef EARSHOT_UI_SIP_TEXT_H
#define EARSHOT_UI_SIP_TEXT_H

#include "ui/canvas.h"

/**
 * sip_text_draw - draw @message into @area of @c.
 * @skip: so many lines of the screen are scrolled away above
 * @plain: without colours; @other: lines that it does not hold are marked; absent:
 *     nothing is compared
 * Returns how many lines of the screen the whole message takes.
 */
int sip_text_draw(struct canvas *c, struct area area, struct slice message,
	int skip, bool plain, struct slice other);

/** sip_text_lines - as sip_text_draw, of our own @text in @ink: its lines, broken
 * where they are too long for @area of @c. Returns how many. */
int sip_text_lines(
	struct canvas *c, struct area area, enum ink ink, struct slice text);

#endif
