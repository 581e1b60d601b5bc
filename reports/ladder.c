/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows are collected from messages and streams, put in order of time, and then
 * give the columns. A host that sends to itself (a test on the loopback
 * interface) would draw every arrow onto its own line; such a host gets a
 * column for each port instead, unless the user made a device of it.
 */
#include "reports/ladder.h"

#include <inttypes.h>
#include <stdlib.h>

static int by_time(const void *a, const void *b)
{
	const struct ladder_row *x = a;
	const struct ladder_row *y = b;

	if (x->ts != y->ts) {
		return x->ts < y->ts ? -1 : 1;
	}
	return (x->frame > y->frame) - (x->frame < y->frame);
}

static void add_rows(struct ladder *ladder, const struct call *call)
{
	struct ladder_row *row = ladder->rows + ladder->row_count;

	for (const struct message *m = call->messages; m; m = m->next) {
		*row++ = (struct ladder_row){
			.ts = m->ts,
			.frame = m->frame,
			.src = m->src,
			.dst = m->dst,
			.message = m,
			.call = call,
		};
	}
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (s->same_as && s->same_as->call == call) {
			continue; /* the row of its first sighting has it */
		}
		*row++ = (struct ladder_row){
			.ts = s->stat.first_ts,
			.frame = s->stat.first_frame,
			.src = s->src,
			.dst = s->dst,
			.stream = s,
			.call = call,
		};
	}
	ladder->row_count = (size_t)(row - ladder->rows);
}

static bool talks_to_itself(const struct ladder *ladder, const struct addr *ip)
{
	for (size_t i = 0; i < ladder->row_count; i++) {
		const struct ladder_row *row = &ladder->rows[i];
		if (addr_eq(&row->src.ip, ip) && addr_eq(&row->dst.ip, ip)) {
			return true;
		}
	}
	return false;
}

/* The user gave the name of @name to another address of this ladder, too. */
static bool is_spread(const struct ladder *ladder, const struct name *name)
{
	for (size_t i = 0; i < 2 * ladder->row_count; i++) {
		const struct ladder_row *row = &ladder->rows[i / 2];
		const struct endpoint *at = i % 2 ? &row->dst : &row->src;
		const struct name *other = names_find(ladder->names, at);
		if (other && other->source == NAME_ALIAS &&
			!addr_eq(&other->at.ip, &name->at.ip) &&
			slice_eq(names_slice(other), names_slice(name))) {
			return true;
		}
	}
	return false;
}

/*
 * Whether a name makes a device, which is one column. The alias of a single
 * host that talks to itself does not: all arrows would stand on one line.
 */
static bool is_device(const struct ladder *ladder, const struct name *name)
{
	if (!name || name->source != NAME_ALIAS) {
		return false;
	}
	return name->at.port || !talks_to_itself(ladder, &name->at.ip) ||
	       is_spread(ladder, name);
}

static bool is_column(const struct ladder_host *h, const struct endpoint *at,
	const struct name *name)
{
	if (h->device) {
		return name && name->source == NAME_ALIAS &&
		       slice_eq(names_slice(h->name), names_slice(name));
	}
	return addr_eq(&h->at.ip, &at->ip) &&
	       (!h->by_port || h->at.port == at->port) && h->name == name;
}

static void add_member(struct ladder_host *h, const struct name *name)
{
	unsigned kept = h->member_count < LADDER_MEMBERS ? h->member_count
							 : LADDER_MEMBERS;

	for (unsigned i = 0; i < kept; i++) {
		if (h->members[i] == name) {
			return;
		}
	}
	if (kept < LADDER_MEMBERS) {
		h->members[kept] = name;
	}
	h->member_count++;
}

/* The column of @at; a new one when it has none yet. */
static unsigned column(struct ladder *ladder, const struct endpoint *at)
{
	const struct name *name = names_find(ladder->names, at);

	for (unsigned i = 0; i < ladder->host_count; i++) {
		struct ladder_host *h = &ladder->hosts[i];
		if (is_column(h, at, name)) {
			if (h->device) {
				add_member(h, name);
			}
			return i;
		}
	}
	if (ladder->host_count == LADDER_HOSTS) {
		ladder->others = true;
		return LADDER_HOSTS - 1;
	}
	struct ladder_host *h = &ladder->hosts[ladder->host_count];
	*h = (struct ladder_host){
		.at = *at,
		.name = name,
		.device = is_device(ladder, name),
	};
	if (h->device) {
		add_member(h, name);
	} else {
		h->by_port = ladder->ports || talks_to_itself(ladder, &at->ip);
	}
	return ladder->host_count++;
}

