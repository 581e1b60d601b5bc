/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The static facts of each codec: how SDP and people call it, its RTP clock,
 * its frame, and what the E-model knows of it. One file per codec, one line in
 * codecs.def per name. How its payloads become samples is in codecs/decoder.h.
 */
#ifndef EARSHOT_CODECS_CODEC_H
#define EARSHOT_CODECS_CODEC_H

#include "codecs/decoder.h"
#include "lib/slice.h"

#include <stdbool.h>

enum codec_kind {
	CODEC_AUDIO,
	CODEC_VIDEO,
	CODEC_EVENT,     /* telephone-event, tone: RFC 4733 */
	CODEC_NOISE,     /* comfort noise: RFC 3389 */
	CODEC_REDUNDANT, /* RED, ulpfec, rtx */
	CODEC_FAX,
};

enum codec_band {
	BAND_NARROW, /* E-model scale NB: ITU-T G.107 */
	BAND_WIDE,   /* WB: G.107.1 */
	BAND_FULL,   /* super-wideband and fullband: G.107.2 */
};

/* How sure a figure of the E-model is. */
enum figure_basis {
	FIGURE_UNKNOWN,	  /* nobody published one: no score rests on it */
	FIGURE_DERIVED,	  /* ours, from a source that is named */
	FIGURE_PUBLISHED, /* ITU-T G.113, read through what cites it */
};

struct figure {
	double v; /* 0 when unknown */
	enum figure_basis basis;
};

#define FIGURE_NONE {0, FIGURE_UNKNOWN}

/* What the E-model knows of a codec at one rate, on the scale of its band. */
struct codec_rating {
	uint32_t bitrate;	/* bit/s; 0: of the codec whatever its rate */
	struct figure ie;	/* equipment impairment, 0..95 (FB 0..132) */
	struct figure bpl;	/* packet-loss robustness, above 0 */
	struct figure bpl_bare; /* the same if the receiver conceals nothing */
	struct figure ie_other; /* ie by the other table of listening: one ear
				   for two, or two for one */
	const char *source;	/* where they come from, and how sure */
};

/* Different sizes of packets that are told apart; AMR-WB has nine rates. */
#define CODEC_SIZES 12

/* Audio packets of one payload size. */
struct codec_size {
	uint64_t packets;
	double ptime_ms; /* media time of one; 0: unknown */
	uint32_t bytes;
};

/* What was seen of a stream that may tell its rate. */
struct codec_seen {
	struct slice fmtp;	/* of its SDP; absent: none */
	uint32_t payload_bytes; /* of its last audio packet; 0: none */
	uint32_t payload_most;	/* of its largest audio packet; 0: none */
	double ptime_ms;	/* media time of a packet; 0: unknown */
	struct codec_size sizes[CODEC_SIZES]; /* of all its audio packets */
	unsigned size_count; /* 0: not counted */
};

/* The rating that holds for a stream. */
struct codec_rated {
	const struct codec_rating *rating; /* NULL: the codec has none */
	bool assumed; /* the rate was not seen: the codec's first one */
	double share; /* of the packets that told their rate, those of this one;
			 1: all, or none was counted */
};

struct codec {
	const char *name;    /* SDP encoding name: "PCMA" */
	const char *title;   /* for people: "G.711 A-law" */
	const char *label;   /* short, as in ladder diagrams: "g711A" */
	const char *aliases; /* other names, blank separated: "G.711A alaw" */
	enum codec_kind kind;
	enum codec_band band;
	int static_pt;         /* RFC 3551 table 4 and 5; -1: dynamic only */
	uint32_t clock_hz;     /* RTP clock; 0: as stated in the SDP */
	uint32_t sample_hz;    /* of the audio (G.722: 16000, RTP clock 8000) */
	double frame_ms;       /* one frame; 0: sample based or variable */
	uint32_t bitrate;      /* bit/s; 0: variable */
	/* of the E-model; the first is the one taken when the rate is not known */
	const struct codec_rating *ratings;
	size_t rating_count; /* 0: no figures, no score */
	/* The rate that packets of @payload_bytes have, 0 when they do not tell;
	 * NULL: no need to ask. */
	uint32_t (*rate)(const struct codec_seen *seen, uint32_t payload_bytes);
	const char *source;    /* RFC or ITU-T of the payload format */
	const struct decoder_kind *decoder; /* NULL: there is none */
};

#define CODEC(name) extern const struct codec codec_##name;
#include "codecs/codecs.def"
#undef CODEC

/**
 * codec_by_name - the codec of an SDP encoding name or of a name people use
 * ("PCMA", "G.711A", "g729", "G.729A"); without case. NULL when unknown.
 */
const struct codec *codec_by_name(struct slice name);

/**
 * codec_by_rtpmap - as codec_by_name, and of several codecs of that name (DVI4,
 * L16, speex) the one with RTP clock @clock_hz; the first when none has it.
 */
const struct codec *codec_by_rtpmap(struct slice name, uint32_t clock_hz);

/** codec_by_static_pt - the codec of a static payload type, or NULL. */
const struct codec *codec_by_static_pt(uint8_t payload_type);

/**
 * codec_rated - what holds of @codec for a stream of which @seen was seen; its
 * rate is told by the size of its packets, or by its fmtp; of several rates that of
 * most packets. Constant time.
 */
struct codec_rated codec_rated(
	const struct codec *codec, const struct codec_seen *seen);

/** codec_rating_at - the rating of @codec at @bitrate bit/s, to 1 %; NULL when
 * it has none. */
const struct codec_rating *codec_rating_at(
	const struct codec *codec, uint32_t bitrate);

/** codec_size_rate - bit/s of @codec in the packets @size of a stream of which
 * @seen was seen; 0: they do not tell. @codec has rates. */
uint32_t codec_size_rate(const struct codec *codec,
	const struct codec_seen *seen, const struct codec_size *size);

/** codec_frames - frames of @frame_ms in a packet of @seen; 1 when not known. */
uint32_t codec_frames(const struct codec_seen *seen, double frame_ms);

/** codec_param - the value of @name in the parameters @fmtp ("a=1; b=2"); absent
 * when it is not there. */
struct slice codec_param(struct slice fmtp, const char *name);

/** codec_at - the @index-th codec of the list, NULL past its end. */
const struct codec *codec_at(size_t index);

#endif
