/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cases stand in the order they came, found by an index of open addressing;
 * requests have one place each, which the newest takes. That place is told by a
 * hash without the book's key, since which of two stays must not change from run
 * to run; a crafted collision gains no more than a newer request does.
 */
#include "calls/conduct.h"

#include "calls/book.h"
#include "lib/hash.h"

/* Places of the index: at most half of them taken. */
#define PLACES (2 * CONDUCT_CASES)
/* RFC 3261 timer F: 64 * T1. */
#define TIMER_F (32 * NS_PER_S)

static uint64_t hosts_hash(
	const struct addr *src, const struct addr *dst, uint64_t key)
{
	return hash_bytes(dst->b, sizeof(dst->b),
		hash_bytes(src->b, sizeof(src->b), key));
}

static bool same(const struct conduct_case *c, const struct conduct_case *like)
{
	return c->kind == like->kind && c->bits == like->bits &&
	       addr_eq(&c->src.ip, &like->src.ip) &&
	       addr_eq(&c->dst.ip, &like->dst.ip);
}

/* The case that is like @like, made when it is new; NULL: no room. */
static struct conduct_case *place(
	struct book *book, const struct conduct_case *like)
{
	struct conduct *c = &book->conduct;

	if (!c->cases) {
		c->cases = calloc(CONDUCT_CASES, sizeof(*c->cases));
	}
	if (!c->places) {
		c->places = calloc(PLACES, sizeof(*c->places));
	}
	if (!c->cases || !c->places) {
		book->counts.out_of_memory++;
		return NULL;
	}
	uint64_t h = hosts_hash(&like->src.ip, &like->dst.ip,
		book->key + like->kind + ((uint64_t)like->bits << 8));
	while (c->places[h & (PLACES - 1)]) {
		struct conduct_case *at =
			&c->cases[c->places[h & (PLACES - 1)] - 1];
		if (same(at, like)) {
			return at;
		}
		h++;
	}
	if (c->case_count < CONDUCT_CASES) {
		struct conduct_case *at = &c->cases[c->case_count++];
		*at = *like;
		c->places[h & (PLACES - 1)] = (uint16_t)c->case_count;
		return at;
	}
	c->dropped++;
	return NULL;
}

static void summarise(const struct signal *s, char out[CONDUCT_SUMMARY])
{
	int n;

	if (s->request) {
		n = (int)(s->method_text.n < 20 ? s->method_text.n : 20);
		(void)snprintf(out, CONDUCT_SUMMARY, "%.*s", n,
			s->method_text.n ? s->method_text.p : "");
	} else {
		n = (int)(s->reason.n < 40 ? s->reason.n : 40);
		(void)snprintf(out, CONDUCT_SUMMARY, "%u %.*s",
			(unsigned)s->status, n, s->reason.n ? s->reason.p : "");
	}
}

static void note(struct book *book, const struct packet *packet,
	const struct signal *signal, enum conduct_kind kind, uint32_t bits,
	uint32_t size)
{
	struct conduct_case *c = place(book, &(struct conduct_case){
		.kind = kind,
		.bits = bits,
		.src = packet->src,
		.dst = packet->dst,
		.first_ts = packet->ts,
		.answered = -1,
		.capture = packet->capture,
	});

	if (!c) {
		return;
	}
	if (c->count == 0) {
		summarise(signal, c->summary);
	}
	if (c->count < CONDUCT_FRAMES && c->capture == packet->capture) {
		c->frames[c->count] = packet->frame;
	}
	if (c->count < UINT32_MAX) {
		c->count++;
	}
	c->most = size > c->most ? size : c->most;
	c->last_ts = packet->ts;
}

/* Bytes behind a body that are none of a description: padding. */
static bool only_padding(const struct packet *packet, const struct signal *s)
{
	const char *end = packet->payload.p + packet->payload.n;
	const char *p = s->body.p ? s->body.p + s->body.n : end;

	while (p < end && (*p == '\r' || *p == '\n' || *p == ' ' || !*p)) {
		p++;
	}
	return p >= end;
}

static bool too_large(const struct packet *packet)
{
	return packet->transport == TRANSPORT_UDP &&
	       packet->payload_wire > CONDUCT_BYTES;
}

