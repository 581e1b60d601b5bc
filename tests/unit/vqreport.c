/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports of telephones: the body of RFC 6035 as a real one wrote it, both sides,
 * texts that lie, and the headers of makers with an example of each.
 */
#include "dissect/vqreport.h"

#include "dissect/mediastat.h"
#include "tests/unit/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* As a telephone of 2015 sent it: names of the session stand among figures. */
#define REAL                                                                   \
	"VQSessionReport: CallTerm\r\nLocalMetrics:\r\n"                       \
	"Timestamps:START=2015-02-23T02:35:01Z STOP=2015-02-23T02:35:46Z\r\n"  \
	"SessionDesc:PT=9 PPS=50 PLC=1 SSUP=off\r\n"                           \
	"CallID:329662837@192.168.1.21\r\n"                                    \
	"LocalAddr:IP=192.168.1.21 PORT=11784 SSRC=0x1a2a9c52\r\n"             \
	"RemoteAddr:IP=114.23.7.184 PORT=27210 SSRC=0xce2256d2\r\n"            \
	"JitterBuffer:JBA=2 JBR=15 JBN=40 JBM=40 JBX=240\r\n"                  \
	"PacketLoss:NLR=0.0 JDR=0.0\r\n"                                       \
	"BurstGapLoss:BLD=0.7 BD=60 GLD=0.0 GD=30000 GMIN=16\r\n"              \
	"Delay:RTD=0 ESD=177 SOWD=88 IAJ=0 MAJ=0\r\n"                          \
	"Signal:SL=-21 NL=-64 RERL=127\r\n"                                    \
	"QualityEst:RCQ=92 EXTRI=127 MOSLQ=3.8 MOSCQ=3.8\r\n"                  \
	"DialogID:329662837@192.168.1.21;to-tag=55cUUK26KmU4j;from-tag=2606"

static void near(struct maybe m, double v)
{
	assert_true(m.known);
	assert_true(fabs(m.v - v) < 1e-9);
}

static bool text_is(struct slice s, const char *text)
{
	return slice_is(s, text);
}

static void real(void **state)
{
	struct vqreport r;
	char at[ENDPOINT_TEXT];

	(void)state;
	assert_int_equal(vqreport_parse(SLICE(REAL), &r), V_OK);
	assert_int_equal(r.kind, VQREPORT_SESSION);
	assert_true(text_is(r.call_id, "329662837@192.168.1.21"));
	assert_true(r.local.has_at && r.local.has_ssrc);
	assert_string_equal(
		endpoint_text(&r.local.at, at), "192.168.1.21:11784");
	assert_int_equal(r.local.ssrc, 0x1a2a9c52);
	assert_string_equal(
		endpoint_text(&r.remote.at, at), "114.23.7.184:27210");
	assert_int_equal(r.remote.ssrc, 0xce2256d2);
	assert_true(r.heard.present);
	assert_false(r.told.present);
	near(r.heard.value[VQ_NLR], 0);
	near(r.heard.value[VQ_BLD], 0.7);
	near(r.heard.value[VQ_GD], 30000);
	near(r.heard.value[VQ_SL], -21);
	assert_false(r.heard.value[VQ_RERL].known);  /* 127: unavailable */
	assert_false(r.heard.value[VQ_EXTRI].known);
	assert_false(r.heard.value[VQ_RLQ].known);   /* not said */
	near(r.heard.value[VQ_MOSLQ], 3.8);
	near(r.heard.value[VQ_JBN], 40);
}

static void both_sides(void **state)
{
	static const char text[] =
		"VQIntervalReport\nLocalMetrics:\nPacketLoss: NLR=5.0 JDR= 2.5\n"
		"DialogID: c1;to-tag=a\nRemoteMetrics:\nPacketLoss:NLR=1\n"
		"RemoteAddr: IP=2001:db8::2 PORT=99999 SSRC=0x123456789\nxyz\n";
	struct vqreport r;

	(void)state;
	assert_int_equal(vqreport_parse(SLICE(text), &r), V_OK);
	assert_int_equal(r.kind, VQREPORT_INTERVAL);
	assert_true(text_is(r.call_id, "c1"));
	near(r.heard.value[VQ_NLR], 5);
	near(r.heard.value[VQ_JDR], 2.5);
	near(r.told.value[VQ_NLR], 1);
	assert_true(r.remote.has_at);
	assert_int_equal(r.remote.at.port, 0); /* 99999 is none */
	assert_false(r.remote.has_ssrc);
	assert_int_equal(r.unknown_lines, 1);
}

