/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The score of a stream (or of an interval of it) as a monitor can give it, and
 * on what it rests. Unknown codec or codec without published figures: no score,
 * and the reason said.
 */
#ifndef EARSHOT_QUALITY_QUALITY_H
#define EARSHOT_QUALITY_QUALITY_H

#include "codecs/codec.h"
#include "lib/maybe.h"

enum quality_basis {
	QUALITY_RATED,    /* Ie and Bpl published: a score */
	QUALITY_NO_BPL,   /* Ie only: scored without loss, else unknown */
	QUALITY_NO_CODEC, /* the codec is not known */
	QUALITY_NO_IE,    /* the codec has no published Ie */
	QUALITY_WIDEBAND, /* not on the narrowband scale */
	QUALITY_NOT_AUDIO,
	QUALITY_TOO_SHORT, /* fewer than QUALITY_LEAST packets expected */
};

/* 1 s of 20 ms packets: below it loss in percent says nothing. */
#define QUALITY_LEAST 50

struct quality_input {
	const struct codec *codec; /* NULL: unknown */
	uint64_t expected, lost;   /* packets */
	struct maybe burst_r;      /* measured */
	struct maybe delay_ms;     /* one-way; unknown: Idd is left out */
};

struct quality {
	struct maybe r,
		mos; /* listening quality, no delay: MOS-LQE, scale NB */
	struct maybe ie_eff;
	struct maybe mos_cq; /* with delay; unknown when the delay is */
	/* The same if the receiver conceals nothing; known where that makes a
	 * published difference (G.711), else unknown: r and mos hold. */
	struct maybe r_low, mos_low;
	double burst_r_used;
	enum quality_basis basis;
};

/**
 * quality_rate - score what was measured.
 * @in: expected and lost packets, codec, and what else is known
 * Returns the score, or why there is none. Allocates: no.
 * Burst ratio as G.113 allows it: used only for codecs with Bpl >= 16, and at
 * most 2. Source: ITU-T G.107, G.113 App. I; docs/METRICS.md "MOS".
 */
struct quality quality_rate(const struct quality_input *in);

/** quality_basis_text - why there is (no) score, one short sentence. */
const char *quality_basis_text(enum quality_basis basis);

#endif
