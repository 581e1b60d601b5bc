/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What describes a pcapng file: its sections and their interfaces. The
 * interfaces of all sections go into one growing list, so that a frame names
 * its interface by one number; a section only remembers where its own begin.
 *
 * Options that cannot be read are an error here, not a blemish: the unit of
 * every time stamp is among them.
 */
#include "capture/pcapng.h"

#include <string.h>

#define SHB_HARDWARE    2
#define SHB_OS          3
#define SHB_APPLICATION 4

#define IF_NAME        2
#define IF_DESCRIPTION 3
#define IF_TSRESOL     9
#define IF_FILTER      11
#define IF_TSOFFSET    14

#define OPT_COMMENT    1
#define NAME_MAX_BYTES 4096 /* of one text about an interface */
#define LIST_FIRST     8
#define TEN_TO_9       1000000000U

bool pcapng_option(struct cursor *c, bool big, struct pcapng_option *ret)
{
	if (cursor_left(c) == 0) {
		return false;
	}
	ret->code = pcapng_u16(c, big);

	uint16_t length = pcapng_u16(c, big);

	if (c->bad || ret->code == 0) {
		return false;
	}
	ret->value = cursor_take(c, length);
	if (c->bad) {
		return false;
	}

	/* Some writers leave out the padding of the last one. */
	size_t padding = (4U - length % 4U) % 4U;
	size_t left = cursor_left(c);

	cursor_skip(c, padding < left ? padding : left);
	return true;
}

bool pcapng_option_u64(
	const struct pcapng_option *option, bool big, uint64_t *ret)
{
	if (option->value.n != 8) {
		return false;
	}

	struct cursor c = cursor_of(option->value.p, 8);
	uint64_t v = cursor_u64(&c);

	*ret = big ? v : __builtin_bswap64(v);
	return true;
}

/* The first that states a thing is kept; no room leaves it absent. */
static void keep_first(struct pcapng *s, struct slice *kept, struct slice text)
{
	if (!kept->p) {
		*kept = arena_copy(
			&s->texts, slice_sub(text, 0, NAME_MAX_BYTES));
	}
}

int pcapng_section(struct pcapng *s, struct pcapng_block *b, struct err *err)
{
	struct cursor *c = &b->body;
	struct pcapng_option o;

	cursor_skip(c, 4); /* the byte-order magic, seen before */
	uint16_t major = pcapng_u16(c, s->big);
	uint16_t minor = pcapng_u16(c, s->big);
	cursor_skip(c, 8); /* section length: every block is walked anyway */

	/* Minor versions add blocks and options only, which are skipped. */
	if (major != 1) {
		return pcapng_bad(s, b, err,
			"the section is of version %u.%u, and only 1.x is "
			"understood",
			major, minor);
	}
	s->section_first = s->iface_count;
	while (pcapng_option(c, s->big, &o)) {
		if (o.code == OPT_COMMENT) {
			pcapng_comment(s, o.value, 0);
		} else if (o.code == SHB_HARDWARE) {
			keep_first(s, &s->hardware, o.value);
		} else if (o.code == SHB_OS) {
			keep_first(s, &s->os, o.value);
		} else if (o.code == SHB_APPLICATION) {
			keep_first(s, &s->application, o.value);
		}
	}
	if (c->bad) {
		return pcapng_bad(s, b, err,
			"an option of the section header runs past its end");
	}
	return 0;
}

/*
 * Room for one more. The old lists stay in the arena, because somebody may
 * still look at them; doubling keeps that below the size of the new ones.
 */
