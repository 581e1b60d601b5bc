/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options of every command that reads captures. They are the habits of
 * tcpdump, tshark and sngrep; one table in options.c holds them with their
 * help, so that no command can understand one differently.
 */
#ifndef EARSHOT_APP_OPTIONS_H
#define EARSHOT_APP_OPTIONS_H

#include "detect/thresholds.h"
#include "lib/err.h"
#include "lib/text.h"

enum options_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* Options that only some commands have; bits. */
#define OPTIONS_PACKETS (1U << 0) /* --packets */
#define OPTIONS_TABLE   (1U << 1) /* --table */
#define OPTIONS_BARE    (1U << 2) /* without a command: sngrep's -c */
#define OPTIONS_LEGS    (1U << 3) /* --legs */
#define OPTIONS_TALK    (1U << 4) /* --conversation */
#define OPTIONS_AGAINST (1U << 5) /* --against */
#define OPTIONS_LIMITS  (1U << 6) /* --thresholds */
#define OPTIONS_SIGNAL  (1U << 7) /* --signal */
#define OPTIONS_SYMPTOM (1U << 8) /* --symptom */

/* Where names of addresses come from, in the order given. */
enum options_naming_kind { NAMING_ALIAS, NAMING_HOSTS, NAMING_GROUP };

struct options_naming {
	enum options_naming_kind kind;
	const char *value; /* a file; of a group the text itself */
};

struct options {
	const char **files; /* in the order given */
	size_t file_count;
	size_t word_count; /* how many of the last ones came without -r */
	char *expression; /* words of a capture filter; see app/expression.h */
	const char *format, *output, *select; /* NULL: not given */
	const char *where; /* filter expression; NULL: not given */
	uint64_t count;                       /* most packets; 0: all */
	uint64_t limit; /* most calls kept; 0: the default */
	size_t columns; /* 0: not given */
	enum options_colour colour;
	bool quiet, verbose, help, version, no_interface;
	const char *keys; /* for the screens without a terminal; NULL: none */
	size_t size_columns, size_rows; /* of these; 0: not given */
	const char *rc;	  /* earshotrc; NULL: where it usually is */
	bool packets, calls_only, streams, devices, findings, signal;
	bool show_limits;	  /* --thresholds */
	struct thresholds limits; /* see options_configure */
	const char *config; /* the file of settings; NULL: see app/config.h */
	struct text settings; /* its text, which limits borrow */
	const char **sets;  /* each --set, in order */
	size_t set_count;
	bool print_filter, numeric;
	uint32_t join_off;  /* rules that join no calls; see calls/join.h */
	const char **apart; /* calls that stand alone */
	size_t apart_count;
	uint64_t conversation; /* 0: not given */
	bool legs;
	const char *symptom; /* of reports/symptoms.def; NULL: all */
	const char *against; /* a declared inventory; NULL: none */
	const char *oui; /* list of makers; NULL: where the system has it */
	struct options_naming *namings;
	size_t naming_count;
};

/**
 * options_parse - read the arguments of a command.
 * @argc: how many; @argv: argv[0] is the command's name; the array may be put in another order
 * @extra: OPTIONS_ bits of the command
 * @ret: filled; free with options_finish, also after a failure
 * Returns 0, or -1 with @err saying what is wrong with which option.
 */
int options_parse(int argc, char **argv, unsigned extra, struct options *ret,
	struct err *err);

/**
 * options_configure - read the configuration file into @options->limits; what
 * --set says wins. Returns 0, or -1 with @err naming the file and its line.
 */
int options_configure(struct options *options, struct err *err);

/** options_finish - free the list of files. */
void options_finish(struct options *options);

/** options_help - append the options that a command with @extra knows. */
void options_help(struct text *t, unsigned extra);

#endif
