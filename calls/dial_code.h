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

/** dial_code_of - the code that @user begins with; NULL: it is a number. */
const struct dial_code *dial_code_of(struct slice user);

#endif