static void look(struct book *book, const struct packet *packet,
	const struct event *event)
{
	const struct signal *s = &event->signal;
	bool whole = packet->payload.n >= packet->payload_wire;
	bool udp = packet->transport == TRANSPORT_UDP;
	uint32_t faults = s->faults;
	uint32_t length = SIP_BODY_SHORT | SIP_TRAILING_BYTES;

	if ((faults & SIP_TRAILING_BYTES) && only_padding(packet, s)) {
		faults &= ~SIP_TRAILING_BYTES;
	}
	if (whole && udp && (faults & length) && (s->sdp.n || event->has_sdp)) {
		note(book, packet, s, CONDUCT_LENGTH, faults & length,
			(uint32_t)packet->payload.n);
		faults &= ~length;
	}
	if (whole && faults) {
		note(book, packet, s, CONDUCT_MALFORMED, faults, 0);
	}
	if (whole && s->sdp.n && !event->has_sdp) {
		note(book, packet, s, CONDUCT_SDP, 0, 0);
	}
	if (packet->anomalies & PACKET_REASSEMBLED) {
		note(book, packet, s, CONDUCT_FRAGMENTED, s->request,
			packet->payload_wire);
	} else if (too_large(packet)) {
		note(book, packet, s, CONDUCT_LARGE, s->request,
			packet->payload_wire);
	}
}

/*
 * The same request, to the same address, between the same two hosts, and each time
 * it has fewer hops left: it came back. A repeat has as many, a spiral (RFC 5393
 * clause 3) another request URI.
 */
static void circles(struct book *book, const struct packet *packet,
	const struct signal *s, uint8_t left)
{
	struct conduct *c = &book->conduct;

	if (s->to.tag.n || !s->call_id.n) {
		return;
	}
	if (!c->passed) {
		c->passed = calloc(CONDUCT_PASSED, sizeof(*c->passed));
		book->counts.out_of_memory += !c->passed;
	}
	if (!c->passed) {
		return;
	}
	uint64_t key = hash_slice(s->call_id, 0) ^
		       hash_slice(s->request_uri_text, s->cseq);
	key = hosts_hash(&packet->src.ip, &packet->dst.ip,
		key + packet->point + ((uint64_t)s->method << 8));
	key = key ? key : 1;
	struct conduct_passed *p = &c->passed[key & (CONDUCT_PASSED - 1)];
	if (p->key != key) {
		*p = (struct conduct_passed){
			key, packet->frame, packet->capture, left};
		return;
	}
	if (left >= p->left) {
		return;
	}
	struct conduct_case *at = place(book, &(struct conduct_case){
		.kind = CONDUCT_CIRCLE,
		.src = packet->src,
		.dst = packet->dst,
		.first_ts = packet->ts,
		.capture = packet->capture,
	});
	if (!at) {
		return;
	}
	if (at->count == 0) {
		summarise(s, at->summary);
		at->frames[0] = p->capture == packet->capture ? p->frame : 0;
	}
	at->count += at->count < UINT32_MAX;
	if (at->count < CONDUCT_FRAMES && at->capture == packet->capture) {
		at->frames[at->count] = packet->frame;
	}
	at->most = (uint32_t)(p->left - left);
	at->last_ts = packet->ts;
}

static void loops(struct book *book, const struct packet *packet,
	const struct signal *s)
{
	uint64_t left;

	if (!s->request && (s->status == 482 || s->status == 483)) {
		note(book, packet, s, CONDUCT_LOOP, s->status, 0);
	}
	/* OPTIONS counts hops on purpose (RFC 3261 clause 11). */
	if (!s->request || s->method == METHOD_OPTIONS ||
		!slice_u64(s->header[SIP_MAX_FORWARDS], 255, &left)) {
		return;
	}
	circles(book, packet, s, (uint8_t)left);
	if (left == 0) {
		note(book, packet, s, CONDUCT_LOOP, 0, 0);
	}
}

/* What became of @a, when it had to be sent again. */
static void settle(struct book *book, const struct conduct_asked *a, ns_t now)
{
	bool silent = !a->answer_frame && now - a->first_ts >= TIMER_F;

	if (a->key == 0 || a->sent < 2) {
		return;
	}
	struct conduct_case *c = place(book, &(struct conduct_case){
		.kind = CONDUCT_REPEATED,
		.bits = a->method,
		.src = a->src,
		.dst = a->dst,
		.first_ts = a->first_ts,
	});
	if (!c) {
		return;
	}
	c->count++;
	c->silent += silent;
	c->last_ts = a->last_ts;
	if (a->sent <= c->most) {
		return;
	}
	c->most = a->sent;
	c->src = a->src;
	c->dst = a->dst;
	c->took = a->last_ts - a->first_ts;
	c->answered = a->answer_frame ? a->answer_ts - a->first_ts : -1;
	c->capture = a->capture;
	memcpy(c->frames, a->frames, sizeof(c->frames));
	(void)snprintf(c->summary, sizeof(c->summary), "%s",
		signal_method_text((enum sip_method)a->method));
}

