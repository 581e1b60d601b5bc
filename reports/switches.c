/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls of one server in order, as runs of one way. A change counts when at
 * least two calls lie on each side of it: a single call that goes another way
 * (voicemail, an announcement) is no setting.
 */
#include "reports/switches.h"

#include "calls/path.h"
#include "reports/format.h"
#include "reports/way.h"

#define SERVERS   16 /* looked at, in order of their first call */
#define RUNS      4  /* of each; with more, the ways are just mixed */
#define RUN_LEAST 2

struct run {
	const struct call *first, *last;
	enum path_kind kind; /* DIRECT or RELAYED */
	struct addr by;
	unsigned count;
};

struct server {
	struct addr ip;
	struct run runs[RUNS];
	unsigned count;
	bool too_many;
};

/* The way that the server chose, by what it told the phones. */
static bool chosen(const struct path *p, struct run *ret)
{
	enum path_kind kind = p->kind == PATH_NOT_SEEN || p->kind == PATH_NONE
				      ? p->by_sdp
				      : p->kind;

	if (kind != PATH_DIRECT && kind != PATH_RELAYED) {
		return false;
	}
	*ret = (struct run){.kind = kind, .count = 1};
	if (kind == PATH_RELAYED) {
		ret->by = p->by;
	}
	return true;
}

static struct server *server_of(
	struct server *all, unsigned *count, const struct addr *ip)
{
	for (unsigned i = 0; i < *count; i++) {
		if (addr_eq(&all[i].ip, ip)) {
			return &all[i];
		}
	}
	if (*count == SERVERS) {
		return NULL;
	}
	all[*count] = (struct server){.ip = *ip};
	return &all[(*count)++];
}

static void add(struct server *s, const struct run *run)
{
	struct run *last = s->count ? &s->runs[s->count - 1] : NULL;

	if (last && last->kind == run->kind && addr_eq(&last->by, &run->by)) {
		last->last = run->last;
		last->count++;
	} else if (s->count < RUNS) {
		s->runs[s->count++] = *run;
	} else {
		s->too_many = true;
	}
}

static unsigned survey(const struct report_input *input, struct server *all)
{
	unsigned count = 0;

	for (const struct call *c = input->book->calls; c; c = c->next) {
		struct path path;
		struct run run;
		if (!c->answer.frame || (c->talk && c->talk != c)) {
			continue; /* one talk counts once */
		}
		path_of(input->book, c, &path);
		if (!path.has_server || !chosen(&path, &run)) {
			continue;
		}
		run.first = c;
		run.last = c;
		struct server *s = server_of(all, &count, &path.server);
		if (s) {
			add(s, &run);
		}
	}
	return count;
}

static bool switched(const struct server *s)
{
	for (unsigned i = 0; i < s->count; i++) {
		if (s->runs[i].count < RUN_LEAST) {
			return false;
		}
	}
	return s->count > 1 && !s->too_many;
}

static void put_run(struct text *t, const struct report_input *input,
	const struct server *s, unsigned i)
{
	const struct run *r = &s->runs[i];
	const struct call *c = i == 0 ? r->last : r->first;
	char by[ADDR_TEXT];

	text_printf(t, "%s call %u (", i == 0 ? "until" : ", from",
		(unsigned)c->id);
	format_relative(t, c->first_ts, input->origin, false);
	text_printf(t, " s)%s %s", i == 0 ? "" : " on", way_word(r->kind));
	if (r->kind == PATH_RELAYED) {
		text_printf(t, " by %s", addr_text(&r->by, by));
	}
}

void switches_put(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	struct server all[SERVERS];
	unsigned count = survey(input, all);
	char ip[ADDR_TEXT];

	for (unsigned i = 0; i < count; i++) {
		struct text s = {0};
		if (!switched(&all[i])) {
			continue;
		}
		text_printf(&s, "voice of calls through %s: ",
			addr_text(&all[i].ip, ip));
		for (unsigned k = 0; k < all[i].count; k++) {
			put_run(&s, input, &all[i], k);
		}
		text_puts(&s, "; the setting was switched");
		format_field(out, "path", text_slice(&s), options->columns);
		text_finish(&s);
	}
}

void switches_record(struct json j, const struct report_input *input)
{
	struct server all[SERVERS];
	unsigned count = survey(input, all);
	struct json list = json_array(j, "path_switches");
	char ip[ADDR_TEXT];

	for (unsigned i = 0; i < count; i++) {
		for (unsigned k = 1; switched(&all[i]) && k < all[i].count;
			k++) {
			const struct run *r = &all[i].runs[k];
			struct json o = json_object(list, NULL);
			json_word(o, "server", addr_text(&all[i].ip, ip));
			json_count(o, "from_call", r->first->id);
			json_time(o, "time", r->first->first_ts);
			json_word(o, "before",
				path_kind_text(all[i].runs[k - 1].kind));
			json_word(o, "after", path_kind_text(r->kind));
			if (r->kind == PATH_RELAYED) {
				json_word(o, "by", addr_text(&r->by, ip));
			}
		}
	}
}
