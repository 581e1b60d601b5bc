/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a filter expression: operators wait on a stack until one that binds
 * no closer comes (the shunting yard), tests go straight to the steps.
 */
#include "reports/where.h"

#include <stdlib.h>
#include <string.h>

/* Words that wait: each opens at most one step, so this is enough. */
#define WAITING_MOST WHERE_STEPS

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_QUOTED,
	TOKEN_OPERATOR,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_NOT,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_WRONG, /* quotes that do not end */
};

struct token {
	enum token_kind kind;
	struct slice text;
	enum where_operator operator;
	size_t column; /* from 1 */
};

struct reader {
	struct where *where;
	struct slice all;
	size_t at;
	struct token token; /* that is looked at */
	struct token waiting[WAITING_MOST];
	size_t waiting_count;
	struct err *err;
};

/* Longer signs first. */
static const struct sign {
	const char *text;
	enum token_kind kind;
	enum where_operator operator;
} signs[] = {
	{"&&", TOKEN_AND, WHERE_KNOWN},
	{"||", TOKEN_OR, WHERE_KNOWN},
	{"!=", TOKEN_OPERATOR, WHERE_NOT_EQUAL},
	{"!~", TOKEN_OPERATOR, WHERE_NOT_HOLDS},
	{"<=", TOKEN_OPERATOR, WHERE_AT_MOST},
	{">=", TOKEN_OPERATOR, WHERE_AT_LEAST},
	{"==", TOKEN_OPERATOR, WHERE_EQUAL},
	{"=", TOKEN_OPERATOR, WHERE_EQUAL},
	{"~", TOKEN_OPERATOR, WHERE_HOLDS},
	{"<", TOKEN_OPERATOR, WHERE_LESS},
	{">", TOKEN_OPERATOR, WHERE_MORE},
	{"!", TOKEN_NOT, WHERE_KNOWN},
	{"(", TOKEN_OPEN, WHERE_KNOWN},
	{")", TOKEN_CLOSE, WHERE_KNOWN},
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool ends_word(char c)
{
	static const char set[] = "()=<>~!&|\"'";

	return is_blank(c) || memchr(set, c, sizeof(set) - 1) != NULL;
}

/* A word; the three that are operators are told apart. */
static struct token word_at(struct slice rest)
{
	struct token t = {.kind = TOKEN_WORD};

	t.text = slice_sub(rest, 0, 0);
	while (t.text.n < rest.n && !ends_word(rest.p[t.text.n])) {
		t.text.n++;
	}
	if (slice_iis(t.text, "and")) {
		t.kind = TOKEN_AND;
	} else if (slice_iis(t.text, "or")) {
		t.kind = TOKEN_OR;
	} else if (slice_iis(t.text, "not")) {
		t.kind = TOKEN_NOT;
	}
	return t;
}

/* What stands at the begin of @rest, which is neither empty nor blank.
 * @ret_bytes: how many bytes it takes. */
static struct token token_at(struct slice rest, size_t *ret_bytes)
{
	if (*rest.p == '"' || *rest.p == '\'') {
		struct slice inside = slice_sub(rest, 1, rest.n);
		size_t n = slice_find(inside, *rest.p);
		*ret_bytes = n + 2;
		return (struct token){
			.kind = n < inside.n ? TOKEN_QUOTED : TOKEN_WRONG,
			.text = slice_sub(inside, 0, n),
		};
	}
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		size_t n = strlen(signs[i].text);
		if (slice_is(slice_sub(rest, 0, n), signs[i].text)) {
			*ret_bytes = n;
			return (struct token){
				.kind = signs[i].kind,
				.text = slice_sub(rest, 0, n),
				.operator = signs[i].operator,
			};
		}
	}
	struct token t = word_at(rest);
	/* A lone & or | is a word that no field has. */
	t.text.n += t.text.n == 0;
	*ret_bytes = t.text.n;
	return t;
}

static void step_on(struct reader *r)
{
	size_t bytes = 0;

	while (r->at < r->all.n && is_blank(r->all.p[r->at])) {
		r->at++;
	}
	size_t column = r->at + 1;
	r->token = (struct token){.kind = TOKEN_END, .text = SLICE("")};
	if (r->at < r->all.n) {
		r->token = token_at(
			slice_sub(r->all, r->at, r->all.n), &bytes);
	}
	r->token.column = column;
	r->at += bytes;
}

/* As much of a word as an error has room for. */
static int shown(struct slice s)
{
	return (int)(s.n < 40 ? s.n : 40);
}

static int unexpected(struct reader *r, const char *wanted)
{
	const struct token *t = &r->token;

	if (t->kind == TOKEN_END) {
		return err_set(r->err,
			"column %zu: the expression ends where %s should "
			"follow",
			t->column, wanted);
	}
	if (t->kind == TOKEN_WRONG) {
		return err_set(r->err, "column %zu: quotes that do not end",
			t->column);
	}
	return err_set(r->err, "column %zu: '%.*s' stands where %s should",
		t->column, shown(t->text), t->text.p, wanted);
}

static int put_step(
	struct reader *r, const struct where_step *step, size_t column)
{
	if (r->where->count == WHERE_STEPS) {
		return err_set(r->err,
			"column %zu: the expression has over %d tests and "
			"words between them",
			column, WHERE_STEPS);
	}
	r->where->steps[r->where->count++] = *step;
	return 0;
}

