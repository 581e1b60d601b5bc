/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many streams suffer from one cause. Where most of what one host sends is bad,
 * and only a little of what each of its peers receives, it is that host; and the
 * other way round. So all streams that were judged are gathered, the good ones
 * too, and each bad one is laid at the end where the larger share is bad:
 *
 *     phone 1 --bad--.                      1 of 1 of phone 1, 3 of 3 to the
 *     phone 2 --bad---> PBX --good--> ...   PBX: the way to the PBX is bad
 *     phone 3 --bad--'
 *
 * What a relay passes on is bad since before the relay, and counts there.
 */
#ifndef EARSHOT_DETECT_BLAME_H
#define EARSHOT_DETECT_BLAME_H

#include "detect/detector.h"

struct blame_case {
	const struct stream *stream;
	const struct stream *cause; /* where it is bad first: a relay's source */
	double value;		    /* the larger the worse */
	enum severity severity;
	bool bad;
	bool sends; /* set by blame_raise: it is its sender, else receiver */
	struct addr host; /* likewise */
};

/* The bad streams of one host. */
struct blame_group {
	const struct blame_case *cases; /* the worst first */
	size_t count;
	bool both;
};

struct blame {
	struct blame_case *cases;
	size_t count, cap;
	bool both;   /* direction does not matter: set before blame_raise */
	bool failed; /* memory ran out: some are missing */
};

/* How bad a stream is; 0: not at all, or not known. */
typedef double blame_of(const struct stream *stream);
/* What a detector says about a group: its sentence into d->text. */
typedef void blame_say(struct detecting *d, const struct blame_group *group);
/* The frames that prove a case. */
typedef void blame_frames(struct finding *f, const struct blame_case *c);

/**
 * blame_fits - can the quality of @stream be judged? It is media that is heard,
 * long enough (quality.s, quality.packets). If not, the reason was given, unless
 * the question does not arise.
 */
bool blame_fits(struct detecting *d, const struct stream *stream);

/** blame_audio - as blame_fits, and @stream is no video. */
bool blame_audio(struct detecting *d, const struct stream *stream);

/**
 * blame_cause - the stream from which @stream has its badness: up its way, over
 * relays and observation points, as far as at least half of it was there.
 * @of: how bad another stream is, in the unit of @value
 */
const struct stream *blame_cause(
	const struct stream *stream, double value, blame_of *of);

/** blame_good - @stream was judged, and is in order. Allocates: in @b. */
void blame_good(struct detecting *d, struct blame *b,
	const struct stream *stream);

/** blame_bad - @stream was judged and is bad by @value, of @severity, which goes
 * back to @cause (or is its own). Allocates: in @b. */
void blame_bad(struct blame *b, const struct stream *stream,
	const struct stream *cause, enum severity severity, double value);

/**
 * blame_raise - raise one finding for each host, and free @b.
 * @limit: of the threshold; @unit: of the values, NULL: @frames tells what was
 *     measured; @say: writes the sentence
 */
void blame_raise(struct detecting *d, struct blame *b, double limit,
	const char *unit, blame_say *say, blame_frames *frames);

/** blame_put - begin a sentence about @group: "In call 3 the stream from A to B
 * (PCMA)", after how many there are when there are several. */
void blame_put(struct text *t, const struct blame_group *group);

/** blame_codec - the codec of @stream in words, its payload type else. */
void blame_codec(struct text *t, const struct stream *stream);

#endif
