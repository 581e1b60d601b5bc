/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims of an Identity header. The first is the example of RFC 8225 appendix A,
 * its signature replaced; the others are made from it. */
#include "dissect/passport.h"

#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#define HEADER                                                                 \
	"eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly9jZXJ0Lm" \
	"V4YW1wbGUub3JnL3Bhc3Nwb3J0LmNlciJ9"
#define RFC8225				\
	"eyJkZXN0Ijp7InVyaSI6WyJzaXA6YWxpY2VAZXhhbXBsZS5jb20iXX0sImlhdCI6MT" \
	"Q0MzIwODM0NSwib3JpZyI6eyJ0biI6IjEyMTU1NTUxMjEyIn19"
#define SHAKEN				\
	"eyJhdHRlc3QiOiJBIiwiZGVzdCI6eyJ0biI6WyIxMjE1NTU1MDExMSJdfSwiaWF0Ij" \
	"oxNDQzMjA4MzQ1LCJvcmlnIjp7InRuIjoiMTIxNTU1NTAxMDAifSwib3JpZ2lkIjoi" \
	"MTIzZTQ1NjcifQ"

static const struct {
	const char *name, *text;
	bool ok;
	const char *orig, *dest, *attest;
	int64_t iat;
} ROWS[] = {
	{"RFC 8225 appendix A", HEADER "." RFC8225 ".abc;info=<https://x/>",
		true, "12155551212", "sip:alice@example.com", NULL, 1443208345},
	{"shaken", HEADER "." SHAKEN ".abc;info=<https://x/>;ppt=shaken", true,
		"12155550100", "12155550111", "A", 1443208345},
	{"padded", HEADER "." SHAKEN "==.abc", true, "12155550100",
		"12155550111", "A", 1443208345},
	{"no signature", HEADER "." SHAKEN, false, NULL, NULL, NULL, 0},
	{"empty", "", false, NULL, NULL, NULL, 0},
	{"dots", "..", false, NULL, NULL, NULL, 0},
	{"compact", "..abc;info=<https://x/>", true, NULL, NULL, NULL, 0},
	{"not base64", HEADER ".e!J9.abc", false, NULL, NULL, NULL, 0},
	{"no JSON", HEADER ".AAAA.abc", false, NULL, NULL, NULL, 0},
	{"an array", HEADER ".W10.abc", false, NULL, NULL, NULL, 0},
};

static void same(struct slice got, const char *want)
{
	if (!want) {
		assert_int_equal(got.n, 0);
		return;
	}
	assert_true(slice_is(got, want));
}

static void claims(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		char room[PASSPORT_ROOM];
		struct passport p;
		print_message("# %s\n", ROWS[i].name);
		assert_int_equal(passport_parse(slice_of(ROWS[i].text), room,
					 &p),
			ROWS[i].ok);
		if (ROWS[i].ok) {
			same(p.orig, ROWS[i].orig);
			same(p.dest, ROWS[i].dest);
			same(p.attest, ROWS[i].attest);
			assert_int_equal(p.iat, ROWS[i].iat);
			assert_int_equal(p.has_iat, ROWS[i].iat != 0);
		}
	}
}

/* Longer than the room: refused, and nothing is written past it. */
static void too_long(void **state)
{
	size_t n = PASSPORT_ROOM * 4 / 3 + 8;
	char *text = malloc(n + 8);
	char *room = malloc(PASSPORT_ROOM);
	struct passport p;

	(void)state;
	assert_non_null(text);
	assert_non_null(room);
	memset(text, 'A', n);
	text[1] = '.';
	memcpy(text + n, ".a", 2);
	assert_false(passport_parse((struct slice){text, n + 2}, room, &p));
	free(text);
	free(room);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims),
		cmocka_unit_test(too_long),
	};

	return RUN_TESTS(tests);
}
