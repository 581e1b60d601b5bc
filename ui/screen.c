/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of screens, and what they share. */
#include "ui/screen.h"

#include "calls/book.h"

static const struct screen *const screens[] = {
#define SCREEN(name) &screen_##name,
#include "ui/screens.def"
#undef SCREEN
};

const struct screen *screen_at(size_t i)
{
	return i < COUNT_OF(screens) ? screens[i] : NULL;
}

const struct screen *screen_find(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(screens); i++) {
		if (slice_is(name, screens[i]->name)) {
			return screens[i];
		}
	}
	return NULL;
}

struct screen_call screen_call_of(const struct call *call)
{
	return (struct screen_call){call->hash, call->messages
			? call->messages->ts
			: call->first_ts};
}

const struct call *screen_call_in(
	const struct book *book, const struct screen_call *who)
{
	for (const struct call *c = book->calls; c; c = c->next) {
		if (c->hash == who->hash &&
			screen_call_of(c).first_ts == who->first_ts) {
			return c;
		}
	}
	return NULL;
}

struct screen_stream screen_stream_of(const struct stream *stream)
{
	return (struct screen_stream){stream->stat.first_frame, stream->ssrc,
		stream->capture};
}

bool screen_stream_is(
	const struct stream *stream, const struct screen_stream *who)
{
	return stream->stat.first_frame == who->frame &&
	       stream->ssrc == who->ssrc && stream->capture == who->capture;
}

const struct stream *screen_stream_in(
	const struct book *book, const struct screen_stream *who)
{
	const struct stream *s = who->frame ? book->streams : NULL;

	while (s && !screen_stream_is(s, who)) {
		s = s->next;
	}
	return s;
}

struct slice screen_keep(struct view *view, struct text *t)
{
	struct slice s = arena_copy(&view->arena, text_slice(t));

	text_finish(t);
	return s.p ? s : SLICE("");
}
