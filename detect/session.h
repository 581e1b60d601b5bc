/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What detectors ask about the session descriptions of a call: what the two
 * sides agreed on first, and lists of codecs as text.
 */
#ifndef EARSHOT_DETECT_SESSION_H
#define EARSHOT_DETECT_SESSION_H

#include "calls/call.h"
#include "lib/text.h"

/* The first offer with an answer that has audio with a port on both sides. */
struct session {
	const struct exchange *exchange; /* NULL: there is none */
	const struct media_line *caller, *callee; /* the audio line of each */
};

/** session_of - what was agreed first in @call; @ret: filled. */
void session_of(const struct call *call, struct session *ret);

/** session_has - true when a description of @call has a line of @type that is
 * switched on. */
bool session_has(const struct call *call, enum sdp_type type);

/** session_is_codec - true when @format carries voice, video or fax, as
 * far as is known, and not digits, noise or redundancy. */
bool session_is_codec(const struct media_format *format);

/** session_audio - the next line of @d behind @after (NULL: from the first)
 * that is audio; NULL at the end, or when @d is NULL. */
const struct media_line *session_audio(
	const struct description *d, const struct media_line *after);

/** session_put - append the voice codecs of @line, each once: "G722, PCMA". */
void session_put(struct text *t, const struct media_line *line);

/** session_common - append the voice codecs that stand in @a and in @b, each
 * once; returns how many. @t: where to */
unsigned session_common(struct text *t, const struct media_line *a,
	const struct media_line *b);

/** session_put_name - append the codec of @stream: its name in SDP, or its
 * payload type. @t: where to */
void session_put_name(struct text *t, const struct stream *stream);

/** session_loopback - true when @ip means the host itself: 127.0.0.0/8, ::1. */
bool session_loopback(const struct addr *ip);

/** session_voice - true when @stream carries voice of a call whose signalling is
 * known: bound by SDP, no stranger's, no second sighting. */
bool session_voice(const struct stream *stream);

#endif
