/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ladder of a conversation: the rows of all its legs in one order of time,
 * so that what the server between received and sent stands side by side, with
 * the time that it kept each message (calls/dwell.h).
 */
#include "reports/ladder.h"

#include "calls/dwell.h"
#include "reports/format.h"
#include "reports/tale.h"

#include <stdlib.h>

static void note_dwell(void *context, const struct dwell *dwell)
{
	struct ladder *ladder = context;

	if (dwell_own(dwell->kind)) {
		return;
	}
	for (size_t i = 0; i < ladder->row_count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		if (row->message && row->frame == dwell->frame_out &&
			row->ts == dwell->ts) {
			row->kept_known = true;
			row->kept = dwell->delay;
			row->kept_since = dwell->frame_in;
			return;
		}
	}
}

void ladder_transits(
	struct ladder *ladder, const struct conversation *conversation)
{
	for (const struct call *c = conversation->legs; c; c = c->next_leg) {
		dwell_call(c, note_dwell, ladder);
	}
}

int ladder_select(const struct report_input *input,
	const struct report_options *options, const struct call **ret,
	bool *ret_legs, struct err *err)
{
	const struct joining *all = &input->book->joining;
	const struct conversation *c = all->conversations;

	*ret_legs = options->legs || options->conversation;
	if (!options->conversation) {
		return report_select(input, options->select, ret, err);
	}
	if (options->select) {
		return err_set(err, "--conversation and --call exclude each "
				    "other: --legs shows a call with its legs");
	}
	while (c && c->id != options->conversation) {
		c = c->next;
	}
	if (!c) {
		return err_set(err, "there is no conversation %u: there %s %u",
			(unsigned)options->conversation,
			all->count == 1 ? "is" : "are", (unsigned)all->count);
	}
	*ret = c->legs;
	return 0;
}

/* With all legs in one ladder the first leg that is to be shown brings it. */
static bool shown_before(
	const struct report_input *input, const struct call *call)
{
	const struct call *c =
		call->conversation ? call->conversation->legs : call;

	while (c != call && !report_shows(input, NULL, c)) {
		c = c->next_leg;
	}
	return c != call;
}

const struct call *ladder_next(const struct report_input *input,
	const struct call *only, bool legs, const struct call *call)
{
	const struct call *c = report_call_next(input, only, call);

	while (c && legs && !only && shown_before(input, c)) {
		c = report_call_next(input, only, c);
	}
	return c;
}

void ladder_title(
	struct text *t, const struct call *call, bool legs, size_t columns)
{
	if (legs && call->conversation) {
		tale_title(t, call->conversation);
	} else {
		format_title(t, call, columns);
	}
}
