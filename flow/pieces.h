/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pieces of one datagram, in order of their offsets. They never overlap: a
 * piece that lies over another is either the same bytes again, as a mirrored
 * frame brings them, or the end of the whole datagram, since nobody can say
 * which of two readings the receiver chose (RFC 5722).
 *
 * A list, because senders send in order and some in reverse, so that the place
 * of a piece is at one of its ends; else the walk is bounded by the number of
 * pieces that are allowed.
 */
#ifndef EARSHOT_FLOW_PIECES_H
#define EARSHOT_FLOW_PIECES_H

#include "dissect/packet.h"

/* The longest payload of an IP datagram: 16 bits of length. */
#define PIECES_BYTES_MAX 65535

struct piece;

struct pieces {
	struct piece *first, *last;
	uint32_t count;
	uint32_t sum;  /* bytes on the wire of all */
	uint32_t end;  /* of the datagram; counts when ended */
	bool ended;    /* its last piece is there */
	bool whole;    /* all were captured whole */
	size_t memory; /* bytes held, heads included */
};

enum pieces_result {
	PIECES_KEPT,
	PIECES_REPEAT,    /* the same bytes again */
	PIECES_OVERLAP,   /* contradicts what is there */
	PIECES_MALFORMED, /* of a length or place that no piece can have */
	PIECES_TOO_MANY,
	PIECES_NO_MEMORY,
};

/** pieces_cost - memory that keeping @packet would take, bytes. */
size_t pieces_cost(const struct packet *packet);

/**
 * pieces_add - keep a copy of @packet, a PACKET_PIECE, unless it is no new one.
 * @most: pieces that are allowed
 * Returns PIECES_KEPT, or why it was not. Allocates: pieces_cost.
 * Source: RFC 791 clause 3.2; RFC 8200 clause 4.5.
 */
enum pieces_result pieces_add(
	struct pieces *pieces, const struct packet *packet, uint32_t most);

/** pieces_has - true when @packet is a repeat of one of @pieces. */
bool pieces_has(const struct pieces *pieces, const struct packet *packet);

/** pieces_complete - true when nothing is missing, snapshots apart. */
bool pieces_complete(const struct pieces *pieces);

/**
 * pieces_copy - what was captured without a gap from the first byte on.
 * @to: room for PIECES_BYTES_MAX bytes
 * Returns how many bytes that is.
 */
size_t pieces_copy(const struct pieces *pieces, uint8_t *to);

/** pieces_finish - free all; the pieces are then empty and usable again. */
void pieces_finish(struct pieces *pieces);

#endif
