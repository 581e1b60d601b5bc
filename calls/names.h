/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of addresses: from the user, from the capture file, from DNS answers
 * seen in the traffic. Nothing is ever looked up: an analysis tells nobody what
 * it looks at. A name is text to show and nothing else; no decision about calls
 * rests on one, since anybody can send a DNS answer.
 *
 * One name an address, or an address with its port. The source that is trusted
 * more wins, the later of two equal ones. The table is bounded: names learned
 * from the traffic give way, the oldest first, and are counted; those that the
 * user gave stay.
 */
#ifndef EARSHOT_CALLS_NAMES_H
#define EARSHOT_CALLS_NAMES_H

#include "dissect/dns.h"
#include "lib/err.h"
#include "lib/map.h"
#include "lib/pool.h"

/* In order of trust. */
enum name_source {
	NAME_DNS,     /* an answer in the traffic */
	NAME_CAPTURE, /* a name record of the capture file */
	NAME_HOSTS,   /* the hosts file that the user gave */
	NAME_ALIAS,   /* an alias or a group of the user's: a device */
};

#define NAME_TEXT 256 /* a longer one is cut */

struct name {
	struct endpoint at; /* port 0: of every port */
	enum name_source source;
	uint64_t frame; /* that told it; 0: none did */
	uint16_t n;
	char text[NAME_TEXT];
	uint64_t hash;
	struct name *next, *prev; /* all learned from DNS, oldest first */
};

struct names {
	struct map map;
	struct pool pool;
	uint64_t key;
	struct name *oldest, *newest;
	uint64_t given_up;  /* learned names that gave way */
	uint64_t ports;	    /* names that are of one port only */
};

/**
 * names_init - an empty table over the caller's memory.
 * @key: secret of the hash; @max: most names
 */
void names_init(struct names *names, uint64_t key, size_t max);

/** names_finish - free all. */
void names_finish(struct names *names);

/**
 * names_add - @text is the name of @at.
 * @at: port 0 stands for every port; @source: who says so; @frame: where, or 0
 * Returns 0, also when a name that is trusted more stays; -1 when the table is
 * full of names that do not give way, or memory is exhausted. Allocates: yes.
 */
int names_add(struct names *names, const struct endpoint *at,
	struct slice text, enum name_source source, uint64_t frame);

/**
 * names_learn - take what the DNS message @dns in @frame said. Addresses that are no
 * host's (0.0.0.0, loopback, multicast) are passed over: blockers answer so.
 */
void names_learn(struct names *names, const struct dns *dns, uint64_t frame);

/**
 * names_find - the name of @at: that of its port, else that of its address.
 * @names: NULL is allowed. Returns NULL when there is none.
 */
const struct name *names_find(
	const struct names *names, const struct endpoint *at);

/** names_slice - the text of @name, as it came: clean it before printing. */
struct slice names_slice(const struct name *name);

/** names_source_text - @source as the reports call it: "dns". */
const char *names_source_text(enum name_source source);

/**
 * names_read_alias - read @text, an alias file: lines "ADDRESS[:PORT] NAME", or sngrep's
 * "alias ADDRESS[:PORT] NAME"; "#" begins a comment; other directives of a
 * sngreprc (set, ignore, key, unbind, externip) are passed over.
 * Returns 0, or -1 with @err naming the line.
 */
int names_read_alias(struct names *names, struct slice text, struct err *err);

/**
 * names_read_hosts - read @text, a hosts file: lines "ADDRESS NAME ...", of which the
 * first name counts. Returns 0, or -1 with @err naming the line.
 * Source: hosts(5).
 */
int names_read_hosts(struct names *names, struct slice text, struct err *err);

/**
 * names_read_group - read @text, "NAME=ADDRESS[:PORT],...": all of them are one device.
 * Returns 0, or -1 with @err.
 */
int names_read_group(struct names *names, struct slice text, struct err *err);

#endif
