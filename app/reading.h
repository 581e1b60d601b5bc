/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command that reads captures and writes one report: a table, no code. */
#ifndef EARSHOT_APP_READING_H
#define EARSHOT_APP_READING_H

#include "reports/report.h"

struct reading_format {
	const char *name; /* of -F; NULL ends the list; first: default */
	const struct report *report;
	const struct report *packets; /* with --packets; NULL: the same */
};

struct reading {
	const char *name;     /* "ladder"; "" without a command */
	const char *usage;    /* arguments */
	const char *about;    /* what it does, in sentences */
	const char *examples; /* lines that end in a line break */
	unsigned extra;       /* OPTIONS_ bits of app/options.h */
	const struct reading_format *formats;
	int (*help)(void);    /* NULL: made of the above */
	int (*version)(void); /* of a command that has OPTIONS_BARE */
};

/**
 * reading_main - run such a command over @argc arguments @argv.
 * Returns its exit status.
 */
int reading_main(const struct reading *reading, int argc, char **argv);

/**
 * reading_complain - print @message on standard error, made safe to print.
 * @command: name of the command, or ""
 */
void reading_complain(const char *command, const char *message);

/** reading_show - print @t on standard output; returns the exit status. */
int reading_show(struct text *t);

#endif
