/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call must not share with any other: its identifiers, and the digest
 * authentication that is computed for real, so that a reader may verify it.
 */
#ifndef EARSHOT_SAMPLES_GEN_AUTH_H
#define EARSHOT_SAMPLES_GEN_AUTH_H

#include "lib/text.h"
#include "samples/gen.h"

/**
 * gen_auth_identifier - @digits hexadecimal digits (at most 32) that belong to
 * the @nth @what of @call under the scenario's seed.
 */
struct slice gen_auth_identifier(struct gen *g, const struct gen_call *call,
	const char *what, unsigned nth, int digits);

/** gen_auth_keep - what is in @t, kept in the arena; @t is emptied. */
struct slice gen_auth_keep(struct gen *g, struct text *t);

/** gen_auth_challenge - a new challenge, as the header's value. */
struct slice gen_auth_challenge(struct gen *g, struct gen_call *call);

/**
 * gen_auth_answer - credentials for the last challenge, as the header's value.
 * @method: of the request they go with; @password: right or wrong
 * Source: RFC 2617 clause 3.2.2.
 */
struct slice gen_auth_answer(struct gen *g, struct gen_call *call,
	struct slice method, struct slice password);

#endif
