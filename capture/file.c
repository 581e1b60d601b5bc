/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every frame of a large capture passes through file_next. It reads records
 * where they lie in the input's buffer and asks the input only when the next
 * one is not all there: nothing is copied or allocated, and a frame costs a few
 * loads and compares. (libpcap copies each frame out of stdio's buffer, in two
 * reads: more work than all that is done with an RTP packet's headers.)
 *
 * libpcap reads the file header and judges it; the oddities of the records are
 * its too: files before version 2.3 and those of version 543.0 hold the two lengths in the other order, 2.3 either way; a
 * record may be longer than the snapshot length, and is cut to it.
 *
 * Times: the seconds field is unsigned (good until 2106). A fraction that is no
 * fraction of a second is brought to the last nanosecond of it, which keeps the
 * order of frames.
 */
#include "capture/file.h"

#include "lib/attr.h"
#include "lib/cursor.h"

#include <pcap/pcap.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_HEADER     24
#define RECORD_HEADER   16
#define PATCHED_HEADER  24         /* Kuznetzov's: interface, protocol, type */
#define FRAME_MAX       262144     /* libpcap's MAXIMUM_SNAPLEN */
#define LINKTYPE_MASK   0x03ffffff /* above it: length of the FCS */
#define MAGIC_US        0xa1b2c3d4
#define MAGIC_NS        0xa1b23c4d
#define MAGIC_KUZNETZOV 0xa1b2cd34

enum lengths { LENGTHS_CAPTURED_FIRST, LENGTHS_SWAPPED, LENGTHS_EITHER };

struct file {
	struct input *input;
	struct slice ahead; /* bytes of the input not yet handed out */
	size_t taken;       /* bytes before them that the input still holds */
	uint64_t frames;
	uint64_t offset; /* of the record that comes next */
	uint32_t record_header;
	uint32_t cut_at; /* no more bytes of a frame are handed out */
	enum lengths order;
	ns_t tick_ns; /* of the fraction */
	struct source_iface iface;
	bool nanoseconds;
	bool byte_swapped;
	bool truncated;
};

static uint32_t swapped(uint32_t v, bool swap)
{
	return swap ? __builtin_bswap32(v) : v;
}

/* The magic number in big-endian order; 0 when it is none of ours. */
static uint32_t magic_of(struct slice head, bool *ret_little)
{
	struct cursor c = cursor_of(head.p, head.n);
	uint32_t stored = cursor_u32(&c);

	for (int little = 0; little <= 1; little++) {
		uint32_t magic = swapped(stored, little != 0);

		if (magic == MAGIC_US || magic == MAGIC_NS ||
			magic == MAGIC_KUZNETZOV) {
			*ret_little = little != 0;
			return magic;
		}
	}
	return 0;
}

bool file_is_pcap(struct slice head)
{
	bool little;

	return magic_of(head, &little) != 0;
}

/* libpcap says what the header means, or why it is none. */
static int ask_libpcap(struct file *f, struct slice head, struct err *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	char copy[FILE_HEADER];

	memcpy(copy, head.p, sizeof(copy));
	FILE *in = fmemopen(copy, sizeof(copy), "rb");
	pcap_t *pcap = in ? pcap_fopen_offline(in, text) : NULL;
	if (!pcap) {
		if (in) {
			(void)fclose(in);
		}
		return err_set(err, "%s: its pcap header cannot be read: %s",
			input_name(f->input), in ? text : "out of memory");
	}
	int major = pcap_major_version(pcap);
	int minor = pcap_minor_version(pcap);
	f->cut_at = (uint32_t)pcap_snapshot(pcap);
	f->byte_swapped = pcap_is_swapped(pcap) != 0;
	pcap_close(pcap);
	if (major == 543 || minor < 3) {
		f->order = LENGTHS_SWAPPED;
	} else if (minor == 3) {
		f->order = LENGTHS_EITHER;
	}
	return 0;
}

static int read_header(struct file *f, struct slice head, struct err *err)
{
	bool little = false;
	uint32_t magic = magic_of(head, &little);

	if (head.n < FILE_HEADER && input_error(f->input)) {
		return err_set(err, "%s", input_error(f->input)->text);
	}
	if (head.n < FILE_HEADER) {
		return err_set(err,
			"%s: cut short at byte %zu, inside the file header of "
			"%d bytes: there are no frames in it",
			input_name(f->input), head.n, FILE_HEADER);
	}

	struct cursor c = cursor_of(head.p, FILE_HEADER);

	cursor_skip(&c, 16);
	f->iface.snaplen = swapped(cursor_u32(&c), little);
	f->iface.link = swapped(cursor_u32(&c), little) & LINKTYPE_MASK;
	f->nanoseconds = magic == MAGIC_NS;
	f->tick_ns = f->nanoseconds ? 1 : 1000;
	f->record_header =
		magic == MAGIC_KUZNETZOV ? PATCHED_HEADER : RECORD_HEADER;
	f->taken = FILE_HEADER;
	f->offset = FILE_HEADER;
	return ask_libpcap(f, head, err);
}

int file_open(void **ret, struct input *input, struct err *err)
{
	struct file *f = calloc(1, sizeof(*f));

	if (!f) {
		return err_set(err, "%s: out of memory", input_name(input));
	}
	f->input = input;
	if (read_header(f, input_peek(input, FILE_HEADER), err) != 0) {
		free(f);
		return -1;
	}
	*ret = f;
	return 0;
}

/* The input holds no whole record: the regular end, a cut, or no bytes. */
static int file_stopped(struct file *f, size_t wanted, struct err *err)
{
	const struct err *broken = input_error(f->input);
	unsigned long long frame = f->frames + 1;

	if (broken) {
		f->truncated = true;
		return err_set(err, "%s; the %llu frames before it were read",
			broken->text, frame - 1);
	}
	if (f->ahead.n == 0) {
		return 0;
	}
	f->truncated = true;
	return err_set(err,
		"%s: cut short at byte %llu, inside frame %llu: %zu of its %zu "
		"bytes are there",
		input_name(f->input), (unsigned long long)f->offset, frame,
		f->ahead.n, wanted);
}

static int too_long(const struct file *f, uint32_t caplen, struct err *err)
{
	return err_set(err,
		"%s: damaged at byte %llu: frame %llu claims %u bytes, and %d "
		"is the most a frame can have; nothing after it can be read",
		input_name(f->input), (unsigned long long)f->offset,
		(unsigned long long)(f->frames + 1), caplen, FRAME_MAX);
}

/* True when the next @n bytes are there, in one piece, at f->ahead. */
static bool is_there(struct file *f, size_t n)
{
	if (ATTR_UNLIKELY(f->ahead.n < n)) {
		input_skip(f->input, f->taken);
		f->taken = 0;
		f->ahead = input_peek(f->input, n);
	}
	return f->ahead.n >= n;
}

static uint32_t field(const struct file *f, size_t at)
{
	uint32_t v;

	memcpy(&v, f->ahead.p + at, sizeof(v));
	return swapped(v, f->byte_swapped);
}

static bool lengths_swapped(const struct file *f, uint32_t caplen, uint32_t len)
{
	return f->order == LENGTHS_SWAPPED ||
	       (f->order == LENGTHS_EITHER && caplen > len);
}

/* The record at f->ahead, all of which is there, becomes @ret. */
static inline void give(
	struct file *f, struct frame *ret, uint32_t caplen, uint32_t len)
{
	size_t record = f->record_header + caplen;
	ns_t ns = (ns_t)field(f, 4) * f->tick_ns;

	ret->ts = (ns_t)field(f, 0) * NS_PER_S +
		  (ns < NS_PER_S ? ns : NS_PER_S - 1);
	ret->caplen = caplen < f->cut_at ? caplen : f->cut_at;
	ret->len = len > ret->caplen ? len : ret->caplen;
	ret->link = f->iface.link;
	ret->iface = 0;
	ret->number = ++f->frames;
	ret->data = (const uint8_t *)f->ahead.p + f->record_header;
	if (ATTR_LIKELY(f->ahead.n > 2 * record)) {
		/* The record after the next one, if that is as long as this:
		 * its headers are two cache lines. */
		ATTR_PREFETCH(f->ahead.p + 2 * record);
		ATTR_PREFETCH(f->ahead.p + 2 * record + 64);
	}
	f->ahead.p += record;
	f->ahead.n -= record;
	f->taken += record;
	f->offset += record;
}

static int file_next(void *state, struct frame *ret, struct err *err)
{
	struct file *f = state;

	if (ATTR_UNLIKELY(!is_there(f, f->record_header))) {
		return file_stopped(f, f->record_header, err);
	}
	uint32_t caplen = field(f, 8);
	uint32_t len = field(f, 12);
	if (ATTR_UNLIKELY(f->order != LENGTHS_CAPTURED_FIRST) &&
		lengths_swapped(f, caplen, len)) {
		uint32_t other = caplen;
		caplen = len;
		len = other;
	}
	if (ATTR_UNLIKELY(caplen > FRAME_MAX)) {
		return too_long(f, caplen, err);
	}
	size_t record = f->record_header + caplen;
	if (ATTR_UNLIKELY(!is_there(f, record))) {
		return file_stopped(f, record, err);
	}
	give(f, ret, caplen, len);
	return 1;
}

/* Whatever is not as usual is left for file_next. */
static size_t file_ready(void *state, struct frame *ret, size_t most)
{
	struct file *f = state;
	size_t n = 0;

	while (n < most && f->ahead.n >= f->record_header &&
		f->order == LENGTHS_CAPTURED_FIRST) {
		uint32_t caplen = field(f, 8);
		if (caplen > FRAME_MAX ||
			caplen > f->ahead.n - f->record_header) {
			break;
		}
		give(f, &ret[n++], caplen, field(f, 12));
	}
	return n;
}

static void file_info(const void *state, struct source_info *ret)
{
	const struct file *f = state;

	ret->nanoseconds = f->nanoseconds;
	ret->byte_swapped = f->byte_swapped;
	ret->offset = f->offset;
	ret->truncated = f->truncated;
	ret->ifaces = &f->iface;
	ret->iface_count = 1;
}

static void file_close(void *state)
{
	free(state);
}

const struct source_ops file_ops = {
	.name = "pcap",
	.next = file_next,
	.ready = file_ready,
	.info = file_info,
	.close = file_close,
};
