/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Session descriptions: lines, media, attributes, inheritance, faults. */
#include "dissect/sdp.h"

#include "tests/fuzz/inside.h"
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

static struct sdp d; /* large, as sdp.h says */

#define assert_text(slice, want) assert_text_at((slice), (want), __LINE__)

static void assert_text_at(struct slice s, const char *want, int line)
{
	if (want ? !s.p || !slice_is(s, want) : s.p != NULL) {
		fail_msg("line %d: got \"%.*s\", want \"%s\"", line, (int)s.n,
			s.p ? s.p : "", want ? want : "(absent)");
	}
}

static void assert_endpoint_at(
	const struct endpoint *e, const char *want, int line)
{
	char text[ENDPOINT_TEXT];

	if (strcmp(endpoint_text(e, text), want) != 0) {
		fail_msg("line %d: got %s, want %s", line, text, want);
	}
}

#define assert_endpoint(e, want) assert_endpoint_at(&(e), (want), __LINE__)

/* Parse over memory that was used before. */
static enum verdict parse(const char *text)
{
	memset(&d, 0x5a, sizeof(d));
	return sdp_parse(slice_of(text), &d);
}

/* The description of a T54W's INVITE, as it was captured. */
static void reads_four_times_the_same_codec(void **state)
{
	static const uint8_t types[] = {8, 8, 8, 8, 101};
	const struct sdp_media *m = &d.media[0];

	(void)state;
	assert_int_equal(parse("v=0\r\no=- 20001 20001 IN IP4 172.16.201.26\r\n"
			       "s=SDP data\r\nc=IN IP4 172.16.201.26\r\n"
			       "t=0 0\r\nm=audio 12720 RTP/AVP 8 8 8 8 101\r\n"
			       "a=rtpmap:8 PCMA/8000\r\n"
			       "a=rtpmap:8 PCMA/8000\r\n"
			       "a=rtpmap:8 PCMA/8000\r\n"
			       "a=rtpmap:8 PCMA/8000\r\n"
			       "a=ptime:20\r\na=sendrecv\r\n"
			       "a=rtpmap:101 telephone-event/8000\r\n"
			       "a=fmtp:101 0-15\r\n"),
		V_OK);
	assert_int_equal(d.faults, SDP_DUPLICATE_PT | SDP_DUPLICATE_MAP);
	assert_int_equal(d.media_count, 1);
	assert_int_equal(m->format_count, COUNT_OF(types));
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		assert_int_equal(m->formats[i].payload_type, types[i]);
		assert_int_equal(m->formats[i].clock_hz, 8000);
		assert_text(m->formats[i].encoding,
			i < 4 ? "PCMA" : "telephone-event");
		assert_text(m->formats[i].fmtp, i < 4 ? NULL : "0-15");
	}
	assert_text(d.origin_user, "-");
	assert_text(d.session_id, "20001");
	assert_text(d.session_version, "20001");
	assert_text(d.origin_address, "172.16.201.26");
	assert_text(d.session_name, "SDP data");
	assert_text(d.connection, "172.16.201.26");
	assert_endpoint(m->rtp, "172.16.201.26:12720");
	assert_endpoint(m->rtcp, "172.16.201.26:12721");
	assert_int_equal(m->ptime_ms, 20);
	assert_int_equal(m->direction, SDP_SENDRECV);
	assert_true(m->direction_stated);
	assert_false(m->rtcp_stated);
}

#define HEAD   "v=0\no=a 1 2 IN IP4 192.0.2.1\ns=-\n"
#define WITH_C HEAD "c=IN IP4 192.0.2.1\nt=0 0\n"

