/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which reader fits is told by the first bytes. What fits none is looked up in
 * a table of things people do hand in by mistake, so that the message can name
 * the thing and the way out.
 */
#include "capture/source.h"

#include "capture/file.h"
#include "capture/input.h"
#include "capture/pcapng.h"
#include "lib/attr.h"
#include "lib/cursor.h"

#include <stdlib.h>

/* Enough to recognise everything, two ERF records of ordinary size included. */
#define HEAD_BYTES 4096

struct source {
	const struct source_ops *ops;
	void *state;
	struct input *input;
	uint64_t frames;
	uint64_t bytes;
	bool done;
	int late; /* -1: late_err happened behind a batch, and is not told yet */
	struct err late_err;
};

struct kind {
	bool (*is)(struct slice head);
	int (*open)(void **ret, struct input *input, struct err *err);
	const struct source_ops *ops;
};

static const struct kind kinds[] = {
	{file_is_pcap, file_open, &file_ops},
	{pcapng_is, pcapng_open, &pcapng_ops},
};

#define CONVERT    "convert it with: editcap -F pcap IN OUT"
#define UNPACK     "unpack it first"
#define NO_CAPTURE "it is no capture"

/* SLICE as an initialiser of a static array. */
#define BYTES(literal)                                                         \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}

/* Magic numbers as in wiretap's open routines and file(1)'s magic. */
static const struct {
	struct slice magic;
	const char *what;
	const char *remedy;
} strangers[] = {
	{BYTES("snoop\0\0\0"), "a snoop capture", CONVERT},
	{BYTES("GMBU"), "a Microsoft Network Monitor 2 capture", CONVERT},
	{BYTES("RTSS"), "a Microsoft Network Monitor 1 capture", CONVERT},
	{BYTES("TRSNIFF data"), "a Sniffer capture", CONVERT},
	{BYTES("XCP\0"), "a NetXray capture", CONVERT},
	{BYTES("btsnoop\0"), "a Bluetooth btsnoop capture", CONVERT},
	{BYTES("iptrace "), "an AIX iptrace capture", CONVERT},
	{BYTES("\xa1\xb2\x34\xcd"), "a pcap variant", CONVERT},
	{BYTES("\xcd\x34\xb2\xa1"), "a pcap variant", CONVERT},
	{BYTES("\x1f\x8b"), "gzip inside a compressed file", UNPACK},
	{BYTES("\x28\xb5\x2f\xfd"), "zstd inside a compressed file", UNPACK},
	{BYTES("\xfd"
	       "7zXZ\0"),
		"xz compressed", "unpack it first with: unxz"},
	{BYTES("BZh"), "bzip2 compressed", "unpack it first with: bunzip2"},
	{BYTES("\x04\x22\x4d\x18"), "lz4 compressed",
		"unpack it first with: unlz4"},
	{BYTES("PK\x03\x04"), "a zip archive", UNPACK},
	{BYTES("7z\xbc\xaf\x27\x1c"), "a 7-Zip archive", UNPACK},
	{BYTES("Rar!"), "a RAR archive", UNPACK},
	{BYTES("RIFF"), "a RIFF file (WAV audio, most likely)", NO_CAPTURE},
	{BYTES("\x7f"
	       "ELF"),
		"a program", NO_CAPTURE},
	{BYTES("%PDF"), "a PDF document", NO_CAPTURE},
};

/* ERF has no magic: does a record header fit, and one more behind it? */
static bool looks_like_erf(struct slice head)
{
	struct cursor c = cursor_of(head.p, head.n);
	size_t records = 0;

	while (records < 2 && cursor_left(&c) > 0) {
		cursor_skip(&c, 8); /* time stamp */
		uint8_t type = cursor_u8(&c) & 0x7f;
		cursor_skip(&c, 1); /* flags */
		uint16_t length = cursor_u16(&c);

		/* Types in use: 1 (HDLC) to 27; header of 16 bytes included. */
		if (c.bad || type < 1 || type > 27 || length < 16) {
			return false;
		}
		cursor_skip(&c, length - 12U);
		records++;
	}
	return records > 0;
}

static bool looks_like_text(struct slice head)
{
	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];

		if (c == 0x7f || (c < ' ' && (c < '\t' || c > '\r'))) {
			return false;
		}
	}
	return head.n >= 4;
}

