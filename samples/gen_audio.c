/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sine is the rational approximation of Bhaskara I (error below 0.2 %),
 * which needs integers only, so that every machine makes the same samples.
 */
#include "samples/gen_audio.h"

#include "samples/gen_random.h"

#define RATE       8000U
#define FRAME      160U  /* samples in 20 ms */
#define SYLLABLE   1800U /* samples: about 4.4 syllables a second */
#define HALF_TURN  32768
#define VOICE_PEAK 6000 /* of 32767: a telephone voice at about -15 dBov */

/* 32767 * sin of an angle of @phase / 65536 turns. */
static int32_t sine(uint32_t phase)
{
	int64_t x = phase & 0x7fff;
	int64_t h = HALF_TURN;
	int64_t part = x * (h - x);
	int64_t v = 16 * part * 32767 / (5 * h * h - 4 * part);

	return (int32_t)(phase & 0x8000 ? -v : v);
}

/* Loudness at sample @n, 0..256: syllables, and a pause every few of them. */
static int32_t loudness(uint64_t seed, uint64_t n)
{
	uint64_t syllable = n / SYLLABLE;
	struct gen_random r = {seed + syllable * 977};
	uint64_t kind = gen_random_below(&r, 8);
	int32_t rise = sine((uint32_t)(n % SYLLABLE * HALF_TURN / SYLLABLE));

	if (kind == 0) {
		return 0;
	}
	return (int32_t)((int64_t)rise * (int64_t)(140 + kind * 16) / 32767);
}

static int16_t voice(uint64_t seed, uint64_t n)
{
	uint32_t pitch = 105 + (uint32_t)(seed >> 8) % 110; /* Hz */
	uint32_t formant = 4 + (uint32_t)(seed >> 16) % 3;  /* harmonic */
	uint32_t sway = (uint32_t)(n * 3 * 65536 / RATE);
	uint32_t base = (uint32_t)(n * pitch * 65536 / RATE) +
			(uint32_t)(sine(sway) / 8);
	int32_t v = sine(base) * 3 + sine(base * 2) * 2 +
		    sine(base * formant) * 2 + sine(base * (formant + 1));

	v = v / 8 * loudness(seed, n) / 256;
	return (int16_t)(v * VOICE_PEAK / 32767);
}

/* Position of the highest bit set in @v, which is not 0. */
static unsigned top_bit(unsigned v)
{
	unsigned n = 0;

	while (v >>= 1) {
		n++;
	}
	return n;
}

static uint8_t alaw(int16_t sample)
{
	bool positive = sample >= 0;
	unsigned v = (unsigned)(positive ? sample : -(sample + 1)) >> 3;
	unsigned segment = v < 32 ? 0 : top_bit(v) - 4;
	unsigned step = v >> (segment < 2 ? 1 : segment) & 0x0f;
	unsigned code = segment << 4 | step | (positive ? 0x80U : 0);

	return (uint8_t)(code ^ 0x55U);
}

static uint8_t ulaw(int16_t sample)
{
	bool positive = sample >= 0;
	unsigned v = (unsigned)(positive ? sample : -(sample + 1)) + 132;

	if (v > 32767) {
		v = 32767;
	}
	unsigned segment = top_bit(v) - 7;
	unsigned step = v >> (segment + 3) & 0x0f;
	unsigned code = segment << 4 | step | (positive ? 0 : 0x80U);

	return (uint8_t)(code ^ 0xffU);
}

void gen_audio_payload(const struct gen_codec *codec, uint64_t seed,
	uint32_t nth, bool silent, uint8_t *out)
{
	struct gen_random r = {seed ^ (uint64_t)nth * 0x100000001b3U};

	if (codec->pt != 0 && codec->pt != 8) {
		for (unsigned i = 0; i < codec->bytes; i++) {
			out[i] = (uint8_t)(gen_random_u64(&r) >> 56);
		}
		return;
	}
	for (unsigned i = 0; i < FRAME; i++) {
		int16_t s = silent ? 0 : voice(seed, (uint64_t)nth * FRAME + i);
		out[i] = codec->pt == 8 ? alaw(s) : ulaw(s);
	}
}
