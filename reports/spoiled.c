/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies and losses of the capture, in words and numbers. */
#include "reports/spoiled.h"

#include "reports/format.h"

#include <inttypes.h>

static void put_seconds(struct text *s, const struct report_input *input,
	const struct losses_hole *h)
{
	text_puts(s, " at ");
	format_relative(s, h->from, input->origin, false);
	text_printf(s, " s (frame %" PRIu64 ")", h->frame);
}

void spoiled_incomplete(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct losses *l = &input->book->losses;

	if (l->streams == 0) {
		return;
	}
	format_style(out, options->colour, STYLE_ODD);
	text_puts(out, "Figures are incomplete: the capture itself lost ");
	format_plural(out, l->packets, "packet");
	text_puts(out, " of ");
	format_plural(out, l->streams, "RTP stream");
	text_puts(out, l->packets == 1 ? "" : " at least");
	if (l->hole_count) {
		text_puts(out, ", first");
		put_seconds(out, input, &l->holes[0]);
	}
	text_puts(out, ". Their loss is not the network's.");
	format_plain(out, options->colour, STYLE_ODD);
	text_puts(out, "\n\n");
}

void spoiled_copies(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct book_counts *c = &input->book->counts;
	struct text s = {0};

	if (c->mirrored) {
		format_plural(&s, c->mirrored, "packet");
		text_puts(&s, c->mirrored == 1 ? " was a copy of another"
					       : " were copies of others");
		text_puts(&s, " (mirrored twice) and counted once");
		format_field(out, "mirrored", text_slice(&s), options->columns);
	}
	if (c->duplicates) {
		text_clear(&s);
		format_plural(&s, c->duplicates, "SIP or RTCP packet");
		text_puts(&s, " came twice and counted once");
		format_field(
			out, "duplicates", text_slice(&s), options->columns);
	}
	text_finish(&s);
}

void spoiled_stream(struct text *out, const struct stream *stream)
{
	uint64_t lost = seqtrack_lost(&stream->seq);

	if (stream->lost_in_capture) {
		text_printf(out,
			"        %" PRIu64 " of %" PRIu64
			" lost packets were lost by the capture%s\n",
			stream->lost_in_capture, lost,
			stream->quality.mos.known ? ": MOS is at least this"
						  : "");
	}
	if (stream->mirrored) {
		text_puts(out, "        ");
		format_plural(out, stream->mirrored, "packet");
		text_puts(out, " mirrored twice and counted once\n");
	}
}

void spoiled_json(struct json parent, const struct losses *losses)
{
	if (losses->streams == 0) {
		return;
	}
	struct json j = json_object(parent, "capture_loss");
	json_count(j, "packets", losses->packets);
	json_count(j, "streams", losses->streams);
	struct json list = json_array(j, "moments");
	for (uint32_t i = 0; i < losses->hole_count; i++) {
		const struct losses_hole *h = &losses->holes[i];
		struct json k = json_object(list, NULL);
		json_word(k, "evidence",
			h->kind == LOSSES_HOLE ? "all_streams" : "receiver");
		json_time(k, "from", h->from);
		json_time(k, "to", h->to);
		json_count(k, "frame", h->frame);
		json_count(k, "packets", h->packets);
		json_count(k, "streams", h->streams);
		if (h->kind == LOSSES_HOLE) {
			json_flag(k, "confirmed_by_receivers", h->confirmed);
		}
	}
	json_count(j, "moments_left_out", losses->holes_left_out);
	json_count(j, "gaps_not_judged", losses->gaps_left_out);
}
