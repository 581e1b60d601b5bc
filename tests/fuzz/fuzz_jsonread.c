/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The JSON reader and the reports made of it, on any text. Laws: values and
 * keys lie inside the text; walking ends; what is inside a walked value was
 * found whole before; a report has no more blocks than fit.
 */
#include "dissect/jsonread.h"
#include "dissect/rtcp_json.h"

#include "tests/fuzz/fuzz.h"

/* Walks all levels without recursion: a stack of what is open. */
static void walk(const struct jsonread_value *root, struct slice text)
{
	struct jsonread_iter open[JSONREAD_DEPTH + 1];
	unsigned depth = 0;
	size_t steps = 0;

	if (!jsonread_open(root, &open[depth++])) {
		return;
	}
	while (depth) {
		struct jsonread_iter *it = &open[depth - 1];
		struct jsonread_value v;
		struct slice key;
		int64_t n;
		if (!jsonread_next(it, &key, &v)) {
			depth--;
			continue;
		}
		fuzz_law(++steps <= text.n);
		fuzz_inside(key, text);
		fuzz_inside(v.text, text);
		fuzz_law((key.p != NULL) == it->keyed);
		(void)jsonread_whole(&v, &n);
		if (jsonread_open(&v, &open[depth])) {
			depth++;
			fuzz_law(depth <= JSONREAD_DEPTH);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = {(const char *)data, size};
	struct jsonread_value root;
	struct rtcp rtcp;
	bool valid = jsonread_root(text, &root);

	if (valid) {
		fuzz_inside(root.text, text);
		walk(&root, text);
	}
	if (rtcp_json_parse(text, &rtcp) == V_OK) {
		fuzz_law(valid && root.kind == JSONREAD_OBJECT);
		fuzz_law(rtcp.block_count <= RTCP_BLOCKS);
		fuzz_law(rtcp.count == rtcp.block_count);
		fuzz_law(rtcp.type >= RTCP_SR && rtcp.type <= RTCP_XR);
	}
	return 0;
}
