/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every decoder on any payloads. Input: which codec, how much room, then payloads,
 * each behind a byte of its length. Laws: what is answered fits the room, and
 * nothing is written behind it; a gap between payloads does no harm.
 */
#include "codecs/codec.h"
#include "lib/attr.h"

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static const struct codec *const codecs[] = {
	&codec_pcma, &codec_pcmu, &codec_l16, &codec_l16_stereo, &codec_g722,
	&codec_gsm, &codec_g726_16, &codec_g726_24, &codec_g726_32,
	&codec_g726_40, &codec_aal2_g726_32, &codec_g729, &codec_opus};

#define PAYLOADS 64

static void feed(struct decoder *d, struct slice bytes, size_t room)
{
	/* On the heap and as large as said, so that the sanitizer sees both. */
	int16_t *pcm = malloc(room * sizeof(*pcm) + 1);

	fuzz_law(pcm != NULL);
	for (unsigned i = 0; i < PAYLOADS && bytes.n; i++) {
		size_t n = (uint8_t)bytes.p[0];
		n = n < bytes.n - 1 ? n : bytes.n - 1;
		char *copy = malloc(n + 1);
		fuzz_law(copy != NULL);
		for (size_t k = 0; k < n; k++) {
			copy[k] = bytes.p[1 + k];
		}
		char *exact = realloc(copy, n ? n : 1);
		fuzz_law(exact != NULL);
		int got = decoder_decode(
			d, (struct slice){exact, n}, pcm, room);
		fuzz_law(got >= -1 && got <= (int)room);
		free(exact);
		if (i % 3 == 2) {
			got = decoder_conceal(d, pcm, room);
			fuzz_law(got >= 0 && got <= (int)room);
		}
		bytes.p += n + 1;
		bytes.n -= n + 1;
	}
	free(pcm);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decoder d;

	if (size < 3) {
		return 0;
	}
	const struct codec *codec = codecs[data[0] % COUNT_OF(codecs)];
	size_t room = data[1] * 16U;
	struct slice bytes = {(const char *)data + 2, size - 2};
	if (decoder_missing(codec)) {
		return 0;
	}
	if (decoder_open(&d, codec, codec->clock_hz, data[1] % 3) == 0) {
		feed(&d, bytes, room);
	}
	decoder_close(&d);
	return 0;
}
