/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of what both ends of a stream say, and of its delay. */
#include "reports/farend.h"

#include "calls/book.h"

static void put_frames(struct json parent, uint64_t from, uint64_t to)
{
	struct json list = json_array(parent, "frames");

	if (from) {
		json_count(list, NULL, from);
	}
	json_count(list, NULL, to);
}

static void put_loss(struct json parent, const struct stream *s)
{
	static const char *const places[] = {
		[PLACE_UNKNOWN] = "unknown",
		[PLACE_NOWHERE] = "none",
		[PLACE_BEFORE] = "before",
		[PLACE_BEHIND] = "behind",
		[PLACE_BOTH] = "both",
	};
	struct farend_loss l;
	struct json j = json_object(parent, "loss_place");

	farend_loss(s, &l);
	json_word(j, "place", places[l.place]);
	if (l.place == PLACE_UNKNOWN) {
		json_word(j, "unknown_because", farend_why_text(l.why));
		return;
	}
	json_count(j, "expected", l.expected);
	json_count(j, "before", l.before);
	json_count(j, "behind", l.behind);
	json_count(j, "by_capture", l.capture);
	put_frames(j, l.from_frame, l.to_frame);
	if (l.behind_frame && l.behind >= FAREND_LEAST) {
		json_count(j, "behind_frame", l.behind_frame);
	}
}

static void put_sent(struct json parent, const struct stream *s)
{
	struct farend_gap gap;

	if (!farend_gap(s, &gap)) {
		return;
	}
	struct json j = json_object(parent, "sender_count");
	json_count(j, "sent", gap.sent);
	json_count(j, "seen", gap.seen);
	json_count(j, "missing", gap.missing);
	put_frames(j, s->far->sent.first_frame, s->far->sent.last_frame);
}

static void put_statistics(struct json parent, const struct farend_xr *x)
{
	const struct xr_statistics *v = &x->statistics;

	if (!x->statistics_frame) {
		return;
	}
	struct json j = json_object(parent, "statistics");
	json_count(j, "frame", x->statistics_frame);
	json_number(j, "lost", v->lost, 0);
	json_number(j, "duplicates", v->duplicates, 0);
	json_number(j, "jitter_ticks_min", v->jitter_min, 0);
	json_number(j, "jitter_ticks_max", v->jitter_max, 0);
	json_number(j, "jitter_ticks_mean", v->jitter_mean, 0);
	json_number(j, "ttl_min", v->ttl_min, 0);
	json_number(j, "ttl_max", v->ttl_max, 0);
}

static void put_voip(struct json parent, const struct farend_xr *x)
{
	const struct xr_voip *v = &x->voip;

	if (!x->voip_frame) {
		return;
	}
	struct json j = json_object(parent, "voip_metrics");
	json_count(j, "frame", x->voip_frame);
	json_number(j, "lost_percent", maybe_of(v->lost_pct), 3);
	json_number(j, "discarded_percent", maybe_of(v->discarded_pct), 3);
	json_number(j, "burst_density_percent",
		maybe_of(v->burst_density_pct), 3);
	json_number(j, "gap_density_percent", maybe_of(v->gap_density_pct), 3);
	json_count(j, "burst_ms", v->burst_ms);
	json_count(j, "gap_ms", v->gap_ms);
	json_count(j, "round_trip_ms", v->round_trip_ms);
	json_count(j, "end_system_delay_ms", v->end_system_ms);
	json_number(j, "signal_dbm", v->signal_dbm, 0);
	json_number(j, "noise_dbm", v->noise_dbm, 0);
	json_number(j, "echo_return_loss_db", v->echo_return_loss_db, 0);
	json_count(j, "gmin", v->gmin);
	json_number(j, "r_factor", v->r, 0);
	json_number(j, "r_factor_external", v->r_external, 0);
	json_number(j, "mos_lq", v->mos_lq, 1);
	json_number(j, "mos_cq", v->mos_cq, 1);
	json_count(j, "plc", v->plc);
	json_count(j, "jitter_buffer_adaptive", v->adaptive);
	json_count(j, "jitter_buffer_ms", v->buffer_ms);
	json_count(j, "jitter_buffer_max_ms", v->buffer_max_ms);
	json_count(j, "jitter_buffer_abs_max_ms", v->buffer_abs_max_ms);
}

