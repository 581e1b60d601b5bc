/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any file: recognising it, unpacking it, reading it. */
#include "tests/fuzz/capture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = {(const char *)data, size};
	struct source *s = NULL;
	struct err err = {""};

	if (source_open_memory(&s, bytes, &err) != 0) {
		must(!s && err.text[0] != '\0');
		return 0;
	}
	check_source(s);
	return 0;
}
