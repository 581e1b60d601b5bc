/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a capture filter, any bytes. Laws: a refusal has its reason;
 * blanks around an expression change nothing; "not" before it negates.
 */
#include "capture/filter_words.h"

#include "tests/fuzz/fuzz.h"

#define MOST 512

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char longer[MOST + 8];
	struct filter_words words;
	struct filter_words again;
	struct err err = {""};
	struct slice text = {(const char *)data, size < MOST ? size : MOST};

	if (filter_words(text, &words, &err) != 0) {
		fuzz_law(err.text[0] != '\0');
		return 0;
	}
	int n = snprintf(longer, sizeof(longer), " not ( ");
	memcpy(longer + n, text.p, text.n);
	struct slice negated = {longer, (size_t)n + text.n};
	fuzz_law(filter_words(negated, &again, &err) == 0);
	fuzz_law(again.negates && again.own == words.own);
	return 0;
}
