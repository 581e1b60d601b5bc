/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of calls is kept between looks and made anew when the choice or the
 * order changes, when the book gave calls up, and at most ten times a second when
 * packets came. While a capture is read, calls have no end yet: a copy is
 * concluded as if the capture ended now, so that state and times are right for now.
 */
#include "ui/calls_list.h"

#include "detect/detector.h"
#include "lib/hash.h"
#include "reports/where.h"
#include "ui/calls_cells.h"
#include "ui/calls_save.h"

struct entry {
	const struct call *call;
	struct slice text;
	double number; /* sorted by it where the column is one */
	uint32_t group; /* of calls that stand together; 0: they do not */
};

/* What decides which calls are listed, and how. */
struct choice {
	char where[CALLS_TEXT], text[CALLS_TEXT], kept[CALLS_TEXT];
	bool noise_hidden, reverse, grouped;
	ns_t cleared;
	uint8_t sort;
};

struct memory {
	struct choice choice;
	struct where *where, *kept;
	struct entry *entries;
	size_t count, cap;
	uint64_t noise, evicted, calls;
	bool made, finished, short_of_memory;
};

void calls_list_forget(void *p)
{
	struct memory *m = p;

	where_destroy(m->where);
	where_destroy(m->kept);
	free(m->entries);
	free(m);
}

static void compile(struct where **where, const char *text)
{
	struct err err;

	where_destroy(*where);
	*where = NULL;
	if (*text) {
		/* It was read once when it was typed: it is in order. */
		(void)where_create(where, slice_of(text), &err);
	}
}

static struct choice choice_of(const struct calls_state *s)
{
	struct choice c;

	memset(&c, 0, sizeof(c)); /* it is compared byte by byte */
	memcpy(c.where, s->where, sizeof(c.where));
	memcpy(c.text, s->text, sizeof(c.text));
	memcpy(c.kept, s->kept, sizeof(c.kept));
	c.noise_hidden = s->noise_hidden;
	c.grouped = s->grouped;
	c.reverse = s->table.reverse;
	c.cleared = s->cleared;
	c.sort = s->table.sort;
	return c;
}

static bool holds(struct slice s, struct slice word)
{
	for (size_t i = 0; i + word.n <= s.n; i++) {
		if (slice_ieq(slice_sub(s, i, word.n), word)) {
			return true;
		}
	}
	return false;
}

/* True when @c says @word in one of the places that people search. */
static bool says(const struct call *c, struct slice word)
{
	char at[ENDPOINT_TEXT];
	const struct slice places[] = {c->from_user, c->from_name, c->from_uri,
		c->to_user, c->to_name, c->to_uri, c->call_id, c->reason,
		c->caller_agent, c->callee_agent,
		slice_of(call_state_text(c->state))};

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		if (places[i].p && holds(places[i], word)) {
			return true;
		}
	}
	for (unsigned i = 0; i < c->hop_count; i++) {
		if (holds(slice_of(endpoint_text(&c->hops[i].from, at)), word) ||
			holds(slice_of(endpoint_text(&c->hops[i].to, at)),
				word)) {
			return true;
		}
	}
	return false;
}

/* Whoever was called was not reached, and no voice went: scanners, mostly. */
static bool is_noise(const struct call *c)
{
	bool reached = c->answer.frame || c->ringing.frame || c->streams;

	return !reached && c->state != CALL_BUSY && c->state != CALL_CANCELLED;
}

static bool wanted(struct memory *m, const struct report_input *input,
	const struct call *c)
{
	if (m->choice.cleared && c->first_ts <= m->choice.cleared &&
		!(m->kept && where_matches(m->kept, input, c))) {
		return false;
	}
	if (m->choice.noise_hidden && is_noise(c)) {
		m->noise++;
		return false;
	}
	if (m->where && !where_matches(m->where, input, c)) {
		return false;
	}
	return !m->choice.text[0] || says(c, slice_of(m->choice.text));
}

