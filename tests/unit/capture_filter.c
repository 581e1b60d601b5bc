/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Capture filters. Frames are made here, byte by byte: the same packet in every
 * wrapping. What an expression says of the packet is stated by hand, once; it
 * must then hold in each of them. The language is pcap-filter(7)'s.
 */
#include "capture/filter.h"

#include "capture/filter_words.h"
#include "lib/attr.h"
#include "tests/unit/hex.h"

#define LINK_ETHERNET 1
#define MACS          "020000000002 020000000001 "

/* IPv4, TTL 64, 10.0.0.1 to 10.0.0.2; then ports 5060 or 53, "REGI". */
#define IP4(protocol)                                                          \
	"4500 0020 0001 0000 40 " protocol " 0000 0a000001 0a000002 "
#define SIP_PORTS "13c4 13c4 "
#define UDP_REST  "000c 0000 52454749"
/* IPv6, 2001:db8::1 to ::2, hop limit 64, UDP. */
#define IP6_UDP                                                                \
	"60000000 000c 11 40 20010db8000000000000000000000001 "                \
	"20010db8000000000000000000000002 "
/* A fragment behind the first one: no ports, but still UDP's number. */
#define FRAGMENT                                                               \
	"4500 0020 0001 0010 40 11 0000 0a000001 0a000002 "                    \
	"000000000000000000000000"

enum inner { INNER_UDP, INNER_TCP, INNER_UDP6, INNER_FRAGMENT, INNERS };

static const char *const inners[INNERS] = {
	[INNER_UDP] = IP4("11") SIP_PORTS UDP_REST,
	[INNER_TCP] =
		IP4("06") SIP_PORTS "00000001 00000000 5010 2000 0000 0000",
	[INNER_UDP6] = IP6_UDP SIP_PORTS UDP_REST,
	[INNER_FRAGMENT] = FRAGMENT,
};

/* What stands between the MAC addresses and the packet: for IPv4, for IPv6. */
static const struct {
	const char *name, *v4, *v6;
} wraps[] = {
	{"plain", "0800", "86dd"},
	{"one tag", "8100 0005 0800", "8100 0005 86dd"},
	{"a tag of 802.1ad", "88a8 0005 0800", "88a8 0005 86dd"},
	{"an old QinQ tag", "9100 0005 0800", "9100 0005 86dd"},
	{"two tags", "88a8 0005 8100 0007 0800", "88a8 0005 8100 0007 86dd"},
	{"two equal tags", "8100 0005 8100 0007 0800",
		"8100 0005 8100 0007 86dd"},
	{"PPPoE", "8864 1100 0001 0022 0021", "8864 1100 0001 0022 0057"},
	{"tag, PPPoE", "8100 0005 8864 1100 0001 0022 0021",
		"8100 0005 8864 1100 0001 0022 0057"},
	{"two tags, PPPoE", "88a8 0005 8100 0007 8864 1100 0001 0022 0021",
		"88a8 0005 8100 0007 8864 1100 0001 0022 0057"},
	{"one label", "8847 00010140", "8847 00010140"},
	{"two labels", "8847 00010040 00020140", "8847 00010040 00020140"},
	{"tag, one label", "8100 0005 8847 00010140",
		"8100 0005 8847 00010140"},
	{"two tags, two labels", "88a8 0005 8100 0007 8847 00010040 00020140",
		"88a8 0005 8100 0007 8847 00010040 00020140"},
};

/* Of UDP, TCP, UDP over IPv6, a fragment. */
static const struct {
	const char *expression;
	bool expected[INNERS];
} rows[] = {
	{"udp", {true, false, true, true}},
	{"tcp", {false, true, false, false}}, {"ip", {true, true, false, true}},
	{"ip6", {false, false, true, false}},
	{"host 10.0.0.1", {true, true, false, true}},
	{"src host 10.0.0.2", {false, false, false, false}},
	{"dst net 10.0.0.0/8", {true, true, false, true}},
	{"host 2001:db8::2", {false, false, true, false}},
	{"port 5060", {true, true, true, false}},
	{"udp port 5060", {true, false, true, false}},
	{"port sip", {true, true, true, false}},
	{"portrange 5000-5100 and udp", {true, false, true, false}},
	{"port 53", {false, false, false, false}},
	{"host 10.0.0.1 and udp port 5060", {true, false, false, false}},
	{"host 10.0.0.3 or tcp", {false, true, false, false}},
	{"ip[8] = 64", {true, true, false, true}},
	{"udp[8:4] = 0x52454749", {true, false, false, false}},
	{"ip[6:2] & 0x1fff != 0", {false, false, false, true}},
	{"not udp", {false, true, false, false}},
	{"! udp", {false, true, false, false}},
	{"not tcp", {true, false, true, true}},
	{"not host 10.0.0.1", {false, false, true, false}},
	{"not port 53", {true, true, true, true}},
	{"not port 5060", {false, false, false, true}},
	{"host 10.0.0.1 and not port 5060", {false, false, false, true}},
	{"not (udp or tcp)", {false, false, false, false}},
	{"", {true, true, true, true}}, /* all that may carry calls */
};