/* A request that belongs to no call, or the first final answer to one. */
static void follow(struct book *book, const struct packet *packet,
	const struct signal *s)
{
	struct conduct *c = &book->conduct;
	const struct endpoint *from = s->request ? &packet->src : &packet->dst;
	const struct endpoint *to = s->request ? &packet->dst : &packet->src;

	if (packet->transport != TRANSPORT_UDP || !s->via.branch.n) {
		return;
	}
	if (!c->asked && s->request) {
		c->asked = calloc(CONDUCT_ASKED, sizeof(*c->asked));
		book->counts.out_of_memory += !c->asked;
	}
	if (!c->asked) {
		return;
	}
	uint64_t key = hosts_hash(&from->ip, &to->ip,
		hash_slice(s->via.branch, 0) + s->cseq + packet->point);
	key = key ? key : 1;
	struct conduct_asked *a = &c->asked[key & (CONDUCT_ASKED - 1)];
	if (!s->request) {
		if (a->key == key && !a->answer_frame) {
			a->answer_ts = packet->ts;
			a->answer_frame = packet->frame;
		}
		return;
	}
	if (a->key != key) {
		settle(book, a, packet->ts);
		*a = (struct conduct_asked){
			.key = key,
			.src = packet->src,
			.dst = packet->dst,
			.first_ts = packet->ts,
			.capture = packet->capture,
			.method = (uint16_t)s->method,
		};
		c->followed++;
	}
	if (a->sent < CONDUCT_FRAMES && a->capture == packet->capture) {
		a->frames[a->sent] = packet->frame;
	}
	a->sent += a->sent < UINT32_MAX;
	a->last_ts = packet->ts;
}

/* Calls keep their own messages: detectors read them there. */
static bool outside(enum sip_method method)
{
	return method == METHOD_REGISTER || method == METHOD_OPTIONS ||
	       method == METHOD_SUBSCRIBE || method == METHOD_NOTIFY ||
	       method == METHOD_PUBLISH || method == METHOD_MESSAGE;
}

void conduct_signal(struct book *book, const struct packet *packet,
	const struct event *event)
{
	const struct signal *s = &event->signal;
	bool odd = s->faults || (packet->anomalies & PACKET_REASSEMBLED) ||
		   (s->sdp.n && !event->has_sdp) || too_large(packet);

	if (odd) {
		look(book, packet, event);
	}
	loops(book, packet, s);
	if (outside(s->cseq_method)) {
		follow(book, packet, s);
	}
}

void conduct_unreadable(struct book *book, const struct packet *packet,
	const struct event *event)
{
	if (packet->payload.n >= packet->payload_wire) {
		note(book, packet, &event->signal, CONDUCT_UNREADABLE,
			event->signal.faults, 0);
	}
}

/* For qsort: by when they began. */
static int earlier(const void *a, const void *b)
{
	const struct conduct_case *x = a;
	const struct conduct_case *y = b;

	if (x->first_ts != y->first_ts) {
		return x->first_ts < y->first_ts ? -1 : 1;
	}
	if (x->capture != y->capture) {
		return x->capture < y->capture ? -1 : 1;
	}
	return (x->frames[0] > y->frames[0]) - (x->frames[0] < y->frames[0]);
}

void conduct_conclude(struct book *book)
{
	struct conduct *c = &book->conduct;

	for (size_t i = 0; c->asked && i < CONDUCT_ASKED; i++) {
		settle(book, &c->asked[i], book->last_ts);
	}
	if (c->cases) {
		qsort(c->cases, c->case_count, sizeof(*c->cases), earlier);
	}
	free(c->asked);
	c->asked = NULL;
	free(c->passed);
	c->passed = NULL;
	free(c->places);
	c->places = NULL;
}

void conduct_free(struct conduct *conduct)
{
	free(conduct->cases);
	free(conduct->places);
	free(conduct->asked);
	free(conduct->passed);
	conduct->cases = NULL;
	conduct->places = NULL;
	conduct->asked = NULL;
	conduct->passed = NULL;
}

const struct conduct_case *conduct_next(const struct conduct *conduct,
	enum conduct_kind kind, const struct conduct_case *after)
{
	size_t i = after ? (size_t)(after - conduct->cases) + 1 : 0;

	for (; i < conduct->case_count; i++) {
		if (conduct->cases[i].kind == kind) {
			return &conduct->cases[i];
		}
	}
	return NULL;
}
