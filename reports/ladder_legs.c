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

/* Rows of a ladder, by frame. */
struct lookup {
	struct ladder *ladder;
	const struct conversation *group;
};

static void note_dwell(void *context, const struct dwell *dwell)
{
	const struct lookup *l = context;

	if (dwell_own(dwell->kind) || dwell->call->conversation != l->group) {
		return;
	}
	for (size_t i = 0; i < l->ladder->row_count; i++) {
		struct ladder_row *row = &l->ladder->rows[i];
		if (row->message && row->frame == dwell->frame_out &&
			row->ts == dwell->ts) {
			row->kept_known = true;
			row->kept = dwell->delay;
			row->kept_since = dwell->frame_in;
			return;
		}
	}
}

void ladder_transits(struct ladder *ladder, const struct book *book)
{
	struct lookup l = {ladder, NULL};

	if (ladder->row_count) {
		l.group = ladder->rows[0].call->conversation;
		dwell_each(book, note_dwell, &l);
	}
}

int ladder_select(const struct report_input *input,
	const struct report_options *options, const struct call **ret,
	const struct book **ret_book, struct err *err)
{
	const struct joining *all = &input->book->joining;
	const struct conversation *c = all->conversations;

	*ret_book = options->legs || options->conversation ? input->book : NULL;
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

const struct call *ladder_next(const struct report_input *input,
	const struct call *only, const struct book *book,
	const struct call *call)
{
	const struct call *c = report_call_next(input, only, call);

	while (c && book && !only && c->leg > 1) {
		c = report_call_next(input, only, c);
	}
	return c;
}

void ladder_title(struct text *t, const struct call *call,
	const struct book *book, size_t columns)
{
	if (book && call->conversation) {
		tale_title(t, call->conversation);
	} else {
		format_title(t, call, columns);
	}
}
