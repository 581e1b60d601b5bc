/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The offer/answer table of each call: what each side named, what both have,
 * and what then went over the wire. A format listed several times is one row
 * with a note, because that is what it means to the other side.
 *
 *   audio              offer      answer     on the wire
 *   PCMA/8000          8          8          505 packets
 *   G722/8000          9          -          dropped by the answerer
 */
#include "reports/sdp.h"

#include "reports/facts.h"
#include "reports/format.h"
#include "reports/points.h"

/* Columns of the table. */
#define NAME_COLUMNS 24
#define SIDE_COLUMNS 12

/* One side-by-side pair of media lines and who carries it. */
struct pair {
	const struct call *call;
	const struct exchange *exchange;
	const struct media_line *offer, *answer; /* one of them may be NULL */
};

static bool same_format(
	const struct media_format *a, const struct media_format *b)
{
	return a->clock_hz == b->clock_hz && a->channels == b->channels &&
	       slice_ieq(a->name, b->name) && slice_eq(a->fmtp, b->fmtp) &&
	       a->payload_type == b->payload_type;
}

/* True when an earlier format of the line is the same. */
static bool listed_before(const struct media_line *line, uint16_t i)
{
	for (uint16_t k = 0; k < i; k++) {
		if (same_format(&line->formats[k], &line->formats[i])) {
			return true;
		}
	}
	return false;
}

static unsigned times_listed(const struct media_line *line, uint16_t i)
{
	unsigned n = 0;

	for (uint16_t k = 0; k < line->format_count; k++) {
		n += same_format(&line->formats[k], &line->formats[i]);
	}
	return n;
}

/* The format of @line with the same name and clock, or NULL. */
static const struct media_format *counterpart(
	const struct media_line *line, const struct media_format *format)
{
	for (uint16_t i = 0; line && i < line->format_count; i++) {
		const struct media_format *f = &line->formats[i];
		if (slice_ieq(f->name, format->name) &&
			f->clock_hz == format->clock_hz) {
			return f;
		}
	}
	return NULL;
}

static bool carried(const struct pair *p, const struct stream *s)
{
	return (p->offer && facts_carries(s, p->offer)) ||
	       (p->answer && facts_carries(s, p->answer));
}

/* Packets of the pair's streams that used @format. */
static uint64_t packets_of(
	const struct pair *p, const struct media_format *format)
{
	uint64_t n = 0;

	for (const struct stream *s = p->call->streams; s;
		s = s->next_in_call) {
		for (unsigned i = 0; carried(p, s) && i < s->type_count; i++) {
			const struct stream_type *t = &s->types[i];
			bool same = t->format ? slice_ieq(t->format->name,
							format->name)
					      : t->payload_type ==
							format->payload_type;
			n += same ? t->packets : 0;
		}
	}
	return n;
}

static bool any_stream(const struct pair *p)
{
	for (const struct stream *s = p->call->streams; s;
		s = s->next_in_call) {
		if (carried(p, s)) {
			return true;
		}
	}
	return false;
}

static void put_format_name(struct text *t, const struct media_format *f)
{
	struct text name = {0};

	text_clean(&name, f->name);
	if (f->clock_hz) {
		text_printf(&name, "/%u", (unsigned)f->clock_hz);
	}
	if (f->channels > 1) {
		text_printf(&name, "/%u", f->channels);
	}
	text_puts(t, "  ");
	text_cell(t, text_slice(&name), NAME_COLUMNS, false);
	text_finish(&name);
}

static void put_type(struct text *t, const struct media_format *f)
{
	struct text number = {0};

	if (!f) {
		text_puts(&number, "-");
	} else if (f->payload_type < 0) {
		text_puts(&number, "yes");
	} else {
		text_printf(&number, "%d", f->payload_type);
	}
	text_puts(t, " ");
	text_cell(t, text_slice(&number), SIDE_COLUMNS, false);
	text_finish(&number);
}

/* Why a format of one side is not in use, or how much it is. */
static void put_outcome(struct text *t, const struct pair *p,
	const struct media_format *offered, const struct media_format *answered)
{
	uint64_t n = packets_of(p, offered ? offered : answered);

	text_puts(t, " ");
	if (n) {
		format_plural(t, n, "packet");
		text_puts(t, answered || !p->exchange->answer
				     ? ""
				     : ", not answered");
		text_puts(t, offered ? "" : ", not offered");
	} else if (!p->exchange->answer && p->call->status >= 300) {
		text_printf(t, "refused with %u", p->call->status);
	} else if (!p->exchange->answer) {
		text_puts(t, "no answer with SDP");
	} else if (!offered) {
		text_puts(t, "not in the offer");
	} else if (p->answer && !p->answer->rtp.port) {
		text_puts(t, "refused: port 0 in the answer");
	} else if (!answered) {
		text_puts(t, "dropped by the answerer");
	} else {
		text_puts(t, any_stream(p) ? "agreed, not used"
					   : "agreed, no RTP seen");
	}
}

