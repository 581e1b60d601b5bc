/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rtcp_next over any bytes. Laws: the cursor moves on by whole words while all
 * is well and stands at the end otherwise; slices lie inside the packet just
 * read; the count of blocks is the one announced; what the probe takes for RTCP
 * begins with a header that can be read.
 */
#include "dissect/rtcp.h"
#include "lib/attr.h"

#include "tests/fuzz/fuzz.h"

static void check(const struct rtcp *rtcp, struct slice packet)
{
	bool report = rtcp->type == RTCP_SR || rtcp->type == RTCP_RR;

	fuzz_law(packet.n >= 4 && packet.n % 4 == 0);
	fuzz_law(rtcp->count <= 31);
	fuzz_law(rtcp->block_count == (report ? rtcp->count : 0));
	fuzz_law(!report || packet.n >= 8 + (size_t)rtcp->count * 24);
	for (uint8_t i = 0; i < rtcp->block_count; i++) {
		fuzz_law(rtcp->blocks[i].cumulative_lost >= -8388608);
		fuzz_law(rtcp->blocks[i].cumulative_lost <= 8388607);
	}
	fuzz_inside(rtcp->cname, packet);
	fuzz_inside(rtcp->tool, packet);
	fuzz_inside(rtcp->reason, packet);
	fuzz_inside(rtcp->rest, packet);
	fuzz_law(rtcp->cname.n <= 255 && rtcp->tool.n <= 255);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor c = cursor_of(data, size);
	struct slice all = {(const char *)data, size};
	struct rtcp rtcp;
	bool whole = rtcp_adds_up(all, (uint32_t)size);
	enum verdict verdict;

	if (rtcp_probe(all, (uint32_t)size)) {
		fuzz_law(size >= 4 && data[0] >> 6 == 2);
		fuzz_law(rtcp_type_text(data[1]) != NULL);
	}
	for (;;) {
		const uint8_t *before = c.p;
		verdict = rtcp_next(&c, &rtcp);
		if (verdict != V_OK) {
			break;
		}
		fuzz_law(c.p > before);
		check(&rtcp, (struct slice){(const char *)before,
				     (size_t)(c.p - before)});
	}
	/* Lengths that add up lead nowhere else; a body may still be wrong. */
	fuzz_law(!whole || verdict != V_TRUNCATED);
	fuzz_law(cursor_left(&c) == 0);
	fuzz_law(!c.bad);
	fuzz_law(rtcp_next(&c, &rtcp) == V_NOT_MINE);
	return 0;
}
