/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wireshark's own RTP stream analysis, row by row: four tables exported from it
 * (160 rows) and the captures rebuilt from their times. Every printed digit of
 * delta, jitter, skew and bandwidth must be the same. Skipped when the tables
 * are not there ($EARSHOT_SHARED, else $SRC/../shared).
 */
#include "quality/bandwidth.h"
#include "quality/rtpstat.h"

#include "lib/cursor.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {
	"m362-g711u", "m362-g722", "m362-g729", "m391-g711a"};

static FILE *shared_open(const char *before, const char *name, const char *end)
{
	char path[1024];
	const char *shared = getenv("EARSHOT_SHARED");
	const char *src = getenv("SRC");

	if (shared) {
		snprintf(path, sizeof(path), "%s/seed-figures/%s%s%s", shared,
			before, name, end);
	} else {
		snprintf(path, sizeof(path), "%s/../shared/seed-figures/%s%s%s",
			src ? src : ".", before, name, end);
	}
	return fopen(path, "rb");
}

static uint32_t little32(struct cursor *c)
{
	uint32_t v = cursor_u32(c);
	return v >> 24 | (v >> 8 & 0xff00) | (v << 8 & 0xff0000) | v << 24;
}

/* The next packet of a little-endian pcap file, Ethernet, IPv4, UDP, RTP. */
static bool next_packet(FILE *f, struct rtpstat_packet *p, uint32_t *ip_bytes)
{
	uint8_t b[2048];

	if (fread(b, 1, 16, f) != 16) {
		return false;
	}
	struct cursor head = cursor_of(b, 16);
	uint32_t seconds = little32(&head);
	uint32_t micros = little32(&head);
	uint32_t length = little32(&head);
	assert_in_range(length, 14 + 20 + 8 + 12, sizeof(b));
	assert_int_equal(fread(b, 1, length, f), length);
	struct cursor c = cursor_of(b, length);
	cursor_skip(&c, 14 + 20 + 8 + 1);
	uint8_t type = cursor_u8(&c);
	uint16_t sequence = cursor_u16(&c);
	uint32_t timestamp = cursor_u32(&c);
	*ip_bytes = length - 14;
	*p = (struct rtpstat_packet){
		.ts = seconds * NS_PER_S + micros * NS_PER_US,
		.timestamp = timestamp,
		.sequence = sequence,
		.payload_type = type & 0x7f,
		.marker = type >> 7,
		.clock_hz = 8000, /* all four codecs, G.722 too: RFC 3551 */
	};
	return !c.bad;
}

/* @row without its first field, the frame number in the original capture. */
static void check_row(const char *row, const char *ours)
{
	const char *comma = strchr(row, ',');
	assert_non_null(comma);
	assert_string_equal(comma + 1, ours);
}

static int check_table(const char *name)
{
	FILE *table = shared_open("rtp-analysis-", name, ".csv");
	FILE *capture = shared_open("synthetic/", name, ".pcap");
	char row[256], ours[256];
	struct rtpstat s;
	struct bandwidth w = {0};
	int rows = 0;

	assert_non_null(table);
	assert_non_null(capture);
	assert_int_equal(fseek(capture, 24, SEEK_SET), 0);
	assert_non_null(fgets(row, sizeof(row), table)); /* titles */
	rtpstat_init(&s);
	while (fgets(row, sizeof(row), table)) {
		struct rtpstat_packet p;
		uint32_t bytes = 0;

		assert_true(next_packet(capture, &p, &bytes));
		rtpstat_add(&s, &p);
		row[strcspn(row, "\r\n")] = '\0';
		/* Adding 0 turns -0 into 0: a skew of nothing has no sign. */
		snprintf(ours, sizeof(ours), "%u,%.6f,%.6f,%.6f,%.2f",
			p.sequence, s.delta_ms, s.jitter_ms, s.skew_ms + 0.0,
			bandwidth_add(&w, p.ts, bytes));
		check_row(row, ours);
		rows++;
	}
	bandwidth_finish(&w);
	fclose(table);
	fclose(capture);
	return rows;
}

static void same_as_wireshark(void **state)
{
	FILE *probe = shared_open("rtp-analysis-", names[0], ".csv");
	int rows = 0;

	(void)state;
	if (!probe) {
		print_message("# skipped: no shared/seed-figures\n");
		skip();
	}
	fclose(probe);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		print_message("# %s\n", names[i]);
		rows += check_table(names[i]);
	}
	assert_int_equal(rows, 160);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_wireshark),
	};

	return RUN_TESTS(tests);
}
