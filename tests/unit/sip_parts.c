/* SPDX-License-Identifier: GPL-3.0-or-later */
/* URIs, addresses, parameters, lists, Via and bodies, each by itself. */
#include "dissect/sip_parts.h"

#include "tests/unit/sip_message.h"

static void reads_uris(void **state)
{
	static const struct row {
		const char *text;
		bool good;
		const char *scheme, *user, *host;
		uint16_t port;
		const char *params, *headers;
	} rows[] = {
		/* RFC 3261 clause 19.1.3 */
		{"sip:alice@atlanta.com", true, "sip", "alice", "atlanta.com",
			0, NULL, NULL},
		{"sip:alice:secret@atlanta.com;transport=tcp", true, "sip",
			"alice", "atlanta.com", 0, "transport=tcp", NULL},
		{"sips:alice@h?subject=project%20x&priority=urgent", true,
			"sips", "alice", "h", 0, NULL,
			"subject=project%20x&priority=urgent"},
		{"sip:+1-212-555-1212:1234@gateway.com;user=phone", true, "sip",
			"+1-212-555-1212", "gateway.com", 0, "user=phone",
			NULL},
		{"sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com", true,
			"sip", NULL, "atlanta.com", 0, "method=REGISTER",
			"to=alice%40atlanta.com"},
		{"sip:alice;day=tuesday@atlanta.com", true, "sip",
			"alice;day=tuesday", "atlanta.com", 0, NULL, NULL},
		{"SIP:a?/b@h:5060", true, "SIP", "a?/b", "h", 5060, NULL, NULL},
		/* RFC 4475 clause 3.1.1.4: an escaped zero */
		{"sip:%00@h", true, "sip", "%00", "h", 0, NULL, NULL},
		/* RFC 5118 clause 4.1, 4.3, 4.4 */
		{"sip:[2001:db8::10]", true, "sip", NULL, "[2001:db8::10]", 0,
			NULL, NULL},
		{"sip:u@[2001:db8::10]:5070;lr", true, "sip", "u",
			"[2001:db8::10]", 5070, "lr", NULL},
		{"sip:[2001:db8::10:5070]", true, "sip", NULL,
			"[2001:db8::10:5070]", 0, NULL, NULL},
		/* RFC 3966 clause 3 */
		{"tel:+1-201-555-0123", true, "tel", "+1-201-555-0123", NULL, 0,
			NULL, NULL},
		{"tel:863-1234;phone-context=+1-914-555", true, "tel",
			"863-1234", NULL, 0, "phone-context=+1-914-555", NULL},
		/* any other scheme is opaque (RFC 4475 clause 3.3.2) */
		{"soap.beep://h:3002", true, "soap.beep", NULL, NULL, 0, NULL,
			NULL},
		/* RFC 5118 clause 4.2: an IPv6 address needs its brackets */
		{"sip:2001:db8::10", false, "sip", NULL, "2001", 0, NULL, NULL},
		{"sip:h:65536", false, "sip", NULL, "h", 0, NULL, NULL},
		{"sip:h:", false, "sip", NULL, "h", 0, NULL, NULL},
		{"sip:h:5060x", false, "sip", NULL, "h", 5060, NULL, NULL},
		{"sip:u@", false, "sip", "u", "", 0, NULL, NULL},
		{"sip:@h", false, "sip", "", "h", 0, NULL, NULL},
		{"sip:a@b@c", false, "sip", "a", "b", 0, NULL, NULL},
		{"sip:[::1", false, "sip", NULL, "", 0, NULL, NULL},
		{"sip:[::g]", false, "sip", NULL, "", 0, NULL, NULL},
		{"sip:a%4@h", false, "sip", "a%4", "h", 0, NULL, NULL},
		{"sip:a b@h", false, "sip", "a b", "h", 0, NULL, NULL},
		{"sip:a#b@h", false, "sip", "a#b", "h", 0, NULL, NULL},
		{"sip:h;a=\"b\"", false, "sip", NULL, "h", 0, "a=\"b\"", NULL},
		{"sip:a:\xe9@h", false, "sip", "a", "h", 0, NULL, NULL},
		{"tel:;x", false, "tel", "", NULL, 0, "x", NULL},
		{"bob@example.com", false, NULL, NULL, NULL, 0, NULL, NULL},
		{"1sip:x", false, NULL, NULL, NULL, 0, NULL, NULL},
		{"mailto:", false, "mailto", NULL, NULL, 0, NULL, NULL},
		{"", false, NULL, NULL, NULL, 0, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sip_uri uri;
		bool good = sip_uri_parse(slice_of(rows[i].text), &uri) == V_OK;
		if (good != rows[i].good) {
			fail_msg("%s: %d", rows[i].text, good);
		}
		assert_text(uri.scheme, rows[i].scheme);
		assert_text(uri.user, rows[i].user);
		assert_text(uri.host, rows[i].host);
		assert_int_equal(uri.port, rows[i].port);
		assert_text(uri.params, rows[i].params);
		assert_text(uri.headers, rows[i].headers);
	}
}

static void reads_addresses(void **state)
{
	static const struct row {
		const char *text;
		uint32_t faults;
		const char *display, *uri, *params, *tag;
	} rows[] = {
		/* RFC 3261 clause 20.20, 20.34, 20.39 */
		{"\"A. G. Bell\" <sip:agb@bell.example.com> ;tag=a48s", 0,
			"A. G. Bell", "sip:agb@bell.example.com", "tag=a48s",
			"a48s"},
		{"sip:+12125551212@server.example.com;tag=887s", 0, NULL,
			"sip:+12125551212@server.example.com", "tag=887s",
			"887s"},
		{"Anonymous <sip:c8oqz84zk7z@h>;tag=hyh8", 0, "Anonymous",
			"sip:c8oqz84zk7z@h", "tag=hyh8", "hyh8"},
		/* RFC 4475 clause 3.1.1.6: no blank before '<' */
		{"caller<sip:c@h>;tag=323", 0, "caller", "sip:c@h", "tag=323",
			"323"},
		{"\"a\\\\\"<sip:c@h>", 0, "a\\\\", "sip:c@h", NULL, NULL},
		{"\"<sip:no@h>; \\\" \" <sip:c@h;lr>;x=1;TAG = \"t\" ;y", 0,
			"<sip:no@h>; \\\" ", "sip:c@h;lr", "x=1;TAG = \"t\" ;y",
			"t"},
		{"\"\" <tel:+1>", 0, "", "tel:+1", NULL, NULL},
		{"<sip:c@h>", 0, NULL, "sip:c@h", NULL, NULL},
		{"sip:c@h;x=\"<\" ", 0, NULL, "sip:c@h", "x=\"<\"", NULL},
		{"<sip:c@h>\r\n ;\r\n tag\r\n =\r\n 1", 0, NULL, "sip:c@h",
			"\r\n tag\r\n =\r\n 1", "1"},
		/* RFC 4475 clause 3.1.2.13 to 3.1.2.15 */
		{"sip:u@h?Route=%3Csip:x%3E", SIP_BAD_VALUE, NULL,
			"sip:u@h?Route=%3Csip:x%3E", NULL, NULL},
		{"\"W\" < sip:t@h >", SIP_BAD_URI, "W", "sip:t@h", NULL, NULL},
		{"Watson, T <sip:t@h>;tag=1", SIP_BAD_VALUE, "Watson, T",
			"sip:t@h", "tag=1", "1"},
		{"\"a\" b <sip:t@h>", SIP_BAD_VALUE, "a", "sip:t@h", NULL,
			NULL},
		{"\"a\" sip:t@h", SIP_BAD_VALUE, "a", NULL, NULL, NULL},
		{"R\xc3\xa9mi <sip:t@h>", SIP_BAD_VALUE, "R\xc3\xa9mi",
			"sip:t@h", NULL, NULL},
		{"<sip:t@h>;;tag=1", SIP_BAD_VALUE, NULL, "sip:t@h", ";tag=1",
			"1"},
		{"<sip:t@h>;tag=", SIP_BAD_VALUE, NULL, "sip:t@h", "tag=", ""},
		{"<sip:t@h>x;tag=1", SIP_BAD_VALUE, NULL, "sip:t@h", "tag=1",
			"1"},
		{"<sip:t@h> x", SIP_BAD_VALUE, NULL, "sip:t@h", NULL, NULL},
		{"<sip:t@h>;a=\"b\"c;tag=1", SIP_BAD_VALUE, NULL, "sip:t@h",
			"a=\"b\"c;tag=1", "1"},
		{"poo <bear@h>", SIP_BAD_URI, "poo", "bear@h", NULL, NULL},
		{"\"a <sip:t@h>", SIP_UNTERMINATED, NULL, NULL, NULL, NULL},
		{"\"a\\\" <sip:t@h>", SIP_UNTERMINATED, NULL, NULL, NULL, NULL},
		{"a <sip:t@h", SIP_UNTERMINATED, "a", NULL, NULL, NULL},
		{"<sip:t@h>;a=\"b", SIP_UNTERMINATED, NULL, "sip:t@h", "a=\"b",
			NULL},
		{"  ", SIP_BAD_VALUE, NULL, NULL, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sip_address a;
		uint32_t faults = sip_address_read(slice_of(rows[i].text), &a);
		if (faults != rows[i].faults) {
			fail_msg("%s: %#x", rows[i].text, (unsigned)faults);
		}
		assert_text(a.display, rows[i].display);
		assert_text(a.uri.text, rows[i].uri);
		assert_text(a.params, rows[i].params);
		assert_text(a.tag, rows[i].tag);
		assert_int_equal(sip_address_parse(slice_of(rows[i].text), &a),
			faults ? V_MALFORMED : V_OK);
	}
}

static void takes_absent_texts(void **state)
{
	struct slice none = {NULL, 0};
	struct sip_address address;
	struct sip_uri uri;

	(void)state;
	assert_int_equal(sip_address_parse(none, &address), V_MALFORMED);
	assert_int_equal(sip_uri_parse(none, &uri), V_MALFORMED);
	assert_text(sip_param(none, "x"), NULL);
	assert_text(sip_value_next(&none), NULL);
}

static void finds_parameters(void **state)
{
	static const struct {
		const char *params, *name, *value;
	} rows[] = {
		{"a=1;b=2", "b", "2"},
		{";a=1;b=2", "a", "1"},
		{"lr;b", "lr", ""},
		{"lr;b", "B", ""},
		{"x=\"a;b=9\\\"\";b=2", "b", "2"},
		{"x=\"a;b\"", "x", "a;b"},
		{" a = 1 ; b = [::1]:5 ", "b", "[::1]:5"},
		{"ab=1", "a", NULL},
		{"a=1", "ab", NULL},
		{"a=1;a=2", "a", "1"},
		{"", "a", NULL},
		{";;", "a", NULL},
		{"a=\"open", "a", "open"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(sip_param(slice_of(rows[i].params), rows[i].name),
			rows[i].value);
	}
}

static void cuts_lists(void **state)
{
	struct slice rest =
		SLICE(" a , \"b, \\\" ,\" <x,y>;q=\"1,2\",<sip:\"c,d>,, e");

	(void)state;
	assert_text(sip_value_next(&rest), "a");
	assert_text(sip_value_next(&rest), "\"b, \\\" ,\" <x,y>;q=\"1,2\"");
	assert_text(sip_value_next(&rest), "<sip:\"c,d>");
	assert_text(sip_value_next(&rest), "");
	assert_non_null(rest.p);
	assert_text(sip_value_next(&rest), "e");
	assert_null(rest.p);
	rest = SLICE("\"open, x");
	assert_text(sip_value_next(&rest), "\"open, x");
	assert_null(rest.p);
}

static void reads_via(void **state)
{
	static const struct row {
		const char *text;
		uint32_t faults;
		const char *transport, *host;
		uint16_t port;
		const char *branch, *received, *rport;
	} rows[] = {
		/* RFC 3261 clause 20.42, RFC 3581 */
		{"SIP / 2.0 / UDP first.example.com: 4000;ttl=16"
		 ";maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1",
			0, "UDP", "first.example.com", 4000,
			"z9hG4bKa7c6a8dlze.1", NULL, NULL},
		{"SIP/2.0/UDP 10.1.1.1:4540;received=192.0.2.1;rport=9988;"
		 "branch=z9",
			0, "UDP", "10.1.1.1", 4540, "z9", "192.0.2.1", "9988"},
		{"SIP  /\t2.0\r\n / WSS  h ;\r\n branch\r\n = z ;RPORT", 0,
			"WSS", "h", 0, "z", NULL, ""},
		/* RFC 5118 clause 4.5: with and without brackets */
		{"SIP/2.0/UDP [2001:db8::9:1]:6050;received=[2001:db8::9:255]"
		 ";branch=z",
			0, "UDP", "[2001:db8::9:1]", 6050, "z",
			"[2001:db8::9:255]", NULL},
		{"SIP/2.0/UDP [::1];received=2001:db8::9:255", 0, "UDP",
			"[::1]", 0, NULL, "2001:db8::9:255", NULL},
		{"SIP/2.0/UNKNOWN h", 0, "UNKNOWN", "h", 0, NULL, NULL, NULL},
		{"SIP/2.0/UDP h:99999", SIP_NUMBER_RANGE, "UDP", "h", 0, NULL,
			NULL, NULL},
		{"SIP/2.0/UDP h:x", SIP_BAD_VALUE, "UDP", "h", 0, NULL, NULL,
			NULL},
		{"SIP/2.0/UDP h;;", SIP_BAD_VALUE, "UDP", "h", 0, NULL, NULL,
			NULL},
		{"SIP/3.0/UDP h", SIP_BAD_VALUE, "UDP", "h", 0, NULL, NULL,
			NULL},
		{"HTTP/2.0/UDP h", SIP_BAD_VALUE, "UDP", "h", 0, NULL, NULL,
			NULL},
		{"SIP/2.0/UDP", SIP_BAD_VALUE, "UDP", NULL, 0, NULL, NULL,
			NULL},
		{"SIP/2.0/UDP [::1", SIP_UNTERMINATED, "UDP", NULL, 0, NULL,
			NULL, NULL},
		{"SIP/2.0/UDP h x", SIP_BAD_VALUE, "UDP", "h", 0, NULL, NULL,
			NULL},
		{"SIP/2.0/UDP h;branch=\"z", SIP_UNTERMINATED, "UDP", "h", 0,
			"z", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sip_via via;
		uint32_t faults = sip_via_read(slice_of(rows[i].text), &via);
		if (faults != rows[i].faults) {
			fail_msg("%s: %#x", rows[i].text, (unsigned)faults);
		}
		assert_text(via.transport, rows[i].transport);
		assert_text(via.host, rows[i].host);
		assert_int_equal(via.port, rows[i].port);
		assert_text(via.branch, rows[i].branch);
		assert_text(via.received, rows[i].received);
		assert_text(via.rport, rows[i].rport);
	}
}

/* Every line of sip_headers.def, in any case, and its compact form. */
static void finds_every_header(void **state)
{
	static const char compact[SIP_HEADERS] = {
#define SIP_HEADER(symbol, name, compact) [SIP_##symbol] = compact,
#include "dissect/sip_headers.def"
#undef SIP_HEADER
	};

	(void)state;
	for (unsigned i = 0; i < SIP_HEADERS; i++) {
		char text[64];
		struct slice name =
			slice_of(signal_header_name((enum sip_header)i));
		assert_int_equal(sip_header_find(name), i);
		for (size_t at = 0; at < name.n; at++) {
			char c = name.p[at];
			text[at] = (char)(c >= 'A' && c <= 'Z'   ? c + 32
					  : c >= 'a' && c <= 'z' ? c - 32
								 : c);
		}
		struct slice swapped = {text, name.n};
		assert_int_equal(sip_header_find(swapped), i);
		text[name.n] = 'x';
		swapped.n++;
		assert_int_equal(sip_header_find(swapped), SIP_HEADERS);
		if (compact[i]) {
			text[0] = compact[i];
			swapped.n = 1;
			assert_int_equal(sip_header_find(swapped), i);
			text[0] = (char)(compact[i] - 32);
			assert_int_equal(sip_header_find(swapped), i);
		}
	}
	assert_int_equal(sip_header_find(SLICE("")), SIP_HEADERS);
	assert_int_equal(sip_header_find(SLICE("z")), SIP_HEADERS);
	assert_int_equal(sip_header_find(SLICE("\x40")), SIP_HEADERS);
	assert_int_equal(sip_header_find(SLICE("Call\r\n ID")), SIP_HEADERS);
	assert_int_equal(sip_header_find(SLICE("Content-")), SIP_HEADERS);
	assert_string_equal(signal_header_name(SIP_HEADERS), "?");
}

static void names_every_method(void **state)
{
	(void)state;
	for (unsigned i = 0; i < METHOD_OTHER; i++) {
		const char *name = signal_method_text((enum sip_method)i);
		assert_int_equal(signal_method_of(slice_of(name)), i);
	}
	assert_string_equal(signal_method_text(METHOD_INVITE), "INVITE");
	assert_string_equal(signal_method_text(METHOD_UPDATE), "UPDATE");
	assert_string_equal(signal_method_text(METHOD_OTHER), "?");
	/* RFC 3261 clause 7.1: methods are compared with case */
	assert_int_equal(signal_method_of(SLICE("invite")), METHOD_OTHER);
	assert_int_equal(signal_method_of(SLICE("INVITEX")), METHOD_OTHER);
	assert_int_equal(signal_method_of(SLICE("")), METHOD_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_uris),
		cmocka_unit_test(reads_addresses),
		cmocka_unit_test(takes_absent_texts),
		cmocka_unit_test(finds_parameters),
		cmocka_unit_test(cuts_lists),
		cmocka_unit_test(reads_via),
		cmocka_unit_test(finds_every_header),
		cmocka_unit_test(names_every_method),
	};

	return RUN_TESTS(tests);
}