/* RFC 8866 clause 5.7, 5.14; RFC 3264 clause 5. */
static void reads_media_lines(void **state)
{
	(void)state;
	assert_int_equal(
		parse(WITH_C
			"m=audio 49170/2 RTP/AVP 0 96\nc=IN IP6 ::7\n"
			"a=fmtp:96 x=1; y=2\na=rtpmap:96 opus/48000/2\n"
			"m=image 4000 udptl t38\na=T38FaxVersion:0\n"
			"m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n"
			"m=message 2855 TCP/MSRP *\nm=text 1 RTP/AVP 98\n"
			"a=rtpmap:98 t140/1000\nm=video 0 RTP/SAVPF 31\n"
			"m=x-other 1 udp 5000"),
		V_OK);
	assert_int_equal(d.faults, 0);
	assert_int_equal(d.media_count, 7);
	assert_int_equal(d.media[0].type, SDP_AUDIO);
	assert_int_equal(d.media[0].port_count, 2);
	assert_endpoint(d.media[0].rtp, "[::7]:49170");
	assert_text(d.media[0].address, "::7");
	assert_text(d.media[0].formats[0].encoding, NULL);
	assert_int_equal(d.media[0].formats[1].channels, 2);
	assert_int_equal(d.media[0].formats[1].clock_hz, 48000);
	assert_text(d.media[0].formats[1].fmtp, "x=1; y=2");
	assert_int_equal(d.media[1].type, SDP_IMAGE);
	assert_text(d.media[1].proto, "udptl");
	assert_text(d.media[1].formats[0].token, "t38");
	assert_int_equal(d.media[1].formats[0].payload_type, -1);
	assert_endpoint(d.media[1].rtp, "192.0.2.1:4000");
	assert_int_equal(d.media[1].port_count, 1);
	assert_int_equal(d.media[2].type, SDP_APPLICATION);
	assert_int_equal(d.media[3].type, SDP_MESSAGE);
	assert_text(d.media[3].formats[0].token, "*");
	assert_int_equal(d.media[4].type, SDP_TEXT);
	assert_int_equal(d.media[5].type, SDP_VIDEO);
	assert_int_equal(d.media[5].rtp.port, 0);
	assert_int_equal(d.media[5].rtcp.port, 0);
	assert_int_equal(d.media[6].type, SDP_OTHER);
	assert_text(d.media[6].type_text, "x-other");
	assert_int_equal(d.media[6].formats[0].payload_type, -1);
}

/* RFC 8866 clause 5.7: the suffix of a multicast address, host names. */
static void reads_connections(void **state)
{
	static const struct {
		const char *line, *address, *literal;
		uint32_t faults;
	} rows[] = {
		{"c=IN IP4 224.2.1.1/127/3", "224.2.1.1", "224.2.1.1:8", 0},
		{"c=IN IP6 ff15::101/3", "ff15::101", "[ff15::101]:8", 0},
		{"c=IN IP4 0.0.0.0", "0.0.0.0", "0.0.0.0:8", 0},
		{"c=IN IP4 pc.example.com", "pc.example.com", NULL, 0},
		{"c=IN IP4 192.0.2.1\nc=IN IP4 192.0.2.2", "192.0.2.1",
			"192.0.2.1:8", 0},
		{"c=IN IP4", NULL, NULL,
			SDP_BAD_CONNECTION | SDP_NO_CONNECTION},
		{"c=IN IP4 ::1", "::1", "[::1]:8", SDP_BAD_CONNECTION},
		{"c=IN IP5 192.0.2.1", "192.0.2.1", NULL, SDP_BAD_CONNECTION},
		{"c=ATM NSAP x", "x", NULL, SDP_BAD_CONNECTION},
		{"c=IN IP4 a_b!c", "a_b!c", NULL, SDP_BAD_CONNECTION},
		{"t=0 0", NULL, NULL, SDP_NO_CONNECTION},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows) * 2; i++) {
		/* said by the session, then by the media */
		const char *line = rows[i / 2].line;
		char text[512];
		bool own = i % 2;
		(void)snprintf(text, sizeof(text),
			"%s%s\nm=audio 8 RTP/AVP 0\n%s\n", HEAD,
			own ? "t=0 0" : line, own ? line : "a=x");
		assert_int_equal(parse(text), V_OK);
		if (d.faults != rows[i / 2].faults) {
			fail_msg("%s: %#x", text, (unsigned)d.faults);
		}
		assert_text(d.media[0].address, rows[i / 2].address);
		assert_text(d.connection, own ? NULL : rows[i / 2].address);
		assert_int_equal(
			d.media[0].has_address, rows[i / 2].literal != NULL);
		if (rows[i / 2].literal) {
			assert_endpoint(d.media[0].rtp, rows[i / 2].literal);
		}
	}
}

