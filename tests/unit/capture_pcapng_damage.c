/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pcapng that is not sound: cut at every byte, every byte changed, lengths that
 * lie, and the limits. What was whole before the damage is always delivered.
 */
#include "capture/pcapng.h"

#include "tests/unit/capture_build.h"

#include <stdio.h>

/* A file with one of everything, and where each block begins. */
static void build_mixed(struct build *b, size_t begin[12], unsigned *ret_blocks)
{
	unsigned n = 0;
	size_t at;

	begin[n++] = b->n;
	section(b);
	begin[n++] = b->n;
	at = iface_begin(b, 1, 0);
	option(b, 2, "eth0", 4);
	end(b, at);
	begin[n++] = b->n;
	packet(b, 0, 1, 5);
	begin[n++] = b->n;
	at = block(b, 4); /* names */
	option(b, 1, "\xc0\0\2\1pbx", 8);
	u32(b, 0);
	end(b, at);
	begin[n++] = b->n;
	at = packet_begin(b, 0, 2, 6, 6);
	option(b, 1, "look here", 9);
	end(b, at);
	begin[n++] = b->n;
	at = block(b, 10); /* secrets */
	u32(b, 0x544c534b);
	u32(b, 6);
	put(b, "KEYLOG", 6);
	end(b, at);
	begin[n++] = b->n;
	packet(b, 0, 3, 7);
	begin[n++] = b->n;
	at = block(b, 5); /* statistics */
	u32(b, 0);
	u32(b, 0);
	u32(b, 0);
	option_u64(b, 5, 3);
	end(b, at);
	begin[n] = b->n;
	*ret_blocks = n;
}

static void survives_every_cut(void **state)
{
	(void)state;
	for (int big = 0; big <= 1; big++) {
		struct build b = {.big = big};
		size_t begin[12];
		unsigned blocks;

		build_mixed(&b, begin, &blocks);
		for (size_t n = 0; n <= b.n; n++) {
			struct walk w = walk_prefix(&b, n);
			unsigned block = 0; /* the one that is cut */
			char where[64];

			while (block < blocks && begin[block + 1] <= n) {
				block++;
			}
			if (block == 0) {
				assert_int_equal(w.open, -1);
				assert_true(w.said);
				continue;
			}
			assert_int_equal(w.open, 0);
			/* Blocks 2, 4 and 6 hold a frame. */
			assert_int_equal(
				w.n, (block > 2) + (block > 4) + (block > 6));
			if (n == begin[block]) {
				assert_int_equal(w.last, 0);
				assert_false(w.said);
				continue;
			}
			(void)snprintf(where, sizeof(where),
				"cut short at byte %zu, inside ", begin[block]);
			assert_int_equal(w.last, -1);
			assert_true(w.truncated);
			assert_says(&w.err, where);
		}
		drop(&b);
	}
}

/* Every byte of the file set to each of some values: no crash, no frame that
 * is not there (assert_data reads all of it), and never silent nonsense. */
static void survives_every_flip(void **state)
{
	static const uint8_t values[] = {0, 1, 4, 0x7f, 0x80, 0xff};
	struct build b = {0};
	size_t begin[12];
	unsigned blocks;

	(void)state;
	build_mixed(&b, begin, &blocks);
	for (size_t i = 0; i < b.n; i++) {
		uint8_t was = b.p[i];

		for (size_t v = 0; v < COUNT_OF(values); v++) {
			struct source *s = NULL;
			struct frame f;
			unsigned n = 0;
			uint64_t sum = 0;

			b.p[i] = values[v];
			if (source_open_memory(&s, whole(&b), NULL) != 0) {
				continue;
			}
			while (source_next(s, &f, NULL) == 1) {
				for (uint32_t k = 0; k < f.caplen; k++) {
					sum += f.data[k];
				}
				n++;
			}
			assert_true(n <= 3);
			assert_true(sum < 256 * b.n);
			source_close(s);
		}
		b.p[i] = was;
	}
	drop(&b);
}

