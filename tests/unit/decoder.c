/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decoders: values of the standards, lying lengths, and what cannot be decoded. */
#include "codecs/codec.h"

#include "tests/unit/near.h"

#include <math.h>
#include <string.h>

static int16_t one(const struct codec *codec, uint8_t byte)
{
	struct decoder d;
	char c = (char)byte;
	int16_t pcm[4];

	assert_int_equal(decoder_open(&d, codec, 8000, 0), 0);
	assert_int_equal(
		decoder_decode(&d, (struct slice){&c, 1}, pcm, COUNT_OF(pcm)),
		1);
	decoder_close(&d);
	return pcm[0];
}

/* ITU-T G.711 (11/88) tables 1a and 2a, decoder output values y, scaled to 16
 * bit: A-law by 8, mu-law by 4. */
static const struct {
	const struct codec *codec;
	uint8_t byte;
	int16_t value;
} points[] = {
	{&codec_pcma, 0xd5, 8},	   /* y1 = 1 of 4096 */
	{&codec_pcma, 0x55, -8},
	{&codec_pcma, 0xaa, 32256},	   /* y128 = 4032 */
	{&codec_pcma, 0x2a, -32256},
	{&codec_pcma, 0xc5, 264},	   /* y17 = 33 */
	{&codec_pcma, 0xf5, 528},	   /* y33 = 66 */
	{&codec_pcmu, 0xff, 0},	   /* y0 */
	{&codec_pcmu, 0x7f, 0},
	{&codec_pcmu, 0x80, 32124},	   /* y127 = 8031 */
	{&codec_pcmu, 0x00, -32124},
	{&codec_pcmu, 0xfe, 8},	   /* y1 = 2 */
	{&codec_pcmu, 0xef, 132},	   /* y16 = 33 */
};

static void g711_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++) {
		assert_int_equal(
			one(points[i].codec, points[i].byte), points[i].value);
	}
}

/* Table 5 and 6 of G.711: this period of 8 bytes is 1 kHz at 0 dBm0, which is
 * 3.14 dB (A) and 3.17 dB (mu) below a sine at the overload point. */
static void g711_reference_tone(void **state)
{
	static const uint8_t a[] = {
		0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4};
	static const uint8_t u[] = {
		0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e};
	double power_a = 0, power_u = 0;

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		power_a += pow(one(&codec_pcma, a[i]) / 32768.0, 2) / 8;
		power_u += pow(one(&codec_pcmu, u[i]) / 32768.0, 2) / 8;
	}
	assert_near(10 * log10(power_a), -3.01 - 3.14, 0.1);
	assert_near(10 * log10(power_u), -3.01 - 3.17, 0.15);
}

static void l16_bytes(void **state)
{
	struct decoder d;
	int16_t pcm[4];

	(void)state;
	assert_int_equal(decoder_open(&d, &codec_l16, 44100, 1), 0);
	assert_int_equal(d.rate_hz, 44100);
	assert_int_equal(decoder_decode(&d, SLICE("\x12\x34\x80\x00"), pcm, 4),
		2);
	assert_int_equal(pcm[0], 0x1234);
	assert_int_equal(pcm[1], -32768);
	assert_int_equal(decoder_decode(&d, SLICE("\x12\x34\x80"), pcm, 4), -1);
	assert_int_equal(
		decoder_decode(&d, SLICE("\x12\x34\x80\x01"), pcm, 1), -1);
	decoder_close(&d);
	assert_int_equal(decoder_open(&d, &codec_l16_stereo, 44100, 0), 0);
	assert_int_equal(
		decoder_decode(&d, SLICE("\x00\x10\x00\x20"), pcm, 4), 1);
	assert_int_equal(pcm[0], 0x18);
	decoder_close(&d);
}

/* Bytes and samples of one packet of 20 ms. */
static const struct {
	const struct codec *codec;
	size_t bytes;
	int samples;
	uint8_t first;
} frames[] = {
	{&codec_g722, 160, 320, 0},
	{&codec_gsm, 33, 160, 0xd0},
	{&codec_gsm, 32, -1, 0xd0},
	{&codec_gsm, 34, -1, 0xd0},
	{&codec_gsm, 33, -1, 0x00}, /* not the signature */
	{&codec_g726_16, 40, 160, 0},
	{&codec_g726_24, 60, 160, 0},
	{&codec_g726_32, 80, 160, 0},
	{&codec_g726_40, 100, 160, 0},
	{&codec_aal2_g726_32, 80, 160, 0},
	{&codec_g729, 20, 160, 0},
	{&codec_g729, 22, 240, 0},
	{&codec_g729, 2, 80, 0},
	{&codec_g729, 11, -1, 0},
	{&codec_opus, 0, -1, 0},
	{&codec_opus, 1, 320, 0x08}, /* RFC 6716 table 2: SILK NB 20 ms */
};

static void frame_sizes(void **state)
{
	static char payload[400];
	static int16_t pcm[2000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(frames); i++) {
		struct decoder d;
		if (decoder_missing(frames[i].codec)) {
			continue;
		}
		memset(payload, 0, sizeof(payload));
		payload[0] = (char)frames[i].first;
		assert_int_equal(decoder_open(&d, frames[i].codec,
					 frames[i].codec->clock_hz, 0),
			0);
		struct slice bytes = {payload, frames[i].bytes};
		assert_int_equal(
			decoder_decode(&d, bytes, pcm, COUNT_OF(pcm)),
			frames[i].samples);
		if (frames[i].samples > 0) {
			assert_int_equal(
				decoder_decode(&d, bytes, pcm, 79), -1);
		}
		int n = decoder_conceal(&d, pcm, 160);
		assert_true(n >= 0 && n <= 160);
		decoder_close(&d);
	}
}

static void not_decoded(void **state)
{
	(void)state;
	assert_non_null(decoder_missing(NULL));
	assert_non_null(decoder_missing(&codec_ilbc));
	assert_non_null(decoder_missing(&codec_telephone_event));
	assert_null(decoder_missing(&codec_pcma));
	struct decoder d;
	assert_int_equal(decoder_open(&d, &codec_l16, 0, 1), -1);
	decoder_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(g711_values),
		cmocka_unit_test(g711_reference_tone),
		cmocka_unit_test(l16_bytes),
		cmocka_unit_test(frame_sizes),
		cmocka_unit_test(not_decoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
