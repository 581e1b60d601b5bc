/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a report goes: standard output, or a file that appears only when it is
 * complete. The file is written beside its place under another name (mode
 * 0600) and renamed; a symbolic link or a device in its place is refused.
 */
#ifndef EARSHOT_APP_OUTPUT_H
#define EARSHOT_APP_OUTPUT_H

#include "lib/err.h"
#include "lib/text.h"

struct output {
	const char *path; /* NULL: standard output */
	char *part;       /* the file while it is written */
	int fd;
	bool gone; /* the reader of standard output went away */
};

/**
 * output_open - prepare to write to @path; NULL or "-": standard output.
 * Returns 0, or -1 with @err; then there is nothing to close.
 */
int output_open(struct output *out, const char *path, struct err *err);

/** output_write - write all of @text and clear it. Returns 0, or -1 with @err.
 */
int output_write(struct output *out, struct text *text, struct err *err);

/** output_commit - done: the file takes its name. Returns 0, or -1 with @err.
 */
int output_commit(struct output *out, struct err *err);

/** output_abandon - leave nothing behind. */
void output_abandon(struct output *out);

#endif
