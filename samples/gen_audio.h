/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A quiet signal that resembles speech, in integers: syllables of a voiced
 * sound whose pitch and loudness move, with pauses between words. It decodes
 * to something a person recognises as "somebody talks", in the voice that the
 * seed chose, and no real person was recorded for it.
 */
#ifndef EARSHOT_SAMPLES_GEN_AUDIO_H
#define EARSHOT_SAMPLES_GEN_AUDIO_H

#include "samples/gen.h"

/**
 * gen_audio_payload - the @nth 20 ms of the voice @seed as @codec carries them.
 * @silent: silence instead of the voice
 * @out: room for codec->bytes
 * G.711 is encoded for real; for the others the bytes are only reproducible
 * noise of the right size.
 * Source: ITU-T G.711 tables 1a and 2a.
 */
void gen_audio_payload(const struct gen_codec *codec, uint64_t seed,
	uint32_t nth, bool silent, uint8_t *out);

#endif
