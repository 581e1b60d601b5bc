/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows arrive mixed, as the packets did; here they are put stream by stream and
 * get their bandwidth, which needs the packets of the last second of the same
 * stream only. Words and columns are those of Wireshark's RTP stream analysis.
 */
#include "reports/packets.h"

#include "quality/bandwidth.h"
#include "reports/format.h"

#include <inttypes.h>
#include <stdlib.h>

/* Payload types 13 (RFC 3389) and 19 (reserved for it) are comfort noise. */
#define NOISE_RESERVED 19

static int by_stream(const void *a, const void *b)
{
	const struct book_row *const *x = a;
	const struct book_row *const *y = b;

	if ((*x)->stream->id != (*y)->stream->id) {
		return (*x)->stream->id < (*y)->stream->id ? -1 : 1;
	}
	/* Same array: the order of arrival is the order of addresses. */
	return (*x > *y) - (*x < *y);
}

/* Pointers to the wanted rows, stream by stream; NULL when memory ran out. */
static const struct book_row **sorted(const struct report_input *input,
	const struct report_rows *rows, const struct call *only,
	size_t *ret_count)
{
	const struct book_row **list = calloc(rows->count + 1, sizeof(*list));
	size_t n = 0;

	if (!list) {
		return NULL;
	}
	for (size_t i = 0; i < rows->count; i++) {
		const struct book_row *row = &rows->rows[i];
		bool mirrored = row->copy && row->stream->once;
		if (!mirrored && report_shows(input, only, row->stream->call)) {
			list[n++] = row;
		}
	}
	qsort(list, n, sizeof(*list), by_stream);
	*ret_count = n;
	return list;
}

void packets_status(struct text *t, const struct book_row *row)
{
	if (row->flags & RTPSTAT_NOISE) {
		text_puts(t, row->payload_type == NOISE_RESERVED
				     ? "Comfort noise (PT=19, reserved)"
				     : "Comfort noise (PT=13, RFC 3389)");
	} else if (row->flags & RTPSTAT_DUPLICATE) {
		text_puts(t, "Duplicate");
	} else if (row->flags & RTPSTAT_WRONG_SEQ) {
		text_puts(t, "Wrong sequence number");
	} else if (row->flags & RTPSTAT_PT_CHANGE &&
		   !(row->flags & (RTPSTAT_EVENT | RTPSTAT_FIRST |
					  RTPSTAT_AFTER_NOISE))) {
		text_printf(t, "Payload changed to PT=%u", row->payload_type);
	} else if (row->flags & RTPSTAT_WRONG_TS) {
		text_puts(t, "Incorrect timestamp");
	} else if (row->flags & RTPSTAT_AFTER_NOISE && !row->marker) {
		text_puts(t, "Marker missing?");
	} else if (row->flags & RTPSTAT_EVENT) {
		text_printf(t, "PT=%u telephone-event", row->payload_type);
	} else {
		text_puts(t, "OK");
	}
}

/* How one of the two tables writes a row. */
struct layout {
	void (*begin)(struct text *out, const struct stream *stream);
	void (*row)(struct text *out, const struct report_input *input,
		const struct book_row *row, double kbps);
};

static int put_rows(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	const struct layout *layout, struct err *err)
{
	size_t count = 0;
	struct bandwidth bandwidth = {0};
	const struct stream *last = NULL;
	const struct book_row **rows = sorted(input, options->packets, only, &count);
	int rc = 0;

	if (!rows) {
		return err_set(err, "out of memory for the per-packet table");
	}
	for (size_t i = 0; i < count && rc == 0; i++) {
		const struct book_row *row = rows[i];
		if (row->stream != last) {
			last = row->stream;
			bandwidth_finish(&bandwidth);
			if (layout->begin) {
				layout->begin(out, last);
			}
		}
		struct book_row shown = *row;
		if (last->once) {
			shown.delta_ms = row->once.delta_ms;
			shown.jitter_ms = row->once.jitter_ms;
			shown.skew_ms = row->once.skew_ms;
			shown.flags = row->once.flags;
		}
		double kbps = bandwidth_add(&bandwidth, row->ts, row->ip_bytes);
		layout->row(out, input, &shown, kbps);
		rc = report_drain(out, options, err);
	}
	bandwidth_finish(&bandwidth);
	free(rows);
	return rc;
}

static void begin_text(struct text *out, const struct stream *s)
{
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];

	text_printf(out, "Stream %u  %s \xe2\x86\x92 %s, SSRC 0x%X, ",
		(unsigned)s->id, endpoint_text(&s->src, src),
		endpoint_text(&s->dst, dst), (unsigned)s->ssrc);
	text_clean(out, stream_format_name(s).n ? stream_format_name(s)
						: SLICE("unknown codec"));
	text_puts(out, "\n"
		       "  frame       time s   seq    delta ms  jitter ms"
		       "     skew ms  kbit/s M status\n");
}

static void row_text(struct text *out, const struct report_input *input,
	const struct book_row *row, double kbps)
{
	struct text time = {0};

	format_relative(
		&time, row->ts, input->origin, report_nanoseconds(input));
	text_printf(out, "%7" PRIu64 " ", row->frame);
	text_cell(out, text_slice(&time), 12, true);
	text_printf(out, " %5u %11.6f", row->sequence, row->delta_ms);
	if (row->clocked) {
		text_printf(
			out, " %10.6f %11.6f", row->jitter_ms, row->skew_ms);
	} else {
		text_printf(out, " %10s %11s", "unknown", "unknown");
	}
	text_printf(out, " %7.2f %c ", kbps, row->marker ? 'M' : ' ');
	packets_status(out, row);
	text_puts(out, "\n");
	text_finish(&time);
}

int packets_text(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	static const struct layout layout = {begin_text, row_text};

	return put_rows(out, input, options, only, &layout, err);
}

static void row_csv(struct text *out, const struct report_input *input,
	const struct book_row *row, double kbps)
{
	text_printf(
		out, "%u,%" PRIu64 ",", (unsigned)row->stream->id, row->frame);
	format_relative(out, row->ts, input->origin, report_nanoseconds(input));
	text_printf(out, ",%u,%.6f,", row->sequence, row->delta_ms);
	if (row->clocked) {
		text_printf(out, "%.6f,%.6f", row->jitter_ms, row->skew_ms);
	} else {
		text_puts(out, ",");
	}
	text_printf(out, ",%.2f,%u,", kbps, row->marker);
	packets_status(out, row);
	text_puts(out, "\n");
}

static int write_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	static const struct layout layout = {NULL, row_csv};
	const struct call *only;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	text_puts(out, "stream,frame,time,seq,delta_ms,jitter_ms,skew_ms,"
		       "bandwidth_kbps,marker,status\n");
	return put_rows(out, input, options, only, &layout, err);
}

const struct report report_packets_csv = {
	.name = "csv",
	.title = "the per-packet table",
	.write = write_csv,
};
