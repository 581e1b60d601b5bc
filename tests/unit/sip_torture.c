/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The torture messages of RFC 4475 and RFC 5118. Those that matter are written
 * here anew, with other names, so that the test stands alone; the published
 * bytes are read too where they are at hand ($SRC/../shared).
 */
#include "tests/unit/sip_message.h"

#include <stdio.h>
#include <stdlib.h>

#define FROM       "From: <sip:a@h.example>;tag=f\r\n"
#define TO         "To: <sip:b@h.example>\r\n"
#define VIA        "Via: SIP/2.0/UDP h.example;branch=z9hG4bKx\r\n"
#define ID         "Call-ID: id@h\r\n"
#define REST(cseq) FROM TO VIA ID "CSeq: " cseq "\r\n\r\n"

/* Expected values; NULL: not looked at. */
struct want {
	enum verdict verdict;
	uint32_t faults;
	const char *method, *uri, *from, *from_tag, *to, *call_id, *host;
	uint32_t cseq;
	uint16_t vias;
};

static void maybe_text(
	const char *row, const char *what, struct slice got, const char *want)
{
	if (want && !slice_is(got, want)) {
		fail_msg("%s: %s is \"%.*s\", not \"%s\"", row, what,
			(int)got.n, got.p ? got.p : "", want);
	}
}

static void check(const char *row, const struct message *m, struct want want)
{
	const struct signal *s = &m->signal;

	if (m->verdict != want.verdict || s->faults != want.faults) {
		fail_msg("%s: verdict %d, faults %#x", row, (int)m->verdict,
			(unsigned)s->faults);
	}
	maybe_text(row, "method", s->method_text, want.method);
	maybe_text(row, "uri", s->request_uri_text, want.uri);
	maybe_text(row, "from", s->from.uri.text, want.from);
	maybe_text(row, "from tag", s->from.tag, want.from_tag);
	maybe_text(row, "to", s->to.uri.text, want.to);
	maybe_text(row, "call-id", s->call_id, want.call_id);
	maybe_text(row, "via host", s->via.host, want.host);
	assert_int_equal(s->cseq, want.cseq);
	assert_int_equal(s->via_count, want.vias);
}