static void put_xr(struct json parent, const struct farend_xr *x)
{
	uint32_t total = x->unknown;

	for (unsigned i = 0; i < XR_TYPES; i++) {
		total += x->blocks[i];
	}
	if (total == 0) {
		return;
	}
	struct json j = json_object(parent, "xr");
	struct json list = json_array(j, "blocks");
	for (unsigned i = 0; i < XR_TYPES; i++) {
		if (x->blocks[i]) {
			struct json b = json_object(list, NULL);
			json_count(b, "type", i);
			json_word(b, "name", xr_type_text((uint8_t)i));
			json_count(b, "count", x->blocks[i]);
		}
	}
	if (x->unknown) {
		json_count(j, "blocks_of_unknown_type", x->unknown);
	}
	if (x->rle_told) {
		json_count(j, "rle_packets", x->rle_told);
		json_count(j, "rle_lost", x->rle_lost);
	}
	if (x->blocks[XR_DUPLICATE_RLE]) {
		json_count(j, "rle_duplicated", x->rle_duplicated);
	}
	put_statistics(j, x);
	put_voip(j, x);
}

static void put_asked(struct json parent, const struct farend *f)
{
	static const char *const words[AVPF_KINDS] = {
		[AVPF_NACK] = "nack",
		[AVPF_PLI] = "pli",
		[AVPF_FIR] = "fir",
		[AVPF_RATE] = "rate",
		[AVPF_OTHER] = "other",
	};
	uint32_t total = 0;

	for (unsigned i = 0; i < AVPF_KINDS; i++) {
		total += f->asked[i];
	}
	if (total == 0) {
		return;
	}
	struct json j = json_object(parent, "feedback");
	for (unsigned i = 0; i < AVPF_KINDS; i++) {
		if (f->asked[i]) {
			struct json k = json_object(j, words[i]);
			json_count(k, "count", f->asked[i]);
			json_count(k, "first_frame", f->asked_frame[i]);
		}
	}
	if (f->nack_packets) {
		json_count(j, "nack_packets", f->nack_packets);
	}
}

static struct maybe rtt_max(const struct stream *s)
{
	const struct rtt *rtt = s->far ? &s->far->to_receiver : NULL;

	return rtt && rtt->count ? maybe_of(rtt->max_ms) : MAYBE_UNKNOWN;
}

static void put_rtcp(struct json parent, const struct stream *s)
{
	if (!s->far && !s->bye) {
		return;
	}
	struct json j = json_object(parent, "rtcp");
	json_count(j, "reports", s->reports);
	json_number(j, "remote_lost_percent", stream_remote_lost_pct(s), 4);
	json_number(j, "remote_jitter_ms", stream_remote_jitter_ms(s), 3);
	json_number(j, "rtt_ms_mean", stream_rtt_ms(s), 3);
	json_number(j, "rtt_ms_max", rtt_max(s), 3);
	json_count(j, "sender_reports", s->sender_reports);
	if (s->sender_reports) {
		json_count(j, "sender_packets", s->sender_packets);
	}
	json_flag(j, "bye", s->bye);
	if (!s->far) {
		return;
	}
	json_number(
		j, "rtt_ms_median", rtt_median_ms(&s->far->to_receiver), 3);
	if (s->reports) {
		put_loss(j, s);
	}
	put_sent(j, s);
	put_xr(j, &s->far->xr);
	put_asked(j, s->far);
	if (s->far->unread_sender) {
		json_count(j, "encrypted_of_sender", s->far->unread_sender);
	}
	if (s->far->unread_receiver) {
		json_count(j, "encrypted_of_receiver", s->far->unread_receiver);
	}
}

static void put_figures(struct json parent, const struct claim *c)
{
	struct json j = json_object(parent, "heard");

	for (unsigned i = 0; i < VQ_FIELDS; i++) {
		json_number(j, vqreport_json_key((enum vqreport_field)i),
			c->heard.value[i], 3);
	}
	if (!c->told.present) {
		return;
	}
	struct json k = json_object(parent, "told_by_other_end");
	for (unsigned i = 0; i < VQ_FIELDS; i++) {
		json_number(k, vqreport_json_key((enum vqreport_field)i),
			c->told.value[i], 3);
	}
}

