/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a dialled number says: its country, and whether it costs extra. */
#ifndef EARSHOT_DETECT_NUMBER_H
#define EARSHOT_DETECT_NUMBER_H

#include "lib/slice.h"

/* Digits kept; E.164 has 15, prefixes of dialling come before them. */
#define NUMBER_DIGITS 32

struct country {
	const char *code;  /* "41" */
	const char *iso;   /* "CH"; several with blanks between; "" for none */
	const char *name;
};

struct number {
	char digits[NUMBER_DIGITS]; /* without separators, '+' and parameters */
	const struct country *country; /* NULL: not international */
	bool premium; /* premium rate, or a satellite network */
};

/**
 * number_read - take the dialled @user apart.
 * @home: ISO code of the country it was dialled in, or empty: then only numbers
 *     in international form have a country, and numbers without one are left
 * @ret: filled. Returns false when @user is no number.
 * Source: ITU-T E.164, E.123 (how they are written); national premium rates.
 */
bool number_read(struct slice user, struct slice home, struct number *ret);

/** number_is - true when @digits are @number, with or without a 0 in front
 * of it for an outside line. */
bool number_is(const char *digits, struct slice number);

/** number_allowed - true when @country stands in @list, as ISO or as +code. */
bool number_allowed(const struct country *country, struct slice list);

#endif
