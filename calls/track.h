/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a stream: track.c counts its packets, track_end.c ends it. Private
 * to this folder, part of parts.h. */
#ifndef EARSHOT_CALLS_TRACK_H
#define EARSHOT_CALLS_TRACK_H

#include "calls/book.h"

/** track_media - account for @packet of @flow, whose RTP header is @rtp. */
void track_media(struct book *book, struct flow *flow,
	const struct packet *packet, const struct rtp *rtp);

/** track_resolve - look up codec and clock of the stream's types anew. */
void track_resolve(struct stream *stream);

/** track_close - the stream gets no more packets from its flow. */
void track_close(struct stream *stream);

/** track_drop - take @stream out of the book and free it. */
void track_drop(struct book *book, struct stream *stream);

/** track_settle - a type's packets are those of the stream while it stayed the
 * same: account for those of the last one. */
void track_settle(struct stream *stream);

/** track_finish - conclude the stream's figures. */
void track_finish(struct book *book, struct stream *stream);

#endif
