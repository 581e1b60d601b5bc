/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of demux.h, and nothing else. */
#include "flow/demux.h"

#include "lib/attr.h"

/* Numbers apart at most: a second packet may be late or follow a small loss. */
#define NEAR 16

const struct expect *demux_expected(const struct flow *flow)
{
	if (flow->to->expect.owner) {
		return &flow->to->expect;
	}
	return flow->from->expect.owner ? &flow->from->expect : NULL;
}

const struct dissector *demux(
	const struct flow *flow, const struct packet *packet)
{
	uint8_t first = packet->payload.n ? (uint8_t)packet->payload.p[0] : 0;

	/* A transaction may begin like RTP, so this is asked first; but RTP to
	 * port 53, announced or once seen, stays RTP. */
	if (flow->claim == FLOW_UNKNOWN && dissector_dns.probe(packet) &&
		!demux_expected(flow)) {
		return &dissector_dns;
	}
	if (first >= 128 && first <= 191 && packet->payload.n >= 2) {
		/* RFC 5761: the types of RTCP, 192 to 223, shadow RTP payload
		 * types 64 to 95, which RTP then does not use. */
		uint8_t second = (uint8_t)packet->payload.p[1];
		if (second < 192 || second > 223) {
			return &dissector_rtp;
		}
		return dissector_rtcp.probe(packet) ? &dissector_rtcp : NULL;
	}
	if (flow->claim == FLOW_SIP || dissector_sip.probe(packet)) {
		return &dissector_sip;
	}
	return dissector_rtcp_json.probe(packet) ? &dissector_rtcp_json : NULL;
}

static const struct dissector *const NETWORKS[] = {
#define NETWORK(name) &dissector_##name,
#include "dissect/networks.def"
#undef NETWORK
};

const struct dissector *demux_network(const struct packet *packet)
{
	for (size_t i = 0; i < COUNT_OF(NETWORKS); i++) {
		if (NETWORKS[i]->probe(packet)) {
			return NETWORKS[i];
		}
	}
	return NULL;
}

bool demux_near(const struct rtp *a, const struct rtp *b)
{
	uint16_t ahead = (uint16_t)(b->sequence - a->sequence);
	uint16_t behind = (uint16_t)(a->sequence - b->sequence);

	return a->ssrc == b->ssrc && (ahead <= NEAR || behind <= NEAR);
}

bool demux_confirms(const struct guess *guess, const struct rtp *rtp)
{
	for (unsigned i = 0; guess && i < guess->count; i++) {
		const struct rtp *held = &guess->items[i].rtp;
		if (demux_near(held, rtp) && held->sequence != rtp->sequence) {
			return true;
		}
	}
	return false;
}
