/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The codec table against RFC 3551, ITU-T G.113 and Wireshark's short names. */
#include "codecs/codec.h"

#include "tests/unit/near.h"

#include <string.h>

/* RFC 3551 tables 4 and 5; labels as Wireshark's flow graph shows them. */
static const struct {
	uint8_t pt;
	const char *name;
	uint32_t clock_hz;
	enum codec_kind kind;
	const char *label;
} statics[] = {
	{0, "PCMU", 8000, CODEC_AUDIO, "g711U"},
	{2, "G726-32", 8000, CODEC_AUDIO, "G726-32"}, /* RFC 1890: G721 */
	{3, "GSM", 8000, CODEC_AUDIO, "GSM"},
	{4, "G723", 8000, CODEC_AUDIO, "g723"},
	{5, "DVI4", 8000, CODEC_AUDIO, "DVI4 8k"},
	{6, "DVI4", 16000, CODEC_AUDIO, "DVI4 16k"},
	{7, "LPC", 8000, CODEC_AUDIO, "Exp. from Xerox PARC"},
	{8, "PCMA", 8000, CODEC_AUDIO, "g711A"},
	{9, "G722", 8000, CODEC_AUDIO, "g722"},
	{10, "L16", 44100, CODEC_AUDIO, "16-bit audio, stereo"},
	{11, "L16", 44100, CODEC_AUDIO, "16-bit audio, monaural"},
	{12, "QCELP", 8000, CODEC_AUDIO, "Qualcomm"},
	{13, "CN", 8000, CODEC_NOISE, "CN"},
	{14, "MPA", 90000, CODEC_AUDIO, "MPEG-I/II Audio"},
	{15, "G728", 8000, CODEC_AUDIO, "g728"},
	{16, "DVI4", 11025, CODEC_AUDIO, "DVI4 11k"},
	{17, "DVI4", 22050, CODEC_AUDIO, "DVI4 22k"},
	{18, "G729", 8000, CODEC_AUDIO, "g729"},
	{19, "CN", 8000, CODEC_NOISE, "CN(old)"},
	{25, "CelB", 90000, CODEC_VIDEO, "CellB"},
	{26, "JPEG", 90000, CODEC_VIDEO, "JPEG"},
	{28, "nv", 90000, CODEC_VIDEO, "NV"},
	{31, "H261", 90000, CODEC_VIDEO, "h261"},
	{32, "MPV", 90000, CODEC_VIDEO, "MPEG-I/II Video"},
	{33, "MP2T", 90000, CODEC_VIDEO, "MPEG-II streams"},
	{34, "H263", 90000, CODEC_VIDEO, "h263"},
};

static void static_types(void **state)
{
	size_t found = 0;

	(void)state;
	for (unsigned pt = 0; pt < 256; pt++) {
		found += codec_by_static_pt((uint8_t)pt) != NULL;
	}
	assert_int_equal(found, COUNT_OF(statics));
	for (size_t i = 0; i < COUNT_OF(statics); i++) {
		const struct codec *c = codec_by_static_pt(statics[i].pt);
		assert_non_null(c);
		assert_string_equal(c->name, statics[i].name);
		assert_int_equal(c->clock_hz, statics[i].clock_hz);
		assert_int_equal(c->kind, statics[i].kind);
		assert_string_equal(c->label, statics[i].label);
	}
}

