/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Radix two, decimation in time: short, and fast enough for some per second. */
#include "audio/fft.h"

#include <math.h>

void fft_twiddles(struct fft_value *ret, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		double angle = -2 * 3.14159265358979323846 * (double)i /
			       (double)n;
		ret[i].re = (float)cos(angle);
		ret[i].im = (float)sin(angle);
	}
}

static void reorder(struct fft_value *v, size_t n)
{
	size_t k = 0;

	for (size_t i = 1; i < n; i++) {
		size_t bit = n >> 1;
		while (k & bit) {
			k ^= bit;
			bit >>= 1;
		}
		k ^= bit;
		if (i < k) {
			struct fft_value swap = v[i];
			v[i] = v[k];
			v[k] = swap;
		}
	}
}

void fft(struct fft_value *values, const struct fft_value *twiddles, size_t n,
	int sign)
{
	float flip = sign < 0 ? 1.0F : -1.0F;

	reorder(values, n);
	for (size_t half = 1; half < n; half *= 2) {
		size_t step = n / (2 * half);
		for (size_t i = 0; i < n; i += 2 * half) {
			struct fft_value *a = &values[i], *b = a + half;
			for (size_t k = 0; k < half; k++) {
				float c = twiddles[k * step].re;
				float s = twiddles[k * step].im * flip;
				float re = b[k].re * c - b[k].im * s;
				float im = b[k].re * s + b[k].im * c;
				b[k].re = a[k].re - re;
				b[k].im = a[k].im - im;
				a[k].re += re;
				a[k].im += im;
			}
		}
	}
}
