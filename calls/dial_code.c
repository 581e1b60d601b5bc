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

/* Where the PIN stands, from @ret to @ret_end. Returns false for none. */
static bool find_pin(struct slice text, size_t *ret, size_t *ret_end)
{
	static const char code[] = "*77*";
	size_t i = 0;

	while (i + 4 <= text.n && memcmp(text.p + i, code, 4) != 0) {
		i++;
	}
	if (i + 4 > text.n) {
		return false;
	}
	i += 4;
	while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9') {
		i++;
	}
	if (i == text.n || text.p[i] != '*') {
		return false;
	}
	*ret = ++i;
	while (i < text.n && !memchr("@;>\" ", text.p[i], 5)) {
		i++;
	}
	*ret_end = i;
	return i > *ret;
}

struct slice dial_code_hide(struct slice text, char room[DIAL_CODE_TEXT + 4])
{
	size_t from = 0;
	size_t end = 0;

	text = text.p ? slice_sub(text, 0, DIAL_CODE_TEXT) : text;
	if (!find_pin(text, &from, &end)) {
		return text;
	}
	memcpy(room, text.p, from);
	memcpy(room + from, "xxxx", 4);
	memcpy(room + from + 4, text.p + end, text.n - end);
	return (struct slice){room, from + 4 + text.n - end};
}

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
