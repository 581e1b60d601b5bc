/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses: printed as RFC 5952 says, read as strictly as RFC 4291 writes. */
#include "lib/endpoint.h"
#include "lib/err.h"

#include "tests/unit/hex.h"

static struct addr parsed(const char *text)
{
	struct addr a = {{0}};

	assert_true(addr_parse(slice_of(text), &a));
	return a;
}

static void prints_canonical(void **state)
{
	static const char *const rows[][2] = {
		{"192.0.2.1", "192.0.2.1"},
		{"0.0.0.0", "0.0.0.0"},
		{"255.255.255.255", "255.255.255.255"},
		{"::", "::"},
		{"2001:db8::0:1", "2001:db8::1"},          /* RFC 5952 2.1 */
		{"2001:0db8::0001", "2001:db8::1"},        /* 4.1 */
		{"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"}, /* 4.2.1 */
		{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"}, /* 4.2.2 */
		{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"}, /* 4.2.3: longest */
		{"2001:db8:0:0:1:0:0:1",
			"2001:db8::1:0:0:1"},         /* 4.2.3: first */
		{"2001:DB8::AbCd", "2001:db8::abcd"}, /* 4.3 */
		{"[2001:db8::1]", "2001:db8::1"},
		{"::ffff:192.0.2.1", "192.0.2.1"}, /* mapped is IPv4 here */
		{"fe80::ffff:ffff:ffff:ffff", "fe80::ffff:ffff:ffff:ffff"},
	};
	char out[ADDR_TEXT];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct addr a = parsed(rows[i][0]);
		assert_string_equal(addr_text(&a, out), rows[i][1]);
	}
}

static void refuses(void **state)
{
	static const struct slice rows[] = {
		{NULL, 0},
		{"", 0},
		{"192.0.2", 7},
		{"192.0.2.1 ", 10},
		{" 192.0.2.1", 10},
		{"192.0.2.256", 11},
		{"192.0.2.01", 10}, /* octal to some readers */
		{"192.0.2.1.5", 11},
		{"192.0.2.1\0", 10},
		{"192.0.2.1\0.evil", 15},
		{"::1\0", 4},
		{"[192.0.2.1]", 11}, /* RFC 3986: brackets are for IPv6 */
		{"[]", 2},
		{"[", 1},
		{"[::1", 4},
		{"::1]", 4},
		{"[[::1]]", 7},
		{":::", 3},
		{"1::2::3", 7},
		{"12345::", 7},
		{"1:2:3:4:5:6:7", 13},
		{"1:2:3:4:5:6:7:8:9", 17},
		{"fe80::1%eth0", 12},
		{"g::", 3},
		{"pbx.example.com", 15},
		{"0000:0000:0000:0000:0000:0000:0000:0000:0000:0", 46},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice exact = hex_prefix(rows[i], rows[i].n);
		struct addr a = {{1, 2, 3}};
		assert_false(addr_parse(exact, &a));
		assert_int_equal(a.b[1], 2); /* untouched */
		hex_free(exact);
	}
}

static void kinds(void **state)
{
	static const struct {
		const char *text;
		bool v4, any, multicast;
	} rows[] = {
		{"0.0.0.0", true, true, false},
		{"::", false, true, false},
		{"::1", false, false, false},
		{"223.255.255.255", true, false, false},
		{"224.0.0.0", true, false, true}, /* RFC 5771 */
		{"239.255.255.255", true, false, true},
		{"240.0.0.0", true, false, false},
		{"255.255.255.254", true, false, false},
		{"255.255.255.255", true, false, true},
		{"ff02::1", false, false, true},
		{"fe80::1", false, false, false},
		{"::fffe:0.0.0.0", false, false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct addr a = parsed(rows[i].text);
		assert_int_equal(addr_is_v4(&a), rows[i].v4);
		assert_int_equal(addr_is_any(&a), rows[i].any);
		assert_int_equal(addr_is_multicast(&a), rows[i].multicast);
	}
}

static void text_of_endpoints(void **state)
{
	char out[ENDPOINT_TEXT];
	struct endpoint e = {parsed("192.0.2.1"), 5060};

	(void)state;
	assert_string_equal(endpoint_text(&e, out), "192.0.2.1:5060");
	e = (struct endpoint){parsed("::1"), 0};
	assert_string_equal(endpoint_text(&e, out), "[::1]:0");
	/* The longest there is fits with its NUL. */
	e = (struct endpoint){
		parsed("2001:1db8:1111:2222:3333:4444:5555:6666"), 65535};
	assert_string_equal(endpoint_text(&e, out),
		"[2001:1db8:1111:2222:3333:4444:5555:6666]:65535");
}

static void order(void **state)
{
	/* Ascending; v4-mapped lies between ::1 and 2001:.. */
	const struct endpoint rows[] = {
		{parsed("::1"), 9},
		{parsed("10.0.0.1"), 5060},
		{parsed("10.0.0.1"), 65535},
		{parsed("10.0.0.200"), 0},
		{parsed("2001:db8::1"), 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t k = 0; k < COUNT_OF(rows); k++) {
			int c = endpoint_cmp(&rows[i], &rows[k]);
			assert_int_equal((c > 0) - (c < 0), (i > k) - (i < k));
			assert_int_equal(
				endpoint_eq(&rows[i], &rows[k]), i == k);
		}
	}
	assert_true(addr_eq(&rows[1].ip, &rows[2].ip));
	assert_false(addr_eq(&rows[1].ip, &rows[3].ip));
}

static void from_bytes(void **state)
{
	static const uint8_t v4[4] = {192, 0, 2, 1};
	static const uint8_t v6[16] = {0x20, 1, 0xd, 0xb8, [15] = 1};
	struct addr a = addr_v4(v4);
	struct addr b = addr_v6(v6);
	struct addr c = parsed("192.0.2.1");
	struct addr d = parsed("2001:db8::1");

	(void)state;
	assert_true(addr_eq(&a, &c));
	assert_true(addr_eq(&b, &d));
}

static void errors_are_cut_not_overrun(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(err_set(NULL, "nobody listens %d", 1), -1);
	assert_int_equal(err_set(&err, "%s: %d", "file", 7), -1);
	assert_string_equal(err.text, "file: 7");
	assert_int_equal(err_set(&err, "%700s", "x"), -1);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_canonical),
		cmocka_unit_test(refuses),
		cmocka_unit_test(kinds),
		cmocka_unit_test(text_of_endpoints),
		cmocka_unit_test(order),
		cmocka_unit_test(from_bytes),
		cmocka_unit_test(errors_are_cut_not_overrun),
	};

	return RUN_TESTS(tests);
}
