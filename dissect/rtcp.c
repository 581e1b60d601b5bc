/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTCP. Each packet of a compound begins alike:
 *
 *   |V=2|P| count |  type (200..)  |  length in words - 1  |  SSRC ...
 *
 * The length is cut out as a cursor of its own, so nothing inside a packet can
 * read into its neighbour. RFC 5506 lets any type stand first, and alone;
 * padding counts on the last packet only (RFC 3550 clause 6.4.1) and is ignored
 * elsewhere. Profile extensions behind the report blocks are stepped over.
 */
#include "dissect/rtcp.h"

#include "dissect/dissector.h"

/* What must follow the first four bytes, by type: fixed, and for each of count.
 */
static const struct {
	const char *name;
	uint8_t fixed, each;
} TYPES[] = {
	[RTCP_SR - RTCP_SR] = {"SR", 24, 24},
	[RTCP_RR - RTCP_SR] = {"RR", 4, 24},
	[RTCP_SDES - RTCP_SR] = {"SDES", 0, 4},
	[RTCP_BYE - RTCP_SR] = {"BYE", 0, 4},
	[RTCP_APP - RTCP_SR] = {"APP", 8, 0},
	[RTCP_RTPFB - RTCP_SR] = {"RTPFB", 8, 0},
	[RTCP_PSFB - RTCP_SR] = {"PSFB", 8, 0},
	[RTCP_XR - RTCP_SR] = {"XR", 4, 0},
};

enum { SDES_END = 0, SDES_CNAME = 1, SDES_TOOL = 6 };

static bool is_known(uint8_t type)
{
	return type >= RTCP_SR && type <= RTCP_XR;
}

static size_t least_body(uint8_t type, uint8_t count)
{
	if (!is_known(type)) {
		return 0;
	}
	return TYPES[type - RTCP_SR].fixed +
	       (size_t)TYPES[type - RTCP_SR].each * count;
}

bool rtcp_probe(struct slice payload, uint32_t wire_bytes)
{
	struct cursor c = cursor_of(payload.p, payload.n);
	uint8_t first = cursor_u8(&c);
	uint8_t type = cursor_u8(&c);
	size_t body = cursor_u16(&c) * (size_t)4;

	if (c.bad || first >> 6 != 2 || !is_known(type)) {
		return false;
	}
	return body >= least_body(type, first & 0x1f) && body + 4 <= wire_bytes;
}

bool rtcp_adds_up(struct slice payload, uint32_t wire_bytes)
{
	struct cursor c = cursor_of(payload.p, payload.n);
	bool cut = payload.n < wire_bytes;

	if (wire_bytes % 4 != 0) {
		return false;
	}
	while (cursor_left(&c) >= 4) {
		uint8_t first = cursor_u8(&c);
		uint8_t type = cursor_u8(&c);
		size_t body = cursor_u16(&c) * (size_t)4;
		if (first >> 6 != 2 || type < 192 || type > 223) {
			return false;
		}
		if (body > cursor_left(&c)) {
			return cut;
		}
		cursor_skip(&c, body);
	}
	return cursor_left(&c) == 0 || cut;
}

static void read_block(struct cursor *c, struct rtcp_block *ret)
{
	ret->ssrc = cursor_u32(c);
	uint32_t loss = cursor_u32(c);
	ret->fraction_lost = (uint8_t)(loss >> 24);
	ret->cumulative_lost = (int32_t)(loss & 0xffffff);
	if (loss & 0x800000) { /* negative in 24 bits */
		ret->cumulative_lost -= 0x1000000;
	}
	ret->highest_sequence = cursor_u32(c);
	ret->jitter = cursor_u32(c);
	ret->lsr = cursor_u32(c);
	ret->dlsr = cursor_u32(c);
}

static void read_report(struct cursor *c, struct rtcp *ret)
{
	ret->ssrc = cursor_u32(c);
	if (ret->type == RTCP_SR) {
		ret->ntp = cursor_u64(c);
		ret->rtp_timestamp = cursor_u32(c);
		ret->packets = cursor_u32(c);
		ret->octets = cursor_u32(c);
	}
	for (uint8_t i = 0; i < ret->count; i++) {
		read_block(c, &ret->blocks[i]);
	}
	ret->block_count = ret->count;
}

/* The first chunk: its source, then items of type, length and text up to a zero
 * type. Some senders leave that end out when the packet ends there. */
