/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every capture of the shared collection against its index, whose packet
 * counts come from capinfos: a reader that is not ours. There is no difference;
 * ERF and snoop, which we do not read, must be refused with the way out.
 * Skipped without the collection.
 */
#include "capture/source.h"

#include "tests/unit/capture_build.h"

#include <stdio.h>

/* Columns of INDEX.tsv, from 0. */
#define COLUMN_FILE    0
#define COLUMN_PACKETS 6
#define COLUMN_TYPE    8

static const char *folder(void)
{
	static char path[4096];
	const char *shared = getenv("EARSHOT_SHARED");
	const char *source = getenv("SRC");

	if (shared) {
		(void)snprintf(
			path, sizeof(path), "%s/captures/public", shared);
	} else {
		(void)snprintf(path, sizeof(path),
			"%s/../shared/captures/public", source ? source : ".");
	}
	return path;
}

static struct slice column(struct slice line, unsigned n)
{
	struct slice part = slice_cut(&line, '\t');

	for (unsigned i = 0; i < n; i++) {
		part = slice_cut(&line, '\t');
	}
	return part;
}

static struct walk walk_file(const char *path)
{
	struct walk w = {.err = {""}};
	struct source *s = NULL;
	struct frame f;

	w.open = source_open(&s, path, &w.err);
	if (w.open != 0) {
		return w;
	}
	do {
		w.last = source_next(s, &f, &w.err);
		if (w.last == 1) {
			w.n++;
			assert_true(f.len >= f.caplen);
			assert_true(f.iface < source_info(s).iface_count);
		}
	} while (w.last == 1);
	source_close(s);
	return w;
}

/* Returns false, having said so, when a line of the index does not hold. */
static bool check(struct slice line)
{
	struct slice file = column(line, COLUMN_FILE);
	struct slice type = column(line, COLUMN_TYPE);
	uint64_t packets = 0;
	static char path[4096 + 512];

	(void)snprintf(
		path, sizeof(path), "%s/%.*s", folder(), (int)file.n, file.p);

	struct walk w = walk_file(path);

	if (slice_is(type, "erf") || slice_is(type, "snoop")) {
		assert_says(&w.err, "editcap");
		return w.open == -1;
	}
	(void)slice_u64(column(line, COLUMN_PACKETS), UINT64_MAX, &packets);
	if (w.open == 0 && w.last == 0 && w.n == packets) {
		return true;
	}
	print_message("# %.*s: %u frames, the index has %llu; %s\n",
		(int)file.n, file.p, w.n, (unsigned long long)packets,
		w.err.text);
	return false;
}

static void agrees_with_the_index(void **state)
{
	static char line[65536];
	static char path[4096 + 16];
	unsigned checked = 0, wrong = 0;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/INDEX.tsv", folder());

	FILE *f = fopen(path, "r");

	if (!f) {
		print_message("# no shared captures: skipped\n");
		skip();
	}
	while (fgets(line, sizeof(line), f)) {
		struct slice text = slice_of(line);
		struct slice type = column(text, COLUMN_TYPE);

		if (slice_istarts(type, "pcap") || slice_is(type, "nsecpcap") ||
			slice_is(type, "erf") || slice_is(type, "snoop")) {
			wrong += !check(text);
			checked++;
		}
	}
	(void)fclose(f);
	print_message("# %u captures\n", checked);
	assert_int_equal(wrong, 0);
	assert_true(checked > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_index),
	};

	return RUN_TESTS(tests);
}
