/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 802.11: data frames in clear, alone or behind one of the headers that radio
 * drivers write. Frames of management and control carry no packets; protected
 * ones do, but cannot be read.
 *
 * An A-MSDU may hold several packets; its first is read. Voice is sent one
 * packet at a time.
 */
#include "dissect/link_layer.h"

/* Frame control (IEEE 802.11-2020 clause 9.2.4.1); second byte. */
#define WIFI_TO_DS     0x01
#define WIFI_FROM_DS   0x02
#define WIFI_PROTECTED 0x40
#define WIFI_ORDER     0x80 /* of QoS data: HT control follows */

static const uint8_t SNAP[3] = {0xaa, 0xaa, 0x03};

/* True when LLC and SNAP begin @skip bytes ahead in @w. */
static bool sees_snap(const struct link_walk *w, size_t skip)
{
	const uint8_t *h = link_walk_ahead(w, skip + sizeof(SNAP));

	return h && memcmp(h + skip, SNAP, sizeof(SNAP)) == 0;
}

/* Clause 9.3.2.1, table 9-30: who sent to whom, of the header at @h. */
static void addresses(struct packet *packet, const uint8_t *h, unsigned flags)
{
	const uint8_t *to = flags & WIFI_TO_DS ? h + 16 : h + 4;
	const uint8_t *from = h + 10;

	if (flags & WIFI_FROM_DS) {
		from = flags & WIFI_TO_DS ? h + 24 : h + 16;
	}
	memcpy(packet->mac_dst, to, 6);
	memcpy(packet->mac_src, from, 6);
	packet->has_mac = true;
	packet->has_mac_src = true;
}

/* Clause 9.3.2.2: the first subframe: addresses, length, then LLC. */
static enum link_next aggregate(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 14);

	if (!h) {
		return NEXT_STOP;
	}
	memcpy(w->packet->mac_dst, h, 6);
	memcpy(w->packet->mac_src, h + 6, 6);
	if (link_walk_u16(h + 12) < link_walk_wire(w)) {
		link_walk_limit(w, link_walk_u16(h + 12));
	}
	return NEXT_LLC;
}

/* Clause 9.3.2.1, first byte of frame control in @control, second in @flags. */
static enum link_next data(
	struct link_walk *w, unsigned control, unsigned flags)
{
	bool qos = control & 0x80;
	size_t length = 24U;

	if ((flags & (WIFI_TO_DS | WIFI_FROM_DS)) == 3) {
		length += 6;
	}
	size_t qos_at = length;
	length += qos ? 2U : 0U;
	length += qos && flags & WIFI_ORDER ? 4U : 0U;
	const uint8_t *h = link_walk_take(w, length);
	if (!h) {
		return NEXT_STOP;
	}
	/* Some drivers decrypt, and leave the flag. */
	if (flags & WIFI_PROTECTED && !sees_snap(w, 0)) {
		return link_walk_stop(w, UNDECODED_ENCRYPTED);
	}
	addresses(w->packet, h, flags);
	if (qos && h[qos_at] & 0x80) {
		return aggregate(w);
	}
	/* Some align what follows the header to four bytes. */
	if (length % 4 == 2 && !sees_snap(w, 0) && sees_snap(w, 2)) {
		(void)link_walk_take(w, 2);
	}
	return NEXT_LLC;
}

/* The two bytes of frame control, @swapped or as the standard has them. */
static enum link_next frame(struct link_walk *w, bool swapped)
{
	const uint8_t *h = link_walk_ahead(w, 2);

	if (!h) {
		(void)link_walk_take(w, 2);
		return NEXT_STOP;
	}
	/* A fragment, but the first; whether its number is swapped as well
	 * differs. */
	const uint8_t *whole = link_walk_ahead(w, 24);
	if (!swapped && whole && whole[22] & 0x0f) {
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
	unsigned control = h[swapped ? 1 : 0];
	/* Version 0, type 2; subtypes with bit 2 have no data. */
	if ((control & 0x4f) != 0x08) {
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
	return data(w, control, h[swapped ? 0 : 1]);
}

enum link_next link_wifi(struct link_walk *w)
{
	return frame(w, false);
}

enum link_next link_wifi_swapped(struct link_walk *w)
{
	return frame(w, true);
}

/* radiotap.org: true when the header @h of @length bytes says that the frame
 * ends in its check sequence. The flags stand behind the bit maps and, if there
 * is one, the time, aligned to 8 bytes. */
static bool has_check(const uint8_t *h, size_t length)
{
	unsigned present = h[4];
	size_t at = 8;

	while (h[at - 1] & 0x80 && at + 4 <= length) { /* one more bit map */
		at += 4;
	}
	if (present & 1) {
		at = ((at + 7) & ~(size_t)7) + 8;
	}
	return present & 2 && at < length && h[at] & 0x10;
}

/* Version 0, pad, length (2 bytes, little-endian), bit map of fields. */
enum link_next link_wifi_radiotap(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 8);

	if (!h) {
		return NEXT_STOP;
	}
	size_t length = link_walk_le16(h + 2);
	if (h[0] != 0) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	if (!link_layer_rest(w, length, 8)) {
		return NEXT_STOP;
	}
	if (has_check(h, length) && link_walk_wire(w) > 4) {
		link_walk_limit(w, link_walk_wire(w) - 4);
	}
	return NEXT_WIFI;
}

/* Message code and length, of the host's byte order; drivers that write the AVS
 * header under this link type are known. */
enum link_next link_wifi_prism(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 8);

	if (h && link_walk_u32(h) >> 8 == 0x802110) {
		return NEXT_AVS;
	}
	h = link_walk_take(w, 8);
	if (!h) {
		return NEXT_STOP;
	}
	uint32_t length = link_walk_le32(h + 4);
	if (length > 0xffff) {
		length = link_walk_u32(h + 4);
	}
	return link_layer_rest(w, length, 8) ? NEXT_WIFI : NEXT_STOP;
}

/* Version and length, network byte order. */
enum link_next link_wifi_avs(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 8);

	if (!h) {
		return NEXT_STOP;
	}
	if (link_walk_u32(h) >> 8 != 0x802110) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	return link_layer_rest(w, link_walk_u32(h + 4), 8) ? NEXT_WIFI
							   : NEXT_STOP;
}

/* Version, flags, length (2 bytes) and the link type of what follows, all
 * little-endian. */
enum link_next link_wifi_ppi(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 8);

	if (!h) {
		return NEXT_STOP;
	}
	if (h[0] != 0) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	if (!link_layer_rest(w, link_walk_le16(h + 2), 8)) {
		return NEXT_STOP;
	}
	w->reason = UNDECODED_LINK_TYPE;
	return link_layer_first(link_walk_le32(h + 4));
}