static void read_sdes(struct cursor *c, struct rtcp *ret)
{
	if (ret->count == 0) {
		return;
	}
	ret->ssrc = cursor_u32(c);
	while (cursor_left(c) > 0) {
		uint8_t item = cursor_u8(c);
		if (item == SDES_END) {
			return;
		}
		uint8_t length = cursor_u8(c);
		struct slice text = cursor_take(c, length);
		if (item == SDES_CNAME && !ret->cname.p) {
			ret->cname = text;
		} else if (item == SDES_TOOL && !ret->tool.p) {
			ret->tool = text;
		}
	}
}

static void read_bye(struct cursor *c, struct rtcp *ret)
{
	if (ret->count > 0) {
		ret->ssrc = cursor_u32(c);
		cursor_skip(c, (ret->count - 1U) * 4);
	}
	if (cursor_left(c) > 0) {
		uint8_t length = cursor_u8(c);
		ret->reason = cursor_take(c, length);
	}
}

static void read_other(struct cursor *c, struct rtcp *ret)
{
	if (cursor_left(c) >= 4) {
		ret->ssrc = cursor_u32(c);
	}
	ret->rest = cursor_take(c, cursor_left(c));
}

static void read_body(struct cursor *c, struct rtcp *ret)
{
	switch (ret->type) {
	case RTCP_SR:
	case RTCP_RR:
		read_report(c, ret);
		break;
	case RTCP_SDES:
		read_sdes(c, ret);
		break;
	case RTCP_BYE:
		read_bye(c, ret);
		break;
	default:
		read_other(c, ret);
		break;
	}
}

/* Take the announced padding off the end; false when its count lies. */
static bool strip_padding(struct cursor *body)
{
	size_t n = cursor_left(body);
	struct cursor last = *body;

	cursor_skip(&last, n ? n - 1 : 0);
	uint8_t padding = cursor_u8(&last);
	if (padding == 0 || padding % 4 != 0 || padding > n) {
		return false;
	}
	body->end -= padding;
	return true;
}

/* Nothing after the header is known yet. The blocks are not cleared: only as
 * many as block_count says mean anything. */
static void begin(struct rtcp *ret, uint8_t type, uint8_t count)
{
	ret->type = type;
	ret->count = count;
	ret->ssrc = 0;
	ret->ntp = 0;
	ret->rtp_timestamp = 0;
	ret->packets = 0;
	ret->octets = 0;
	ret->block_count = 0;
	ret->cname = (struct slice){NULL, 0};
	ret->tool = (struct slice){NULL, 0};
	ret->reason = (struct slice){NULL, 0};
	ret->rest = (struct slice){NULL, 0};
}

static enum verdict give_up(struct cursor *c, enum verdict why)
{
	cursor_skip(c, cursor_left(c));
	return why;
}

enum verdict rtcp_next(struct cursor *c, struct rtcp *ret)
{
	if (cursor_left(c) == 0) {
		return V_NOT_MINE;
	}
	if (cursor_left(c) < 4) {
		return give_up(c, V_TRUNCATED);
	}
	uint8_t first = cursor_u8(c);
	uint8_t type = cursor_u8(c);
	size_t length = cursor_u16(c) * (size_t)4;
	if (first >> 6 != 2) {
		return give_up(c, V_MALFORMED);
	}
	if (length > cursor_left(c)) {
		return give_up(c, V_TRUNCATED);
	}
	struct cursor body = cursor_sub(c, length);
	if ((first & 0x20) && cursor_left(c) == 0 && !strip_padding(&body)) {
		return give_up(c, V_MALFORMED);
	}
	begin(ret, type, first & 0x1f);
	if (cursor_left(&body) < least_body(type, ret->count)) {
		return give_up(c, V_MALFORMED);
	}
	read_body(&body, ret);
	return body.bad ? give_up(c, V_MALFORMED) : V_OK;
}

const char *rtcp_type_text(uint8_t type)
{
	return is_known(type) ? TYPES[type - RTCP_SR].name : NULL;
}

static bool probe(const struct packet *packet)
{
	return rtcp_probe(packet->payload, packet->payload_wire);
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	bool begins = cursor_left(c) == packet->payload.n;

	if (begins && !rtcp_adds_up(packet->payload, packet->payload_wire)) {
		return give_up(c, V_MALFORMED);
	}
	ret->kind = EVENT_RTCP;
	ret->has_sdp = false;
	return rtcp_next(c, &ret->rtcp);
}

const struct dissector dissector_rtcp = {
	.name = "rtcp",
	.title = "RTP Control Protocol",
	.source = "RFC 3550, 3611, 4585",
	.probe = probe,
	.parse = parse,
};
