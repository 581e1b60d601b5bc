/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which calls a command shows: --where and --call, made one. The expressions
 * are read before a capture is (a mistyped one costs no wait); what of --call
 * is no call of the capture can be an expression too.
 */
#ifndef EARSHOT_APP_CHOICE_H
#define EARSHOT_APP_CHOICE_H

#include "app/options.h"
#include "reports/where.h"

struct choice {
	struct where *where;   /* --where; NULL: not given */
	struct where *by_call; /* --call, read as an expression */
	const char *select;    /* --call, that is no expression */
	bool *chosen;          /* of each call; NULL: all */
	struct err reason;     /* why --call is no expression */
};

/**
 * choice_read - read what @options say.
 * @ret: filled; free with choice_finish, also after a failure
 * Returns 0, or -1 with @err when --where makes no sense.
 */
int choice_read(struct choice *ret, const struct options *options,
	struct err *err);

/** choice_settle - the capture is read: is --call of @c a call of @input or an
 * expression? Returns 0, or -1 with @err when it is neither. */
int choice_settle(
	struct choice *c, const struct report_input *input, struct err *err);

/** choice_findings - true when an expression of @c asks for findings. */
bool choice_findings(const struct choice *c);

/**
 * choice_make - choose the calls of @input by the expressions of @c, and let
 * @input know.
 * @ret_none: true when calls are there and none is chosen
 * Returns 0, or -1 with @err when memory is exhausted. Allocates: yes.
 */
int choice_make(struct choice *c, struct report_input *input, bool *ret_none,
	struct err *err);

/** choice_finish - free all. */
void choice_finish(struct choice *c);

/** choice_help - print the fields of expressions; returns the exit status. */
int choice_help(void);

#endif
