/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is in the sound of the streams: the answer to "I cannot hear them", "they
 * cannot hear me" and "I hear myself". It is made on demand, in a second pass
 * over the packets, when the book of the first one knows which streams there are,
 * of which codec, and which two are the directions of one conversation.
 *
 *   second pass --hearings_row--> voice (order, time, decoding)
 *                                  |--> level, silence, DTMF of each stream
 *                                  '--> echo of each pair
 *
 * Memory: what is worked with lives from a stream's first packet to its last;
 * what is found stays.
 */
#ifndef EARSHOT_AUDIO_HEARING_H
#define EARSHOT_AUDIO_HEARING_H

#include "audio/echo.h"
#include "audio/level.h"
#include "audio/voice.h"
#include "calls/book.h"

/* Kept of one stream; more are counted. */
#define HEARING_SILENCES 16
#define HEARING_DIGITS	64
/* Streams looked through for echo at one time. */
#define HEARING_PAIRS 256
/* Seconds from which silence is a stretch that is kept. */
#define HEARING_STRETCH_S 5

enum hearing_state {
	HEARING_MEASURED,
	HEARING_ENCRYPTED, /* its SDP says so */
	HEARING_SCRAMBLED, /* nothing says so, but payloads hold more than their
			     time: encrypted, or of another codec */
	HEARING_UNDECODED, /* `why` */
	HEARING_EMPTY,	  /* its packets held no sound: `why` */
};

/* A stretch of time in which packets came and held nothing to hear. */
struct hearing_silence {
	ns_t from, to;
	uint64_t first_frame, last_frame;
	bool digital;	     /* the code of no signal, not a quiet room */
	struct maybe other_s; /* so long was the other direction heard then;
				 unknown: there is none */
};

struct hearing_digit {
	char digit;
	ns_t at;
	uint64_t frame;
	double duration_ms, low_dbov, high_dbov;
	bool beside_event; /* the same one came as RFC 4733 event, too */
};

struct hearing {
	const struct stream *stream;
	enum hearing_state state;
	const char *why; /* of UNDECODED, EMPTY; else of what was left out */
	struct voice_counts counts;
	double sound_s; /* decoded */
	struct level level;
	uint64_t silence_count;
	double silence_longest_s;
	struct hearing_silence silences[HEARING_SILENCES];
	uint64_t digit_count, digits_beside;
	struct hearing_digit digits[HEARING_DIGITS];
	struct maybe noise_dbov; /* the last comfort noise's level */
	/* windows of sound in each second since the first packet */
	uint8_t *seconds;
	size_t second_count;
	struct hearing *partner; /* the other direction; NULL: none */
	bool echo_looked;	/* for its partner's sound coming back in it */
	const char *echo_why;	/* it was not looked for */
	struct echo_result echo;
};

/* One direction of a call that carries nothing while the other one speaks. */
struct hearing_one_way {
	const struct hearing *silent, *heard;
	ns_t from, to;
	uint64_t first_frame, last_frame;
	bool whole;   /* it never carried anything */
	bool digital;
	double other_s; /* so long the other one was heard */
};

struct hearings;

/**
 * hearings_create - prepare to listen to streams of @book.
 * @only: to those of this call; NULL: to all
 * Returns NULL when memory ran out; free with hearings_destroy.
 */
struct hearings *hearings_create(
	const struct book *book, const struct call *only);

/**
 * hearings_row - a packet of the second pass. The streams of its book are found
 * again by their order of discovery, which is the same.
 * @context: the struct hearings; @row: the packet's; @rtp: what it holds
 */
void hearings_row(void *context, const struct book_row *row,
	const struct rtp *rtp);

/** hearings_finish - the second pass is over: conclude. */
void hearings_finish(struct hearings *hearings);

/** hearings_destroy - free all; NULL is allowed. */
void hearings_destroy(struct hearings *hearings);

/** hearings_of - what is known of @stream; NULL: it was not listened to. */
const struct hearing *hearings_of(
	const struct hearings *hearings, const struct stream *stream);

/**
 * hearings_one_way - the @index-th time that @hearing carried nothing while its
 * partner was heard. @ret: filled when true is returned
 */
bool hearings_one_way(const struct hearing *hearing, size_t index,
	struct hearing_one_way *ret);

/**
 * hearings_together - how long @hearing and its partner had sound at once, and
 * how long one of them had, seconds. Within each second the windows of both are
 * taken to overlap as little as they can, so the first is a lower bound but for
 * the fraction of a second by which the two began apart.
 * @ret_both, @ret_either: unknown without a partner that was measured
 */
void hearings_together(const struct hearing *hearing, struct maybe *ret_both,
	struct maybe *ret_either);

/** hearing_state_text - in words, to follow "not measured: "; else NULL. */
const char *hearing_state_text(const struct hearing *hearing);

#endif
