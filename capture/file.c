/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hot path. Every frame of a large capture passes through file_next, which
 * therefore does nothing but call pcap_next_ex and fill in seven fields: the
 * bytes stay in libpcap's buffer, nothing is allocated or copied here.
 *
 * libpcap does not say where in the file it is, so the offset is counted: file
 * header, then record header and captured bytes of each frame. Where a record
 * may be longer than what libpcap hands out (it cuts at the snapshot length)
 * the offset is asked from stdio instead.
 *
 * Times: the seconds field is unsigned (good until 2106) although libpcap reads
 * it as signed. A fraction that is no fraction of a second is brought to the
 * last nanosecond of it, which keeps the order of frames.
 */
#include "capture/file.h"

#include "lib/attr.h"
#include "lib/cursor.h"

#include <pcap/pcap.h>

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

struct file {
	pcap_t *pcap;
	struct input *input;
	uint64_t frames;
	uint64_t offset; /* of the record that comes next */
	uint32_t record_header;
	uint32_t cut_at; /* libpcap hands out no more bytes of a frame */
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

/* What libpcap does not tell: LINKTYPE_ (it knows DLT_) and the byte order. */
static int read_header(struct file *f, struct slice head, struct err *err)
{
	const uint16_t probe = 1;
	bool host_little = *(const uint8_t *)&probe == 1;
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
	f->byte_swapped = little != host_little;
	f->record_header =
		magic == MAGIC_KUZNETZOV ? PATCHED_HEADER : RECORD_HEADER;
	f->offset = FILE_HEADER;
	return 0;
}

static int open_pcap(struct file *f, struct err *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	FILE *in = input_file(f->input, err);

	if (!in) {
		return -1;
	}
	f->pcap = pcap_fopen_offline_with_tstamp_precision(
		in, PCAP_TSTAMP_PRECISION_NANO, text);
	if (!f->pcap) {
		(void)fclose(in);
		return err_set(err, "%s: its pcap header cannot be read: %s",
			input_name(f->input), text);
	}
	f->cut_at = (uint32_t)pcap_snapshot(f->pcap);
	return 0;
}

int file_open(void **ret, struct input *input, struct err *err)
{
	struct file *f = calloc(1, sizeof(*f));

	if (!f) {
		return err_set(err, "%s: out of memory", input_name(input));
	}
	f->input = input;
	if (read_header(f, input_peek(input, FILE_HEADER), err) != 0 ||
		open_pcap(f, err) != 0) {
		free(f);
		return -1;
	}
	*ret = f;
	return 0;
}

/* libpcap stopped: the regular end, a cut, a damaged record or no bytes. */
static int file_stopped(struct file *f, int got, struct err *err)
{
	const struct err *broken = input_error(f->input);
	const char *name = input_name(f->input);
	unsigned long long at = f->offset;
	unsigned long long frame = f->frames + 1;

	if (got == PCAP_ERROR_BREAK) {
		return 0;
	}
	if (broken) {
		f->truncated = true;
		return err_set(err, "%s; the %llu frames before it were read",
			broken->text, frame - 1);
	}

	/* "truncated dump file; tried to read ...": the second half is new. */
	const char *text = pcap_geterr(f->pcap);
	const char *detail = strchr(text, ';');

	if (feof(pcap_file(f->pcap))) {
		f->truncated = true;
		return err_set(err,
			"%s: cut short at byte %llu, inside frame %llu: "
			"libpcap%s",
			name, at, frame, detail ? detail + 1 : text);
	}
	if (ferror(pcap_file(f->pcap))) {
		return err_set(err,
			"%s: cannot be read on at byte %llu, in "
			"frame %llu: %s",
			name, at, frame, text);
	}
	return err_set(err,
		"%s: damaged at byte %llu: frame %llu has an %s; nothing after "
		"it can be read",
		name, at, frame, text);
}

static int too_long(const struct file *f, uint32_t caplen, struct err *err)
{
	return err_set(err,
		"%s: damaged at byte %llu: frame %llu claims %u bytes, and %d "
		"is the most a frame can have; nothing after it can be read",
		input_name(f->input), (unsigned long long)f->offset,
		(unsigned long long)(f->frames + 1), caplen, FRAME_MAX);
}

static int file_next(void *state, struct frame *ret, struct err *err)
{
	struct file *f = state;
	struct pcap_pkthdr *h;
	const u_char *data;
	int got = pcap_next_ex(f->pcap, &h, &data);

	if (ATTR_UNLIKELY(got != 1)) {
		return file_stopped(f, got, err);
	}
	if (ATTR_UNLIKELY(h->caplen > FRAME_MAX)) {
		return too_long(f, h->caplen, err);
	}

	/* tv_usec holds nanoseconds: that precision was asked for. */
	uint64_t fraction = (uint64_t)h->ts.tv_usec;

	if (ATTR_UNLIKELY(fraction >= (uint64_t)NS_PER_S)) {
		fraction = (uint64_t)NS_PER_S - 1;
	}
	ret->ts = (ns_t)(uint32_t)h->ts.tv_sec * NS_PER_S + (ns_t)fraction;
	ret->caplen = h->caplen;
	ret->len = h->len > h->caplen ? h->len : h->caplen;
	ret->link = f->iface.link;
	ret->iface = 0;
	ret->number = ++f->frames;
	ret->data = data;
	f->offset += f->record_header + h->caplen;
	if (ATTR_UNLIKELY(h->caplen >= f->cut_at)) {
		f->offset = input_file_offset(f->input, pcap_file(f->pcap));
	}
	return 1;
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
	struct file *f = state;

	if (f) {
		pcap_close(f->pcap); /* and the FILE */
		free(f);
	}
}

const struct source_ops file_ops = {
	.name = "pcap",
	.next = file_next,
	.info = file_info,
	.close = file_close,
};
