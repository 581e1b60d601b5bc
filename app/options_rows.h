/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of all options, for options.c alone: letters, argument, help, and what
 * an option does.
 */
#ifndef EARSHOT_APP_OPTIONS_ROWS_H
#define EARSHOT_APP_OPTIONS_ROWS_H

#include "app/options.h"

#define LATER_WHAT "is not in this version"
#define LIVE                                                                   \
	"listening to an interface " LATER_WHAT ": capture with "              \
	"`tcpdump -i IFACE -w FILE`, then read FILE"
#define WRITING   "writing captures " LATER_WHAT
#define KEYS      "decryption " LATER_WHAT
#define HEP       "HEP " LATER_WHAT
#define ONLY_LIVE "it belongs to listening to an interface, which " LATER_WHAT

enum what {
	WHAT_FILE,
	WHAT_FORMAT,
	WHAT_OUTPUT,
	WHAT_CALL,
	WHAT_WHERE,
	WHAT_COUNT,
	WHAT_LIMIT,
	WHAT_COLUMNS,
	WHAT_COLOUR,
	WHAT_QUIET,
	WHAT_VERBOSE,
	WHAT_PACKETS,
	WHAT_SIGNAL,
	WHAT_SYMPTOM,
	WHAT_TABLE,
	WHAT_CALLS_ONLY,
	WHAT_JOIN,
	WHAT_APART,
	WHAT_CONVERSATION,
	WHAT_LEGS,
	WHAT_SET,
	WHAT_CONFIG,
	WHAT_THRESHOLDS,
	WHAT_PRINT_FILTER,
	WHAT_ALIAS,
	WHAT_HOSTS,
	WHAT_GROUP,
	WHAT_NUMERIC,
	WHAT_OUI,
	WHAT_AGAINST,
	WHAT_NOTHING, /* accepted: it is what happens anyway */
	WHAT_HELP,
	WHAT_VERSION,
	WHAT_NO_INTERFACE,
	WHAT_KEYS,
	WHAT_SIZE,
	WHAT_RC,
	WHAT_LATER,
};

struct row {
	char letter;          /* 0: none */
	const char *name;     /* long name, or NULL */
	const char *argument; /* NULL: takes none */
	enum what what;
	unsigned extra;   /* only for commands with one of these bits */
	const char *help; /* for WHAT_LATER: what to do instead */
};

