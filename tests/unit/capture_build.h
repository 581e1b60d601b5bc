/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Capture files written byte by byte, after the drafts and not after our
 * reader: draft-ietf-opsawg-pcap section 4 and 5, draft-ietf-opsawg-pcapng
 * sections 3 and 4. `big` chooses the byte order of what is put next.
 */
#ifndef EARSHOT_TESTS_UNIT_CAPTURE_BUILD_H
#define EARSHOT_TESTS_UNIT_CAPTURE_BUILD_H

#include "capture/source.h"
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

struct build {
	uint8_t *p;
	size_t n, cap;
	bool big;
};

static inline void put(struct build *b, const void *p, size_t n)
{
	if (b->n + n > b->cap) {
		b->cap = (b->n + n) * 2;
		b->p = realloc(b->p, b->cap);
		assert_non_null(b->p);
	}
	if (n) {
		memcpy(b->p + b->n, p, n);
	}
	b->n += n;
}

static inline void put_int(struct build *b, uint64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++) {
		unsigned shift = 8 * (b->big ? bytes - 1 - i : i);
		uint8_t byte = (uint8_t)(v >> shift);

		put(b, &byte, 1);
	}
}

static inline void u16(struct build *b, unsigned v)
{
	put_int(b, v, 2);
}

static inline void u32(struct build *b, uint64_t v)
{
	put_int(b, v, 4);
}

/* Overwrite 32 bits at @at. */
static inline void patch(struct build *b, size_t at, uint64_t v)
{
	size_t n = b->n;

	b->n = at;
	u32(b, v);
	b->n = n;
}

static inline void pad(struct build *b)
{
	while (b->n % 4 != 0) {
		put(b, "", 1);
	}
}

static inline void drop(struct build *b)
{
	free(b->p);
	*b = (struct build){0};
}

static inline struct slice whole(const struct build *b)
{
	return (struct slice){(const char *)b->p, b->n};
}

/* --- classic pcap --- */

static inline void pcap_header(
	struct build *b, uint32_t magic, uint32_t snaplen, uint32_t link)
{
	u32(b, magic);
	u16(b, 2);
	u16(b, 4);
	u32(b, 0);
	u32(b, 0);
	u32(b, snaplen);
	u32(b, link);
}

static inline void pcap_record(struct build *b, uint32_t s, uint32_t fraction,
	uint32_t caplen, uint32_t len)
{
	u32(b, s);
	u32(b, fraction);
	u32(b, caplen);
	u32(b, len);
	for (uint32_t i = 0; i < caplen && i < 300000; i++) {
		uint8_t byte = (uint8_t)(caplen + i);

		put(b, &byte, 1);
	}
}

/* --- pcapng --- */

static inline size_t block(struct build *b, uint32_t type)
{
	size_t at = b->n;

	u32(b, type);
	u32(b, 0);
	return at;
}

static inline void end(struct build *b, size_t at)
{
	pad(b);
	patch(b, at + 4, b->n + 4 - at);
	u32(b, b->n + 4 - at);
}

static inline void option(
	struct build *b, unsigned code, const void *value, size_t n)
{
	u16(b, code);
	u16(b, (unsigned)n);
	put(b, value, n);
	pad(b);
}

static inline void option_u64(struct build *b, unsigned code, uint64_t v)
{
	u16(b, code);
	u16(b, 8);
	put_int(b, v, 8);
}

static inline size_t section_begin(struct build *b)
{
	size_t at = block(b, 0x0a0d0d0a);

	u32(b, 0x1a2b3c4d);
	u16(b, 1);
	u16(b, 0);
	put_int(b, UINT64_MAX, 8);
	return at;
}

static inline void section(struct build *b)
{
	end(b, section_begin(b));
}

static inline size_t iface_begin(
	struct build *b, unsigned link, uint32_t snaplen)
{
	size_t at = block(b, 1);

	u16(b, link);
	u16(b, 0);
	u32(b, snaplen);
	return at;
}

static inline void iface(struct build *b, unsigned link)
{
	end(b, iface_begin(b, link, 0));
}

/* The fixed part of an enhanced packet block and @caplen bytes of data. */
static inline size_t packet_begin(struct build *b, uint32_t id, uint64_t ticks,
	uint32_t caplen, uint32_t len)
{
	size_t at = block(b, 6);

	u32(b, id);
	u32(b, ticks >> 32);
	u32(b, ticks & 0xffffffff);
	u32(b, caplen);
	u32(b, len);
	for (uint32_t i = 0; i < caplen; i++) {
		uint8_t byte = (uint8_t)(caplen + i);

		put(b, &byte, 1);
	}
	pad(b);
	return at;
}

static inline void packet(
	struct build *b, uint32_t id, uint64_t ticks, uint32_t caplen)
{
	end(b, packet_begin(b, id, ticks, caplen, caplen));
}

/* --- reading back --- */

/* The bytes that pcap_record and packet_begin wrote are there, and readable. */
static inline void assert_data(const struct frame *f)
{
	for (uint32_t i = 0; i < f->caplen; i++) {
		assert_int_equal(f->data[i], (uint8_t)(f->caplen + i));
	}
	assert_true(f->len >= f->caplen);
}

/* Open memory, which must work. */
static inline struct source *opened(struct slice bytes)
{
	struct source *s = NULL;
	struct err err = {""};

	if (source_open_memory(&s, bytes, &err) != 0) {
		fail_msg("%s", err.text);
	}
	return s;
}

/* The next frame, which must be there. */
static inline struct frame next(struct source *s)
{
	struct frame f = {0};
	struct err err = {""};

	if (source_next(s, &f, &err) != 1) {
		fail_msg("no frame: %s", err.text);
	}
	assert_data(&f);
	return f;
}

/* What a walk to the end gave. */
struct walk {
	int open;   /* result of opening */
	int last;   /* result of the last source_next */
	unsigned n; /* frames */
	struct err err;
	bool truncated;
	bool said; /* the error text was set */
};

static inline struct walk walk(struct slice bytes)
{
	struct walk w = {.err = {""}};
	struct source *s = NULL;
	struct frame f;

	w.open = source_open_memory(&s, bytes, &w.err);
	if (w.open == 0) {
		for (w.last = 1; w.last == 1;) {
			w.last = source_next(s, &f, &w.err);
			if (w.last == 1) {
				assert_data(&f);
				w.n++;
				assert_int_equal(f.number, w.n);
			}
		}
		assert_int_equal(source_info(s).frames, w.n);
		w.truncated = source_info(s).truncated;
		/* After the end or an error there is nothing more. */
		assert_int_equal(source_next(s, &f, NULL), 0);
		source_close(s);
	}
	w.said = w.err.text[0] != '\0';
	return w;
}

/* Walk over a copy of exactly @n bytes, so that ASan sees a read behind it. */
static inline struct walk walk_prefix(const struct build *b, size_t n)
{
	char *exact = malloc(n ? n : 1);

	assert_non_null(exact);
	memcpy(exact, b->p, n);

	struct walk w = walk((struct slice){exact, n});

	free(exact);
	return w;
}

static inline void assert_says(const struct err *err, const char *part)
{
	if (!strstr(err->text, part)) {
		fail_msg("\"%s\" does not say \"%s\"", err->text, part);
	}
}

#endif