static bool add(struct memory *m, const struct call *call)
{
	if (m->count == m->cap) {
		size_t cap = m->cap ? m->cap * 2 : 1024;
		struct entry *e = realloc(m->entries, cap * sizeof(*e));
		if (!e) {
			m->short_of_memory = true;
			return false;
		}
		m->entries = e;
		m->cap = cap;
	}
	m->entries[m->count++] = (struct entry){.call = call};
	return true;
}

static int by_number(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	if (x->number != y->number) {
		return x->number < y->number ? -1 : 1;
	}
	return (x->call->first_ts > y->call->first_ts) -
	       (x->call->first_ts < y->call->first_ts);
}

static int by_text(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;
	size_t n = x->text.n < y->text.n ? x->text.n : y->text.n;
	int order = n ? memcmp(x->text.p, y->text.p, n) : 0;

	if (order == 0 && x->text.n != y->text.n) {
		order = x->text.n < y->text.n ? -1 : 1;
	}
	return order ? order : by_number(a, b);
}

static void turn(struct memory *m)
{
	for (size_t i = 0; i < m->count / 2; i++) {
		struct entry e = m->entries[i];
		m->entries[i] = m->entries[m->count - 1 - i];
		m->entries[m->count - 1 - i] = e;
	}
}

static int by_group(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	if (x->group != y->group) {
		return x->group < y->group ? -1 : 1;
	}
	return (x->call->id > y->call->id) - (x->call->id < y->call->id);
}

/* The legs of a conversation move to the first of them, whatever the order. */
static void group(struct memory *m, const struct book *book)
{
	size_t most = book->joining.count;
	uint32_t *first = calloc(most + 1, sizeof(*first));

	for (size_t i = 0; first && i < m->count; i++) {
		struct entry *e = &m->entries[i];
		const struct conversation *c = e->call->conversation;
		e->group = (uint32_t)i + 1;
		if (c && c->id <= most && first[c->id]) {
			e->group = first[c->id];
		} else if (c && c->id <= most) {
			first[c->id] = e->group;
		}
	}
	m->short_of_memory = m->short_of_memory || !first;
	if (first && m->count) {
		qsort(m->entries, m->count, sizeof(*m->entries), by_group);
	}
	free(first);
}

static void fill(struct memory *m, const struct scene *scene)
{
	const struct book *book = scene->input->book;
	bool all = !m->where && !m->choice.text[0] && !m->choice.cleared &&
		   !m->choice.noise_hidden;
	bool natural = m->choice.sort == CALLS_INDEX;
	bool text = false;

	m->count = 0;
	m->noise = 0;
	for (const struct call *c = book->calls; c; c = c->next) {
		struct call now;
		const struct call *seen = c;
		if (!scene->finished && !(all && natural)) {
			now = *c;
			call_conclude(&now, book->last_ts);
			seen = &now;
		}
		if ((!all && !wanted(m, scene->input, seen)) || !add(m, c)) {
			continue;
		}
		if (!natural) {
			struct entry *e = &m->entries[m->count - 1];
			text = calls_cells_key(scene, seen,
				(enum calls_column)m->choice.sort, &e->number,
				&e->text);
		}
	}
	if (!natural && m->count) {
		qsort(m->entries, m->count, sizeof(*m->entries),
			text ? by_text : by_number);
	}
	if (m->choice.reverse) {
		turn(m);
	}
	if (m->choice.grouped && scene->finished) {
		group(m, book);
	}
	m->evicted = book->counts.calls_evicted;
	m->calls = book->call_count;
	m->finished = scene->finished;
	m->made = true;
}

static void update(struct memory *m, const struct look *look)
{
	const struct book *book = look->scene->input->book;
	struct choice choice = choice_of(look->state);
	bool other = memcmp(&choice, &m->choice, sizeof(choice)) != 0;

	if (other) {
		m->choice = choice;
		compile(&m->where, choice.where);
		compile(&m->kept, choice.kept);
	}
	bool moved = book->counts.calls_evicted != m->evicted ||
		     look->scene->finished != m->finished;
	if (!m->made || other || moved ||
		(look->fresh && !look->scene->finished)) {
		fill(m, look->scene);
	}
}