static void hostile(void **state)
{
	static const char *const none[] = {
		"", "\r\n", "VQ", "v=0\r\n", "\0VQSessionReport"};
	static const char *const odd[] = {
		"VQSessionReport", "VQSessionReport:\n:\n=\n:=\n",
		"VQSessionReport\nPacketLoss:NLR\nPacketLoss:=\n",
		"VQSessionReport\nPacketLoss:NLR=1e9 NLR=-- NLR=1.2.3\n",
		"VQSessionReport\nPacketLoss:NLR=99999999999999999999\n",
		"VQAlertReport\nLocalAddr:IP= PORT= SSRC=\nRemoteAddr:IP\n"};
	struct vqreport r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		assert_int_equal(vqreport_parse(slice_of(none[i]), &r),
			V_NOT_MINE);
	}
	for (size_t i = 0; i < COUNT_OF(odd); i++) {
		assert_int_equal(vqreport_parse(slice_of(odd[i]), &r), V_OK);
		assert_false(r.heard.value[VQ_NLR].known);
		assert_false(r.local.has_at || r.local.has_ssrc);
	}
	/* Every prefix, in a block of its own size. */
	for (size_t n = 0; n < sizeof(REAL); n++) {
		char *copy = malloc(n ? n : 1);
		assert_non_null(copy);
		memcpy(copy, REAL, n);
		enum verdict v = vqreport_parse((struct slice){copy, n}, &r);
		assert_int_equal(v, n < 15 ? V_NOT_MINE : V_OK);
		free(copy);
	}
}

/* The examples stand in public tests and manuals of these programs. */
static void headers(void **state)
{
	static const struct {
		const char *name, *value;
		double sent, received, lost, far, jitter; /* -1: unknown */
		bool ends;
	} rows[] = {
		/* AVM */
		{"X-RTP-Stat",
			"CS=0;PS=1433;ES=1525;OS=229280;SP=0/0;SO=0;QS=-;PR=1522"
			";ER=1525;OR=243520;CR=0;SR=0;QR=-;PL=3,92;BL=0;LS=0;"
			"RB=0/0;SB=-/-;EN=PCMA,FAX;DE=PCMA;JI=23,2;DL=20,20,21;"
			"IP=192.0.2.79:7082,198.51.100.163:25132",
			1433, 1522, 3, 92, -1, true},
		/* baresip: audio_print_rtpstat */
		{"X-RTP-Stat",
			"EX=BareSip;CS=0;CD=30;PR=1468;PS=1476;PL=55,49;PD=1,0;"
			"JI=33.3,9.5",
			1476, 1468, 55, 49, -1, false},
		/* another: nothing but a score and a round trip */
		{"x-rtp-stat",
			"PR=0;ER=0;PL=0;RB=0/0;DE=PCMU;EN=PCMU;JI=0;DL=0,0;"
			"IP=10.1.0.33:16384,132.52.127.200:20048",
			-1, 0, 0, -1, -1, true},
		/* Cisco's ATA manual names the units */
		{"P-RTP-Stat",
			"PS=0,OS=0,PR=5429,OR=955504,PL=7,JI=4,LA=0,DU=108", 0,
			5429, 7, -1, 4, false},
		{"RTP-RxStat",
			"Dur=10,Pkt=454,Oct=72640,LostPkt=2,AvgJit=0.185022,"
			"VqMetrics=\"CS=0;SCS=0\"",
			-1, 454, 2, -1, -1, false},
		{"RTP-TxStat", "Dur=10,Pkt=443,Oct=70880", 443, -1, -1, -1, -1,
			false},
		/* res_rtp_asterisk.c */
		{"X-RTPAudioQoS",
			"ssrc=1;themssrc=2;lp=4;rxjitter=0.000250;rxcount=500;"
			"txjitter=0.001000;txcount=504;rlp=9;rtt=0.012000",
			504, 500, 4, 9, -1, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const double want[] = {rows[i].sent, rows[i].received,
			rows[i].lost, rows[i].far, rows[i].jitter};
		struct mediastat m;
		assert_true(mediastat_read(slice_of(rows[i].name),
			slice_of(rows[i].value), &m));
		const struct maybe got[] = {m.sent, m.received, m.lost,
			m.lost_far, m.jitter_ms};
		for (size_t k = 0; k < COUNT_OF(want); k++) {
			assert_int_equal(got[k].known, want[k] >= 0);
			if (want[k] >= 0) {
				near(got[k], want[k]);
			}
		}
		assert_int_equal(m.has_ends, rows[i].ends);
	}
	struct mediastat m;
	assert_false(mediastat_read(SLICE("X-Other"), SLICE("PS=1"), &m));
	assert_false(mediastat_read(SLICE("X-RTP-Stat"), SLICE(""), &m));
	assert_false(mediastat_read(SLICE("X-RTP-Stat"), SLICE(";;=;PS"), &m));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real),
		cmocka_unit_test(both_sides),
		cmocka_unit_test(hostile),
		cmocka_unit_test(headers),
	};

	return RUN_TESTS(tests);
}
