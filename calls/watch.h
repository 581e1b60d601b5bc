/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each source address did in signalling, as far as security asks: how
 * often it was refused, which challenges it left open, how many extensions it
 * asked for, how fast, and whether it is still answered. Facts alone; what is
 * an attack is judged by detect/.
 *
 *   request --> transaction --> answer: which source it was, and whether it
 *   \-> source   (a table that forgets)  had sent credentials
 *
 * Fed by SIP messages, never by RTP. Every table has a fixed size. Of sources
 * the one that was quiet for longest gives way, one without a refusal before
 * one with; that is counted.
 */
#ifndef EARSHOT_CALLS_WATCH_H
#define EARSHOT_CALLS_WATCH_H

#include "calls/call.h"

struct book;
struct watch;

/* Bits by which different extensions, and hosts, are counted: two may share
 * one, so what is counted is the least that there were. */
#define WATCH_USER_BITS	  1024
#define WATCH_HOST_BITS	  256
#define WATCH_FAILED_BITS 256
/* Credentials used twice that are kept. */
#define WATCH_REPLAYS 64

enum watch_kind { WATCH_INVITE, WATCH_REGISTER, WATCH_OPTIONS, WATCH_KINDS };

/* So many of a kind; the first and the last of them. */
struct watch_count {
	uint32_t n;
	struct moment first, last;
};

/* Requests of one kind in one second: now, and at most. */
struct watch_rate {
	ns_t second;
	uint32_t now, peak;
	struct moment now_first, peak_first;
};

/* Requests without an answer before one speaks of an outage. */
#define WATCH_OUTAGE_LEAST 3

/* A time in which a host answered nobody. */
struct watch_outage {
	struct moment before;	   /* its last answer */
	struct moment first, last; /* requests that got none */
	struct moment until;	   /* the next answer; frame 0: none came */
	uint32_t requests;
	uint8_t askers;	   /* 1, or 2: two and more */
	struct addr asker; /* the first of them */
};

/* What went wrong with the requests of a source, or is wrong with them. */
struct watch_trouble {
	struct watch_count rejected; /* 403, 404, 405, 410, 484, 604 */
	struct watch_count failed;   /* credentials that were refused */
	uint64_t failed_users[WATCH_FAILED_BITS / 64];
	char failed_user[40]; /* the first of them */
	struct moment broken; /* refused thrice and more, then accepted */
	char broken_user[40];
	struct addr failed_at;	 /* who refused last */
	uint32_t challenged;	 /* 401 and 407 to requests without credentials */
	struct watch_count open; /* of them: not taken up */
	struct watch_count clear; /* credentials of digest that went unencrypted */
	struct watch_count plain; /* likewise of Basic: the password itself */
	char agent[48];		  /* User-Agent that an attacker's tool gave */
	struct moment tool;	  /* frame 0: no tool's */
};

/* What a source asked for; those that only answer ask for nothing. */
struct watch_asked {
	uint32_t kinds[WATCH_KINDS];	    /* repeats left out */
	struct watch_rate rate[WATCH_KINDS]; /* repeats included */
	uint64_t users[WATCH_USER_BITS / 64];
	uint64_t hosts[WATCH_HOST_BITS / 64];
};

struct watch_source {
	struct watch_source *older, *newer; /* by activity */
	uint64_t hash;
	struct addr ip;
	uint8_t point; /* that saw it first; rates are of this one alone */
	struct moment first, last;
	/* requests, repeats left out */
	uint64_t requests;
	uint64_t forwarded; /* of them: with a second Via */
	uint32_t accepted; /* answered by 2xx */
	/* never NULL: who has none shares an empty one. own_: to be written */
	const struct watch_asked *asked;
	const struct watch_trouble *trouble;
	struct watch_asked *own_asked;
	struct watch_trouble *own_trouble;
	/* requests since the last answer to it */
	struct watch_count silent;
	struct moment answered;	 /* that answer; frame 0: none */
	struct addr silent_at;	 /* whom it asks now */
	struct moment responded; /* the last answer that it gave to others */
	uint16_t answers; /* bit of each method that it ever answered */
	struct watch_outage unanswered; /* since its last answer */
	struct watch_outage outage;	/* the longest that ended */
};

/* Credentials that were used again, by another address. */
struct watch_replay {
	struct addr first_ip, ip, server;
	struct moment first, again;
	char user[40];
	bool counted;  /* nonce count and qop: never the same twice by rule */
	bool accepted; /* answered by 2xx */
	uint64_t transaction;
};

struct watch_counts {
	uint64_t sources, evicted, out_of_memory, replays;
};

/** watch_create - nothing was seen; @key: of the hashes. NULL: no memory. */
struct watch *watch_create(uint64_t key);

/** watch_destroy - free all; NULL is allowed. */
void watch_destroy(struct watch *watch);

/** watch_signal - account for @signal, which came in @packet. */
void watch_signal(struct watch *watch, const struct packet *packet,
	const struct signal *signal);

/** watch_first - the source that was active last; go on by ->older. */
const struct watch_source *watch_first(const struct watch *watch);

/** watch_find - the source @ip, or NULL. */
const struct watch_source *watch_find(
	const struct watch *watch, const struct addr *ip);

/** watch_replays - credentials used twice; @ret_count: how many. */
const struct watch_replay *watch_replays(
	const struct watch *watch, size_t *ret_count);

/** watch_counts - what became of all; borrowed. */
const struct watch_counts *watch_counts(const struct watch *watch);

/** watch_users - at least so many extensions that @source asked for. */
unsigned watch_users(const struct watch_source *source);

/** watch_hosts - at least so many hosts that @source asked. */
unsigned watch_hosts(const struct watch_source *source);

/** watch_failed_users - at least so many names whose credentials failed. */
unsigned watch_failed_users(const struct watch_source *source);

#endif