static void passes_on_what_the_session_says(void **state)
{
	const struct sdp_media *m = d.media;

	(void)state;
	assert_int_equal(
		parse(WITH_C "a=inactive\na=ptime:30\na=maxptime:60\n"
			     "a=fingerprint:sha-256 AA:BB\na=setup:actpass\n"
			     "a=ice-ufrag:u\na=ice-pwd:p\na=ice-lite\n"
			     "a=group:BUNDLE 0 1\na=mid:no\nb=AS:9\n"
			     "m=audio 8 RTP/AVP 0\n"
			     "m=audio 10 RTP/AVP 0\na=sendonly\na=ptime:20\n"
			     "a=maxptime:40\na=fingerprint:sha-1 CC\n"
			     "a=setup:active\na=ice-ufrag:v\na=ice-pwd:q\n"
			     "a=mid:1\na=label:2\na=content:main\nb=TIAS:1\n"
			     "b=AS:64\na=rtcp-mux\na=zrtp-hash:1.10 fe\n"),
		V_OK);
	assert_int_equal(d.faults, 0);
	assert_true(d.ice_lite);
	assert_text(d.group, "BUNDLE 0 1");
	assert_int_equal(d.direction, SDP_INACTIVE);
	assert_true(d.direction_stated);
	assert_int_equal(m[0].direction, SDP_INACTIVE);
	assert_false(m[0].direction_stated);
	assert_int_equal(m[0].ptime_ms, 30);
	assert_int_equal(m[0].maxptime_ms, 60);
	assert_text(m[0].fingerprint, "sha-256 AA:BB");
	assert_text(m[0].setup, "actpass");
	assert_text(m[0].ice_ufrag, "u");
	assert_text(m[0].ice_pwd, "p");
	assert_text(m[0].mid, NULL);
	assert_int_equal(m[0].bandwidth_kbps, 0);
	assert_false(m[0].rtcp_mux);
	assert_int_equal(m[1].direction, SDP_SENDONLY);
	assert_true(m[1].direction_stated);
	assert_int_equal(m[1].ptime_ms, 20);
	assert_int_equal(m[1].maxptime_ms, 40);
	assert_text(m[1].fingerprint, "sha-1 CC");
	assert_text(m[1].setup, "active");
	assert_text(m[1].ice_ufrag, "v");
	assert_text(m[1].ice_pwd, "q");
	assert_text(m[1].mid, "1");
	assert_text(m[1].label, "2");
	assert_text(m[1].content, "main");
	assert_text(m[1].zrtp_hash, "1.10 fe");
	assert_int_equal(m[1].bandwidth_kbps, 64);
	assert_true(m[1].rtcp_mux);
}

/* RFC 3605 clause 2.1, RFC 8839 clause 5.1, RFC 4568 clause 9.1. */
static void reads_transport_attributes(void **state)
{
	const struct sdp_media *m = d.media;

	(void)state;
	assert_int_equal(
		parse(WITH_C "m=audio 49170 RTP/AVP 0\n"
			     "a=rtcp:53020 IN IP4 126.16.64.4\n"
			     "a=crypto:1 AES_CM_128_HMAC_SHA1_80 "
			     "inline:abc|2^20|1:4 FEC_ORDER=x\n"
			     "a=candidate:1 1 UDP 2130706431 192.0.2.7 8998 "
			     "typ host\n"
			     "a=candidate:2 2 udp 1 ::5 8999 typ srflx raddr "
			     "192.0.2.1 rport 9\n"
			     "a=candidate:3 1 TCP 1 192.0.2.7 9 typ host\n"
			     "a=candidate:4 1 UDP 1 x.local 9 typ host\n"
			     "m=audio 49172 RTP/AVP 0\na=rtcp:53022\n"
			     "c=IN IP4 192.0.2.9\n"
			     "m=audio 65535 RTP/AVP 0\n"
			     "a=recvonly\n"),
		V_OK);
	assert_int_equal(d.faults, 0);
	assert_endpoint(m[0].rtcp, "126.16.64.4:53020");
	assert_true(m[0].rtcp_stated);
	assert_int_equal(m[0].crypto_count, 1);
	assert_text(m[0].cryptos[0].tag, "1");
	assert_text(m[0].cryptos[0].suite, "AES_CM_128_HMAC_SHA1_80");
	assert_text(m[0].cryptos[0].key, "inline:abc|2^20|1:4");
	assert_int_equal(m[0].candidate_count, 2);
	assert_endpoint(m[0].candidates[0].at, "192.0.2.7:8998");
	assert_int_equal(m[0].candidates[0].component, 1);
	assert_text(m[0].candidates[0].type, "host");
	assert_endpoint(m[0].candidates[1].at, "[::5]:8999");
	assert_int_equal(m[0].candidates[1].component, 2);
	assert_text(m[0].candidates[1].type, "srflx");
	assert_endpoint(m[1].rtcp, "192.0.2.9:53022");
	assert_endpoint(m[2].rtcp, "192.0.2.1:0");
	assert_int_equal(m[2].direction, SDP_RECVONLY);
}

