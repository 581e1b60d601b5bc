/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classic pcap: every magic number, every place to be cut, lengths and times
 * that lie. Files are written after draft-ietf-opsawg-pcap.
 */
#include "capture/source.h"

#include "tests/unit/capture_build.h"

/* 2023-11-14 22:13:20 UTC */
#define T 1700000000U

static void reads_every_magic(void **state)
{
	/* Magic numbers: draft-ietf-opsawg-pcap section 4; the last is the
	 * "modified" format, pcap-savefile(5) reads it, its records have 8
	 * bytes more. */
	static const struct {
		uint32_t magic;
		ns_t fraction_ns; /* of the value 123456 */
		bool nanoseconds;
		unsigned extra;
	} rows[] = {
		{0xa1b2c3d4, 123456000, false, 0},
		{0xa1b23c4d, 123456, true, 0},
		{0xa1b2cd34, 123456000, false, 8},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows) * 2; i++) {
		struct build b = {.big = i % 2 == 1};

		pcap_header(&b, rows[i / 2].magic, 65535, 113);
		u32(&b, T);
		u32(&b, 123456);
		u32(&b, 3);
		u32(&b, 60);
		put(&b, "\0\0\0\0\0\0\0\0", rows[i / 2].extra);
		put(&b, "\3\4\5", 3);

		struct source *s = opened(whole(&b));
		struct frame f = next(s);
		struct source_info info = source_info(s);

		assert_int_equal(
			f.ts, (ns_t)T * NS_PER_S + rows[i / 2].fraction_ns);
		assert_int_equal(f.caplen, 3);
		assert_int_equal(f.len, 60);
		assert_int_equal(f.link, 113);
		assert_int_equal(f.iface, 0);
		assert_int_equal(f.number, 1);
		assert_string_equal(info.format, "pcap");
		assert_null(info.compression);
		assert_int_equal(info.nanoseconds, rows[i / 2].nanoseconds);
		assert_int_equal(info.byte_swapped, b.big); /* on x86 */
		assert_int_equal(info.offset, b.n);
		assert_int_equal(info.iface_count, 1);
		assert_int_equal(info.ifaces[0].snaplen, 65535);
		assert_false(info.dropped_known);
		assert_int_equal(source_next(s, &f, NULL), 0);
		source_close(s);
		drop(&b);
	}
}

/* LINKTYPE_RAW is 101 in files and DLT_RAW is 12 in libpcap on Linux; bits
 * above 26 tell of the FCS (draft-ietf-opsawg-pcap section 4). */
static void gives_linktype_not_dlt(void **state)
{
	struct build b = {0};

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 65535, 0x14000000 | 101);
	pcap_record(&b, T, 0, 20, 20);

	struct source *s = opened(whole(&b));

	assert_int_equal(next(s).link, 101);
	source_close(s);
	drop(&b);
}

static void clamps_times(void **state)
{
	static const struct {
		uint32_t magic, s, fraction;
		ns_t ns;
	} rows[] = {
		{0xa1b2c3d4, 0, 0, 0},
		/* Unsigned until 2106: draft-ietf-opsawg-pcap section 5. */
		{0xa1b2c3d4, 0xffffffff, 999999, 4294967295999999000},
		{0xa1b2c3d4, 0x80000000, 0, 2147483648000000000},
		/* A fraction that is none: the last ns of its second. */
		{0xa1b2c3d4, 5, 1000000, 5999999999},
		{0xa1b2c3d4, 5, 0xffffffff, 5999999999},
		{0xa1b2c3d4, 0xffffffff, 0xffffffff, 4294967295999999999},
		{0xa1b23c4d, 5, 999999999, 5999999999},
		{0xa1b23c4d, 5, 1000000000, 5999999999},
		{0xa1b23c4d, 5, 0x80000000, 5999999999},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct build b = {0};

		pcap_header(&b, rows[i].magic, 65535, 1);
		pcap_record(&b, rows[i].s, rows[i].fraction, 1, 1);

		struct source *s = opened(whole(&b));

		assert_int_equal(next(s).ts, rows[i].ns);
		source_close(s);
		drop(&b);
	}
}

