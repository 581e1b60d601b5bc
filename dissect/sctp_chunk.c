/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DATA numbers the parts of a message by their TSN; I-DATA names the message
 * and numbers its parts from 0, so that parts of several may come by turns.
 * Both are told in the same two fields.
 */
#include "dissect/sctp_chunk.h"

#define TYPE_DATA      0
#define TYPE_INIT      1
#define TYPE_INIT_ACK  2
#define TYPE_I_DATA    64
#define FLAG_UNORDERED 0x04

/* Header of a chunk, of DATA and of I-DATA. */
#define HEAD        4
#define HEAD_DATA   16
#define HEAD_I_DATA 20

/* What I-DATA calls a message is never 0, which stands for DATA. */
#define NAMED ((uint64_t)1 << 63)

static enum verdict data(
	uint8_t type, struct cursor body, size_t wire, struct sctp_chunk *ret)
{
	size_t head = (type == TYPE_DATA ? HEAD_DATA : HEAD_I_DATA) - HEAD;

	if (wire <= head) { /* RFC 9260: no user data is an error */
		return V_MALFORMED;
	}
	ret->kind = SCTP_CHUNK_DATA;
	ret->wire = (uint32_t)(wire - head);
	ret->tsn = cursor_u32(&body);
	uint16_t stream = cursor_u16(&body);
	cursor_skip(&body, 2);           /* stream sequence number; reserved */
	uint32_t id = cursor_u32(&body); /* protocol; of I-DATA the message */
	ret->number = ret->tsn;
	if (type == TYPE_I_DATA) {
		uint32_t number = cursor_u32(&body);
		uint64_t unordered = ret->flags & FLAG_UNORDERED ? 1 : 0;
		/* Of the first part that field is the protocol. */
		ret->number = ret->flags & SCTP_CHUNK_BEGIN ? 0 : number;
		ret->message =
			NAMED | unordered << 48 | (uint64_t)stream << 32 | id;
	}
	ret->bytes = cursor_take(&body, cursor_left(&body));
	return body.bad ? V_TRUNCATED : V_OK;
}

enum verdict sctp_chunk_next(
	struct cursor *c, size_t *wire, struct sctp_chunk *ret)
{
	if (cursor_left(c) < HEAD) {
		return V_TRUNCATED;
	}
	uint8_t type = cursor_u8(c);
	uint8_t flags = cursor_u8(c);
	size_t length = cursor_u16(c);
	if (length < HEAD || length > *wire) {
		return V_MALFORMED;
	}
	size_t body = length - HEAD;
	struct cursor inside =
		cursor_sub(c, cursor_left(c) < body ? cursor_left(c) : body);
	/* Padded to four bytes, which the last one may lack. */
	size_t padding = (4 - length % 4) % 4;
	cursor_skip(c, padding < cursor_left(c) ? padding : cursor_left(c));
	length += padding;
	*wire -= length < *wire ? length : *wire;
	*ret = (struct sctp_chunk){.flags = flags};
	if (type == TYPE_DATA || type == TYPE_I_DATA) {
		return data(type, inside, body, ret);
	}
	ret->kind = type == TYPE_INIT || type == TYPE_INIT_ACK
			    ? SCTP_CHUNK_INIT
			    : SCTP_CHUNK_OTHER;
	return V_OK;
}
