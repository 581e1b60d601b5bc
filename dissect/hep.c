/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Version 3 is a list of chunks after a magic and the length of all:
 *
 *   |"HEP3" or "EEP1"|total:16|  then  |vendor:16|type:16|length:16| bytes ...
 *
 * where a chunk's length counts its own six bytes. Vendor 0 is the protocol's
 * own; chunks of others are stepped over. Versions 1 and 2 are structures that
 * agents copied out of their memory:
 *
 *   |version|length|family|protocol|port|port| address | address |
 *                  2 only:  | s:32 | us:32 | capture id:16 | padding:16 |
 *
 * so the time stands in the agent's byte order, mostly little-endian, and two
 * bytes of padding follow it. The length counts the time or not, and sngrep
 * writes the other half of its total there; it is not believed. What has no
 * magic is told by family and protocol. The lengths of version 3 are believed
 * as far as they lie inside: the chunks decide, and the total may only end them
 * earlier.
 */
#include "dissect/hep.h"

#include "lib/attr.h"
#include "lib/cursor.h"

#define CHUNK_HEAD 6

/* Types of vendor 0. Others: 1 family, 13 keep-alive timer, 14 key (a secret:
 * never looked at), 22 EtherType, 23 TCP flags, 32 MOS, 33 R factor, 34 place,
 * 35 jitter, 36 to 39 tags. */
enum chunk {
	CHUNK_PROTOCOL = 2,
	CHUNK_SRC4 = 3,
	CHUNK_DST4 = 4,
	CHUNK_SRC6 = 5,
	CHUNK_DST6 = 6,
	CHUNK_SRC_PORT = 7,
	CHUNK_DST_PORT = 8,
	CHUNK_SECONDS = 9,
	CHUNK_MICROSECONDS = 10,
	CHUNK_TYPE = 11,
	CHUNK_CAPTURE_ID = 12,
	CHUNK_PAYLOAD = 15,
	CHUNK_COMPRESSED = 16,
	CHUNK_CORRELATION = 17,
	CHUNK_VLAN = 18,
	CHUNK_NODE = 19,
	CHUNK_MAC_SRC = 20,
	CHUNK_MAC_DST = 21,
	CHUNK_TOS = 24,
};

/* Address families as the systems number them: AF_INET everywhere, AF_INET6 of
 * Linux, Windows, FreeBSD and macOS. */
static bool family_is_6(uint8_t family)
{
	return family == 10 || family == 23 || family == 28 || family == 30;
}

static bool is_protocol(uint8_t protocol)
{
	return hep_transport(protocol) != TRANSPORT_NONE;
}

static bool read_addr(struct slice body, struct addr *ret)
{
	const uint8_t *p = (const uint8_t *)body.p;

	/* Some senders put a v4-mapped address into a chunk of IPv4. */
	if (body.n == 4) {
		*ret = addr_v4(p);
	} else if (body.n == 16) {
		*ret = addr_v6(p);
	} else {
		return false;
	}
	return true;
}

/* The last six bytes: agents write 48 bits, or a number of 64. */
static bool read_mac(struct slice body, uint8_t ret[6])
{
	if (body.n != 6 && body.n != 8) {
		return false;
	}
	memcpy(ret, body.p + body.n - 6, 6);
	return true;
}

/* A number that must fill its chunk. */
static bool read_number(struct slice body, size_t size, uint32_t *ret)
{
	uint32_t v = 0;

	if (body.n != size) {
		return false;
	}
	for (size_t i = 0; i < size; i++) {
		v = v << 8 | (uint8_t)body.p[i];
	}
	*ret = v;
	return true;
}

static bool read_address(uint16_t type, struct slice body, struct hep *h)
{
	switch (type) {
	case CHUNK_SRC4:
	case CHUNK_SRC6:
		h->has_src = read_addr(body, &h->src.ip);
		return h->has_src;
	case CHUNK_DST4:
	case CHUNK_DST6:
		h->has_dst = read_addr(body, &h->dst.ip);
		return h->has_dst;
	case CHUNK_MAC_SRC:
		h->has_mac_src = read_mac(body, h->mac_src);
		return h->has_mac_src;
	case CHUNK_MAC_DST:
		h->has_mac_dst = read_mac(body, h->mac_dst);
		return h->has_mac_dst;
	default:
		return true;
	}
}