static int no_field(struct reader *r)
{
	struct text names = {0};
	const struct where_field *f;

	for (size_t i = 0; (f = where_field_at(i)) != NULL; i++) {
		text_printf(&names, "%s%s", i ? ", " : "", f->name);
	}
	err_set(r->err, "column %zu: no field '%.*s'; fields are %s",
		r->token.column, shown(r->token.text), r->token.text.p,
		names.p ? names.p : "");
	text_finish(&names);
	return -1;
}

/* FIELD, or FIELD OPERATOR VALUE. */
static int read_test(struct reader *r)
{
	struct where_step step = {.kind = WHERE_TEST};
	struct err why = {""};
	size_t column = r->token.column;

	step.field = where_field_find(r->token.text);
	if (!step.field) {
		return no_field(r);
	}
	r->where->findings = r->where->findings || step.field->findings;
	step_on(r);
	if (r->token.kind != TOKEN_OPERATOR) {
		return put_step(r, &step, column);
	}
	step.operator = r->token.operator;
	step_on(r);
	if (r->token.kind != TOKEN_WORD && r->token.kind != TOKEN_QUOTED) {
		return unexpected(r, "a value");
	}
	step.text = r->token.text;
	step.literal = r->token.kind == TOKEN_QUOTED;
	if (where_value(&step, &why) != 0) {
		return err_set(r->err, "column %zu: %s", r->token.column,
			why.text);
	}
	step_on(r);
	return put_step(r, &step, column);
}

static int wait(struct reader *r)
{
	if (r->waiting_count == WAITING_MOST) {
		return err_set(r->err, "column %zu: nested too deeply",
			r->token.column);
	}
	r->waiting[r->waiting_count++] = r->token;
	step_on(r);
	return 0;
}

/* Higher binds closer; a bracket that is open binds nothing. */
static int rank(enum token_kind kind)
{
	return kind == TOKEN_NOT   ? 3
	       : kind == TOKEN_AND ? 2
	       : kind == TOKEN_OR  ? 1
				   : 0;
}

/* Those that wait and bind as close as @least or closer become steps. */
static int release(struct reader *r, int least)
{
	while (r->waiting_count &&
		rank(r->waiting[r->waiting_count - 1].kind) >= least) {
		struct token t = r->waiting[--r->waiting_count];
		struct where_step step = {
			.kind = t.kind == TOKEN_NOT   ? WHERE_NOT
				: t.kind == TOKEN_AND ? WHERE_AND
						      : WHERE_OR,
		};
		if (put_step(r, &step, t.column) != 0) {
			return -1;
		}
	}
	return 0;
}

static int read_operand(struct reader *r, bool *ret_done)
{
	switch (r->token.kind) {
	case TOKEN_OPEN:
	case TOKEN_NOT:
		return wait(r);
	case TOKEN_WORD:
		*ret_done = true;
		return read_test(r);
	case TOKEN_END:
	case TOKEN_QUOTED:
	case TOKEN_OPERATOR:
	case TOKEN_CLOSE:
	case TOKEN_AND:
	case TOKEN_OR:
	case TOKEN_WRONG:
		break;
	}
	return unexpected(r, "a field, 'not' or '('");
}

/* Behind an operand: a word that joins, or a bracket that closes. */
static int read_joint(struct reader *r, bool *ret_operand)
{
	if (r->token.kind == TOKEN_AND || r->token.kind == TOKEN_OR) {
		*ret_operand = true;
		return release(r, rank(r->token.kind)) == 0 ? wait(r) : -1;
	}
	if (r->token.kind != TOKEN_CLOSE) {
		return unexpected(r, "'and', 'or' or ')'");
	}
	if (release(r, 1) != 0) {
		return -1;
	}
	if (!r->waiting_count) {
		return err_set(r->err, "column %zu: ')' without '('",
			r->token.column);
	}
	r->waiting_count--;
	step_on(r);
	return 0;
}

static int read_all(struct reader *r)
{
	bool operand = true;

	step_on(r);
	while (operand || r->token.kind != TOKEN_END) {
		bool turned = false;
		int rc = operand ? read_operand(r, &turned)
				 : read_joint(r, &turned);
		if (rc != 0) {
			return -1;
		}
		operand = operand != turned;
	}
	if (release(r, 1) != 0) {
		return -1;
	}
	if (r->waiting_count) {
		return err_set(r->err, "column %zu: '(' without ')'",
			r->waiting[r->waiting_count - 1].column);
	}
	return 0;
}

int where_create(struct where **ret, struct slice text, struct err *err)
{
	struct where *where = calloc(1, sizeof(*where));
	struct reader *r = calloc(1, sizeof(*r));
	char *copy = malloc(text.n + 1);
	int rc = -1;

	*ret = NULL;
	if (where && r && copy) {
		memcpy(copy, text.n ? text.p : "", text.n);
		copy[text.n] = '\0';
		where->text = copy;
		r->where = where;
		r->all = (struct slice){copy, text.n};
		r->err = err;
		rc = read_all(r);
		copy = NULL;
	} else {
		err_set(err, "out of memory");
	}
	free(copy);
	free(r);
	if (rc != 0) {
		where_destroy(where);
		return -1;
	}
	*ret = where;
	return 0;
}

void where_destroy(struct where *where)
{
	if (where) {
		free(where->text);
		free(where);
	}
}
