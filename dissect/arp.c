/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight bytes that must say Ethernet and IPv4, then four addresses. */
#include "dissect/arp.h"

#include "dissect/dissector.h"

#define ETHERTYPE_ARP  0x0806
#define HARDWARE_ETHER 1 /* IANA, ARP parameters */
#define HARDWARE_802   6
#define REQUEST	       1
#define REPLY	       2

static void mac_of(struct cursor *c, uint8_t ret[6])
{
	struct slice mac = cursor_take(c, 6);

	if (mac.p) {
		memcpy(ret, mac.p, 6);
	}
}

static struct addr address_of(struct cursor *c)
{
	static const uint8_t none[4] = {0};
	struct slice s = cursor_take(c, 4);

	return addr_v4(s.p ? (const uint8_t *)s.p : none);
}

/* RFC 5227 clause 1.1: a probe has no sender; an announcement is about its own
 * address. Gratuitous replies are announcements by another operation. */
static enum arp_sense sense_of(const struct arp *arp)
{
	if (addr_eq(&arp->sender, &arp->target)) {
		return ARP_ANNOUNCES;
	}
	if (arp->operation == REPLY) {
		return ARP_ANSWERS;
	}
	return addr_is_any(&arp->sender) ? ARP_PROBES : ARP_ASKS;
}

static bool probe(const struct packet *packet)
{
	return packet->kind == PACKET_FRAME && packet->protocol == ETHERTYPE_ARP;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct arp *arp = &ret->network.arp;

	uint16_t hardware = cursor_u16(c);
	uint16_t protocol = cursor_u16(c);
	uint8_t hardware_bytes = cursor_u8(c);
	uint8_t protocol_bytes = cursor_u8(c);
	uint16_t operation = cursor_u16(c);
	if (c->bad) {
		return packet_unreadable(packet);
	}
	if ((hardware != HARDWARE_ETHER && hardware != HARDWARE_802) ||
		protocol != 0x0800 ||
		(operation != REQUEST && operation != REPLY)) {
		return V_NOT_MINE;
	}
	if (hardware_bytes != 6 || protocol_bytes != 4) {
		return V_MALFORMED;
	}
	*arp = (struct arp){.operation = operation};
	mac_of(c, arp->sender_mac);
	arp->sender = address_of(c);
	mac_of(c, arp->target_mac);
	arp->target = address_of(c);
	if (c->bad) {
		return packet_unreadable(packet);
	}
	arp->sense = sense_of(arp);
	return event_network(ret, NETWORK_ARP, c);
}

const struct dissector dissector_arp = {
	.name = "arp",
	.title = "Address Resolution Protocol",
	.source = "RFC 826, 5227",
	.probe = probe,
	.parse = parse,
};