static bool read_value(uint16_t type, struct slice body, struct hep *h)
{
	uint32_t v = 0;
	bool good = true;

	switch (type) {
	case CHUNK_PROTOCOL:
		good = read_number(body, 1, &v);
		h->protocol = (uint8_t)v;
		break;
	case CHUNK_SRC_PORT:
		good = read_number(body, 2, &v);
		h->src.port = (uint16_t)v;
		break;
	case CHUNK_DST_PORT:
		good = read_number(body, 2, &v);
		h->dst.port = (uint16_t)v;
		break;
	case CHUNK_SECONDS:
		good = read_number(body, 4, &h->seconds);
		h->has_time = true;
		break;
	case CHUNK_MICROSECONDS:
		good = read_number(body, 4, &h->microseconds);
		break;
	case CHUNK_TYPE:
		good = read_number(body, 1, &v);
		h->type = (uint8_t)v;
		break;
	case CHUNK_CAPTURE_ID:
		good = read_number(body, 4, &h->capture_id);
		break;
	case CHUNK_VLAN:
		good = read_number(body, 2, &v);
		h->vlan = v & 0xfff; /* some send the tag's priority too */
		h->has_vlan = true;
		break;
	case CHUNK_TOS:
		good = read_number(body, 1, &v);
		h->tos = (uint8_t)v;
		h->has_tos = true;
		break;
	default:
		break;
	}
	return good;
}

static void read_text(uint16_t type, struct slice body, struct hep *h)
{
	switch (type) {
	case CHUNK_PAYLOAD:
		h->payload = body;
		h->payload_wire = (uint32_t)body.n;
		break;
	case CHUNK_COMPRESSED:
		h->compressed = body;
		break;
	case CHUNK_CORRELATION:
		h->correlation = body;
		break;
	case CHUNK_NODE:
		h->node = body;
		break;
	default:
		break;
	}
}

/* One chunk. @cut: the capture holds less of the packet than was sent. */
static enum verdict read_chunk(struct cursor *c, bool cut, struct hep *h)
{
	enum verdict lie = cut ? V_TRUNCATED : V_MALFORMED;
	uint16_t vendor = cursor_u16(c);
	uint16_t type = cursor_u16(c);
	uint16_t length = cursor_u16(c);

	if (c->bad) {
		return lie;
	}
	if (length < CHUNK_HEAD) {
		return V_MALFORMED;
	}
	size_t n = length - (size_t)CHUNK_HEAD;
	if (n > cursor_left(c)) {
		/* What there is of a message is better than none of it. */
		if (!cut || vendor != 0 || type != CHUNK_PAYLOAD) {
			return lie;
		}
		read_text(type, cursor_take(c, cursor_left(c)), h);
		h->payload_wire = (uint32_t)n;
		return V_OK;
	}
	struct slice body = cursor_take(c, n);
	if (vendor != 0) {
		return V_OK;
	}
	read_text(type, body, h);
	bool good = read_address(type, body, h) && read_value(type, body, h);
	return good ? V_OK : V_MALFORMED;
}

static enum verdict read_v3(
	struct slice bytes, uint32_t wire_bytes, struct hep *h)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);

	cursor_skip(&c, 4);
	size_t total = cursor_u16(&c);
	if (c.bad) {
		return bytes.n < wire_bytes ? V_TRUNCATED : V_MALFORMED;
	}
	if (total < CHUNK_HEAD) {
		return V_MALFORMED;
	}
	bool cut = bytes.n < wire_bytes && bytes.n < total;
	if (total < bytes.n) {
		c.end = c.p + (total - CHUNK_HEAD);
	}
	h->version = 3;
	while (cursor_left(&c) > 0) {
		if (h->chunks == HEP_CHUNKS) {
			return V_MALFORMED;
		}
		h->chunks++;
		enum verdict v = read_chunk(&c, cut, h);
		if (v != V_OK) {
			return v;
		}
	}
	/* Cut between two chunks: the payload comes last and was not seen. */
	return cut && !h->payload.p ? V_TRUNCATED : V_OK;
}

static uint32_t swapped(uint32_t v)
{
	return v >> 24 | (v >> 8 & 0xff00) | (v << 8 & 0xff0000) | v << 24;
}

static int64_t apart(uint32_t seconds, ns_t now)
{
	int64_t d = (int64_t)seconds - now / NS_PER_S;

	return d < 0 ? -d : d;
}

