/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dial codes: numbers that make the PBX do something instead of calling. */
#ifndef EARSHOT_CALLS_DIAL_CODE_H
#define EARSHOT_CALLS_DIAL_CODE_H

#include "lib/slice.h"

#include <stdbool.h>

struct dial_code {
	const char *prefix; /* "*20*" */
	const char *word;   /* for programs: "pickup" */
	const char *label;  /* for people: "call pickup" */
	bool calls;         /* somebody is called all the same */
};

/* Longest text that dial_code_hide reads. */
#define DIAL_CODE_TEXT 256

/**
 * dial_code_hide - @text with the PIN of a dial code replaced by "xxxx": it is
 * what follows the number in *77*200*1234.
 * @text: a number, a name or a URI
 * @room: takes the text when something is hidden
 * Returns @text itself when there is nothing to hide. Allocates: no.
 */
struct slice dial_code_hide(struct slice text, char room[DIAL_CODE_TEXT + 4]);

/** dial_code_of - the code that @user begins with; NULL: it is a number. */
const struct dial_code *dial_code_of(struct slice user);

#endif
