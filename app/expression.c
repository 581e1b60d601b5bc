/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tcpdump has the filter behind its options; here files stand there too. What
 * exists is a file. Everything from the first word that does not is the filter:
 * a mistyped file name ends up in it, so a filter that makes no sense is told
 * together with the file that is not there.
 */
#include "app/expression.h"

#include "app/command.h"
#include "app/reading.h"
#include "capture/filter.h"

#include <errno.h>
#include <unistd.h>

static bool is_file(const char *word)
{
	/* What may not be looked at is there: opening it says why not. */
	return slice_is(slice_of(word), "-") || access(word, F_OK) == 0 ||
	       errno == EACCES;
}

int expression_split(struct options *o, struct err *err)
{
	size_t first = o->file_count - o->word_count;
	size_t at = first;
	struct text words = {0};

	while (!o->print_filter && at < o->file_count &&
		(at == 0 || is_file(o->files[at]))) {
		at++;
	}
	for (size_t i = at; i < o->file_count; i++) {
		text_puts(&words, words.n ? " " : "");
		text_puts(&words, o->files[i]);
	}
	o->word_count = at - first;
	o->file_count = at;
	o->expression = words.p;
	return words.failed ? err_set(err, "out of memory") : 0;
}

int expression_filter(
	const struct options *o, struct filter **ret, struct err *err)
{
	struct err reason = {""};

	*ret = NULL;
	if (!o->expression || filter_create(ret, o->expression, &reason) == 0) {
		return 0;
	}
	/* The first word past the files: the list still holds it. */
	const char *word = o->files[o->file_count];
	if (slice_is(slice_of(word), o->expression)) {
		return err_set(err,
			"'%.200s' is neither a file nor a capture filter: "
			"%.200s",
			word, reason.text);
	}
	return err_set(err,
		"there is no file '%.100s', and '%.150s' is no capture "
		"filter: %.200s",
		word, o->expression, reason.text);
}

int expression_print(const struct options *o, struct err *err)
{
	struct filter *filter;
	struct text text = {0};

	if (filter_create(&filter, o->expression ? o->expression : "", err) !=
		0) {
		return COMMAND_FAILED;
	}
	filter_put_wide(&text, filter);
	text_puts(&text, "\n");
	filter_destroy(filter);
	return reading_show(&text);
}
