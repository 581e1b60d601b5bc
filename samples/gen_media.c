/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The measurements are those of RFC 3550 and nothing else, in plain double
 * arithmetic over the times that were written: every audio packet counts in
 * the order of its arrival, the first has no jitter, keys (RFC 4733) are left
 * out because their timestamp stands still.
 */
#include "samples/gen_media.h"

#include "samples/gen_args.h"
#include "samples/gen_audio.h"
#include "samples/gen_net.h"

#include "lib/text.h"

#define EVENT_PT  101U
#define NTP_1900  2208988800LL /* seconds from 1900 to 1970 */
#define RTCP_SR   200U
#define RTCP_RR   201U
#define RTCP_SDES 202U
#define RTCP_BYE  203U
#define RTCP_XR   207U
#define XR_MOST   120

unsigned gen_media_expected(const struct gen_stream *s)
{
	return s->captured ? s->max_nth - s->min_nth + 1 : 0;
}

static int64_t size_of(int64_t v)
{
	return v < 0 ? -v : v;
}

static void measure(struct gen_stream *s, ns_t t, const struct gen_rtp *p)
{
	double step = (double)(int32_t)(p->ts - s->audio_ts) * 1000 /
		      s->codec->clock_hz;
	double d = (double)(t - s->audio_t) / 1e6 - step;
	ns_t media = (ns_t)p->ts * NS_PER_S / s->codec->clock_hz;
	ns_t skew = media - (t - s->first_t);

	s->jitter += ((d < 0 ? -d : d) - s->jitter) / 16;
	s->jitter_sum += s->jitter;
	if (s->jitter > s->jitter_max) {
		s->jitter_max = s->jitter;
	}
	if (size_of(skew) > size_of(s->skew_max)) {
		s->skew_max = skew;
	}
}

static void count(
	struct gen_stream *s, ns_t t, struct gen_rtp *p, unsigned frame)
{
	if (!s->captured) {
		s->first_frame = frame;
		s->first_t = t;
		s->min_nth = p->nth;
		s->max_nth = p->nth;
	} else if (t - s->last_t > s->delta_max) {
		s->delta_max = t - s->last_t;
		s->delta_frame = frame;
	}
	if (s->captured && !p->digit) {
		measure(s, t, p);
	}
	s->captured++;
	s->delivered += !p->captured;
	s->duplicates += p->captured;
	s->reordered += !p->captured && p->nth < s->max_nth;
	s->min_nth = p->nth < s->min_nth ? p->nth : s->min_nth;
	s->max_nth = p->nth > s->max_nth ? p->nth : s->max_nth;
	s->last_t = t;
	if (!p->digit) {
		s->audio_t = t;
		s->audio_ts = p->ts;
	}
	p->captured = true;
}

static void put16(uint8_t *out, unsigned v)
{
	out[0] = (uint8_t)(v >> 8);
	out[1] = (uint8_t)v;
}

static void put32(uint8_t *out, uint32_t v)
{
	put16(out, v >> 16);
	put16(out + 2, v & 0xffff);
}

/* The number of a key in RFC 4733 table 3: 0..9, *, #, A..D. */
static uint8_t key_code(uint8_t key)
{
	static const char KEYS[] = "0123456789*#ABCD";
	const char *at = strchr(KEYS, key);

	return at ? (uint8_t)(at - KEYS) : 0;
}

int gen_media_rtp(
	struct gen *g, ns_t t, struct gen_stream *s, struct gen_rtp *p)
{
	uint8_t b[12 + 160];
	size_t n = 12 + (p->digit ? 4 : s->codec->bytes);
	unsigned pt = p->digit ? EVENT_PT : s->codec->pt;
	struct gen_way way = {
		s->src, s->dst, s->sport, s->dport, s->src->tos_rtp};

