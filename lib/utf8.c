/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The column widths are the ranges that terminals agree on: combining marks 0,
 * East Asian wide and emoji 2, the rest 1. A full Unicode table would be larger
 * than what it improves in a call list.
 */
#include "lib/utf8.h"

#include "lib/attr.h"

struct range {
	uint32_t low, high;
};

static bool inside(const struct range *r, size_t n, uint32_t code)
{
	for (size_t i = 0; i < n; i++) {
		if (code >= r[i].low && code <= r[i].high) {
			return true;
		}
	}
	return false;
}

size_t utf8_next(struct slice s, uint32_t *ret_code)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)s.p[0];
	size_t len;
	uint32_t code;

	if (first < 0x80) {
		*ret_code = first;
		return 1;
	}
	if (first >= 0xc2 && first <= 0xdf) {
		len = 2;
		code = first & 0x1fU;
	} else if ((first & 0xf0) == 0xe0) {
		len = 3;
		code = first & 0x0fU;
	} else if (first >= 0xf0 && first <= 0xf4) {
		len = 4;
		code = first & 0x07U;
	} else {
		return 0;
	}
	if (s.n < len) {
		return 0;
	}
	for (size_t i = 1; i < len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c & 0xc0) != 0x80) {
			return 0;
		}
		code = code << 6 | (c & 0x3fU);
	}
	if (code < least[len] || code > 0x10ffff ||
		(code >= 0xd800 && code <= 0xdfff)) {
		return 0;
	}
	*ret_code = code;
	return len;
}

unsigned utf8_columns(uint32_t code)
{
	static const struct range zero[] = {
		{0x0300, 0x036f},
		{0x0483, 0x0489},
		{0x0591, 0x05bd},
		{0x0610, 0x061a},
		{0x064b, 0x065f},
		{0x0e34, 0x0e3a}, /* Thai vowels and tones */
		{0x0e47, 0x0e4e},
		{0x1ab0, 0x1aff},
		{0x1dc0, 0x1dff},
		{0x20d0, 0x20ff},
		{0xfe00, 0xfe0f},
		{0xfe20, 0xfe2f},
	};
	static const struct range wide[] = {
		{0x1100, 0x115f},
		{0x2e80, 0x303e},
		{0x3041, 0xa4cf},
		{0xac00, 0xd7a3},
		{0xf900, 0xfaff},
		{0xfe30, 0xfe6f},
		{0xff00, 0xff60},
		{0xffe0, 0xffe6},
		{0x1f300, 0x1f64f},
		{0x1f680, 0x1f6c5},
		{0x1f90c, 0x1f9ff},
		{0x1fa70, 0x1faff},
		{0x20000, 0x3fffd},
	};

	if (code < 0x300) {
		return 1;
	}
	if (inside(zero, COUNT_OF(zero), code)) {
		return 0;
	}
	return inside(wide, COUNT_OF(wide), code) ? 2 : 1;
}

bool utf8_hides(uint32_t code)
{
	static const struct range bad[] = {
		{0x00, 0x1f},
		{0x7f, 0x9f},
		{0xad, 0xad},	    /* soft hyphen */
		{0x061c, 0x061c},   /* Arabic letter mark */
		{0x180e, 0x180e},
		{0x200b, 0x200f},   /* zero width, LRM, RLM */
		{0x2028, 0x202e},   /* separators, embeddings, overrides */
		{0x2060, 0x206f},   /* joiner, isolates */
		{0xfeff, 0xfeff},
		{0xfff9, 0xfffb},
		{0xe0000, 0xe0fff}, /* tags */
	};

	return inside(bad, COUNT_OF(bad), code);
}