/* name: section of RFC 4475 unless said otherwise; text; what it demands. */
static const struct row {
	const char *name, *text;
	struct want want;
} OWN[] = {
	/* folding, blanks around every separator, mixed case, odd parameters:
	 * all legal */
	{"3.1.1.1 blanks and folds",
		"INVITE sip:b@h.example;odd SIP/2.0\r\n"
		"TO :\r\n sip:b@h.example ;   tag    = t1\r\n"
		"from   : \"J \\\\\\\"\"       <sip:a@h.example>\r\n  ;\r\n"
		"  tag = f1\r\nMaX-fOrWaRdS: 0068\r\ni: id@h\r\n"
		"cseq: 0009\r\n  INVITE\r\nVia  : SIP  /   2.0\r\n /UDP\r\n"
		"    192.0.2.2;branch=x1\r\ns :\r\nNewHeader:   a\r\n b\r\n"
		"v:  SIP  / 2.0  / TCP     p.example   ;\r\n  branch  =   x2  ,"
		"\r\n SIP  /    2.0   / UDP  192.0.2.3   ; branch=\r\n x3\r\n"
		"m:\"Q \\\"\\\"\" <sip:a@h.example> ; newparam =\r\n   v ;\r\n"
		"  second ; q = 0.33\r\nContent-Length   : 0\r\n\r\n",
		{V_OK, 0, "INVITE", "sip:b@h.example;odd", "sip:a@h.example",
			"f1", "sip:b@h.example", "id@h", "192.0.2.2", 9, 3}},
	/* every character that a token and a user part may hold */
	{"3.1.1.2 wide range of characters",
		"!odd-Method0_*+`.%x'~ sip:1_u.~(x!)&y+it$/c?,/;;*@h.example "
		"SIP/2.0\r\nFrom: \"BEL:\\\a DEL:\\\x7f <\" <sip:a@h.example>"
		";tag=_f~1+'`\r\n" TO VIA
		"Call-ID: !a%b*c_+`'.~(:\\\"/[]?{}@x\r\n"
		"CSeq: 139122385 !odd-Method0_*+`.%x'~\r\n\r\n",
		{V_OK, 0, "!odd-Method0_*+`.%x'~",
			"sip:1_u.~(x!)&y+it$/c?,/;;*@h.example",
			"sip:a@h.example", "_f~1+'`", "sip:b@h.example",
			"!a%b*c_+`'.~(:\\\"/[]?{}@x", "h.example", 139122385,
			1}},
	/* escapes stay escapes: no zero byte, no '%' lost */
	{"3.1.1.3 escapes",
		"INVITE sip:sips%3Ab%40h@h.example SIP/2.0\r\n" REST(
			"1 INVITE"),
		{V_OK, 0, "INVITE", "sip:sips%3Ab%40h@h.example", NULL, NULL,
			NULL, NULL, NULL, 1, 1}},
	{"3.1.1.4 escaped zero",
		"REGISTER sip:%00@h.example SIP/2.0\r\n" REST("1 REGISTER"),
		{V_OK, 0, "REGISTER", "sip:%00@h.example", NULL, NULL, NULL,
			NULL, NULL, 1, 1}},
	/* an escape in a method is part of its name: not REGISTER */
	{"3.1.1.5 '%' in a method",
		"RE%47IST%45R sip:h.example SIP/2.0\r\n" REST("1 RE%47IST%45R"),
		{V_OK, 0, "RE%47IST%45R", NULL, NULL, NULL, NULL, NULL, NULL, 1,
			1}},
	/* ';' in the user part belongs to the user part */
	{"3.1.1.9 ';' in the user part",
		"OPTIONS sip:u;p=u%40h@h.example SIP/2.0\r\n" REST("8 OPTIONS"),
		{V_OK, 0, "OPTIONS", "sip:u;p=u%40h@h.example", NULL, NULL,
			NULL, NULL, NULL, 8, 1}},
	/* UTF-8 in a reason; an empty reason */
	{"3.1.1.12 reason in UTF-8",
		"SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe\r\n" REST(
			"4 INVITE"),
		{V_OK, 0, "INVITE", NULL, NULL, NULL, NULL, NULL, NULL, 4, 1}},
	{"3.1.1.13 no reason", "SIP/2.0 100 \r\n" REST("35 INVITE"),
		{V_OK, 0, "INVITE", NULL, NULL, NULL, NULL, NULL, NULL, 35, 1}},
	/* overlarge scalars of a response: CSeq, Retry-After, Warning */
	{"3.1.2.5 large scalars",
		"SIP/2.0 503 x\r\n" FROM TO VIA ID
		"CSeq: 9292394834772304023312 OPTIONS\r\n"
		"Retry-After: 949302838503028349304023988\r\n"
		"Warning: 1812 h \"x\"\r\n\r\n",
		{V_MALFORMED, SIP_NUMBER_RANGE, "", NULL, NULL, NULL, NULL,
			NULL, NULL, 0, 1}},
	{"3.1.2.12 time zone in Date",
		"INVITE sip:b@h.example SIP/2.0\r\n"
		"Date: Fri, 01 Jan 2010 16:00:00 EST\r\n" REST("1 INVITE"),
		{V_OK, SIP_BAD_VALUE, "INVITE", NULL, NULL, NULL, NULL, NULL,
			NULL, 1, 1}},
	/* an unknown version is seen, whatever else the message is */
	{"3.1.2.16 version",
		"OPTIONS sip:b@h.example SIP/7.0\r\n" REST("1 OPTIONS"),
		{V_OK, SIP_BAD_VERSION, "OPTIONS", NULL, NULL, NULL, NULL, NULL,
			NULL, 1, 1}},
	{"3.3.3 novel scheme",
		"OPTIONS soap.beep://192.0.2.1:3002 SIP/2.0\r\n" REST(
			"1 OPTIONS"),
		{V_OK, 0, "OPTIONS", "soap.beep://192.0.2.1:3002", NULL, NULL,
			NULL, NULL, NULL, 1, 1}},
	/* two Content-Lengths: what the body is cannot be told; first is used
	 */
	{"3.3.9 two lengths",
		"OPTIONS sip:b@h.example SIP/2.0\r\nContent-Length: 4\r\n"
		"l: 2\r\n" FROM TO VIA ID "CSeq: 1 OPTIONS\r\n\r\nbody",
		{V_OK, SIP_DUPLICATE_HEADER, "OPTIONS", NULL, NULL, NULL, NULL,
			NULL, NULL, 1, 1}},
	/* a '+' escape and an unknown Contact parameter are fine */
	{"3.3.12 contact parameters",
		"REGISTER sip:h.example SIP/2.0\r\n"
		"Contact: <sip:+1;x=%25@h.example;p>;newparam\r\n" REST(
			"3 REGISTER"),
		{V_OK, 0, "REGISTER", NULL, NULL, NULL, NULL, NULL, NULL, 3,
			1}},
	/* RFC 5118: an IPv6 address without brackets */
	{"5118 4.2", "REGISTER sip:2001:db8::10 SIP/2.0\r\n" REST("1 REGISTER"),
		{V_OK, SIP_BAD_URI, "REGISTER", NULL, NULL, NULL, NULL, NULL,
			NULL, 1, 1}},
};