static size_t count_rows(const struct call *call)
{
	size_t n = 0;

	for (const struct message *m = call->messages; m; m = m->next) {
		n++;
	}
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		n++;
	}
	return n;
}

/* The times between legs, once for each conversation. */
static void note_transits(
	struct ladder *ladder, const struct call *const *calls, size_t count)
{
	for (size_t i = 0; count > 1 && i < count; i++) {
		const struct conversation *of = calls[i]->conversation;
		bool known = !of;
		for (size_t k = 0; k < i; k++) {
			known = known || calls[k]->conversation == of;
		}
		if (!known) {
			ladder_transits(ladder, of);
		}
	}
}

int ladder_build_calls(struct ladder *ladder, const struct call *const *calls,
	size_t count, bool ports, const struct names *names, struct err *err)
{
	size_t rows = 0;

	*ladder = (struct ladder){.names = names, .ports = ports};
	for (size_t i = 0; i < count; i++) {
		rows += count_rows(calls[i]);
	}
	ladder->hosts = calloc(LADDER_HOSTS, sizeof(*ladder->hosts));
	ladder->rows = calloc(rows + 1, sizeof(*ladder->rows));
	if (!ladder->hosts || !ladder->rows) {
		ladder_finish(ladder);
		return err_set(err, "out of memory while drawing a ladder");
	}
	for (size_t i = 0; i < count; i++) {
		add_rows(ladder, calls[i]);
	}
	qsort(ladder->rows, ladder->row_count, sizeof(*ladder->rows), by_time);
	note_transits(ladder, calls, count);
	for (size_t i = 0; i < ladder->row_count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		row->from = column(ladder, &row->src);
		row->to = column(ladder, &row->dst);
	}
	return 0;
}

int ladder_build(struct ladder *ladder, const struct call *call, bool legs,
	const struct names *names, struct err *err)
{
	bool whole = legs && call->conversation;
	const struct call *first = whole ? call->conversation->legs : call;
	size_t n = 0;

	for (const struct call *c = first; c; c = whole ? c->next_leg : NULL) {
		n++;
	}
	const struct call **calls = calloc(n, sizeof(*calls));
	if (!calls) {
		*ladder = (struct ladder){0};
		return err_set(err, "out of memory while drawing a ladder");
	}
	n = 0;
	for (const struct call *c = first; c; c = whole ? c->next_leg : NULL) {
		calls[n++] = c;
	}
	int rc = ladder_build_calls(ladder, calls, n, false, names, err);
	free(calls);
	return rc;
}

void ladder_finish(struct ladder *ladder)
{
	free(ladder->hosts);
	free(ladder->rows);
	*ladder = (struct ladder){0};
}

static bool message_seen(const struct message *m, unsigned point, ns_t *ret)
{
	if (m->point == point) {
		*ret = m->ts;
		return true;
	}
	for (const struct sighting *s = m->sightings; s; s = s->next) {
		if (s->point == point) {
			*ret = s->ts;
			return true;
		}
	}
	return false;
}

bool ladder_seen(const struct ladder_row *row, unsigned point, ns_t *ret)
{
	const struct stream *first = row->stream;

	if (row->message) {
		return message_seen(row->message, point, ret);
	}
	for (const struct stream *s = first->call ? first->call->streams : NULL;
		s; s = s->next_in_call) {
		if (s->point == point && (s == first || s->same_as == first)) {
			*ret = s->stat.first_ts;
			return true;
		}
	}
	return false;
}

void ladder_seen_text(
	struct text *t, const struct ladder_row *row, unsigned point)
{
	ns_t at = 0;

	if (!ladder_seen(row, point, &at)) {
		text_puts(t, "-");
	} else if (at - row->ts < 10 * NS_PER_S) {
		text_printf(t, "+%.3f", (double)(at - row->ts) / 1e6);
	} else {
		text_printf(t, "+%.1f s", (double)(at - row->ts) / 1e9);
	}
}

static void put_format(struct text *t, const struct media_format *format)
{
	if (format->codec) {
		text_puts(t, format->codec->label);
	} else {
		text_clean(t, format->name);
	}
}