static bool matches(struct filter *f, struct slice bytes, uint32_t link)
{
	struct frame frame = {
		.caplen = (uint32_t)bytes.n,
		.len = (uint32_t)bytes.n,
		.link = link,
		.data = (const uint8_t *)bytes.p,
	};
	struct err err = {""};
	int rc = filter_match(f, &frame, &err);

	if (rc < 0) {
		print_message("# %s\n", err.text);
	}
	assert_in_range(rc, 0, 1);
	return rc == 1;
}

static struct slice wrapped(size_t wrap, enum inner inner)
{
	char text[512];

	(void)snprintf(text, sizeof(text), MACS "%s %s",
		inner == INNER_UDP6 ? wraps[wrap].v6 : wraps[wrap].v4,
		inners[inner]);
	return hex_bytes(text);
}

static struct filter *made(const char *expression)
{
	struct filter *f = NULL;
	struct err err = {""};

	if (filter_create(&f, expression, &err) != 0) {
		print_message("# %s: %s\n", expression, err.text);
	}
	assert_non_null(f);
	return f;
}

static void in_every_wrapping(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct filter *f = made(rows[i].expression);
		for (size_t w = 0; w < COUNT_OF(wraps); w++) {
			for (unsigned k = 0; k < INNERS; k++) {
				struct slice bytes = wrapped(w, (enum inner)k);
				bool got = matches(f, bytes, LINK_ETHERNET);
				if (got != rows[i].expected[k]) {
					print_message("# '%s', packet %u, %s\n",
						rows[i].expression, k,
						wraps[w].name);
				}
				assert_int_equal(got, rows[i].expected[k]);
				hex_free(bytes);
			}
		}
		filter_destroy(f);
	}
}

/* The bytes that are there decide; past them nothing is read. */
static void every_prefix(void **state)
{
	struct filter *f = made("udp port 5060 or not ip");

	(void)state;
	for (size_t w = 0; w < COUNT_OF(wraps); w++) {
		struct slice bytes = wrapped(w, INNER_UDP);
		for (size_t n = 0; n <= bytes.n; n++) {
			struct slice cut = hex_prefix(bytes, n);
			bool got = matches(f, cut, LINK_ETHERNET);
			assert_true(got || n < bytes.n);
			hex_free(cut);
		}
		hex_free(bytes);
	}
	filter_destroy(f);
}

/* What speaks of the link layer itself means what it says. */
static void taken_as_it_is(void **state)
{
	static const struct {
		const char *expression;
		const char *frame;
		bool expected;
	} own[] = {
		{"vlan 5", "8100 0005 0800", true},
		{"vlan 7", "8100 0005 0800", false},
		{"vlan 7", "8100 0005 8100 0007 0800", false},
		{"vlan 5 and vlan 7", "8100 0005 8100 0007 0800", true},
		{"vlan 5 and udp", "8100 0005 0800", true},
		{"vlan and udp", "0800", false},
		{"pppoes and udp", "8864 1100 0001 0022 0021", true},
		{"pppoes and udp", "8100 0005 8864 1100 0001 0022 0021", false},
		{"mpls 16 and udp", "8847 00010140", true},
		{"not ether proto 0x8100", "8100 0005 0800", false},
		{"ether proto 0x8100", "8100 0005 0800", true},
		{"ether[12:2] = 0x8100", "8100 0005 0800", true},
		{"ether[12:2] = 0x0800", "8100 0005 0800", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(own); i++) {
		char text[512];
		struct filter *f = made(own[i].expression);
		struct text wide = {0};
		(void)snprintf(text, sizeof(text), MACS "%s %s", own[i].frame,
			inners[INNER_UDP]);
		struct slice bytes = hex_bytes(text);
		print_message("# %s\n", own[i].expression);
		assert_int_equal(
			matches(f, bytes, LINK_ETHERNET), own[i].expected);
		filter_put_wide(&wide, f);
		assert_true(slice_is(text_slice(&wide), own[i].expression));
		text_finish(&wide);
		hex_free(bytes);
		filter_destroy(f);
	}
}

/* Link types without tags: raw IP (101), Linux cooked (113), loopback (0). */
static void other_links(void **state)
{
	static const struct {
		uint32_t link;
		const char *before;
	} links[] = {
		{101, ""}, {113, "0000 0001 0006 020000000001 0000 0800 "},
		{0, "02000000 "}, {9, "ff03 0021 "}, /* PPP */
	};
	struct filter *f = made("udp port 5060 and not host 10.0.0.9");
	struct filter *other = made("tcp or host 10.0.0.9");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(links); i++) {
		char text[512];
		(void)snprintf(text, sizeof(text), "%s%s", links[i].before,
			inners[INNER_UDP]);
		struct slice bytes = hex_bytes(text);
		print_message("# link type %u\n", (unsigned)links[i].link);
		assert_true(matches(f, bytes, links[i].link));
		assert_false(matches(other, bytes, links[i].link));
		hex_free(bytes);
	}
	filter_destroy(f);
	filter_destroy(other);
}

/* Directions: Ethernet has none, Linux cooked frames do (packet type 4: out).
 */