/* Five frames; cut everywhere: the whole ones are delivered, the cut is said,
 * and it is said where the record began. */
static void survives_every_cut(void **state)
{
	struct build b = {0};
	size_t begin[7] = {24};

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 65535, 1);
	for (uint32_t i = 0; i < 5; i++) {
		begin[i] = b.n;
		pcap_record(&b, T + i, i, i * 17, i * 17 + 4);
	}
	begin[5] = b.n;
	for (size_t n = 0; n <= b.n; n++) {
		struct walk w = walk_prefix(&b, n);
		unsigned frames = 0;
		char where[64];

		if (n < 24) {
			assert_int_equal(w.open, -1);
			assert_true(w.said);
			continue;
		}
		while (frames < 5 && begin[frames + 1] <= n) {
			frames++;
		}
		assert_int_equal(w.open, 0);
		assert_int_equal(w.n, frames);
		if (n == begin[frames]) {
			assert_int_equal(w.last, 0);
			assert_false(w.said);
			assert_false(w.truncated);
			continue;
		}
		(void)snprintf(where, sizeof(where),
			"memory: cut short at byte %zu, inside frame %u: ",
			begin[frames], frames + 1);
		assert_int_equal(w.last, -1);
		assert_true(w.truncated);
		assert_says(&w.err, where);
	}
	drop(&b);
}

static void names_absurd_lengths(void **state)
{
	static const struct {
		uint32_t link, snaplen, caplen;
		const char *says;
	} rows[] = {
		{1, 65535, 0xffffffff, "4294967295"},
		{1, 65535, 262145, "262145"},
		{1, 0, 262145, "262145"},
		{1, 262144, 0x80000000, "2147483648"},
		/* USB (LINKTYPE 249): libpcap would take 128 MiB. */
		{249, 0xffffffff, 299999, "299999"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct build b = {0};

		pcap_header(&b, 0xa1b2c3d4, rows[i].snaplen, rows[i].link);
		pcap_record(&b, T, 0, 30, 30);
		pcap_record(&b, T, 0, rows[i].caplen, 70);

		struct walk w = walk(whole(&b));

		assert_int_equal(w.n, 1);
		assert_int_equal(w.last, -1);
		assert_says(&w.err, "at byte 70: frame 2 ");
		assert_says(&w.err, rows[i].says);
		assert_false(w.truncated);
		drop(&b);
	}
}

static void takes_the_largest_frame(void **state)
{
	struct build b = {0};

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 262144, 1);
	pcap_record(&b, T, 0, 262144, 262144);
	pcap_record(&b, T, 0, 0, 0);

	struct walk w = walk(whole(&b));

	assert_int_equal(w.n, 2);
	assert_int_equal(w.last, 0);
	drop(&b);
}

/* Longer than the file's own snapshot length, which it is cut to: the
 * offset of what follows must still be right. */
static void counts_past_cut_frames(void **state)
{
	struct build b = {0};
	struct frame f;
	struct err err;

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 20, 1);
	u32(&b, T);
	u32(&b, 0);
	u32(&b, 50);
	u32(&b, 90);
	put(&b, "0123456789012345678901234567890123456789abcdefghij", 50);

	size_t second = b.n;

	pcap_record(&b, T, 0, 20, 20);
	b.n -= 5;

	struct source *s = opened(whole(&b));

	assert_int_equal(source_next(s, &f, NULL), 1);
	assert_int_equal(f.caplen, 20);
	assert_int_equal(f.len, 90);
	assert_memory_equal(f.data, "01234567890123456789", 20);
	assert_int_equal(source_info(s).offset, second);
	assert_int_equal(source_next(s, &f, &err), -1);
	assert_says(&err, "cut short at byte 90, inside frame 2");
	source_close(s);
	drop(&b);
}

/* More bytes than the frame had on the wire: len is raised. */
static void raises_len(void **state)
{
	struct build b = {0};

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 65535, 1);
	pcap_record(&b, T, 0, 60, 7);

	struct source *s = opened(whole(&b));

	assert_int_equal(next(s).len, 60);
	source_close(s);
	drop(&b);
}

