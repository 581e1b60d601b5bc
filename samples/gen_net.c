/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames are built front to back in a buffer on the stack. */
#include "samples/gen_net.h"

#define ETHERTYPE_IP4  0x0800U
#define ETHERTYPE_ARP  0x0806U
#define ETHERTYPE_VLAN 0x8100U
#define ETHERTYPE_IP6  0x86ddU
#define PROTO_ICMP     1U
#define PROTO_FRAGMENT 44U
#define PROTO_TCP      6U
#define PROTO_UDP      17U
#define SHORTEST       60U  /* Ethernet without its check sequence */
#define QUOTED         548U /* most bytes of a packet that ICMP quotes */

struct buffer {
	uint8_t p[GEN_FRAME];
	size_t n;
};

static void put(struct buffer *b, const void *p, size_t n)
{
	if (n && n <= sizeof(b->p) - b->n) {
		memcpy(b->p + b->n, p, n);
		b->n += n;
	}
}

static void put8(struct buffer *b, unsigned v)
{
	uint8_t byte = (uint8_t)v;

	put(b, &byte, 1);
}

static void put16(struct buffer *b, unsigned v)
{
	put8(b, v >> 8 & 0xff);
	put8(b, v & 0xff);
}

static void set16(struct buffer *b, size_t at, unsigned v)
{
	b->p[at] = (uint8_t)(v >> 8);
	b->p[at + 1] = (uint8_t)v;
}

/* Sum of 16-bit words (RFC 1071), on top of @sum. */
static uint32_t add(uint32_t sum, const uint8_t *p, size_t n)
{
	size_t i = 0;

	for (; i + 1 < n; i += 2) {
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	}
	return i < n ? sum + ((uint32_t)p[i] << 8) : sum;
}

