/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Session descriptions of a call, paired: which is an offer, and which message
 * answers it (RFC 3264, RFC 3261 clause 13.2.1, RFC 3262 clause 5, RFC 3311).
 *
 *   request other than ACK  offers      its response answers
 *   response without offer  offers      ACK or PRACK answers
 *
 * A later response of the same transaction replaces the answer of an earlier
 * one. Behind a proxy the same pair is seen once for each hop.
 */
#include "calls/parts.h"

static bool answers_hosts(const struct exchange *x, const struct packet *packet)
{
	return addr_eq(&x->offerer.ip, &packet->dst.ip) &&
	       addr_eq(&x->answerer.ip, &packet->src.ip);
}

/*
 * The newest exchange of this transaction that @packet may answer. Ports decide
 * where they can: on one host several hops differ in nothing else.
 */
static struct exchange *open_exchange(
	struct call *call, const struct packet *packet, uint32_t cseq)
{
	struct exchange *found = NULL;
	bool exact = false;

	for (struct exchange *x = call->exchanges; x; x = x->next) {
		if (x->cseq != cseq || !answers_hosts(x, packet)) {
			continue;
		}
		bool ports = x->offerer.port == packet->dst.port &&
			     x->answerer.port == packet->src.port;
		if (ports || !exact) {
			found = x;
			exact = ports;
		}
	}
	return found;
}

static void offer(struct call *call, const struct packet *packet, uint32_t cseq,
	struct description *d, enum call_side by)
{
	struct exchange *x = arena_get(&call->arena, sizeof(*x));

	if (!x) {
		return;
	}
	x->offer = d;
	x->cseq = cseq;
	x->offerer = packet->src;
	x->answerer = packet->dst;
	x->by = (uint8_t)by;
	if (call->exchanges_tail) {
		call->exchanges_tail->next = x;
	} else {
		call->exchanges = x;
	}
	call->exchanges_tail = x;
}

/* PRACK has a CSeq of its own: it answers the offer that is still open. */
static struct exchange *open_for_prack(
	struct call *call, const struct packet *packet)
{
	struct exchange *x = call->exchanges_tail;

	return x && !x->answer && answers_hosts(x, packet) ? x : NULL;
}

void exchange_sdp(struct book *book, struct call *call,
	const struct packet *packet, const struct signal *signal,
	const struct sdp *sdp, struct message *m, enum call_side by)
{
	struct description *d = media_copy(
		&call->arena, sdp, packet->frame, packet->ts);

	if (!d) {
		book->counts.out_of_memory++;
		return;
	}
	d->capture = packet->capture;
	d->cut = (signal->faults & SIP_BODY_SHORT) ||
		 packet->payload.n < packet->payload_wire;
	m->sdp = d;
	bool prack = signal->request && signal->method == METHOD_PRACK;
	bool answers = !signal->request || prack || signal->method == METHOD_ACK;
	struct exchange *x =
		prack ? open_for_prack(call, packet)
		      : open_exchange(call, packet, signal->cseq);
	if (x && answers) {
		x->answer = d;
	} else {
		offer(call, packet, signal->cseq, d, by);
	}
	binding_expect(book, call, d);
}
