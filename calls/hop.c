/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which hop of a call a message passed on. Every proxy adds one: the two hosts
 * that the INVITE went between, and the way it went.
 */
#include "calls/parts.h"

/*
 * How well a message from @src to @dst fits to the hop: 3 when it goes the way
 * that the INVITE went, 2 when it goes back, 1 when only the hosts fit, because
 * a response goes where Via says and a request may leave from any port. Not so
 * between ports of one host.
 */
static int fit(const struct hop *h, const struct endpoint *src,
	const struct endpoint *dst)
{
	if (endpoint_eq(&h->from, src) && endpoint_eq(&h->to, dst)) {
		return 3;
	}
	if (endpoint_eq(&h->from, dst) && endpoint_eq(&h->to, src)) {
		return 2;
	}
	bool on = addr_eq(&h->from.ip, &src->ip) && addr_eq(&h->to.ip, &dst->ip);
	bool back =
		addr_eq(&h->from.ip, &dst->ip) && addr_eq(&h->to.ip, &src->ip);
	return (on || back) && !addr_eq(&src->ip, &dst->ip) ? 1 : 0;
}

/*
 * A proxy may send the INVITE back to where it came from, to another port of
 * that host or even to the same one: a user who calls himself, or two phones
 * behind one router. So the way counts: responses come back on a hop, and an
 * INVITE that begins a dialog goes to the receiver of its hop.
 */
static struct hop *find_hop(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	bool begins = signal->request && signal->method == METHOD_INVITE &&
		      signal->to.tag.n == 0;
	const struct endpoint *src =
		signal->request ? &packet->src : &packet->dst;
	const struct endpoint *dst =
		signal->request ? &packet->dst : &packet->src;
	struct hop *best = NULL;
	int best_fit = 0;

	for (unsigned i = 0; i < call->hop_count; i++) {
		struct hop *h = &call->hops[i];
		int f = fit(h, src, dst);
		if (begins && (f == 2 || !endpoint_eq(&h->to, dst))) {
			continue;
		}
		if (f > best_fit) {
			best = h;
			best_fit = f;
		}
	}
	return best;
}

static void note_macs(struct hop *h, const struct packet *packet, bool request)
{
	const uint8_t *from = request ? packet->mac_src : packet->mac_dst;
	const uint8_t *to = request ? packet->mac_dst : packet->mac_src;

	h->has_macs = packet->has_mac && packet_mac_told(from) &&
		      packet_mac_told(to);
	memcpy(h->from_mac, from, sizeof(h->from_mac));
	memcpy(h->to_mac, to, sizeof(h->to_mac));
}

struct hop *hop_get(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct hop *h = find_hop(call, packet, signal);

	if (h || call->hop_count == CALL_HOPS) {
		return h;
	}
	struct hop *hops = arena_more(
		&call->arena, call->hops, call->hop_count, sizeof(*hops));
	if (!hops) {
		return NULL;
	}
	call->hops = hops;
	h = &hops[call->hop_count++];
	h->from = signal->request ? packet->src : packet->dst;
	h->to = signal->request ? packet->dst : packet->src;
	note_macs(h, packet, signal->request);
	return h;
}
