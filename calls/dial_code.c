/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list is short and searched from its top, where the longer prefixes stand.
 */
#include "calls/dial_code.h"

#include "lib/attr.h"

#include <string.h>

static const struct dial_code CODES[] = {
#define DIAL_CODE(prefix, word, label, calls) {prefix, word, label, calls},
#include "calls/dial_codes.def"
#undef DIAL_CODE
};

const struct dial_code *dial_code_of(struct slice user)
{
	if (user.n == 0 || user.p[0] != '*') {
		return NULL;
	}
	for (size_t i = 0; i < COUNT_OF(CODES); i++) {
		size_t n = strlen(CODES[i].prefix);
		if (user.n >= n && memcmp(user.p, CODES[i].prefix, n) == 0) {
			return &CODES[i];
		}
	}
	return NULL;
}
