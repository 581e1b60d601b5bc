/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What reports derive from calls and streams: the codec of a call, its lowest
 * score, the exchange that set up its media, and the totals of the book. Every
 * report takes them from here, so text, JSON and CSV cannot disagree.
 */
#ifndef EARSHOT_REPORTS_FACTS_H
#define EARSHOT_REPORTS_FACTS_H

#include "calls/book.h"

#define FACTS_STATES (CALL_FAILED + 1)

struct facts {
	uint64_t calls, by_state[FACTS_STATES];
	uint64_t attempts; /* of calls/ledger.h: whose outcome was seen */
	uint64_t registrations, streams, concurrent_max;
	/* of the streams on each scale, by their band; scales never mix */
	struct maybe mos_min[QUALITY_SCALES], mos_mean[QUALITY_SCALES];
	struct maybe asr_pct; /* answered of the attempts */
	struct maybe
		ner_pct;    /* answered, busy, not taken, given up, declined */
	struct maybe acd_s; /* mean talk of completed calls */
	struct maybe pdd_ms_mean;
};

/**
 * facts_of - totals of a finished book.
 * @ret: filled; untouched on failure
 * Returns 0, or -1 when memory is exhausted. Source: ITU-T E.425 (ASR, NER).
 */
int facts_of(const struct book *book, struct facts *ret);

/** facts_audio - true when the stream carried audio, as far as is known. */
bool facts_audio(const struct stream *stream);

/**
 * facts_codec - encoding name of the call's codec: of its audio stream with
 * most packets, else the first one both sides named. Absent when unknown.
 */
struct slice facts_codec(const struct call *call);

/**
 * facts_worst - the stream with the lowest MOS of those on the narrowest scale
 * that one of the call's streams is rated on, or NULL when none has a MOS.
 */
const struct stream *facts_worst(const struct call *call);

/** facts_worst_on - the same of those on the scale of @band alone. */
const struct stream *facts_worst_on(
	const struct call *call, enum codec_band band);

/** facts_answer - the answer's line to line @i of the offer, or NULL. */
const struct media_line *facts_answer(const struct exchange *x, uint16_t i);

/**
 * facts_open - true when @call was answered and no end of it was seen: its
 * duration is then the least it can have been.
 */
bool facts_open(const struct call *call);

/**
 * facts_secure - how the audio of the call is protected, by its SDP.
 * @ret: the answer; untouched when there is none
 * Returns false when no SDP tells.
 */
bool facts_secure(const struct call *call, enum media_security *ret);

/** facts_carries - true when @stream goes to or comes from @line. */
bool facts_carries(const struct stream *stream, const struct media_line *line);

/**
 * facts_direction - direction of the media as seen by the offerer.
 * @answer: NULL: what the offer alone says
 */
enum sdp_direction facts_direction(
	const struct media_line *offer, const struct media_line *answer);

/** facts_event_type - payload type of telephone-event in @line, or -1. */
int facts_event_type(const struct media_line *line);

#endif
