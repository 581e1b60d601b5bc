/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was heard in the voices, for the detectors that ask. Whether somebody
 * listened, and how, is not known here: app/ fills in the numbers when the voices
 * were decoded (--signal), and hands them to findings_build.
 */
#ifndef EARSHOT_DETECT_HEARD_H
#define EARSHOT_DETECT_HEARD_H

#include "calls/stream.h"
#include "lib/maybe.h"

#define HEARD_ONE_WAYS 4

/* A stream that carried nothing while the other direction was heard. */
struct heard_one_way {
	ns_t from, to;
	uint64_t first_frame, last_frame;
	bool whole;   /* from its first packet to its last */
	bool digital; /* the code of no signal */
	double other_s; /* so long the other one was heard */
};

enum heard_echo {
	HEARD_ECHO_UNKNOWN, /* too little was said, or it was not looked for */
	HEARD_ECHO_NONE,
	HEARD_ECHO_FOUND,
	HEARD_ECHO_LOOP, /* all of it came back, not weaker */
};

struct heard {
	const struct stream *stream; /* NULL: nobody listened to it */
	const char *why; /* it could not be measured; NULL: it was */
	double speech_s; /* that something was active (ITU-T P.56) */
	struct maybe active_dbov, peak_dbov;
	double clipped_pct; /* of the samples */
	uint64_t clips;	    /* runs of them */
	const struct stream *partner; /* the other direction; NULL: none */
	struct maybe both_s, either_s; /* both directions had sound, one had */
	struct heard_one_way one_ways[HEARD_ONE_WAYS];
	unsigned one_way_count;
	enum heard_echo echo; /* of the partner's sound in this stream */
	bool echo_sure;
	double echo_ms;
	struct maybe echo_weaker_db;
};

/* One entry a stream, by its number, less 1. */
struct heard_all {
	struct heard *list;
	size_t count;
};

struct detecting;

/**
 * heard_voice - what was heard in @stream, a voice. NULL where that is not known,
 * and the reason was given to @d; or @stream is no voice of a call.
 */
const struct heard *heard_voice(
	struct detecting *d, const struct stream *stream);

/** heard_put - append "The voice of call 3 from 10.0.0.1:4000 to ..." for @stream
 * to the text of @d. */
void heard_put(struct detecting *d, const struct stream *stream);

#endif
