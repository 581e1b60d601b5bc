/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing completely, or not at all. */
#include "app/output.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* Refuses what a rename would silently replace: links, devices, folders. */
static int check_place(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) != 0) {
		if (errno == ENOENT) {
			return 0;
		}
		return err_set(err, "%s: %s", path, strerror(errno));
	}
	if (S_ISLNK(st.st_mode)) {
		return err_set(err,
			"%s is a symbolic link: nothing is written through "
			"one; name the file itself",
			path);
	}
	if (!S_ISREG(st.st_mode)) {
		return err_set(err,
			"%s is no regular file; leave -o out to write to "
			"standard output",
			path);
	}
	return 0;
}

int output_open(struct output *out, const char *path, struct err *err)
{
	struct text part = {0};

	*out = (struct output){.fd = STDOUT_FILENO};
	if (!path || slice_is(slice_of(path), "-")) {
		return 0;
	}
	if (check_place(path, err) != 0) {
		return -1;
	}
	text_puts(&part, path);
	text_puts(&part, ".XXXXXX");
	if (part.failed) {
		text_finish(&part);
		return err_set(err, "out of memory");
	}
	out->fd = mkstemp(part.p);
	if (out->fd < 0) {
		err_set(err, "cannot write %s: %s", path, strerror(errno));
		text_finish(&part);
		return -1;
	}
	out->path = path;
	out->part = part.p;
	return 0;
}

int output_write(struct output *out, struct text *text, struct err *err)
{
	struct slice left = text_slice(text);

	if (text->failed) {
		return err_set(err, "out of memory while writing the report");
	}
	while (left.n && !out->gone) {
		ssize_t n = write(out->fd, left.p, left.n);
		if (n < 0 && errno == EINTR) {
			continue;
		}
		if (n < 0) {
			out->gone = errno == EPIPE;
			return err_set(err, "cannot write %s: %s",
				out->path ? out->path : "standard output",
				strerror(errno));
		}
		left = slice_sub(left, (size_t)n, left.n);
	}
	text_clear(text);
	return 0;
}

int output_commit(struct output *out, struct err *err)
{
	if (!out->part) {
		return 0;
	}
	int bad = close(out->fd);
	if (bad != 0 || rename(out->part, out->path) != 0) {
		err_set(err, "cannot write %s: %s", out->path, strerror(errno));
		(void)unlink(out->part);
		bad = -1;
	}
	free(out->part);
	out->part = NULL;
	return bad ? -1 : 0;
}

void output_abandon(struct output *out)
{
	if (!out->part) {
		return;
	}
	(void)close(out->fd);
	(void)unlink(out->part);
	free(out->part);
	out->part = NULL;
}
