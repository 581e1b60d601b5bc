/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A decompressor as the input sees it: bytes go in, bytes come out, and it
 * says when a compressed member (gzip) or frame (zstd) is complete. Several
 * members in a row are one file, so a step after UNPACK_END begins the next.
 * Nothing here holds more than the format's own window, however much a file
 * expands.
 */
#ifndef EARSHOT_CAPTURE_UNPACK_H
#define EARSHOT_CAPTURE_UNPACK_H

#include <stddef.h>
#include <stdint.h>

enum unpack_step {
	UNPACK_MORE,    /* went on as far as input and room allow */
	UNPACK_END,     /* a member is complete; more may follow */
	UNPACK_DAMAGED, /* `why` says what is wrong */
};

/* In: what there is to read and where to write. Out: what is left of both. */
struct unpack_io {
	const uint8_t *in;
	size_t in_n;
	uint8_t *out;
	size_t out_n;
	const char *why; /* a constant text */
};

/* One const table per format; create is NULL when the library is not built in.
 */
struct unpack_ops {
	const char *name;
	const char *command; /* what unpacks such a file by hand */
	void *(*create)(void);
	enum unpack_step (*step)(void *state, struct unpack_io *io);
	void (*destroy)(void *state);
};

extern const struct unpack_ops gzip_ops; /* RFC 1952 */
extern const struct unpack_ops zstd_ops; /* RFC 8878 */

#endif
