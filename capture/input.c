/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One buffer between the bytes on disk and their reader. `buf` holds
 * uncompressed bytes from `start` to `end`; a peek that does not fit moves the
 * rest to the front (a fraction of one record for each 128 KiB read) and only
 * then grows. Growth follows the bytes that really arrive, so a length field
 * that lies costs nothing.
 *
 * A file that is cut or damaged in its compressed form still gives every byte
 * that could be unpacked; the error comes after them, with both offsets.
 */
#include "capture/input.h"

#include "capture/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Sizes that stay in the second-level cache, together with what the analysis
 * needs there: from 256 KiB on the copy out of the kernel goes to memory and
 * costs twice as much.
 */
#define RAW_BYTES  ((size_t)64 * 1024)
#define BUF_BYTES  ((size_t)128 * 1024)
#define NAME_BYTES 200

struct input {
	const char *path;
	const char *name;
	int fd;              /* -1: memory */
	struct slice memory; /* what is left of it */
	off_t base;          /* where a regular file began (stdin: maybe > 0) */
	uint64_t size;       /* bytes of the file from there */
	bool regular;        /* size and seeking have a meaning */
	bool raw_end;        /* no more raw bytes */
	bool complete;       /* no compressed member is open */
	bool failed;
	uint64_t raw_read; /* raw bytes read so far */
	uint64_t offset;   /* uncompressed bytes stepped over */
	const struct unpack_ops *unpack;
	void *unpack_state;
	uint8_t *raw; /* compressed bytes not yet unpacked */
	size_t raw_start, raw_n;
	uint8_t *buf;
	size_t start, end, cap;
	struct err error;
};

/* Raw bytes into @p; returns 0 at the end and after a failure. */
static size_t raw_read(struct input *s, uint8_t *p, size_t n)
{
	ssize_t got;

	if (s->raw_end || s->failed) {
		return 0;
	}
	if (s->fd < 0) {
		struct slice part = slice_sub(s->memory, 0, n);

		if (part.n) {
			memcpy(p, part.p, part.n);
		}
		s->memory = slice_sub(s->memory, part.n, s->memory.n);
		s->raw_read += part.n;
		s->raw_end = part.n == 0;
		return part.n;
	}
	do {
		got = read(s->fd, p, n);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		s->failed = true;
		(void)err_set(&s->error, "%s: cannot read at byte %llu: %s",
			s->name, (unsigned long long)s->raw_read,
			strerror(errno));
		return 0;
	}
	s->raw_end = got == 0;
	s->raw_read += (uint64_t)got;
	return (size_t)got;
}

static void damaged(struct input *s, const char *why)
{
	s->failed = true;
	(void)err_set(&s->error,
		"%s: its %s data are damaged at byte %llu of the file, byte "
		"%llu unpacked: %s",
		s->name, s->unpack->name,
		(unsigned long long)(s->raw_read - s->raw_n),
		(unsigned long long)(s->offset + (s->end - s->start)), why);
}

/* Unpack into the free part of buf until at least one byte came out. */
static void unpack(struct input *s)
{
	size_t before = s->end;

	while (s->end == before && !s->failed) {
		if (s->raw_n == 0) {
			s->raw_start = 0;
			s->raw_n = raw_read(s, s->raw, RAW_BYTES);
		}
		/* Complete, so nothing is pending inside: do not start anew. */
		if (s->raw_n == 0 && (s->complete || s->failed)) {
			return;
		}

		struct unpack_io io = {
			.in = s->raw + s->raw_start,
			.in_n = s->raw_n,
			.out = s->buf + s->end,
			.out_n = s->cap - s->end,
		};
		enum unpack_step step = s->unpack->step(s->unpack_state, &io);
		bool stuck = io.in_n == s->raw_n && io.out_n == s->cap - s->end;

		s->raw_start += s->raw_n - io.in_n;
		s->raw_n = io.in_n;
		s->end = s->cap - io.out_n;
		s->complete = step == UNPACK_END;
		if (step == UNPACK_DAMAGED) {
			damaged(s, io.why);
		} else if (stuck && s->raw_end) {
			damaged(s, "cut short, the end is missing");
		}
	}
}

/* Bring more bytes into buf; false when there are none to come. */
static bool fill(struct input *s)
{
	size_t before = s->end;

	if (s->unpack) {
		unpack(s);
	} else {
		s->end += raw_read(s, s->buf + s->end, s->cap - s->end);
	}
	return s->end > before;
}

/* Make room behind `end`; false when buf cannot grow. */
static bool make_room(struct input *s)
{
	if (s->start > 0) {
		memmove(s->buf, s->buf + s->start, s->end - s->start);
		s->end -= s->start;
		s->start = 0;
	}
	if (s->end < s->cap) {
		return true;
	}

	uint8_t *bigger =
		s->cap <= INPUT_PEEK_MAX ? realloc(s->buf, s->cap * 2) : NULL;

	if (!bigger) {
		s->failed = true;
		(void)err_set(&s->error, "%s: out of memory", s->name);
		return false;
	}
	s->buf = bigger;
	s->cap *= 2;
	return true;
}

struct slice input_held(const struct input *s)
{
	return (struct slice){
		(const char *)s->buf + s->start, s->end - s->start};
}

struct slice input_peek(struct input *s, size_t n)
{
	while (s->end - s->start < n) {
		if (s->cap - s->start < n && !make_room(s)) {
			break;
		}
		if (!fill(s)) {
			break;
		}
	}
	return input_held(s);
}

void input_skip(struct input *s, size_t n)
{
	size_t have = s->end - s->start;

	n = n < have ? n : have;
	s->start += n;
	s->offset += n;
}

