/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The far end in sentences. The record of the same is in farend_record.c. */
#include "reports/farend.h"

#include "calls/book.h"
#include "reports/format.h"
#include "reports/points.h"

#include <inttypes.h>

static double pct(uint64_t part, uint64_t of)
{
	return of ? 100.0 * (double)part / (double)of : 0;
}

static void put_reports(struct text *out, const struct stream *s)
{
	struct maybe remote = stream_remote_lost_pct(s);
	struct maybe rtt = stream_rtt_ms(s);

	if (!remote.known && !rtt.known) {
		return;
	}
	text_puts(out, "receiver reports (RTCP): lost ");
	format_maybe(out, remote, 2, "%");
	text_puts(out, ", jitter ");
	format_maybe(out, stream_remote_jitter_ms(s), 1, "ms");
	text_puts(out, ", round trip ");
	format_maybe(out, rtt, 1, "ms");
	text_puts(out, "\n");
}

static void put_span(struct text *out, const struct report_input *input,
	const struct stream *s, const struct farend_loss *l)
{
	text_puts(out, l->from_frame ? "between the reports in "
				     : "up to the report in ");
	if (l->from_frame) {
		points_frames(out, input, s->capture, l->from_frame,
			s->capture, l->to_frame);
	} else {
		points_frame(out, input, s->capture, l->to_frame);
	}
}

/* On which side of this point. */
static void put_place(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	struct farend_loss l;

	farend_loss(s, &l);
	if (l.place == PLACE_UNKNOWN) {
		if (s->far && s->far->heard.ssrc && seqtrack_lost(&s->seq)) {
			text_printf(out,
				"lost behind this point, too? Unknown: "
				       "%s\n",
				farend_why_text(l.why));
		}
		return;
	}
	if (l.place == PLACE_NOWHERE && !l.capture) {
		return;
	}
	text_printf(out,
		"lost before this point %" PRIu64 ", behind it %" PRIu64
		" (%.2f%%)",
		l.before, l.behind, pct(l.behind, l.expected));
	if (l.capture) {
		text_printf(out, ", by the capture %" PRIu64, l.capture);
	}
	text_printf(out, ", of %" PRIu64 " packets, by its receiver's count ",
		l.expected);
	put_span(out, input, s, &l);
	if (l.behind_frame && l.behind >= FAREND_LEAST) {
		text_puts(out, "; behind since ");
		points_frame(out, input, s->capture, l.behind_frame);
	}
	text_puts(out, "\n");
}

/* What the sender counted and this point did not see. */
static void put_sent(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	const struct farend_sent *f = &s->far->sent;
	struct farend_gap gap;

	/* What the numbers show is told already. */
	if (!farend_gap(s, &gap) ||
		gap.missing < seqtrack_lost(&s->seq) + FAREND_LEAST) {
		return;
	}
	text_printf(out,
		"its sender counts %" PRIu64 " packets between ",
		gap.sent);
	points_frames(out, input, s->capture, f->first_frame, s->capture,
		f->last_frame);
	text_printf(out,
		": %" PRIu64 " were not seen here, lost before this point%s\n",
		gap.missing,
		s->lost_in_capture ? " or by the capture" : "");
}

static void put_score(struct text *out, const char *name, struct maybe v,
	int decimals, const char *unit)
{
	if (v.known) {
		text_printf(out, ", %s %.*f%s", name, decimals, v.v, unit);
	}
}

static void put_xr(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	const struct farend_xr *x = &s->far->xr;
	const struct xr_voip *v = &x->voip;

	if (x->voip_frame) {
		text_puts(out, "its receiver claims (RTCP-XR, ");
		points_frame(out, input, s->capture, x->voip_frame);
		text_printf(out, "): lost %.1f%%, discarded %.1f%%",
			v->lost_pct, v->discarded_pct);
		put_score(out, "R", v->r, 0, "");
		put_score(out, "MOS-LQ", v->mos_lq, 1, "");
		put_score(out, "MOS-CQ", v->mos_cq, 1, "");
		text_printf(out, ", buffer %u ms, end system %u ms\n",
			v->buffer_ms, v->end_system_ms);
	}
	if (x->rle_told) {
		text_printf(out,
			"its receiver names each packet (RTCP-XR): "
			       "%" PRIu64 " of %" PRIu64 " did not arrive\n",
			x->rle_lost, x->rle_told);
	}
}

static void put_claim_report(struct text *out, const struct claim *c)
{
	const struct maybe *v = c->heard.value;

	text_puts(out, " by vq-rtcpxr");
	put_score(out, "lost", v[VQ_NLR], 1, "%");
	put_score(out, "discarded", v[VQ_JDR], 1, "%");
	put_score(out, "MOS-LQ", v[VQ_MOSLQ], 1, "");
	put_score(out, "MOS-CQ", v[VQ_MOSCQ], 1, "");
	put_score(out, "round trip", v[VQ_RTD], 0, " ms");
	put_score(out, "jitter", v[VQ_IAJ], 0, " ms");
}