/* A lying length, each at a place where it hurts. */
static void names_lying_lengths(void **state)
{
	static const struct {
		size_t at; /* from the start of the third block, a packet */
		uint32_t value;
		const char *says;
	} rows[] = {
		{4, 0, "claims 0 bytes, too few"},
		{4, 8, "claims 8 bytes, too few"},
		{4, 41, "no multiple of 4"},
		{4, 16 * 1024 * 1024 + 4, "is the most that is read"},
		{4, 0xfffffffc, "claims 4294967292 bytes"},
		{4, 36, "lengths of a block differ: 36 and"},
		{8, 1, "frame 2 is of interface 1"},
		{8, 0xffffffff, "frame 2 is of interface 4294967295"},
		{20, 9, "frame 2 claims 9 bytes, and its block has only 8"},
		{20, 262144, "frame 2 claims 262144 bytes, and its block"},
		{20, 262145, "frame 2 claims 262145 bytes, and 262144 is"},
		{20, 0xffffffff, "frame 2 claims 4294967295 bytes"},
		{36, 44, "lengths of a block differ: 40 and 44"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct build b = {0};
		char where[64];

		section(&b);
		iface(&b, 1);
		packet(&b, 0, 1, 4);

		size_t at = b.n;

		packet(&b, 0, 2, 8); /* 40 bytes */
		packet(&b, 0, 3, 8);
		patch(&b, at + rows[i].at, rows[i].value);

		struct walk w = walk(whole(&b));

		(void)snprintf(where, sizeof(where),
			"damaged at byte %zu, after frame 1: ", at);
		assert_int_equal(w.n, 1);
		assert_int_equal(w.last, -1);
		assert_says(&w.err, where);
		assert_says(&w.err, rows[i].says);
		drop(&b);
	}
}

/* The largest block that is read, and one that only claims to be. */
static void bounds_blocks(void **state)
{
	struct build b = {0};
	static const char zeros[65536];

	(void)state;
	section(&b);
	iface(&b, 1);
	size_t at = block(&b, 0xbad);

	while (b.n + 4 - at < 16 * 1024 * 1024) {
		size_t left = 16 * 1024 * 1024 - (b.n + 4 - at);
		put(&b, zeros, left < sizeof(zeros) ? left : sizeof(zeros));
	}
	end(&b, at);
	packet(&b, 0, 1, 4);

	struct walk w = walk(whole(&b));

	assert_int_equal(w.n, 1);
	assert_int_equal(w.last, 0);
	w = walk((struct slice){(const char *)b.p, at + 100});
	assert_int_equal(w.last, -1);
	assert_says(&w.err, "inside the block after frame 0: 100 of 16777216");
	drop(&b);
}

static void refuses_bad_sections(void **state)
{
	struct build b = {0};

	(void)state;
	section(&b);
	b.p[8] ^= 1;

	struct walk w = walk(whole(&b));

	assert_int_equal(w.open, -1);
	assert_says(&w.err, "no byte-order magic");
	b.p[8] ^= 1;
	b.p[12] = 2;
	w = walk(whole(&b));
	assert_int_equal(w.open, -1);
	assert_says(&w.err, "version 2.0");
	drop(&b);

	/* Minor 2 is written by some and means 0: draft section 4.1. */
	section(&b);
	b.p[14] = 2;
	assert_int_equal(walk(whole(&b)).last, 0);

	/* A frame before any interface. */
	packet(&b, 0, 1, 4);
	w = walk(whole(&b));
	assert_int_equal(w.last, -1);
	assert_says(&w.err, "describes only 0");
	drop(&b);

	/* An interface whose options run out of the block: no time unit. */
	section(&b);

	size_t at = iface_begin(&b, 1, 0);

	u16(&b, 9);
	u16(&b, 200);
	end(&b, at);
	w = walk(whole(&b));
	assert_int_equal(w.last, -1);
	assert_says(&w.err, "an option of an interface description");
	drop(&b);
}

static void bounds_interfaces(void **state)
{
	struct build b = {0};

	(void)state;
	section(&b);
	for (uint32_t i = 0; i < PCAPNG_IFACES_MAX; i++) {
		iface(&b, 1 + i % 2);
	}
	packet(&b, PCAPNG_IFACES_MAX - 1, 1, 4);

	struct source *s = opened(whole(&b));

	assert_int_equal(next(s).link, 2);
	source_close(s);
	iface(&b, 1);

	struct walk w = walk(whole(&b));

	assert_int_equal(w.n, 1);
	assert_int_equal(w.last, -1);
	assert_says(&w.err, "more than 65536 interfaces");
	drop(&b);
}

/* An error behind frames of one batch is told by the next call, once. */
static void tells_errors_after_a_batch(void **state)
{
	struct build b = {0};
	struct frame f[8];
	struct err err = {""};

	(void)state;
	section(&b);
	iface(&b, 1);
	packet(&b, 0, 1, 5);
	packet(&b, 0, 2, 6);
	packet(&b, 7, 3, 7); /* no such interface */
	packet(&b, 0, 4, 8);

	struct source *s = opened(whole(&b));

	assert_int_equal(source_batch(s, f, COUNT_OF(f), &err), 2);
	assert_int_equal(f[0].caplen, 5);
	assert_data(&f[0]);
	assert_int_equal(f[1].caplen, 6);
	assert_data(&f[1]);
	assert_string_equal(err.text, "");
	assert_int_equal(source_batch(s, f, COUNT_OF(f), &err), -1);
	assert_says(&err, "frame 3 is of interface 7");
	assert_int_equal(source_batch(s, f, COUNT_OF(f), &err), 0);
	assert_int_equal(source_info(s).frames, 2);
	source_close(s);
	drop(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(survives_every_cut),
		cmocka_unit_test(survives_every_flip),
		cmocka_unit_test(names_lying_lengths),
		cmocka_unit_test(bounds_blocks),
		cmocka_unit_test(refuses_bad_sections),
		cmocka_unit_test(bounds_interfaces),
		cmocka_unit_test(tells_errors_after_a_batch),
	};

	return RUN_TESTS(tests);
}