static void directions(void **state)
{
	struct slice in =
		hex_bytes("0000 0001 0006 020000000001 0000 0800 " IP4("11")
				SIP_PORTS UDP_REST);
	struct slice out =
		hex_bytes("0004 0001 0006 020000000001 0000 0800 " IP4("11")
				SIP_PORTS UDP_REST);
	struct filter *f = made("inbound and udp");

	(void)state;
	assert_true(matches(f, in, 113));
	assert_false(matches(f, out, 113));
	filter_destroy(f);
	hex_free(in);
	hex_free(out);
}

/* What cannot be asked of a link type is an error, not a silent "no". */
static void senseless(void **state)
{
	struct slice bytes = hex_bytes(IP4("11") SIP_PORTS UDP_REST);
	struct frame frame = {
		.caplen = (uint32_t)bytes.n,
		.len = (uint32_t)bytes.n,
		.link = 101,
		.data = (const uint8_t *)bytes.p,
	};
	struct filter *f = made("ether host 02:00:00:00:00:01");
	struct err err = {""};

	(void)state;
	assert_int_equal(filter_match(f, &frame, &err), -1);
	assert_true(err.text[0] != '\0');
	hex_free(bytes);
	bytes = wrapped(1, INNER_UDP);
	assert_true(matches(f, bytes, LINK_ETHERNET));
	hex_free(bytes);
	filter_destroy(f);
	filter_destroy(NULL);
}

/* Refused before libpcap could ask a name server, or by libpcap itself. */
static void refused(void **state)
{
	static const struct {
		const char *expression, *word;
	} bad[] = {
		{"host pbx.example.com", "pbx.example.com"},
		{"host pbx", "pbx"},
		{"call.pcap", "call.pcap"},
		{"net office", "office"},
		{"gateway router", "router"},
		{"ether host phone", "phone"},
		{"src 3cx.local", "3cx.local"},
		{"tcp port 5060 or foo", "foo"},
		{"udp and", NULL},
		{"(udp", NULL},
		{"host", NULL},
		{"host 10.0.0.256", NULL},
		{"udp udp", NULL},
		{"\xff\xfe", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct filter *f = NULL;
		struct err err = {""};
		print_message("# %s\n", bad[i].expression);
		assert_int_equal(
			filter_create(&f, bad[i].expression, &err), -1);
		assert_null(f);
		assert_true(err.text[0] != '\0');
		if (bad[i].word) {
			assert_non_null(strstr(err.text, bad[i].word));
		}
	}
}

static void words(void **state)
{
	static const struct {
		const char *text;
		bool own, negates;
	} good[] = {
		{"udp", false, false},
		{"not udp", false, true},
		{"!udp", false, true},
		{"vlan 3", true, false},
		{"udp port 5060 && mpls", true, false},
		{"ether host 02:00:00:00:00:01", false, false},
		{"ether host 02-00-00-00-00-01", false, false},
		{"ether host 0200.0000.0001", false, false},
		{"ether proto \\ip", true, false},
		{"ip proto \\sctp", false, false},
		{"ether[0] & 1 = 0", true, false},
		{"link[0] = 1", true, false},
		{"host fe80::1 or net 2001:db8::/32", false, false},
		{"host ::ffff:10.0.0.1", false, false},
		{"tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", false, true},
		{"icmp[icmptype] = icmp-echo", false, false},
		{"portrange 5060-5070 and less 0x100", false, false},
		{"ip proto vlan", false, false},
		{"", false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct filter_words w;
		struct err err = {""};
		print_message("# %s %s\n", good[i].text, err.text);
		assert_int_equal(
			filter_words(slice_of(good[i].text), &w, &err), 0);
		assert_int_equal(w.own, good[i].own);
		assert_int_equal(w.negates, good[i].negates);
	}
}

/*
 * The one expression for other programs, through libpcap as they would use it:
 * it names wrappings, so a filter made of it is taken as it is. Exact for tags;
 * what is in PPPoE or behind labels passes whatever it is.
 */
static void for_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct filter *f = made(rows[i].expression);
		struct text wide = {0};
		filter_put_wide(&wide, f);
		filter_destroy(f);
		f = made(wide.p);
		text_finish(&wide);
		for (size_t w = 0; w < COUNT_OF(wraps); w++) {
			bool whole = strstr(wraps[w].v4, "8864") ||
				     strstr(wraps[w].v4, "8847");
			for (unsigned k = 0; k < INNERS; k++) {
				struct slice bytes = wrapped(w, (enum inner)k);
				bool got = matches(f, bytes, LINK_ETHERNET);
				assert_int_equal(
					got, whole || rows[i].expected[k]);
				hex_free(bytes);
			}
		}
		filter_destroy(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_every_wrapping),
		cmocka_unit_test(every_prefix),
		cmocka_unit_test(taken_as_it_is),
		cmocka_unit_test(other_links),
		cmocka_unit_test(directions),
		cmocka_unit_test(senseless),
		cmocka_unit_test(refused),
		cmocka_unit_test(words),
		cmocka_unit_test(for_others),
	};

	return RUN_TESTS(tests);
}