static void survives_torture(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(OWN); i++) {
		struct message m;
		message_datagram(&m, OWN[i].text);
		check(OWN[i].name, &m, OWN[i].want);
		message_free(&m);
	}
}

static size_t put(char *at, const char *head, size_t fill, const char *tail)
{
	size_t n = strlen(head), k = strlen(tail);

	memcpy(at, head, n);
	memset(at + n, 'x', fill);
	memcpy(at + n + fill, tail, k);
	return n + fill + k;
}

/* Long values: nothing is cut, nothing has a fixed size (3.1.1.7). */
static void takes_long_values(void **state)
{
	enum { LONG = 12000 };
	char *text = malloc(5 * LONG + 1000);
	struct message m;
	size_t n = 0;

	(void)state;
	assert_non_null(text);
	n += put(
		text + n, "INVITE sip:", LONG, "@h.example SIP/2.0\r\n" TO VIA);
	n += put(text + n, "F: \"", LONG, "\" <sip:a@h.example>;tag=");
	n += put(text + n, "", LONG, "\r\nCall-ID: ");
	n += put(text + n, "", LONG, "\r\nCSeq: 3882340 INVITE\r\nX-");
	n += put(text + n, "", LONG, ": 1\r\n\r\n");
	message_parse(&m, text, n, true);
	assert_int_equal(m.verdict, V_OK);
	assert_int_equal(m.signal.faults, 0);
	assert_int_equal(m.signal.request_uri.user.n, LONG);
	assert_int_equal(m.signal.from.display.n, LONG);
	assert_int_equal(m.signal.from.tag.n, LONG);
	assert_int_equal(m.signal.call_id.n, LONG);
	assert_int_equal(m.signal.cseq, 3882340);
	message_free(&m);
	free(text);
}

/* A zero byte is a byte like others: it may be quoted (3.1.1.2), and ends
 * nothing. */
static void trusts_no_zero_byte(void **state)
{
	static const char text[] =
		"INVITE sip:b@h.example SIP/2.0\r\n" TO VIA ID
		"Subject: a\0b\r\nFrom: \"\\\0<\" <sip:a@h.example>;tag=f\r\n"
		"CSeq: 1 INVITE\r\n\r\n\0body";
	struct message m;

	(void)state;
	message_parse(&m, text, sizeof(text) - 1, true);
	assert_int_equal(m.verdict, V_OK);
	assert_int_equal(m.signal.faults, 0);
	assert_int_equal(m.signal.header[SIP_SUBJECT].n, 3);
	assert_text(m.signal.from.tag, "f");
	assert_int_equal(m.signal.body.n, 5);
	message_free(&m);
}