/* Audio is not named as such: "SDP (g711A), video (H264)" is clear enough. */
static void put_sdp(struct text *t, const struct description *sdp)
{
	const char *gap = " SDP ";

	for (uint16_t i = 0; i < sdp->line_count; i++) {
		const struct media_line *line = &sdp->lines[i];
		text_puts(t, gap);
		if (line->type != SDP_AUDIO) {
			text_clean(t, line->type_text);
			text_puts(t, " ");
		}
		text_puts(t, line->rtp.port ? "(" : "(off: ");
		for (uint16_t k = 0; k < line->format_count; k++) {
			text_puts(t, k ? " " : "");
			put_format(t, &line->formats[k]);
		}
		text_puts(t, ")");
		gap = ", ";
	}
	if (sdp->line_count == 0) {
		text_puts(t, " SDP");
	}
}

static void put_stream_label(struct text *t, const struct stream *stream)
{
	const struct codec *codec = stream_codec(stream);
	struct slice name = stream_format_name(stream);

	text_puts(
		t, stream_security(stream) == SECURE_NONE ? "RTP (" : "SRTP (");
	if (codec) {
		text_puts(t, codec->label);
	} else if (name.n) {
		text_clean(t, name);
	} else {
		text_printf(t, "payload type %u", stream_payload_type(stream));
	}
	text_puts(t, ")");
}

void ladder_label(struct text *t, const struct ladder_row *row)
{
	if (row->stream) {
		put_stream_label(t, row->stream);
		return;
	}
	text_clean(t, row->message->summary);
	if (row->message->sdp) {
		put_sdp(t, row->message->sdp);
	}
}

void ladder_kept(struct text *t, const struct ladder_row *row)
{
	if (row->kept_known) {
		text_printf(t, " (kept %.3f ms)", (double)row->kept / 1e6);
	}
}

void ladder_comment(struct text *t, const struct ladder_row *row)
{
	const struct stream *s = row->stream;

	if (s) {
		text_printf(t,
			"RTP, %" PRIu64 " packet%s. Duration: %.2fs SSRC: 0x%X",
			s->stat.packets, s->stat.packets == 1 ? "" : "s",
			stream_duration_s(s), (unsigned)s->ssrc);
		return;
	}
	text_printf(t, "frame %" PRIu64 ", CSeq %u", row->frame,
		(unsigned)row->message->cseq);
	if (!row->message->request) {
		text_printf(t, " %s", signal_method_text(row->message->method));
	}
	if (row->message->retransmission) {
		text_puts(t, ", retransmission");
	}
	if (row->kept_known) {
		text_printf(t, ", kept %.3f ms since frame %" PRIu64,
			(double)row->kept / 1e6, row->kept_since);
	}
}

static bool is_others(const struct ladder *ladder, unsigned host)
{
	return ladder->others && host == LADDER_HOSTS - 1;
}

bool ladder_is_loop(const struct ladder *ladder, const struct ladder_row *row)
{
	return row->from == row->to && !is_others(ladder, row->from);
}

bool ladder_is_several(const struct ladder *ladder, unsigned host)
{
	return ladder->hosts[host].member_count > 1;
}

static void put_members(struct text *t, const struct ladder_host *h)
{
	char text[ENDPOINT_TEXT];

	for (unsigned i = 0; i < h->member_count && i < LADDER_MEMBERS; i++) {
		const struct endpoint *at = &h->members[i]->at;
		text_puts(t, i ? ", " : "");
		text_puts(t, at->port ? endpoint_text(at, text)
				      : addr_text(&at->ip, text));
	}
	text_puts(t, h->member_count > LADDER_MEMBERS ? ", ..." : "");
}

void ladder_host_name(
	struct text *t, const struct ladder *ladder, unsigned host)
{
	const struct ladder_host *h = &ladder->hosts[host];
	char name[ENDPOINT_TEXT];

	if (is_others(ladder, host)) {
		text_puts(t, "others");
		return;
	}
	if (h->name) {
		text_clean(t, names_slice(h->name));
		text_puts(t, " ");
	}
	if (h->device) {
		put_members(t, h);
	} else if (h->by_port) {
		text_puts(t, endpoint_text(&h->at, name));
	} else {
		text_puts(t, addr_text(&h->at.ip, name));
	}
}
