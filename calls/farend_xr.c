/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Extended reports and feedback. A receiver that sends nothing cannot be asked
 * for a round trip by SR; it writes its own time (RRTR), which the other side
 * answers (DLRR):
 *
 *   A ---RRTR(t)---> here -----------> B
 *                    here <--DLRR(t)-- B      round trip between here and B
 */
#include "calls/farend.h"

#include "calls/parts.h"

static void keep_reference(struct book *book, const struct packet *packet,
	uint32_t ssrc, uint64_t ntp)
{
	struct farend_reference *r = &book->references[book->reference_next];

	*r = (struct farend_reference){.ssrc = ssrc,
		.ntp = (uint32_t)(ntp >> 16),
		.ts = packet->ts,
		.point = packet->point};
	book->reference_next =
		(uint8_t)((book->reference_next + 1U) % FAREND_REFERENCES);
}

static struct maybe answered(const struct book *book,
	const struct packet *packet, const struct xr_dlrr *d)
{
	for (unsigned i = 0; d->lrr && i < FAREND_REFERENCES; i++) {
		const struct farend_reference *r = &book->references[i];
		if (r->ssrc == d->ssrc && r->ntp == d->lrr &&
			r->point == packet->point) {
			return rtt_of_report(r->ts, packet->ts, d->dlrr);
		}
	}
	return MAYBE_UNKNOWN;
}

/* @by: the SSRC of who answers. It receives what the other one sends, if that
 * one sends; else it is known as a sender alone. */
static void take_dlrr(struct book *book, const struct packet *packet,
	uint32_t by, struct slice rest)
{
	struct xr_dlrr d;

	while (xr_dlrr_next(&rest, &d)) {
		struct maybe ms = answered(book, packet, &d);
		struct stream *to = ssrc_find(book, d.ssrc, packet->point,
			&packet->dst, &packet->src);
		struct stream *from = ssrc_find(book, by, packet->point,
			&packet->src, &packet->dst);
		struct stream *s = to ? to : from;
		struct farend *f = s && ms.known ? farend_of(book, s) : NULL;
		if (f) {
			rtt_add(to ? &f->to_receiver : &f->to_sender, ms.v,
				packet->frame);
		}
	}
}

static void count_block(struct farend_xr *xr, uint8_t type)
{
	if (type < XR_TYPES) {
		xr->blocks[type]++;
	} else {
		xr->unknown++;
	}
}

static void take_about(struct farend_xr *xr, const struct packet *packet,
	const struct xr_block *b)
{
	switch (b->type) {
	case XR_LOSS_RLE:
		xr->rle_told += b->trace.told;
		xr->rle_lost += b->trace.zeros;
		break;
	case XR_DUPLICATE_RLE:
		xr->rle_duplicated += b->trace.zeros;
		break;
	case XR_STATISTICS:
		xr->statistics = b->statistics;
		xr->statistics_frame = packet->frame;
		break;
	case XR_VOIP:
		xr->voip = b->voip;
		xr->voip_frame = packet->frame;
		break;
	default:
		break;
	}
}

/* A block that names no source counts for the stream of who reports. */
static void take_block(struct book *book, const struct packet *packet,
	const struct rtcp *rtcp, const struct xr_block *b)
{
	bool about = b->ssrc != 0;
	struct stream *s = about ? ssrc_find(book, b->ssrc, packet->point,
					   &packet->dst, &packet->src)
				 : ssrc_find(book, rtcp->ssrc, packet->point,
					   &packet->src, &packet->dst);
	struct farend *f = s ? farend_of(book, s) : NULL;

	if (b->type == XR_REFERENCE_TIME) {
		keep_reference(book, packet, rtcp->ssrc, b->ntp);
	} else if (b->type == XR_DLRR) {
		take_dlrr(book, packet, rtcp->ssrc, b->rest);
	}
	if (!f) {
		book->counts.stray_reports += about;
		return;
	}
	count_block(&f->xr, b->type);
	take_about(&f->xr, packet, b);
}

void farend_extended(struct book *book, const struct packet *packet,
	const struct rtcp *rtcp)
{
	struct cursor c = cursor_of(rtcp->rest.p, rtcp->rest.n);
	struct xr_block b;

	while (xr_next(&c, &b) == V_OK) {
		take_block(book, packet, rtcp, &b);
	}
}

static void ask(struct book *book, const struct packet *packet, uint32_t ssrc,
	const struct avpf *a)
{
	struct stream *s = ssrc_find(
		book, ssrc, packet->point, &packet->dst, &packet->src);
	struct farend *f = s ? farend_of(book, s) : NULL;

	if (!f) {
		book->counts.stray_reports++;
		return;
	}
	if (f->asked[a->kind]++ == 0) {
		f->asked_frame[a->kind] = packet->frame;
	}
	f->nack_packets += a->packets;
}

void farend_asked(struct book *book, const struct packet *packet,
	const struct rtcp *rtcp)
{
	struct avpf a;
	uint32_t ssrc = 0;

	if (!avpf_read(rtcp, &a)) {
		return;
	}
	if (!a.targets.p) {
		if (a.ssrc) {
			ask(book, packet, a.ssrc, &a);
		}
		return;
	}
	while (avpf_target_next(&a.targets, &ssrc)) {
		ask(book, packet, ssrc, &a);
	}
}
