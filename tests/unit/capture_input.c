/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The byte stream below the readers: compressed files whole, in pieces, cut at
 * every place and damaged; bombs; pipes; peeks larger than the buffer. The
 * compressed bytes are made by zlib and libzstd themselves.
 */
#include "capture/input.h"

#include "tests/unit/capture_build.h"

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HAVE_ZLIB
#include <zlib.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

#define FRAMES 5

/* Five frames of 100 bytes; a capture of 24 + 5 * 116 = 604 bytes. All are as
 * long as the snapshot length. */
static struct build capture(void)
{
	struct build b = {0};

	pcap_header(&b, 0xa1b2c3d4, 100, 1);
	for (uint32_t i = 0; i < FRAMES; i++) {
		pcap_record(&b, 1700000000 + i, 0, 100, 100);
	}
	return b;
}

#ifdef HAVE_ZLIB
static void pack_gzip(struct build *out, const uint8_t *p, size_t n)
{
	static uint8_t room[1 << 16];
	z_stream z = {0};

	assert_int_equal(
		deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	z.next_in = (Bytef *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.next_out = room;
	z.avail_out = sizeof(room);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	put(out, room, sizeof(room) - z.avail_out);
	(void)deflateEnd(&z);
}
#else
static void pack_gzip(struct build *out, const uint8_t *p, size_t n)
{
	(void)out;
	(void)p;
	(void)n;
	skip(); /* this build has no such library */
}
#endif

#ifdef HAVE_ZSTD
static void pack_zstd(struct build *out, const uint8_t *p, size_t n)
{
	static uint8_t room[1 << 16];
	size_t got = ZSTD_compress(room, sizeof(room), p, n, 3);

	assert_false(ZSTD_isError(got));
	put(out, room, got);
}
#else
static void pack_zstd(struct build *out, const uint8_t *p, size_t n)
{
	(void)out;
	(void)p;
	(void)n;
	skip(); /* this build has no such library */
}
#endif

static const struct {
	const char *name;
	void (*pack)(struct build *out, const uint8_t *p, size_t n);
	size_t header; /* first bytes after which it counts as begun */
} formats[] = {{"gzip", pack_gzip, 2}, {"zstd", pack_zstd, 4}};

static void reads_compressed(void **state)
{
	struct build plain = capture();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		struct build packed = {0};

		formats[i].pack(&packed, plain.p, plain.n);

		struct source *s = opened(whole(&packed));
		struct frame f;

		for (unsigned k = 0; k < FRAMES; k++) {
			assert_int_equal(next(s).ts / NS_PER_S, 1700000000 + k);
		}
		assert_int_equal(source_next(s, &f, NULL), 0);
		assert_string_equal(
			source_info(s).compression, formats[i].name);
		assert_int_equal(source_info(s).offset, plain.n);
		assert_true(source_progress(s).known);
		assert_int_equal(source_progress(s).v * 100, 100);
		source_close(s);
		drop(&packed);
	}
	drop(&plain);
}

/* Split anywhere, each part a member of its own, one of them empty. */
static void reads_members_in_a_row(void **state)
{
	struct build plain = capture();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		for (size_t at = 0; at <= plain.n; at += 7) {
			struct build packed = {0};

			formats[i].pack(&packed, plain.p, at);
			formats[i].pack(&packed, plain.p, 0);
			formats[i].pack(&packed, plain.p + at, plain.n - at);

			struct walk w = walk(whole(&packed));

			assert_int_equal(w.n, FRAMES);
			assert_int_equal(w.last, 0);
			drop(&packed);
		}
	}
	drop(&plain);
}