/* The published messages, with what their section demands. */
static const struct file {
	const char *name, *demand;
	struct want want;
} FILES[] = {
	{"rfc4475/wsinv", "3.1.1.1 valid: blanks, folds, three Vias",
		{V_OK, 0, "INVITE",
			"sip:vivekg@chair-dnrc.example.com;unknownparam",
			"sip:jdrosen@example.com", "98asjd8",
			"sip:vivekg@chair-dnrc.example.com",
			"wsinv.ndaksdj@192.0.2.1", "192.0.2.2", 9, 3}},
	{"rfc4475/escnull", "3.1.1.4 valid: escaped zeros stay in the URIs",
		{V_OK, 0, "REGISTER", "sip:example.com",
			"sip:null-%00-null@example.com", "839923423",
			"sip:null-%00-null@example.com",
			"escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd",
			"host5.example.com", 14398234, 1}},
	{"rfc4475/lwsdisp", "3.1.1.6 valid: no blank before '<'",
		{V_OK, 0, "OPTIONS", "sip:user@example.com",
			"sip:caller@example.com", "323", "sip:user@example.com",
			"lwsdisp.1234abcd@funky.example.com",
			"funky.example.com", 60, 1}},
	{"rfc4475/dblreq", "3.1.1.8 the REGISTER is read, the rest ignored",
		{V_OK, SIP_TRAILING_BYTES, "REGISTER", "sip:example.com",
			"sip:j.user@example.com", "43251j3j324",
			"sip:j.user@example.com",
			"dblreq.0ha0isndaksdj99sdfafnl3lk233412", "192.0.2.125",
			8, 1}},
	{"rfc4475/transports", "3.1.1.10 valid: any transport in Via",
		{V_OK, 0, "OPTIONS", "sip:user@example.com",
			"sip:caller@example.com", "323", "sip:user@example.com",
			"transports.kijh4akdnaqjkwendsasfdj", "t1.example.com",
			60, 5}},
	{"rfc4475/mpart01", "3.1.1.11 valid: multipart with a binary part",
		{V_OK, 0, "MESSAGE", "sip:kumiko@example.org",
			"sip:fluffy@example.com", "2fb0dcc9",
			"sip:kumiko@example.org",
			"3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..",
			"127.0.0.1", 1, 1}},
	{"rfc4475/noreason", "3.1.1.13 valid: an empty reason",
		{V_OK, 0, "INVITE", NULL, "sip:user@example.com", "39ansfi3",
			"sip:user@example.edu",
			"noreason.asndj203insdf99223ndf", "192.0.2.105", 35,
			1}},
	{"rfc4475/badinv01", "3.1.2.1 400: stray ';' and ',' in Via, Contact",
		{V_OK, SIP_BAD_VALUE, "INVITE", "sip:user@example.com",
			"sip:caller@example.net", "134161461246",
			"sip:j.user@example.com",
			"badinv01.0ha0isndaksdjasdf3234nas", "192.0.2.15", 8,
			2}},
	{"rfc4475/scalar02", "3.1.2.4 400: CSeq above 2^32-1, and others",
		{V_MALFORMED, SIP_NUMBER_RANGE, "REGISTER", "sip:example.com",
			"sip:user@example.com", "239232jh3",
			"sip:user@example.com",
			"scalar02.23o0pd9vanlq3wnrlnewofjas9ui32",
			"host129.example.com", 0, 1}},
	{"rfc4475/ltgtruri", "3.1.2.7 400: Request-URI in angle brackets",
		{V_OK, SIP_BAD_URI, "INVITE", "<sip:user@example.com>",
			"sip:caller@example.net", "39291",
			"sip:user@example.com", "ltgtruri.1@192.0.2.5",
			"192.0.2.5", 1, 1}},
	{"rfc4475/lwsstart", "3.1.2.9 400: two blanks in the start line",
		{V_OK, SIP_BAD_START_LINE, "INVITE", "sip:user@example.com",
			"sip:caller@example.net", "8814",
			"sip:user@example.com",
			"lwsstart.dfknq234oi243099adsdfnawe3@example.com",
			"host1.example.com", 1893884, 1}},
	{"rfc4475/escruri", "3.1.2.11 400: headers in the Request-URI",
		{V_OK, SIP_BAD_URI, "INVITE",
			"sip:user@example.com?Route=%3Csip:example.com%3E",
			"sip:caller@example.net", "341518",
			"sip:user@example.com",
			"escruri.23940-asdfhj-aje3br-234q098w-fawerh2q-h4n5",
			"host-of-the-hour.example.com", 149209342, 1}},
	{"rfc4475/regbadct", "3.1.2.13 400: Contact needs brackets",
		{V_OK, SIP_BAD_VALUE, "REGISTER", "sip:example.com",
			"sip:user@example.com", "998332",
			"sip:user@example.com",
			"regbadct.k345asrl3fdbv@10.0.0.1", "135.180.130.133", 1,
			1}},
	{"rfc4475/mismatch01", "3.1.2.17 400: method and CSeq differ",
		{V_OK, SIP_CSEQ_MISMATCH, "OPTIONS", "sip:user@example.com",
			"sip:caller@example.net", "34525",
			"sip:j.user@example.com", "mismatch01.dj0234sxdfl3",
			"host.example.com", 8, 1}},
	{"rfc4475/mismatch02", "3.1.2.18 501 or 400: the same, unknown method",
		{V_OK, SIP_CSEQ_MISMATCH, "NEWMETHOD", "sip:user@example.com",
			"sip:caller@example.net", "34525",
			"sip:j.user@example.com", "mismatch02.dj0234sxdfl3",
			"host.example.net", 8, 1}},
	{"rfc4475/bigcode", "3.1.2.19 dropped: status code 4294967301",
		{V_MALFORMED, SIP_BAD_STATUS, "INVITE", NULL,
			"sip:user@example.com", "39ansfi3",
			"sip:user@example.edu",
			"bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i",
			"192.0.2.105", 353494, 1}},
	{"rfc4475/badbranch", "3.2.1 branch is the cookie alone: readable",
		{V_OK, 0, "OPTIONS", "sip:user@example.com",
			"sip:caller@example.org", "33242",
			"sip:user@example.com",
			"badbranch.sadonfo23i420jv0as0derf3j3n", "192.0.2.1", 8,
			1}},
	{"rfc4475/insuf", "3.3.1 400: Call-ID, From and To are missing",
		{V_MALFORMED, SIP_MISSING_HEADER, "INVITE",
			"sip:user@example.com", NULL, NULL, NULL, NULL,
			"192.0.2.95", 193942, 1}},
	{"rfc4475/unkscm", "3.3.2 416: an unknown scheme, well formed",
		{V_OK, 0, "OPTIONS",
			"nobodyKnowsThisScheme:totallyopaquecontent",
			"sip:caller@example.net", "384", "sip:user@example.com",
			"unkscm.nasdfasser0q239nwsdfasdkl34",
			"host9.example.com", 3923423, 1}},
	{"rfc4475/unksm2", "3.3.4 unknown schemes in From, To, Contact",
		{V_OK, 0, "REGISTER", "sip:example.com",
			"http://www.example.com", "3234233", "isbn:2983792873",
			"unksm2.daksdj@hyphenated-host.example.com",
			"192.0.2.21", 234902, 1}},
	{"rfc4475/bext01", "3.3.5 420: well formed, unknown extensions",
		{V_OK, 0, "OPTIONS", "sip:user@example.com",
			"sip:caller@example.net", "242etr",
			"sip:j_user@example.com", "bext01.0ha0isndaksdj",
			"fold-and-staple.example.com", 8, 1}},
	{"rfc4475/multi01", "3.3.8 400: single headers given twice",
		{V_OK, SIP_DUPLICATE_HEADER, "INVITE", "sip:user@company.com",
			"sip:caller@example.com", "3413415",
			"sip:user@example.com", "multi01.98asdh@192.0.2.1",
			"192.0.2.25", 5, 1}},
	{"rfc4475/zeromf", "3.3.11 Max-Forwards 0 is well formed",
		{V_OK, 0, "OPTIONS", "sip:user@example.com",
			"sip:caller@example.net", "3ghsd41",
			"sip:user@example.com",
			"zeromf.jfasdlfnm2o2l43r5u0asdfas", "host1.example.com",
			39234321, 1}},
	{"rfc4475/sdp01", "3.3.15 406: well formed, Accept excludes SDP",
		{V_OK, 0, "INVITE", "sip:user@example.com",
			"sip:caller@example.net", "234",
			"sip:j_user@example.com", "sdp01.ndaksdj9342dasdd",
			"192.0.2.15", 8, 1}},
	{"rfc4475/inv2543", "3.4.1 a request of RFC 2543: no branch, no tag",
		{V_OK, 0, "INVITE", "sip:UserB@example.com",
			"sip:+13035551111@ift.client.example.net;user=phone",
			"", "sip:+16505552222@ss1.example.net",
			"inv2543.1717@ift.client.example.com",
			"iftgw.example.com", 56, 1}},
	{"rfc5118/rfc5118_4_3", "4.3 valid: ':5070' is part of the address",
		{V_OK, 0, "REGISTER", "sip:[2001:db8::10:5070]",
			"sip:user@example.com", "81x2", "sip:user@example.com",
			"SSG9559905523997077@hlau_4100", "[2001:db8::9:1]",
			98176, 1}},
	{"rfc5118/rfc5118_4_4", "4.4 valid: port outside the brackets",
		{V_OK, 0, "REGISTER", "sip:[2001:db8::10]:5070",
			"sip:user@example.com", "81x2", "sip:user@example.com",
			"SSG9559905523997077@hlau_4100", "[2001:db8::9:1]",
			98176, 1}},
	{"rfc5118/rfc5118_4_5_2", "4.5 received without brackets is accepted",
		{V_OK, 0, "OPTIONS", "sip:[2001:db8::10]",
			"sip:user@example.com", "81x2", "sip:user@example.com",
			"SSG95523997077@hlau_4100", "[2001:db8::9:1]", 921, 1}},
	/* These two files have another Content-Length than body: by hand. */
	{"rfc5118/rfc5118_4_6", "4.6 IPv6 in the description",
		{V_OK, SIP_BODY_SHORT, "INVITE", "sip:user@[2001:db8::10]",
			"sip:user@example.com", "81x2",
			"sip:user@[2001:db8::10]",
			"SSG9559905523997077@hlau_4100", "[2001:db8::20]", 8612,
			1}},
	{"rfc5118/rfc5118_4_8", "4.8 both families in one description",
		{V_OK, SIP_TRAILING_BYTES, "INVITE", "sip:user@[2001:db8::10]",
			"sip:user@example.com", "81x2",
			"sip:user@[2001:db8::10]",
			"SSG9559905523997077@hlau_4100", "[2001:db8::9:1]",
			8912, 1}},
	{"rfc5118/rfc5118_4_7", "4.7 both families in Via",
		{V_OK, 0, "BYE", "sip:user@host.example.net",
			"sip:user@example.com", "81x2", "sip:user@example.net",
			"997077@lau_4100", "[2001:db8::9:1]", 89187, 3}},
};

