/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a pcapng file carries beside its frames: comments, names, keys, losses;
 * and that none of it grows without bound or costs a frame when it is broken.
 */
#include "capture/pcapng.h"

#include "tests/unit/capture_build.h"

static void keeps_comments(void **state)
{
	struct build b = {0};

	(void)state;
	size_t at = section_begin(&b);

	option(&b, 1, "of the file", 11);
	option(&b, 1, "", 0);
	end(&b, at);
	at = iface_begin(&b, 1, 0);
	option(&b, 1, "of the interface", 16);
	end(&b, at);
	packet(&b, 0, 1, 4);
	at = packet_begin(&b, 0, 2, 5, 5);
	option(&b, 2, "\1\0\0\0", 4); /* flags */
	option(&b, 1, "of frame 2", 10);
	option(&b, 1, "again", 5);
	u32(&b, 0);
	option(&b, 1, "behind the end", 14);
	end(&b, at);

	static const struct {
		const char *text;
		uint64_t frame;
	} rows[] = {{"of the file", 0}, {"", 0}, {"of the interface", 0},
		{"of frame 2", 2}, {"again", 2}};
	struct source *s = opened(whole(&b));

	(void)next(s);
	(void)next(s);

	struct source_info info = source_info(s);

	assert_int_equal(info.comment_count, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(slice_is(info.comments[i], rows[i].text));
		assert_int_equal(info.comment_frames[i], rows[i].frame);
	}
	assert_int_equal(info.bad_options, 0);
	source_close(s);
	drop(&b);
}

static void keeps_names(void **state)
{
	static const char v6[] = "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\x12\x34"
				 "\x56\x78"
				 "somehost"; /* the draft's example */
	struct build b = {.big = true};

	(void)state;
	section(&b);

	size_t at = block(&b, 4);

	option(&b, 1, "\x7f\0\0\1localhost\0home", 19);
	option(&b, 3, "\2\xca\xff\xee\xf0\x0dteapot", 13); /* EUI-48 */
	option(&b, 2, v6, sizeof(v6));
	option(&b, 1, "\xc0\0\2\1unended", 11);
	option(&b, 1, "\xc0\0", 2); /* no room for an address */
	u32(&b, 0);
	option(&b, 2, "a name server's", 15); /* an option: not a name */
	end(&b, at);

	static const struct {
		const char *address;
		size_t n;
		const char *name;
	} rows[] = {
		{"\x7f\0\0\1", 4, "localhost"},
		{"\x7f\0\0\1", 4, "home"},
		{v6, 16, "somehost"},
		{"\xc0\0\2\1", 4, "unended"},
	};
	struct source *s = opened(whole(&b));
	struct frame f;

	assert_int_equal(source_next(s, &f, NULL), 0);

	struct source_info info = source_info(s);

	assert_int_equal(info.name_count, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(slice_eq(info.names[i].address,
			(struct slice){rows[i].address, rows[i].n}));
		assert_true(slice_is(info.names[i].name, rows[i].name));
	}
	assert_int_equal(info.bad_options, 1);
	source_close(s);
	drop(&b);
}

static void keeps_secrets(void **state)
{
	static const char log[] = "CLIENT_RANDOM 0011 2233\n";
	struct build b = {0};

	(void)state;
	section(&b);
	for (int i = 0; i < 2; i++) {
		size_t at = block(&b, 10);

		u32(&b, i == 0 ? 0x544c534b : 0x57474b4c); /* WireGuard */
		u32(&b, sizeof(log) - 1);
		put(&b, log, sizeof(log) - 1);
		end(&b, at);
	}

	size_t at = block(&b, 10); /* longer than its block */

	u32(&b, 0x544c534b);
	u32(&b, 0xffffffff);
	put(&b, "short", 5);
	end(&b, at);

	struct source *s = opened(whole(&b));
	struct frame f;

	assert_int_equal(source_next(s, &f, NULL), 0);

	struct source_info info = source_info(s);

	assert_int_equal(info.secret_count, 1);
	assert_true(slice_is(info.secrets[0], log));
	assert_int_equal(info.skipped_blocks, 1);
	assert_int_equal(info.bad_options, 1);
	source_close(s);
	drop(&b);
}

static void statistics(
	struct build *b, uint32_t id, uint64_t if_drops, uint64_t os_drops)
{
	size_t at = block(b, 5);

	u32(b, id);
	u32(b, 0);
	u32(b, 0);
	option_u64(b, 4, 1000); /* received: no loss */
	option_u64(b, 5, if_drops);
	option_u64(b, 7, os_drops);
	u32(b, 0);
	end(b, at);
}

