/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hep_parse on any bytes. Input: two bytes that the wire was longer by, then
 * the packet. Laws: slices lie inside the packet; what is said to be there was
 * there; a packet that is whole is not called cut; version 3 is told by magic.
 */
#include "dissect/hep.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

static void check(const struct hep *h, struct slice packet, uint32_t more)
{
	fuzz_inside(h->payload, packet);
	fuzz_inside(h->compressed, packet);
	fuzz_inside(h->node, packet);
	fuzz_inside(h->correlation, packet);
	fuzz_law(h->version >= 1 && h->version <= 3);
	fuzz_law(h->chunks <= HEP_CHUNKS);
	fuzz_law(h->payload.n <= h->payload_wire);
	fuzz_law(more || h->payload.n == h->payload_wire);
	fuzz_law(h->vlan < 4096);
	fuzz_law(h->version == 3 || (h->payload.n && h->has_src && h->has_dst));
	fuzz_law(h->version == 3 ||
		 hep_transport(h->protocol) != TRANSPORT_NONE);
	fuzz_law(h->version != 3 || memcmp(packet.p, "HEP3", 4) == 0 ||
		 memcmp(packet.p, "EEP1", 4) == 0);
	fuzz_law(h->version == 3 || packet.p[0] == h->version);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hep h;

	if (size < 2) {
		return 0;
	}
	uint32_t more = (uint32_t)data[0] << 8 | data[1];
	struct slice packet = {(const char *)data + 2, size - 2};
	enum verdict v = hep_parse(packet, (uint32_t)packet.n + more,
		INT64_C(1571254000) * NS_PER_S, &h);
	if (v == V_OK) {
		check(&h, packet, more);
	}
	fuzz_law(v != V_TRUNCATED || more);
	return 0;
}
