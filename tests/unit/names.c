/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of names: who wins, what gives way, and what users write. */
#include "calls/names.h"
#include "calls/book.h"

#include "lib/attr.h"
#include "tests/unit/hex.h"

static struct endpoint at(const char *address, uint16_t port)
{
	struct endpoint e = {.port = port};

	assert_true(addr_parse(slice_of(address), &e.ip));
	return e;
}

static void add(struct names *names, const char *address, uint16_t port,
	const char *text, enum name_source source, uint64_t frame)
{
	struct endpoint e = at(address, port);

	assert_int_equal(
		names_add(names, &e, slice_of(text), source, frame), 0);
}

static void expect(const struct names *names, const char *address,
	uint16_t port, const char *text)
{
	struct endpoint e = at(address, port);
	const struct name *name = names_find(names, &e);

	if (!text) {
		assert_null(name);
		return;
	}
	assert_non_null(name);
	assert_true(slice_is(names_slice(name), text));
}

static void who_wins(void **state)
{
	struct names names;

	(void)state;
	names_init(&names, 7, 100);
	expect(NULL, "10.0.0.1", 0, NULL);
	expect(&names, "10.0.0.1", 0, NULL);
	add(&names, "10.0.0.1", 0, "first.example", NAME_DNS, 1);
	expect(&names, "10.0.0.1", 5060, "first.example");
	/* Of equal trust the later. */
	add(&names, "10.0.0.1", 0, "second.example", NAME_DNS, 2);
	expect(&names, "10.0.0.1", 5060, "second.example");
	/* More trust wins whenever it comes; less never does. */
	add(&names, "10.0.0.1", 0, "alias", NAME_ALIAS, 0);
	add(&names, "10.0.0.1", 0, "hosts", NAME_HOSTS, 0);
	add(&names, "10.0.0.1", 0, "capture", NAME_CAPTURE, 0);
	add(&names, "10.0.0.1", 0, "third.example", NAME_DNS, 3);
	expect(&names, "10.0.0.1", 5060, "alias");
	add(&names, "10.0.0.2", 0, "third.example", NAME_DNS, 3);
	add(&names, "10.0.0.2", 0, "capture", NAME_CAPTURE, 0);
	add(&names, "10.0.0.2", 0, "hosts", NAME_HOSTS, 0);
	expect(&names, "10.0.0.2", 0, "hosts");
	/* A port's name counts before its address's. */
	add(&names, "10.0.0.1", 5062, "second line", NAME_ALIAS, 0);
	expect(&names, "10.0.0.1", 5062, "second line");
	expect(&names, "10.0.0.1", 5063, "alias");
	expect(&names, "10.0.0.3", 5062, NULL);
	names_finish(&names);
	names_finish(&names);
}

/* The frame is the first that told the name which stands. */
static void frames(void **state)
{
	struct endpoint e = at("10.0.0.1", 0);
	struct names names;

	(void)state;
	names_init(&names, 7, 100);
	add(&names, "10.0.0.1", 0, "a.example", NAME_DNS, 5);
	add(&names, "10.0.0.1", 0, "a.example", NAME_DNS, 9);
	assert_int_equal(names_find(&names, &e)->frame, 5);
	add(&names, "10.0.0.1", 0, "b.example", NAME_DNS, 11);
	assert_int_equal(names_find(&names, &e)->frame, 11);
	names_finish(&names);
}

static void limit(void **state)
{
	struct names names;
	char text[32];

	(void)state;
	names_init(&names, 7, 64);
	add(&names, "192.0.2.1", 0, "mine", NAME_ALIAS, 0);
	for (unsigned i = 0; i < 1000; i++) {
		struct endpoint e = {.ip = addr_v4((const uint8_t[]){10, 0,
					     (uint8_t)(i >> 8), (uint8_t)i})};
		(void)snprintf(text, sizeof(text), "host%u.example", i);
		assert_int_equal(
			names_add(&names, &e, slice_of(text), NAME_DNS, i + 1),
			0);
	}
	/* 63 learned ones are left, the latest; the user's stays. */
	assert_int_equal(names.pool.used, 64);
	assert_int_equal(names.given_up, 1000 - 63);
	expect(&names, "192.0.2.1", 0, "mine");
	expect(&names, "10.0.3.231", 0, "host999.example");
	expect(&names, "10.0.0.1", 0, NULL);
	/* Full of names that stay: the next one is refused. */
	for (unsigned i = 0; i < 64; i++) {
		struct endpoint e = {
			.ip = addr_v4((const uint8_t[]){10, 9, 0, (uint8_t)i})};
		assert_int_equal(
			names_add(&names, &e, SLICE("x"), NAME_HOSTS, 0),
			i < 63 ? 0 : -1);
	}
	names_finish(&names);
}