static void put_header(struct json j, const struct claim *c)
{
	const struct mediastat *m = &c->header;

	json_string(j, "text", m->text);
	json_number(j, "sent", m->sent, 0);
	json_number(j, "received", m->received, 0);
	json_number(j, "lost", m->lost, 0);
	json_number(j, "lost_by_other_end", m->lost_far, 0);
	json_number(j, "jitter_ms", m->jitter_ms, 3);
	json_number(j, "delay_ms", m->delay_ms, 3);
	json_number(j, "mos", m->mos, 2);
}

static void put_claims(struct json parent, const struct stream *s)
{
	if (!s->claims) {
		return;
	}
	struct json list = json_array(parent, "claims");
	for (const struct claim *c = s->claims; c; c = c->next_of_heard) {
		char by[ENDPOINT_TEXT];
		struct json j = json_object(list, NULL);
		if (c->kind == CLAIM_REPORT) {
			json_word(j, "source", "vq-rtcpxr");
		} else {
			json_string(j, "source", c->name);
		}
		json_word(j, "by", endpoint_text(&c->by, by));
		json_count(j, "frame", c->frame);
		if (c->sent_as) {
			json_count(j, "sent_as", c->sent_as->id);
		}
		if (c->kind == CLAIM_REPORT) {
			put_figures(j, c);
		} else {
			put_header(j, c);
		}
	}
}

static void put_side(
	struct json parent, const char *key, const struct delay_side *side)
{
	if (side->rtt_ms.known) {
		struct json j = json_object(parent, key);
		json_number(j, "rtt_ms", side->rtt_ms, 3);
		json_word(j, "method", delay_method_word(side->by));
	}
}

static void put_delay(struct json parent, const struct stream *s)
{
	const struct delay *d = &s->delay;
	struct json j = json_object(parent, "delay");

	json_word(j, "method", delay_method_word(d->method));
	json_number(j, "network_ms", d->network_ms, 3);
	json_number(j, "codec_ms", d->codec_ms, 3);
	json_number(j, "buffer_ms", d->buffer_ms, 3);
	json_number(j, "total_ms", d->total_ms, 3);
	if (!d->network_ms.known) {
		json_word(j, "unknown_because",
			"not measurable here: no round trip of RTCP, STUN, TCP "
			"or OPTIONS with its ends, and no two points with "
			"known clocks");
		return;
	}
	json_number(j, "device_ms", maybe_of(DELAY_DEVICE_MS), 0);
	put_side(j, "to_receiver", &d->to_receiver);
	put_side(j, "to_sender", &d->to_sender);
	json_flag(j, "network_is_minimum", d->network_is_minimum);
	json_flag(j, "total_is_minimum", d->total_is_minimum);
	struct json list = json_array(j, "assumed");
	if (d->halved) {
		json_word(list, NULL,
			"both directions take half of a round trip");
	}
	if (d->buffer_ms.known) {
		json_word(list, NULL,
			"the receiver's buffer is like the emulated adaptive one");
	}
	json_word(list, NULL, "devices take 10 ms");
}

static void put_video(struct json parent, const struct stream *s)
{
	const struct pictures *p = &s->pictures;
	struct maybe rate = picture_rate(p);

	if (rate.known) {
		struct json j = json_object(parent, "video");
		json_count(j, "pictures", p->count);
		json_number(j, "pictures_per_s", rate, 3);
		json_number(j, "longest_pause_ms",
			maybe_of((double)p->pause / 1e6), 3);
		json_count(j, "pause_frame", p->pause_frame);
	}
}

void farend_record(struct json j, const struct stream *s)
{
	put_rtcp(j, s);
	put_claims(j, s);
	put_delay(j, s);
	put_video(j, s);
}

void farend_claims(struct json parent, const struct report_input *input)
{
	const struct claims *c = &input->book->claims;

	if (c->count + c->left_out + c->unread == 0) {
		return;
	}
	struct json j = json_object(parent, "claims");
	json_count(j, "count", c->count);
	json_count(j, "not_tied", c->unbound);
	json_count(j, "left_out", c->left_out);
	json_count(j, "unreadable", c->unread);
}
