/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An Identity header of any bytes. Law: claims lie inside the decoded text. */
#include "dissect/passport.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char room[PASSPORT_ROOM];
	struct slice text = {(const char *)data, size};
	struct slice all = {room, sizeof(room)};
	struct passport p;

	if (passport_parse(text, room, &p)) {
		fuzz_inside(p.orig, all);
		fuzz_inside(p.dest, all);
		fuzz_inside(p.attest, all);
	}
	return 0;
}
