/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each codec takes: one row for each codec and packet time that was seen,
 * from the packets themselves, so that captures with one codec each make one
 * table. A row is what one stream of it takes in one direction; what the header
 * of a codec's clock, or the tag of SRTP, makes surprising stands below.
 */
#include "reports/facts.h"
#include "reports/format.h"
#include "reports/json.h"
#include "reports/points.h"
#include "reports/report.h"

#include <math.h>

#define ROWS_MOST 64
#define ETHERNET_HEADER 14U /* as captures show it: without check sequence */
#define ETHERNET_TAG	4U

struct row {
	const struct stream *first; /* that shows it; the rest is counted */
	const struct codec *codec;  /* NULL: not known */
	const struct media_format *format; /* as SDP put it; NULL: none did */
	double ptime_ms;
	uint32_t payload; /* bytes of one packet; the last where they vary */
	bool varies;
	uint32_t headers; /* IP, UDP and RTP */
	uint32_t frame;	  /* Ethernet header and tags */
	uint32_t tag;	  /* of SRTP, within the payload; 0: none to be seen */
	uint32_t streams;
	uint64_t packets;
};

struct rows {
	struct row row[ROWS_MOST];
	unsigned count;
	uint64_t left_out; /* streams that found no row */
	uint64_t unjudged; /* streams whose packet time is not known */
};

static const struct media_format *format_of(const struct stream *s)
{
	const struct media_line *lines[] = {s->line, s->other_line};

	for (unsigned k = 0; k < COUNT_OF(lines); k++) {
		for (uint16_t i = 0; lines[k] && i < lines[k]->format_count; i++) {
			const struct media_format *f = &lines[k]->formats[i];
			if (f->payload_type == (int16_t)stream_payload_type(s)) {
				return f;
			}
		}
	}
	return NULL;
}

/* Of SRTP: 10 bytes or 4 (RFC 3711 clause 5.2), or 16 of AES-GCM (RFC 7714). */
static bool is_tag(uint32_t bytes)
{
	return bytes == 10 || bytes == 4 || bytes == 16;
}

/* Bytes above what the codec's constant rate makes, when they are a tag's. */
static uint32_t tag_of(const struct row *r)
{
	double bytes = r->codec ? r->codec->bitrate * r->ptime_ms / 8000 : 0;

	if (bytes < 1 || r->varies || r->codec->rate) {
		return 0;
	}
	uint32_t more = r->payload - (uint32_t)lround(bytes);
	return is_tag(more) ? more : 0;
}

static void add(struct rows *rows, const struct stream *s)
{
	struct maybe ptime = stream_ptime_ms(s);
	struct slice name = stream_format_name(s);
	unsigned i = 0;

	if (!facts_audio(s) || s->same_as) {
		return;
	}
	if (!ptime.known || s->stat.packets < 2 || !s->payload_size) {
		rows->unjudged++;
		return;
	}
	struct row new = {
		.first = s,
		.codec = stream_codec(s),
		.format = format_of(s),
		.ptime_ms = ptime.v,
		.payload = s->payload_size,
		.varies = s->payload_varies,
		.headers = (uint32_t)((s->ip_bytes - s->payload_bytes) /
				      s->stat.packets),
		.frame = ETHERNET_HEADER + ETHERNET_TAG * s->vlan_count,
	};
	for (; i < rows->count; i++) {
		const struct row *r = &rows->row[i];
		if (slice_ieq(stream_format_name(r->first), name) &&
			stream_payload_type(r->first) == stream_payload_type(s) &&
			fabs(r->ptime_ms - new.ptime_ms) < 0.01 &&
			r->headers == new.headers && r->frame == new.frame &&
			(r->payload == new.payload || (r->varies && new.varies))) {
			break;
		}
	}
	if (i == ROWS_MOST) {
		rows->left_out++;
		return;
	}
	if (i == rows->count) {
		new.tag = tag_of(&new);
		rows->row[rows->count++] = new;
	}
	rows->row[i].streams++;
	rows->row[i].packets += s->stat.packets;
}

static double rate(const struct row *r)
{
	return 1000 / r->ptime_ms;
}

static double ip_kbps(const struct row *r)
{
	return (r->payload + r->headers) * 8 * rate(r) / 1000;
}

static double frame_kbps(const struct row *r)
{
	return (r->payload + r->headers + r->frame) * 8 * rate(r) / 1000;
}

static uint32_t clock_of(const struct row *r)
{
	return stream_clock_hz(r->first);
}

