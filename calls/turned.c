/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the quoted packet is, is told by its flow, by what SDP announced at its
 * port, and by its first bytes where they are quoted. */
#include "calls/turned.h"

#include "calls/book.h"

#define SIP_PORT 5060
#define TCP	 6

/* RFC 5761 clause 4: packet types of RTCP. */
static bool is_rtcp(struct slice payload)
{
	return payload.n >= 2 && (uint8_t)payload.p[0] >> 6 == 2 &&
	       (uint8_t)payload.p[1] >= 192 && (uint8_t)payload.p[1] <= 223;
}

/* False when it is of no call. */
static bool kind_of(const struct book *book, const struct icmp *icmp,
	enum turned_kind *ret)
{
	const struct flow *flow =
		flows_find(&book->flows, &icmp->src, &icmp->dst);
	const struct port *port = flows_port(&book->flows, &icmp->dst);
	enum flow_claim claim = flow ? flow->claim : FLOW_UNKNOWN;
	bool announced = port && port->expect.owner;

	if (claim == FLOW_SIP || icmp->dst.port == SIP_PORT ||
		icmp->src.port == SIP_PORT) {
		*ret = TURNED_SIP;
		return true;
	}
	bool rtcp = claim == FLOW_RTCP || is_rtcp(icmp->payload) ||
		    (announced && port->expect.rtcp);
	*ret = rtcp ? TURNED_RTCP : TURNED_RTP;
	return claim != FLOW_UNKNOWN || announced;
}

static struct turned *pair_of(struct turned_table *t,
	const struct packet *packet, const struct icmp *icmp,
	enum turned_kind kind)
{
	for (unsigned i = 0; i < t->count; i++) {
		struct turned *p = &t->pairs[i];
		if (p->kind == kind && p->sense == icmp->sense &&
			endpoint_eq(&p->src, &icmp->src) &&
			endpoint_eq(&p->dst, &icmp->dst)) {
			return p;
		}
	}
	if (t->count == TURNED_PAIRS) {
		t->left_out++;
		return NULL;
	}
	struct turned *p = &t->pairs[t->count++];
	p->src = icmp->src;
	p->dst = icmp->dst;
	p->kind = kind;
	p->sense = icmp->sense;
	p->by = icmp->by;
	p->tcp = icmp->protocol == TCP;
	p->point = packet->point;
	p->first = moment_of(packet);
	return p;
}

void turned_icmp(struct book *book, const struct packet *packet,
	const struct icmp *icmp)
{
	struct turned_table *t = &book->net.turned;
	enum turned_kind kind = TURNED_RTP;

	if (!icmp->dst.port || !kind_of(book, icmp, &kind)) {
		t->others++;
		return;
	}
	struct turned *p = pair_of(t, packet, icmp, kind);
	if (!p || p->point != packet->point) {
		return;
	}
	p->count++;
	p->last = moment_of(packet);
	if (icmp->mtu && (!p->mtu || icmp->mtu < p->mtu)) {
		p->mtu = icmp->mtu;
	}
}
