/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of all ladders as a table for scripts and for comparing. */
#include "reports/format.h"
#include "reports/ladder.h"
#include "reports/points.h"
#include "reports/report.h"

/* The point's own time of the row, in the clock of all; empty: not seen. */
static void put_seen(struct text *out, const struct report_input *input,
	const struct ladder_row *row)
{
	ns_t at;

	for (unsigned k = 0; points_several(input) && k < input->point_count;
		k++) {
		text_puts(out, ",");
		if (ladder_seen(row, k, &at)) {
			format_relative(out, at, input->origin,
				report_nanoseconds(input));
		}
	}
}

static void put_head(struct text *out, const struct report_input *input)
{
	text_puts(out, "call,time,src,sport,dst,dport,label,comment");
	for (unsigned k = 0; points_several(input) && k < input->point_count;
		k++) {
		struct text name = {0};
		text_puts(&name, "at ");
		points_name(&name, input, k);
		text_puts(out, ",");
		format_csv(out, text_slice(&name));
		text_finish(&name);
	}
	text_puts(out, "\n");
}

static void put_row(struct text *out, const struct report_input *input,
	const struct ladder_row *row)
{
	struct text cell = {0};
	char src[ADDR_TEXT];
	char dst[ADDR_TEXT];

	text_printf(out, "%u,", (unsigned)row->call->id);
	format_relative(out, row->ts, input->origin, report_nanoseconds(input));
	text_printf(out, ",%s,%u,%s,%u,", addr_text(&row->src.ip, src),
		row->src.port, addr_text(&row->dst.ip, dst), row->dst.port);
	ladder_label(&cell, row);
	format_csv(out, text_slice(&cell));
	text_puts(out, ",");
	text_clear(&cell);
	ladder_comment(&cell, row);
	format_csv(out, text_slice(&cell));
	put_seen(out, input, row);
	text_puts(out, "\n");
	out->failed = out->failed || cell.failed;
	text_finish(&cell);
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	bool legs;
	const struct call *only;

	if (ladder_select(input, options, &only, &legs, err) != 0) {
		return -1;
	}
	put_head(out, input);
	for (const struct call *c = ladder_next(input, only, legs, NULL); c;
		c = ladder_next(input, only, legs, c)) {
		struct ladder ladder;
		if (ladder_build(&ladder, c, legs, NULL, err) != 0) {
			return -1;
		}
		for (size_t i = 0; i < ladder.row_count; i++) {
			put_row(out, input, &ladder.rows[i]);
		}
		ladder_finish(&ladder);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

const struct report report_ladder_csv = {
	.name = "csv",
	.title = "one row a message or stream",
	.write = write,
};
