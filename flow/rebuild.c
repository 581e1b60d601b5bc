/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Big enough for the longest headers: 40 of IPv6 and 20 of TCP. */
#include "flow/rebuild.h"

static uint8_t *put16(uint8_t *at, unsigned v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
	return at + 2;
}

static uint8_t *put32(uint8_t *at, uint32_t v)
{
	return put16(put16(at, v >> 16), v & 0xffff);
}

static uint8_t *put_ip(uint8_t *at, const struct packet *packet, unsigned n)
{
	const uint8_t protocol = packet->transport == TRANSPORT_TCP ? 6 : 17;

	if (addr_is_v4(&packet->src.ip) && addr_is_v4(&packet->dst.ip)) {
		at = put32(at, 0x45000000 | (20 + n)); /* RFC 791 */
		at = put32(at, 0x00004000);
		at = put32(at, 0x40000000 | (uint32_t)protocol << 16);
		memcpy(at, packet->src.ip.b + 12, 4);
		memcpy(at + 4, packet->dst.ip.b + 12, 4);
		return at + 8;
	}
	at = put32(at, 0x60000000); /* RFC 8200 */
	at = put32(at, n << 16 | (uint32_t)protocol << 8 | 64);
	memcpy(at, packet->src.ip.b, 16);
	memcpy(at + 16, packet->dst.ip.b, 16);
	return at + 32;
}

size_t rebuild_packet(const struct packet *packet, uint8_t out[REBUILD_BYTES])
{
	bool tcp = packet->transport == TRANSPORT_TCP;
	size_t room = REBUILD_BYTES - 40 - 20;
	size_t n = packet->payload.n < room ? packet->payload.n : room;
	uint8_t *at = put_ip(out, packet, (unsigned)n + (tcp ? 20 : 8));

	at = put16(at, packet->src.port);
	at = put16(at, packet->dst.port);
	if (tcp) {
		at = put32(at, packet->segment.seq);
		at = put32(at, packet->segment.ack);
		at = put16(at, 0x5000U | packet->segment.flags);
		at = put16(at, packet->segment.window);
		at = put32(at, 0);
	} else {
		at = put16(at, (unsigned)n + 8);
		at = put16(at, 0);
	}
	memcpy(at, packet->payload.p, n);
	return (size_t)(at - out) + n;
}
