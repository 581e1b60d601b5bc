/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stun_parse and stun_channel_data on any bytes. Input: two bytes that the wire
 * was longer by, then the payload. Laws: what is found lies inside, a message is
 * as long as it says, and one without the cookie fills its datagram.
 */
#include "dissect/stun.h"

#include "tests/fuzz/fuzz.h"

static void check(const struct stun *stun, struct slice bytes, uint32_t wire)
{
	fuzz_inside(stun->username, bytes);
	fuzz_inside(stun->realm, bytes);
	fuzz_inside(stun->software, bytes);
	fuzz_law(stun->method < 0x1000);
	fuzz_law(stun->klass <= STUN_ERROR);
	fuzz_law(stun->length >= 20 && stun->length % 4 == 0);
	fuzz_law(stun->length <= wire && stun->length <= bytes.n);
	fuzz_law(!stun->classic || stun->length == wire);
	fuzz_law(!stun->classic || stun->method == STUN_BINDING);
	fuzz_law(!stun->ice || !stun->turn);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stun stun;

	if (size < 2) {
		return 0;
	}
	struct slice bytes = {(const char *)data + 2, size - 2};
	uint32_t wire = (uint32_t)bytes.n + ((uint32_t)data[0] << 8 | data[1]);
	enum verdict verdict = stun_parse(bytes, wire, &stun);
	if (verdict == V_OK) {
		check(&stun, bytes, wire);
	}
	fuzz_law(verdict != V_TRUNCATED || wire > bytes.n);
	struct slice inside = stun_channel_data(bytes, wire);
	fuzz_inside(inside, bytes);
	/* RFC 7983: the first byte tells the two apart. */
	fuzz_law(!inside.p || verdict == V_NOT_MINE);
	return 0;
}
