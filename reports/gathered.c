/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts into words; the words of a reason are those of who counted. */
#include "reports/gathered.h"

#include "reports/format.h"
#include "reports/gathered_tcp.h"
#include "reports/records.h"

#include <inttypes.h>

static const char *const reason_keys[IPFRAG_REASONS] = {
	[IPFRAG_MISSING] = "missing",
	[IPFRAG_TOO_MANY] = "too_many",
	[IPFRAG_OVERLAP] = "overlap",
	[IPFRAG_MALFORMED] = "malformed",
	[IPFRAG_FULL] = "evicted_full",
	[IPFRAG_SOURCE] = "evicted_source",
	[IPFRAG_MEMORY] = "evicted_memory",
};

/* A limit of ours was in the way, and not the network or its sender. */
static bool gave_way(enum ipfrag_reason reason)
{
	return reason == IPFRAG_TOO_MANY || reason == IPFRAG_FULL ||
	       reason == IPFRAG_SOURCE || reason == IPFRAG_MEMORY;
}

void gathered_incomplete(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct gather_counts *g = input->book->gathered;
	struct text s = {0};
	uint64_t datagrams = 0;

	if (!g) {
		return;
	}
	for (unsigned i = 0; i < IPFRAG_REASONS; i++) {
		datagrams += gave_way((enum ipfrag_reason)i)
				     ? g->ipfrag->dropped[i]
				     : 0;
	}
	format_clause(&s, datagrams, "fragmented datagram");
	format_clause(&s, g->sctp->peers_evicted, "SCTP peer");
	format_clause(&s, g->tcp->evicted_undecided + g->tcp->evicted_proven,
		"TCP connection");
	if (s.n) {
		format_style(out, options->colour, STYLE_ODD);
		text_puts(out, "Figures are incomplete: ");
		text_put(out, text_slice(&s));
		text_puts(out, " given up for lack of room.");
		format_plain(out, options->colour, STYLE_ODD);
		text_puts(out, "\n\n");
	}
	text_finish(&s);
}

static void put_fragments(struct text *out, const struct gather_counts *g,
	const struct report_options *options)
{
	const struct ipfrag_counts *f = g->ipfrag;
	struct text s = {0};

	if (!f->pieces) {
		return;
	}
	format_plural(&s, f->pieces, "fragment");
	text_puts(&s, ", ");
	format_plural(&s, f->whole, "datagram");
	text_puts(&s, " put together");
	if (f->snapped) {
		text_printf(&s,
			" (%" PRIu64 " of them cut by the snapshot length)",
			f->snapped);
	}
	for (unsigned i = 0; i < IPFRAG_REASONS; i++) {
		if (f->dropped[i]) {
			text_printf(&s, ", %" PRIu64 " %s", f->dropped[i],
				ipfrag_reason_text((enum ipfrag_reason)i));
		}
	}
	if (g->cut_sip) {
		text_puts(&s, "; shown cut: ");
		format_plural(&s, g->cut_sip, "SIP message");
	}
	if (f->repeats) {
		text_puts(&s, "; captured twice: ");
		format_plural(&s, f->repeats, "fragment");
	}
	format_field(out, "fragments", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_sctp(struct text *out, const struct sctp_counts *c,
	const struct report_options *options)
{
	struct text s = {0};

	if (!c->packets) {
		return;
	}
	format_plural(&s, c->packets, "packet");
	text_puts(&s, ": ");
	format_plural(&s, c->messages, "SIP message");
	text_printf(&s, ", %" PRIu64 " of other protocols", c->other);
	if (c->incomplete) {
		text_printf(&s, ", %" PRIu64 " incomplete", c->incomplete);
	}
	if (c->repeats) {
		text_printf(&s, "; sent or captured twice: ");
		format_plural(&s, c->repeats, "chunk");
	}
	if (c->malformed) {
		text_puts(&s, "; malformed: ");
		format_plural(&s, c->malformed, "packet");
	}
	format_field(out, "SCTP", text_slice(&s), options->columns);
	text_finish(&s);
}

void gathered_text(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	if (input->book->gathered) {
		put_fragments(out, input->book->gathered, options);
		put_sctp(out, input->book->gathered->sctp, options);
		gathered_tcp_text(out, input->book->gathered->tcp, options);
	}
}

static void fragments_json(struct json parent, const struct gather_counts *g)
{
	const struct ipfrag_counts *f = g->ipfrag;
	struct json j = json_object(parent, "fragments");

	json_count(j, "fragments", f->pieces);
	json_count(j, "fragments_repeated", f->repeats);
	json_count(j, "datagrams", f->whole);
	json_count(j, "datagrams_snapped", f->snapped);
	json_count(j, "sip_cut", g->cut_sip);
	struct json dropped = json_object(j, "dropped");
	for (unsigned i = 0; i < IPFRAG_REASONS; i++) {
		if (f->dropped[i]) {
			json_count(dropped, reason_keys[i], f->dropped[i]);
		}
	}
}

static void sctp_json(struct json parent, const struct sctp_counts *c)
{
	struct json j = json_object(parent, "sctp");

	json_count(j, "packets", c->packets);
	json_count(j, "sip_messages", c->messages);
	json_count(j, "other_messages", c->other);
	json_count(j, "chunks_repeated", c->repeats);
	json_count(j, "incomplete", c->incomplete);
	json_count(j, "malformed", c->malformed);
	json_count(j, "peers_evicted", c->peers_evicted);
}

void gathered_json(struct json parent, const struct report_input *input)
{
	const struct gather_counts *g = input->book->gathered;

	if (!g) {
		return;
	}
	struct json j = json_object(parent, "reassembly");
	if (g->ipfrag->pieces) {
		fragments_json(j, g);
	}
	if (g->sctp->packets) {
		sctp_json(j, g->sctp);
	}
	if (g->tcp->segments) {
		gathered_tcp_json(j, g->tcp);
	}
	records_undecoded(json_object(j, "undecoded"), g->undecoded);
}
