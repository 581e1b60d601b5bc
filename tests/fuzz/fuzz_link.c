/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link_decode on any bytes, and link_resume on what it finds. Input: one byte
 * that picks the link type, two that the wire was longer by, then the frame.
 * Laws: payload inside the frame and not longer than on the wire; a verdict and
 * its reason agree; each kind of packet knows what it must; what was taken off
 * is counted within its limits. A piece is taken for a whole datagram and gone
 * on with, as flow/ does after reassembly.
 */
#include "dissect/link.h"
#include "lib/attr.h"

#include "tests/fuzz/fuzz.h"

static const uint32_t LINKS[] = {
#define LINK(name, value, next, words) (value),
#include "dissect/links.def"
#undef LINK
	187, /* understood by nobody here */
};

/* Transport header bytes and fields of each kind. */
static uint32_t check_kind(const struct packet *packet)
{
	switch ((enum packet_kind)packet->kind) {
	case PACKET_DATAGRAM:
		fuzz_law(packet->transport == TRANSPORT_UDP);
		return 8;
	case PACKET_SEGMENT:
		fuzz_law(packet->transport == TRANSPORT_TCP);
		return 20;
	case PACKET_CHUNKS:
		fuzz_law(packet->transport == TRANSPORT_SCTP);
		return 12;
	case PACKET_PIECE:
		fuzz_law(packet->transport == TRANSPORT_NONE);
		fuzz_law(packet->piece.offset % 8 == 0);
		fuzz_law(packet->piece.offset || packet->piece.more);
		fuzz_law(packet->src.port == 0 && packet->dst.port == 0);
		return 0;
	case PACKET_RECORD: /* made of segments, never a frame */
	case PACKET_FRAME:
	case PACKET_LLC:
	case PACKET_BARE:
	case PACKET_NOTHING:
		break;
	}
	fuzz_law(false);
	return 0;
}

static void check_packet(const struct packet *packet, struct slice frame)
{
	bool snapped = packet->payload.n < packet->payload_wire;

	fuzz_law(packet->payload.p != NULL);
	fuzz_inside(packet->payload, frame);
	fuzz_law(packet->payload.n <= packet->payload_wire);
	fuzz_law(snapped == ((packet->anomalies & PACKET_SNAPPED) != 0));
	fuzz_law(packet->dscp < 64);
	fuzz_law(packet->vlan_count <= 8);
	fuzz_law(packet->vlan_count < 1 || packet->vlan[0] < 4096);
	fuzz_law(packet->vlan_count < 2 || packet->vlan[1] < 4096);
	fuzz_law(packet->tunnel_count <= PACKET_TUNNELS);
	for (unsigned i = 0; i < packet->tunnel_count; i++) {
		fuzz_law(packet_tunnel_text((enum tunnel)packet->tunnel[i]) !=
			 NULL);
	}
	fuzz_law(!packet->outer || packet->tunnel_count);
}

/* What IP says of its own length holds for what is inside; not so behind a
 * reassembly, where it is that of a piece. */
static void check_room(const struct packet *packet)
{
	uint32_t header = check_kind(packet);

	fuzz_law(packet->ip_bytes >= 20 + header);
	fuzz_law(packet->payload_wire + 20 + header <= packet->ip_bytes);
}

static void check_reason(enum verdict verdict, enum undecoded reason)
{
	fuzz_law(undecoded_text(reason) != NULL);
	fuzz_law((verdict == V_OK) == (reason == UNDECODED_NONE));
	fuzz_law((verdict == V_TRUNCATED) == (reason == UNDECODED_SHORT));
	fuzz_law((verdict == V_MALFORMED) ==
		 (reason == UNDECODED_MALFORMED || reason == UNDECODED_DEEP));
}

/* Goes on as if the piece were all there was. */
static void resume(struct packet *packet)
{
	for (unsigned i = 0; packet->kind == PACKET_PIECE; i++) {
		struct slice whole = packet->payload;
		unsigned tunnels = packet->tunnel_count;
		enum undecoded reason = UNDECODED_NONE;
		enum verdict verdict = link_resume(
			packet->piece.protocol, whole, packet, &reason);
		check_reason(verdict, reason);
		if (verdict != V_OK) {
			return;
		}
		(void)check_kind(packet);
		check_packet(packet, whole);
		fuzz_law(packet->tunnel_count >= tunnels);
		fuzz_law(packet->payload.n < whole.n || !whole.n);
		fuzz_law(i <= PACKET_TUNNELS);
	}
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
		check_room(&packet);
		resume(&packet);
	} else if (packet_rest(&packet)) {
		fuzz_law(verdict == V_NOT_MINE);
		fuzz_inside(packet.payload, frame);
		fuzz_law(packet.payload.n <= packet.payload_wire);
	}
	return 0;
}
