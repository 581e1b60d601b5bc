/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The score of a stream (or of an interval of it) as a monitor can give it: on
 * which scale, on what it rests, and in which range the truth should lie. A codec
 * that is unknown or has no figures has no score, and the reason is said.
 */
#ifndef EARSHOT_QUALITY_QUALITY_H
#define EARSHOT_QUALITY_QUALITY_H

#include "codecs/codec.h"
#include "lib/maybe.h"

/* The scales, in the order of their bands; scores of two never meet. */
#define QUALITY_SCALES 3

enum quality_basis {
	QUALITY_RATED,    /* there is a score */
	QUALITY_NO_BPL,   /* Ie only: scored without loss, else unknown */
	QUALITY_NO_CODEC, /* the codec is not known */
	QUALITY_NO_IE,    /* the codec has no published Ie */
	QUALITY_NO_RATE,  /* the codec has, but not at this rate */
	QUALITY_NOT_AUDIO,
	QUALITY_TOO_SHORT, /* fewer than QUALITY_LEAST packets expected */
};

/* 1 s of 20 ms packets: below it loss in percent says nothing. */
#define QUALITY_LEAST 50

/* Whether the receiver hides lost packets, by its own word. */
enum concealment {
	CONCEALMENT_UNTOLD,
	CONCEALMENT_NONE,
	CONCEALMENT_SOME, /* standard, or better */
};

struct quality_input {
	const struct codec *codec; /* NULL: unknown */
	uint64_t expected, lost;   /* packets; lost: or discarded before playing */
	struct maybe burst_r;      /* measured */
	struct maybe delay_ms;     /* one-way; unknown: Idd is left out */
	struct codec_seen seen;    /* what may tell the rate of the codec */
	enum concealment concealment;
};

struct quality {
	enum codec_band band; /* of the scale: see quality_scale */
	enum quality_basis basis;
	enum figure_basis figures; /* of Ie, and of Bpl where packets were lost */
	bool rate_assumed;	   /* the rate is not the one that was seen */
	double rate_share; /* of the packets that told their rate, those of the
			      one that was rated; 1: all, or they do not tell */
	const struct codec_rating *rating; /* NULL: none */
	struct maybe r, mos; /* listening quality, no delay: MOS-LQE */
	struct maybe ie_eff;
	struct maybe mos_cq; /* with delay; unknown when the delay is */
	/* In here a listening score of the audio itself should lie. */
	struct maybe mos_low, mos_high;
	/* The same if the receiver conceals nothing; known where that makes a
	 * published difference (G.711) and the receiver did not say what it
	 * does; else unknown: r and mos hold. */
	struct maybe r_bare, mos_bare;
	enum concealment concealment; /* that r and mos rest on, as it was told;
					 UNTOLD also where it changes nothing */
	double burst_r_used;
};

/**
 * quality_rate - score what was measured.
 * @in: expected and lost packets, codec, and what else is known
 * Returns the score, or why there is none. Allocates: no.
 * Burst ratio as G.113 allows it: used only for codecs with Bpl >= 16, and at
 * most 2. Nothing arrived: MOS 1. Source: ITU-T G.107, G.107.1, G.107.2, G.113;
 * docs/METRICS.md "MOS".
 */
struct quality quality_rate(const struct quality_input *in);

/** quality_bpl - the robustness of @rating for a receiver that conceals as
 * @concealment says. */
const struct figure *quality_bpl(
	const struct codec_rating *rating, enum concealment concealment);

/** quality_scale - "NB", "WB" or "FB": the scale of the scores in @q. */
const char *quality_scale(const struct quality *q);

/** quality_mark - the letter that a table puts behind a MOS of another scale than
 * the narrowband one: "w", "f", or nothing. */
const char *quality_mark(const struct quality *q);

/** quality_basis_text - why there is (no) score, one short sentence. */
const char *quality_basis_text(enum quality_basis basis);

/**
 * quality_figures_word - on what the score rests: "published", "derived", or
 * "assumed" when the rate of the codec was not seen; NULL without a score.
 */
const char *quality_figures_word(const struct quality *q);

#endif
