/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SCTP packets of any bytes. Input: packets, each after a byte of its host and
 * snapshot and two of its length. Laws: what is delivered begins as SIP, is not
 * longer than the limit, and says so when it was cut; all memory comes back.
 */
#include "flow/sctp.h"

#include "dissect/sip.h"
#include "tests/fuzz/fuzz.h"

#define MOST 600

static void on_message(void *context, const struct packet *packet)
{
	uint64_t *count = context;
	bool snapped = packet->payload.n < packet->payload_wire;

	++*count;
	fuzz_law(packet->kind == PACKET_DATAGRAM);
	fuzz_law(packet->payload.p != NULL && sip_probe(packet->payload));
	fuzz_law(packet->payload.n <= 65535);
	fuzz_law(snapped == ((packet->anomalies & PACKET_SNAPPED) != 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct sctp_limits limits = {
		.peers = 3, .bytes = 2000, .parts = 5, .message_bytes = MOST};
	uint64_t count = 0;
	struct sctp *s = sctp_create(&limits, 1, on_message, &count);

	fuzz_law(s != NULL);
	for (size_t at = 0; at + 3 <= size;) {
		size_t n = (size_t)data[at + 1] << 8 | data[at + 2];
		uint8_t how = data[at];
		at += 3;
		n = n < size - at ? n : size - at;
		char *exact = malloc(n ? n : 1);
		fuzz_law(exact != NULL);
		if (n) {
			memcpy(exact, data + at, n);
		}
		struct packet packet = {
			.kind = PACKET_CHUNKS,
			.src.port = how & 7,
			.payload = {exact, n},
			.payload_wire = (uint32_t)(n + (how >> 4) * 16U),
			.anomalies = how >> 4 ? PACKET_SNAPPED : 0,
		};
		sctp_chunks(s, &packet);
		free(exact);
		at += n;
	}
	sctp_finish(s);
	fuzz_law(sctp_counts(s)->messages == count);
	fuzz_law(sctp_counts(s)->packets <= size / 3);
	sctp_destroy(s);
	return 0;
}