static void put_claim_header(struct text *out, const struct claim *c)
{
	const struct mediastat *m = &c->header;

	text_puts(out, " by ");
	text_clean(out, c->name);
	put_score(out, "received", m->received, 0, "");
	put_score(out, "lost", m->lost, 0, "");
	put_score(out, "jitter", m->jitter_ms, 0, " ms");
	put_score(out, "MOS", m->mos, 1, "");
}

/* The last word of each device that heard it; the record has all. */
static bool is_last(const struct claim *c)
{
	for (const struct claim *o = c->next_of_heard; o;
		o = o->next_of_heard) {
		if (o->kind == c->kind && addr_eq(&o->by.ip, &c->by.ip)) {
			return false;
		}
	}
	return true;
}

static void put_claims(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	for (const struct claim *c = s->claims; c; c = c->next_of_heard) {
		char by[ADDR_TEXT];
		if (!is_last(c)) {
			continue;
		}
		text_printf(out, "%s claims (",
			addr_text(&s->dst.ip, by));
		points_frame(out, input, c->capture, c->frame);
		text_puts(out, ")");
		if (c->kind == CLAIM_REPORT) {
			put_claim_report(out, c);
		} else {
			put_claim_header(out, c);
		}
		text_puts(out, "\n");
	}
}

static void put_halves(struct text *out, const struct delay *d)
{
	const struct delay_side *to = &d->to_receiver;
	const struct delay_side *from = &d->to_sender;
	enum delay_method by = to->by > from->by ? to->by : from->by;

	text_printf(out, "half of the %s round trip", delay_method_text(by));
	if (to->rtt_ms.known && from->rtt_ms.known) {
		text_printf(
			out, "s %.1f and %.1f", from->rtt_ms.v, to->rtt_ms.v);
	} else if (to->rtt_ms.known) {
		text_printf(out, " %.1f to its receiver; the way here unknown",
			to->rtt_ms.v);
	} else {
		text_printf(out, " %.1f to its sender; the way on unknown",
			from->rtt_ms.v);
	}
}

static void put_delay(struct text *out, const struct stream *s)
{
	const struct delay *d = &s->delay;

	if (!d->network_ms.known) {
		return;
	}
	text_printf(out, "delay %s%.1f ms: network %.1f",
		d->total_is_minimum ? "at least " : "", d->total_ms.v,
		d->network_ms.v);
	bool points = d->method == DELAY_TWO_POINTS;
	text_puts(out, points ? " (measured from point to point" : " (");
	text_puts(out, points && d->halved ? " and " : "");
	if (d->halved) {
		put_halves(out, d);
	}
	text_puts(out, ")");
	put_score(out, "codec", d->codec_ms, 1, "");
	put_score(out, "buffer", d->buffer_ms, 1,
		d->buffer_ms.known ? " (emulated)" : "");
	text_printf(out, ", devices %.0f (assumed)", DELAY_DEVICE_MS);
	text_puts(out, d->codec_ms.known ? "" : ", codec unknown");
	text_puts(out, d->buffer_ms.known ? "\n" : ", jitter buffer unknown\n");
}

static void put_asked(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	static const struct {
		enum avpf_kind kind;
		const char *text;
	} rows[] = {
		{AVPF_PLI, "a lost picture (PLI)"},
		{AVPF_FIR, "a whole picture (FIR)"},
		{AVPF_NACK, "packets again (NACK)"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint32_t n = s->far ? s->far->asked[rows[i].kind] : 0;
		if (n) {
			text_printf(out, "its receiver told of %s ",
				rows[i].text);
			format_plural(out, n, "time");
			text_puts(out, ", first in ");
			points_frame(out, input, s->capture,
				s->far->asked_frame[rows[i].kind]);
			text_puts(out, "\n");
		}
	}
}

static void put_pictures(struct text *out, const struct stream *s)
{
	const struct pictures *p = &s->pictures;
	struct maybe rate = picture_rate(p);

	if (rate.known) {
		text_printf(out,
			"%.1f pictures/s, longest pause %.0f ms before "
			       "frame %" PRIu64 "\n",
			rate.v, (double)p->pause / 1e6,
			p->pause_frame);
	}
}

static void put_unread(struct text *out, const struct stream *s)
{
	const struct farend *f = s->far;

	if (f->unread_sender || f->unread_receiver) {
		text_puts(out, "RTCP encrypted: what its ");
		text_puts(out, f->unread_sender ? "sender" : "");
		text_puts(out, f->unread_sender && f->unread_receiver
				       ? " and receiver say"
			       : f->unread_receiver ? "receiver says"
						    : " says");
		text_puts(out, " of loss and delay is unknown\n");
	}
}

void farend_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct stream *s)
{
	struct text t = {0};

	put_reports(&t, s);
	put_place(&t, input, s);
	if (s->far) {
		put_sent(&t, input, s);
		put_xr(&t, input, s);
	}
	put_claims(&t, input, s);
	put_delay(&t, s);
	put_pictures(&t, s);
	put_asked(&t, input, s);
	if (s->far) {
		put_unread(&t, s);
	}
	out->failed = out->failed || t.failed;
	format_indented(out, text_slice(&t), options->columns);
	text_finish(&t);
}
