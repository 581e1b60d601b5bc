/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rhythm of a video stream's pictures. */
#include "calls/picture.h"

#include "calls/stream.h"

void picture_end(struct stream *stream, const struct packet *packet)
{
	const struct codec *codec = stream->type ? stream->type->codec : NULL;
	struct pictures *p = &stream->pictures;

	if (!codec || codec->kind != CODEC_VIDEO) {
		return;
	}
	if (p->count++ == 0) {
		p->first = packet->ts;
	} else if (packet->ts - p->last > p->pause) {
		p->pause = packet->ts - p->last;
		p->pause_frame = packet->frame;
	}
	p->last = packet->ts;
}

struct maybe picture_rate(const struct pictures *p)
{
	double s = (double)(p->last - p->first) / 1e9;

	return p->count > 1 && s > 0 ? maybe_of((p->count - 1) / s)
				     : MAYBE_UNKNOWN;
}