/* What the E-model gives it where nothing is lost. */
static struct quality best(const struct row *r)
{
	struct quality_input in = {
		.codec = r->codec,
		.expected = QUALITY_LEAST,
		.seen = {
			.fmtp = r->format ? r->format->fmtp : (struct slice){0},
			.payload_bytes = r->payload - r->tag,
			.payload_most = r->first->payload_most,
			.ptime_ms = r->ptime_ms,
		},
	};

	return quality_rate(&in);
}

static void put_sdp(struct text *t, const struct row *r)
{
	const struct media_format *f = r->format;

	if (!f) {
		text_puts(t, "no SDP names it");
		return;
	}
	text_printf(t, "a=rtpmap:%d ", f->payload_type);
	text_clean(t, f->name);
	text_printf(t, "/%u", (unsigned)f->clock_hz);
	if (f->channels > 1) {
		text_printf(t, "/%u", f->channels);
	}
	if (f->fmtp.n) {
		text_printf(t, ", a=fmtp:%d ", f->payload_type);
		text_clean(t, f->fmtp);
	}
}

static void put_notes(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct row *r)
{
	struct text s = {0};
	struct quality q = best(r);

	put_sdp(&s, r);
	format_fact(out, "  SDP", &s, options->columns);
	if (r->codec && r->codec->clock_hz && r->codec->sample_hz &&
		r->codec->clock_hz != r->codec->sample_hz) {
		text_printf(&s,
			"audio of %.4g kHz, counted by an RTP clock of %.4g kHz: %s",
			r->codec->sample_hz / 1e3, r->codec->clock_hz / 1e3,
			r->codec->source);
		format_fact(out, "  clock", &s, options->columns);
	}
	if (r->tag) {
		text_printf(&s,
			"%u bytes of the payload are the tag of SRTP; in clear "
			"it has %u",
			(unsigned)r->tag, (unsigned)(r->payload - r->tag));
		format_fact(out, "  SRTP", &s, options->columns);
	}
	if (q.mos.known) {
		text_printf(&s,
			"%.2f at best, on the scale %s: nothing lost, no delay, "
			"Ie %.4g", q.mos.v, quality_scale(&q), q.rating->ie.v);
		format_fact(out, "  MOS", &s, options->columns);
	}
	format_plural(&s, r->streams, "stream");
	text_puts(&s, ", ");
	format_plural(&s, r->packets, "packet");
	text_puts(&s, ", first in ");
	points_frame(&s, input, r->first->capture, r->first->stat.first_frame);
	if (r->varies) {
		text_puts(&s, "; packets differ in size: the sizes above are "
			      "of the last one");
	}
	format_fact(out, "  seen", &s, options->columns);
	text_finish(&s);
}

static void put_row(struct text *out, const struct row *r)
{
	struct slice name = stream_format_name(r->first);

	format_cell(out, name.n ? name : SLICE("unknown"), 9, false);
	text_printf(out, " %3u %6u ", stream_payload_type(r->first),
		(unsigned)clock_of(r));
	if (r->codec && r->codec->sample_hz) {
		text_printf(out, "%6u", (unsigned)r->codec->sample_hz);
	} else {
		text_puts(out, "     -");
	}
	text_printf(out, " %5.4g %7u%s %5u %6u %6.4g %7.1f %8.1f\n",
		r->ptime_ms, (unsigned)r->payload, r->varies ? "~" : " ",
		(unsigned)(r->payload + r->headers),
		(unsigned)(r->payload + r->headers + r->frame), rate(r),
		ip_kbps(r), frame_kbps(r));
}

static int gather(struct rows *rows, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;

	*rows = (struct rows){0};
	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	for (const struct stream *s = input->book->streams; s; s = s->next) {
		if (report_shows(input, only, s->call)) {
			add(rows, s);
		}
	}
	return 0;
}

static int write_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct rows rows;

	if (gather(&rows, input, options, err) != 0) {
		return -1;
	}
	if (!rows.count) {
		text_puts(out, "No RTP stream of audio whose packet time is "
			       "known.\n");
		return 0;
	}
	format_style(out, options->colour, STYLE_DIM);
	text_puts(out,
		"               RTP  audio      bytes of a packet    packets "
		"     kbit/s\n"
		"codec     PT clock Hz    Hz    ms payload     IP  frame  per s "
		"     IP    frame\n");
	format_plain(out, options->colour, STYLE_DIM);
	for (unsigned i = 0; i < rows.count; i++) {
		put_row(out, &rows.row[i]);
	}
	text_puts(out, "\nOne stream, one direction; a call has two. \"frame\" is "
		       "with the Ethernet header\nand without check sequence, "
		       "as captures show it.\n\n");
	for (unsigned i = 0; i < rows.count; i++) {
		format_cell(out, stream_format_name(rows.row[i].first), 20,
			false);
		text_printf(out, "%.4g ms\n", rows.row[i].ptime_ms);
		put_notes(out, input, options, &rows.row[i]);
	}
	if (rows.left_out + rows.unjudged) {
		text_puts(out, "\nnot in the table: ");
		format_plural(out, rows.left_out + rows.unjudged, "stream");
		text_puts(out, ", most of them of unknown packet time\n");
	}
	return 0;
}

