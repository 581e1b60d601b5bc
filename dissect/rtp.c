/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTP. Most packets of a capture are of this kind, so the fixed header is
 * tested for length once and read by constant offsets.
 */
#include "dissect/rtp.h"

#include "dissect/dissector.h"
#include "lib/attr.h"

#define HEADER 12

static uint32_t u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static enum verdict short_or_lie(size_t header, uint32_t wire_bytes)
{
	return header > wire_bytes ? V_MALFORMED : V_TRUNCATED;
}

/* Length of the header with its CSRC list and extension; V_OK when it fits. */
static enum verdict header_length(
	struct slice bytes, uint32_t wire_bytes, size_t *ret)
{
	const uint8_t *p = (const uint8_t *)bytes.p;
	size_t header = HEADER + (p[0] & 0x0fU) * 4;

	if (p[0] & 0x10) { /* extension: profile, then words that follow */
		header += 4;
		if (header > bytes.n) {
			return short_or_lie(header, wire_bytes);
		}
		header += ((size_t)p[header - 2] << 8 | p[header - 1]) * 4;
	}
	if (header > bytes.n) {
		return short_or_lie(header, wire_bytes);
	}
	*ret = header;
	return V_OK;
}

/* The last byte counts the padding with itself. What the capture cut off cannot
 * be stripped; the packet is then taken as it is. */
static void strip_padding(struct rtp *rtp)
{
	if (rtp->payload.n < rtp->payload_wire) {
		return;
	}
	size_t n = rtp->payload.n;
	uint8_t padding = n ? (uint8_t)rtp->payload.p[n - 1] : 0;
	if (padding == 0 || padding > n) {
		rtp->padding_lies = true;
		return;
	}
	rtp->payload.n -= padding;
	rtp->payload_wire -= padding;
	rtp->padded = true;
}

enum verdict rtp_parse(struct slice bytes, uint32_t wire_bytes, struct rtp *ret)
{
	const uint8_t *p = (const uint8_t *)bytes.p;
	size_t header = HEADER;

	if (bytes.n == 0 || p[0] >> 6 != 2) {
		return V_NOT_MINE;
	}
	if (bytes.n < HEADER) {
		return V_TRUNCATED;
	}
	if (ATTR_UNLIKELY(p[0] & 0x1f)) {
		enum verdict v = header_length(bytes, wire_bytes, &header);
		if (v != V_OK) {
			return v;
		}
	}
	if (wire_bytes < bytes.n) {
		wire_bytes = (uint32_t)bytes.n;
	}
	ret->payload_type = p[1] & 0x7f;
	ret->marker = p[1] & 0x80;
	ret->extended = p[0] & 0x10;
	ret->padded = false;
	ret->padding_lies = false;
	ret->sequence = (uint16_t)((unsigned)p[2] << 8 | p[3]);
	ret->timestamp = u32(p + 4);
	ret->ssrc = u32(p + 8);
	ret->payload_wire = (uint32_t)(wire_bytes - header);
	ret->payload = (struct slice){bytes.p + header, bytes.n - header};
	if (ATTR_UNLIKELY(p[0] & 0x20)) {
		strip_padding(ret);
	}
	return V_OK;
}

enum verdict rtp_event_parse(struct slice payload, struct rtp_event *ret)
{
	struct cursor c = cursor_of(payload.p, payload.n);
	uint8_t event = cursor_u8(&c);
	uint8_t flags = cursor_u8(&c);
	uint16_t duration = cursor_u16(&c);

	if (c.bad) {
		return V_TRUNCATED;
	}
	*ret = (struct rtp_event){
		.event = event,
		.end = flags & 0x80,
		.volume = flags & 0x3f,
		.duration = duration,
	};
	return V_OK;
}

char rtp_event_digit(uint8_t event)
{
	static const char digits[] = "0123456789*#ABCD";

	return event < sizeof(digits) - 1 ? digits[event] : '\0';
}

/* RFC 7983: the first byte of RTP is 128..191. RFC 5761 clause 4: payload types
 * 64..95 with the marker are RTCP's packet types, so senders avoid them. */
static bool probe(const struct packet *packet)
{
	struct rtp rtp;

	return rtp_parse(packet->payload, packet->payload_wire, &rtp) == V_OK &&
	       (rtp.payload_type < 64 || rtp.payload_type > 95);
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct slice rest = cursor_take(c, cursor_left(c));
	size_t cut = packet->payload_wire - packet->payload.n;

	ret->kind = EVENT_MEDIA;
	ret->has_sdp = false;
	return rtp_parse(rest, (uint32_t)(rest.n + cut), &ret->rtp);
}

const struct dissector dissector_rtp = {
	.name = "rtp",
	.title = "Real-time Transport Protocol",
	.source = "RFC 3550",
	.probe = probe,
	.parse = parse,
};