static void adds_up_losses(void **state)
{
	struct build b = {.big = true};

	(void)state;
	section(&b);
	iface(&b, 1);
	iface(&b, 1);

	size_t at = packet_begin(&b, 0, 1, 4, 4);

	option_u64(&b, 4, 2); /* epb_dropcount */
	end(&b, at);
	at = packet_begin(&b, 0, 1, 4, 4);
	option_u64(&b, 4, 3);
	end(&b, at);
	statistics(&b, 1, 10, 1); /* cumulative: the later one counts */
	statistics(&b, 1, 20, 2);
	statistics(&b, 0, 1, 0);   /* less than what the packets told */
	statistics(&b, 9, 50, 50); /* no such interface */
	section(&b);
	iface(&b, 1);
	statistics(&b, 0, 100, 0);

	struct source *s = opened(whole(&b));
	struct frame f;

	assert_false(source_info(s).dropped_known);
	(void)next(s);
	assert_true(source_info(s).dropped_known);
	assert_int_equal(source_info(s).dropped, 2);
	(void)next(s);
	assert_int_equal(source_next(s, &f, NULL), 0);
	/* 2 + 3, 20 + 2, 100 */
	assert_int_equal(source_info(s).dropped, 127);
	assert_int_equal(source_info(s).bad_options, 1);
	source_close(s);
	drop(&b);
}

/* Broken options cost no frame. */
static void keeps_frames_with_bad_options(void **state)
{
	struct build b = {0};

	(void)state;
	section(&b);
	iface(&b, 1);

	size_t at = packet_begin(&b, 0, 1, 4, 4);

	u16(&b, 1);
	u16(&b, 60000); /* runs out of the block */
	end(&b, at);
	at = packet_begin(&b, 0, 1, 5, 5);
	option(&b, 4, "\1\2\3\4", 4); /* a count of 4 bytes, not 8 */
	end(&b, at);
	at = packet_begin(&b, 0, 1, 6, 6);
	u16(&b, 1); /* half an option: the block's end follows */
	end(&b, at);
	packet(&b, 0, 1, 7);

	struct source *s = opened(whole(&b));
	struct frame f;

	for (uint32_t i = 4; i <= 7; i++) {
		assert_int_equal(next(s).caplen, i);
	}
	assert_int_equal(source_next(s, &f, NULL), 0);
	/* The third is an option of no bytes once padded: not broken. */
	assert_int_equal(source_info(s).bad_options, 2);
	source_close(s);
	drop(&b);
}

/* More of everything than is kept: counted, bounded, no frame lost. */
static void bounds_what_is_kept(void **state)
{
	struct build b = {0};
	static char big[60000];

	(void)state;
	memset(big, 'x', sizeof(big));
	section(&b);
	iface(&b, 1);
	for (uint32_t i = 0; i < PCAPNG_KEPT_MAX + 5; i++) {
		size_t at = packet_begin(&b, 0, 1, 4, 4);

		option(&b, 1, "c", 1);
		end(&b, at);
	}

	struct source *s = opened(whole(&b));

	for (uint32_t i = 0; i < PCAPNG_KEPT_MAX + 5; i++) {
		(void)next(s);
	}
	assert_int_equal(source_info(s).comment_count, PCAPNG_KEPT_MAX);
	assert_int_equal(source_info(s).left_out, 5);
	source_close(s);
	drop(&b);

	/* 400 of 60,000 bytes are 24 MB, and 16 MiB are kept. */
	section(&b);
	iface(&b, 1);
	for (uint32_t i = 0; i < 400; i++) {
		size_t at = packet_begin(&b, 0, 1, 4, 4);

		option(&b, 1, big, sizeof(big));
		end(&b, at);
	}
	s = opened(whole(&b));
	for (uint32_t i = 0; i < 400; i++) {
		(void)next(s);
	}

	struct source_info info = source_info(s);

	assert_int_equal(info.comment_count + info.left_out, 400);
	assert_true(info.comment_count > 250);
	assert_true(info.comment_count <= 16 * 1024 * 1024 / sizeof(big));
	source_close(s);
	drop(&b);
}

/* What was handed out stays valid while the lists grow. */
static void info_stays_valid(void **state)
{
	struct build b = {0};

	(void)state;
	section(&b);

	size_t at = iface_begin(&b, 1, 0);

	option(&b, 2, "first", 5);
	end(&b, at);
	packet(&b, 0, 1, 4);
	for (int i = 0; i < 100; i++) {
		iface(&b, 113);
	}
	packet(&b, 100, 1, 4);

	struct source *s = opened(whole(&b));

	(void)next(s);

	struct source_info before = source_info(s);

	(void)next(s);
	assert_int_equal(before.iface_count, 1);
	assert_true(slice_is(before.ifaces[0].name, "first"));
	assert_int_equal(source_info(s).iface_count, 101);
	assert_true(slice_is(source_info(s).ifaces[0].name, "first"));
	source_close(s);
	drop(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_comments),
		cmocka_unit_test(keeps_names),
		cmocka_unit_test(keeps_secrets),
		cmocka_unit_test(adds_up_losses),
		cmocka_unit_test(keeps_frames_with_bad_options),
		cmocka_unit_test(bounds_what_is_kept),
		cmocka_unit_test(info_stays_valid),
	};

	return RUN_TESTS(tests);
}