	b[0] = 0x80;
	b[1] = (uint8_t)(pt | (p->marker ? 0x80U : 0));
	put16(b + 2, (s->seq + p->nth) & 0xffff);
	put32(b + 4, s->ts + p->ts);
	put32(b + 8, s->ssrc);
	if (p->digit) {
		b[12] = key_code(p->digit);
		b[13] = (uint8_t)((p->digit_end ? 0x80 : 0) | 10);
		put16(b + 14, p->digit_length);
	} else {
		gen_audio_payload(s->codec, s->voice, p->voice,
			s->silent || p->voice == UINT32_MAX, b + 12);
	}
	/* What the network made twice is one IP packet with one identification. */
	uint16_t next = s->src->ip_id;
	if (p->captured) {
		s->src->ip_id = p->ip_id;
	}
	p->ip_id = s->src->ip_id;
	unsigned frame =
		gen_net_udp(g, t, GEN_RTP, &way, b, n, (struct slice){NULL, 0});
	if (p->captured) {
		s->src->ip_id = next;
	}
	if (!frame) {
		return -1;
	}
	count(s, t, p, frame);
	return 0;
}

static uint64_t ntp_of(const struct gen *g, ns_t t)
{
	uint64_t whole = (uint64_t)((g->start + t) / NS_PER_S + NTP_1900);
	uint64_t part = (uint64_t)((g->start + t) % NS_PER_S);

	return whole << 32 | (part << 32) / (uint64_t)NS_PER_S;
}

/* Header of a sender or receiver report; returns its length. Source: 6.4.1. */
static size_t report(
	struct gen *g, ns_t t, struct gen_stream *s, bool sender, uint8_t *b)
{
	uint32_t sent = 0;

	put32(b + 4, s->ssrc);
	if (!sender) {
		return 8;
	}
	while (sent < s->packets && s->packet[sent].t <= t) {
		sent++;
	}
	int64_t ticks = (t - s->packet[0].t) * s->codec->clock_hz / NS_PER_S;
	s->sr_ntp = ntp_of(g, t);
	s->sr_t = t;
	put32(b + 8, (uint32_t)(s->sr_ntp >> 32));
	put32(b + 12, (uint32_t)s->sr_ntp);
	put32(b + 16, s->ts + (uint32_t)ticks);
	put32(b + 20, sent);
	put32(b + 24, sent * s->codec->bytes);
	return 28;
}

/* Packets that arrived by @t: of those captured, less what was lost behind, and
 * those that only the capture lost. */
static uint32_t arrived_by(const struct gen_stream *s, ns_t t)
{
	uint32_t n = s->captured;

	for (size_t i = 0; i < s->packets; i++) {
		n += s->packet[i].unseen && s->packet[i].t <= t;
		n -= s->packet[i].behind && s->packet[i].captured;
	}
	return n;
}

/* A report block about @about, 24 bytes. Source: RFC 3550 6.4.1, A.3. */
static void report_block(struct gen_stream *about, ns_t t, ns_t rtt, uint8_t *b)
{
	uint32_t expected = gen_media_expected(about);
	uint32_t got = arrived_by(about, t);
	int64_t lost = (int64_t)expected - got;
	int64_t due = (int64_t)expected - about->rr_expected;
	int64_t missing = due - ((int64_t)got - about->rr_received);
	uint32_t fraction = 0;
	uint32_t ticks =
		(uint32_t)(about->jitter * about->codec->clock_hz / 1000);

	if (due > 0 && missing > 0) {
		fraction = (uint32_t)(missing * 256 / due);
	}
	about->rr_expected = expected;
	about->rr_received = got;
	put32(b, about->ssrc);
	put32(b + 4, fraction << 24 | ((uint32_t)lost & 0xffffff));
	put32(b + 8, about->seq + about->max_nth);
	put32(b + 12, ticks);
	put32(b + 16, about->sr_t ? (uint32_t)(about->sr_ntp >> 16) : 0);
	ns_t held = t - about->sr_t - rtt;
	put32(b + 20, about->sr_t ? (uint32_t)(held * 65536 / NS_PER_S) : 0);
}