/* Cut at every byte, in the second of two members: never silently. */
static void says_every_cut(void **state)
{
	struct build plain = capture();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		struct build packed = {0};
		unsigned most = 0;

		formats[i].pack(&packed, plain.p, 300);

		size_t first = packed.n;

		formats[i].pack(&packed, plain.p + 300, plain.n - 300);
		for (size_t n = formats[i].header; n < packed.n; n++) {
			struct walk w = walk_prefix(&packed, n);

			assert_true(w.said);
			assert_true(w.n >= most); /* never less for more */
			most = w.n;
			if (n == first) { /* a whole member: a plain cut */
				assert_int_equal(w.n, 2);
				assert_says(&w.err, "cut short at byte 256");
				continue;
			}
			assert_says(&w.err, formats[i].name);
			assert_says(&w.err, "cut short, the end is missing");
		}
		assert_true(most >= 2);
		assert_int_equal(walk(whole(&packed)).n, FRAMES);
		drop(&packed);
	}
	drop(&plain);
}

/* gzip ends with CRC-32 and length (RFC 1952 clause 2.3): both are checked,
 * and everything before is delivered. */
static void says_damage(void **state)
{
	struct build plain = capture();
	struct build packed = {0};

	(void)state;
	pack_gzip(&packed, plain.p, plain.n);
	for (size_t i = 1; i <= 8; i++) {
		packed.p[packed.n - i] ^= 1;

		struct walk w = walk(whole(&packed));

		assert_int_equal(w.n, FRAMES);
		assert_int_equal(w.last, -1);
		assert_says(
			&w.err, "memory: its gzip data are damaged at byte");
		assert_says(&w.err, "byte 604 unpacked");
		assert_says(&w.err, "the 5 frames before it were read");
		packed.p[packed.n - i] ^= 1;
	}
	put(&packed, "trailing bytes", 14);

	struct walk w = walk(whole(&packed));

	assert_int_equal(w.n, FRAMES);
	assert_int_equal(w.last, -1);
	drop(&packed);
	drop(&plain);
}

