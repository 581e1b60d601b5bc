/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Earshot: what was said, how well it was heard, and why not. A map:
 *
 *   app/       this file finds the command; options.c reads its options,
 *              observe.c reads the captures, output.c writes the result;
 *              report.c, ladder.c, ... are the commands, mostly tables
 *              terminal.c runs the screens over them
 *   ui/        screens, drawn into cells; the terminal
 *   reports/   an observation as text, JSON, CSV, SVG
 *   calls/     the book: calls, RTP streams, registrations, and what belongs
 *              together
 *   flow/      which dissector gets a packet
 *   quality/   loss, jitter, bursts, the E-model: numbers only, no packets
 *   dissect/   bytes to structs: link layers, IP, UDP, SIP, SDP, RTP, RTCP
 *   codecs/    what is known of each codec
 *   capture/   frames from files: pcap, pcapng, gzip, zstd
 *   lib/       slices, cursors, arenas, maps, text
 *
 * Each folder includes only from folders below it. One packet goes
 *
 *   source_next -> link_decode -> book_packet            (observe.c)
 *                                  -> demux -> parse -> dialog or stream
 *
 * and at the end one report reads the finished book.
 */
#include "app/command.h"
#include "app/options.h"
#include "app/reading.h"
#include "flow/classify.h"
#include "lib/attr.h"

#include <signal.h>
#include <unistd.h>

struct command {
	const char *name;
	const char *title;
	int (*main)(int argc, char **argv);
};

static const struct command commands[] = {
#define COMMAND(name, title) {#name, title, name##_main},
#include "app/commands.def"
#undef COMMAND
};

static const struct reading_format bare_formats[] = {
	{"text", &report_text, NULL},
	{"json", &report_json, NULL},
	{"ndjson", &report_ndjson, NULL},
	{"csv", &report_csv, NULL},
	{NULL, NULL, NULL},
};

#define BARE_EXTRA (OPTIONS_BARE | OPTIONS_TABLE)

static int help(void)
{
	struct text t = {0};

	text_puts(&t,
		"Usage: earshot [OPTION]... FILE... [FILTER]\n"
		"       earshot COMMAND [OPTION]... FILE...\n\n"
		"Earshot reads captures of telephone traffic (pcap, pcapng; "
		"also .gz, .zst) and\nsays which calls were made, how they "
		"ended, how well they were heard, and why.\nWithout a command "
		"it opens the\nscreens on a terminal; elsewhere it prints the "
		"report.\n\nCommands:\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		text_printf(
			&t, "  %-10s %s\n", commands[i].name, commands[i].title);
	}
	text_puts(&t, "\n");
	options_help(&t, BARE_EXTRA);
	text_puts(&t,
		"  -V, --version         print the version\n"
		"\nExamples:\n"
		"  earshot call.pcap\n"
		"  earshot ladder --call 1 call.pcap\n"
		"  tcpdump -w - udp | earshot report -F json -\n"
		"\n`earshot COMMAND --help` tells more of a command.\n"
		"Exit status: 0 done; 1 failed or a capture was damaged; 2 "
		"wrong usage.\n");
	return reading_show(&t);
}

static int version(void)
{
	struct text t = {0};
	const char *ndpi = classify_library();

	text_puts(&t, "earshot " PACKAGE_VERSION "\n");
	text_printf(&t, "nDPI %s\n", ndpi ? ndpi : "is not built in");
	return reading_show(&t);
}

static const struct reading bare = {
	.name = "",
	.extra = BARE_EXTRA,
	.formats = bare_formats,
	.help = help,
	.version = version,
};

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		if (slice_is(slice_of(commands[i].name), name)) {
			return &commands[i];
		}
	}
	return NULL;
}

/* A word that is no command is meant as a file when it looks like one. */
static bool looks_like_file(const char *word)
{
	struct slice s = slice_of(word);

	return access(word, F_OK) == 0 || slice_find(s, '/') < s.n ||
	       slice_find(s, '.') < s.n || slice_is(s, "-");
}

int main(int argc, char **argv)
{
	/* A reader that goes away is no failure worth a message. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		(void)fputs("earshot: name a capture file, or a command\n"
			    "try: earshot --help\n",
			stderr);
		return COMMAND_USAGE;
	}
	const struct command *command = find(argv[1]);
	if (command) {
		return command->main(argc - 1, argv + 1);
	}
	if (argv[1][0] != '-' && !looks_like_file(argv[1])) {
		struct text t = {0};
		text_printf(&t,
			"'%s' is neither a command nor a file; "
			"`earshot --help` lists the commands",
			argv[1]);
		reading_complain("", t.p ? t.p : "");
		text_finish(&t);
		return COMMAND_USAGE;
	}
	return reading_main(&bare, argc, argv);
}