static void names(void **state)
{
	static const struct {
		const char *asked, *title;
	} rows[] = {
		{"pcma", "G.711 A-law"},
		{"G.711A", "G.711 A-law"},
		{"G.711", "G.711 mu-law"},
		{"ulaw", "G.711 mu-law"},
		{"g729", "G.729"},
		{"G.729A", "G.729"},
		{"g729ab", "G.729"},
		{"TELEPHONE-EVENT", "telephone events (DTMF)"},
		{"Opus", "Opus"},
		{"G721", "G.726, 32 kbit/s"},
		{"AAL2-G726-32", "G.726, 32 kbit/s, AAL2 order"},
		{"G722.2", "AMR wideband (G.722.2)"},
		{"speex", "Speex, narrowband"},
		{"H263-2000", "H.263 of 1998"},
		{"CN", "comfort noise"},
		{"L16", "linear 16 bit, mono"},
		{"DVI4", "DVI4, 8 kHz"},
	};
	static const char *const unknown[] = {
		"", " ", "G.71", "G.711 ", "PCM", "X-NSE", "pcma pcmu"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct codec *c = codec_by_name(slice_of(rows[i].asked));
		assert_non_null(c);
		assert_string_equal(c->title, rows[i].title);
	}
	for (size_t i = 0; i < COUNT_OF(unknown); i++) {
		assert_null(codec_by_name(slice_of(unknown[i])));
	}
	assert_null(codec_by_name((struct slice){NULL, 0}));
	/* The length counts, not a terminator. */
	assert_ptr_equal(
		codec_by_name((struct slice){"G722extra", 4}), &codec_g722);
}

static void rtpmaps(void **state)
{
	(void)state;
	assert_ptr_equal(
		codec_by_rtpmap(SLICE("speex"), 32000), &codec_speex_uwb);
	assert_ptr_equal(
		codec_by_rtpmap(SLICE("SPEEX"), 16000), &codec_speex_wb);
	assert_ptr_equal(codec_by_rtpmap(SLICE("speex"), 8000), &codec_speex);
	assert_ptr_equal(
		codec_by_rtpmap(SLICE("DVI4"), 22050), &codec_dvi4_22050);
	/* A clock that is nobody's: still the codec of that name. */
	assert_ptr_equal(codec_by_rtpmap(SLICE("G722"), 16000), &codec_g722);
	assert_null(codec_by_rtpmap(SLICE("nothing"), 8000));
}

/*
 * ITU-T G.113 (09/2024): App. I tables I.1 and I.4, App. IV tables IV.1, IV.3 and
 * IV.4, App. V. A Bpl of 0: there is none.
 */
static void impairments(void **state)
{
	enum { D = FIGURE_DERIVED, P = FIGURE_PUBLISHED, U = FIGURE_UNKNOWN };
	static const struct {
		const char *name;
		uint32_t bitrate;
		double ie, bpl;
		int ie_basis, bpl_basis;
	} rows[] = {
		{"PCMU", 64000, 0, 25.1, P, P},
		{"PCMA", 64000, 0, 25.1, P, P},
		{"G729", 8000, 11, 19, P, P},
		{"G723", 6300, 15, 16.1, P, P},
		{"G723", 5300, 19, 16.1, P, D},
		{"GSM-EFR", 12200, 5, 10, P, P},
		{"AMR", 12200, 5, 10, D, D}, /* as GSM-EFR */
		{"AMR", 7400, 10, 10, D, D}, /* as IS-641 */
		{"AMR", 4750, 21.3, 10, D, D},
		{"GSM", 13000, 20, 10, P, D},
		{"G728", 16000, 7, 17, P, D},
		{"G726-40", 40000, 2, 0, P, U},
		{"G726-32", 32000, 7, 0, P, U},
		{"G726-24", 24000, 25, 0, P, U},
		{"G726-16", 16000, 50, 0, P, U},
		{"AAL2-G726-32", 32000, 7, 0, P, U},
		{"G722", 64000, 13, 4.6, P, D},
		{"AMR-WB", 6600, 56, 4.3, P, D},
		{"AMR-WB", 8850, 41, 4.3, P, D},
		{"AMR-WB", 12650, 20, 4.3, P, P},
		{"AMR-WB", 14250, 18.5, 4.4, D, D},
		{"AMR-WB", 15850, 17, 4.3, P, D},
		{"AMR-WB", 23050, 8, 4.6, P, P},
		{"AMR-WB", 23850, 10, 4.9, P, P},
		{"EVS", 9600, 22.7, 13, P, P},
		{"EVS", 13200, 17.1, 11.7, P, P},
		{"EVS", 16400, 10.8, 10.3, P, P},
		{"EVS", 24400, 7.2, 11.4, P, P},
		{"EVS", 32000, 8.7, 9.3, P, P},
		{"EVS", 48000, 10.2, 9.6, P, P},
	};
	static const char *const none[] = {
		"iLBC", "opus", "speex", "SILK", "G7221", "DVI4", "L16"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct codec *c = codec_by_name(slice_of(rows[i].name));
		print_message("# %s %u\n", rows[i].name,
			(unsigned)rows[i].bitrate);
		const struct codec_rating *r =
			codec_rating_at(c, rows[i].bitrate);
		assert_non_null(r);
		assert_near(r->ie.v, rows[i].ie, 0);
		assert_near(r->bpl.v, rows[i].bpl, 0);
		assert_int_equal(r->ie.basis, rows[i].ie_basis);
		assert_int_equal(r->bpl.basis, rows[i].bpl_basis);
	}
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		const struct codec *c = codec_by_name(slice_of(none[i]));
		assert_int_equal(c->rating_count, 0);
	}
	assert_near(codec_pcma.ratings->bpl_bare.v, 4.3, 0);
	assert_null(codec_rating_at(&codec_g722, 56000));
	assert_null(codec_rating_at(&codec_amr, 12650));
	/* Table IV.1, one ear, beside IV.3. */
	assert_near(codec_rating_at(&codec_amr_wb, 6600)->ie_other.v, 41, 0);
	assert_near(codec_rating_at(&codec_amr_wb, 23050)->ie_other.v, 1, 0);
}

