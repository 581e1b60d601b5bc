/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rtp_parse and the telephone-event payload on any bytes. Input: two bytes that
 * the wire was longer by, then the datagram. Laws: the payload lies inside,
 * what was stripped adds up, and what the parser accepts the probe does too
 * unless the payload type is one that RTCP uses.
 */
#include "dissect/dissector.h"
#include "dissect/rtp.h"
#include "lib/attr.h"

#include "tests/fuzz/fuzz.h"

static void check(const struct rtp *rtp, struct slice bytes, uint32_t wire)
{
	struct rtp_event event;

	fuzz_law(rtp->payload.p != NULL);
	fuzz_inside(rtp->payload, bytes);
	fuzz_law(rtp->payload.n <= rtp->payload_wire);
	fuzz_law(rtp->payload.n + 12 <= bytes.n);
	fuzz_law(rtp->payload_wire + 12 <= wire);
	fuzz_law(rtp->payload_type < 128);
	if (rtp_event_parse(rtp->payload, &event) == V_OK) {
		char digit = rtp_event_digit(event.event);
		fuzz_law((digit != 0) == (event.event < 16));
		fuzz_law(event.volume < 64);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rtp rtp;

	if (size < 2) {
		return 0;
	}
	struct slice bytes = {(const char *)data + 2, size - 2};
	uint32_t wire = (uint32_t)bytes.n + ((uint32_t)data[0] << 8 | data[1]);
	struct packet packet = {.payload = bytes, .payload_wire = wire};
	enum verdict verdict = rtp_parse(bytes, wire, &rtp);
	bool probed = dissector_rtp.probe(&packet);
	if (verdict == V_OK) {
		check(&rtp, bytes, wire);
		bool rtcp = rtp.payload_type >= 64 && rtp.payload_type <= 95;
		fuzz_law(probed == !rtcp);
	} else {
		fuzz_law(!probed);
	}
	fuzz_law(verdict != V_NOT_MINE || bytes.n == 0 || data[2] >> 6 != 2);
	return 0;
}
