/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream of anything. Input: a byte for the length of the cuts, a byte for
 * the kind of stream (0: told from its bytes), the stream.
 */
#include "tests/fuzz/cut.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 3 || size > CUT_MOST) {
		return 0;
	}
	cut_compare((enum framing_kind)(data[1] % FRAMING_TLS), data + 2,
		size - 2, 1 + data[0]);
	return 0;
}
