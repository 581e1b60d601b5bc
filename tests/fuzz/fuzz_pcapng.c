/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pcapng: anything that is not is passed over. */
#include "tests/fuzz/capture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = {(const char *)data, size};
	struct source *s = NULL;
	struct err err = {""};

	if (size < 4 || data[0] != 0x0a || data[1] != 0x0d) {
		return 0;
	}
	if (source_open_memory(&s, bytes, &err) != 0) {
		must(!s && err.text[0] != '\0');
		return 0;
	}
	check_source(s);
	return 0;
}
