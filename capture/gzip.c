/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one file that knows zlib. Checks headers, CRC and length (RFC 1952). */
#include "capture/unpack.h"

#ifdef HAVE_ZLIB

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

#define WINDOW_BITS 15 /* the largest deflate knows */
#define GZIP_ONLY   16 /* zlib.h: added to the window bits: no zlib format */

struct gzip {
	z_stream z;
	bool ended; /* a member is complete, the next one not begun */
};

static void *gzip_create(void)
{
	struct gzip *g = calloc(1, sizeof(*g));

	if (g && inflateInit2(&g->z, WINDOW_BITS + GZIP_ONLY) != Z_OK) {
		free(g);
		return NULL;
	}
	return g;
}

static uInt clamp(size_t n)
{
	return n < UINT_MAX ? (uInt)n : UINT_MAX;
}

static enum unpack_step gzip_step(void *state, struct unpack_io *io)
{
	struct gzip *g = state;

	if (g->ended && inflateReset(&g->z) != Z_OK) {
		io->why = "zlib cannot start anew";
		return UNPACK_DAMAGED;
	}
	g->ended = false;
	/* z_const is not set: zlib reads through this pointer only. */
	g->z.next_in = (Bytef *)(uintptr_t)io->in;
	g->z.avail_in = clamp(io->in_n);
	g->z.next_out = io->out;
	g->z.avail_out = clamp(io->out_n);

	int got = inflate(&g->z, Z_NO_FLUSH);

	io->in_n -= (size_t)(g->z.next_in - io->in);
	io->in = g->z.next_in;
	io->out_n -= (size_t)(g->z.next_out - io->out);
	io->out = g->z.next_out;
	if (got == Z_STREAM_END) {
		g->ended = true;
		return UNPACK_END;
	}
	/* Z_BUF_ERROR: no progress without more input or room; not an error. */
	if (got == Z_OK || got == Z_BUF_ERROR) {
		return UNPACK_MORE;
	}
	io->why = g->z.msg ? g->z.msg : "not understood by zlib";
	return UNPACK_DAMAGED;
}

static void gzip_destroy(void *state)
{
	struct gzip *g = state;

	if (g) {
		(void)inflateEnd(&g->z);
		free(g);
	}
}

const struct unpack_ops gzip_ops = {
	.name = "gzip",
	.command = "gunzip",
	.create = gzip_create,
	.step = gzip_step,
	.destroy = gzip_destroy,
};

#else

const struct unpack_ops gzip_ops = {.name = "gzip", .command = "gunzip"};

#endif
