/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one file that knows libzstd. A frame's header states the window it wants;
 * the library's own limit of 128 MiB (what `zstd -d` accepts unasked) is kept,
 * so a hostile header cannot ask for more. Skippable frames are skipped.
 */
#include "capture/unpack.h"

#ifdef HAVE_ZSTD

#include <zstd.h>
#include <zstd_errors.h>

static void *zstd_create(void)
{
	return ZSTD_createDStream();
}

static enum unpack_step zstd_step(void *state, struct unpack_io *io)
{
	ZSTD_inBuffer in = {.src = io->in, .size = io->in_n, .pos = 0};
	ZSTD_outBuffer out = {.dst = io->out, .size = io->out_n, .pos = 0};
	size_t got = ZSTD_decompressStream(state, &out, &in);

	io->in += in.pos;
	io->in_n -= in.pos;
	io->out += out.pos;
	io->out_n -= out.pos;
	if (!ZSTD_isError(got)) {
		return got == 0 ? UNPACK_END : UNPACK_MORE;
	}
	if (ZSTD_getErrorCode(got) ==
		ZSTD_error_frameParameter_windowTooLarge) {
		io->why = "it needs a window above 128 MiB; unpack it with: "
			  "zstd -d --long=31";
	} else {
		io->why = ZSTD_getErrorName(got);
	}
	return UNPACK_DAMAGED;
}

static void zstd_destroy(void *state)
{
	(void)ZSTD_freeDStream(state);
}

const struct unpack_ops zstd_ops = {
	.name = "zstd",
	.command = "unzstd",
	.create = zstd_create,
	.step = zstd_step,
	.destroy = zstd_destroy,
};

#else

const struct unpack_ops zstd_ops = {.name = "zstd", .command = "unzstd"};

#endif
