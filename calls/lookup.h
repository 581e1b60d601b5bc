/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What hosts asked DNS servers, and what became of it; and which names SIP went
 * to, so that it can be told which of the questions matter to calls. Answers of
 * the same question to the same server by the same host are one lookup.
 *
 * Bounded: two tables that forget the oldest, counted. Fed by DNS on port 53
 * and by SIP requests whose URIs have a name and no address.
 */
#ifndef EARSHOT_CALLS_LOOKUP_H
#define EARSHOT_CALLS_LOOKUP_H

#include "calls/call.h"
#include "calls/recent.h"
#include "dissect/dns.h"

struct book;

#define LOOKUPS		 2048
#define LOOKUP_USES	 1024
#define LOOKUP_NAME	 96 /* a longer one is passed over */
#define LOOKUP_ADDRESSES 4
#define LOOKUP_TARGETS	 4
/* A question that nothing followed for so long is given up. */
#define LOOKUP_WAIT (10 * NS_PER_S)
/* With another number after so long it is a new one, and no repetition. */
#define LOOKUP_AGAIN (6 * NS_PER_S)

/* So many of a kind, the first and the last of them. */
struct lookup_count {
	uint32_t n;
	struct moment first, last;
};

struct lookup {
	uint64_t hash;
	struct addr client, server;
	uint16_t type; /* enum dns_type, or another */
	uint8_t point; /* that saw it first; others are not counted */
	bool tcp;      /* asked over TCP, too */
	char name[LOOKUP_NAME]; /* small letters */
	uint32_t asked; /* questions, repeats of one left out */
	/* the question under way */
	struct moment open; /* frame 0: none is */
	ns_t sent_ts;	    /* when it was sent last */
	uint32_t sent;
	uint16_t open_id; /* its number */
	/* what became of them */
	struct lookup_count silent; /* no answer; moments of the question */
	struct lookup_count failed; /* an answer with a code */
	struct lookup_count empty;  /* none of that type there */
	struct lookup_count found;
	uint16_t code; /* of the last that failed: enum dns_code */
	uint32_t unexpected; /* answers to no question seen */
	/* the slowest answer */
	ns_t slowest;
	struct moment slow_asked, slow_answered;
	uint32_t slow_sent;
	/* what was found last */
	struct addr addresses[LOOKUP_ADDRESSES];
	char targets[LOOKUP_TARGETS][LOOKUP_NAME];
	uint8_t address_count, target_count;
};

/* A name that @client sent requests to, or named in them. */
struct lookup_use {
	uint64_t hash;
	struct addr client;
	char name[LOOKUP_NAME];
	bool next; /* the request went to it: its URI, or the first Route */
	uint32_t count;
	struct moment first, last;
	struct endpoint to; /* where the last one went */
	struct moment since; /* the first one that went there */
};

struct lookup_table {
	struct recent lookups, uses;
	uint64_t forgotten; /* lookups that gave way */
};

/** lookup_init - an empty table. */
void lookup_init(struct lookup_table *table);

/** lookup_finish - free all. */
void lookup_finish(struct lookup_table *table);

/** lookup_dns - account for the message @dns, which came in @packet. */
void lookup_dns(struct book *book, const struct packet *packet,
	const struct dns *dns);

/** lookup_signal - note the names in @signal, which came in @packet. */
void lookup_signal(struct book *book, const struct packet *packet,
	const struct signal *signal);

/** lookup_conclude - the observation of @book is over: what nobody answered in
 * time is silence. */
void lookup_conclude(struct book *book);

/** lookup_at - lookup number @i of @book, oldest first; NULL past the end. */
const struct lookup *lookup_at(const struct book *book, size_t i);

/** lookup_use_at - name number @i of those in SIP, oldest first; NULL past the
 * end. */
const struct lookup_use *lookup_use_at(const struct book *book, size_t i);

/** lookup_base - @name without the "_sip._udp." before it. */
const char *lookup_base(const char *name);

/** lookup_type_text - "A", "SRV", ...; NULL for one that is not of SIP. */
const char *lookup_type_text(uint16_t type);

#endif
