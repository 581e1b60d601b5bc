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
}

static void round_trip(struct stream *s, ns_t ts, const struct rtcp_block *b)
{
	for (unsigned i = 0; b->lsr && i < COUNT_OF(s->sr_ts); i++) {
		if (s->sr_ntp[i] != b->lsr || s->sr_ts[i] == 0) {
			continue;
		}
		double dlsr_ms = 1000.0 * b->dlsr / 65536.0;
		double rtt_ms = (double)(ts - s->sr_ts[i]) / 1e6 - dlsr_ms;
		/* The delay is quantised and clocks differ by ppm: a little
		 * below zero is zero, more is an error of the sender. */
		if (rtt_ms > -1.0 && rtt_ms < 10000.0 && dlsr_ms < 60000.0) {
			rtt_ms = rtt_ms > 0 ? rtt_ms : 0;
			s->rtt_count++;
			s->rtt_sum_ms += rtt_ms;
			if (rtt_ms > s->rtt_max_ms) {
				s->rtt_max_ms = rtt_ms;
			}
		}
		return;
	}
}

static void receiver_block(struct book *book, const struct packet *packet,
	const struct rtcp_block *b)
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
	round_trip(s, packet->ts, b);
}

void feedback_rtcp(
	struct book *book, const struct packet *packet, const struct rtcp *rtcp)
{
	if (rtcp->type == RTCP_BYE) {
		struct stream *s = ssrc_find(book, rtcp->ssrc,
			packet->point, &packet->src, &packet->dst);
		if (s) {
			s->bye = true;
		}
		return;
	}
	if (rtcp->type == RTCP_SR) {
		sender_report(book, packet, rtcp);
	}
	for (unsigned i = 0; i < rtcp->block_count; i++) {
		receiver_block(book, packet, &rtcp->blocks[i]);
	}
}