/* Longer than the room: cut, and not inside a character. */
static void long_text(void **state)
{
	char text[NAME_TEXT + 10];
	struct endpoint e = at("10.0.0.1", 0);
	struct names names;

	(void)state;
	memset(text, 'a', sizeof(text));
	names_init(&names, 7, 4);
	struct slice whole = {text, sizeof(text)};
	assert_int_equal(names_add(&names, &e, whole, NAME_HOSTS, 0), 0);
	assert_int_equal(names_find(&names, &e)->n, NAME_TEXT - 1);
	text[NAME_TEXT - 2] = '\xc3'; /* the first half of a letter */
	text[NAME_TEXT - 1] = '\xa9';
	assert_int_equal(names_add(&names, &e, whole, NAME_ALIAS, 0), 0);
	assert_int_equal(names_find(&names, &e)->n, NAME_TEXT - 2);
	names_finish(&names);
}

static const struct {
	const char *text;
	const char *wrong; /* NULL: it can be read */
	const char *address;
	uint16_t port;
	const char *name;
} aliases[] = {
	{"10.0.0.1 pbx", NULL, "10.0.0.1", 5060, "pbx"},
	{"10.0.0.1\tpbx\r\n", NULL, "10.0.0.1", 0, "pbx"},
	{"  10.0.0.1   Main door  \n", NULL, "10.0.0.1", 0, "Main door"},
	{"10.0.0.1 \"Main door\"", NULL, "10.0.0.1", 0, "Main door"},
	{"10.0.0.1:5060 pbx", NULL, "10.0.0.1", 5060, "pbx"},
	{"10.0.0.1:5060 pbx", NULL, "10.0.0.1", 5061, NULL},
	{"alias 10.0.0.1 pbx", NULL, "10.0.0.1", 0, "pbx"}, /* sngrep */
	{"set color off\nignore method OPTIONS\nkey search F\n"
	 "alias 10.0.0.1 pbx\n",
		NULL, "10.0.0.1", 0, "pbx"},
	{"# 10.0.0.1 no\n\n10.0.0.1 pbx # yes", NULL, "10.0.0.1", 0, "pbx"},
	{"10.0.0.1 pbx#1", NULL, "10.0.0.1", 0, "pbx#1"},
	{"10.0.0.1 a\n10.0.0.1 b", NULL, "10.0.0.1", 0, "b"},
	{"2001:db8::1 six", NULL, "2001:db8::1", 5060, "six"},
	{"[2001:db8::1]:5060 six", NULL, "2001:db8::1", 5060, "six"},
	{"[2001:db8::1]:5060 six", NULL, "2001:db8::1", 5061, NULL},
	{"", NULL, "10.0.0.1", 0, NULL},
	{"10.0.0.1 ok\npbx 10.0.0.1", "line 2: 'pbx'", "", 0, NULL},
	{"10.0.0.1", "line 1", "", 0, NULL},
	{"alias", "line 1", "", 0, NULL},
	{"10.0.0.256 pbx", "10.0.0.256", "", 0, NULL},
	{"10.0.0.1:0 pbx", "10.0.0.1:0", "", 0, NULL},
	{"10.0.0.1:65536 pbx", "10.0.0.1:65536", "", 0, NULL},
	{"10.0.0.1: pbx", "10.0.0.1:", "", 0, NULL},
	{":5060 pbx", ":5060", "", 0, NULL},
	{"pbx.example.com pbx", "pbx.example.com", "", 0, NULL},
};

static void alias_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(aliases); i++) {
		struct names names;
		struct err err = {""};
		names_init(&names, 7, 100);
		int rc = names_read_alias(
			&names, slice_of(aliases[i].text), &err);
		print_message("# %s: %s\n", aliases[i].text, err.text);
		assert_int_equal(rc, aliases[i].wrong ? -1 : 0);
		if (aliases[i].wrong) {
			assert_non_null(strstr(err.text, aliases[i].wrong));
		} else {
			expect(&names, aliases[i].address, aliases[i].port,
				aliases[i].name);
		}
		names_finish(&names);
	}
}