#define AUDIO WITH_C "m=audio 8 RTP/AVP 0\n"

/* Each fault, alone. */
static const struct fault_row {
	const char *text;
	uint32_t faults;
} FAULTS[] = {
	{AUDIO, 0},
	{AUDIO "\n\n", 0}, /* empty lines at the end harm nobody */
	{"o=a 1 2 IN IP4 h\nc=IN IP4 h\nm=audio 8 RTP/AVP 0", SDP_NO_VERSION},
	{"v=1\no=a 1 2 IN IP4 h\n", SDP_NO_VERSION},
	{"s=-\nv=0\no=a 1 2 IN IP4 h\n", SDP_NO_VERSION},
	{"v=0\nc=IN IP4 h\nm=audio 8 RTP/AVP 0\n", SDP_NO_ORIGIN},
	{"v=0\no=a 1 2 IN IP4\n", SDP_NO_ORIGIN},
	{HEAD "m=audio 8 RTP/AVP 0\n", SDP_NO_CONNECTION},
	{AUDIO "m =video 1 RTP/AVP 31\n", SDP_BAD_LINE},
	{AUDIO "\na=sendrecv\n", SDP_BAD_LINE},
	{AUDIO "x\n", SDP_BAD_LINE},
	{AUDIO "A=x\n", SDP_BAD_LINE},
	{AUDIO "b=AS:x\n", SDP_BAD_LINE},
	{WITH_C "m=audio\n", SDP_BAD_MEDIA},
	{WITH_C "m=audio 65536 RTP/AVP 0\n", SDP_BAD_MEDIA},
	{WITH_C "m=audio 8/0 RTP/AVP 0\n", SDP_BAD_MEDIA},
	{WITH_C "m=audio 8/x RTP/AVP 0\n", SDP_BAD_MEDIA},
	{WITH_C "m=audio 8 RTP/AVP\n", SDP_BAD_MEDIA},
	{WITH_C "m=audio 8 RTP/AVP 128\n", SDP_BAD_MEDIA},
	{AUDIO "c=IN IP4 %\n", SDP_BAD_CONNECTION},
	{AUDIO "a=rtpmap:0 PCMU\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=rtpmap:0 PCMU/0\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=rtpmap:0 PCMU/8000/\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=rtpmap:0 PCMU/4294967296\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=rtpmap\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=fmtp:0\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=ptime:0\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=maxptime:-1\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=rtcp:65536\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=rtcp:1 IN IP9 x\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=crypto:1 AES\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=candidate:1 1 UDP 1 192.0.2.1 9\n", SDP_BAD_ATTRIBUTE},
	{AUDIO "a=candidate:1 256 UDP 1 192.0.2.1 9 typ host\n",
		SDP_BAD_ATTRIBUTE},
	{WITH_C "m=audio 8 RTP/AVP 0 8 0\n", SDP_DUPLICATE_PT},
	{AUDIO "a=rtpmap:96 x/8000\n", SDP_STRAY_RTPMAP},
	{AUDIO "a=rtpmap:0 PCMU/8000\na=rtpmap:0 PCMU/8000\n",
		SDP_DUPLICATE_MAP},
	/* RFC 3551 clause 6: static types need no rtpmap */
	{WITH_C "m=audio 8 RTP/AVP 0 3 4 8 9 13 18\n", 0},
	{WITH_C "m=audio 8 RTP/AVP 0 96\n", SDP_NO_RTPMAP},
	{WITH_C "m=audio 8 udp 96\n", 0},
};