/* The rate in use, told by the length of packets or by the SDP. */
static void rates(void **state)
{
	static const struct {
		const struct codec *codec;
		const char *fmtp;
		uint32_t last, most;
		double ptime_ms;
		uint32_t bitrate; /* 0: none has figures */
		bool assumed;
	} rows[] = {
		{&codec_pcma, "", 160, 0, 20, 64000, false},
		{&codec_g729, "annexb=no", 20, 0, 20, 8000, false},
		/* RFC 3551 clause 4.5.3: 24, 20 and 4 bytes. */
		{&codec_g723, "", 24, 0, 30, 6300, false},
		{&codec_g723, "", 20, 0, 30, 5300, false},
		{&codec_g723, "", 48, 0, 60, 6300, false},
		{&codec_g723, "", 40, 0, 60, 5300, false},
		{&codec_g723, "", 4, 20, 30, 5300, false},
		{&codec_g723, "", 4, 0, 30, 6300, true},
		/* RFC 4867 tables: packed, then whole bytes. */
		{&codec_amr, "", 32, 0, 20, 12200, false},
		{&codec_amr, "octet-align=1", 33, 0, 20, 12200, false},
		{&codec_amr, "", 18, 0, 20, 6700, false},
		{&codec_amr, "octet-align=1", 19, 0, 20, 6700, false},
		{&codec_amr, "", 14, 0, 20, 4750, false},
		{&codec_amr, "octet-align=1", 14, 0, 20, 4750, false},
		{&codec_amr, "octet-align=1", 22, 0, 20, 7950, false},
		{&codec_amr, "octet-align=1", 7, 22, 20, 7950, false},
		{&codec_amr, "", 63, 0, 40, 12200, false},
		{&codec_amr, "octet-align=1", 65, 0, 40, 12200, false},
		{&codec_amr, "mode-set=7", 7, 0, 20, 12200, false},
		{&codec_amr, "octet-align=1; mode-set=0", 99, 0, 20, 4750,
			false},
		{&codec_amr, "mode-set=0,2,4,7", 7, 0, 20, 12200, true},
		{&codec_amr, "mode-set=99", 7, 0, 20, 12200, true},
		{&codec_amr, "", 0, 0, 0, 12200, true},
		{&codec_amr_wb, "", 33, 0, 20, 12650, false},
		{&codec_amr_wb, "octet-align=1", 34, 0, 20, 12650, false},
		{&codec_amr_wb, "", 61, 0, 20, 23850, false},
		{&codec_amr_wb, "octet-align=1", 60, 0, 20, 23050, false},
		{&codec_amr_wb, "mode-set=8", 7, 0, 0, 23850, false},
		{&codec_amr_wb, "mode-set=0,1,2", 7, 0, 0, 12650, true},
		/* TS 26.445 annex A.2.1. */
		{&codec_evs, "", 61, 0, 20, 24400, false},
		{&codec_evs, "", 63, 0, 20, 24400, false},
		{&codec_evs, "bw=nb-swb", 6, 33, 20, 13200, false},
		{&codec_evs, "", 6, 0, 20, 13200, true},
		{&codec_evs, "", 320, 0, 20, 0, false},
		{&codec_evs, "br=5.9-24.4;bw=wb", 61, 0, 20, 0, false},
		{&codec_evs, "evs-mode-switch=1", 61, 0, 20, 0, false},
		{&codec_opus, "", 80, 0, 20, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct codec_seen seen = {slice_of(rows[i].fmtp), rows[i].last,
			rows[i].most, rows[i].ptime_ms, {{0}}, 0};
		struct codec_rated r = codec_rated(rows[i].codec, &seen);
		print_message("# %zu %s %s\n", i, rows[i].codec->name,
			rows[i].fmtp);
		assert_int_equal(
			r.rating ? r.rating->bitrate : 0, rows[i].bitrate);
		assert_int_equal(r.assumed, rows[i].assumed);
	}
}

/* No two modes of AMR may have packets of one length, whatever the packing. */
static void rates_are_told_apart(void **state)
{
	static const struct codec *const codecs[] = {&codec_amr, &codec_amr_wb};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(codecs); i++) {
		size_t told = 0;
		for (uint32_t size = 0; size < 100; size++) {
			struct codec_seen seen = {
				.payload_bytes = size, .ptime_ms = 20};
			told += !codec_rated(codecs[i], &seen).assumed;
		}
		/* Two packings of each mode; three of AMR have one length. */
		assert_int_equal(told, 2 * codecs[i]->rating_count -
					       (codecs[i] == &codec_amr ? 3 : 0));
	}
}

