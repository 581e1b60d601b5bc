/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What RTCP says of the streams: the sender's counts, the receiver's loss and
 * jitter, and the round trip between this capture point and the receiver.
 *
 *   sender ---SR(ntp)----> here ---------> receiver
 *                          here <--RR(lsr = ntp, dlsr)---
 *   round trip = time between the two at `here` - dlsr
 */
#include "calls/parts.h"

#include "calls/farend.h"
#include "lib/attr.h"

static void sender_report(struct book *book, const struct packet *packet,
	const struct rtcp *rtcp)
{
	struct stream *s =
		ssrc_find(book, rtcp->ssrc, packet->point,
			&packet->src, &packet->dst);

	if (!s) {
		book->counts.stray_reports++;
		return;
	}
	s->sender_reports++;
	s->sender_packets = rtcp->packets;
	s->sr_ntp[s->sr_next] = (uint32_t)(rtcp->ntp >> 16);
	s->sr_ts[s->sr_next] = packet->ts;
	s->sr_next = (uint8_t)((s->sr_next + 1U) % COUNT_OF(s->sr_ts));
	farend_sender(book, s, packet, rtcp);
}

static void round_trip(struct book *book, struct stream *s,
	const struct packet *packet, const struct rtcp_block *b)
{
	for (unsigned i = 0; b->lsr && i < COUNT_OF(s->sr_ts); i++) {
		if (s->sr_ntp[i] != b->lsr || s->sr_ts[i] == 0) {
			continue;
		}
		struct maybe ms = rtt_of_report(s->sr_ts[i], packet->ts,
			b->dlsr);
		struct farend *f = ms.known ? farend_of(book, s) : NULL;
		if (f) {
			rtt_add(&f->to_receiver, ms.v, packet->frame);
		}
		return;
	}
}

static void receiver_block(struct book *book, const struct packet *packet,
	const struct rtcp_block *b, uint32_t by)
{
	struct stream *s = ssrc_find(book, b->ssrc, packet->point,
		&packet->dst, &packet->src);

	if (!s) {
		book->counts.stray_reports++;
		return;
	}
	s->reports++;
	s->report_lost = b->cumulative_lost;
	s->report_highest = b->highest_sequence;
	s->report_jitter = b->jitter;
	if (b->jitter > s->report_jitter_max) {
		s->report_jitter_max = b->jitter;
	}
	if (b->fraction_lost > s->report_lost_fraction_max) {
		s->report_lost_fraction_max = b->fraction_lost;
	}
	losses_report(s, packet, b);
	farend_report(book, s, packet, b, by);
	round_trip(book, s, packet, b);
}

static void goodbye(struct book *book, const struct packet *packet,
	const struct rtcp *rtcp)
{
	struct stream *s = ssrc_find(book, rtcp->ssrc, packet->point,
		&packet->src, &packet->dst);

	if (s) {
		s->bye = true;
	}
}

void feedback_rtcp(
	struct book *book, const struct packet *packet, const struct rtcp *rtcp)
{
	switch (rtcp->type) {
	case RTCP_SR:
		sender_report(book, packet, rtcp);
		break;
	case RTCP_BYE:
		goodbye(book, packet, rtcp);
		break;
	case RTCP_XR:
		farend_extended(book, packet, rtcp);
		break;
	case RTCP_RTPFB:
	case RTCP_PSFB:
		farend_asked(book, packet, rtcp);
		break;
	default:
		break;
	}
	for (unsigned i = 0; i < rtcp->block_count; i++) {
		receiver_block(book, packet, &rtcp->blocks[i], rtcp->ssrc);
	}
}
