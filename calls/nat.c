/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which differences are signs, and of which side. */
#include "calls/nat.h"

#include "calls/call.h"

#define SIP_PORT 5060

bool nat_private(const struct addr *ip)
{
	const uint8_t *b = ip->b;

	if (!addr_is_v4(ip)) {
		/* fc00::/7 (RFC 4193), fe80::/10 (RFC 4291) */
		return (b[0] & 0xfe) == 0xfc ||
		       (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
	}
	return b[12] == 10 || (b[12] == 172 && (b[13] & 0xf0) == 16) ||
	       (b[12] == 192 && b[13] == 168) ||
	       (b[12] == 100 && (b[13] & 0xc0) == 64) ||
	       (b[12] == 169 && b[13] == 254);
}

static struct nat *nat_of(struct call *call)
{
	if (!call->nat) {
		call->nat = arena_get(&call->arena, sizeof(*call->nat));
	}
	return call->nat;
}

static void sign(struct nat_sign *s, const struct endpoint *at, uint64_t frame)
{
	if (s->frame == 0) {
		s->at = *at;
		s->frame = frame;
	}
}

/* A number of at most 65535, else 0. */
static uint16_t port_of(struct slice text)
{
	uint64_t v;

	return slice_u64(text, 65535, &v) ? (uint16_t)v : 0;
}

/* The literal address of @host, with @port or the default one. */
static bool literal(struct slice host, uint16_t port, struct endpoint *ret)
{
	ret->port = port ? port : SIP_PORT;
	return addr_parse(host, &ret->ip);
}

/* The first address of audio or video that is on. */
static bool media_of(const struct sdp *sdp, struct endpoint *ret)
{
	for (unsigned i = 0; sdp && i < sdp->media_count; i++) {
		const struct sdp_media *m = &sdp->media[i];
		if (m->has_address && m->rtp.port && !addr_is_any(&m->rtp.ip)) {
			*ret = m->rtp;
			return true;
		}
	}
	return false;
}

/* @signal came straight from who wrote it: all it says of itself counts. */
static void own_words(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp)
{
	struct endpoint via;
	struct endpoint contact;
	struct endpoint media;
	const struct addr *from = &packet->src.ip;
	bool inside = literal(signal->via.host, signal->via.port, &via) &&
		      !addr_eq(&via.ip, from);
	bool other = literal(signal->contact.uri.host, signal->contact.uri.port,
			     &contact) &&
		     !addr_eq(&contact.ip, from) &&
		     (inside || nat_private(&contact.ip) != nat_private(from));
	/* Media of another host is common; the inside address is not. */
	bool hidden = media_of(sdp, &media) && !addr_eq(&media.ip, from) &&
		      ((inside && addr_eq(&media.ip, &via.ip)) ||
			      (other && addr_eq(&media.ip, &contact.ip)) ||
			      (nat_private(&media.ip) && !nat_private(from)));

	if (!inside && !other && !hidden) {
		return;
	}
	struct nat *nat = nat_of(call);
	if (!nat) {
		return;
	}
	struct nat_side *side = &nat->caller;
	sign(&side->seen, &packet->src, packet->frame);
	if (inside) {
		sign(&side->via, &via, packet->frame);
	}
	if (other) {
		sign(&side->contact, &contact, packet->frame);
	}
	if (hidden) {
		sign(&side->sdp, &media, packet->frame);
	}
}

/* The server's answer to the caller tells where it saw the caller. */
static void told(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct endpoint via;
	struct endpoint seen = {.port = port_of(signal->via.rport)};
	bool known = addr_parse(signal->via.received, &seen.ip);

	if (!literal(signal->via.host, signal->via.port, &via)) {
		return;
	}
	if (!known) {
		seen.ip = via.ip;
	}
	seen.port = seen.port ? seen.port : via.port;
	if (endpoint_eq(&via, &seen)) {
		return;
	}
	struct nat *nat = nat_of(call);
	if (nat) {
		sign(&nat->caller.via, &via, packet->frame);
		sign(&nat->caller.received, &seen, packet->frame);
	}
}

/* Who answers may be a proxy: only a private address of a public host counts.
 */
static void answered(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp)
{
	struct endpoint contact;
	struct endpoint media;
	bool hidden = media_of(sdp, &media) && nat_private(&media.ip);
	bool other = literal(signal->contact.uri.host, signal->contact.uri.port,
			     &contact) &&
		     nat_private(&contact.ip);

	if (nat_private(&packet->src.ip) || (!hidden && !other)) {
		return;
	}
	struct nat *nat = nat_of(call);
	if (!nat) {
		return;
	}
	sign(&nat->callee.seen, &packet->src, packet->frame);
	if (other) {
		sign(&nat->callee.contact, &contact, packet->frame);
	}
	if (hidden) {
		sign(&nat->callee.sdp, &media, packet->frame);
	}
}

void nat_note(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp)
{
	if (signal->cseq_method != METHOD_INVITE || signal->via_count > 1) {
		return; /* a proxy stands between */
	}
	if (signal->request) {
		/* A re-INVITE may come from either side. */
		if (signal->method == METHOD_INVITE && !signal->to.tag.n) {
			own_words(call, packet, signal, sdp);
		}
		return;
	}
	told(call, packet, signal);
	if (signal->status > 100 && signal->status < 300) {
		answered(call, packet, signal, sdp);
	}
}

bool nat_shows(const struct nat_side *side)
{
	return side->via.frame || side->contact.frame || side->sdp.frame ||
	       side->received.frame;
}
