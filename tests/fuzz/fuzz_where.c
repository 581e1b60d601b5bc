/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filter expressions of any bytes, asked of a call that knows little. Laws: an
 * error names its column, and only then nothing is made; steps stay within
 * their limit; what is true is not false as well.
 */
#include "reports/where.h"

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static const struct report_input *scene(void)
{
	static struct report_input input;
	static struct call call = {.id = 1, .state = CALL_BUSY, .status = 486};

	if (!input.book) {
		struct book_limits limits = book_limits_default();
		limits.flows = 16;
		struct book *book = book_create(&limits, 1);
		fuzz_law(book != NULL);
		call.from_user = SLICE("6012");
		call.reason = SLICE("Busy Here");
		call.duration_s = maybe_of(9.5);
		input.book = book;
		book->calls = &call;
		book->call_count = 1;
	}
	return &input;
}

static bool asks(const struct report_input *input, struct slice text,
	bool *ret_true)
{
	struct where *where;
	struct err err = {""};
	int rc = where_create(&where, text, &err);

	fuzz_law((rc == 0) == (err.text[0] == '\0'));
	fuzz_law((rc == 0) == (where != NULL));
	if (rc != 0) {
		fuzz_law(slice_istarts(slice_of(err.text), "column "));
		return false;
	}
	fuzz_law(where->count > 0 && where->count <= WHERE_STEPS);
	*ret_true = where_matches(where, input, input->book->calls);
	where_destroy(where);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = {(const char *)data, size};
	const struct report_input *input = scene();
	struct text not = {0};
	bool true_of_it;
	bool false_of_it;

	if (asks(input, text, &true_of_it)) {
		text_puts(&not, "not (");
		text_put(&not, text);
		text_puts(&not, ")");
		if (asks(input, text_slice(&not), &false_of_it)) {
			fuzz_law(!true_of_it || !false_of_it);
		}
		text_finish(&not);
	}
	return 0;
}
