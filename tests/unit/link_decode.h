/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the link tests read a frame, and a law for any of their frames. */
#ifndef EARSHOT_TESTS_UNIT_LINK_DECODE_H
#define EARSHOT_TESTS_UNIT_LINK_DECODE_H

#include "dissect/link.h"

#include "tests/unit/hex.h"

/* link_decode into a packet that shows what was not set. */
static inline enum verdict decode(uint32_t link, struct slice bytes, size_t wire,
	struct packet *ret, enum undecoded *ret_reason)
{
	memset(ret, 0xa5, sizeof(*ret)); /* what is not set shows */
	*ret_reason = UNDECODED_NONE;
	return link_decode(link, bytes, (uint32_t)wire, ret, ret_reason);
}

/* Whatever byte of the frame @text is changed, the payload stays inside of it,
 * or there is a reason for none. */
static inline void decode_lies(uint32_t link, const char *text)
{
	static const uint8_t masks[] = {0x01, 0x0f, 0x80, 0xf0, 0xff};
	struct slice frame = hex_bytes(text);

	for (size_t i = 0; i < frame.n * COUNT_OF(masks); i++) {
		struct slice copy = hex_prefix(frame, frame.n);
		union {
			const char *shared;
			char *own;
		} bytes = {.shared = copy.p};
		struct packet p;
		enum undecoded why;
		char *at = &bytes.own[i / COUNT_OF(masks)];
		*at = (char)(*at ^ masks[i % COUNT_OF(masks)]);
		if (decode(link, copy, copy.n, &p, &why) == V_OK) {
			assert_true(hex_inside(p.payload, copy));
			assert_true(p.payload.n <= p.payload_wire);
		} else {
			assert_int_not_equal(why, UNDECODED_NONE);
		}
		hex_free(copy);
	}
	hex_free(frame);
}

#endif