static bool read_file(const char *name, char *bytes, size_t room, size_t *ret_n)
{
	const char *shared = getenv("EARSHOT_SHARED");
	const char *source = getenv("SRC");
	char path[1024];

	(void)snprintf(path, sizeof(path),
		"%s%s/captures/public/sipsorcery-org__sipsorcery/%s.dat",
		shared   ? shared
		: source ? source
			 : ".",
		shared ? "" : "/../shared", name);
	FILE *f = fopen(path, "rb");
	if (!f) {
		return false;
	}
	*ret_n = fread(bytes, 1, room, f);
	(void)fclose(f);
	return true;
}

static void reads_the_published_messages(void **state)
{
	char bytes[4096];
	size_t n = 0;

	(void)state;
	if (!read_file(FILES[0].name, bytes, sizeof(bytes), &n)) {
		print_message("the published messages are not at hand\n");
		skip();
	}
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		struct message m;
		assert_true(read_file(FILES[i].name, bytes, sizeof(bytes), &n));
		message_parse(&m, bytes, n, true);
		check(FILES[i].demand, &m, FILES[i].want);
		message_free(&m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(survives_torture),
		cmocka_unit_test(takes_long_values),
		cmocka_unit_test(trusts_no_zero_byte),
		cmocka_unit_test(reads_the_published_messages),
	};

	return RUN_TESTS(tests);
}
