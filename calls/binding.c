/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which call a stream belongs to. An SDP says "send media to this port", so a
 * stream to an announced port is the call's; one from an announced port is too,
 * because phones send from where they listen (symmetric RTP, RFC 4961).
 *
 * Two calls may announce one port: a PBX that leaves media direct passes the
 * phone's address on into its other leg, and ports are used again by later
 * calls. So the first call keeps a port as long as it is not over; a later
 * call takes it over after that, and the stream of the earlier one is closed.
 * Who calls one after the other, or several at once, may offer one port to all:
 * of such calls the answered one has the voice.
 *
 * Phones also use one port for every call, and some of these calls a capture
 * shows without their signalling. A stream that was silent for long when its
 * port is announced, or that begins long after the call was over, is not taken
 * for this call's. Both times are ours: no standard gives one.
 */
#include "calls/parts.h"

/* Media comes at most so much before its SDP, and so much after the BYE. */
#define HEAD_START (10 * NS_PER_S)
#define STRAGGLE   (32 * NS_PER_S)

/* Flows looked through when a port is announced; more are left to themselves. */
#define FLOWS_LOOKED_AT 64

static bool is_rtp(const struct media_line *line)
{
	/* "RTP/AVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVPF"; not "udptl", "TCP/MSRP" */
	struct slice rest = line->proto;

	while (rest.p) {
		if (slice_iis(slice_cut(&rest, '/'), "RTP")) {
			return true;
		}
	}
	return false;
}

/* The call whose media @expect announces, as long as media may still come. */
static struct call *owner_at(const struct expect *expect, ns_t ts)
{
	struct call *call = expect->rtcp ? NULL : expect->owner;

	return call && call->over && ts - call->last_ts > STRAGGLE ? NULL : call;
}

static bool same_caller(const struct call *a, const struct call *b)
{
	return a->hop_count && b->hop_count &&
	       addr_eq(&a->hops[0].from.ip, &b->hops[0].from.ip);
}

/* So far: what a call came to is known when all was read. */
static bool is_answered(const struct call *call)
{
	return call->hop_count && call->hops[0].answer.frame != 0;
}

/* The call that owns both ends if one does, else the live one, else of one
 * caller's the answered one, else the older. */
static struct call *choose(const struct flow *flow, ns_t now)
{
	struct call *a = owner_at(&flow->to->expect, now);
	struct call *b = owner_at(&flow->from->expect, now);

	if (!a || !b || a == b) {
		return a ? a : b;
	}
	if (a->over != b->over) {
		return a->over ? b : a;
	}
	if (is_answered(a) != is_answered(b) && same_caller(a, b)) {
		return is_answered(a) ? a : b;
	}
	return a->first_ts <= b->first_ts ? a : b;
}

static void join(struct call *call, struct stream *stream)
{
	stream->call = call;
	stream->next_in_call = NULL;
	if (call->streams_tail) {
		call->streams_tail->next_in_call = stream;
	} else {
		call->streams = stream;
	}
	call->streams_tail = stream;
	call->stream_count++;
}

void binding_stream(
	struct book *book, const struct flow *flow, struct stream *stream)
{
	const struct expect *to = &flow->to->expect;
	const struct expect *from = &flow->from->expect;
	struct call *call =
		stream->call ? stream->call : choose(flow, book->last_ts);

	if (!call) {
		stream->basis = BASIS_GUESSED;
		return;
	}
	bool by_to = to->owner == call && !to->rtcp;
	bool by_from = from->owner == call && !from->rtcp;
	if (by_to || by_from) {
		stream->basis = by_to && by_from ? BASIS_BOTH
				: by_to		 ? BASIS_DESTINATION
						 : BASIS_SOURCE;
		stream->line = by_to ? to->line : from->line;
		stream->other_line = by_to && by_from ? from->line : NULL;
		stream->basis_frame = by_to ? to->frame : from->frame;
	}
	if (!stream->call) {
		join(call, stream);
	}
	track_resolve(stream);
}

/* A flow of a port that was announced at @ts: bind or close what it carries. */
static void reconsider(struct book *book, struct flow *flow, ns_t ts)
{
	const struct call *call = choose(flow, book->last_ts);
	struct stream *next;

	for (struct stream *s = flow->streams; s; s = next) {
		next = s->next_on_flow;
		bool other = s->call && s->call != call && s->call->over;
		bool old = !s->call && ts - s->stat.last_ts > HEAD_START;
		if (other || old) {
			track_close(s);
		} else {
			binding_stream(book, flow, s);
		}
	}
}

static void announce(struct book *book, const struct endpoint *at,
	const struct expect *expect, ns_t ts)
{
	struct call *call = expect->owner;
	const struct port *known = flows_port(&book->flows, at);

	if (known && known->expect.owner && known->expect.owner != call) {
		const struct call *other = known->expect.owner;
		if (!other->over) {
			return;
		}
	}
	if (known && known->expect.owner == call && expect->rtcp &&
		!known->expect.rtcp) {
		return; /* RTP goes before RTCP on a port that is said to be both */
	}
	if (known && known->expect.owner == call && !known->expect.rtcp &&
		known->expect.frame == expect->frame) {
		return; /* bundled: its line leads to this one */
	}
	struct port *port = flows_expect(&book->flows, at, expect);
	if (!port) {
		book->counts.out_of_memory++;
		return;
	}
	int looked = 0;
	for (struct flow *f = port->to; f && looked < FLOWS_LOOKED_AT;
		f = f->next_to, looked++) {
		reconsider(book, f, ts);
	}
	for (struct flow *f = port->from; f && looked < FLOWS_LOOKED_AT;
		f = f->next_from, looked++) {
		reconsider(book, f, ts);
	}
}

void binding_expect(
	struct book *book, struct call *call, const struct description *d)
{
	for (unsigned i = 0; i < d->line_count; i++) {
		const struct media_line *line = &d->lines[i];
		struct expect expect = {
			.owner = call, .line = line, .frame = d->frame};
		if (!line->has_address || line->rtp.port == 0 ||
			addr_is_any(&line->rtp.ip) || !is_rtp(line)) {
			continue;
		}
		announce(book, &line->rtp, &expect, d->ts);
		for (unsigned k = 0; k < line->candidate_count; k++) {
			announce(book, &line->candidates[k], &expect, d->ts);
		}
		if (!line->rtcp_mux && line->rtcp.port != 0 &&
			!endpoint_eq(&line->rtcp, &line->rtp)) {
			expect.rtcp = true;
			announce(book, &line->rtcp, &expect, d->ts);
		}
	}
}

static void forget(
	struct book *book, const struct call *call, const struct description *d)
{
	for (unsigned i = 0; d && i < d->line_count; i++) {
		const struct media_line *line = &d->lines[i];
		flows_unexpect(&book->flows, &line->rtp, call);
		flows_unexpect(&book->flows, &line->rtcp, call);
		for (unsigned k = 0; k < line->candidate_count; k++) {
			flows_unexpect(
				&book->flows, &line->candidates[k], call);
		}
	}
}

void binding_forget(struct book *book, const struct call *call)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		forget(book, call, m->sdp);
	}
}