static int grow(struct pcapng *s, struct pcapng_block *b, struct err *err)
{
	if (s->iface_count < s->iface_cap) {
		return 0;
	}
	if (s->iface_count >= PCAPNG_IFACES_MAX) {
		return pcapng_bad(s, b, err,
			"it describes more than %d interfaces",
			PCAPNG_IFACES_MAX);
	}

	uint32_t cap = s->iface_cap ? s->iface_cap * 2 : LIST_FIRST;
	struct source_iface *ifaces =
		arena_get(&s->tables, cap * sizeof(*ifaces));
	struct pcapng_iface *clocks =
		arena_get(&s->tables, cap * sizeof(*clocks));

	if (!ifaces || !clocks) {
		return err_set(
			err, "%s: out of memory", input_name(s->input));
	}
	if (s->iface_count) {
		memcpy(ifaces, s->ifaces, s->iface_count * sizeof(*ifaces));
		memcpy(clocks, s->clocks, s->iface_count * sizeof(*clocks));
	}
	s->ifaces = ifaces;
	s->clocks = clocks;
	s->iface_cap = cap;
	return 0;
}

/* if_tsresol: 10^-n, or 2^-n where the highest bit is set. */
static void set_resolution(
	struct pcapng *s, struct pcapng_clock *clock, uint8_t resolution)
{
	unsigned n = resolution & 0x7f;

	*clock = (struct pcapng_clock){
		.mul = 1, .div = 1, .offset_s = clock->offset_s};
	if (resolution & 0x80) {
		clock->mul = TEN_TO_9;
		clock->shift = n;
		s->nanoseconds |= n >= 20; /* 2^-20 s is just below 1 us */
		return;
	}
	for (unsigned i = n; i < 9; i++) {
		clock->mul *= 10;
	}
	/* Beyond 10^-28 s a 64-bit count is no whole nanosecond. */
	for (unsigned i = 9; i < n && i < 28; i++) {
		clock->div *= 10;
	}
	clock->mul = n > 28 ? 0 : clock->mul;
	s->nanoseconds |= n > 6;
}

static void iface_option(struct pcapng *s, const struct pcapng_option *o,
	struct source_iface *iface, struct pcapng_clock *clock)
{
	struct slice v = o->value;
	uint64_t offset_s;

	switch (o->code) {
	case OPT_COMMENT:
		pcapng_comment(s, v, 0);
		break;
	case IF_NAME:
		keep_first(s, &iface->name, v);
		break;
	case IF_DESCRIPTION:
		keep_first(s, &iface->description, v);
		break;
	case IF_FILTER: /* first byte 0: the words; else BPF code, no text */
		if (v.n > 1 && v.p[0] == 0) {
			keep_first(s, &iface->filter, slice_sub(v, 1, v.n - 1));
		}
		break;
	case IF_TSRESOL:
		if (v.n == 1) {
			set_resolution(s, clock, (uint8_t)v.p[0]);
		} else {
			s->bad_options++;
		}
		break;
	case IF_TSOFFSET:
		if (pcapng_option_u64(o, s->big, &offset_s)) {
			clock->offset_s = (int64_t)offset_s;
		} else {
			s->bad_options++;
		}
		break;
	default:
		break;
	}
}

int pcapng_iface(struct pcapng *s, struct pcapng_block *b, struct err *err)
{
	struct cursor *c = &b->body;
	struct source_iface iface = {0};
	struct pcapng_iface own = {.clock = {.mul = 1000, .div = 1}};
	struct pcapng_option o;

	iface.link = pcapng_u16(c, s->big);
	cursor_skip(c, 2); /* reserved */
	iface.snaplen = pcapng_u32(c, s->big);
	if (c->bad) {
		return pcapng_bad(
			s, b, err, "an interface description is too short");
	}
	if (grow(s, b, err) != 0) {
		return -1;
	}
	while (pcapng_option(c, s->big, &o)) {
		iface_option(s, &o, &iface, &own.clock);
	}
	if (c->bad) {
		return pcapng_bad(s, b, err,
			"an option of an interface description runs past its "
			"end");
	}
	s->ifaces[s->iface_count] = iface;
	s->clocks[s->iface_count] = own;
	s->iface_count++;
	return 0;
}
