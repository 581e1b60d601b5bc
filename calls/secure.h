/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TLS sessions: what their handshakes show. The table is bounded; the oldest
 * gives way.
 */
#ifndef EARSHOT_CALLS_SECURE_H
#define EARSHOT_CALLS_SECURE_H

#include "calls/call.h"
#include "dissect/tls.h"

struct secure;

struct secure_session {
	uint64_t hash;
	struct endpoint client, server;
	struct moment hello;	   /* ClientHello; frame 0: not seen */
	struct moment chosen;	   /* ServerHello */
	struct moment certificate; /* frame 0: none seen, as in TLS 1.3 */
	struct moment alert;	   /* the first fatal one */
	uint16_t offered, version, cipher;
	bool alert_by_server;
	uint8_t alert_code;
	char asked[64];	  /* name of the server that the client wants; "" */
	char subject[64]; /* name in the certificate */
	int64_t not_before, not_after;
	bool has_dates, self_signed, weak_signature;
	bool mismatch; /* the certificate is not for the name asked */
	unsigned rsa_bits;
};

/** secure_create - none yet; @key: of the hash. NULL: no memory. */
struct secure *secure_create(uint64_t key);

/** secure_destroy - free all; NULL is allowed. */
void secure_destroy(struct secure *secure);

/** secure_record - account for @packet, a record of TLS. */
void secure_record(struct secure *secure, const struct packet *packet);

/** secure_at - session number @i, oldest first; NULL past the end. */
const struct secure_session *secure_at(const struct secure *secure, size_t i);

#endif
