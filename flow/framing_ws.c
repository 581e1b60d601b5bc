/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * WebSocket frames, and the HTTP heads before them:
 *
 *   F RSV opcode | M length | 16 or 64 bits of length | mask | payload
 *
 * A message is one frame or several; control frames may stand between these.
 * RFC 7118 puts exactly one SIP message into a WebSocket message, so its bytes
 * alone are delivered. One that was compressed (RFC 7692) is not read; after a
 * few messages that are no SIP the connection is taken for another protocol's.
 */
#include "flow/framing_parts.h"

#include "dissect/sip.h"

#include <string.h>

#define OPCODE_MORE    0
#define OPCODE_TEXT    1
#define OPCODE_BINARY  2
#define OPCODE_CONTROL 8 /* and above: close, ping, pong */
#define CONTROL_MAX    125
#define ALIENS_MAX     8  /* messages without SIP before it is dull */
#define LOOKS          64 /* bytes of payload that tell SIP */

/* What a fragmented message is. */
enum framing_fragment { FRAGMENT_NONE, FRAGMENT_KEPT, FRAGMENT_UNWANTED };

struct ws_head {
	size_t size; /* of the header */
	uint64_t length;
	uint8_t mask[4];
	uint8_t opcode;
	bool final, compressed, control;
};

enum framing_step framing_http(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	enum framing_step step = framing_head(&f->head, w);

	(void)room;
	if (step == FRAMING_MORE && w.n <= FRAMING_LINE_MAX) {
		return FRAMING_MORE;
	}
	bool opens = step == FRAMING_SKIP && f->head.upgrade;
	f->kind = opens ? FRAMING_WS : FRAMING_DULL;
	ret->used = step == FRAMING_SKIP ? f->head.size : w.n;
	f->head = (struct framing_head){0};
	return FRAMING_SKIP;
}

/* RFC 6455 clause 5.2. */
static enum framing_step read_head(struct slice w, struct ws_head *ret)
{
	if (w.n < 2) {
		return FRAMING_MORE;
	}
	unsigned first = framing_byte(w, 0);
	unsigned second = framing_byte(w, 1);
	*ret = (struct ws_head){
		.size = 2,
		.length = second & 0x7f,
		.opcode = first & 0x0f,
		.final = first & 0x80,
		.compressed = first & 0x40,
		.control = (first & 0x08) != 0,
	};
	size_t wide = ret->length == 126 ? 2 : ret->length == 127 ? 8 : 0;
	size_t mask = second & 0x80 ? 4 : 0;
	/* Opcodes 3 to 7 and 11 to 15 are reserved; a control frame is one. */
	if (first & 0x30 || (ret->opcode & 7) > 2 ||
		(ret->control && (!ret->final || ret->length > CONTROL_MAX))) {
		return FRAMING_LOST;
	}
	if (w.n < 2 + wide + mask) {
		return FRAMING_MORE;
	}
	if (wide) {
		ret->length = 0;
	}
	for (size_t i = 0; i < wide; i++) {
		ret->length = ret->length << 8 | framing_byte(w, 2 + i);
	}
	if (mask) {
		memcpy(ret->mask, w.p + 2 + wide, 4);
	}
	ret->size = 2 + wide + mask;
	return ret->length >> 63 ? FRAMING_LOST : FRAMING_SKIP;
}

/* RFC 6455 clause 5.3; without a mask it is all zeros and copies. */
static struct slice unmask(
	const struct ws_head *h, struct slice payload, char *out)
{
	for (size_t i = 0; i < payload.n; i++) {
		out[i] = (char)(payload.p[i] ^ (char)h->mask[i % 4]);
	}
	return (struct slice){out, payload.n};
}

enum framing_step framing_ws_looks(struct slice w)
{
	char text[LOOKS];
	struct ws_head h;
	enum framing_step step = read_head(w, &h);

	if (step != FRAMING_SKIP) {
		return step;
	}
	if (h.control || h.opcode == OPCODE_MORE || h.compressed ||
		h.length < LOOKS || h.length > FRAMING_MESSAGE_MAX) {
		return FRAMING_LOST;
	}
	if (w.n < h.size + LOOKS) {
		return FRAMING_MORE;
	}
	struct slice line = unmask(&h, slice_sub(w, h.size, LOOKS), text);
	return sip_probe(line) ? FRAMING_MESSAGE : FRAMING_LOST;
}

/* A whole message, of any protocol. */
static enum framing_step finish(
	struct framing *f, struct slice message, struct framing_cut *ret)
{
	struct slice text = message;

	while (text.n && (text.p[0] == '\r' || text.p[0] == '\n')) {
		text = slice_sub(text, 1, text.n);
	}
	if (text.n == 0) { /* a keep-alive, RFC 7118 clause 6 */
		return FRAMING_SKIP;
	}
	if (!sip_probe(text)) {
		ret->alien = true;
		f->aliens = (uint8_t)(f->aliens + (f->aliens < UINT8_MAX));
		if (!f->proven && f->aliens >= ALIENS_MAX) {
			f->kind = FRAMING_DULL;
		}
		return FRAMING_SKIP;
	}
	ret->message = text;
	return FRAMING_MESSAGE;
}

/* A frame of a message in several; @payload is of its present frame. */
static enum framing_step take_fragment(struct framing *f,
	const struct ws_head *h, struct slice payload,
	struct framing_room *room, struct framing_cut *ret)
{
	if (h->opcode != OPCODE_MORE) {
		bytes_drop(&f->message, f->message.to - f->message.from);
		f->fragment = h->compressed ? FRAGMENT_UNWANTED : FRAGMENT_KEPT;
	}
	if (f->fragment != FRAGMENT_KEPT) {
		return FRAMING_SKIP; /* its start was not seen, or not read */
	}
	struct slice text = unmask(h, payload, room->text);
	if (bytes_held(&f->message).n + text.n > FRAMING_MESSAGE_MAX ||
		bytes_append(&f->message, text, &room->held) != 0) {
		bytes_finish(&f->message, &room->held);
		f->fragment = FRAGMENT_UNWANTED;
		ret->garbage = true;
		return FRAMING_SKIP;
	}
	if (!h->final) {
		return FRAMING_SKIP;
	}
	f->fragment = FRAGMENT_NONE;
	return finish(f, bytes_held(&f->message), ret);
}

enum framing_step framing_ws(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	struct ws_head h;
	enum framing_step step = read_head(w, &h);

	if (step != FRAMING_SKIP) {
		return step;
	}
	if (h.length > FRAMING_MESSAGE_MAX) {
		ret->used = h.size;
		ret->garbage = true;
		f->discard = h.length;
		f->fragment = FRAGMENT_UNWANTED;
		return FRAMING_SKIP;
	}
	if (w.n - h.size < h.length) {
		return FRAMING_MORE;
	}
	struct slice payload = slice_sub(w, h.size, (size_t)h.length);
	ret->used = h.size + payload.n;
	if (h.control) {
		return FRAMING_SKIP;
	}
	ret->compressed = h.compressed && h.opcode != OPCODE_MORE;
	if (!h.final || h.opcode == OPCODE_MORE) {
		return take_fragment(f, &h, payload, room, ret);
	}
	f->fragment = FRAGMENT_NONE;
	if (ret->compressed) {
		return FRAMING_SKIP;
	}
	return finish(f, unmask(&h, payload, room->text), ret);
}