static void notes_every_fault(void **state)
{
	uint32_t seen = SDP_TOO_MUCH; /* has a test of its own */

	(void)state;
	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		assert_int_equal(parse(FAULTS[i].text), V_OK);
		if (d.faults != FAULTS[i].faults) {
			fail_msg("%s: %#x", FAULTS[i].text, (unsigned)d.faults);
		}
		seen |= d.faults;
	}
	assert_int_equal(seen, (SDP_NO_RTPMAP << 1) - 1);
	for (uint32_t bit = 1; bit <= SDP_NO_RTPMAP; bit <<= 1) {
		assert_non_null(sdp_fault_text(bit));
	}
	assert_null(sdp_fault_text(0));
	assert_string_equal(sdp_direction_text(SDP_SENDRECV), "sendrecv");
	assert_string_equal(sdp_direction_text(SDP_SENDONLY), "sendonly");
	assert_string_equal(sdp_direction_text(SDP_RECVONLY), "recvonly");
	assert_string_equal(sdp_direction_text(SDP_INACTIVE), "inactive");
}

static void counts_what_it_cannot_keep(void **state)
{
	char text[4096];
	size_t n = (size_t)snprintf(
		text, sizeof(text), "%sm=audio 8 RTP/AVP", WITH_C);

	(void)state;
	for (int i = 0; i < SDP_FORMATS + 3; i++) {
		n += (size_t)snprintf(text + n, sizeof(text) - n, " %d", i);
	}
	/* of a type that was left out: no stray rtpmap */
	n += (size_t)snprintf(
		text + n, sizeof(text) - n, "\na=rtpmap:42 x/8000\n");
	for (int i = 35; i < SDP_FORMATS; i++) {
		n += (size_t)snprintf(
			text + n, sizeof(text) - n, "a=rtpmap:%d x/8000\n", i);
	}
	for (int i = 0; i < SDP_MEDIA + 2; i++) {
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"m=video %d RTP/AVP 31\na=mid:%d\n", i + 1, i);
	}
	assert_int_equal(parse(text), V_OK);
	assert_int_equal(d.faults, SDP_TOO_MUCH);
	assert_int_equal(d.media_count, SDP_MEDIA);
	assert_int_equal(d.media_left_out, 3);
	assert_int_equal(d.media[0].format_count, SDP_FORMATS);
	assert_int_equal(d.media[0].formats_left_out, 3);
	assert_text(d.media[SDP_MEDIA - 1].mid, "10");
}

static void tells_what_is_no_description(void **state)
{
	(void)state;
	assert_int_equal(parse(""), V_NOT_MINE);
	assert_int_equal(parse("\r\n\r\n"), V_NOT_MINE);
	assert_int_equal(parse("hello\r\nworld\r\n"), V_NOT_MINE);
	assert_int_equal(parse("<x a=\"b\"/>"), V_NOT_MINE);
	assert_int_equal(sdp_parse((struct slice){NULL, 0}, &d), V_NOT_MINE);
	assert_int_equal(parse("v=0\r\n"), V_MALFORMED);
	assert_int_equal(d.media_count, 0);
	/* RFC 3264 clause 5: an offer without any media is legal */
	assert_int_equal(parse("v=0\r\no=a 1 2 IN IP4 h\r\ns=\r\nt=0 0"), V_OK);
	assert_int_equal(d.faults, 0);
	assert_text(d.session_name, "");
}

static void reads_every_prefix(void **state)
{
	static struct slices all;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		for (size_t n = 0; n < strlen(FAULTS[i].text); n++) {
			char *exact = malloc(n ? n : 1);
			assert_non_null(exact);
			memcpy(exact, FAULTS[i].text, n);
			(void)sdp_parse((struct slice){exact, n}, &d);
			slices_of_sdp(&all, &d);
			assert_true(slices_inside(&all, exact, n));
			free(exact);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_four_times_the_same_codec),
		cmocka_unit_test(reads_media_lines),
		cmocka_unit_test(reads_connections),
		cmocka_unit_test(passes_on_what_the_session_says),
		cmocka_unit_test(reads_transport_attributes),
		cmocka_unit_test(notes_every_fault),
		cmocka_unit_test(counts_what_it_cannot_keep),
		cmocka_unit_test(tells_what_is_no_description),
		cmocka_unit_test(reads_every_prefix),
	};

	return RUN_TESTS(tests);
}