static void put_fmtp(struct text *t, const char *side,
	const struct media_format *f, size_t columns)
{
	if (f && f->fmtp.n) {
		struct text line = {0};
		text_printf(&line, "%s: ", side);
		text_clean(&line, f->fmtp);
		format_field(t, "    fmtp", text_slice(&line), columns);
		text_finish(&line);
	}
}

static void put_formats(struct text *t, const struct pair *p, size_t columns)
{
	const struct media_line *offer = p->offer;
	const struct media_line *answer = p->answer;

	for (uint16_t i = 0; offer && i < offer->format_count; i++) {
		const struct media_format *f = &offer->formats[i];
		const struct media_format *other = counterpart(answer, f);
		if (listed_before(offer, i)) {
			continue;
		}
		put_format_name(t, f);
		put_type(t, f);
		put_type(t, other);
		put_outcome(t, p, f, other);
		text_puts(t, "\n");
		put_fmtp(t, "offer", f, columns);
		put_fmtp(t, "answer", other, columns);
		if (times_listed(offer, i) > 1) {
			text_printf(t,
				"    offered %u times: the phone lists "
				"one codec several times\n",
				times_listed(offer, i));
		}
	}
	for (uint16_t i = 0; answer && i < answer->format_count; i++) {
		const struct media_format *f = &answer->formats[i];
		if (listed_before(answer, i) || counterpart(offer, f)) {
			continue;
		}
		put_format_name(t, f);
		put_type(t, NULL);
		put_type(t, f);
		put_outcome(t, p, NULL, f);
		text_puts(t, "\n");
		put_fmtp(t, "answer", f, columns);
	}
}

static void put_side(struct text *t, const char *side,
	const struct media_line *line, size_t columns)
{
	struct text s = {0};
	char at[ENDPOINT_TEXT];

	if (!line->rtp.port) {
		text_puts(&s, "off (port 0)");
	} else if (line->has_address) {
		text_puts(&s, endpoint_text(&line->rtp, at));
	} else {
		text_printf(&s, "port %u, no literal address", line->rtp.port);
	}
	text_printf(&s, ", %s, ", sdp_direction_text(line->direction));
	if (line->ptime_ms) {
		text_printf(&s, "ptime %u ms, ", (unsigned)line->ptime_ms);
	} else {
		text_puts(&s, "ptime not stated, ");
	}
	text_clean(&s, line->proto);
	text_printf(&s, ", media encryption %s",
		media_security_text(line->security));
	format_field(t, side, text_slice(&s), columns);
	text_finish(&s);
}

static void put_dtmf(struct text *t, const struct pair *p, size_t columns)
{
	struct text s = {0};
	int offered = p->offer ? facts_event_type(p->offer) : -1;
	int answered = p->answer ? facts_event_type(p->answer) : -1;

	if (offered >= 0 && answered >= 0) {
		text_printf(&s,
			"RFC 4733 events, payload type %d to the "
			"answerer, %d to the offerer",
			answered, offered);
	} else if (offered >= 0 && p->answer) {
		text_puts(&s, "RFC 4733 offered, not answered: digits go in "
			      "the sound or by SIP INFO");
	} else if (offered >= 0) {
		text_puts(&s, "RFC 4733 offered, no answer seen");
	} else {
		text_puts(&s, "RFC 4733 not offered: digits go in the sound or "
			      "by SIP INFO");
	}
	format_field(t, "DTMF", text_slice(&s), columns);
	text_finish(&s);
}

static void put_pair(struct text *t, const struct pair *p,
	const struct report_options *options)
{
	const struct media_line *any = p->offer ? p->offer : p->answer;

	if (p->offer) {
		put_side(t, "offer", p->offer, options->columns);
	}
	if (p->answer) {
		put_side(t, "answer", p->answer, options->columns);
	}
	if (any->type == SDP_AUDIO) {
		put_dtmf(t, p, options->columns);
	}
	text_puts(t, "\n");
	format_style(t, options->colour, STYLE_DIM);
	text_puts(t, "  ");
	format_cell(t, any->type_text, NAME_COLUMNS, false);
	text_puts(t, " ");
	text_cell(t, SLICE("offer"), SIDE_COLUMNS, false);
	text_puts(t, " ");
	text_cell(t, SLICE("answer"), SIDE_COLUMNS, false);
	text_puts(t, " on the wire\n");
	format_plain(t, options->colour, STYLE_DIM);
	put_formats(t, p, options->columns);
	text_puts(t, "\n");
}

