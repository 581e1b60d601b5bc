/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The three blocks that hold a frame, brought to one form:
 *
 *   enhanced  interface u32 | time high, low | captured | original | data
 *   packet    interface u16 | drops u16 | the rest as enhanced (obsolete)
 *   simple    original | data; of interface 0, without a time
 *
 * The fixed part must be right, or the walk ends. Options behind the data
 * (comment, losses) may be broken: the frame is good and is handed out, the
 * blemish is counted.
 */
#include "capture/pcapng.h"

#define BLOCK_PACKET 2U
#define BLOCK_SIMPLE 3U

#define OPT_COMMENT   1
#define EPB_DROPCOUNT 4
#define DROPS_UNKNOWN 0xffffU

__extension__ typedef __int128 wide;

/* The fixed part of any of them. */
struct packet_head {
	uint32_t iface; /* within the section */
	uint64_t ticks;
	bool timed;
	uint32_t caplen, len;
	uint64_t drops;
};

ns_t pcapng_ns(const struct pcapng_clock *clock, uint64_t ticks)
{
	/* 64 bits of ticks and 30 of the factor: far from 127. */
	wide ns = (wide)ticks * clock->mul;

	if (clock->div > 1) {
		ns /= clock->div;
	}
	ns = (ns >> clock->shift) + (wide)clock->offset_s * NS_PER_S;
	return ns < 0 || ns > INT64_MAX ? 0 : (ns_t)ns;
}

static struct packet_head read_simple(
	const struct pcapng *s, struct pcapng_block *b)
{
	struct packet_head h = {.len = pcapng_u32(&b->body, s->big)};
	size_t room = cursor_left(&b->body);
	uint32_t limit = UINT32_MAX;

	if (s->section_first < s->iface_count &&
		s->ifaces[s->section_first].snaplen) {
		limit = s->ifaces[s->section_first].snaplen;
	}
	h.caplen = h.len < limit ? h.len : limit;
	/* A cut frame is only as long as what is there; padding is not known.
	 */
	if (h.caplen > room && room <= PCAPNG_FRAME_MAX) {
		h.caplen = (uint32_t)room;
	}
	return h;
}

static struct packet_head read_timed(
	const struct pcapng *s, struct pcapng_block *b)
{
	struct cursor *c = &b->body;
	struct packet_head h = {.timed = true};

	if (b->type == BLOCK_PACKET) {
		h.iface = pcapng_u16(c, s->big);
		h.drops = pcapng_u16(c, s->big);
		h.drops = h.drops == DROPS_UNKNOWN ? 0 : h.drops;
	} else {
		h.iface = pcapng_u32(c, s->big);
	}

	uint64_t high = pcapng_u32(c, s->big);
	uint64_t low = pcapng_u32(c, s->big);

	h.ticks = high << 32 | low;
	h.caplen = pcapng_u32(c, s->big);
	h.len = pcapng_u32(c, s->big);
	return h;
}

/* Code 1 is a comment in both blocks, 4 a loss count in the enhanced only. */
static void read_options(
	struct pcapng *s, struct pcapng_block *b, struct pcapng_iface *iface)
{
	struct pcapng_option o;
	uint64_t drops;

	while (pcapng_option(&b->body, s->big, &o)) {
		if (o.code == OPT_COMMENT) {
			pcapng_comment(s, o.value, s->frames);
		} else if (o.code == EPB_DROPCOUNT && b->type != BLOCK_PACKET) {
			if (pcapng_option_u64(&o, s->big, &drops)) {
				pcapng_dropped(s, iface, drops);
			} else {
				s->bad_options++;
			}
		}
	}
	s->bad_options += b->body.bad;
}

static int check(const struct pcapng *s, const struct pcapng_block *b,
	const struct packet_head *h, struct err *err)
{
	unsigned long long frame = s->frames + 1;

	if (b->body.bad) {
		return pcapng_bad(s, b, err,
			"the block of frame %llu is too short", frame);
	}
	if (h->iface >= s->iface_count - s->section_first) {
		return pcapng_bad(s, b, err,
			"frame %llu is of interface %u, and the section "
			"describes only %u",
			frame, h->iface, s->iface_count - s->section_first);
	}
	if (h->caplen > PCAPNG_FRAME_MAX) {
		return pcapng_bad(s, b, err,
			"frame %llu claims %u bytes, and %u is the most a "
			"frame can have",
			frame, h->caplen, PCAPNG_FRAME_MAX);
	}
	if (h->caplen > cursor_left(&b->body)) {
		return pcapng_bad(s, b, err,
			"frame %llu claims %u bytes, and its block has only "
			"%zu",
			frame, h->caplen, cursor_left(&b->body));
	}
	return 0;
}

int pcapng_packet(struct pcapng *s, struct pcapng_block *b, struct frame *ret,
	struct err *err)
{
	bool simple = b->type == BLOCK_SIMPLE;
	struct packet_head h = simple ? read_simple(s, b) : read_timed(s, b);

	if (check(s, b, &h, err) != 0) {
		return -1;
	}

	uint32_t iface = s->section_first + h.iface;
	struct slice data = cursor_take(&b->body, h.caplen);

	*ret = (struct frame){
		.ts = h.timed ? pcapng_ns(&s->clocks[iface].clock, h.ticks) : 0,
		.caplen = h.caplen,
		.len = h.len > h.caplen ? h.len : h.caplen,
		.link = s->ifaces[iface].link,
		.iface = iface,
		.number = ++s->frames,
		.data = (const uint8_t *)data.p,
	};
	if (h.drops) {
		pcapng_dropped(s, &s->clocks[iface], h.drops);
	}

	size_t padding = (4U - h.caplen % 4U) % 4U;
	size_t left = cursor_left(&b->body);

	cursor_skip(&b->body, padding < left ? padding : left);
	if (!simple && cursor_left(&b->body) > 0) {
		read_options(s, b, &s->clocks[iface]);
	}
	return 1;
}
