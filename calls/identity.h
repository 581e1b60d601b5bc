/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who a call says it is from, beside its From header: P-Asserted-Identity and
 * the claims of a PASSporT. Kept of the first INVITE that has one of them. What
 * a PASSporT claims is not verified.
 */
#ifndef EARSHOT_CALLS_IDENTITY_H
#define EARSHOT_CALLS_IDENTITY_H

#include "calls/call.h"

struct identity {
	struct slice asserted; /* user of P-Asserted-Identity; absent: none */
	struct moment asserted_at;
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

#endif
