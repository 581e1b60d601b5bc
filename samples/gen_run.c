/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of a scenario, one after the other, into the capture. */
#include "samples/gen_args.h"
#include "samples/gen_dialog.h"
#include "samples/gen_media.h"
#include "samples/gen_net.h"
#include "samples/gen_pcap.h"

/* A larger copy of an array in the arena; arenas do not give back. */
static void *grow(struct gen *g, void *old, size_t size, size_t *room)
{
	size_t more = *room ? *room * 2 : 1024;
	void *p = arena_get(&g->arena, more * size);

	if (!p) {
		(void)err_set(&g->err, "out of memory");
		return NULL;
	}
	if (*room) {
		memcpy(p, old, *room * size);
	}
	*room = more;
	return p;
}

int gen_add_event(struct gen *g, struct gen_event e)
{
	if (g->events == g->event_room) {
		struct gen_event *p =
			grow(g, g->event, sizeof(*p), &g->event_room);
		if (!p) {
			return -1;
		}
		g->event = p;
	}
	e.order = (unsigned)g->events;
	g->event[g->events++] = e;
	return 0;
}

unsigned gen_write(struct gen *g, ns_t t, enum gen_count kind, unsigned iface,
	const uint8_t *p, size_t n, size_t ip, struct endpoint dst,
	struct slice comment)
{
	struct slice copy =
		arena_copy(&g->arena, (struct slice){(const char *)p, n});

	if (g->frames == g->frame_room) {
		struct gen_frame *f =
			grow(g, g->frame, sizeof(*f), &g->frame_room);
		if (!f) {
			return 0;
		}
		g->frame = f;
	}
	if (!copy.p) {
		(void)err_set(&g->err, "out of memory");
		return 0;
	}
	g->frame[g->frames++] = (struct gen_frame){
		.t = t,
		.p = (const uint8_t *)copy.p,
		.n = n,
		.ip = ip,
		.dst = dst,
	};
	g->count[kind]++;
	g->bytes += n;
	gen_pcap_packet(g, g->start + t, iface, p, n, comment);
	return (unsigned)g->frames;
}

static int frame_or_fail(unsigned frame)
{
	return frame ? 0 : -1;
}

static int do_arp(struct gen *g, ns_t t, struct gen_args *a)
{
	bool reply = slice_is(gen_args_word(a, 1), "arp-reply");
	struct gen_node *src = gen_find_node(g, a, gen_args_word(a, 2));
	struct gen_node *dst = gen_find_node(g, a, gen_args_word(a, 3));

	return src && dst ? frame_or_fail(gen_net_arp(g, t, src, dst, reply))
			  : -1;
}

/* Background: spanning tree, and ARP between nodes, in turn. */
static int do_filler(struct gen *g, ns_t t)
{
	size_t i = g->frames;
	const struct gen_node *a = &g->node[i / 3 % g->nodes];
	const struct gen_node *b = &g->node[(i / 3 + 1) % g->nodes];

	if (i % 3 == 0) {
		return frame_or_fail(gen_net_stp(g, t));
	}
	return frame_or_fail(i % 3 == 1 ? gen_net_arp(g, t, a, b, false)
					: gen_net_arp(g, t, b, a, true));
}

/* T unreachable by=NODE to=NODE port=N: about the last packet to that port. */
static int do_unreachable(struct gen *g, ns_t t, struct gen_args *a)
{
	struct gen_node *by = gen_find_node(g, a, gen_args_get(a, "by"));
	struct gen_node *to = gen_find_node(g, a, gen_args_get(a, "to"));
	uint64_t port = 0;

	if (!by || !to || gen_args_u64(g, a, "port", 0, 65535, &port)) {
		return -1;
	}
	struct endpoint closed = {by->at.ip, (uint16_t)port};
	for (size_t i = g->frames; i-- > 0;) {
		if (g->frame[i].ip && endpoint_eq(&g->frame[i].dst, &closed)) {
			return frame_or_fail(gen_net_unreachable(
				g, t, by, to, &g->frame[i]));
		}
	}
	return gen_args_fail(g, a, "no packet reached", a->word[0]);
}

/* T frame hex="..." stream=NAME: an RTCP frame given byte by byte. */
static int do_frame(struct gen *g, ns_t t, struct gen_args *a)
{
	uint8_t b[GEN_FRAME];
	struct slice rest = gen_args_get(a, "hex");
	struct gen_stream *s = gen_find_stream(g, a, gen_args_get(a, "stream"));
	size_t n = 0;

	while (rest.p && n < sizeof(b)) {
		struct slice part = slice_cut(&rest, ' ');
		char hex[5] = "0x";
		uint64_t v = 0;
		if (part.n == 0) {
			continue;
		}
		memcpy(hex + 2, part.p, part.n == 2 ? 2 : 0);
		if (!gen_args_number((struct slice){hex, 4}, 255, &v)) {
			return gen_args_fail(g, a, "no such byte", part);
		}
		b[n++] = (uint8_t)v;
	}
	if (!s || !n) {
		return -1;
	}
	s->rtcp++;
	struct endpoint dst = {s->dst->at.ip, (uint16_t)(s->dport + 1)};
	return frame_or_fail(gen_write(g, t, GEN_RTCP, s->src->iface, b, n, 14,
		dst, (struct slice){NULL, 0}));
}

static int do_timed(struct gen *g, ns_t t, struct gen_args *a)
{
	struct slice what = gen_args_word(a, 1);
	struct gen_call *call = gen_find_call(g, what);
	int bad = 0;

	(void)gen_args_word(a, 0);
	if (slice_is(a->word[0], "fill")) {
		return do_filler(g, t);
	}
	if (call) {
		return gen_dialog_line(g, t, call, a);
	}
	if (slice_is(what, "rtcp")) {
		return gen_media_rtcp(g, t, a);
	}
	if (slice_is(what, "arp") || slice_is(what, "arp-reply")) {
		bad = do_arp(g, t, a);
	} else if (slice_is(what, "stp")) {
		bad = frame_or_fail(gen_net_stp(g, t));
	} else if (slice_is(what, "unreachable")) {
		bad = do_unreachable(g, t, a);
	} else if (slice_is(what, "frame")) {
		bad = do_frame(g, t, a);
	} else {
		return gen_args_fail(
			g, a, "neither a call nor an event:", what);
	}
	return bad || gen_args_done(g, a) ? -1 : 0;
}

static int by_time(const void *a, const void *b)
{
	const struct gen_event *x = a;
	const struct gen_event *y = b;

	if (x->t != y->t) {
		return x->t < y->t ? -1 : 1;
	}
	return x->order < y->order ? -1 : 1;
}

int gen_run(struct gen *g)
{
	ns_t last = 0;

	if (!g->events) {
		return err_set(&g->err, "nothing happens in this scenario");
	}
	qsort(g->event, g->events, sizeof(*g->event), by_time);
	gen_pcap_begin(g);
	for (size_t i = 0; i < g->events; i++) {
		const struct gen_event *e = &g->event[i];
		last = e->t;
		if (e->stream ? gen_media_rtp(g, e->t, e->stream, e->packet)
			      : do_timed(g, e->t, e->args)) {
			return -1;
		}
	}
	return gen_pcap_end(g, g->start + last);
}