static int begin_unpacking(
	struct input *s, const struct unpack_ops *ops, struct err *err)
{
	if (!ops->create) {
		return err_set(err,
			"%s: compressed with %s, which this build cannot read; "
			"unpack it first with: %s",
			s->name, ops->name, ops->command);
	}
	s->raw = malloc(RAW_BYTES);
	s->unpack_state = ops->create();
	if (!s->raw || !s->unpack_state) {
		return err_set(err, "%s: out of memory", s->name);
	}
	s->unpack = ops;
	/* What was peeked to recognise it is the start of the raw bytes. */
	s->raw_n = s->end;
	memcpy(s->raw, s->buf, s->raw_n);
	s->end = 0;
	return 0;
}

/* Look at the first bytes, on the way through buf, and go on from there. */
static int begin(struct input *s, struct err *err)
{
	static const char gzip_magic[] = {0x1f, (char)0x8b};
	static const char zstd_magic[] = {0x28, (char)0xb5, 0x2f, (char)0xfd};

	/* So small at first that all of it fits in raw, should it be packed. */
	s->cap = RAW_BYTES;
	s->buf = malloc(BUF_BYTES);
	if (!s->buf) {
		return err_set(err, "%s: out of memory", s->name);
	}

	struct slice head = input_peek(s, sizeof(zstd_magic));

	s->cap = BUF_BYTES;
	if (slice_eq(slice_sub(head, 0, 2),
		    (struct slice){gzip_magic, sizeof(gzip_magic)})) {
		return begin_unpacking(s, &gzip_ops, err);
	}
	if (slice_eq(slice_sub(head, 0, 4),
		    (struct slice){zstd_magic, sizeof(zstd_magic)})) {
		return begin_unpacking(s, &zstd_ops, err);
	}
	return 0;
}

/* The end of a long path says more than its start, and leaves room to speak. */
static const char *short_name(const char *path)
{
	size_t n = strlen(path);

	if (strcmp(path, "-") == 0) {
		return "standard input";
	}
	return n > NAME_BYTES ? path + n - NAME_BYTES : path;
}

static struct input *create(const char *path)
{
	struct input *s = calloc(1, sizeof(*s));

	if (s) {
		s->path = path;
		s->name = short_name(path);
		s->fd = -1;
	}
	return s;
}

static int cannot_open(const struct input *s, struct err *err)
{
	const char *hint = "";

	if (errno == ENOENT) {
		hint = "; check the spelling and the folder";
	} else if (errno == EACCES) {
		hint = "; ask its owner, or use an account that may read it";
	}
	return err_set(
		err, "%s: cannot open: %s%s", s->name, strerror(errno), hint);
}

static int open_fd(struct input *s, struct err *err)
{
	bool standard_input = strcmp(s->path, "-") == 0;
	struct stat st;

	/* Our own copy of descriptor 0: closing it leaves the caller's alone.
	 */
	s->fd = standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
			       : open(s->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0 || fstat(s->fd, &st) != 0) {
		return cannot_open(s, err);
	}
	if (S_ISDIR(st.st_mode)) {
		return err_set(err,
			"%s: is a directory; name the captures in it, as in "
			"%s/*.pcap",
			s->name, s->name);
	}
	if (isatty(s->fd)) {
		return err_set(err,
			"%s: is a terminal, not a capture; pipe one in, as in: "
			"tcpdump -w - | earshot report -",
			s->name);
	}
	s->base = lseek(s->fd, 0, SEEK_CUR);
	s->regular = S_ISREG(st.st_mode) && s->base >= 0;
	if (s->regular && st.st_size > s->base) {
		s->size = (uint64_t)(st.st_size - s->base);
	}
	return 0;
}

int input_open(struct input **ret, const char *path, struct err *err)
{
	struct input *s = create(path);

	if (!s) {
		return err_set(err, "%s: out of memory", path);
	}
	if (open_fd(s, err) != 0 || begin(s, err) != 0) {
		input_close(s);
		return -1;
	}
	*ret = s;
	return 0;
}

int input_open_memory(struct input **ret, struct slice bytes, struct err *err)
{
	struct input *s = create("memory");

	if (!s) {
		return err_set(err, "out of memory");
	}
	s->memory = bytes;
	s->size = bytes.n;
	s->regular = true;
	if (begin(s, err) != 0) {
		input_close(s);
		return -1;
	}
	*ret = s;
	return 0;
}

void input_close(struct input *s)
{
	if (!s) {
		return;
	}
	if (s->unpack_state) {
		s->unpack->destroy(s->unpack_state);
	}
	if (s->fd >= 0) {
		(void)close(s->fd);
	}
	free(s->raw);
	free(s->buf);
	free(s);
}

const struct err *input_error(const struct input *s)
{
	return s->failed ? &s->error : NULL;
}

uint64_t input_offset(const struct input *s)
{
	return s->offset;
}

struct maybe input_progress(const struct input *s, uint64_t offset)
{
	if (!s->regular || s->size == 0) {
		return MAYBE_UNKNOWN;
	}

	/* Bytes that wait in buf count as read only where they are packed. */
	uint64_t done = s->unpack ? s->raw_read - s->raw_n : offset;

	return maybe_of(done < s->size ? (double)done / (double)s->size : 1.0);
}

const char *input_path(const struct input *s)
{
	return s->path;
}

const char *input_name(const struct input *s)
{
	return s->name;
}

const char *input_compression(const struct input *s)
{
	return s->unpack ? s->unpack->name : NULL;
}