static void put_faults(struct text *t, const struct description *d,
	const char *side, size_t columns)
{
	for (uint32_t left = d ? d->faults : 0; left; left &= left - 1) {
		struct text s = {0};
		text_printf(&s, "%s: %s", side, sdp_fault_text(left));
		format_field(t, "fault", text_slice(&s), columns);
		text_finish(&s);
	}
}

static void put_message(struct text *t, const struct report_input *input,
	const char *side, const struct description *d,
	const struct endpoint *by, size_t columns)
{
	struct text s = {0};
	char at[ENDPOINT_TEXT];

	text_printf(&s, "%s, ", endpoint_text(by, at));
	points_frame(&s, input, d->capture, d->frame);
	text_puts(&s, ", ");
	format_relative(&s, d->ts, input->origin, report_nanoseconds(input));
	text_puts(&s, " s");
	format_field(t, side, text_slice(&s), columns);
	text_finish(&s);
}

static void put_exchange(struct text *t, const struct report_input *input,
	const struct report_options *options, const struct call *call,
	const struct exchange *x)
{
	put_message(
		t, input, "offer by", x->offer, &x->offerer, options->columns);
	if (x->answer) {
		put_message(t, input, "answer by", x->answer, &x->answerer,
			options->columns);
	} else {
		format_field(
			t, "answer by", SLICE("none seen"), options->columns);
	}
	put_faults(t, x->offer, "offer", options->columns);
	put_faults(t, x->answer, "answer", options->columns);
	uint16_t answers = x->answer ? x->answer->line_count : 0;
	uint16_t lines =
		x->offer->line_count > answers ? x->offer->line_count : answers;
	for (uint16_t i = 0; i < lines; i++) {
		struct pair p = {
			.call = call,
			.exchange = x,
			.offer = i < x->offer->line_count ? &x->offer->lines[i]
							  : NULL,
			.answer = facts_answer(x, i),
		};
		put_pair(t, &p, options);
	}
}

/* A challenged INVITE comes again with the next CSeq and the same offer. */
static bool sent_again(const struct exchange *x)
{
	const struct exchange *n = x->next;

	return !x->answer && n && n->offer && n->cseq == x->cseq + 1 &&
	       endpoint_eq(&n->offerer, &x->offerer) &&
	       endpoint_eq(&n->answerer, &x->answerer) &&
	       n->offer->line_count == x->offer->line_count;
}

static void put_call(struct text *t, const struct report_input *input,
	const struct report_options *options, const struct call *call)
{
	format_style(t, options->colour, STYLE_BOLD);
	format_title(t, call, options->columns);
	format_plain(t, options->colour, STYLE_BOLD);
	text_puts(t, "\n");
	if (call->status >= 300) {
		struct text s = {0};
		text_printf(&s, "%u ", call->status);
		text_clean(&s, call->reason);
		format_field(t, "refused", text_slice(&s), options->columns);
		text_finish(&s);
	}
	if (!call->exchanges) {
		text_puts(t, "  no session description seen\n\n");
	}
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		if (x->offer && sent_again(x)) {
			put_message(t, input, "offer by", x->offer, &x->offerer,
				options->columns);
			format_field(t, "",
				SLICE("the same offer again below: "
				      "the next request repeats it"),
				options->columns);
			text_puts(t, "\n");
		} else if (x->offer) {
			put_exchange(t, input, options, call, x);
		}
	}
}

static void put_names(struct text *t, const struct description *d)
{
	const char *gap = "";

	for (uint16_t i = 0; i < d->line_count; i++) {
		const struct media_line *line = &d->lines[i];
		for (uint16_t k = 0; line->rtp.port && k < line->format_count;
			k++) {
			if (listed_before(line, k)) {
				continue;
			}
			text_puts(t, gap);
			text_clean(t, line->formats[k].name);
			if (times_listed(line, k) > 1) {
				text_printf(t, " (%u times)",
					times_listed(line, k));
			}
			gap = ", ";
		}
	}
	text_puts(t, *gap ? "" : "nothing");
}

void sdp_summary(struct text *t, const struct exchange *exchange)
{
	text_puts(t, "offered ");
	put_names(t, exchange->offer);
	if (!exchange->answer) {
		text_puts(t, "; no answer with SDP");
		return;
	}
	text_puts(t, "; answered ");
	put_names(t, exchange->answer);
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	if (!input->book->calls) {
		text_puts(out, "No calls in this capture.\n");
	}
	for (const struct call *c = report_call_next(input, only, NULL); c;
		c = report_call_next(input, only, c)) {
		put_call(out, input, options, c);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

const struct report report_sdp = {
	.name = "text",
	.title = "offer and answer of each call",
	.write = write,
};