static size_t sdes(const struct gen_stream *s, struct slice cname, uint8_t *b)
{
	size_t n = 4 + 4 + 2 + cname.n + 1;

	n = (n + 3) & ~(size_t)3;
	memset(b, 0, n);
	b[0] = 0x81;
	b[1] = RTCP_SDES;
	put16(b + 2, (unsigned)(n / 4 - 1));
	put32(b + 4, s->ssrc);
	b[8] = 1;
	b[9] = (uint8_t)cname.n;
	memcpy(b + 10, cname.p, cname.n);
	return n;
}

/* The XR packet of @s with the blocks @hex, bytes of two digits each; returns its
 * length, 0 when they are none. Source: RFC 3611 clause 2. */
static size_t extended(
	const struct gen_stream *s, struct slice hex, uint8_t *b, size_t room)
{
	size_t n = 8;

	b[0] = 0x80;
	b[1] = RTCP_XR;
	put32(b + 4, s->ssrc);
	while (hex.p && n < room) {
		struct slice part = slice_cut(&hex, ' ');
		if (part.n == 0) {
			continue;
		}
		int high = part.n == 2 ? slice_hex(part.p[0]) : -1;
		int low = part.n == 2 ? slice_hex(part.p[1]) : -1;
		if (high < 0 || low < 0) {
			return 0;
		}
		b[n++] = (uint8_t)(high << 4 | low);
	}
	put16(b + 2, (unsigned)(n / 4 - 1));
	return n % 4 ? 0 : n;
}

static size_t compound(struct gen *g, ns_t t, struct gen_args *a,
	struct gen_stream *s, struct gen_stream *about, uint8_t *b)
{
	bool sender = !gen_args_flag(a, "rr");
	struct slice cname = gen_args_get(a, "cname");
	struct slice rtt = gen_args_get(a, "rtt");
	int64_t rtt_ns = 0;
	size_t n = report(g, t, s, sender, b);

	if (rtt.p && !gen_args_scale(rtt, NS_PER_MS, &rtt_ns)) {
		(void)gen_args_fail(g, a, "no such round trip", rtt);
		return 0;
	}
	b[0] = (uint8_t)(0x80 | (about ? 1 : 0));
	b[1] = (uint8_t)(sender ? RTCP_SR : RTCP_RR);
	if (about) {
		report_block(about, t, rtt_ns, b + n);
		n += 24;
	}
	put16(b + 2, (unsigned)(n / 4 - 1));
	struct text name = {0};
	char ip[ADDR_TEXT];
	text_printf(&name, "%.*s@%s", (int)s->src->name.n, s->src->name.p,
		addr_text(&s->src->at.ip, ip));
	n += sdes(s, cname.p ? cname : text_slice(&name), b + n);
	text_finish(&name);
	struct slice xr = gen_args_get(a, "xr");
	if (xr.p) {
		size_t more = extended(s, xr, b + n, XR_MOST);
		if (!more) {
			(void)gen_args_fail(g, a, "no such blocks", xr);
			return 0;
		}
		n += more;
	}
	if (gen_args_flag(a, "bye")) {
		b[n] = 0x81;
		b[n + 1] = RTCP_BYE;
		put16(b + n + 2, 1);
		put32(b + n + 4, s->ssrc);
		n += 8;
	}
	return n;
}

int gen_media_rtcp(struct gen *g, ns_t t, struct gen_args *a)
{
	uint8_t b[400];
	struct gen_stream *s = gen_find_stream(g, a, gen_args_word(a, 2));
	struct slice rb = gen_args_get(a, "about");
	struct gen_stream *about = rb.p ? gen_find_stream(g, a, rb) : NULL;

	(void)gen_args_word(a, 0);
	(void)gen_args_word(a, 1);
	if (!s || (rb.p && !about)) {
		return -1;
	}
	size_t n = compound(g, t, a, s, about, b);
	if (!n || gen_args_done(g, a)) {
		return -1;
	}
	struct gen_way way = {
		s->src, s->dst, s->sport + 1, s->dport + 1, s->src->tos_rtp};
	if (!gen_net_udp(g, t, GEN_RTCP, &way, b, n, (struct slice){NULL, 0})) {
		return -1;
	}
	s->rtcp++;
	return 0;
}
