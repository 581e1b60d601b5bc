/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk over the blocks. A block is taken only when it is there in whole and
 * its two lengths agree, so its readers work on a cursor that cannot leave it,
 * and a frame is handed out straight from the input's buffer.
 *
 * Damage ends the walk: after a length that lies nobody knows where the next
 * block begins, and searching for one could find a frame inside a frame.
 */
#include "capture/pcapng.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK_SECTION    0x0a0d0d0aU
#define BLOCK_IFACE      1U
#define BLOCK_PACKET     2U
#define BLOCK_SIMPLE     3U
#define BLOCK_NAMES      4U
#define BLOCK_STATISTICS 5U
#define BLOCK_ENHANCED   6U
#define BLOCK_SECRETS    10U

#define BLOCK_LEAST   12U /* type and the two lengths */
#define SECTION_LEAST 28U
#define ORDER_MAGIC   0x1a2b3c4dU
#define MAGIC_AT      8

bool pcapng_is(struct slice head)
{
	return slice_eq(slice_sub(head, 0, 4), SLICE("\n\r\r\n"));
}

int pcapng_bad(const struct pcapng *s, const struct pcapng_block *b,
	struct err *err, const char *what, ...)
{
	char text[256];
	va_list args;

	va_start(args, what);
	(void)vsnprintf(text, sizeof(text), what, args);
	va_end(args);
	return err_set(err,
		"%s: damaged at byte %llu, after frame %llu: %s; nothing after "
		"it can be read",
		input_name(s->input), (unsigned long long)b->at,
		(unsigned long long)s->frames, text);
}

static bool is_packet(uint32_t type)
{
	return type == BLOCK_ENHANCED || type == BLOCK_SIMPLE ||
	       type == BLOCK_PACKET;
}

/* Fewer bytes than the block wants: the file's fault, or the input's. */
static int cut(struct pcapng *s, const struct pcapng_block *b, size_t have,
	size_t want, struct err *err)
{
	const struct err *broken = input_error(s->input);
	unsigned long long frames = s->frames;

	s->truncated = true;
	if (broken) {
		return err_set(err, "%s; the %llu frames before it were read",
			broken->text, frames);
	}
	return err_set(err,
		"%s: cut short at byte %llu, inside %s %llu: %zu of %zu bytes "
		"are there",
		input_name(s->input), (unsigned long long)b->at,
		is_packet(b->type) ? "frame" : "the block after frame",
		is_packet(b->type) ? frames + 1 : frames, have, want);
}

/* The order of a section is known from its header block alone. */
static int see_order(
	struct pcapng *s, const struct pcapng_block *b, struct err *err)
{
	struct slice head = input_peek(s->input, BLOCK_LEAST);
	struct cursor c = cursor_of(head.p, head.n);

	cursor_skip(&c, MAGIC_AT);
	uint32_t magic = cursor_u32(&c);

	if (c.bad) {
		return cut(s, b, head.n, SECTION_LEAST, err);
	}
	s->big = magic == ORDER_MAGIC;
	if (!s->big && magic != __builtin_bswap32(ORDER_MAGIC)) {
		return pcapng_bad(s, b, err,
			"the section header has no byte-order magic (%08x)",
			magic);
	}
	return 0;
}

static int check_length(const struct pcapng *s, const struct pcapng_block *b,
	uint32_t total, struct err *err)
{
	if (total < BLOCK_LEAST ||
		(b->type == BLOCK_SECTION && total < SECTION_LEAST)) {
		return pcapng_bad(s, b, err,
			"a block claims %u bytes, too few for one", total);
	}
	if (total > INPUT_PEEK_MAX) {
		return pcapng_bad(s, b, err,
			"a block claims %u bytes, and %zu is the most that is "
			"read",
			total, INPUT_PEEK_MAX);
	}
	if (total % 4 != 0) {
		return pcapng_bad(s, b, err,
			"a block claims %u bytes, no multiple of 4", total);
	}
	return 0;
}

/* Returns 1 with a whole block, 0 at the end, -1 with @err. */
static int read_block(
	struct pcapng *s, struct pcapng_block *ret, struct err *err)
{
	struct slice head = input_peek(s->input, 8);
	struct cursor c = cursor_of(head.p, head.n);

	ret->at = input_offset(s->input);
	ret->type = pcapng_u32(&c, s->big);
	if (head.n < 8) {
		bool end = head.n == 0 && !input_error(s->input);
		return end ? 0 : cut(s, ret, head.n, 8, err);
	}
	if (ret->type == BLOCK_SECTION && see_order(s, ret, err) != 0) {
		return -1;
	}

