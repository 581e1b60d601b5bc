/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From keys to meetings, from meetings to judged pairs, from pairs to
 * conversations:
 *
 *   keys(call) --chain by hash--> calls that share one --judge--> pairs
 *   pairs of all rules --add up--> those over the threshold --union--> legs
 *
 * Only calls that share a key are ever compared, and of many that share one
 * only those that follow each other closely: a key that hundreds share tells
 * nothing of any two of them.
 */
#include "calls/join.h"

#include "calls/book.h"
#include "lib/hash.h"

/* Calls with one key that are compared with each of them. */
#define NEIGHBOURS 32
/* Calls with one key that are looked at for that, most of them long over. */
#define LOOK_BACK 256
/* A call may be over for so long when one that belongs to it begins. */
#define LATELY (10 * NS_PER_S)
/* Instead of the one candidate of a lone rule: there are several. */
#define MANY UINT32_MAX

/* A call under one of its keys. */
struct meeting {
	uint64_t hash;
	ns_t until;      /* the last sign of any call up to here under this key */
	uint32_t call;   /* its id - 1 */
	uint32_t before; /* the meeting under this key before it; NOBODY: none */
};

#define NOBODY UINT32_MAX

enum {
#define JOIN_RULE(name) RULE_##name,
#include "calls/joins.def"
#undef JOIN_RULE
	RULES
};

struct pair {
	struct join join;
	bool dropped;
};

/* An array that grows. */
struct list {
	void *items;
	size_t count, cap;
};

struct work {
	struct list meetings[RULES], pairs;
	size_t rule_begin;   /* pairs of the rule at work */
	struct call **calls; /* by id - 1 */
	uint32_t *last;      /* of chain; room for the longest list */
	uint32_t *head;    /* union: the call that leads, by id - 1 */
	uint32_t *talk;    /* likewise, within a talk */
	uint32_t *partner; /* of lone rules: the one candidate, by id - 1 */
	bool *apart;       /* calls that the user took out, by id - 1 */
	uint64_t key;
	bool incomplete;
};

static void *list_add(struct work *w, struct list *list, size_t size)
{
	if (list->count == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 256;
		void *items = cap < SIZE_MAX / size
				      ? realloc(list->items, cap * size)
				      : NULL;
		if (!items) {
			w->incomplete = true;
			return NULL;
		}
		list->items = items;
		list->cap = cap;
	}
	return (char *)list->items + size * list->count++;
}

/* Slots of a table by hash that is at most half full. */
static size_t table_size(size_t count)
{
	size_t size = 16;

	while (size < 2 * count) {
		size *= 2;
	}
	return size;
}

/*
 * Tie each meeting to the one before it under its key. Calls come in the order
 * of their start, so that is the call that began last before this one.
 */
static void chain(struct work *w, struct list *meetings)
{
	struct meeting *m = meetings->items;
	size_t size = table_size(meetings->count);
	uint32_t *last = w->last; /* by hash; 0: none, else its number and 1 */

	memset(last, 0, size * sizeof(*last));
	for (uint32_t i = 0; i < meetings->count; i++) {
		size_t at = (size_t)m[i].hash & (size - 1);
		while (last[at] && m[last[at] - 1].hash != m[i].hash) {
			at = (at + 1) & (size - 1);
		}
		m[i].before = last[at] ? last[at] - 1 : NOBODY;
		if (last[at] && m[last[at] - 1].until > m[i].until) {
			m[i].until = m[last[at] - 1].until;
		}
		last[at] = i + 1;
	}
}

/* @call comes to where it may meet others by @rule. */
static void come(struct work *w, const struct join_rule *rule,
	struct list *meetings, const struct call *call)
{
	struct join_keys keys;

	keys.count = 0;
	keys.used = 0;
	rule->keys(call, &keys);
	for (unsigned i = 0; i < keys.count; i++) {
		struct meeting *m = meetings->count < NOBODY
					    ? list_add(w, meetings, sizeof(*m))
					    : NULL;
		if (!m) {
			w->incomplete = true;
			return;
		}
		m->hash = hash_slice(keys.key[i], w->key);
		m->until = call->last_ts;
		m->call = call->id - 1;
	}
}

/* All rules ask a call while it is at hand: with some ten thousand of them,
 * fetching each from memory costs more than asking. */
static void meet(struct work *w, const struct book *book)
{
	size_t most = 0;

	for (const struct call *c = book->calls; c; c = c->next) {
		for (size_t i = 0; i < RULES && !w->apart[c->id - 1]; i++) {
			if (!(book->join_choice.off >> i & 1)) {
				come(w, join_rule_at(i), &w->meetings[i], c);
			}
		}
	}
	for (size_t i = 0; i < RULES; i++) {
		size_t n = w->meetings[i].count;
		most = n > most ? n : most;
	}
	w->last = calloc(table_size(most), sizeof(*w->last));
}

