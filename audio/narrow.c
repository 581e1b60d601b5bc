/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A windowed sinc that ends at 3.7 kHz, computed only where a sample is given. */
#include "audio/narrow.h"

#include <math.h>

#define PI     3.14159265358979323846
#define CUT_HZ 3700.0

bool narrow_init(struct narrow *narrow, uint32_t rate_hz)
{
	*narrow = (struct narrow){.rate_hz = rate_hz};
	if (rate_hz < NARROW_HZ || rate_hz % NARROW_HZ ||
		rate_hz / NARROW_HZ > NARROW_FACTOR) {
		return false;
	}
	narrow->factor = rate_hz / NARROW_HZ;
	narrow->taps = narrow->factor > 1 ? 16 * narrow->factor : 1;
	double sum = 0;
	for (unsigned i = 0; i < narrow->taps; i++) {
		double t = i - (narrow->taps - 1) / 2.0;
		double w = 2 * PI * CUT_HZ / rate_hz * t;
		double value = fabs(w) < 1e-9 ? 1 : sin(w) / w;
		double hann = narrow->taps > 1
				      ? 0.5 + 0.5 * cos(2 * PI * t /
							  narrow->taps)
				      : 1;
		narrow->filter[i] = (float)(value * hann);
		sum += value * hann;
	}
	for (unsigned i = 0; i < narrow->taps; i++) {
		narrow->filter[i] /= (float)sum;
	}
	return true;
}

static int16_t filtered(const struct narrow *n)
{
	double sum = 0;

	for (unsigned i = 0; i < n->taps; i++) {
		sum += (double)n->filter[i] *
		       n->history[(n->at + i) % n->taps];
	}
	sum = fmax(-32768, fmin(32767, sum));
	return (int16_t)lrint(sum);
}

size_t narrow_add(struct narrow *narrow, const int16_t *pcm, size_t count,
	int16_t *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		narrow->history[narrow->at] = pcm[i];
		narrow->at = (narrow->at + 1) % narrow->taps;
		if (narrow->phase == 0) {
			ret[n++] = filtered(narrow);
			narrow->phase = narrow->factor;
		}
		narrow->phase--;
	}
	return n;
}
