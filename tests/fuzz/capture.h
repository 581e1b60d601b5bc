/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of every frame and of all that a source says, whatever the
 * input. Bytes are read, so that a sanitizer sees one that is not there. */
#ifndef EARSHOT_TESTS_FUZZ_CAPTURE_H
#define EARSHOT_TESTS_FUZZ_CAPTURE_H

#include "capture/source.h"

#include <stdlib.h>

#define FRAME_MAX  262144
#define FRAMES_MAX 4096 /* enough of one input: a bomb gives many */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As assert, in every build. */
static inline void must(bool holds)
{
	if (!holds) {
		abort();
	}
}

static inline unsigned touch(const void *p, size_t n)
{
	const volatile uint8_t *b = p;
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		sum += b[i];
	}
	return sum;
}

static inline void check_info(const struct source_info *info)
{
	for (uint32_t i = 0; i < info->iface_count && i < 64; i++) {
		(void)touch(info->ifaces[i].name.p, info->ifaces[i].name.n);
		(void)touch(info->ifaces[i].filter.p, info->ifaces[i].filter.n);
	}
	for (uint32_t i = 0; i < info->comment_count; i++) {
		(void)touch(info->comments[i].p, info->comments[i].n);
		must(info->comment_frames[i] <= info->frames);
	}
	for (uint32_t i = 0; i < info->name_count; i++) {
		must(info->names[i].address.n == 4 ||
			info->names[i].address.n == 16);
		must(info->names[i].name.n > 0);
		(void)touch(info->names[i].name.p, info->names[i].name.n);
	}
	for (uint32_t i = 0; i < info->secret_count; i++) {
		(void)touch(info->secrets[i].p, info->secrets[i].n);
	}
}

/* Read all of @s and close it. Every walk ends: each frame takes bytes. */
static inline void check_source(struct source *s)
{
	struct err err = {""};
	struct frame f = {0};
	uint64_t offset = 0;
	uint64_t frames = 0;
	int got = 1;

	while (got == 1 && frames < FRAMES_MAX) {
		got = source_next(s, &f, &err);

		struct source_info info = source_info(s);

		must(info.offset >= offset);
		if (got == 1) {
			must(info.offset > offset);
			must(f.number == ++frames);
			must(f.caplen <= FRAME_MAX && f.len >= f.caplen);
			must(f.iface < info.iface_count);
			must(f.link == info.ifaces[f.iface].link);
			must(f.ts >= 0);
			(void)touch(f.data, f.caplen);
		}
		offset = info.offset;
	}
	must((got < 0) == (err.text[0] != '\0'));
	must(got == 1 || source_next(s, &f, &err) == 0);

	struct source_info info = source_info(s);

	must(info.frames == frames);
	check_info(&info);
	source_close(s);
}

#endif