static void judge(struct work *w, const struct join_rule *rule,
	const struct call *a, const struct call *b)
{
	struct join_proof proof = {0};

	rule->judge(a, b, &proof);
	struct pair *p =
		proof.score ? list_add(w, &w->pairs, sizeof(*p)) : NULL;
	if (p) {
		*p = (struct pair){
			.join = {.rule = rule, .a = a, .b = b, .proof = proof},
		};
	}
}

/*
 * Meeting number @i with those before it under the same key. Rules that rest on
 * coincidence look back at all calls that were still up; where that is too many
 * to see, nobody knows whether the partner is the only one, and there is none.
 */
static void judge_meeting(
	struct work *w, const struct join_rule *rule, const struct meeting *m,
	size_t i)
{
	const struct call *b = w->calls[m[i].call];
	unsigned judged = 0;
	unsigned back = 0;

	for (uint32_t k = m[i].before; k != NOBODY; k = m[k].before) {
		const struct call *a = w->calls[m[k].call];
		if (rule->lone && b->first_ts - m[k].until > LATELY) {
			return; /* all before it were over */
		}
		if (judged == NEIGHBOURS || ++back > LOOK_BACK) {
			w->partner[b->id - 1] = rule->lone ? MANY : 0;
			return;
		}
		if (a != b &&
			!(rule->lone && b->first_ts - a->last_ts > LATELY)) {
			judged++;
			judge(w, rule, a, b);
		}
	}
}

/* Later legs with two candidates by a lone rule have none. */
static void drop_doubtful(struct work *w)
{
	struct pair *p = w->pairs.items;

	for (size_t i = w->rule_begin; i < w->pairs.count; i++) {
		uint32_t *partner = &w->partner[p[i].join.b->id - 1];
		uint32_t a = p[i].join.a->id;
		*partner = *partner == 0 || *partner == a ? a : MANY;
	}
	for (size_t i = w->rule_begin; i < w->pairs.count; i++) {
		p[i].dropped = w->partner[p[i].join.b->id - 1] == MANY;
	}
}

static void apply_rule(
	struct work *w, const struct book *book, const struct join_rule *rule,
	struct list *meetings)
{
	w->rule_begin = w->pairs.count;
	memset(w->partner, 0, book->call_count * sizeof(*w->partner));
	chain(w, meetings);
	for (size_t i = 0; i < meetings->count; i++) {
		judge_meeting(w, rule, meetings->items, i);
	}
	if (rule->lone) {
		drop_doubtful(w);
	}
}

/* Calls that the user took apart stand alone, whatever the rules say. */
static void set_apart(
	struct work *w, const struct book *book, struct joining *ret)
{
	const struct join_choice *choice = &book->join_choice;

	for (size_t i = 0; i < choice->apart_count; i++) {
		bool found = false;
		for (const struct call *c = book->calls; c; c = c->next) {
			if (join_names(c, choice->apart[i])) {
				w->apart[c->id - 1] = true;
				found = true;
			}
		}
		if (!found && !ret->unknown) {
			ret->unknown = choice->apart[i];
		}
	}
}

/* By the two calls, then the rule, the best word of each rule first. */
static int by_calls(const void *a, const void *b)
{
	const struct join *x = &((const struct pair *)a)->join;
	const struct join *y = &((const struct pair *)b)->join;

	if (x->a != y->a) {
		return x->a->id < y->a->id ? -1 : 1;
	}
	if (x->b != y->b) {
		return x->b->id < y->b->id ? -1 : 1;
	}
	int name = strcmp(x->rule->name, y->rule->name);
	return name ? name
		    : (x->proof.score < y->proof.score) -
			       (x->proof.score > y->proof.score);
}

static uint32_t leader(uint32_t *head, uint32_t i)
{
	while (head[i] != i) {
		head[i] = head[head[i]];
		i = head[i];
	}
	return i;
}

/* Put both into one set, which the earlier one leads. */
static void unite(uint32_t *head, const struct call *x, const struct call *y)
{
	uint32_t a = leader(head, x->id - 1);
	uint32_t b = leader(head, y->id - 1);

	head[a > b ? a : b] = a > b ? b : a;
}

/* All words about one pair, @count of them, add up; one per rule. */
static void decide(struct work *w, struct pair *pairs, size_t count)
{
	unsigned doubt = 10000; /* of 10000 */
	bool after = false;

	for (size_t i = 0; i < count; i++) {
		bool again = i && pairs[i].join.rule == pairs[i - 1].join.rule;
		bool weak = pairs[i].join.proof.score < JOIN_LEAST;
		pairs[i].dropped = pairs[i].dropped || again || weak;
		if (!pairs[i].dropped) {
			after = after || pairs[i].join.rule->after;
			unsigned score = pairs[i].join.proof.score;
			doubt = doubt * (100 - score) / 100;
		}
	}
	if (10000 - doubt < JOIN_THRESHOLD * 100) {
		for (size_t i = 0; i < count; i++) {
			pairs[i].dropped = true;
		}
		return;
	}
	unite(w->head, pairs[0].join.a, pairs[0].join.b);
	if (!after) {
		unite(w->talk, pairs[0].join.a, pairs[0].join.b);
	}
}

