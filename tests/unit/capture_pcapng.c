/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pcapng that is sound: both byte orders, several sections and link types, the
 * three packet blocks, every unit of time. Files are written after
 * draft-ietf-opsawg-pcapng.
 */
#include "capture/pcapng.h"

#include "tests/unit/capture_build.h"

static void reads_both_orders(void **state)
{
	(void)state;
	for (int big = 0; big <= 1; big++) {
		struct build b = {.big = big};

		section(&b);
		iface(&b, 1);
		packet(&b, 0, 1700000000123456, 5);
		end(&b, packet_begin(&b, 0, 1700000000123457, 4, 1500));

		struct source *s = opened(whole(&b));
		struct frame f = next(s);

		assert_int_equal(f.ts, 1700000000123456000);
		assert_int_equal(f.caplen, 5);
		assert_int_equal(f.len, 5);
		assert_int_equal(f.link, 1);
		assert_int_equal(f.number, 1);
		f = next(s);
		assert_int_equal(f.ts, 1700000000123457000);
		assert_int_equal(f.len, 1500);
		assert_int_equal(f.number, 2);
		assert_int_equal(source_next(s, &f, NULL), 0);

		struct source_info info = source_info(s);

		assert_string_equal(info.format, "pcapng");
		assert_int_equal(info.byte_swapped, big); /* on x86 */
		assert_int_equal(info.offset, b.n);
		assert_int_equal(info.bytes, 9);
		assert_false(info.nanoseconds);
		assert_false(info.truncated);
		source_close(s);
		drop(&b);
	}
}

/* Two sections of different order; interface numbers begin anew in each. */
static void reads_sections_and_links(void **state)
{
	struct build b = {0};

	(void)state;
	section(&b);
	iface(&b, 1);
	iface(&b, 113);
	packet(&b, 1, 1, 10);
	packet(&b, 0, 2, 11);
	b.big = true;
	section(&b);
	iface(&b, 276);
	packet(&b, 0, 3, 12);

	static const struct {
		uint32_t iface, link;
	} rows[] = {{1, 113}, {0, 1}, {2, 276}};
	struct source *s = opened(whole(&b));

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct frame f = next(s);

		assert_int_equal(f.iface, rows[i].iface);
		assert_int_equal(f.link, rows[i].link);
		assert_int_equal(f.ts, (i + 1) * 1000);
	}
	assert_int_equal(source_info(s).iface_count, 3);
	assert_int_equal(source_info(s).ifaces[2].link, 276);
	source_close(s);

	/* A section knows only its own interfaces. */
	packet(&b, 1, 4, 13);

	struct walk w = walk(whole(&b));

	assert_int_equal(w.n, 3);
	assert_int_equal(w.last, -1);
	assert_says(&w.err, "frame 4 is of interface 1, and the section "
			    "describes only 1");
	drop(&b);
}

static void names_interfaces(void **state)
{
	struct build b = {.big = true};

	(void)state;
	size_t at = section_begin(&b);

	option(&b, 2, "an x86", 6);
	option(&b, 3, "Linux 6.1", 9);
	option(&b, 4, "dumpcap", 7);
	u32(&b, 0);
	end(&b, at);
	at = iface_begin(&b, 1, 96);
	option(&b, 2, "eth0", 4);
	option(&b, 3, "the uplink", 10);
	option(&b, 11, "\0udp port 5060", 14);
	u32(&b, 0);
	end(&b, at);
	at = iface_begin(&b, 1, 0);
	option(&b, 11, "\1\x28\0\0\x0c", 5); /* BPF code: no text */
	end(&b, at);                         /* and no opt_endofopt */
	packet(&b, 1, 0, 4);

	struct source *s = opened(whole(&b));

	(void)next(s);

	struct source_info info = source_info(s);

	assert_true(slice_is(info.hardware, "an x86"));
	assert_true(slice_is(info.os, "Linux 6.1"));
	assert_true(slice_is(info.application, "dumpcap"));
	assert_int_equal(info.iface_count, 2);
	assert_true(slice_is(info.ifaces[0].name, "eth0"));
	assert_true(slice_is(info.ifaces[0].description, "the uplink"));
	assert_true(slice_is(info.ifaces[0].filter, "udp port 5060"));
	assert_int_equal(info.ifaces[0].snaplen, 96);
	assert_null(info.ifaces[1].name.p);
	assert_null(info.ifaces[1].filter.p);
	source_close(s);
	drop(&b);
}

/* Time of one frame on an interface with these options (-1: not given). */
static ns_t time_of(int resolution, int64_t offset_s, uint64_t ticks)
{
	struct build b = {0};

	section(&b);
	size_t at = iface_begin(&b, 1, 0);

	if (resolution >= 0) {
		uint8_t byte = (uint8_t)resolution;

		option(&b, 9, &byte, 1);
	}
	if (offset_s) {
		option_u64(&b, 14, (uint64_t)offset_s);
	}
	end(&b, at);
	packet(&b, 0, ticks, 1);

	struct source *s = opened(whole(&b));
	ns_t ts = next(s).ts;

	source_close(s);
	drop(&b);
	return ts;
}

