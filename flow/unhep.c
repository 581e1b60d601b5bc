/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HEP is taken off like any other tunnel, but its inside has no IP header: what
 * a header would say comes from chunks, and what no chunk says is marked as
 * unknown or stays 0. HEP inside HEP is not followed.
 *
 * Nobody is refused: a limit on senders would hide calls. Only their list is
 * bounded.
 */
#include "flow/unhep.h"

#include "lib/hash.h"

#define YEAR_2000     INT64_C(946684800) /* s */
#define AHEAD_MOST_NS (86400 * NS_PER_S)
/* Headers that the smallest packet has: IPv4, IPv6; UDP, TCP. */
#define IP4_BYTES 20U
#define IP6_BYTES 40U
#define UDP_BYTES 8U
#define TCP_BYTES 20U

void unhep_init(struct unhep *u, uint64_t key)
{
	*u = (struct unhep){.key = key};
}

void unhep_finish(struct unhep *u)
{
	map_finish(&u->map);
}

bool unhep_used(uint8_t type)
{
	return type == HEP_SIP || type == HEP_RTP || type == HEP_RTCP;
}

static bool same(const void *key, const void *value)
{
	const struct unhep_agent *a = key;
	const struct unhep_agent *b = value;

	return a->capture_id == b->capture_id && a->version == b->version &&
	       a->node_length == b->node_length &&
	       memcmp(a->node, b->node, a->node_length) == 0 &&
	       addr_eq(&a->src, &b->src) && endpoint_eq(&a->dst, &b->dst);
}

static uint64_t hash_of(const struct unhep *u, const struct unhep_agent *a)
{
	uint64_t h = hash_bytes(a->node, a->node_length, u->key);

	h = hash_bytes(a->src.b, sizeof(a->src.b), h ^ a->capture_id);
	return hash_bytes(
		a->dst.ip.b, sizeof(a->dst.ip.b), h ^ a->dst.port ^ a->version);
}

static void count_agent(
	struct unhep *u, const struct packet *packet, const struct hep *hep)
{
	size_t n = hep->node.n < UNHEP_NODE ? hep->node.n : UNHEP_NODE;
	struct unhep_agent agent = {
		.capture_id = hep->capture_id,
		.version = hep->version,
		.node_length = (uint8_t)n,
		.src = packet->src.ip,
		.dst = packet->dst,
		.packets = 1,
	};

	if (n) {
		memcpy(agent.node, hep->node.p, n);
	}
	uint64_t hash = hash_of(u, &agent);
	struct unhep_agent *known = map_find(&u->map, hash, same, &agent);
	if (known) {
		known->packets++;
		return;
	}
	if (u->agent_count == UNHEP_AGENTS ||
		map_add(&u->map, hash, &u->agents[u->agent_count]) != 0) {
		u->counts.agents_unlisted++;
		return;
	}
	u->agents[u->agent_count++] = agent;
}

/* The agent's time where it can be believed, else @ts. */
static ns_t time_of(struct unhep *u, const struct hep *hep, ns_t ts)
{
	ns_t told = hep->seconds * NS_PER_S + hep->microseconds * NS_PER_US;
	bool sane = hep->has_time && hep->seconds >= YEAR_2000 &&
		    hep->microseconds < 1000000 && told <= ts + AHEAD_MOST_NS;

	u->counts.capture_time += !sane;
	return sane ? told : ts;
}

/* What the agent saw of layers 2 and 3. */
static void fill_layers(const struct hep *hep, struct packet *ret)
{
	bool v4 = addr_is_v4(&hep->src.ip);
	bool udp = ret->transport == TRANSPORT_UDP;

	ret->has_mac_src = hep->has_mac_src;
	ret->has_mac = hep->has_mac_src && hep->has_mac_dst;
	memcpy(ret->mac_src, hep->mac_src, sizeof(ret->mac_src));
	memcpy(ret->mac_dst, hep->mac_dst, sizeof(ret->mac_dst));
	ret->vlan_count = hep->has_vlan && hep->vlan;
	ret->vlan[0] = hep->vlan;
	ret->dscp = hep->tos >> 2;
	ret->anomalies = hep->has_tos ? 0 : PACKET_NO_DSCP;
	ret->ttl = 0;
	ret->ip_id = 0;
	ret->checksum = 0;
	ret->ip_bytes = hep->payload_wire + (v4 ? IP4_BYTES : IP6_BYTES) +
			(udp ? UDP_BYTES : TCP_BYTES);
}

static void fill(struct unhep *u, const struct packet *packet,
	const struct hep *hep, struct packet *ret)
{
	*ret = *packet;
	ret->ts = time_of(u, hep, packet->ts);
	ret->src = hep->src;
	ret->dst = hep->dst;
	ret->transport = hep_transport(hep->protocol);
	ret->kind = PACKET_DATAGRAM;
	if (!packet->outer) {
		ret->outer = true;
		ret->outer_src = packet->src.ip;
		ret->outer_dst = packet->dst.ip;
	}
	ret->tunnel[ret->tunnel_count++] = TUNNEL_HEP;
	fill_layers(hep, ret);
	ret->payload = hep->payload;
	ret->payload_wire = hep->payload_wire;
	if (hep->payload.n < hep->payload_wire) {
		ret->anomalies |= PACKET_SNAPPED;
	}
}

/* Where a packet that cannot be used is counted; NULL: it can be used. */
static uint64_t *no_use(struct unhep_counts *c, const struct packet *packet,
	const struct hep *hep)
{
	if (hep->payload.n == 0) {
		return hep->compressed.n ? &c->compressed : &c->empty;
	}
	c->types[hep->type]++;
	if (!hep->has_src || !hep->has_dst) {
		return unhep_used(hep->type) ? &c->no_address : NULL;
	}
	return packet->tunnel_count >= PACKET_TUNNELS ? &c->deep : NULL;
}

enum unhep_result unhep_packet(
	struct unhep *u, const struct packet *packet, struct packet *ret)
{
	struct unhep_counts *c = &u->counts;
	struct hep hep;

	switch (hep_parse(
		packet->payload, packet->payload_wire, packet->ts, &hep)) {
	case V_NOT_MINE:
		return UNHEP_OTHER;
	case V_TRUNCATED:
		c->packets++;
		c->truncated++;
		return UNHEP_COUNTED;
	case V_MALFORMED:
		c->packets++;
		c->malformed++;
		return UNHEP_COUNTED;
	case V_OK:
		break;
	}
	c->packets++;
	count_agent(u, packet, &hep);
	uint64_t *why = no_use(c, packet, &hep);
	if (why) {
		++*why;
		return UNHEP_COUNTED;
	}
	if (!unhep_used(hep.type)) {
		return UNHEP_COUNTED; /* by its type */
	}
	c->delivered++;
	fill(u, packet, &hep, ret);
	return UNHEP_DELIVER;
}
