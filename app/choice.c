/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Call-ID is any word, so --call is first looked up and then understood. */
#include "app/choice.h"

#include "app/reading.h"

#include <stdlib.h>

int choice_read(struct choice *ret, const struct options *o, struct err *err)
{
	struct err why = {""};

	*ret = (struct choice){.select = o->select};
	if (o->where && where_create(&ret->where, slice_of(o->where), &why) != 0) {
		return err_set(err, "--where: %.480s", why.text);
	}
	if (o->select) {
		(void)where_create(
			&ret->by_call, slice_of(o->select), &ret->reason);
	}
	return 0;
}

/* What nobody would call a Call-ID. */
static bool is_expression(const char *select)
{
	struct slice s = slice_of(select);

	return slice_find(s, ' ') < s.n || slice_find(s, '<') < s.n ||
	       slice_find(s, '>') < s.n || slice_find(s, '~') < s.n ||
	       slice_find(s, '(') < s.n;
}

int choice_settle(
	struct choice *c, const struct report_input *input, struct err *err)
{
	const struct call *only;

	if (!c->select) {
		return 0;
	}
	if (report_select(input, c->select, &only, err) == 0) {
		where_destroy(c->by_call);
		c->by_call = NULL;
		return 0;
	}
	if (c->by_call) {
		c->select = NULL;
		return 0;
	}
	return is_expression(c->select)
		       ? err_set(err, "--call: %.480s", c->reason.text)
		       : -1;
}

bool choice_findings(const struct choice *c)
{
	return (c->where && c->where->findings) ||
	       (c->by_call && c->by_call->findings);
}

int choice_make(struct choice *c, struct report_input *input, bool *ret_none,
	struct err *err)
{
	const struct book *book = input->book;
	size_t n = 0;

	*ret_none = false;
	if (!c->where && !c->by_call) {
		return 0;
	}
	c->chosen = calloc(book->call_count + 1, sizeof(*c->chosen));
	if (!c->chosen) {
		return err_set(err, "out of memory while choosing calls");
	}
	for (const struct call *k = book->calls; k; k = k->next) {
		bool chosen = (!c->where ||
				      where_matches(c->where, input, k)) &&
			      (!c->by_call ||
				      where_matches(c->by_call, input, k));
		c->chosen[k->id - 1] = chosen;
		n += chosen;
	}
	input->chosen = c->chosen;
	*ret_none = book->calls && n == 0;
	return 0;
}

void choice_finish(struct choice *c)
{
	where_destroy(c->where);
	where_destroy(c->by_call);
	free(c->chosen);
	*c = (struct choice){0};
}

int choice_help(void)
{
	struct text t = {0};

	where_help(&t);
	return reading_show(&t);
}
