/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the user writes about names, on any bytes. The first byte chooses the
 * form: alias file, hosts file, group. Laws: a small table stays within its
 * limit; what was read and no error is found again; an error names its line.
 */
#include "calls/names.h"

#include "tests/fuzz/fuzz.h"

#define MOST 16

static void check(const struct names *names)
{
	size_t used = 0;

	fuzz_law(names->pool.used <= MOST);
	fuzz_law(names->map.used == names->pool.used);
	for (size_t i = 0; i < names->map.size; i++) {
		const struct name *name = names->map.slots[i].value;
		if (name) {
			used++;
			fuzz_law(names_find(names, &name->at) == name);
			fuzz_law(name->n > 0 && name->n < NAME_TEXT);
			fuzz_law(names_source_text(name->source) != NULL);
		}
	}
	fuzz_law(used == names->map.used);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct names names;
	struct err err = {""};
	int rc;

	if (size == 0) {
		return 0;
	}
	struct slice text = {(const char *)data + 1, size - 1};
	names_init(&names, 1, MOST);
	if (data[0] % 3 == 0) {
		rc = names_read_alias(&names, text, &err);
	} else if (data[0] % 3 == 1) {
		rc = names_read_hosts(&names, text, &err);
	} else {
		rc = names_read_group(&names, text, &err);
	}
	fuzz_law((rc == 0) == (err.text[0] == '\0'));
	check(&names);
	names_finish(&names);
	return 0;
}
