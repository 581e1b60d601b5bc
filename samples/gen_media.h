/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sends what gen_rtp planned, measures it as it goes into the capture, and
 * writes the RTCP reports that senders and receivers would make of it.
 */
#ifndef EARSHOT_SAMPLES_GEN_MEDIA_H
#define EARSHOT_SAMPLES_GEN_MEDIA_H

#include "samples/gen.h"

/** gen_media_rtp - write packet @p of @s at @t and count it; 0 or -1. */
int gen_media_rtp(
	struct gen *g, ns_t t, struct gen_stream *s, struct gen_rtp *p);

/** gen_media_expected - packets between the first and last one captured. */
unsigned gen_media_expected(const struct gen_stream *s);

/** gen_media_rtcp - the timed line "T rtcp STREAM ..."; 0 or -1. */
int gen_media_rtcp(struct gen *g, ns_t t, struct gen_args *a);

#endif
