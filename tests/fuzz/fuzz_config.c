/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A configuration file of any bytes. Laws: an error names file and line, and
 * what is taken lies within the bounds of its key.
 */
#include "app/config.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct thresholds settings = thresholds_default();
	struct err err = {""};
	int rc = config_parse((struct slice){(const char *)data, size}, "file",
		&settings, &err);

	fuzz_law((rc == 0) == (err.text[0] == '\0'));
	fuzz_law(rc == 0 ||
		 slice_istarts(slice_of(err.text), "file: line "));
	for (int i = 0; i < THRESHOLDS; i++) {
		const struct threshold_row *r =
			thresholds_row((enum threshold)i);
		fuzz_law(settings.v[i] >= r->least &&
			 settings.v[i] <= r->most);
	}
	return 0;
}
