/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the network says of itself, on any bytes. Input: a byte for the kind of
 * packet, two for its protocol or port, two that the wire was longer by, the
 * payload. Laws: whoever wants a packet leaves a fact of the network or nothing,
 * walks forward, and reads no further than the payload.
 */
#include "flow/demux.h"

#include "tests/fuzz/fuzz.h"

static struct event event;

static void walk(const struct dissector *d, const struct packet *packet)
{
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);

	while (cursor_left(&c)) {
		const uint8_t *before = c.p;
		enum verdict v = d->parse(&c, packet, &event);
		fuzz_law(c.p >= before && c.p <= c.end);
		fuzz_law(v != V_TRUNCATED ||
			 (packet->anomalies & PACKET_SNAPPED));
		if (v != V_OK || c.p == before) {
			return;
		}
		fuzz_law(event.kind == EVENT_NETWORK && !event.has_sdp);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum packet_kind kinds[] = {
		PACKET_FRAME, PACKET_LLC, PACKET_BARE, PACKET_DATAGRAM};

	if (size < 5) {
		return 0;
	}
	struct packet packet = {
		.kind = (uint8_t)kinds[data[0] % 4],
		.ttl = 255,
		.payload = {(const char *)data + 5, size - 5},
	};
	uint16_t number = (uint16_t)(data[1] << 8 | data[2]);
	unsigned more = (unsigned)data[3] << 8 | data[4];
	packet.payload_wire = (uint32_t)packet.payload.n + more;
	packet.anomalies = more ? PACKET_SNAPPED : 0;
	if (packet.kind == PACKET_DATAGRAM) {
		packet.transport = TRANSPORT_UDP;
		packet.dst.port = number;
		packet.dst.ip = addr_v4((const uint8_t[4]){224, 0, 0, 102});
	} else {
		packet.protocol = number;
	}
	const struct dissector *d = demux_network(&packet);
	if (d) {
		walk(d, &packet);
	}
	return 0;
}
