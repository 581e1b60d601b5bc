/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The discrete Fourier transform of complex values, in place. */
#ifndef EARSHOT_AUDIO_FFT_H
#define EARSHOT_AUDIO_FFT_H

#include <stddef.h>

struct fft_value {
	float re, im;
};

/**
 * fft - transform @n values, a power of two.
 * @values: replaced; @twiddles: @n / 2 values of fft_twiddles
 * @sign: -1 forward, 1 back, without the factor 1/n
 */
void fft(struct fft_value *values, const struct fft_value *twiddles, size_t n,
	int sign);

/** fft_twiddles - the @n / 2 roots of unity that fft needs, into @ret. */
void fft_twiddles(struct fft_value *ret, size_t n);

#endif