	uint32_t total = pcapng_u32(&c, s->big);

	if (check_length(s, ret, total, err) != 0) {
		return -1;
	}

	struct slice block = input_peek(s->input, total);

	if (block.n < total) {
		return cut(s, ret, block.n, total, err);
	}
	c = cursor_of(block.p + total - 4, 4);

	uint32_t again = pcapng_u32(&c, s->big);

	if (again != total) {
		return pcapng_bad(s, ret, err,
			"the two lengths of a block differ: %u and %u", total,
			again);
	}
	ret->body = cursor_of(block.p + 8, total - BLOCK_LEAST);
	s->pending = total;
	return 1;
}

/* Returns 1 with a frame, 0 when the block held none, -1 with @err. */
static int take_block(struct pcapng *s, struct pcapng_block *b,
	struct frame *ret, struct err *err)
{
	switch (b->type) {
	case BLOCK_ENHANCED:
	case BLOCK_SIMPLE:
	case BLOCK_PACKET:
		return pcapng_packet(s, b, ret, err);
	case BLOCK_SECTION:
		return pcapng_section(s, b, err);
	case BLOCK_IFACE:
		return pcapng_iface(s, b, err);
	case BLOCK_NAMES:
		pcapng_names(s, b);
		return 0;
	case BLOCK_STATISTICS:
		pcapng_statistics(s, b);
		return 0;
	case BLOCK_SECRETS:
		pcapng_secrets(s, b);
		return 0;
	default: /* custom blocks and what later drafts add */
		s->skipped_blocks++;
		return 0;
	}
}

static int pcapng_next(void *state, struct frame *ret, struct err *err)
{
	struct pcapng *s = state;
	struct pcapng_block b;
	int got;

	do {
		input_skip(s->input, s->pending);
		s->pending = 0;
		got = read_block(s, &b, err);
		if (got != 1) {
			return got;
		}
		got = take_block(s, &b, ret, err);
	} while (got == 0);
	return got;
}

/* A packet's block gives one frame, and is followed by no other block. */
static bool pcapng_holds(const void *state)
{
	const struct pcapng *s = state;
	struct slice held = input_held(s->input);
	struct slice ahead = slice_sub(held, s->pending, held.n);
	struct cursor c = cursor_of(ahead.p, ahead.n);
	uint32_t type = pcapng_u32(&c, s->big);
	uint32_t total = pcapng_u32(&c, s->big);

	return !c.bad && is_packet(type) && total <= ahead.n;
}

static void pcapng_info(const void *state, struct source_info *ret)
{
	const struct pcapng *s = state;
	const uint16_t probe = 1;
	bool host_big = *(const uint8_t *)&probe == 0;

	ret->nanoseconds = s->nanoseconds;
	ret->byte_swapped = s->big != host_big;
	ret->offset = input_offset(s->input) + s->pending;
	ret->skipped_blocks = s->skipped_blocks;
	ret->bad_options = s->bad_options;
	ret->left_out = s->left_out;
	ret->truncated = s->truncated;
	ret->dropped = s->dropped;
	ret->dropped_known = s->dropped_known;
	ret->hardware = s->hardware;
	ret->os = s->os;
	ret->application = s->application;
	ret->ifaces = s->ifaces;
	ret->iface_count = s->iface_count;
	ret->comments = s->comments;
	ret->comment_frames = s->comment_frames;
	ret->comment_count = s->comment_count;
	ret->names = s->names;
	ret->name_count = s->name_count;
	ret->secrets = s->secrets;
	ret->secret_count = s->secret_count;
}

static void pcapng_close(void *state)
{
	struct pcapng *s = state;

	if (s) {
		arena_finish(&s->tables);
		arena_finish(&s->texts);
		free(s);
	}
}

int pcapng_open(void **ret, struct input *input, struct err *err)
{
	struct pcapng *s = calloc(1, sizeof(*s));
	struct pcapng_block b;

	if (!s) {
		return err_set(err, "%s: out of memory", input_name(input));
	}
	s->input = input;
	arena_init(&s->tables, 0);
	arena_init(&s->texts, PCAPNG_TEXT_MAX);
	/* The head was seen to be a section's: a block, or damage. */
	if (read_block(s, &b, err) != 1 || pcapng_section(s, &b, err) != 0) {
		pcapng_close(s);
		return -1;
	}
	*ret = s;
	return 0;
}

const struct source_ops pcapng_ops = {
	.name = "pcapng",
	.next = pcapng_next,
	.holds = pcapng_holds,
	.info = pcapng_info,
	.close = pcapng_close,
};
