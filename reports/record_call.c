/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of one call. */
#include "reports/records.h"

#include "calls/identity.h"
#include "calls/timing.h"
#include "reports/found.h"
#include "reports/hearing.h"
#include "reports/nat.h"
#include "reports/points.h"
#include "reports/way.h"

static void put_end(struct json j, const char *key, const struct endpoint *e)
{
	char text[ENDPOINT_TEXT];

	json_word(j, key, endpoint_text(e, text));
}

static const char *transport_word(enum transport transport)
{
	switch (transport) {
	case TRANSPORT_UDP:
		return "udp";
	case TRANSPORT_TCP:
		return "tcp";
	case TRANSPORT_SCTP:
		return "sctp";
	case TRANSPORT_TLS:
		return "tls";
	case TRANSPORT_WS:
		return "ws";
	case TRANSPORT_WSS:
		return "wss";
	case TRANSPORT_NONE:
		return NULL;
	}
	return NULL;
}

static void put_parties(struct json j, const struct call *call)
{
	json_count(j, "id", call->id);
	json_string(j, "call_id", call->call_id);
	json_string(j, "from",
		call->from_user.n ? call->from_user : call->from_uri);
	json_string(j, "from_name", call->from_name);
	json_string(j, "to", call->to_user.n ? call->to_user : call->to_uri);
	json_string(j, "to_name", call->to_name);
	json_string(j, "caller_ua", call->caller_agent);
	json_string(j, "callee_ua", call->callee_agent);
	json_word(j, "transport", transport_word(call->transport));
}

static void put_outcome(struct json j, const struct call *call)
{
	json_word(j, "state", call_state_text(call->state));
	if (call->status) {
		json_count(j, "status_code", call->status);
		json_string(j, "reason", call->reason);
	}
	json_word(j, "hangup_by", call_side_text(call->hangup_by));
	json_time(j, "start_time", call->first_ts);
	if (call->answer.frame) {
		json_time(j, "answer_time", call->answer.ts);
	}
	if (call->end.frame) {
		json_time(j, "end_time", call->end.ts);
	}
	json_flag(j, "began_before_capture", call->began_before);
	json_number(j, "setup_ms", call->setup_ms, 3);
	json_number(j, "pdd_ms", call->pdd_ms, 3);
	json_number(j, "ring_ms", call->ring_ms, 3);
	json_number(j, "duration_s", call->duration_s, 6);
	if (facts_open(call)) {
		json_flag(j, "duration_is_minimum", true);
	}
}

static void put_side(
	struct json parent, const char *key, const struct timing_side *side)
{
	if (!side->stream) {
		return;
	}
	struct json j = json_object(parent, key);
	json_count(j, "stream", side->stream->id);
	json_number(j, "answer_to_rtp_ms", side->first_ms, 3);
	json_number(j, "rtp_before_answer_ms", side->early_ms, 3);
	json_number(j, "rtp_after_bye_ms", side->tail_ms, 3);
}

static void put_identity(struct json parent, const struct identity *id)
{
	if (!id || (!id->asserted.n && !id->remote.n && !id->privacy.n)) {
		return;
	}
	struct json j = json_object(parent, "caller_identity");
	json_string(j, "asserted", id->asserted);
	json_string(j, "remote_party", id->remote);
	json_string(j, "privacy", id->privacy);
}

static void put_timings(struct json parent, const struct call *call)
{
	struct json j = json_object(parent, "timings");
	struct timing t;

	timing_of(call, &t);
	json_number(j, "challenge_ms", t.challenge_ms, 3);
	json_number(j, "authentication_ms", t.authentication_ms, 3);
	json_number(j, "trying_ms", t.trying_ms, 3);
	json_number(j, "answer_to_ack_ms", t.ack_ms, 3);
	json_number(j, "bye_to_answer_ms", t.bye_ms, 3);
	put_side(j, "caller", &t.caller);
	put_side(j, "callee", &t.callee);
	json_flag(j, "early_media_announced", t.early_announced);
}

static void put_hops(struct json parent, const struct call *call)
{
	struct json list = json_array(parent, "hops");

	for (unsigned i = 0; i < call->hop_count; i++) {
		const struct hop *h = &call->hops[i];
		struct json j = json_object(list, NULL);
		put_end(j, "from", &h->from);
		put_end(j, "to", &h->to);
		json_count(j, "invites", h->invites);
		json_count(j, "challenges", h->challenges);
		if (h->status) {
			json_count(j, "status_code", h->status);
		}
	}
}

static void put_quality(struct json j, const struct call *call)
{
	const struct stream *worst = facts_worst(call);
	enum media_security secure;

	json_flag(j, "signalling_secure", call->signalling_secure);
	if (facts_secure(call, &secure)) {
		json_word(j, "media_secure", media_security_text(secure));
	}
	struct slice codec = facts_codec(call);
	if (codec.n) {
		json_string(j, "codec", codec);
	}
	if (worst) {
		records_quality(j, &worst->quality);
	}
	worst = facts_worst_on(call, BAND_WIDE);
	if (worst) {
		json_number(j, "mos_wideband", worst->quality.mos, 3);
	}
}

/* How the call's voice went, and what shows it. */
static void put_path(struct json j, const struct report_input *input,
	const struct call *call)
{
	struct text why = {0};
	struct path path;
	char by[ADDR_TEXT];

	path_of(input->book, call, &path);
	json_word(j, "media_path", path_kind_text(path.kind));
	if (path.kind == PATH_RELAYED ||
		(path.kind == PATH_MIXED && !addr_is_any(&path.by))) {
		json_word(j, "media_path_by", addr_text(&path.by, by));
	}
	way_explain(&why, input, call, &path);
	json_string(j, "media_path_evidence", text_slice(&why));
	text_finish(&why);
}

