/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who gets which kind of packet; the work is done by the files named there.
 *
 * Fragments may hold a tunnel whose packets were in fragments too. That is a
 * loop here and no recursion, and as deep as tunnels are followed.
 */
#include "flow/gather.h"

#include "dissect/link.h"
#include "dissect/sip.h"

struct gather {
	gather_deliver *deliver;
	void *context;
	struct ipfrag *ipfrag;
	struct sctp *sctp;
	struct tcp *tcp;
	struct gather_counts counts;
	struct unhep hep;
};

/* Goes on in what fragments held; false when that is nothing to put together
 * or to unwrap. */
static bool resume(struct gather *g, struct packet *io)
{
	enum undecoded reason = UNDECODED_NONE;

	if (link_resume(io->piece.protocol, io->payload, io, &reason) == V_OK) {
		return true;
	}
	g->counts.undecoded[reason]++;
	if (packet_rest(io)) {
		g->deliver(g->context, io);
	}
	return false;
}

/* A datagram with missing fragments: SIP is worth showing as far as it goes,
 * all else would count as something that it is not. */
static void take_cut(void *context, struct packet *packet)
{
	struct gather *g = context;
	enum undecoded reason;

	if (link_resume(packet->piece.protocol, packet->payload, packet,
		    &reason) == V_OK &&
		packet->kind == PACKET_DATAGRAM && sip_probe(packet->payload)) {
		g->counts.cut_sip++;
		g->deliver(g->context, packet);
	}
}

/* A payload that is whole, of whatever it was put together. */
static void take_datagram(void *context, const struct packet *packet)
{
	struct gather *g = context;
	struct packet inner;

	switch (unhep_packet(&g->hep, packet, &inner)) {
	case UNHEP_OTHER:
		g->deliver(g->context, packet);
		break;
	case UNHEP_DELIVER:
		g->deliver(g->context, &inner);
		break;
	case UNHEP_COUNTED:
		break;
	}
}

struct gather *gather_create(
	uint64_t key, gather_deliver *deliver, void *context)
{
	struct gather *g = calloc(1, sizeof(*g));
	const struct ipfrag_limits ipfrag = ipfrag_limits_default();
	const struct sctp_limits sctp = sctp_limits_default();
	const struct tcp_limits tcp = tcp_limits_default();

	if (!g) {
		return NULL;
	}
	g->deliver = deliver;
	g->context = context;
	unhep_init(&g->hep, key);
	g->ipfrag = ipfrag_create(&ipfrag, key, take_cut, g);
	g->sctp = sctp_create(&sctp, key, deliver, context);
	g->tcp = tcp_create(&tcp, key, take_datagram, g);
	if (!g->ipfrag || !g->sctp || !g->tcp) {
		gather_destroy(g);
		return NULL;
	}
	g->counts.ipfrag = ipfrag_counts(g->ipfrag);
	g->counts.sctp = sctp_counts(g->sctp);
	g->counts.tcp = tcp_counts(g->tcp);
	return g;
}

void gather_destroy(struct gather *gather)
{
	if (!gather) {
		return;
	}
	ipfrag_destroy(gather->ipfrag);
	sctp_destroy(gather->sctp);
	tcp_destroy(gather->tcp);
	unhep_finish(&gather->hep);
	free(gather);
}

/* What is no fragment. */
static void take_whole(struct gather *g, const struct packet *packet)
{
	switch ((enum packet_kind)packet->kind) {
	case PACKET_DATAGRAM:
		take_datagram(g, packet);
		break;
	case PACKET_SEGMENT:
		tcp_segment(g->tcp, packet);
		break;
	case PACKET_CHUNKS:
		sctp_chunks(g->sctp, packet);
		break;
	case PACKET_PIECE:
		g->counts.undecoded[UNDECODED_DEEP]++;
		break;
	case PACKET_RECORD: /* it comes out here, and never in */
	case PACKET_FRAME: /* never handed over: see packet_rest */
	case PACKET_LLC:
	case PACKET_BARE:
	case PACKET_NOTHING:
		break;
	}
}

void gather_packet(struct gather *gather, const struct packet *packet)
{
	struct packet at = *packet;

	for (unsigned i = 0; i < PACKET_TUNNELS && at.kind == PACKET_PIECE;
		i++) {
		struct packet whole;
		bool done = ipfrag_packet(gather->ipfrag, &at, &whole);
		gather->counts.waiting = ipfrag_waiting(gather->ipfrag);
		if (!done || !resume(gather, &whole)) {
			return;
		}
		at = whole;
	}
	take_whole(gather, &at);
}

void gather_answer(struct gather *gather, const struct packet *packet)
{
	ipfrag_answered(gather->ipfrag, &packet->src.ip, &packet->dst.ip);
	gather->counts.waiting = ipfrag_waiting(gather->ipfrag);
}

void gather_finish(struct gather *gather)
{
	ipfrag_finish(gather->ipfrag);
	sctp_finish(gather->sctp);
	tcp_finish(gather->tcp);
	gather->counts.waiting = 0;
}

const struct gather_counts *gather_counts(const struct gather *gather)
{
	return &gather->counts;
}

const struct unhep *gather_hep(const struct gather *gather)
{
	return &gather->hep;
}
