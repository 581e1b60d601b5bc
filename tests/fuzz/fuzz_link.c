/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link_decode on any bytes. Input: one byte that picks the link type, two that
 * the wire was longer by, then the frame. Laws: payload inside the frame and
 * not longer than on the wire; a verdict and its reason agree; a frame that was
 * whole on the wire is cut only if a header says it was longer.
 */
#include "dissect/link.h"
#include "lib/attr.h"

#include "tests/fuzz/fuzz.h"

static const uint32_t LINKS[] = {LINK_ETHERNET, LINK_LINUX_SLL, LINK_LINUX_SLL2,
	LINK_NULL, LINK_LOOP, LINK_RAW, LINK_RAW_12, LINK_RAW_14, LINK_IPV4,
	LINK_IPV6, 105};

static void check_packet(const struct packet *packet, struct slice frame)
{
	bool snapped = packet->payload.n < packet->payload_wire;

	fuzz_law(packet->payload.p != NULL);
	fuzz_inside(packet->payload, frame);
	fuzz_law(packet->payload.n <= packet->payload_wire);
	fuzz_law(snapped == ((packet->anomalies & PACKET_SNAPPED) != 0));
	fuzz_law(packet->transport == TRANSPORT_UDP);
	fuzz_law(packet->dscp < 64);
	fuzz_law(packet->vlan_count <= 11);
	fuzz_law(packet->vlan_count < 1 || packet->vlan[0] < 4096);
	fuzz_law(packet->vlan_count < 2 || packet->vlan[1] < 4096);
	fuzz_law(packet->ip_bytes >= 28);
	fuzz_law(packet->payload_wire + 28 <= packet->ip_bytes);
}

static void check_reason(enum verdict verdict, enum undecoded reason)
{
	fuzz_law(undecoded_text(reason) != NULL);
	fuzz_law((verdict == V_OK) == (reason == UNDECODED_NONE));
	fuzz_law((verdict == V_TRUNCATED) == (reason == UNDECODED_SHORT));
	fuzz_law((verdict == V_MALFORMED) ==
		 (reason == UNDECODED_MALFORMED || reason == UNDECODED_DEEP));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet packet;
	enum undecoded reason = UNDECODED_NONE;

	if (size < 3) {
		return 0;
	}
	uint32_t link = LINKS[data[0] % COUNT_OF(LINKS)];
	uint32_t more = (uint32_t)data[1] << 8 | data[2];
	struct slice frame = {(const char *)data + 3, size - 3};
	enum verdict verdict = link_decode(
		link, frame, (uint32_t)frame.n + more, &packet, &reason);
	check_reason(verdict, reason);
	if (verdict == V_OK) {
		check_packet(&packet, frame);
	}
	return 0;
}
