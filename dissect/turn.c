/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attribute by attribute; what is not of TURN is stepped over. */
#include "dissect/turn.h"

#include "lib/cursor.h"

#define MAGIC_COOKIE 0x2112a442U
/* More attributes than any message has; bounds the work. */
#define MOST_ATTRIBUTES 64

/* RFC 8656 clause 18. */
enum attribute {
	CHANNEL_NUMBER = 0x000c,
	XOR_PEER_ADDRESS = 0x0012,
	DATA = 0x0013,
	XOR_RELAYED_ADDRESS = 0x0016,
};

/* An address mixed with cookie and transaction, which are the @mask; RFC 8489
 * clause 14.2. */
static bool address_of(
	struct slice value, const uint8_t mask[16], struct endpoint *ret)
{
	struct cursor c = cursor_of(value.p, value.n);
	uint8_t raw[16] = {0};

	cursor_skip(&c, 1);
	uint8_t family = cursor_u8(&c);
	uint16_t port = cursor_u16(&c);
	size_t n = family == 1 ? 4 : 16;
	for (size_t i = 0; i < n; i++) {
		raw[i] = cursor_u8(&c);
		raw[i] ^= mask[i];
	}
	if (c.bad || family < 1 || family > 2) {
		return false;
	}
	ret->port = port ^ (uint16_t)(MAGIC_COOKIE >> 16);
	ret->ip = family == 1 ? addr_v4(raw) : addr_v6(raw);
	return true;
}

static void take(struct turn *turn, uint16_t type, struct slice value,
	const uint8_t mask[16])
{
	struct cursor c = cursor_of(value.p, value.n);

	switch (type) {
	case CHANNEL_NUMBER:
		turn->channel = cursor_u16(&c);
		break;
	case XOR_PEER_ADDRESS:
		turn->has_peer = address_of(value, mask, &turn->peer);
		break;
	case XOR_RELAYED_ADDRESS:
		turn->has_relayed = address_of(value, mask, &turn->relayed);
		break;
	case DATA:
		turn->data = value;
		break;
	default:
		break;
	}
}

enum verdict turn_parse(struct slice bytes, struct turn *ret)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);
	struct turn turn = {0};
	uint8_t mask[16];

	cursor_skip(&c, 2);
	uint16_t length = cursor_u16(&c);
	struct slice id = cursor_take(&c, sizeof(mask));
	if (c.bad || (uint8_t)bytes.p[0] & 0xc0) {
		return V_NOT_MINE;
	}
	memcpy(mask, id.p, sizeof(mask));
	struct cursor word = cursor_of(mask, sizeof(mask));
	if (cursor_u32(&word) != MAGIC_COOKIE) {
		return V_NOT_MINE;
	}
	if (cursor_left(&c) < length) {
		return V_TRUNCATED;
	}
	struct cursor body = cursor_sub(&c, length);
	for (int i = 0; i < MOST_ATTRIBUTES && cursor_left(&body); i++) {
		uint16_t type = cursor_u16(&body);
		uint16_t n = cursor_u16(&body);
		struct slice value = cursor_take(&body, n);
		if (body.bad) {
			return V_MALFORMED;
		}
		take(&turn, type, value, mask);
		size_t padding = (4U - n % 4U) % 4U;
		size_t left = cursor_left(&body);
		cursor_skip(&body, padding < left ? padding : left);
	}
	*ret = turn;
	return V_OK;
}

uint16_t turn_channel(struct slice bytes)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);
	uint16_t channel = cursor_u16(&c);

	return !c.bad && channel >= 0x4000 && channel <= 0x4fff ? channel : 0;
}