/* Frames of one batch are all there at once; the error comes by itself, after
 * them. 5000 records of 0 to 255 bytes pass many ends of the buffer. */
static void batches_hold_together(void **state)
{
	struct build b = {0};
	struct frame f[8];
	struct err err;
	uint64_t seen = 0;
	size_t largest = 0;
	int got;

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 65535, 1);
	for (uint32_t i = 0; i < 5000; i++) {
		pcap_record(&b, i, 0, i % 256, i % 256);
	}
	b.n--;
	struct source *s = opened(whole(&b));
	while ((got = source_batch(s, f, COUNT_OF(f), &err)) > 0) {
		for (int i = 0; i < got; i++, seen++) {
			assert_int_equal(f[i].number, seen + 1);
			assert_int_equal(f[i].caplen, seen % 256);
			assert_data(&f[i]);
		}
		largest = (size_t)got > largest ? (size_t)got : largest;
	}
	assert_int_equal(got, -1);
	assert_says(&err, "inside frame 5000");
	assert_int_equal(seen, 4999);
	assert_int_equal(largest, COUNT_OF(f));
	assert_int_equal(source_batch(s, f, 1, &err), 0);
	source_close(s);
	drop(&b);
}

/* libpcap's sf-pcap.c: before 2.3 and in 543.0 the wire's length comes first, in
 * 2.3 the smaller one is what was captured. */
static void knows_old_versions(void **state)
{
	static const struct {
		uint8_t major[2], minor;
		uint32_t first, second;
	} rows[] = {
		{{2, 0}, 4, 8, 60},
		{{2, 0}, 3, 8, 60},
		{{2, 0}, 3, 60, 8},
		{{2, 0}, 2, 60, 8},
		{{543 & 255, 543 >> 8}, 0, 60, 8},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct build b = {0};

		pcap_header(&b, 0xa1b2c3d4, 65535, 1);
		memcpy(b.p + 4, rows[i].major, 2);
		b.p[6] = rows[i].minor;
		u32(&b, T);
		u32(&b, 0);
		u32(&b, rows[i].first);
		u32(&b, rows[i].second);
		put(&b, "\10\11\12\13\14\15\16\17", 8);

		struct source *s = opened(whole(&b));
		struct frame f = next(s);

		assert_int_equal(f.caplen, 8);
		assert_int_equal(f.len, 60);
		assert_int_equal(source_next(s, &f, NULL), 0);
		source_close(s);
		drop(&b);
	}
}

static void refuses_other_versions(void **state)
{
	struct build b = {0};

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 65535, 1);
	b.p[4] = 3;

	struct walk w = walk(whole(&b));

	assert_int_equal(w.open, -1);
	assert_says(&w.err, "version 3.4");
	drop(&b);
}

static void progress_and_bytes(void **state)
{
	struct build b = {0};

	(void)state;
	pcap_header(&b, 0xa1b2c3d4, 65535, 1);
	for (unsigned i = 0; i < 3; i++) {
		pcap_record(&b, T, 0, 8, 8);
	}

	struct source *s = opened(whole(&b));

	assert_true(source_progress(s).known);
	for (unsigned i = 1; i <= 3; i++) {
		(void)next(s);
		/* 24 + 24 i of 96 bytes */
		assert_int_equal(source_progress(s).v * 100, 25 + 25 * i);
		assert_int_equal(source_info(s).bytes, 8 * i);
	}
	source_close(s);
	source_close(NULL);
	drop(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_magic),
		cmocka_unit_test(gives_linktype_not_dlt),
		cmocka_unit_test(clamps_times),
		cmocka_unit_test(survives_every_cut),
		cmocka_unit_test(names_absurd_lengths),
		cmocka_unit_test(takes_the_largest_frame),
		cmocka_unit_test(counts_past_cut_frames),
		cmocka_unit_test(raises_len),
		cmocka_unit_test(batches_hold_together),
		cmocka_unit_test(knows_old_versions),
		cmocka_unit_test(refuses_other_versions),
		cmocka_unit_test(progress_and_bytes),
	};

	return RUN_TESTS(tests);
}