static int unknown(struct input *input, struct slice head, struct err *err)
{
	const char *name = input_name(input);
	const struct err *broken = input_error(input);

	if (broken) {
		return err_set(err, "%s", broken->text);
	}
	if (head.n == 0) {
		return err_set(err,
			"%s: is empty (0 bytes); was the capture stopped "
			"before it wrote anything?",
			name);
	}
	for (size_t i = 0; i < COUNT_OF(strangers); i++) {
		struct slice magic = strangers[i].magic;

		if (slice_eq(slice_sub(head, 0, magic.n), magic)) {
			return err_set(err, "%s: is %s; %s", name,
				strangers[i].what, strangers[i].remedy);
		}
	}
	if (looks_like_text(head)) {
		return err_set(err,
			"%s: is text, not a capture; a hex dump can be turned "
			"into one with: text2pcap IN OUT",
			name);
	}
	if (looks_like_erf(head)) {
		return err_set(err, "%s: looks like an Endace ERF capture; %s",
			name, CONVERT);
	}

	struct cursor c = cursor_of(head.p, head.n);
	uint32_t magic = cursor_u32(&c);

	return err_set(err,
		"%s: is neither pcap nor pcapng (%s %08x); if Wireshark can "
		"open it, %s",
		name, c.bad ? "fewer than 4 bytes," : "first bytes", magic,
		CONVERT);
}

/* Takes over @input. */
static int open_input(
	struct source **ret, struct input *input, struct err *err)
{
	struct source *s = calloc(1, sizeof(*s));
	struct slice head = input_peek(input, 4);

	if (!s) {
		input_close(input);
		return err_set(err, "out of memory");
	}
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (!kinds[i].is(head)) {
			continue;
		}
		if (kinds[i].open(&s->state, input, err) != 0) {
			input_close(input);
			free(s);
			return -1;
		}
		s->input = input;
		s->ops = kinds[i].ops;
		*ret = s;
		return 0;
	}
	free(s);
	head = slice_sub(input_peek(input, HEAD_BYTES), 0, HEAD_BYTES);
	(void)unknown(input, head, err);
	input_close(input);
	return -1;
}

int source_open(struct source **ret, const char *path, struct err *err)
{
	struct input *input;

	if (input_open(&input, path, err) != 0) {
		return -1;
	}
	return open_input(ret, input, err);
}

int source_open_memory(struct source **ret, struct slice bytes, struct err *err)
{
	struct input *input;

	if (input_open_memory(&input, bytes, err) != 0) {
		return -1;
	}
	return open_input(ret, input, err);
}

static int take_late(struct source *s, struct err *err)
{
	s->late = 0;
	return err_set(err, "%s", s->late_err.text);
}

int source_next(struct source *s, struct frame *ret, struct err *err)
{
	if (ATTR_UNLIKELY(s->done)) {
		return s->late < 0 ? take_late(s, err) : 0;
	}

	int got = s->ops->next(s->state, ret, err);

	if (ATTR_UNLIKELY(got != 1)) {
		s->done = true;
		return got;
	}
	s->frames++;
	s->bytes += ret->caplen;
	return 1;
}

/* As many frames as lie ready, counted. */
static size_t take_ready(struct source *s, struct frame *ret, size_t most)
{
	size_t n = s->ops->ready(s->state, ret, most);

	s->frames += n;
	for (size_t i = 0; i < n; i++) {
		s->bytes += ret[i].caplen;
	}
	return n;
}

int source_batch(
	struct source *s, struct frame *ret, size_t most, struct err *err)
{
	int got = source_next(s, ret, err);
	size_t n = 1;

	if (ATTR_UNLIKELY(got != 1)) {
		return got;
	}
	if (ATTR_LIKELY(s->ops->ready != NULL)) {
		return (int)(n + take_ready(s, ret + n, most - n));
	}
	while (n < most && s->ops->holds(s->state)) {
		s->late = source_next(s, &ret[n], &s->late_err);
		if (ATTR_UNLIKELY(s->late != 1)) {
			break;
		}
		n++;
	}
	return (int)n;
}

struct source_info source_info(const struct source *s)
{
	struct source_info info = {
		.path = input_path(s->input),
		.format = s->ops->name,
		.compression = input_compression(s->input),
		.frames = s->frames,
		.bytes = s->bytes,
	};

	s->ops->info(s->state, &info);
	return info;
}

struct maybe source_progress(const struct source *s)
{
	struct source_info info = source_info(s);

	return input_progress(s->input, info.offset);
}

void source_close(struct source *s)
{
	if (s) {
		s->ops->close(s->state);
		input_close(s->input);
		free(s);
	}
}
