/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nobody listened is a reason, not an answer. */
#include "detect/heard.h"

#include "detect/detector.h"
#include "detect/session.h"

const struct heard *heard_voice(
	struct detecting *d, const struct stream *stream)
{
	if (!session_voice(stream)) {
		return NULL;
	}
	if (!d->heard) {
		detect_skip(d, N_("the voice was not decoded; --signal does"));
		return NULL;
	}
	const struct heard *h =
		stream->id >= 1 && stream->id <= d->heard->count
			? &d->heard->list[stream->id - 1]
			: NULL;
	if (!h || !h->stream) {
		detect_skip(d, N_("nobody listened to it"));
		return NULL;
	}
	if (h->why) {
		detect_skip(d, h->why);
		return NULL;
	}
	return h;
}

void heard_put(struct detecting *d, const struct stream *stream)
{
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];

	text_printf(&d->text, _("In call %u the voice from %s to %s "),
		(unsigned)stream->call->id, endpoint_text(&stream->src, from),
		endpoint_text(&stream->dst, to));
}
