/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who a call says it is from, beside its From header: P-Asserted-Identity,
 * Remote-Party-ID and the claims of a PASSporT; and whether it asks that nobody
 * be told (Privacy). Kept of the first INVITE that has each of them. What a
 * PASSporT claims is not verified.
 */
#ifndef EARSHOT_CALLS_IDENTITY_H
#define EARSHOT_CALLS_IDENTITY_H

#include "calls/call.h"

struct identity {
	struct slice asserted; /* user of P-Asserted-Identity; absent: none */
	struct moment asserted_at;
	struct slice remote; /* user of Remote-Party-ID; absent: none */
	struct slice privacy; /* "id", "user;id", or "full" of Remote-Party-ID */
	struct moment privacy_at; /* frame 0: no privacy was asked for */
	struct slice orig, dest, attest; /* of the PASSporT */
	int64_t iat;
	bool has_iat, compact, unreadable;
	struct moment passport_at; /* frame 0: there is none */
	bool diverted; /* it was forwarded: Diversion or History-Info */
};

/** identity_note - keep what the initial INVITE @signal of @call says; @packet
 * carried it. Allocates: from the arena of @call, once. */
void identity_note(struct call *call, const struct packet *packet,
	const struct signal *signal);

/** identity_private - true when @id asks that the caller's number be hidden: by
 * id, user, header or full. NULL: false. Source: RFC 3323 clause 4.2, RFC 3325
 * clause 9.3; draft-ietf-sip-privacy-04 (Remote-Party-ID). */
bool identity_private(const struct identity *id);

#endif