static void parameters(void **state)
{
	static const struct {
		const char *fmtp, *name, *value;
	} rows[] = {
		{"a=1; b=2", "b", "2"},
		{"a=1;b = 2 ", "B", "2"},
		{"mode-set=0,2", "mode-set", "0,2"},
		{"a", "a", ""},
		{"", "a", NULL},
		{";;=", "a", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice v =
			codec_param(slice_of(rows[i].fmtp), rows[i].name);
		assert_true(slice_eq(v, slice_of(rows[i].value)));
	}
}

/* What must hold for every row, also for one that is added tomorrow. */
static void sane(void **state)
{
	size_t count = 0;

	(void)state;
	for (const struct codec *c; (c = codec_at(count)) != NULL; count++) {
		print_message("# %s\n", c->title);
		assert_true(c->name && c->name[0] && c->title && c->label &&
			    c->label[0] && c->aliases && c->source);
		const struct codec *same =
			codec_by_rtpmap(slice_of(c->name), c->clock_hz);
		assert_non_null(same);
		assert_string_equal(same->name, c->name);
		assert_true((c->rating_count == 0) == (c->ratings == NULL));
		/* Who has one rate need not ask for it. */
		assert_true((c->rating_count > 1) == (c->rate != NULL));
		assert_true(c->rating_count == 0 || c->kind == CODEC_AUDIO);
		for (size_t i = 0; i < c->rating_count; i++) {
			const struct codec_rating *r = &c->ratings[i];
			assert_ptr_equal(codec_rating_at(c, r->bitrate), r);
			assert_non_null(r->source);
			assert_true(r->ie.basis != FIGURE_UNKNOWN);
			assert_true(r->ie.v >= 0 && r->ie.v < 95);
			assert_true((r->bpl.v > 0) ==
				    (r->bpl.basis != FIGURE_UNKNOWN));
		}
		assert_true(c->static_pt >= -1 && c->static_pt < 96);
	}
	assert_true(count >= 50);
	assert_null(codec_at(count));
	assert_null(codec_at(SIZE_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(static_types),
		cmocka_unit_test(names),
		cmocka_unit_test(rtpmaps),
		cmocka_unit_test(impairments),
		cmocka_unit_test(rates),
		cmocka_unit_test(rates_are_told_apart),
		cmocka_unit_test(parameters),
		cmocka_unit_test(sane),
	};

	return RUN_TESTS(tests);
}
