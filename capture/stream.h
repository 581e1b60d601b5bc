/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a capture, wherever they lie: a file, a pipe, standard input or
 * memory, compressed or not. The reader peeks at as many bytes as it needs in
 * one piece and then steps over them; nothing is copied to it. The buffer is
 * the only memory, so a file that expands a thousandfold costs no more.
 *
 *   raw bytes --read--> [raw] --unpack--> [buf: start..end) --peek/skip--> you
 *             (no compression: read straight into buf)
 */
#ifndef EARSHOT_CAPTURE_STREAM_H
#define EARSHOT_CAPTURE_STREAM_H

#include "lib/err.h"
#include "lib/maybe.h"
#include "lib/slice.h"

/* Most bytes one peek may ask for: a pcapng block of the largest size. */
#define STREAM_PEEK_MAX ((size_t)16 * 1024 * 1024)

struct stream;

/**
 * stream_open - open a file for reading and see whether it is compressed.
 * @ret: the stream; untouched on failure
 * @path: file name, "-" for standard input; borrowed until stream_close
 * Returns 0, or -1 with @err. Allocates: yes.
 */
int stream_open(struct stream **ret, const char *path, struct err *err);

/**
 * stream_open_memory - the same over @bytes, which stay the caller's and must
 * live until stream_close. Returns 0, or -1 with @err. Allocates: yes.
 */
int stream_open_memory(
	struct stream **ret, struct slice bytes, struct err *err);

/** stream_close - free all; NULL is allowed. */
void stream_close(struct stream *stream);

/**
 * stream_peek - the next bytes, in one piece.
 * @n: how many are wanted, at most STREAM_PEEK_MAX
 * Returns at least @n bytes, or fewer where the stream ends or fails (then
 * stream_error tells which). Borrowed until the next peek. Allocates: when @n
 * is larger than the buffer, and only as the bytes arrive.
 */
struct slice stream_peek(struct stream *stream, size_t n);

/** stream_held - the bytes that a peek gives without reading or moving any. */
struct slice stream_held(const struct stream *stream);

/** stream_skip - step over @n bytes; @n is at most what the last peek gave. */
void stream_skip(struct stream *stream, size_t n);

/** stream_error - why the stream failed, or NULL while it did not. */
const struct err *stream_error(const struct stream *stream);

/** stream_offset - uncompressed bytes stepped over so far. */
uint64_t stream_offset(const struct stream *stream);

/**
 * stream_progress - share of the file consumed, 0..1; unknown for a pipe.
 * @offset: uncompressed bytes its reader took: it may not have skipped them yet
 */
struct maybe stream_progress(const struct stream *stream, uint64_t offset);

/** stream_path - the path as it was given. */
const char *stream_path(const struct stream *stream);

/** stream_name - the name to use in messages: never longer than 200 bytes. */
const char *stream_name(const struct stream *stream);

/** stream_compression - "gzip", "zstd" or NULL. */
const char *stream_compression(const struct stream *stream);

#endif
