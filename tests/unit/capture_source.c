/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening: what a capture is not is named, and the way out with it. Files on
 * disk, where a path, a directory or a permission can be wrong.
 */
#include "capture/source.h"

#include "tests/unit/capture_build.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* SLICE as an initialiser of a static array. */
#define BYTES(literal)                                                         \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}

static void names_strangers(void **state)
{
	/* Magic numbers from file(1) and the formats' own descriptions. */
	static const struct {
		struct slice bytes;
		const char *says;
	} rows[] = {
		{BYTES(""), "memory: is empty (0 bytes)"},
		{BYTES("x"), "fewer than 4 bytes"},
		{BYTES("hello\n"), "is text"},
		{BYTES("\xa1"), "fewer than 4 bytes"},
		{BYTES("\xa1\xb2\xc3"), "fewer than 4 bytes"},
		{BYTES("No.\tTime\tSource\r\n1\t0.0\t10.0.0.1\n"), "text2pcap"},
		{BYTES("{\"calls\": [\"\xc3\xbc\"]}"), "is text"},
		{BYTES("snoop\0\0\0\0\0\0\2\0\0\0\4"),
			"is a snoop capture; convert it with: editcap -F pcap"},
		{BYTES("GMBU\0\2"), "Network Monitor 2"},
		{BYTES("RTSS\0\2"), "Network Monitor 1"},
		{BYTES("TRSNIFF data    \x1a"), "Sniffer"},
		{BYTES("XCP\0"), "NetXray"},
		{BYTES("btsnoop\0\0\0\0\1"), "btsnoop"},
		{BYTES("\xa1\xb2\x34\xcd"), "pcap variant"},
		{BYTES("\xcd\x34\xb2\xa1"), "pcap variant"},
		{BYTES("\xfd"
		       "7zXZ\0"),
			"unxz"},
		{BYTES("BZh91AY"), "bunzip2"},
		{BYTES("\x04\x22\x4d\x18"), "unlz4"},
		{BYTES("PK\3\4"), "zip archive"},
		{BYTES("RIFF\4\0\0\0WAVE"), "it is no capture"},
		{BYTES("\x7f"
		       "ELF"),
			"program"},
		{BYTES("\x01\x02\x03\x04\xff\xff"), "first bytes 01020304"},
		/* ERF: 8 bytes of time, type 2 (Ethernet), flags, length 24. */
		{BYTES("\x97\x5a\xf1\x54\x68\xd4\x5c\x4f\2\4\0\x18\0\0\0\x08"
		       "\0\0\1\2\3\4\5\6"),
			"Endace ERF"},
		/* A pcapng file carried through a text-mode transfer. */
		{BYTES("\n\n\n\x1c\0\0\0"), "is neither pcap nor pcapng"},
		/* Compressed twice is a mistake worth its own name. */
		{BYTES("\x1f\x8b\x08\0\0\0\0\0\0\xff"
		       "\x01\4\0\xfb\xff\x1f\x8b\x08\0"
		       "\0\0\0\0\0\0\0\0"),
			"gzip"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct source *s = NULL;
		struct err err = {""};

		assert_int_equal(
			source_open_memory(&s, rows[i].bytes, &err), -1);
		assert_null(s);
		assert_says(&err, rows[i].says);
	}
}

/* A file in the build folder with these bytes; its name in @path. */
static void write_file(char path[64], const void *p, size_t n)
{
	int fd;

	(void)snprintf(path, 64, "capture-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), n);
	(void)close(fd);
}

static void reads_files(void **state)
{
	struct build b = {0};
	char path[64];
	struct source *s = NULL;
	struct frame f;
	struct err err = {""};

	(void)state;
	pcap_header(&b, 0xa1b23c4d, 65535, 1);
	for (uint32_t i = 0; i < 3000; i++) {
		pcap_record(&b, i, i, i % 200, i % 200);
	}
	/* Twice: whole, then cut in its last record. */
	for (size_t cut = 0; cut <= 1; cut++) {
		write_file(path, b.p, b.n - cut);
		assert_int_equal(source_open(&s, path, &err), 0);
		for (uint32_t i = 0; i < 3000 - cut; i++) {
			f = next(s);
			assert_int_equal(f.ts, i * NS_PER_S + i);
			assert_int_equal(f.caplen, i % 200);
		}
		assert_int_equal(source_next(s, &f, &err), cut ? -1 : 0);
		assert_int_equal(source_info(s).truncated, cut);
		assert_int_equal(source_info(s).offset, cut ? b.n - 215 : b.n);
		assert_string_equal(source_info(s).path, path);
		assert_true(source_progress(s).known);
		assert_true(source_progress(s).v > 0.99);
		source_close(s);
		(void)unlink(path);
	}
	assert_says(&err, path);
	assert_says(&err, "inside frame 3000: 214 of its 215 bytes");
	drop(&b);
}

static void reads_pcapng_files(void **state)
{
	struct build b = {.big = true};
	char path[64];
	struct source *s = NULL;

	(void)state;
	section(&b);
	iface(&b, 1);
	for (uint32_t i = 0; i < 5000; i++) {
		packet(&b, 0, i, i % 300);
	}
	write_file(path, b.p, b.n);
	assert_int_equal(source_open(&s, path, NULL), 0);
	for (uint32_t i = 0; i < 5000; i++) {
		assert_int_equal(next(s).caplen, i % 300);
	}
	assert_int_equal(source_progress(s).v * 100, 100);
	source_close(s);
	(void)unlink(path);
	drop(&b);
}

static void says_what_is_wrong_with_a_path(void **state)
{
	struct source *s = NULL;
	struct err err = {""};
	char path[64];
	char longest[600];

	(void)state;
	assert_int_equal(source_open(&s, "no/such/file.pcap", &err), -1);
	assert_says(&err, "no/such/file.pcap: cannot open: No such file");
	assert_says(&err, "check the spelling");

	assert_int_equal(source_open(&s, ".", &err), -1);
	assert_says(&err, ".: is a directory; name the captures in it");

	write_file(path, "", 0);
	assert_int_equal(source_open(&s, path, &err), -1);
	assert_says(&err, "is empty (0 bytes)");
	assert_int_equal(chmod(path, 0), 0);
	if (geteuid() != 0) { /* root may read it all the same */
		assert_int_equal(source_open(&s, path, &err), -1);
		assert_says(&err, "ask its owner");
	}
	(void)unlink(path);

	/* A path longer than the message: its end and the reason stay. */
	memset(longest, 'a', sizeof(longest));
	memcpy(longest + sizeof(longest) - 10, "/end.pcap", 10);
	assert_int_equal(source_open(&s, longest, &err), -1);
	assert_says(&err, "a/end.pcap: cannot open: ");
	assert_null(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_strangers),
		cmocka_unit_test(reads_files),
		cmocka_unit_test(reads_pcapng_files),
		cmocka_unit_test(says_what_is_wrong_with_a_path),
	};

	return RUN_TESTS(tests);
}