static unsigned fold(uint32_t sum)
{
	while (sum >> 16) {
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return sum;
}

static void ethernet(struct buffer *b, const uint8_t dst[6],
	const struct gen_node *src, unsigned type)
{
	put(b, dst, 6);
	put(b, src->mac, 6);
	if (src->vlan) {
		put16(b, ETHERTYPE_VLAN);
		put16(b, src->vlan);
	}
	put16(b, type);
}

static void ip4(struct buffer *b, const struct gen_way *way, unsigned proto,
	size_t payload)
{
	size_t at = b->n;

	put8(b, 0x45);
	put8(b, way->tos);
	put16(b, (unsigned)(20 + payload));
	put16(b, way->src->ip_id++);
	put16(b, 0);
	put8(b, way->src->ttl);
	put8(b, proto);
	put16(b, 0);
	put(b, way->src->at.ip.b + 12, 4);
	put(b, way->dst->at.ip.b + 12, 4);
	if (!way->src->offload) {
		set16(b, at + 10, ~fold(add(0, b->p + at, 20)) & 0xffff);
	}
}

static void ip6(struct buffer *b, const struct gen_way *way, size_t payload)
{
	put16(b, 0x6000 | way->tos << 4);
	put16(b, 0);
	put16(b, (unsigned)payload);
	put8(b, PROTO_UDP);
	put8(b, way->src->ttl);
	put(b, way->src->at.ip.b, 16);
	put(b, way->dst->at.ip.b, 16);
}

/* The UDP checksum over the pseudo-header and @n bytes from @at. */
static void checksum_udp(
	struct buffer *b, const struct gen_way *way, size_t at, size_t n)
{
	bool v4 = addr_is_v4(&way->src->at.ip);
	size_t skip = v4 ? 12 : 0;
	uint32_t sum = PROTO_UDP + (uint32_t)n;

	sum = add(sum, way->src->at.ip.b + skip, 16 - skip);
	sum = add(sum, way->dst->at.ip.b + skip, 16 - skip);
	if (way->src->offload) {
		set16(b, at + 6, fold(sum));
		return;
	}
	unsigned whole = ~fold(add(sum, b->p + at, n)) & 0xffff;
	set16(b, at + 6, whole ? whole : 0xffff);
}

/* The piece of the IP packet in @whole, which begins at @ip, that begins at
 * @offset of its payload, and is at most as long as the sender allows. */
static void piece(struct buffer *b, const struct gen_way *way,
	const struct buffer *whole, size_t ip, size_t offset, size_t length)
{
	bool v4 = addr_is_v4(&way->src->at.ip);
	size_t header = v4 ? 20 : 40;
	size_t at = ip + header + offset;
	bool more = at + length < whole->n;

	b->n = 0;
	put(b, whole->p, ip + header);
	if (v4) {
		set16(b, ip + 2, (unsigned)(header + length));
		set16(b, ip + 6, (unsigned)offset / 8 | (more ? 0x2000U : 0U));
		set16(b, ip + 10, 0);
		set16(b, ip + 10, ~fold(add(0, b->p + ip, 20)) & 0xffff);
	} else {
		set16(b, ip + 4, (unsigned)(8 + length));
		b->p[ip + 6] = PROTO_FRAGMENT;
		put16(b, PROTO_UDP << 8);
		put16(b, (unsigned)offset | (more ? 1U : 0U));
		put16(b, 0);
		put16(b, way->src->ip_id);
	}
	put(b, whole->p + at, length);
}

/* Captures the packet in @whole in fragments, the last one at @t: all but that
 * count as other frames. Source: RFC 791 clause 3.2, RFC 8200 clause 4.5. */
static unsigned write_pieces(struct gen *g, ns_t t, enum gen_count kind,
	const struct gen_way *way, const struct buffer *whole, size_t ip,
	struct slice comment)
{
	static const ns_t APART =
		12000; /* 1500 bytes at a gigabit per second */
	bool v4 = addr_is_v4(&way->src->at.ip);
	size_t all = whole->n - ip - (v4 ? 20 : 40);
	size_t room = (way->src->mtu - (v4 ? 20U : 48U)) / 8 * 8;
	size_t count = (all + room - 1) / room;
	struct endpoint dst = {way->dst->at.ip, (uint16_t)way->dport};
	unsigned frame = 0;

	if (way->src->pieces == GEN_PIECES_FIRST) {
		struct buffer b;
		piece(&b, way, whole, ip, 0, room);
		way->src->ip_id++;
		return gen_write(g, t, kind, way->src->iface, b.p, b.n, ip, dst,
			comment);
	}
	for (size_t i = 0; i < count; i++) {
		struct buffer b;
		size_t nth = way->src->pieces == GEN_PIECES_REVERSE
				     ? count - 1 - i
				     : i;
		size_t offset = nth * room;
		size_t length = all - offset < room ? all - offset : room;
		bool last = i + 1 == count;
		piece(&b, way, whole, ip, offset, length);
		frame = gen_write(g, t - (ns_t)(count - 1 - i) * APART,
			last ? kind : GEN_OTHER, way->src->iface, b.p, b.n,
			last ? ip : 0, last ? dst : (struct endpoint){0},
			last ? comment : (struct slice){NULL, 0});
	}
	if (!v4) {
		way->src->ip_id++;
	}
	return frame;
}

unsigned gen_net_udp(struct gen *g, ns_t t, enum gen_count kind,
	const struct gen_way *way, const void *p, size_t n,
	struct slice comment)
{
	struct buffer b = {.n = 0};
	bool v4 = addr_is_v4(&way->src->at.ip);

	if (n > GEN_FRAME - 66) {
		(void)err_set(
			&g->err, "a datagram of %zu bytes is too long", n);
		return 0;
	}
	ethernet(&b, way->dst->mac, way->src,
		v4 ? ETHERTYPE_IP4 : ETHERTYPE_IP6);
	size_t ip = b.n;
	if (v4) {
		ip4(&b, way, PROTO_UDP, 8 + n);
	} else {
		ip6(&b, way, 8 + n);
	}
	size_t udp = b.n;
	put16(&b, way->sport);
	put16(&b, way->dport);
	put16(&b, (unsigned)(8 + n));
	put16(&b, 0);
	put(&b, p, n);
	checksum_udp(&b, way, udp, 8 + n);
	if (b.n - ip > way->src->mtu) {
		return write_pieces(g, t, kind, way, &b, ip, comment);
	}
	struct endpoint dst = {way->dst->at.ip, (uint16_t)way->dport};
	return gen_write(
		g, t, kind, way->src->iface, b.p, b.n, ip, dst, comment);
}

unsigned gen_net_tcp(struct gen *g, ns_t t, enum gen_count kind,
	const struct gen_way *way, unsigned flags, const void *p, size_t n,
	struct slice comment)
{
	struct buffer b = {.n = 0};
	const uint8_t *from = way->src->at.ip.b + 12;
	const uint8_t *to = way->dst->at.ip.b + 12;

	if (n > GEN_FRAME - 66) {
		(void)err_set(&g->err, "a segment of %zu bytes is too long", n);
		return 0;
	}
	ethernet(&b, way->dst->mac, way->src, ETHERTYPE_IP4);
	size_t ip = b.n;
	ip4(&b, way, PROTO_TCP, 20 + n);
	size_t tcp = b.n;
	put16(&b, way->sport);
	put16(&b, way->dport);
	put16(&b, way->src->seq >> 16);
	put16(&b, way->src->seq & 0xffff);
	put16(&b, way->dst->seq >> 16);
	put16(&b, way->dst->seq & 0xffff);
	put16(&b, 5U << 12 | flags);
	put16(&b, 65535);
	put16(&b, 0);
	put16(&b, 0);
	put(&b, p, n);
	uint32_t sum = add(PROTO_TCP + 20 + (uint32_t)n, from, 4);
	sum = add(add(sum, to, 4), b.p + tcp, 20 + n);
	set16(&b, tcp + 16, ~fold(sum) & 0xffff);
	struct endpoint dst = {way->dst->at.ip, (uint16_t)way->dport};
	return gen_write(
		g, t, kind, way->src->iface, b.p, b.n, ip, dst, comment);
}

unsigned gen_net_unreachable(struct gen *g, ns_t t, struct gen_node *by,
	struct gen_node *to, const struct gen_frame *about)
{
	struct buffer b = {.n = 0};
	struct gen_way way = {by, to, 0, 0, 0};
	size_t n = about->n - about->ip;

	if (n > QUOTED) {
		n = QUOTED;
	}
	ethernet(&b, to->mac, by, ETHERTYPE_IP4);
	size_t ip = b.n;
	ip4(&b, &way, PROTO_ICMP, 8 + n);
	size_t icmp = b.n;
	put16(&b, 3U << 8 | 3U);
	put16(&b, 0);
	put16(&b, 0);
	put16(&b, 0);
	put(&b, about->p + about->ip, n);
	set16(&b, icmp + 2, ~fold(add(0, b.p + icmp, 8 + n)) & 0xffff);
	struct endpoint dst = {to->at.ip, 0};
	return gen_write(g, t, GEN_ICMP, by->iface, b.p, b.n, ip, dst,
		(struct slice){NULL, 0});
}

static unsigned short_frame(
	struct gen *g, ns_t t, const struct gen_node *src, struct buffer *b)
{
	if (b->n < SHORTEST) {
		b->n = SHORTEST;
	}
	return gen_write(g, t, GEN_OTHER, src->iface, b->p, b->n, 0,
		(struct endpoint){0}, (struct slice){NULL, 0});
}

unsigned gen_net_arp(struct gen *g, ns_t t, const struct gen_node *src,
	const struct gen_node *dst, bool reply)
{
	static const uint8_t broadcast[6] = {255, 255, 255, 255, 255, 255};
	static const uint8_t unknown[6];
	struct buffer b = {.n = 0};

	ethernet(&b, reply ? dst->mac : broadcast, src, ETHERTYPE_ARP);
	put16(&b, 1);
	put16(&b, ETHERTYPE_IP4);
	put16(&b, 6U << 8 | 4U);
	put16(&b, reply ? 2 : 1);
	put(&b, src->mac, 6);
	put(&b, src->at.ip.b + 12, 4);
	put(&b, reply ? dst->mac : unknown, 6);
	put(&b, dst->at.ip.b + 12, 4);
	return short_frame(g, t, src, &b);
}

unsigned gen_net_stp(struct gen *g, ns_t t)
{
	static const uint8_t group[6] = {0x01, 0x80, 0xc2, 0, 0, 0};
	static const struct gen_node bridge = {
		.mac = {0x02, 0x00, 0x5e, 0x10, 0x00, 0x01},
	};
	static const uint8_t timers[] = {0, 0, 20, 0, 2, 0, 15, 0};
	struct buffer b = {.n = 0};

	ethernet(&b, group, &bridge, 38); /* a length, not a type: 802.3 */
	put16(&b, 0x4242);
	put8(&b, 0x03);
	put(&b, (const uint8_t[5]){0}, 5);
	for (int i = 0; i < 2; i++) { /* root, cost, then the bridge itself */
		put16(&b, 0x8000);
		put(&b, bridge.mac, 6);
		put(&b, (const uint8_t[4]){0}, i == 0 ? 4 : 0);
	}
	put16(&b, 0x8001);
	put8(&b, 0);
	put(&b, timers, 7);
	return short_frame(g, t, &bridge, &b);
}