static void put_messages(struct json parent, const struct report_input *input,
	const struct call *call)
{
	struct json list = json_array(parent, "messages");

	for (const struct message *m = call->messages; m; m = m->next) {
		struct json j = json_object(list, NULL);
		json_count(j, "frame", m->frame);
		json_time(j, "time", m->ts);
		put_end(j, "src", &m->src);
		put_end(j, "dst", &m->dst);
		json_string(j, "summary", m->summary);
		json_count(j, "cseq", m->cseq);
		json_flag(j, "retransmission", m->retransmission);
		json_flag(j, "sdp", m->sdp != NULL);
		points_seen(j, input, m);
	}
	json_count(parent, "messages_left_out", call->messages_left_out);
	json_count(parent, "retransmissions", call->retransmissions);
}

static void put_formats(
	struct json parent, const char *key, const struct media_line *line)
{
	struct json list = json_array(parent, key);

	for (uint16_t i = 0; line && i < line->format_count; i++) {
		json_string(list, NULL, line->formats[i].name);
	}
}

/* Formats of the answer that the offer has too; none when it was refused. */
static void put_common(struct json parent, const struct media_line *offer,
	const struct media_line *answer)
{
	struct json list = json_array(parent, "common");
	bool on = answer && answer->rtp.port;

	for (uint16_t i = 0; on && i < answer->format_count; i++) {
		if (media_common(offer, &answer->formats[i])) {
			json_string(list, NULL, answer->formats[i].name);
		}
	}
}

static void put_line(struct json list, const struct media_line *offer,
	const struct media_line *answer)
{
	struct json j = json_object(list, NULL);
	uint32_t ptime =
		answer && answer->ptime_ms ? answer->ptime_ms : offer->ptime_ms;
	int event = answer ? facts_event_type(answer) : -1;

	json_string(j, "type", offer->type_text);
	put_formats(j, "offered", offer);
	put_formats(j, "answered", answer);
	put_common(j, offer, answer);
	json_word(j, "direction",
		sdp_direction_text(facts_direction(offer, answer)));
	if (ptime) {
		json_count(j, "ptime_ms", ptime);
	}
	if (event >= 0 && facts_event_type(offer) >= 0) {
		json_count(j, "dtmf_payload_type", (uint64_t)event);
	}
	if (offer->has_address) {
		put_end(j, "offer_address", &offer->rtp);
	}
	if (answer && answer->has_address) {
		put_end(j, "answer_address", &answer->rtp);
	}
	json_flag(j, "refused", answer && !answer->rtp.port);
}

static void put_media(struct json parent, const struct exchange *x)
{
	struct json list = json_array(parent, "media");

	for (uint16_t i = 0; x && x->offer && i < x->offer->line_count; i++) {
		put_line(list, &x->offer->lines[i], facts_answer(x, i));
	}
}

/* RFC 4733 counts in timestamp units, INFO in milliseconds. */
static struct maybe digit_ms(const struct digit *d)
{
	if (!d->duration) {
		return MAYBE_UNKNOWN;
	}
	if (d->method == DIGIT_INFO) {
		return maybe_of(d->duration);
	}
	return d->clock_hz ? maybe_of(1000.0 * d->duration / d->clock_hz)
			   : MAYBE_UNKNOWN;
}

static void put_digits(struct json parent, const struct report_input *input,
	const struct call *call)
{
	struct json list = json_array(parent, "dtmf");

	for (const struct digit *d = call->digits; d; d = d->next) {
		struct json j = json_object(list, NULL);
		json_time(j, "time", d->ts);
		json_count(j, "frame", d->frame);
		if (input->capture_count > 1) {
			json_count(j, "capture", d->capture);
		}
		json_string(j, "digit", (struct slice){&d->digit, 1});
		json_number(j, "duration_ms", digit_ms(d), 3);
		json_word(j, "method",
			d->method == DIGIT_INFO ? "info" : "rfc4733");
		json_word(j, "by", call_side_text(d->by));
	}
}

static void put_streams(struct json parent, const struct call *call)
{
	struct json list = json_array(parent, "streams");

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		json_count(list, NULL, s->id);
	}
}

void records_call(struct json j, const struct report_input *input,
	const struct call *call)
{
	put_parties(j, call);
	put_outcome(j, call);
	put_identity(j, call->identity);
	put_timings(j, call);
	records_legs(j, call);
	records_story(j, input, call);
	put_hops(j, call);
	put_path(j, input, call);
	nat_record(j, call);
	put_quality(j, call);
	put_messages(j, input, call);
	put_media(j, call_exchange(call));
	put_streams(j, call);
	put_digits(j, input, call);
	if (input->findings) {
		found_of_call(json_array(j, "findings"), input, call);
	}
	hearing_call(j, input, call);
}

static void put_description(
	struct json j, const char *key, const struct description *d)
{
	if (d) {
		json_count(j, key, d->frame);
	}
}

void records_exchanges(struct json j, const struct call *call)
{
	json_count(j, "id", call->id);
	json_string(j, "call_id", call->call_id);
	json_word(j, "state", call_state_text(call->state));
	struct json list = json_array(j, "exchanges");
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		struct json item = json_object(list, NULL);
		put_end(item, "offerer", &x->offerer);
		put_end(item, "answerer", &x->answerer);
		put_description(item, "offer_frame", x->offer);
		put_description(item, "answer_frame", x->answer);
		put_media(item, x);
	}
}
