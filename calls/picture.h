/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of a video stream: every payload format of video sets the marker on
 * the last packet of one. Losses take markers with them, so a picture rate is
 * the least there was.
 */
#ifndef EARSHOT_CALLS_PICTURE_H
#define EARSHOT_CALLS_PICTURE_H

#include "dissect/packet.h"
#include "lib/maybe.h"

struct stream;

struct pictures {
	uint32_t count; /* packets with the marker */
	ns_t first, last;
	ns_t pause; /* the longest between two */
	uint64_t pause_frame;
};

/** picture_end - @packet of @stream, with the marker, ends a picture if the
 * stream is one of video. */
void picture_end(struct stream *stream, const struct packet *packet);

/** picture_rate - pictures a second by @p; unknown below two.
 * Source: RFC 6184 clause 5.1, RFC 7741 clause 4.1 (marker). */
struct maybe picture_rate(const struct pictures *p);

#endif
