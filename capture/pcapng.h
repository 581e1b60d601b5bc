/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pcapng, read by our own block reader: libpcap drops decryption secrets,
 * comments and interface names, and stops where link types differ.
 *
 *   block:  type | total length | body ... | total length
 *
 * pcapng.c walks over blocks; pcapng_section.c reads what describes the file
 * (section, interface), pcapng_packet.c the frames, pcapng_extra.c what comes
 * beside them (names, secrets, comments, losses). This header is theirs; the
 * rest of the program needs pcapng_is, pcapng_open and pcapng_ops only.
 *
 * Source of all: draft-ietf-opsawg-pcapng.
 */
#ifndef EARSHOT_CAPTURE_PCAPNG_H
#define EARSHOT_CAPTURE_PCAPNG_H

#include "capture/input.h"
#include "capture/source.h"
#include "lib/arena.h"
#include "lib/cursor.h"

/* Limits: what a hostile file can make us hold. */
#define PCAPNG_IFACES_MAX 65536
#define PCAPNG_KEPT_MAX   1024 /* comments, names, secrets: of each */
#define PCAPNG_TEXT_MAX   ((size_t)16 * 1024 * 1024) /* bytes of all these */
#define PCAPNG_FRAME_MAX  262144U /* as libpcap's MAXIMUM_SNAPLEN */

/* How an interface counts time. ns = ticks * mul / div >> shift + offset. */
struct pcapng_clock {
	uint64_t mul, div;
	unsigned shift;
	int64_t offset_s;
};

/* What only the reader needs of an interface; beside its source_iface. */
struct pcapng_iface {
	struct pcapng_clock clock;
	uint64_t drops_stated; /* latest statistics block: cumulative */
	uint64_t drops_summed; /* over the packet blocks */
};

struct pcapng {
	struct input *input;
	bool big; /* byte order of this section */
	bool truncated;
	bool nanoseconds; /* some interface counts finer than 1 us */
	bool dropped_known;
	size_t pending; /* bytes of the block handed out last */
	uint64_t frames;
	uint64_t dropped;
	uint64_t skipped_blocks;
	uint64_t bad_options;
	uint64_t left_out;
	struct slice hardware, os, application;
	struct source_iface *ifaces; /* of all sections, one after the other */
	struct pcapng_iface *clocks; /* same index */
	uint32_t iface_count;
	uint32_t iface_cap;
	uint32_t section_first; /* index of this section's interface 0 */
	struct slice *comments; /* PCAPNG_KEPT_MAX of each, once one is kept */
	uint64_t *comment_frames;
	uint32_t comment_count;
	struct source_name *names;
	uint32_t name_count;
	struct slice *secrets;
	uint32_t secret_count;
	struct arena tables; /* bounded by the counts above */
	struct arena texts;  /* bounded by PCAPNG_TEXT_MAX */
};

struct pcapng_block {
	uint64_t at; /* offset in the uncompressed file */
	uint32_t type;
	struct cursor body;
};

struct pcapng_option {
	uint16_t code;
	struct slice value;
};

/** pcapng_is - true when @head begins with a section header block. */
bool pcapng_is(struct slice head);

/**
 * pcapng_open - read the first section header.
 * @ret: the state for pcapng_ops; untouched on failure
 * @input: at its first byte; borrowed until pcapng_ops.close
 * Returns 0, or -1 with @err. Allocates: yes.
 * Source: draft-ietf-opsawg-pcapng, section header block.
 */
int pcapng_open(void **ret, struct input *input, struct err *err);

extern const struct source_ops pcapng_ops;

/** pcapng_bad - "FILE: damaged at byte N: @what"; fills @err, returns -1. */
int pcapng_bad(const struct pcapng *s, const struct pcapng_block *b,
	struct err *err, const char *what, ...) ATTR_PRINTF(4, 5);

/** pcapng_u16 - read 16 bits in the order of the section. */
static inline uint16_t pcapng_u16(struct cursor *c, bool big)
{
	uint16_t v = cursor_u16(c);
	return big ? v : __builtin_bswap16(v);
}

/** pcapng_u32 - read 32 bits in the order of the section. */
static inline uint32_t pcapng_u32(struct cursor *c, bool big)
{
	uint32_t v = cursor_u32(c);
	return big ? v : __builtin_bswap32(v);
}

/**
 * pcapng_option - the next option of a block.
 * @c: at an option, or at the end
 * @ret: filled when there is one
 * Returns true with an option; false at the end or where the rest cannot be
 * read, and then @c is bad. Source: draft-ietf-opsawg-pcapng, options.
 */
bool pcapng_option(struct cursor *c, bool big, struct pcapng_option *ret);

/** pcapng_option_u64 - the 64-bit value of an option; false if it is none. */
bool pcapng_option_u64(
	const struct pcapng_option *option, bool big, uint64_t *ret);

/** pcapng_section - take in a section header block. Returns 0, -1 with @err. */
int pcapng_section(struct pcapng *s, struct pcapng_block *b, struct err *err);

/** pcapng_iface - take in an interface description. Returns 0, -1 with @err. */
int pcapng_iface(struct pcapng *s, struct pcapng_block *b, struct err *err);

/**
 * pcapng_packet - the frame of an enhanced, simple or obsolete packet block.
 * Returns 1 with @ret filled, or -1 with @err.
 */
int pcapng_packet(struct pcapng *s, struct pcapng_block *b, struct frame *ret,
	struct err *err);

/**
 * pcapng_ns - time of @ticks on @clock.
 * Returns ns since 1970, or 0 (no time) where that is before 1970 or after
 * 2262, which ns_t cannot hold.
 */
ns_t pcapng_ns(const struct pcapng_clock *clock, uint64_t ticks);

/** pcapng_comment - keep a comment of frame @frame (0: of the file). */
void pcapng_comment(struct pcapng *s, struct slice text, uint64_t frame);

/** pcapng_dropped - note @count frames lost before one of @iface. */
void pcapng_dropped(
	struct pcapng *s, struct pcapng_iface *iface, uint64_t count);

/** pcapng_names - take in a name resolution block. */
void pcapng_names(struct pcapng *s, struct pcapng_block *b);

/** pcapng_secrets - take in a decryption secrets block. */
void pcapng_secrets(struct pcapng *s, struct pcapng_block *b);

/** pcapng_statistics - take in an interface statistics block. */
void pcapng_statistics(struct pcapng *s, struct pcapng_block *b);

#endif
