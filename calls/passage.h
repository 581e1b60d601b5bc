/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream that was seen at several points: which packets passed both of two
 * points, which were lost between them, and how long they took.
 *
 *   sender --(lost before A)-- A --(lost between)-- B --(lost after B)--
 * receiver
 *
 * Streams are taken for the same when they carry the same SSRC and one packet
 * with the same sequence number and timestamp passes both within some seconds.
 * Addresses may differ: NAT, or a relay that keeps the header. Each stream
 * keeps a ring of its last arrivals, so that matching a packet costs one look
 * into the ring of each other sighting.
 *
 * Nothing of this is done, nor allocated, while there is one point only.
 */
#ifndef EARSHOT_CALLS_PASSAGE_H
#define EARSHOT_CALLS_PASSAGE_H

#include "calls/stream.h"
#include "quality/transit.h"

struct book;
struct packet;
struct rtp;

/* Between two sightings that follow each other on the way. */
struct passage {
	struct passage *next; /* all of the book */
	struct stream *from;  /* nearer to the sender */
	struct stream *to;    /* NULL: no packet of it came so far */
	uint8_t to_point;
	uint64_t both;   /* packets seen at both */
	uint64_t lost;   /* seen at `from` only, while `to` listened */
	uint64_t missed; /* seen at `to` only, while `from` listened: its
			    capture missed them, or they took another way */
	struct transit *transit; /* delays, by the common clock; or NULL */
};

struct passages;

/** passages_destroy - free all; NULL is allowed. */
void passages_destroy(struct passages *p);

/**
 * passage_packet - @packet of @stream, whose header is @rtp, was accounted for.
 * Only called when the book has several points. Allocates: for a new stream.
 */
void passage_packet(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp);

/** passage_forget - @stream is about to be dropped. */
void passage_forget(struct book *book, struct stream *stream);

/** passages_finish - conclude: fill the list, and what streams know of it. */
void passages_finish(struct book *book);

/** passages_first - the first passage of the finished @book, or NULL. */
const struct passage *passages_first(const struct book *book);

#endif
