/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a call should have had voice both ways, which is what its absence is
 * judged against: it was answered in this capture, it talked long enough, both
 * sides agreed to send and to receive, and nobody was put on hold meanwhile.
 */
#ifndef EARSHOT_DETECT_VOICE_H
#define EARSHOT_DETECT_VOICE_H

#include "detect/detector.h"
#include "detect/session.h"

/**
 * voice_expected - should @call have had voice in both directions?
 * @ret: what was agreed, when it should
 * @ret_why: set to a constant when it cannot be judged; else left alone: the
 *     question does not arise
 */
bool voice_expected(struct detecting *d, const struct call *call,
	struct session *ret, const char **ret_why);

/** voice_speaks - true when @call speaks for its talk: the leg that is shown
 * where one finding for all legs is enough. */
bool voice_speaks(const struct call *call);

/** voice_concerns - @finding concerns the answered legs of the talk of @call. */
void voice_concerns(struct detecting *d, struct finding *finding,
	const struct call *call);

#endif