/* hosts(5): address, name, further names, comments. */
static void hosts_files(void **state)
{
	static const char text[] =
		"127.0.0.1\tlocalhost\n"
		"# The following lines are desirable for IPv6 hosts\n"
		"::1     ip6-localhost ip6-loopback # loopback\n"
		"fe80::1%eth0 link\n"
		"10.0.0.1 pbx.example.com pbx\n";
	struct names names;
	struct err err = {""};

	(void)state;
	names_init(&names, 7, 100);
	assert_int_equal(names_read_hosts(&names, SLICE(text), &err), 0);
	expect(&names, "127.0.0.1", 5060, "localhost");
	expect(&names, "::1", 0, "ip6-localhost");
	expect(&names, "fe80::1", 0, "link");
	expect(&names, "10.0.0.1", 0, "pbx.example.com");
	assert_int_equal(
		names_read_hosts(&names, SLICE("x 10.0.0.1\n"), &err), -1);
	names_finish(&names);
}

static void groups(void **state)
{
	static const char *const bad[] = {"", "pbx", "pbx=", "=10.0.0.1",
		"pbx=10.0.0.1,", "pbx=10.0.0.1,,10.0.0.2", "pbx=office",
		"pbx=10.0.0.1:x"};
	struct names names;
	struct err err = {""};

	(void)state;
	names_init(&names, 7, 100);
	assert_int_equal(
		names_read_group(&names,
			SLICE("pbx=10.0.0.1, 10.0.0.2:5060,[2001:db8::1]:5061"),
			&err),
		0);
	expect(&names, "10.0.0.1", 9, "pbx");
	expect(&names, "10.0.0.2", 5060, "pbx");
	expect(&names, "10.0.0.2", 5061, NULL);
	expect(&names, "2001:db8::1", 5061, "pbx");
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		print_message("# %s\n", bad[i]);
		assert_int_equal(
			names_read_group(&names, slice_of(bad[i]), &err), -1);
	}
	names_finish(&names);
}

static void feed(struct book *book, const char *hex, uint16_t port)
{
	static uint64_t frame;
	struct slice bytes = hex_bytes(hex);

	frame++;
	struct packet packet = {
		.transport = TRANSPORT_UDP,
		.src = at("10.0.0.53", 53),
		.dst = at("10.0.0.9", port),
		.payload = bytes,
		.payload_wire = (uint32_t)bytes.n,
		.frame = frame,
		.ts = (ns_t)frame * 20000000,
	};

	book_packet(book, &packet);
	hex_free(bytes);
}

/* "pbx.example" is 10.0.0.1; 0.0.0.0 and 127.0.0.1 are what blockers say. The
 * transaction 0x8a08 begins like RTP, payload type 8. */
#define ANSWER(address)                                                        \
	"8a08 8180 0000 0001 0000 0000 03706278 076578616d706c65 00 "          \
	"0001 0001 00000e10 0004 " address

static void in_the_book(void **state)
{
	struct book_limits limits = book_limits_default();
	struct book *book = book_create(&limits, 3);

	(void)state;
	assert_non_null(book);
	feed(book, ANSWER("0a000001"), 40000);
	feed(book, ANSWER("00000000"), 40000);
	feed(book, ANSWER("7f000001"), 40000);
	feed(book, ANSWER("e0000001"), 40000);
	expect(&book->names, "10.0.0.1", 5060, "pbx.example");
	assert_int_equal(book->names.pool.used, 1);
	assert_int_equal(book->counts.dns, 4);
	assert_int_equal(book->counts.other, 4);
	assert_int_equal(book->counts.rtp_alone, 0);
	book_finish(book);
	book_destroy(book);
}

/* RTP from port 53 is RTP; and stays so when one packet reads like DNS. */
static void rtp_wins(void **state)
{
	struct book_limits limits = book_limits_default();
	struct book *book = book_create(&limits, 3);

	(void)state;
	assert_non_null(book);
	feed(book, "8008 0001 00000140 89abcdef d5d5d5d5", 7000);
	feed(book, "8008 0002 000001e0 89abcdef d5d5d5d5", 7000);
	feed(book, "8008 0003 00000280 89abcdef d5d5d5d5", 7000);
	feed(book, ANSWER("0a000001"), 7000);
	book_finish(book);
	assert_int_equal(book->stream_count, 1);
	assert_int_equal(book->streams->stat.packets, 3);
	assert_int_equal(book->counts.dns, 0);
	expect(&book->names, "10.0.0.1", 0, NULL);
	book_destroy(book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_wins),
		cmocka_unit_test(frames),
		cmocka_unit_test(limit),
		cmocka_unit_test(long_text),
		cmocka_unit_test(alias_files),
		cmocka_unit_test(hosts_files),
		cmocka_unit_test(groups),
		cmocka_unit_test(in_the_book),
		cmocka_unit_test(rtp_wins),
	};

	return RUN_TESTS(tests);
}
