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

/* ITU-T G.113 App. I tables I.1 and I.4; a Bpl of 0: none is published. */
static void impairments(void **state)
{
	static const struct {
		const char *name;
		double ie, bpl;
	} rows[] = {
		{"PCMU", 0, 25.1},
		{"PCMA", 0, 25.1},
		{"G729", 11, 19},
		{"G723", 15, 16.1},
		{"GSM-EFR", 5, 10},
		{"AMR", 5, 10}, /* estimate: as GSM-EFR */
		{"GSM", 20, 0},
		{"G728", 7, 0},
		{"G726-40", 2, 0},
		{"G726-32", 7, 0},
		{"G726-24", 25, 0},
		{"G726-16", 50, 0},
		{"AAL2-G726-32", 7, 0},
	};
	static const char *const none[] = {"iLBC", "opus", "speex", "G722",
		"AMR-WB", "SILK", "EVS", "G7221", "DVI4", "L16"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct codec *c = codec_by_name(slice_of(rows[i].name));
		assert_true(c->ie.known);
		assert_near(c->ie.v, rows[i].ie, 0);
		assert_true(c->bpl.known == (rows[i].bpl > 0));
		assert_near(c->bpl.v, rows[i].bpl, 0);
	}
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		const struct codec *c = codec_by_name(slice_of(none[i]));
		assert_false(c->ie.known);
		assert_false(c->bpl.known);
	}
	assert_near(codec_pcma.bpl_bare.v, 4.3, 0);
	assert_non_null(strstr(codec_amr.ie_source, "estimate"));
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
		assert_true(c->ie.known == (c->ie_source != NULL));
		assert_true(c->ie.known || !c->bpl.known);
		assert_true(!c->ie.known || (c->ie.v >= 0 && c->ie.v <= 95));
		assert_true(!c->bpl.known || c->bpl.v > 0);
		assert_true(!c->ie.known ||
			    (c->kind == CODEC_AUDIO && c->band == BAND_NARROW));
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
		cmocka_unit_test(sane),
	};

	return RUN_TESTS(tests);
}
