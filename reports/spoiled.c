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

/* Begins each further clause of the sentence. */
static void next_clause(struct text *s)
{
	if (s->n) {
		text_puts(s, "; ");
	}
}

static void put_dropped(struct text *s, const struct report_input *input)
{
	uint64_t dropped = 0;

	for (size_t i = 0; i < input->capture_count; i++) {
		const struct source_info *info = &input->captures[i].info;
		dropped += info->dropped_known ? info->dropped : 0;
	}
	if (dropped) {
		text_puts(s, "the capture program dropped ");
		format_plural(s, dropped, "packet");
	}
}

static void put_lost(struct text *s, const struct report_input *input)
{
	const struct losses *l = &input->book->losses;

	if (l->streams) {
		next_clause(s);
		text_puts(s, "the capture lost at least ");
		format_plural(s, l->packets, "packet");
		text_puts(s, " of ");
		format_plural(s, l->streams, "RTP stream");
		text_puts(s, " that the network did not lose");
	}
	if (l->streams && l->hole_count) {
		text_puts(s, ", first");
		put_seconds(s, input, &l->holes[0]);
	}
	if (l->acked_unseen) {
		next_clause(s);
		text_printf(s,
			"TCP data was acknowledged that is not in the capture "
			"(%" PRIu64 " times, first in frame %" PRIu64 ")",
			l->acked_unseen, l->acked_frame);
	}
}

void spoiled_incomplete(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	struct text s = {0};

	put_dropped(&s, input);
	put_lost(&s, input);
	if (s.n) {
		struct text all = {0};
		text_puts(&all, "Figures are incomplete: ");
		text_put(&all, text_slice(&s));
		text_puts(&all, ".");
		format_style(out, options->colour, STYLE_ODD);
		format_sentence(out, text_slice(&all), options->columns);
		format_plain(out, options->colour, STYLE_ODD);
		text_finish(&all);
	}
	text_finish(&s);
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
	if (losses->streams == 0 && losses->acked_unseen == 0) {
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
	json_count(j, "tcp_acknowledged_unseen", losses->acked_unseen);
	json_count(j, "moments_left_out", losses->holes_left_out);
	json_count(j, "gaps_not_judged", losses->gaps_left_out);
}