static uint64_t key_of(const struct screen_call *who)
{
	return hash_mix(who->hash | 1, (uint64_t)who->first_ts | 1) | 1;
}

static bool is_selected(
	const struct calls_state *s, const struct screen_call *who)
{
	for (uint32_t i = 0; i < s->selected_count && i < CALLS_SELECTED; i++) {
		if (s->selected[i].hash == who->hash &&
			s->selected[i].first_ts == who->first_ts) {
			return true;
		}
	}
	return false;
}

static void find_cursor(const struct memory *m, struct table_view *t)
{
	for (size_t i = 0; t->key && i < m->count; i++) {
		/* Mostly it is where it was. */
		size_t k = i == 0 && t->asked < m->count ? t->asked : i;
		struct screen_call who = screen_call_of(m->entries[k].call);
		if (key_of(&who) == t->key) {
			t->found = true;
			t->found_at = (uint32_t)k;
			return;
		}
	}
}

/* Which columns are asked for, as bits. */
static uint32_t columns_of(const struct table_state *t)
{
	uint32_t bits = t->count ? 0 : UINT32_MAX;

	for (unsigned i = 0; i < t->count; i++) {
		bits |= 1U << t->order[i];
	}
	return bits;
}

/* A call that stands below another of its conversation hangs on it. */
static void hang(struct view *view, struct table_row *row)
{
	static const enum calls_column where[] = {CALLS_FROM, CALLS_FROM_USER};

	for (size_t i = 0; i < COUNT_OF(where); i++) {
		struct table_cell *cell = &row->cells[where[i]];
		struct text t = {0};
		text_puts(&t, "\xe2\x94\x94 ");
		text_put(&t, cell->text);
		cell->text = screen_keep(view, &t);
	}
}

/* All calls that are listed, whatever their order. */
static void save(struct look *look, const struct memory *m, struct calls_view *v)
{
	const struct calls_state *s = look->state;
	const struct call **calls = NULL;

	if (s->save == s->saved) {
		return;
	}
	if (m->count != look->scene->input->book->call_count) {
		calls = arena_get(&look->view->arena,
			(m->count + 1) * sizeof(struct call *));
		for (size_t i = 0; calls && i < m->count; i++) {
			calls[i] = m->entries[i].call;
		}
	}
	calls_save_look(look, v, calls, calls ? m->count : 0);
}

void calls_list_look(struct look *look)
{
	const struct calls_state *s = look->state;
	const struct scene *scene = look->scene;
	struct memory *m = *look->memory;

	if (!m) {
		m = calloc(1, sizeof(*m));
		*look->memory = m;
	}
	struct calls_view *v = arena_get(&look->view->arena, sizeof(*v));
	if (!m || !v) {
		return;
	}
	update(m, look);
	v->all = scene->input->book->call_count;
	v->noise = m->noise;
	v->pending = !scene->finished;
	table_window(&s->table, (uint32_t)m->count, CALLS_COLUMNS, look->view,
		&v->table);
	v->calls = arena_get(&look->view->arena,
		(v->table.count + 1) * sizeof(*v->calls));
	v->worst = arena_get(&look->view->arena,
		(v->table.count + 1) * sizeof(*v->worst));
	v->table.count = v->calls && v->worst ? v->table.count : 0;
	find_cursor(m, &v->table);
	for (uint32_t i = 0; i < v->table.count; i++) {
		const struct call *c = m->entries[v->table.first + i].call;
		struct table_row *row = &v->table.rows[i];
		const struct finding *f =
			scene->finished && scene->input->findings
				? findings_worst(scene->input->findings, c)
				: NULL;
		v->calls[i] = screen_call_of(c);
		v->worst[i] = f ? f->detector->id : NULL;
		row->key = key_of(&v->calls[i]);
		row->marked = is_selected(s, &v->calls[i]);
		calls_cells_row(look, c, v->table.first + i,
			columns_of(&s->table), row);
		uint32_t at = v->table.first + i;
		if (at && m->entries[at].group &&
			m->entries[at].group == m->entries[at - 1].group) {
			hang(look->view, row);
		}
	}
	save(look, m, v);
	look->view->data = v;
}
