/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The chunks of an SCTP packet that matter to who reads along: those that carry
 * user data, whole or a part of a message, and those that begin an association.
 * Source: RFC 9260 clauses 3.2 and 3.3.1; RFC 8260 clause 2.1 (I-DATA).
 */
#ifndef EARSHOT_DISSECT_SCTP_CHUNK_H
#define EARSHOT_DISSECT_SCTP_CHUNK_H

#include "lib/cursor.h"
#include "lib/verdict.h"

enum sctp_chunk_kind {
	SCTP_CHUNK_OTHER,
	SCTP_CHUNK_INIT, /* INIT or INIT ACK */
	SCTP_CHUNK_DATA, /* DATA or I-DATA */
};

/* Flags of data (both kinds). */
#define SCTP_CHUNK_END   0x01
#define SCTP_CHUNK_BEGIN 0x02

struct sctp_chunk {
	enum sctp_chunk_kind kind;
	/* of data only */
	uint8_t flags;
	uint64_t message; /* which of I-DATA; 0 of DATA */
	uint32_t number;  /* of the part in its message; the TSN of DATA */
	uint32_t tsn;
	uint32_t wire;      /* bytes of user data on the wire */
	struct slice bytes; /* and captured */
};

/**
 * sctp_chunk_next - read one chunk and its padding.
 * @c: at the chunk; stepped over it, as far as it was captured
 * @wire: in: bytes of the packet from here on, on the wire; out: behind it
 * @ret: filled on V_OK
 * Returns V_OK, V_TRUNCATED at the end of what was captured, or V_MALFORMED
 * when a length cannot be. Allocates: no. Source: RFC 9260 clause 3.2.
 */
enum verdict sctp_chunk_next(
	struct cursor *c, size_t *wire, struct sctp_chunk *ret);

#endif
