/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feedback: | SSRC of the sender | SSRC of the media | what the format says |.
 * rtcp.c has read the first of them.
 */
#include "dissect/avpf.h"

static enum avpf_kind kind_of(const struct rtcp *rtcp)
{
	if (rtcp->type == RTCP_RTPFB) {
		return rtcp->count == 1   ? AVPF_NACK
		       : rtcp->count == 3 ? AVPF_RATE
					  : AVPF_OTHER;
	}
	switch (rtcp->count) {
	case 1:
		return AVPF_PLI;
	case 4:
		return AVPF_FIR;
	default:
		return AVPF_OTHER;
	}
}

/* Each entry names one packet, and by a bit each of the 16 that follow it. */
static uint32_t count_nack(struct cursor *c)
{
	uint32_t n = 0;

	while (cursor_left(c) >= 4) {
		cursor_skip(c, 2);
		uint16_t bits = cursor_u16(c);
		for (n++; bits; bits &= (uint16_t)(bits - 1)) {
			n++;
		}
	}
	return n;
}

bool avpf_read(const struct rtcp *rtcp, struct avpf *ret)
{
	struct cursor c = cursor_of(rtcp->rest.p, rtcp->rest.n);

	if ((rtcp->type != RTCP_RTPFB && rtcp->type != RTCP_PSFB) ||
		cursor_left(&c) < 4) {
		return false;
	}
	*ret = (struct avpf){.kind = kind_of(rtcp), .ssrc = cursor_u32(&c)};
	struct slice fci = cursor_take(&c, cursor_left(&c));
	if (ret->kind == AVPF_NACK) {
		struct cursor list = cursor_of(fci.p, fci.n);
		ret->packets = count_nack(&list);
	} else if (ret->kind == AVPF_FIR) {
		ret->targets = fci;
	} else if (rtcp->type == RTCP_PSFB && rtcp->count == 15 &&
		   slice_is(slice_sub(fci, 0, 4), "REMB")) {
		ret->kind = AVPF_RATE;
	}
	return true;
}

bool avpf_target_next(struct slice *rest, uint32_t *ret)
{
	struct cursor c = cursor_of(rest->p, rest->n);

	if (cursor_left(&c) < 8) {
		return false;
	}
	*ret = cursor_u32(&c);
	*rest = slice_sub(*rest, 8, rest->n);
	return true;
}
