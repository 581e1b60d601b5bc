/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where frames come from. A source is opened by path; what kind it is follows
 * from the first bytes, never from the name: compressed (gzip, zstd) or not,
 * classic pcap or pcapng. "-" is standard input.
 *
 *   struct source *s;
 *   if (source_open(&s, "call.pcap.gz", &err) != 0) ... err.text says why
 *   while ((more = source_next(s, &frame, &err)) == 1) ...
 *   if (more < 0) ... err.text names file, offset and reason; all frames
 *                 before the damage were delivered
 *   source_close(s);
 */
#ifndef EARSHOT_CAPTURE_SOURCE_H
#define EARSHOT_CAPTURE_SOURCE_H

#include "capture/frame.h"
#include "lib/err.h"
#include "lib/maybe.h"
#include "lib/slice.h"

struct source;

/* One interface of a capture; a classic pcap has exactly one. */
struct source_iface {
	uint32_t link;	    /* LINKTYPE_ value */
	uint32_t snaplen;   /* most bytes kept of a frame; 0: no limit stated */
	struct slice name;  /* "eth0"; absent when not stated (pcapng if_name) */
	struct slice description;
	struct slice filter; /* capture filter, where the file states one */
};

/* A name the capture itself gives to an address (pcapng NRB). */
struct source_name {
	struct slice address; /* 4 or 16 bytes, network order */
	struct slice name;
};

struct source_info {
	const char *path;	   /* as given */
	const char *format;	   /* "pcap", "pcapng" */
	const char *compression;   /* "gzip", "zstd" or NULL */
	bool nanoseconds;	   /* finest resolution is 1 ns, else 1 us or coarser */
	bool byte_swapped;	   /* file order is not this machine's */
	uint64_t frames;	   /* delivered so far */
	uint64_t bytes;		   /* their captured bytes */
	uint64_t offset;	   /* uncompressed bytes consumed so far */
	uint64_t skipped_blocks;   /* pcapng blocks of types not understood */
	uint64_t left_out;	   /* comments, names, secrets over the limits */
	uint64_t bad_options;	   /* pcapng options unreadable; frame was kept */
	bool truncated;		   /* ended inside a record, or packed damaged */
	uint64_t dropped;	   /* losses the capture program itself recorded */
	bool dropped_known;
	struct slice hardware, os, application; /* pcapng section header */
	const struct source_iface *ifaces;
	uint32_t iface_count;
	const struct slice *comments; /* section and packet comments */
	const uint64_t *comment_frames; /* frame of each; 0: of the file */
	uint32_t comment_count;
	const struct source_name *names;
	uint32_t name_count;
	const struct slice *secrets; /* decryption secrets (TLS key log text) */
	uint32_t secret_count;
};

/* A kind of source: one const table per file of capture/. */
struct source_ops {
	const char *name;
	int (*next)(void *state, struct frame *ret, struct err *err);
	/* One of the two: frames that lie ready, at most @most, none of which
	 * can fail; or true when a further `next` moves no bytes of the frames
	 * before. */
	size_t (*ready)(void *state, struct frame *ret, size_t most);
	bool (*holds)(const void *state);
	void (*info)(const void *state, struct source_info *ret);
	void (*close)(void *state);
};

/**
 * source_open - open a capture for reading.
 * @ret: the source; untouched on failure
 * @path: file name, or "-" for standard input; borrowed until source_close
 * Returns 0, or -1 with @err saying what is wrong and what to do.
 */
int source_open(struct source **ret, const char *path, struct err *err);

/**
 * source_next - the next frame.
 * @ret: the frame; its bytes are borrowed until the next call
 * Returns 1 with a frame, 0 at the regular end, -1 when the rest cannot be
 * read: @err names the file, the offset and the reason. Never both at once:
 * after -1 every further call gives 0.
 */
int source_next(struct source *source, struct frame *ret, struct err *err);

/**
 * source_batch - the next frame, and those that lie ready behind it.
 * @ret: room for @most of them; their bytes are borrowed until the next call;
 * @err as in source_next
 * Returns how many frames it gave, 1 at least, or 0 or -1 as source_next.
 */
int source_batch(struct source *source, struct frame *ret, size_t most,
	struct err *err);

/**
 * source_open_memory - source_open over bytes in memory, which stay the
 * caller's and must live until source_close. Its path reads "memory".
 * @bytes: a whole capture file, compressed or not
 * Returns 0, or -1 with @err.
 */
int source_open_memory(
	struct source **ret, struct slice bytes, struct err *err);

/** source_info - what is known of the source so far; borrowed until close. */
struct source_info source_info(const struct source *source);

/** source_progress - share of the file consumed, 0..1; unknown for a pipe. */
struct maybe source_progress(const struct source *source);

/** source_close - free all; NULL is allowed. */
void source_close(struct source *source);

#endif
