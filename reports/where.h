/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter expression: which calls to show.
 *
 *     from ~ 6012 and mos < 3.6 and finding = codec-*
 *
 *     EXPR  = TEST | not EXPR | EXPR and EXPR | EXPR or EXPR | ( EXPR )
 *     TEST  = FIELD | FIELD OPERATOR VALUE
 *
 * `not` binds closest, then `and`, then `or`; `!`, `&&` and `||` are the same.
 * A field alone asks whether it is known. What is not known of a call compares
 * as unknown, which is neither true nor false and stays so through `not`: a call
 * without a MOS is chosen neither by `mos < 3` nor by `not mos < 3`.
 *
 * where.c reads an expression into steps in postfix order, where_fields.c takes
 * values from calls, and where_match.c compares and runs the steps. Neither
 * recurses; steps are bounded, whatever was typed.
 */
#ifndef EARSHOT_REPORTS_WHERE_H
#define EARSHOT_REPORTS_WHERE_H

#include "reports/report.h"

/* Most steps of one expression: tests and the words between them. */
#define WHERE_STEPS 128

enum where_kind {
	WHERE_TEXT,    /* = and != with the patterns * and ?; ~ and !~ */
	WHERE_NUMBER,  /* = != < <= > >=, in the unit of the field */
	WHERE_ADDRESS, /* = and !=, an address or a prefix such as 10.0.0.0/8 */
	WHERE_SEVERITY, /* as a number: note < warning < error < critical */
};

enum where_operator {
	WHERE_KNOWN, /* the field alone */
	WHERE_EQUAL,
	WHERE_NOT_EQUAL,
	WHERE_HOLDS, /* ~ */
	WHERE_NOT_HOLDS,
	WHERE_LESS,
	WHERE_AT_MOST,
	WHERE_MORE,
	WHERE_AT_LEAST,
};

struct where_look;

struct where_field {
	const char *name;
	enum where_kind kind;
	const char *unit;  /* of NUMBER: "ms", "s", "%", or "" */
	const char *words; /* of TEXT: all there are, "a|b|c"; NULL: any */
	const char *title;
	bool findings; /* it asks for input->findings */
	/** get - show @look each value that @call has; none: unknown. */
	void (*get)(struct where_look *look, const struct call *call);
};

enum where_step_kind { WHERE_TEST, WHERE_NOT, WHERE_AND, WHERE_OR };

struct where_step {
	enum where_step_kind kind;
	/* of TEST */
	const struct where_field *field;
	enum where_operator operator;
	struct slice text; /* the value as it was written, without quotes */
	bool literal;      /* it was quoted: * and ? stand for themselves */
	double number, within; /* equal: so far away at most */
	struct addr address;
	unsigned prefix; /* bits of address that count, of 128 */
};

struct where {
	char *text; /* the expression; the steps' slices point into it */
	struct where_step steps[WHERE_STEPS];
	size_t count;
	bool findings; /* it asks for input->findings */
};

/* One field of one call against one test. */
struct where_look {
	const struct report_input *input;
	const struct where_step *step;
	bool known, match;
};

/**
 * where_create - read the expression @text.
 * @ret: the expression; free with where_destroy
 * Returns 0, or -1 with @err, which names the column, from 1. Allocates: yes.
 */
int where_create(struct where **ret, struct slice text, struct err *err);

/** where_destroy - free all; NULL is allowed. */
void where_destroy(struct where *where);

/** where_matches - true when @where is true of @call of the book of @input. */
bool where_matches(const struct where *where, const struct report_input *input,
	const struct call *call);

/** where_help - append the fields with their units and meaning. */
void where_help(struct text *t);

/** where_field_at - the @i-th field, sorted by name; NULL past the last. */
const struct where_field *where_field_at(size_t i);

/** where_field_find - the field with that @name, or NULL. */
const struct where_field *where_field_find(struct slice name);

/** where_value - read the value of @step, whose field and operator are set.
 * Returns 0, or -1 with @err saying what can stand there. */
int where_value(struct where_step *step, struct err *err);

/** where_text - one value of the call is @text; absent or empty: it is not
 * known. */
void where_text(struct where_look *look, struct slice text);

/** where_number - as where_text: @number, in the unit of the field. */
void where_number(struct where_look *look, struct maybe number);

/** where_address - as where_text: @ip. */
void where_address(struct where_look *look, const struct addr *ip);

#endif
