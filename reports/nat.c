/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signs of calls/nat.h, and where the voice of that side really came from.
 */
#include "reports/nat.h"

#include "calls/nat.h"
#include "calls/source.h"
#include "calls/traverse.h"
#include "reports/format.h"

#include <inttypes.h>

/* Mappings shown; a busy STUN server has thousands. */
#define MAPPINGS_MOST 16

/* Where @side's RTP comes from, when that is not what its SDP says. */
static const struct stream *real_source(
	const struct call *call, const struct nat_side *side)
{
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (s->basis == BASIS_DESTINATION && side->seen.frame &&
			addr_eq(&s->src.ip, &side->seen.at.ip)) {
			return s;
		}
	}
	return NULL;
}

static void put_sign(
	struct text *t, const char *what, const struct nat_sign *sign)
{
	char at[ENDPOINT_TEXT];

	if (sign->frame) {
		text_printf(t, "%s %s %s (frame %" PRIu64 ")", t->n ? "," : "",
			what, endpoint_text(&sign->at, at), sign->frame);
	}
}

static void put_side(struct text *out, const struct report_options *options,
	const struct call *call, const char *who, const struct nat_side *side)
{
	struct text s = {0};
	char at[ENDPOINT_TEXT];

	if (!nat_shows(side)) {
		return;
	}
	text_printf(&s, "the %s's address is translated: seen from", who);
	if (side->seen.frame) {
		text_printf(&s, " %s", endpoint_text(&side->seen.at, at));
	} else {
		text_printf(&s, " %s by its server",
			endpoint_text(&side->received.at, at));
	}
	put_sign(&s, "Via says", &side->via);
	put_sign(&s, "Contact", &side->contact);
	put_sign(&s, "SDP", &side->sdp);
	const struct stream *real = real_source(call, side);
	if (real) {
		text_printf(&s, "; its RTP comes from %s (frame %" PRIu64 ")",
			endpoint_text(&real->src, at), real->stat.first_frame);
	}
	format_field(out, "NAT", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_foreign(struct text *out, const struct report_options *options,
	const struct call *call)
{
	struct text s = {0};
	uint64_t streams = 0;
	uint64_t packets = call->rtp_refused;

	for (const struct stream *r = call->streams; r; r = r->next_in_call) {
		if (source_foreign(r)) {
			streams++;
			packets += r->stat.packets;
		}
	}
	if (packets == 0) {
		return;
	}
	format_plural(&s, packets, "RTP packet");
	text_puts(&s, " of foreign sources came to announced ports (");
	format_plural(&s, streams, "stream");
	if (call->rtp_refused) {
		text_printf(&s, "; %" PRIu64 " past the limit not looked at",
			call->rtp_refused);
	}
	text_puts(&s, "); they tell nothing of this call");
	format_field(out, "foreign", text_slice(&s), options->columns);
	text_finish(&s);
}

void nat_put(struct text *out, const struct report_options *options,
	const struct call *call)
{
	if (call->nat) {
		put_side(out, options, call, "caller", &call->nat->caller);
		put_side(out, options, call, "callee", &call->nat->callee);
	}
	put_foreign(out, options, call);
}

static void record_sign(
	struct json j, const char *key, const struct nat_sign *sign)
{
	char at[ENDPOINT_TEXT];

	if (sign->frame) {
		struct json o = json_object(j, key);
		json_word(o, "address", endpoint_text(&sign->at, at));
		json_count(o, "frame", sign->frame);
	}
}

static void record_side(struct json nat, const char *key,
	const struct call *call, const struct nat_side *side)
{
	char at[ENDPOINT_TEXT];

	if (!nat_shows(side)) {
		return;
	}
	struct json j = json_object(nat, key);
	record_sign(j, "seen", &side->seen);
	record_sign(j, "received", &side->received);
	record_sign(j, "via", &side->via);
	record_sign(j, "contact", &side->contact);
	record_sign(j, "sdp", &side->sdp);
	const struct stream *real = real_source(call, side);
	if (real) {
		struct json o = json_object(j, "rtp");
		json_word(o, "address", endpoint_text(&real->src, at));
		json_count(o, "frame", real->stat.first_frame);
	}
}

void nat_record(struct json j, const struct call *call)
{
	if (call->rtp_refused) {
		json_count(j, "rtp_refused", call->rtp_refused);
	}
	if (!call->nat) {
		return;
	}
	struct json nat = json_object(j, "nat");
	record_side(nat, "caller", call, &call->nat->caller);
	record_side(nat, "callee", call, &call->nat->callee);
}

static bool translated(const struct mapping *m)
{
	return !endpoint_eq(&m->inside, &m->outside);
}

void nat_mappings_put(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct traverse *t = &input->book->traverse;
	unsigned shown = 0;

	for (const struct mapping *m = t->first; m && shown < MAPPINGS_MOST;
		m = m->next) {
		struct text s = {0};
		char at[ENDPOINT_TEXT];
		if (!translated(m)) {
			continue;
		}
		text_printf(&s, "%s is seen ", endpoint_text(&m->inside, at));
		text_printf(&s, "as %s ", endpoint_text(&m->outside, at));
		text_printf(&s, "by %s (frame %" PRIu64 ")%s",
			endpoint_text(&m->server, at), m->frame,
			traverse_symmetric(t, m)
				? "; another server sees another address: "
				  "the translation depends on the destination"
				: "");
		format_field(out, shown++ ? "" : "STUN", text_slice(&s),
			options->columns);
		text_finish(&s);
	}
}

void nat_mappings_record(struct json j, const struct book *book)
{
	const struct traverse *t = &book->traverse;
	struct json list = json_array(j, "nat_mappings");
	unsigned shown = 0;
	char at[ENDPOINT_TEXT];

	for (const struct mapping *m = t->first; m && shown < MAPPINGS_MOST;
		m = m->next) {
		if (!translated(m)) {
			continue;
		}
		shown++;
		struct json o = json_object(list, NULL);
		json_word(o, "inside", endpoint_text(&m->inside, at));
		json_word(o, "outside", endpoint_text(&m->outside, at));
		json_word(o, "server", endpoint_text(&m->server, at));
		json_count(o, "frame", m->frame);
		json_count(o, "changes", m->changes);
		json_flag(
			o, "depends_on_destination", traverse_symmetric(t, m));
	}
}
