/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One list of three sources: what was dissected, RTP by its streams, and what
 * was only recognised. A protocol that both dissectors and recognition know is
 * told once, by the dissector.
 */
#include "reports/protocols.h"

#include "calls/protocol.h"
#include "calls/traffic.h"
#include "reports/format.h"

#include <inttypes.h>

/* Recognised ones that the text shows; JSON has all. */
#define OTHERS_MOST 12
#define NAME_MOST   24

/* What a report on telephony is asked for. */
static const char *const asked[] = {"SIP", "SDP", "RTP", "RTCP", "SRTP", "STUN",
	"RTSP", "H.323", "DNS", "DHCP", "ARP"};

/* One row. */
struct row {
	char name[NAME_MOST];
	const char *title, *source; /* NULL: recognised, not dissected */
	uint64_t packets, frame;
	ns_t ts;
};

typedef void row_told(void *context, const struct row *row);

static void name_of(const struct dissector *dissector, char ret[NAME_MOST])
{
	size_t i = 0;

	for (; dissector->name[i] && i < NAME_MOST - 1; i++) {
		char c = dissector->name[i];
		ret[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	ret[i] = '\0';
}

static void tell_dissected(
	const struct book *book, row_told *told, void *context)
{
	for (unsigned i = 0; i < book->net.protocols.count; i++) {
		const struct protocol *p = &book->net.protocols.list[i];
		struct row r = {.title = p->dissector->title,
			.source = p->dissector->source,
			.packets = p->packets,
			.frame = p->first.frame,
			.ts = p->first.ts};
		name_of(p->dissector, r.name);
		told(context, &r);
	}
}

/* Streams that no foreign source sent: in clear, or encrypted. */
static void tell_rtp(const struct book *book, bool secure, row_told *told,
	void *context)
{
	struct row r = {.title = secure ? "Secure Real-time Transport Protocol"
					: dissector_rtp.title,
		.source = secure ? "RFC 3711" : dissector_rtp.source};

	(void)snprintf(r.name, sizeof(r.name), "%s", secure ? "SRTP" : "RTP");
	for (const struct stream *s = book->streams; s; s = s->next) {
		if ((stream_security(s) != SECURE_NONE) != secure) {
			continue;
		}
		if (!r.packets || s->stat.first_ts < r.ts) {
			r.ts = s->stat.first_ts;
			r.frame = s->stat.first_frame;
		}
		r.packets += s->stat.packets;
	}
	if (r.packets) {
		told(context, &r);
	}
}

static bool is_dissected(const struct book *book, const char *name)
{
	for (unsigned i = 0; i < book->net.protocols.count; i++) {
		const char *d = book->net.protocols.list[i].dissector->name;
		if (slice_iis(slice_of(name), d)) {
			return true;
		}
	}
	return false;
}

static void tell_recognised(
	const struct book *book, row_told *told, void *context)
{
	size_t n;
	struct traffic_app *const *apps = traffic_apps(book->traffic, &n);

	for (size_t i = 0; i < n; i++) {
		const struct traffic_app *a = apps[i];
		struct row r = {.packets = a->packets,
			.frame = a->first_frame,
			.ts = a->first_ts};
		(void)snprintf(r.name, sizeof(r.name), "%s", a->app->name);
		if (traffic_app_basis(a) != CLASSIFY_NONE &&
			!is_dissected(book, r.name)) {
			told(context, &r);
		}
	}
}

static void tell_all(const struct book *book, row_told *told, void *context)
{
	tell_dissected(book, told, context);
	tell_rtp(book, false, told, context);
	tell_rtp(book, true, told, context);
	tell_recognised(book, told, context);
}

/* Bits of asked[] that were found. */
static void mark(void *context, const struct row *row)
{
	unsigned *found = context;

	for (unsigned i = 0; i < COUNT_OF(asked); i++) {
		if (slice_iis(slice_of(row->name), asked[i])) {
			*found |= 1U << i;
		}
	}
}

struct section {
	struct text *out;
	const struct report_options *options;
	const struct report_input *input;
	unsigned rows, others, left_out;
};

static void put_row(void *context, const struct row *row)
{
	struct section *w = context;
	struct text s = {0};

	if (!row->title && w->others++ >= OTHERS_MOST) {
		w->left_out++;
		return;
	}
	if (w->rows++ == 0) {
		format_heading(w->out, w->options->colour, "Protocols");
		text_puts(w->out, "  protocol                packets  first frame\n");
	}
	text_puts(&s, "  ");
	format_cell(&s, slice_of(row->name), 20, false);
	text_printf(&s, " %10" PRIu64 " %12" PRIu64 "  ", row->packets,
		row->frame);
	text_puts(&s, row->title ? row->title : "recognised, not read");
	text_put(w->out, text_fit(text_slice(&s), w->options->columns));
	text_puts(w->out, "\n");
	text_finish(&s);
}

void protocols_text(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	struct section w = {.out = out, .options = options, .input = input};
	struct text s = {0};
	unsigned found = 0;

	tell_all(input->book, put_row, &w);
	tell_all(input->book, mark, &found);
	if (!w.rows) {
		return;
	}
	if (w.left_out) {
		text_printf(out, "  and %u more\n", w.left_out);
	}
	for (unsigned i = 0; i < COUNT_OF(asked); i++) {
		if (!(found >> i & 1)) {
			text_printf(&s, "%s%s", s.n ? ", " : "", asked[i]);
		}
	}
	format_field(out, "not found", text_slice(&s), options->columns);
	text_puts(out, "\n");
	text_finish(&s);
}

static void put_record(void *context, const struct row *row)
{
	const struct json *list = context;
	struct json j = json_object(*list, NULL);

	json_word(j, "protocol", row->name);
	json_word(j, "title", row->title);
	json_word(j, "standard", row->source);
	json_count(j, "packets", row->packets);
	json_count(j, "first_frame", row->frame);
	json_time(j, "first_time", row->ts);
}

void protocols_json(struct json j, const struct book *book)
{
	struct json list = json_array(j, "protocols");
	unsigned found = 0;

	tell_all(book, put_record, &list);
	tell_all(book, mark, &found);
	list = json_array(j, "protocols_not_found");
	for (unsigned i = 0; i < COUNT_OF(asked); i++) {
		if (!(found >> i & 1)) {
			json_word(list, NULL, asked[i]);
		}
	}
}
