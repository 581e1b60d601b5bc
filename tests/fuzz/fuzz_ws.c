/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WebSocket frames. Input: a byte for the length of the cuts, the stream. */
#include "tests/fuzz/cut.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2 || size > CUT_MOST) {
		return 0;
	}
	cut_compare(FRAMING_WS, data + 1, size - 1, 1 + data[0]);
	return 0;
}
