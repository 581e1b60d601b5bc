/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * turn_parse on any bytes. Laws: what it finds lies inside the message; with
 * the last byte gone the message is no longer whole.
 */
#include "dissect/turn.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = {(const char *)data, size};
	struct turn turn = {0};
	enum verdict v = turn_parse(all, &turn);
	uint16_t channel = turn_channel(all);

	fuzz_law(channel == 0 || (channel >= 0x4000 && channel <= 0x4fff));
	if (v != V_OK) {
		return 0;
	}
	fuzz_law(size >= 20 && channel == 0);
	if (turn.data.n) {
		fuzz_inside(turn.data, all);
	}
	size_t whole = 20 + ((size_t)data[2] << 8 | data[3]);
	fuzz_law(whole <= size);
	fuzz_law(turn_parse(slice_sub(all, 0, whole - 1), &turn) != V_OK);
	return 0;
}
