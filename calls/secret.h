/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passwords that travel in clear beside the calls: HTTP with Basic credentials,
 * and configurations of telephones fetched by HTTP or TFTP. What the password
 * is, is not kept: only where it stands.
 */
#ifndef EARSHOT_CALLS_SECRET_H
#define EARSHOT_CALLS_SECRET_H

#include "calls/call.h"

struct secrets;

/* Most that are kept; one of a kind for two hosts. */
#define SECRETS_MOST 128

enum secret_kind {
	SECRET_BASIC,  /* Authorization: Basic over HTTP (RFC 7617) */
	SECRET_CONFIG, /* a configuration over HTTP */
	SECRET_TFTP,   /* a configuration over TFTP (RFC 1350) */
};

struct secret {
	enum secret_kind kind;
	struct endpoint client, server;
	struct moment at;
	struct moment password; /* frame 0: none was seen in it */
	uint32_t count;
	char what[64]; /* the path or file, without what follows '?' */
};

/** secrets_create - none yet; @key: of the hash. NULL: no memory. */
struct secrets *secrets_create(uint64_t key);

/** secrets_destroy - free all; NULL is allowed. */
void secrets_destroy(struct secrets *secrets);

/**
 * secrets_look - account for @packet, a segment of TCP or a datagram that nobody
 * claimed. Costs a compare where it is none of these.
 */
void secrets_look(struct secrets *secrets, const struct packet *packet);

/** secrets_list - those kept; @ret_count: how many. */
const struct secret *secrets_list(
	const struct secrets *secrets, size_t *ret_count);

#endif