static void record(struct json j, const struct row *r)
{
	struct quality q = best(r);

	json_string(j, "codec", stream_format_name(r->first));
	json_word(j, "title", r->codec ? r->codec->title : NULL);
	json_count(j, "payload_type", stream_payload_type(r->first));
	json_count(j, "clock_hz", clock_of(r));
	if (r->codec && r->codec->sample_hz) {
		json_count(j, "audio_hz", r->codec->sample_hz);
	}
	json_number(j, "ptime_ms", maybe_of(r->ptime_ms), 3);
	json_count(j, "payload_bytes", r->payload);
	json_flag(j, "payload_varies", r->varies);
	json_count(j, "ip_bytes", r->payload + r->headers);
	json_count(j, "frame_bytes", r->payload + r->headers + r->frame);
	json_number(j, "packets_per_s", maybe_of(rate(r)), 3);
	json_number(j, "ip_kbps", maybe_of(ip_kbps(r)), 2);
	json_number(j, "frame_kbps", maybe_of(frame_kbps(r)), 2);
	if (r->tag) {
		json_count(j, "srtp_tag_bytes", r->tag);
	}
	json_number(j, "mos_best", q.mos, 3);
	json_word(j, "mos_scale", q.mos.known ? quality_scale(&q) : NULL);
	if (r->format) {
		struct text s = {0};
		put_sdp(&s, r);
		json_string(j, "sdp", text_slice(&s));
		text_finish(&s);
	}
	json_count(j, "streams", r->streams);
	json_count(j, "packets", r->packets);
	json_count(j, "first_frame", r->first->stat.first_frame);
}

static int write_json(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct json_record whole;
	struct rows rows;

	if (gather(&rows, input, options, err) != 0) {
		return -1;
	}
	struct json root = json_begin(&whole, out);
	struct json list = json_array(root, "codecs");
	for (unsigned i = 0; i < rows.count; i++) {
		record(json_object(list, NULL), &rows.row[i]);
	}
	json_count(root, "streams_left_out", rows.left_out + rows.unjudged);
	return json_end(&whole) == 0
		       ? 0
		       : err_set(err, "out of memory while writing JSON");
}

static int write_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct rows rows;

	if (gather(&rows, input, options, err) != 0) {
		return -1;
	}
	text_puts(out, "codec,payload_type,clock_hz,audio_hz,ptime_ms,"
		       "payload_bytes,ip_bytes,frame_bytes,packets_per_s,ip_kbps,"
		       "frame_kbps,sdp\n");
	for (unsigned i = 0; i < rows.count; i++) {
		const struct row *r = &rows.row[i];
		struct text s = {0};
		format_csv(out, stream_format_name(r->first));
		text_printf(out, ",%u,%u,", stream_payload_type(r->first),
			(unsigned)clock_of(r));
		if (r->codec && r->codec->sample_hz) {
			text_printf(out, "%u", (unsigned)r->codec->sample_hz);
		}
		text_printf(out, ",%.6g,%u,%u,%u,%.6g,%.2f,%.2f,", r->ptime_ms,
			(unsigned)r->payload,
			(unsigned)(r->payload + r->headers),
			(unsigned)(r->payload + r->headers + r->frame), rate(r),
			ip_kbps(r), frame_kbps(r));
		if (r->format) {
			put_sdp(&s, r);
			format_csv(out, text_slice(&s));
		}
		text_finish(&s);
		text_puts(out, "\n");
	}
	return 0;
}

const struct report report_codecs = {
	.name = "text",
	.title = "for people",
	.write = write_text,
};

const struct report report_codecs_csv = {
	.name = "csv",
	.title = "one line for each codec and packet time",
	.write = write_csv,
};

const struct report report_codecs_json = {
	.name = "json",
	.title = "the same as one JSON object",
	.write = write_json,
};
