/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines for the text report and for the screen of the capture's health. */
#include "reports/captured.h"

#include "reports/format.h"

#include <inttypes.h>

static void put_undecoded(struct text *out,
	const struct report_options *options, const struct report_capture *c)
{
	struct text s = {0};
	uint64_t sum = 0;

	for (unsigned i = 1; i < UNDECODED_REASONS; i++) {
		sum += c->undecoded[i];
		if (c->undecoded[i]) {
			text_printf(&s, "%s%" PRIu64 " %s", s.n ? ", " : "",
				c->undecoded[i],
				undecoded_text((enum undecoded)i));
		}
	}
	if (sum) {
		struct text line = {0};
		format_plural(&line, sum, "packet");
		text_puts(&line, ": ");
		/* "2 packets: 2 not IP" would say it twice. */
		struct slice first = text_slice(&s);
		struct slice rest = first;
		(void)slice_cut(&rest, ' ');
		bool one = slice_find(first, ',') == first.n;
		text_put(&line, one ? rest : first);
		format_field(
			out, "not read", text_slice(&line), options->columns);
		text_finish(&line);
	}
	text_finish(&s);
}

static void put_tunnels(struct text *out, const struct report_options *options,
	const struct tunnels *t)
{
	struct text s = {0};
	char a[ADDR_TEXT];

	for (unsigned i = 0; i < t->count; i++) {
		const struct tunnels_entry *e = &t->entries[i];
		text_clear(&s);
		format_plural(&s, e->frames, "packet");
		text_puts(&s, " came in ");
		tunnels_kinds(&s, e);
		if (tunnels_outer(e)) {
			text_printf(&s, " (%s", addr_text(&e->src, a));
			text_printf(&s, " -> %s)", addr_text(&e->dst, a));
		}
		format_field(out, i ? "" : "tunnels", text_slice(&s),
			options->columns);
	}
	if (t->others) {
		text_clear(&s);
		format_plural(&s, t->others, "packet");
		text_puts(&s, " came in further tunnels");
		format_field(out, "", text_slice(&s), options->columns);
	}
	text_finish(&s);
}

static void put_filtered(struct text *out, const struct report_options *options,
	const struct report_capture *c, const char *filter)
{
	struct text s = {0};

	if (!filter) {
		return;
	}
	format_plural(&s, c->filtered, "packet");
	text_puts(&s, " left out by the filter: ");
	text_clean(&s, slice_of(filter));
	format_field(out, "filtered", text_slice(&s), options->columns);
	text_finish(&s);
}

void captured_file(struct text *out, const struct report_options *options,
	const struct report_capture *c, const char *filter)
{
	struct text s = {0};
	size_t columns = options->columns;

	text_clean(&s, slice_of(c->path));
	format_field(out, "file", text_slice(&s), columns);
	text_clear(&s);
	text_printf(&s, "%s%s%s, %s, ", c->info.format,
		c->info.compression ? ", " : "",
		c->info.compression ? c->info.compression : "",
		*c->link ? c->link : "link type unknown");
	format_plural(&s, c->frames, "packet");
	text_printf(&s, ", %" PRIu64 " bytes", c->bytes);
	format_field(out, "holds", text_slice(&s), columns);
	if (c->frames) {
		text_clear(&s);
		format_utc(&s, c->first_ts, c->info.nanoseconds);
		text_puts(&s, ", lasting ");
		format_relative(
			&s, c->last_ts, c->first_ts, c->info.nanoseconds);
		text_puts(&s, " s");
		format_field(out, "begins", text_slice(&s), columns);
	}
	put_filtered(out, options, c, filter);
	put_undecoded(out, options, c);
	put_tunnels(out, options, &c->tunnels);
	if (c->info.dropped_known && c->info.dropped) {
		text_clear(&s);
		format_plural(&s, c->info.dropped, "packet");
		text_puts(&s, " lost by the capture program itself: losses "
			      "below may be its own");
		format_field(out, "dropped", text_slice(&s), columns);
	}
	if (c->error) {
		text_clear(&s);
		text_clean(&s, slice_of(c->error));
		format_style(out, options->colour, STYLE_BAD);
		format_field(out, "DAMAGED", text_slice(&s), columns);
		format_plain(out, options->colour, STYLE_BAD);
	}
	text_finish(&s);
}

void captured_packets(struct text *out, const struct report_options *options,
	const struct book_counts *c)
{
	struct text s = {0};

	text_printf(&s,
		"SIP %" PRIu64 ", RTP %" PRIu64 ", RTCP %" PRIu64
		", other UDP %" PRIu64,
		c->sip, c->rtp, c->rtcp, c->other + c->rtp_alone);
	if (c->sip_malformed + c->sip_faulty) {
		text_printf(&s,
			"; SIP with faults %" PRIu64 ", unreadable %" PRIu64,
			c->sip_faulty, c->sip_malformed);
	}
	if (c->rtp_malformed) {
		text_printf(&s, "; RTP malformed %" PRIu64, c->rtp_malformed);
	}
	if (c->rtcp_encrypted) {
		text_printf(&s, "; SRTCP %" PRIu64, c->rtcp_encrypted);
	}
	if (c->rtcp_malformed) {
		text_printf(&s,
			"; RTCP not readable (encrypted or malformed) %" PRIu64,
			c->rtcp_malformed);
	}
	format_field(out, "packets", text_slice(&s), options->columns);
	text_finish(&s);
}

void captured_given_up(struct text *out, const struct report_options *options,
	const struct book *book)
{
	struct text s = {0};
	const struct book_counts *c = &book->counts;

	if (!c->calls_evicted && !c->streams_evicted && !c->out_of_memory &&
		!c->registrations_refused && !c->registrations_evicted &&
		!book->flows.flows_evicted && !book->names.given_up) {
		return;
	}
	text_printf(&s,
		"given up for lack of room: %" PRIu64 " calls, %" PRIu64
		" streams, %" PRIu64 " flows, %" PRIu64
		" registrations; out of memory %" PRIu64 " times",
		c->calls_evicted, c->streams_evicted, book->flows.flows_evicted,
		c->registrations_refused + c->registrations_evicted,
		c->out_of_memory);
	if (book->names.given_up) {
		text_printf(
			&s, "; names from DNS %" PRIu64, book->names.given_up);
	}
	format_style(out, options->colour, STYLE_ODD);
	format_field(out, "LIMITS", text_slice(&s), options->columns);
	format_plain(out, options->colour, STYLE_ODD);
	text_finish(&s);
}
