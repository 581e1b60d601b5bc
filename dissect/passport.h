/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PASSporT: who a caller says he is, signed by his provider (STIR/SHAKEN), as
 * it stands in a SIP Identity header. The claims are read; the signature is not
 * verified, because that takes the signer's certificate from the network.
 *
 * Source: RFC 8224 (Identity), 8225 (PASSporT), 8588 (shaken).
 */
#ifndef EARSHOT_DISSECT_PASSPORT_H
#define EARSHOT_DISSECT_PASSPORT_H

#include "lib/slice.h"

/* Bytes of the decoded claims that are read; longer ones are refused. */
#define PASSPORT_ROOM 2048

/* Slices point into the room. Absent: not claimed. */
struct passport {
	struct slice orig;   /* number, or URI, of the caller */
	struct slice dest;   /* the first one called */
	struct slice attest; /* "A", "B" or "C" */
	int64_t iat;	     /* signed at, s since 1970 */
	bool has_iat;
	bool compact; /* the claims were left out (RFC 8225 clause 7) */
};

/**
 * passport_parse - read the claims of the Identity header value @identity.
 * @room: PASSPORT_ROOM bytes, filled with the decoded claims
 * @ret: filled. Returns false when it cannot be read. Allocates: no.
 */
bool passport_parse(struct slice identity, char *room, struct passport *ret);

#endif