#ifdef HAVE_ZLIB
static long peak_kib(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

/* 256 MiB of frames of zeros, packed a thousandfold: memory does not follow. */
static void survives_bombs(void **state)
{
	static uint8_t zeros[1 << 16];
	static uint8_t room[1 << 16];
	struct build b = {0};
	struct build head = {0};
	z_stream z = {0};

	(void)state;
	/* Frames of 65,520 zeros: every 64 KiB of the bomb is one. */
	pcap_header(&head, 0xa1b2c3d4, 65535, 1);
	zeros[8] = 0xf0;
	zeros[9] = 0xff;
	assert_int_equal(
		deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	for (unsigned i = 0; i <= 4096; i++) {
		z.next_in = i ? zeros : head.p;
		z.avail_in = i ? sizeof(zeros) : (uInt)head.n;
		do {
			z.next_out = room;
			z.avail_out = sizeof(room);
			assert_true(deflate(&z, i == 4096 ? Z_FINISH
							  : Z_NO_FLUSH) >= 0);
			put(&b, room, sizeof(room) - z.avail_out);
		} while (z.avail_out == 0);
	}
	(void)deflateEnd(&z);
	assert_true(b.n < 1 << 20);

	long before = peak_kib();
	struct source *s = opened(whole(&b));
	struct frame f;
	unsigned n = 0;

	while (source_next(s, &f, NULL) == 1) {
		n++;
	}
	assert_int_equal(n, 4096);
	assert_int_equal(source_info(s).offset, 24 + 4096 * 65536);
	source_close(s);
	assert_true(peak_kib() - before < 16 * 1024);
	drop(&b);
	drop(&head);
}
#else
static void survives_bombs(void **state)
{
	(void)state;
	skip();
}
#endif

/* Peek and skip over 20 MB in pieces of all sizes: the bytes stay in order. */
static void peeks_and_skips(void **state)
{
	struct build b = {0};
	struct input *s;
	uint64_t at = 0;
	size_t n = 1;

	(void)state;
	for (uint32_t i = 0; i < 5000000; i++) {
		u32(&b, i);
	}
	assert_int_equal(input_open_memory(&s, whole(&b), NULL), 0);
	while (at < b.n) {
		size_t want = n < b.n - at ? n : b.n - at;
		struct slice have = input_peek(s, want);

		assert_true(have.n >= want);
		assert_memory_equal(have.p, b.p + at, want);
		input_skip(s, want);
		at += want;
		assert_int_equal(input_offset(s), at);
		n = n * 3 % 700001 + 1;
	}
	assert_int_equal(input_peek(s, 1).n, 0);
	assert_null(input_error(s));
	input_close(s);

	assert_int_equal(input_open_memory(&s, whole(&b), NULL), 0);
	assert_true(input_peek(s, INPUT_PEEK_MAX).n >= INPUT_PEEK_MAX);
	input_close(s);
	input_close(NULL);
	drop(&b);
}

/* Put @fd in the place of standard input and read it as "-". */
static unsigned frames_of_stdin(int fd, bool progress, struct err *err)
{
	int kept = dup(STDIN_FILENO);
	struct source *s = NULL;
	struct frame f;
	unsigned n = 0;

	assert_true(kept >= 0);
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	if (source_open(&s, "-", err) == 0) {
		while (source_next(s, &f, err) == 1) {
			assert_data(&f);
			n++;
		}
		assert_string_equal(source_info(s).path, "-");
		assert_int_equal(source_progress(s).known, progress);
		source_close(s);
	}
	/* Ours was a copy: descriptor 0 is still open. */
	assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
	(void)close(kept);
	return n;
}

static void reads_standard_input(void **state)
{
	struct build plain = capture();
	struct build packed = {0};
	struct err err;
	int ends[2];

	(void)state;
	pack_gzip(&packed, plain.p, plain.n);
	for (int i = 0; i < 3; i++) {
		const struct build *b = i == 1 ? &packed : &plain;
		size_t n = b->n - (i == 2 ? 10 : 0);

		err.text[0] = '\0';
		assert_int_equal(pipe(ends), 0);
		assert_int_equal(write(ends[1], b->p, n), n);
		(void)close(ends[1]);
		assert_int_equal(frames_of_stdin(ends[0], false, &err),
			i == 2 ? FRAMES - 1 : FRAMES);
		(void)close(ends[0]);
	}
	assert_says(&err, "standard input: cut short at byte 488, inside "
			  "frame 5");

	/* A file behind standard input, not at its start: begins there. */
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_int_equal(fwrite("junk", 1, 4, f), 4);
	assert_int_equal(fwrite(plain.p, 1, plain.n - 10, f), plain.n - 10);
	assert_int_equal(fflush(f), 0);
	assert_int_equal(lseek(fileno(f), 4, SEEK_SET), 4);
	assert_int_equal(frames_of_stdin(fileno(f), true, &err), FRAMES - 1);
	assert_says(&err, "cut short at byte 488, inside frame 5");
	(void)fclose(f);
	drop(&packed);
	drop(&plain);
}

/* A frame is delivered once it has arrived, not when the pipe closes. */
static void does_not_wait(void **state)
{
	struct build plain = capture();
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], plain.p, 24 + 116), 24 + 116);

	int kept = dup(STDIN_FILENO);
	struct source *s = NULL;

	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	assert_int_equal(source_open(&s, "-", NULL), 0);
	assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
	(void)alarm(10); /* a wait would be for ever: end the test instead */
	assert_int_equal(next(s).number, 1);
	(void)alarm(0);
	source_close(s);
	(void)close(kept);
	(void)close(ends[0]);
	(void)close(ends[1]);
	drop(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_compressed),
		cmocka_unit_test(reads_members_in_a_row),
		cmocka_unit_test(says_every_cut),
		cmocka_unit_test(says_damage),
		cmocka_unit_test(survives_bombs),
		cmocka_unit_test(peeks_and_skips),
		cmocka_unit_test(reads_standard_input),
		cmocka_unit_test(does_not_wait),
	};

	return RUN_TESTS(tests);
}
