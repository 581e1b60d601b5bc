/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files of calls/watch share: its tables. */
#ifndef EARSHOT_CALLS_WATCH_PARTS_H
#define EARSHOT_CALLS_WATCH_PARTS_H

#include "calls/recent.h"
#include "calls/watch.h"
#include "lib/pool.h"

/* Names of programs that are remembered to be no tool's; a power of two. */
#define WATCH_AGENTS 64

struct transaction {
	uint64_t hash;
	uint64_t login; /* of its credentials; 0: it had none */
	uint64_t realm;
	bool answered, replayed;
};

/* A source and a Call-ID that it was challenged in. */
struct dialog {
	uint64_t hash;
	bool open; /* it has not come back with credentials */
};

/* A name at a source: refusals since its last success. */
struct login {
	uint64_t hash;
	uint32_t pending;
};

/* Credentials that were seen. */
struct nonce {
	uint64_t hash;
	uint64_t message; /* Call-ID and CSeq */
	struct addr src, dst, alias;
	struct moment at;
};

struct watch {
	struct watch_counts counts;
	uint64_t key;
	struct pool pool, asked, troubles;
	struct map map;
	uint64_t harmless[WATCH_AGENTS]; /* hashes of names that are no tool's */
	struct watch_source *newest, *oldest;
	struct recent transactions, dialogs, logins, nonces;
	struct watch_replay replays[WATCH_REPLAYS];
	size_t replay_count;
};

/** watch_asked_of - as watch_trouble_of: what @s asked for. @w: as there */
struct watch_asked *watch_asked_of(struct watch *w, struct watch_source *s);

/** watch_trouble_of - that of @s, made when it had none; NULL when memory is
 * exhausted, which is counted. */
struct watch_trouble *watch_trouble_of(struct watch *w, struct watch_source *s);

/** watch_source_of - the record of @ip, made when it is new for @packet, and now
 * the newest; NULL when memory is exhausted. */
struct watch_source *watch_source_of(struct watch *w, const struct addr *ip,
	const struct packet *packet);

/** watch_source_at - the record of @ip, or NULL. */
struct watch_source *watch_source_at(struct watch *w, const struct addr *ip);

/** watch_outage_asked - @packet is a new request, @signal, of somebody. */
void watch_outage_asked(struct watch *w, const struct packet *packet,
	const struct signal *signal);

/** watch_outage_over - @packet is an answer, @signal, of @server. */
void watch_outage_over(struct watch_source *server, const struct packet *packet,
	const struct signal *signal);

#endif
