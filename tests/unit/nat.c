/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signs of address translation. Rows: who wrote what, and which signs that is,
 * by RFC 3581 (rport), RFC 3261 18.2.1 (received), RFC 1918, 6598, 4193.
 */
#include "calls/nat.h"

#include "tests/unit/feed.h"

#define V(inside)                                                              \
	"INVITE sip:2@x SIP/2.0\r\nVia: SIP/2.0/UDP " inside                   \
	";branch=z9hG4bKa;rport\r\n"
#define REST(contact, sdp)                                                     \
	"From: <sip:1@x>;tag=a\r\nTo: <sip:2@x>\r\nCall-ID: n\r\n"             \
	"CSeq: 1 INVITE\r\nContact: <sip:1@" contact ">\r\n"                   \
	"Content-Type: application/sdp\r\n\r\n"                                \
	"v=0\r\no=- 1 1 IN IP4 " sdp "\r\ns=-\r\nc=IN IP4 " sdp                \
	"\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"

enum { VIA = 1, CONTACT = 2, SDP = 4 };

struct row {
	const char *name;
	uint8_t from[4];
	const char *text;
	unsigned signs;
};

static const struct row ROWS[] = {
	{"no translation", {10, 0, 0, 1},
		V("10.0.0.1:5060") REST("10.0.0.1:5060", "10.0.0.1"), 0},
	{"a router between", {203, 0, 113, 7},
		V("192.168.1.20:5060")
			REST("192.168.1.20:5060", "192.168.1.20"),
		VIA | CONTACT | SDP},
	{"between two private nets", {10, 77, 0, 21},
		V("192.168.1.20:5060")
			REST("192.168.1.20:5060", "192.168.1.20"),
		VIA | CONTACT | SDP},
	{"the phone knows its outside address", {203, 0, 113, 7},
		V("192.168.1.20:5060") REST("203.0.113.7:5060", "203.0.113.7"),
		VIA},
	{"media of another host", {10, 0, 0, 1},
		V("10.0.0.1:5060") REST("10.0.0.1:5060", "10.0.0.9"), 0},
	{"only the SDP was forgotten", {203, 0, 113, 7},
		V("203.0.113.7:5060") REST("203.0.113.7", "172.16.5.5"), SDP},
	{"a shared address of the operator", {203, 0, 113, 7},
		V("100.64.3.3") REST("100.64.3.3", "203.0.113.7"),
		VIA | CONTACT},
	{"a name in Via is no address", {203, 0, 113, 7},
		V("phone.example:5060") REST("203.0.113.7", "203.0.113.7"), 0},
	{"a proxy passed it on", {10, 0, 0, 2},
		V("10.0.0.2:5060") "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKb\r\n" REST(
			"10.0.0.1:5060", "10.0.0.1"),
		0},
};

static void rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *row = &ROWS[i];
		struct feed f = feed_start();
		struct endpoint src = {addr_v4(row->from), 5060};

		print_message("# %s\n", row->name);
		feed_bytes(&f, src, feed_at(2, 5060), row->text,
			strlen(row->text));
		const struct nat *nat = f.book->calls->nat;
		assert_int_equal(nat != NULL, row->signs != 0);
		if (nat) {
			const struct nat_side *s = &nat->caller;
			assert_true(nat_shows(s) && !nat_shows(&nat->callee));
			assert_true(endpoint_eq(&s->seen.at, &src));
			assert_int_equal(
				row->signs & VIA ? 1 : 0, s->via.frame);
			assert_int_equal(
				row->signs & CONTACT ? 1 : 0, s->contact.frame);
			assert_int_equal(
				row->signs & SDP ? 1 : 0, s->sdp.frame);
		}
		feed_end(&f);
	}
}

/* The server's answer says where it saw the caller, although here, inside,
 * nothing is different yet. */
static void received(void **state)
{
	static const char INVITE[] =
		V("10.0.0.1:5060") REST("10.0.0.1:5060", "10.0.0.1");
	static const char RINGING[] =
		"SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;"
		"branch=z9hG4bKa;rport=62001;received=203.0.113.7\r\n"
		"From: <sip:1@x>;tag=a\r\nTo: <sip:2@x>;tag=b\r\n"
		"Call-ID: n\r\nCSeq: 1 INVITE\r\n\r\n";
	static const char BAD[] =
		"SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;"
		"branch=z9hG4bKa;rport=99999999;received=here\r\n"
		"From: <sip:1@x>;tag=a\r\nTo: <sip:2@x>;tag=b\r\n"
		"Call-ID: n\r\nCSeq: 1 INVITE\r\n\r\n";
	struct feed f = feed_start();
	const uint8_t seen[4] = {203, 0, 113, 7};

	(void)state;
	feed_bytes(&f, feed_at(1, 5060), feed_at(2, 5060), INVITE,
		sizeof(INVITE) - 1);
	assert_null(f.book->calls->nat);
	feed_bytes(
		&f, feed_at(2, 5060), feed_at(1, 5060), BAD, sizeof(BAD) - 1);
	assert_null(f.book->calls->nat);
	feed_bytes(&f, feed_at(2, 5060), feed_at(1, 5060), RINGING,
		sizeof(RINGING) - 1);
	assert_non_null(f.book->calls->nat);
	const struct nat_sign *s = &f.book->calls->nat->caller.received;
	struct endpoint want = {addr_v4(seen), 62001};
	assert_true(endpoint_eq(&s->at, &want));
	assert_int_equal(s->frame, 3);
	feed_end(&f);
}

static void private_networks(void **state)
{
	static const struct {
		const char *ip;
		bool is;
	} ROW[] = {{"10.1.2.3", true}, {"172.15.0.1", false},
		{"172.16.0.1", true}, {"172.31.255.255", true},
		{"172.32.0.1", false}, {"192.168.0.1", true},
		{"192.169.0.1", false}, {"100.63.0.1", false},
		{"100.64.0.1", true}, {"100.127.0.1", true},
		{"100.128.0.1", false}, {"169.254.9.9", true},
		{"8.8.8.8", false}, {"fd77::1", true}, {"fc00::1", true},
		{"fe80::1", true}, {"fec0::1", false}, {"2001:db8::1", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROW); i++) {
		struct addr ip;
		assert_true(addr_parse(slice_of(ROW[i].ip), &ip));
		assert_int_equal(nat_private(&ip), ROW[i].is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(received),
		cmocka_unit_test(private_networks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