/* Rows without help are second names of the row before. */
static const struct row rows[] = {
	{'r', "read", "FILE", WHAT_FILE, 0,
		"read FILE ('-': standard input); -I FILE is the same"},
	{'I', "input", "FILE", WHAT_FILE, 0, NULL},
	{'F', "format", "FORMAT", WHAT_FORMAT, 0, "how to write; see above"},
	{'o', "output", "OUT", WHAT_OUTPUT, 0,
		"write to the file OUT (mode 0600, never through a link)"},
	{0, "call", "SEL", WHAT_CALL, 0,
		"only this call: its number, a Call-ID, or as --where"},
	{'Y', "where", "EXPR", WHAT_WHERE, 0,
		"only calls of which EXPR is true; 'help' lists fields"},
	{0, "display-filter", "EXPR", WHAT_WHERE, 0, NULL},
	{0, "packets", NULL, WHAT_PACKETS, OPTIONS_PACKETS,
		"every packet with delta, jitter, skew and bandwidth"},
	{0, "signal", NULL, WHAT_SIGNAL, OPTIONS_SIGNAL,
		"decode the voice: level, silence, echo, DTMF heard in it"},
	{0, "symptom", "NAME", WHAT_SYMPTOM, OPTIONS_SYMPTOM,
		"only this complaint"},
	{0, "table", "TABLE", WHAT_TABLE, OPTIONS_TABLE,
		"table of -F csv: calls, streams, findings or devices"},
	{0, "join", "RULES", WHAT_JOIN, 0,
		"which rules join calls: names, all or none"},
	{0, "apart", "CALL", WHAT_APART, 0,
		"this call stands alone, whatever the rules say"},
	{0, "conversation", "N", WHAT_CONVERSATION, OPTIONS_TALK,
		"the ladder of this conversation, all its legs in one"},
	{0, "legs", NULL, WHAT_LEGS, OPTIONS_LEGS,
		"a call with its other legs: one ladder, one group"},
	{'c', "calls", NULL, WHAT_CALLS_ONLY, OPTIONS_BARE,
		"calls only: no registrations, no streams without a call"},
	{0, "count", "N", WHAT_COUNT, 0, "stop after N packets"},
	{'l', "limit", "N", WHAT_LIMIT, 0,
		"keep at most N calls; the oldest give way (counted)"},
	{0, "alias", "FILE", WHAT_ALIAS, 0,
		"names: lines 'ADDRESS[:PORT] NAME', or a sngreprc"},
	{0, "hosts", "FILE", WHAT_HOSTS, 0,
		"names of a hosts file, such as /etc/hosts"},
	{0, "group", "DEVICE", WHAT_GROUP, 0,
		"NAME=ADDRESS[:PORT],...: one device, one column"},
	{0, "against", "FILE", WHAT_AGAINST, OPTIONS_AGAINST,
		"compare with the declared inventory FILE (CSV)"},
	{0, "oui", "FILE", WHAT_OUI, 0,
		"makers of MACs: the IEEE's oui.txt, or 'none'"},
	{'n', "numeric", NULL, WHAT_NUMERIC, 0, "addresses without names"},
	{0, "print-filter", NULL, WHAT_PRINT_FILTER, 0,
		"print the filter so that tags do not hide what it means"},
	{0, "set", "KEY=VALUE", WHAT_SET, 0,
		"a threshold of findings; see findings --thresholds"},
	{0, "config", "FILE", WHAT_CONFIG, 0,
		"read such settings from FILE, or 'none'"},
	{0, "thresholds", NULL, WHAT_THRESHOLDS, OPTIONS_LIMITS,
		"list the thresholds with their values, and stop"},
	{0, "columns", "N", WHAT_COLUMNS, 0,
		"width of text; default: the terminal's, else 80"},
	{0, "color", "WHEN", WHAT_COLOUR, 0,
		"auto, always or never (NO_COLOR is honoured)"},
	{0, "colour", "WHEN", WHAT_COLOUR, 0, NULL},
	{'q', "quiet", NULL, WHAT_QUIET, 0, "no progress bar"},
	{'v', "verbose", NULL, WHAT_VERBOSE, 0,
		"say on standard error what was read"},
	{'N', "no-interface", NULL, WHAT_NO_INTERFACE, 0,
		"no screens: the text report, also on a terminal"},
	{0, "keys", "WORDS", WHAT_KEYS, OPTIONS_BARE,
		"press these keys on the screens, and print the last one"},
	{0, "size", "COLSxROWS", WHAT_SIZE, OPTIONS_BARE,
		"size of the screens with --keys; default 80x24"},
	{0, "rc", "FILE", WHAT_RC, OPTIONS_BARE,
		"keys and settings of the screens, or 'none'"},
	{'h', "help", NULL, WHAT_HELP, 0, "this text"},
	{'V', "version", NULL, WHAT_VERSION, OPTIONS_BARE, NULL},
	{'i', "interface", "IFACE", WHAT_LATER, 0, LIVE},
	{'d', "device", "IFACE", WHAT_LATER, 0, LIVE},
	{'w', "write", "FILE", WHAT_LATER, 0, WRITING},
	{'O', "dump", "FILE", WHAT_LATER, 0, WRITING},
	{'k', "key", "PEM", WHAT_LATER, 0, KEYS},
	{0, "keylog", "FILE", WHAT_LATER, 0, KEYS},
	{0, "srtp-key", "KEY", WHAT_LATER, 0, KEYS},
	{'L', "eep-listen", "ADDRESS", WHAT_LATER, 0, HEP},
	{'H', "eep-send", "ADDRESS", WHAT_LATER, 0, HEP},
	{'B', "buffer", "MB", WHAT_LATER, 0, ONLY_LIVE},
	{'R', "rotate", NULL, WHAT_NOTHING, 0, NULL},
};

#endif
