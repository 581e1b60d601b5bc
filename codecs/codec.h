/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The static facts of each codec: how SDP and people call it, its RTP clock,
 * its frame, and what the E-model knows of it. One file per codec, one line in
 * codecs.def per name. How its payloads become samples is in codecs/decoder.h.
 */
#ifndef EARSHOT_CODECS_CODEC_H
#define EARSHOT_CODECS_CODEC_H

#include "codecs/decoder.h"
#include "lib/maybe.h"
#include "lib/slice.h"

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
	struct maybe ie;       /* equipment impairment, NB scale, ITU-T G.113 */
	struct maybe bpl;      /* packet-loss robustness, NB scale, G.113 */
	struct maybe bpl_bare; /* bpl if the receiver conceals nothing */
	const char *ie_source; /* where ie and bpl come from, and how sure */
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

/** codec_at - the @index-th codec of the list, NULL past its end. */
const struct codec *codec_at(size_t index);

#endif