static void decide_all(struct work *w)
{
	struct pair *p = w->pairs.items;

	if (w->pairs.count) {
		qsort(p, w->pairs.count, sizeof(*p), by_calls);
	}
	for (size_t i = 0; i < w->pairs.count;) {
		size_t n = 1;
		while (i + n < w->pairs.count &&
			p[i + n].join.a == p[i].join.a &&
			p[i + n].join.b == p[i].join.b) {
			n++;
		}
		decide(w, p + i, n);
		i += n;
	}
}

/* The conversation that call @first leads, made when it is new. */
static struct conversation *open_conversation(
	struct joining *ret, struct call *first)
{
	struct conversation *c = arena_get(&ret->arena, sizeof(*c));

	if (!c) {
		ret->incomplete = true;
		return NULL;
	}
	c->id = ++ret->count;
	c->legs = first;
	c->leg_count = 1;
	first->conversation = c;
	first->leg = 1;
	if (ret->tail) {
		ret->tail->next = c;
	} else {
		ret->conversations = c;
	}
	ret->tail = c;
	return c;
}

/*
 * Calls come in the order of their start, so a conversation is opened by its
 * first leg when the second one comes. @last: the last leg, by the leader's id.
 */
static void gather_legs(struct work *w, const struct book *book,
	struct joining *ret, struct call **last)
{
	for (struct call *c = book->calls; c; c = c->next) {
		uint32_t head = leader(w->head, c->id - 1);
		struct call *before = last[head];
		last[head] = c;
		if (!before) {
			continue;
		}
		struct conversation *group =
			before->conversation ? before->conversation
					     : open_conversation(ret, before);
		if (!group) {
			return;
		}
		before->next_leg = c;
		c->conversation = group;
		c->leg = ++group->leg_count;
	}
}

/* @last: room for one call each, all NULL. */
static void gather_talks(
	struct work *w, const struct book *book, struct call **last)
{
	for (struct call *c = book->calls; c; c = c->next) {
		uint32_t head = leader(w->talk, c->id - 1);
		struct call *before = last[head];
		last[head] = c;
		if (before) {
			before->talk = before->talk ? before->talk : before;
			before->next_in_talk = c;
			c->talk = before->talk;
		}
	}
}

static void keep_joins(struct work *w, struct joining *ret)
{
	const struct pair *p = w->pairs.items;

	for (size_t i = w->pairs.count; i-- > 0;) {
		struct conversation *c = p[i].join.a->conversation;
		struct join *join = NULL;
		if (!p[i].dropped && c) {
			join = arena_get(&ret->arena, sizeof(*join));
		}
		if (join) {
			*join = p[i].join;
			join->next = c->joins;
			c->joins = join;
		}
	}
}

static void join_all(
	struct work *w, const struct book *book, struct joining *ret)
{
	struct call **last =
		calloc(book->call_count + 1, sizeof(struct call *));

	w->head = calloc(book->call_count + 1, sizeof(*w->head));
	w->talk = calloc(book->call_count + 1, sizeof(*w->talk));
	w->partner = calloc(book->call_count + 1, sizeof(*w->partner));
	w->apart = calloc(book->call_count + 1, sizeof(*w->apart));
	w->calls = calloc(book->call_count + 1, sizeof(*w->calls));
	if (!last || !w->head || !w->talk || !w->partner || !w->apart ||
		!w->calls) {
		w->incomplete = true;
		free(last);
		return;
	}
	for (struct call *c = book->calls; c; c = c->next) {
		uint32_t i = c->id - 1;
		w->head[i] = i;
		w->talk[i] = i;
		w->calls[i] = c;
	}
	set_apart(w, book, ret);
	meet(w, book);
	if (!w->last) {
		w->incomplete = true;
	}
	for (size_t i = 0; i < RULES && w->last; i++) {
		apply_rule(w, book, join_rule_at(i), &w->meetings[i]);
		free(w->meetings[i].items);
		w->meetings[i] = (struct list){0};
	}
	decide_all(w);
	gather_legs(w, book, ret, last);
	memset(last, 0, (book->call_count + 1) * sizeof(struct call *));
	gather_talks(w, book, last);
	keep_joins(w, ret);
	free(last);
}

void join_calls(const struct book *book, struct joining *ret)
{
	struct work w = {.key = book->key};

	*ret = (struct joining){0};
	arena_init(&ret->arena, 0);
	join_all(&w, book, ret);
	ret->incomplete = ret->incomplete || w.incomplete;
	for (size_t i = 0; i < RULES; i++) {
		free(w.meetings[i].items);
	}
	free(w.calls);
	free(w.last);
	free(w.pairs.items);
	free(w.head);
	free(w.talk);
	free(w.partner);
	free(w.apart);
}

void join_finish(struct joining *joining)
{
	arena_finish(&joining->arena);
	*joining = (struct joining){0};
}
