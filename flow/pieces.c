/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Insertion from the end, where the place of most pieces is. */
#include "flow/pieces.h"

struct piece {
	struct piece *next, *prev;
	uint32_t offset;
	uint32_t length; /* on the wire */
	uint32_t held;   /* captured, <= length */
	bool more;
	uint8_t bytes[];
};

size_t pieces_cost(const struct packet *packet)
{
	return sizeof(struct piece) + packet->payload.n;
}

/* The last piece that begins at or before @offset; NULL: none does. */
static struct piece *before(const struct pieces *pieces, uint32_t offset)
{
	struct piece *p = pieces->last;

	if (pieces->first && pieces->first->offset > offset) {
		return NULL;
	}
	while (p && p->offset > offset) {
		p = p->prev;
	}
	return p;
}

/* A snapshot may have cut one of two copies shorter: what both hold counts. */
static bool same(const struct piece *p, const struct packet *packet)
{
	size_t n = packet->payload.n < p->held ? packet->payload.n : p->held;

	return p->offset == packet->piece.offset &&
	       p->length == packet->payload_wire &&
	       p->more == packet->piece.more &&
	       (n == 0 || memcmp(p->bytes, packet->payload.p, n) == 0);
}

bool pieces_has(const struct pieces *pieces, const struct packet *packet)
{
	const struct piece *p = before(pieces, packet->piece.offset);

	return p && same(p, packet);
}

/* No piece is empty, all but the last end at a multiple of 8, and none reaches
 * past what a length field can say: the "ping of death" did. */
static bool possible(const struct packet *packet)
{
	uint32_t length = packet->payload_wire;

	return length != 0 && length <= PIECES_BYTES_MAX &&
	       packet->piece.offset + length <= PIECES_BYTES_MAX &&
	       (!packet->piece.more || length % 8 == 0) &&
	       packet->payload.n <= length;
}

/* True when @packet between @prev and @next, its neighbours, contradicts one of
 * them or where the datagram ends. */
static bool contradicts(const struct pieces *pieces, const struct piece *prev,
	const struct piece *next, const struct packet *packet)
{
	uint32_t offset = packet->piece.offset;
	uint32_t end = offset + packet->payload_wire;

	if (prev && prev->offset + prev->length > offset) {
		return true;
	}
	if (next && end > next->offset) {
		return true;
	}
	if (!packet->piece.more) {
		return next || pieces->ended;
	}
	/* One more piece follows this one, and it is not empty. */
	return pieces->ended && end >= pieces->end;
}

static void insert(
	struct pieces *pieces, struct piece *prev, struct piece *piece)
{
	struct piece *next = prev ? prev->next : pieces->first;

	piece->prev = prev;
	piece->next = next;
	if (prev) {
		prev->next = piece;
	} else {
		pieces->first = piece;
	}
	if (next) {
		next->prev = piece;
	} else {
		pieces->last = piece;
	}
}

enum pieces_result pieces_add(
	struct pieces *pieces, const struct packet *packet, uint32_t most)
{
	if (!possible(packet)) {
		return PIECES_MALFORMED;
	}
	struct piece *prev = before(pieces, packet->piece.offset);
	if (prev && same(prev, packet)) {
		return PIECES_REPEAT;
	}
	struct piece *next = prev ? prev->next : pieces->first;
	if (contradicts(pieces, prev, next, packet)) {
		return PIECES_OVERLAP;
	}
	if (pieces->count >= most) {
		return PIECES_TOO_MANY;
	}
	struct piece *piece = malloc(pieces_cost(packet));
	if (!piece) {
		return PIECES_NO_MEMORY;
	}
	*piece = (struct piece){
		.offset = packet->piece.offset,
		.length = packet->payload_wire,
		.held = (uint32_t)packet->payload.n,
		.more = packet->piece.more,
	};
	if (piece->held) {
		memcpy(piece->bytes, packet->payload.p, piece->held);
	}
	insert(pieces, prev, piece);
	pieces->whole = (pieces->count == 0 || pieces->whole) &&
			piece->held == piece->length;
	pieces->count++;
	pieces->sum += piece->length;
	pieces->memory += pieces_cost(packet);
	if (!piece->more) {
		pieces->ended = true;
		pieces->end = piece->offset + piece->length;
	}
	return PIECES_KEPT;
}

bool pieces_complete(const struct pieces *pieces)
{
	/* They do not overlap and none lies behind the end. */
	return pieces->ended && pieces->sum == pieces->end;
}

size_t pieces_copy(const struct pieces *pieces, uint8_t *to)
{
	size_t n = 0;

	for (const struct piece *p = pieces->first; p && p->offset == n;
		p = p->next) {
		memcpy(to + n, p->bytes, p->held);
		n += p->held;
	}
	return n;
}

void pieces_finish(struct pieces *pieces)
{
	while (pieces->first) {
		struct piece *p = pieces->first;
		pieces->first = p->next;
		free(p);
	}
	*pieces = (struct pieces){0};
}
