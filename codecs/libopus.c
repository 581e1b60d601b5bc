/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opus by libopus, decoded straight to one channel at 16 kHz: what is measured
 * lies below 8 kHz, and the decoder resamples better than we would.
 */
#include "codecs/libopus.h"

#ifdef HAVE_OPUS

#include <opus.h>

#define RATE_HZ 16000
/* RFC 6716 clause 2.1.4: frames of 2.5 ms and their multiples. */
#define QUANTUM (RATE_HZ / 400)
/* RFC 6716 clause 3.2.5: at most 120 ms in a packet. */
#define LONGEST (RATE_HZ * 12 / 100)

static int open_opus(struct decoder *d)
{
	int error;

	d->state = opus_decoder_create(RATE_HZ, 1, &error);
	return d->state ? 0 : -1;
}

static int decode(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	if (payload.n == 0 || payload.n > UINT16_MAX) {
		return -1;
	}
	int n = opus_decode(d->state, (const unsigned char *)payload.p,
		(int)payload.n, pcm, (int)room, 0);
	return n < 0 ? -1 : n;
}

static int conceal(struct decoder *d, int16_t *pcm, size_t samples)
{
	size_t done = 0;

	while (samples - done >= QUANTUM) {
		size_t part = samples - done;
		part = part > LONGEST ? LONGEST : part - part % QUANTUM;
		int n = opus_decode(
			d->state, NULL, 0, pcm + done, (int)part, 0);
		if (n <= 0) {
			break;
		}
		done += (size_t)n;
	}
	return (int)done;
}

static void close_opus(struct decoder *d)
{
	if (d->state) {
		opus_decoder_destroy(d->state);
	}
}

const struct decoder_kind libopus_opus = {
	.rate_hz = RATE_HZ,
	.open = open_opus,
	.decode = decode,
	.conceal = conceal,
	.close = close_opus,
};

#else

const struct decoder_kind libopus_opus = {
	.missing = "this build is without libopus"};

#endif
