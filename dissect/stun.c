/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attribute by attribute; what is not known is stepped over. */
#include "dissect/stun.h"

#define HEADER 20

/* IANA "STUN Attributes"; the last three: MS-TURN clause 2.2.2, MS-ICE2. */
enum attribute {
	ATTRIBUTE_MAPPED_ADDRESS = 0x0001,
	ATTRIBUTE_USERNAME = 0x0006,
	ATTRIBUTE_REALM = 0x0014,
	ATTRIBUTE_XOR_MAPPED_ADDRESS = 0x0020,
	ATTRIBUTE_PRIORITY = 0x0024,
	ATTRIBUTE_SOFTWARE = 0x8022,
	ATTRIBUTE_ICE_CONTROLLED = 0x8029,
	ATTRIBUTE_ICE_CONTROLLING = 0x802a,
	ATTRIBUTE_MS_VERSION = 0x8008,
	ATTRIBUTE_MS_CANDIDATE = 0x8054,
	ATTRIBUTE_MS_IMPLEMENTATION = 0x8070,
};

static bool turn_method(uint16_t method)
{
	/* Allocate to ConnectionAttempt, but for the unassigned 5. */
	return method >= STUN_ALLOCATE && method <= 0x00c && method != 5;
}

bool stun_address(
	struct slice value, const uint8_t mask[16], struct endpoint *ret)
{
	struct cursor c = cursor_of(value.p, value.n);
	uint8_t raw[16] = {0};

	cursor_skip(&c, 1);
	uint8_t family = cursor_u8(&c);
	uint16_t port = cursor_u16(&c);
	size_t n = family == 1 ? 4 : 16;
	if (mask) {
		port ^= (uint16_t)(STUN_COOKIE >> 16);
	}
	for (size_t i = 0; i < n; i++) {
		raw[i] = cursor_u8(&c);
		raw[i] ^= mask ? mask[i] : 0;
	}
	if (c.bad || family < 1 || family > 2) {
		return false;
	}
	ret->port = port;
	ret->ip = family == 1 ? addr_v4(raw) : addr_v6(raw);
	return true;
}

bool stun_attribute(
	struct cursor *c, uint16_t *ret_type, struct slice *ret_value)
{
	if (cursor_left(c) == 0) {
		return false;
	}
	*ret_type = cursor_u16(c);
	uint16_t n = cursor_u16(c);
	*ret_value = cursor_take(c, n);
	/* Classic STUN did not pad, and its values are multiples. */
	size_t padding = (4U - n % 4U) % 4U;
	size_t left = cursor_left(c);
	cursor_skip(c, padding < left ? padding : left);
	return !c->bad;
}

static void take_attribute(struct stun *stun, uint16_t type, struct slice value,
	const uint8_t *mask)
{
	switch (type) {
	case ATTRIBUTE_MAPPED_ADDRESS:
		stun->mapped =
			stun_address(value, NULL, &stun->at) || stun->mapped;
		break;
	case ATTRIBUTE_XOR_MAPPED_ADDRESS:
		stun->mapped =
			stun_address(value, mask, &stun->at) || stun->mapped;
		break;
	case ATTRIBUTE_USERNAME:
		stun->username = value;
		break;
	case ATTRIBUTE_REALM:
		stun->realm = value;
		break;
	case ATTRIBUTE_SOFTWARE:
		stun->software = value;
		break;
	case ATTRIBUTE_PRIORITY:
	case ATTRIBUTE_ICE_CONTROLLED:
	case ATTRIBUTE_ICE_CONTROLLING:
		stun->ice = true;
		break;
	case ATTRIBUTE_MS_VERSION:
	case ATTRIBUTE_MS_CANDIDATE:
	case ATTRIBUTE_MS_IMPLEMENTATION:
		stun->microsoft = true;
		break;
	default:
		break;
	}
}

/* False when an attribute does not fit into what the message holds. */
static bool take_attributes(
	struct stun *stun, struct cursor *c, const uint8_t *mask)
{
	struct slice value;
	uint16_t type;

	for (int i = 0; i < STUN_ATTRIBUTES && stun_attribute(c, &type, &value);
		i++) {
		take_attribute(stun, type, value, mask);
	}
	return !c->bad;
}

/* Method and class are woven into each other (RFC 8489 figure 3). */
static struct stun head_of(uint16_t type, uint16_t length)
{
	return (struct stun){
		.method = (uint16_t)((type & 0x000f) | (type & 0x00e0) >> 1 |
				     (type & 0x3e00) >> 2),
		.klass = (enum stun_class)((type >> 4 & 1) | (type >> 7 & 2)),
		.length = HEADER + (uint32_t)length,
	};
}

enum verdict stun_parse(struct slice bytes, uint32_t wire, struct stun *ret)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);
	uint8_t mask[16];

	uint16_t type = cursor_u16(&c);
	uint16_t length = cursor_u16(&c);
	const struct slice id = cursor_take(&c, sizeof(mask));
	if (c.bad || type & 0xc000 || length % 4) {
		return V_NOT_MINE;
	}
	memcpy(mask, id.p, sizeof(mask));
	struct cursor word = cursor_of(mask, sizeof(mask));
	struct stun stun = head_of(type, length);
	stun.classic = cursor_u32(&word) != STUN_COOKIE;
	if (stun.length > wire) {
		return stun.classic ? V_NOT_MINE : V_MALFORMED;
	}
	if (stun.classic &&
		(stun.method != STUN_BINDING || stun.length != wire)) {
		return V_NOT_MINE;
	}
	stun.turn = turn_method(stun.method);
	if (cursor_left(&c) < length) {
		return stun.classic ? V_NOT_MINE : V_TRUNCATED;
	}
	struct cursor body = cursor_sub(&c, length);
	if (!take_attributes(&stun, &body, mask)) {
		return stun.classic ? V_NOT_MINE : V_MALFORMED;
	}
	/* PRIORITY says a check; the name is "theirs:ours" (RFC 8445 7.2.2). */
	stun.ice = stun.ice && stun.method == STUN_BINDING;
	*ret = stun;
	return V_OK;
}

struct slice stun_channel_data(struct slice bytes, uint32_t wire)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);

	uint16_t channel = cursor_u16(&c);
	uint16_t length = cursor_u16(&c);
	/* Over UDP the padding to four bytes may be there or not. */
	bool fits = wire >= 4U + length && wire <= 4U + length + 3U;
	if (c.bad || channel < 0x4000 || channel > 0x4fff || !fits) {
		return (struct slice){NULL, 0};
	}
	size_t left = cursor_left(&c);
	return cursor_take(&c, length < left ? length : left);
}
