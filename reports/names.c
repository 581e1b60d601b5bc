/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each end is looked up once more; a set keeps every name once. */
#include "reports/names.h"

#include "reports/format.h"

#include <inttypes.h>

#define LIST_MOST 50

struct collecting {
	const struct names *names;
	struct names_used *used;
	struct map seen;
	bool failed;
};

static bool is_same(const void *key, const void *value)
{
	return key == value;
}

static void collect(struct collecting *c, const struct endpoint *at)
{
	const struct name *name = names_find(c->names, at);
	size_t n = c->used->count;

	if (!name || map_find(&c->seen, name->hash, is_same, name)) {
		return;
	}
	if ((n & (n - 1)) == 0) {
		size_t cap = n ? n * 2 : 1;
		const struct name **more =
			realloc(c->used->list, cap * sizeof(*more));
		if (!more) {
			c->failed = true;
			return;
		}
		c->used->list = more;
	}
	union { /* the map holds pointers that could be written through */
		const struct name *shared;
		void *own;
	} value = {.shared = name};
	if (map_add(&c->seen, name->hash, value.own) != 0) {
		c->failed = true;
		return;
	}
	c->used->list[c->used->count++] = name;
}

static void collect_call(struct collecting *c, const struct call *call)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		collect(c, &m->src);
		collect(c, &m->dst);
	}
}

static int by_address(const void *a, const void *b)
{
	const struct name *x = *(const struct name *const *)a;
	const struct name *y = *(const struct name *const *)b;

	return endpoint_cmp(&x->at, &y->at);
}

int names_used_find(struct names_used *ret, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	struct collecting c = {.names = options->names, .used = ret};

	*ret = (struct names_used){0};
	if (!c.names || c.names->pool.used == 0) {
		return 0;
	}
	for (const struct call *k = report_call_next(input, only, NULL); k;
		k = report_call_next(input, only, k)) {
		collect_call(&c, k);
	}
	for (const struct stream *s = input->book->streams; s; s = s->next) {
		if (report_shows(input, only, s->call) &&
			(s->call || !options->calls_only)) {
			collect(&c, &s->src);
			collect(&c, &s->dst);
		}
	}
	const struct registration *r = input->book->registrations;
	bool all = report_all(input, only) && !options->calls_only;
	for (; r && all; r = r->next) {
		collect(&c, &r->src);
		collect(&c, &r->registrar);
	}
	map_finish(&c.seen);
	if (c.failed) {
		names_used_finish(ret);
		return err_set(err, "out of memory while listing names");
	}
	if (ret->count) {
		qsort(ret->list, ret->count, sizeof(struct name *), by_address);
	}
	return 0;
}

void names_used_finish(struct names_used *used)
{
	free(used->list);
	*used = (struct names_used){0};
}

static const char *address_of(const struct name *name, char out[ENDPOINT_TEXT])
{
	return name->at.port ? endpoint_text(&name->at, out)
			     : addr_text(&name->at.ip, out);
}

void names_record(struct json j, const struct name *name)
{
	char text[ENDPOINT_TEXT];

	json_word(j, "address", address_of(name, text));
	json_string(j, "name", names_slice(name));
	json_word(j, "source", names_source_text(name->source));
	if (name->frame) {
		json_count(j, "frame", name->frame);
	}
}

static void put_name(struct text *out, const struct name *name)
{
	char text[ENDPOINT_TEXT];

	text_puts(out, "  ");
	text_cell(out, slice_of(address_of(name, text)), 24, false);
	text_puts(out, " ");
	text_clean(out, names_slice(name));
	text_puts(out, ", ");
	switch (name->source) {
	case NAME_DNS:
		text_printf(out, "DNS answer in frame %" PRIu64, name->frame);
		break;
	case NAME_CAPTURE:
		text_puts(out, "name record of the capture");
		break;
	case NAME_HOSTS:
		text_puts(out, "hosts file");
		break;
	case NAME_ALIAS:
		text_puts(out, "given by the user");
		break;
	}
	text_puts(out, "\n");
}

int names_section(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	struct names_used used;

	if (names_used_find(&used, input, options, only, err) != 0) {
		return -1;
	}
	if (used.count) {
		format_heading(out, options->colour, "Names");
	}
	for (size_t i = 0; i < used.count && i < LIST_MOST; i++) {
		put_name(out, used.list[i]);
	}
	if (used.count > LIST_MOST) {
		text_printf(out, "  and %zu more\n", used.count - LIST_MOST);
	}
	text_puts(out, used.count ? "\n" : "");
	names_used_finish(&used);
	return 0;
}
