/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xr_next and avpf_read over any bytes. Laws: the cursor moves on by whole words
 * and ends at the end; no trace tells of more numbers than there are, nor of more
 * zeros than it tells of; scores lie in their ranges; slices lie inside.
 */
#include "dissect/avpf.h"
#include "dissect/xr.h"

#include "tests/fuzz/fuzz.h"

static void check(const struct xr_block *b, struct slice all)
{
	struct xr_dlrr d;
	struct slice rest = b->rest;

	switch (b->type) {
	case XR_LOSS_RLE:
	case XR_DUPLICATE_RLE:
	case XR_RECEIPT_TIMES:
		fuzz_law(b->trace.told <= 65535);
		fuzz_law(b->trace.zeros <= b->trace.told);
		break;
	case XR_VOIP:
		fuzz_law(!b->voip.mos_lq.known || (b->voip.mos_lq.v >= 1 &&
						b->voip.mos_lq.v <= 5.01));
		fuzz_law(!b->voip.r.known || b->voip.r.v <= 100);
		break;
	case XR_REFERENCE_TIME:
	case XR_STATISTICS:
		break;
	case XR_DLRR:
		while (xr_dlrr_next(&rest, &d)) {
			fuzz_inside(rest, all);
		}
		fuzz_law(rest.n < 12);
		break;
	default:
		fuzz_inside(b->rest, all);
		break;
	}
}

static void feedback(struct slice all)
{
	for (uint8_t i = 0; i < 32; i++) {
		struct rtcp r = {.type = i & 16 ? RTCP_PSFB : RTCP_RTPFB,
			.count = i & 15,
			.rest = all};
		struct avpf a;
		uint32_t ssrc;
		if (!avpf_read(&r, &a)) {
			fuzz_law(all.n < 4);
			continue;
		}
		fuzz_law(a.packets <= all.n / 4 * 17);
		fuzz_inside(a.targets, all);
		while (avpf_target_next(&a.targets, &ssrc)) {
			fuzz_inside(a.targets, all);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor c = cursor_of(data, size);
	struct slice all = {(const char *)data, size};
	struct xr_block b;

	for (;;) {
		const uint8_t *before = c.p;
		if (xr_next(&c, &b) != V_OK) {
			break;
		}
		fuzz_law(c.p >= before + 4 && (c.p - before) % 4 == 0);
		check(&b, all);
	}
	fuzz_law(cursor_left(&c) == 0);
	feedback(all);
	return 0;
}
