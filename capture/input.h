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
#ifndef EARSHOT_CAPTURE_INPUT_H
#define EARSHOT_CAPTURE_INPUT_H

#include "lib/err.h"
#include "lib/maybe.h"
#include "lib/slice.h"

/* Most bytes one peek may ask for: a pcapng block of the largest size. */
#define INPUT_PEEK_MAX ((size_t)16 * 1024 * 1024)

struct input;

/**
 * input_open - open a file for reading and see whether it is compressed.
 * @ret: the input; untouched on failure
 * @path: file name, "-" for standard input; borrowed until input_close
 * Returns 0, or -1 with @err. Allocates: yes.
 */
int input_open(struct input **ret, const char *path, struct err *err);

/**
 * input_open_memory - the same over @bytes, which stay the caller's and must
 * live until input_close. Returns 0, or -1 with @err. Allocates: yes.
 */
int input_open_memory(
	struct input **ret, struct slice bytes, struct err *err);

/** input_close - free all; NULL is allowed. */
void input_close(struct input *input);

/**
 * input_peek - the next bytes, in one piece.
 * @n: how many are wanted, at most INPUT_PEEK_MAX
 * Returns at least @n bytes, or fewer where the input ends or fails (then
 * input_error tells which). Borrowed until the next peek. Allocates: when @n
 * is larger than the buffer, and only as the bytes arrive.
 */
struct slice input_peek(struct input *input, size_t n);

/** input_held - the bytes that a peek gives without reading or moving any. */
struct slice input_held(const struct input *input);

/** input_skip - step over @n bytes; @n is at most what the last peek gave. */
void input_skip(struct input *input, size_t n);

/** input_error - why the input failed, or NULL while it did not. */
const struct err *input_error(const struct input *input);

/** input_offset - uncompressed bytes stepped over so far. */
uint64_t input_offset(const struct input *input);

/**
 * input_progress - share of the file consumed, 0..1; unknown for a pipe.
 * @offset: uncompressed bytes its reader took: it may not have skipped them yet
 */
struct maybe input_progress(const struct input *input, uint64_t offset);

/** input_path - the path as it was given. */
const char *input_path(const struct input *input);

/** input_name - the name to use in messages: never longer than 200 bytes. */
const char *input_name(const struct input *input);

/** input_compression - "gzip", "zstd" or NULL. */
const char *input_compression(const struct input *input);

#endif