static void converts_times(void **state)
{
	/* Worked out with Python's integers: ticks * 10^9 // unit + offset. */
	static const struct {
		int resolution;
		int64_t offset_s;
		uint64_t ticks;
		ns_t ns;
	} rows[] = {
		/* The draft's isb_starttime: 96c30400 73896a65, little
		 * endian, is 2012-06-29 06:17:00.834163 UTC. */
		{-1, 0, 0x0004c396656a8973, 1340950620834163000},
		{6, 0, 1700000000123456, 1700000000123456000},
		{9, 0, 1700000000123456789, 1700000000123456789},
		{0, 0, 1700000000, 1700000000000000000},
		{3, 0, 1700000000123, 1700000000123000000},
		{7, 0, 17000000001234567, 1700000000123456700},
		{12, 0, 1700000000123456789, 1700000000123456},
		{19, 0, UINT64_MAX, 1844674407},
		{28, 0, UINT64_MAX, 1},
		{29, 0, UINT64_MAX, 0},
		{127, 0, UINT64_MAX, 0},
		{0x80, 0, 1700000000, 1700000000000000000},
		{0x80 | 10, 0, 1024 + 512, 1500000000},
		{0x80 | 20, 0, (uint64_t)1700000000 << 20 | 1,
			1700000000000000953},
		{0x80 | 30, 0, (uint64_t)1700000000 << 30 | 1,
			1700000000000000000},
		{0x80 | 63, 0, UINT64_MAX, 1999999999},
		{0x80 | 64, 0, UINT64_MAX, 999999999},
		{0x80 | 127, 0, UINT64_MAX, 0},
		{6, 1700000000, 123456, 1700000000123456000},
		{6, -1700000000, 1700000000123456, 123456000},
		/* What ns_t cannot hold is no time. */
		{0, 0, UINT64_MAX, 0},
		{6, 0, UINT64_MAX, 0},
		{6, -1, 999999, 0},
		{9, INT64_MAX, UINT64_MAX, 0},
		{9, INT64_MIN, 1, 0},
		{9, 0, (uint64_t)INT64_MAX, INT64_MAX},
		{9, 0, (uint64_t)INT64_MAX + 1, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(time_of(rows[i].resolution, rows[i].offset_s,
					 rows[i].ticks),
			rows[i].ns);
	}
}

static void reads_simple_and_old_packets(void **state)
{
	struct build b = {.big = true};

	(void)state;
	section(&b);
	end(&b, iface_begin(&b, 1, 6));

	size_t at = block(&b, 3); /* simple: original length, data */

	u32(&b, 100);
	put(&b, "\6\7\x08\x09\x0a\x0b", 6);
	end(&b, at);
	at = block(&b, 3); /* shorter than the snapshot length */
	u32(&b, 3);
	put(&b, "\3\4\5", 3);
	end(&b, at);
	at = block(&b, 2); /* packet: interface and drops of 16 bits */
	u16(&b, 0);
	u16(&b, 7);
	u32(&b, 0);
	u32(&b, 1000000);
	u32(&b, 2);
	u32(&b, 64);
	put(&b, "\2\3\0\0", 4);
	option(&b, 1, "old", 3);
	u32(&b, 0);
	end(&b, at);
	at = block(&b, 2);
	u16(&b, 0);
	u16(&b, 0xffff); /* drops not known */
	u32(&b, 0);
	u32(&b, 1000001);
	u32(&b, 0);
	u32(&b, 64);
	end(&b, at);

	struct source *s = opened(whole(&b));
	struct frame f = next(s);

	assert_int_equal(f.caplen, 6);
	assert_int_equal(f.len, 100);
	assert_int_equal(f.ts, 0);
	f = next(s);
	assert_int_equal(f.caplen, 3);
	assert_int_equal(f.len, 3);
	f = next(s);
	assert_int_equal(f.caplen, 2);
	assert_int_equal(f.len, 64);
	assert_int_equal(f.ts, NS_PER_S);
	f = next(s);
	assert_int_equal(f.caplen, 0);
	assert_int_equal(source_next(s, &f, NULL), 0);

	struct source_info info = source_info(s);

	assert_true(info.dropped_known);
	assert_int_equal(info.dropped, 7);
	assert_int_equal(info.comment_count, 1);
	assert_int_equal(info.comment_frames[0], 3);
	source_close(s);
	drop(&b);
}

static void skips_and_counts(void **state)
{
	static const uint32_t types[] = {
		0xbad, 0x40000bad, 9, 0x80000001, 0x7fffffff, 0};
	struct build b = {0};

	(void)state;
	section(&b);
	iface(&b, 1);
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		size_t at = block(&b, types[i]);

		u32(&b, 32473);
		end(&b, at);
		packet(&b, 0, i, 4);
	}

	struct source *s = opened(whole(&b));

	for (size_t i = 0; i < COUNT_OF(types); i++) {
		(void)next(s);
	}
	assert_int_equal(source_info(s).skipped_blocks, COUNT_OF(types));
	source_close(s);
	drop(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_both_orders),
		cmocka_unit_test(reads_sections_and_links),
		cmocka_unit_test(names_interfaces),
		cmocka_unit_test(converts_times),
		cmocka_unit_test(reads_simple_and_old_packets),
		cmocka_unit_test(skips_and_counts),
	};

	return RUN_TESTS(tests);
}
