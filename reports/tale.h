/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The story of a call or a conversation in sentences (calls/story.h). */
#ifndef EARSHOT_REPORTS_TALE_H
#define EARSHOT_REPORTS_TALE_H

#include "calls/story.h"
#include "reports/report.h"

/**
 * tale_event - @e of @story as one sentence with its frames, without its time.
 * @t: where to; @input: for the names of several files
 */
void tale_event(struct text *t, const struct report_input *input,
	const struct story *story, const struct story_event *e);

/**
 * tale_call - the events of @call alone, as lines of its block in the text
 * report; nothing when its other lines say it all.
 * Returns 0, or -1 with @err. @out: where to; @input: times; @options: width
 */
int tale_call(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call,
	struct err *err);

/**
 * tale_conversation - one block about @group: who called whom through whom, by which rules
 * the legs belong together, and what happened.
 * Returns 0, or -1 with @err. @out: where to; @input: times; @options: width
 */
int tale_conversation(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct conversation *group,
	struct err *err);

/**
 * tale_title - "Conversation 1: 6022 -> 6012 through 10.0.0.2, 2 legs".
 * @t: where to; @group: the conversation
 */
void tale_title(struct text *t, const struct conversation *group);

#endif
