/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attribute by attribute; what is not of TURN is stepped over. */
#include "dissect/turn.h"

#include "dissect/stun.h"

/* RFC 8656 clause 18. */
enum attribute {
	CHANNEL_NUMBER = 0x000c,
	XOR_PEER_ADDRESS = 0x0012,
	DATA = 0x0013,
	XOR_RELAYED_ADDRESS = 0x0016,
};

static void take(struct turn *turn, uint16_t type, struct slice value,
	const uint8_t mask[16])
{
	struct cursor c = cursor_of(value.p, value.n);

	switch (type) {
	case CHANNEL_NUMBER:
		turn->channel = cursor_u16(&c);
		break;
	case XOR_PEER_ADDRESS:
		turn->has_peer = stun_address(value, mask, &turn->peer);
		break;
	case XOR_RELAYED_ADDRESS:
		turn->has_relayed = stun_address(value, mask, &turn->relayed);
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
	struct slice value;
	uint16_t type;

	cursor_skip(&c, 2);
	uint16_t length = cursor_u16(&c);
	struct slice id = cursor_take(&c, sizeof(mask));
	if (c.bad || (uint8_t)bytes.p[0] & 0xc0) {
		return V_NOT_MINE;
	}
	memcpy(mask, id.p, sizeof(mask));
	struct cursor word = cursor_of(mask, sizeof(mask));
	if (cursor_u32(&word) != STUN_COOKIE) {
		return V_NOT_MINE;
	}
	if (cursor_left(&c) < length) {
		return V_TRUNCATED;
	}
	struct cursor body = cursor_sub(&c, length);
	for (int i = 0;
		i < STUN_ATTRIBUTES && stun_attribute(&body, &type, &value);
		i++) {
		take(&turn, type, value, mask);
	}
	if (body.bad) {
		return V_MALFORMED;
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
