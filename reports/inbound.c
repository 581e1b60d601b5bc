/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All calls from outside, sorted by what makes a row; each row is told once. */
#include "reports/inbound.h"

#include "calls/capacity.h"
#include "calls/inbound.h"
#include "reports/format.h"

#include <inttypes.h>
#include <stdlib.h>

/* Rows that the text shows. */
#define ROWS_MOST 40
/* Rows that JSON has. */
#define RECORDS_MOST 1000

#define HOUR CAPACITY_HOUR

struct rows {
	struct inbound *list;
	size_t count, cap;
};

static int compare(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;

	return d ? d : (a.n > b.n) - (a.n < b.n);
}

/* What makes two calls one row. */
static int row_order(const struct inbound *a, const struct inbound *b)
{
	ns_t x = a->call->invite.ts / HOUR;
	ns_t y = b->call->invite.ts / HOUR;
	int d = compare(a->number, b->number);

	d = d ? d : (x > y) - (x < y);
	d = d ? d : compare(a->target, b->target);
	return d ? d : (a->end > b->end) - (a->end < b->end);
}

static int in_order(const void *a, const void *b)
{
	const struct inbound *x = a;
	const struct inbound *y = b;
	int d = row_order(x, y);

	return d ? d
		 : (x->call->id > y->call->id) - (x->call->id < y->call->id);
}

static int collect(const struct book *book, struct rows *ret)
{
	struct inbound in;

	*ret = (struct rows){0};
	for (const struct call *c = book->calls; c; c = c->next) {
		int rc = inbound_of(book, c, &in);
		if (rc < 0) {
			return -1;
		}
		if (rc == 0) {
			continue;
		}
		if (ret->count == ret->cap) {
			size_t cap = ret->cap ? ret->cap * 2 : 64;
			struct inbound *list =
				realloc(ret->list, cap * sizeof(*list));
			if (!list) {
				return -1;
			}
			ret->list = list;
			ret->cap = cap;
		}
		ret->list[ret->count++] = in;
	}
	if (ret->count) {
		qsort(ret->list, ret->count, sizeof(*ret->list), in_order);
	}
	return 0;
}

static size_t row_end(const struct rows *r, size_t i)
{
	size_t k = i + 1;

	while (k < r->count && row_order(&r->list[i], &r->list[k]) == 0) {
		k++;
	}
	return k;
}

static void put_row(struct text *out, const struct inbound *in, size_t calls,
	size_t columns)
{
	static const char *const words[INBOUND_ENDS] = {
		[INBOUND_NOBODY] = "nobody answered",
		[INBOUND_SERVER] = "server answered",
		[INBOUND_PERSON] = "answered",
		[INBOUND_OUTSIDE] = "passed outside",
	};
	struct text s = {0};
	struct text at = {0};

	format_utc(&at, in->call->invite.ts / HOUR * HOUR, false);
	text_puts(&s, "  ");
	format_cell(&s, in->number, 18, false);
	text_puts(&s, " ");
	format_cell(&s, slice_sub(text_slice(&at), 0, 16), 16, false);
	text_puts(&s, " ");
	format_cell(&s, in->target, 18, false);
	text_printf(&s, " %6zu  %s", calls, words[in->end]);
	text_put(out, text_fit(text_slice(&s), columns));
	text_puts(out, "\n");
	text_finish(&at);
	text_finish(&s);
}

int inbound_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct rows r;
	int rc = collect(input->book, &r);
	unsigned shown = 0;
	unsigned left_out = 0;

	for (size_t i = 0, end; rc == 0 && i < r.count; i = end) {
		end = row_end(&r, i);
		if (shown == ROWS_MOST) {
			left_out++;
			continue;
		}
		if (shown++ == 0) {
			format_heading(
				out, options->colour, "Calls from outside");
			text_puts(out, "  number             hour (UTC)       "
				       "ended at            calls\n");
		}
		put_row(out, &r.list[i], end - i, options->columns);
	}
	if (left_out) {
		text_printf(out, "  and %u more rows\n", left_out);
	}
	text_puts(out, shown ? "\n" : "");
	free(r.list);
	return rc ? err_set(err, "out of memory while counting calls from "
				 "outside")
		  : 0;
}

int inbound_json(struct json j, const struct book *book)
{
	struct rows r;
	int rc = collect(book, &r);
	struct json list = json_array(j, "from_outside");
	uint64_t rows = 0;

	for (size_t i = 0, end; rc == 0 && i < r.count; i = end) {
		const struct inbound *in = &r.list[i];
		end = row_end(&r, i);
		if (rows++ >= RECORDS_MOST) {
			continue;
		}
		struct json row = json_object(list, NULL);
		json_string(row, "number", in->number);
		json_time(row, "hour_time", in->call->invite.ts / HOUR * HOUR);
		json_string(row, "target", in->target);
		json_word(row, "end", inbound_end_text(in->end));
		json_count(row, "calls", end - i);
		json_count(row, "first_call", in->call->id);
	}
	if (rows > RECORDS_MOST) {
		json_count(j, "from_outside_left_out", rows - RECORDS_MOST);
	}
	free(r.list);
	return rc;
}
