/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was heard to the numbers that detectors ask for. */
#ifndef EARSHOT_APP_HEARD_H
#define EARSHOT_APP_HEARD_H

#include "audio/hearing.h"
#include "detect/heard.h"

/**
 * heard_make - the numbers of all streams of @book that @hearings listened to.
 * @ret: filled; its list is to be freed with free()
 * Returns 0, or -1 when memory is exhausted. Allocates: yes.
 */
int heard_make(const struct book *book, const struct hearings *hearings,
	struct heard_all *ret);

#endif