/* Time, capture id, and the padding of the structure, unless a sender packed it
 * tightly: then a message, which begins with a letter, stands in its place. */
static void read_time(struct cursor *c, ns_t now, struct hep *h)
{
	uint32_t seconds = cursor_u32(c);
	uint32_t microseconds = cursor_u32(c);
	uint16_t id = cursor_u16(c);
	bool big = apart(seconds, now) < apart(swapped(seconds), now);

	h->has_time = true;
	h->seconds = big ? seconds : swapped(seconds);
	h->microseconds = big ? microseconds : swapped(microseconds);
	h->capture_id = big ? id : (uint32_t)(swapped(id) >> 16);
	struct cursor ahead = *c;
	unsigned first = cursor_u8(&ahead) | 0x20U;
	unsigned second = cursor_u8(&ahead) | 0x20U;
	bool packed =
		first >= 'a' && first <= 'z' && second >= 'a' && second <= 'z';
	if (!packed) {
		cursor_skip(c, 2);
	}
}

static enum verdict read_old(
	struct slice bytes, uint32_t wire_bytes, ns_t now, struct hep *h)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);

	h->version = cursor_u8(&c);
	cursor_skip(&c, 1);
	uint8_t family = cursor_u8(&c);
	h->protocol = cursor_u8(&c);
	bool v6 = family_is_6(family);
	if (c.bad || (family != 2 && !v6) || !is_protocol(h->protocol)) {
		return V_NOT_MINE;
	}
	h->src.port = cursor_u16(&c);
	h->dst.port = cursor_u16(&c);
	struct slice src = cursor_take(&c, v6 ? 16 : 4);
	struct slice dst = cursor_take(&c, v6 ? 16 : 4);
	if (!c.bad && h->version == 2) {
		read_time(&c, now, h);
	}
	/* Nothing but chance says that these bytes are HEP: too few of them,
	 * or none to carry, are somebody else's. */
	if (c.bad || cursor_left(&c) == 0) {
		return V_NOT_MINE;
	}
	h->has_src = read_addr(src, &h->src.ip);
	h->has_dst = read_addr(dst, &h->dst.ip);
	h->type = HEP_SIP;
	h->payload = cursor_take(&c, cursor_left(&c));
	h->payload_wire =
		(uint32_t)(h->payload.n + (wire_bytes - (uint32_t)bytes.n));
	return V_OK;
}

enum verdict hep_parse(
	struct slice bytes, uint32_t wire_bytes, ns_t now, struct hep *ret)
{
	struct hep h = {0};
	enum verdict v = V_NOT_MINE;

	if (bytes.n >= 4 && (memcmp(bytes.p, "HEP3", 4) == 0 ||
				    memcmp(bytes.p, "EEP1", 4) == 0)) {
		v = read_v3(bytes, wire_bytes, &h);
	} else if (bytes.n && (bytes.p[0] == 1 || bytes.p[0] == 2)) {
		v = read_old(bytes, wire_bytes, now, &h);
	}
	if (v == V_OK) {
		*ret = h;
	}
	return v;
}

enum transport hep_transport(uint8_t number)
{
	switch (number) {
	case 17:
		return TRANSPORT_UDP;
	case 6:
		return TRANSPORT_TCP;
	case 132:
		return TRANSPORT_SCTP;
	case 22: /* XNS-IDP, dead for long: lent to SIP over TLS */
		return TRANSPORT_TLS;
	default:
		return TRANSPORT_NONE;
	}
}

const char *hep_type_text(uint8_t type)
{
	static const char *const names[] = {
		[HEP_SIP] = "SIP",
		[2] = "XMPP",
		[3] = "SDP",
		[HEP_RTP] = "RTP",
		[HEP_RTCP] = "RTCP",
		[6] = "MGCP",
		[7] = "MEGACO",
		[8] = "M2UA",
		[9] = "M3UA",
		[10] = "IAX",
		[11] = "H.322",
		[12] = "H.321",
		[13] = "M2PA",
		[34] = "RTP quality report",
		[35] = "RTP quality summary",
		[38] = "IPFIX quality report",
		[50] = "SIP as JSON",
		[53] = "DNS",
		[54] = "ISUP",
		[55] = "RTSP",
		[56] = "Diameter",
		[57] = "GSM MAP",
		[58] = "RTCP of PION",
		[60] = "call record",
		[100] = "log",
	};

	return type < COUNT_OF(names) ? names[type] : NULL;
}
