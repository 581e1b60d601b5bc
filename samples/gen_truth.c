/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The truth of a sample. Times are seconds from the first frame's second zero
 * (the scenario's own clock) unless the key says ms. What did not happen has no
 * key. The keys that a report of the project has too bear the same names.
 */
#include "samples/gen_truth.h"

#include "samples/gen_tcp.h"

#include "samples/gen_media.h"
#include "samples/gen_sip.h"

static void quoted(struct text *t, struct slice s)
{
	text_puts(t, "\"");
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\') {
			text_printf(t, "\\%c", c);
		} else if (c < 0x20 || c == 0x7f) {
			text_printf(t, "\\u%04x", (unsigned)c);
		} else {
			text_put(t, slice_sub(s, i, 1));
		}
	}
	text_puts(t, "\"");
}

/* "key": "value", with a comma and a line before it. */
static void member(struct text *t, const char *key, struct slice value)
{
	if (value.p) {
		text_printf(t, ",\n    \"%s\": ", key);
		quoted(t, value);
	}
}

static void seconds(struct text *t, const char *key, ns_t v)
{
	text_printf(t, ",\n    \"%s\": %lld.%06lld", key,
		(long long)(v / NS_PER_S),
		(long long)(v % NS_PER_S / NS_PER_US));
}

/* A span in milliseconds, where both ends happened. */
static void span(struct text *t, const char *key, ns_t from, ns_t to)
{
	if (from && to) {
		text_printf(t, ",\n    \"%s\": %lld.%06lld", key,
			(long long)((to - from) / NS_PER_MS),
			(long long)((to - from) % NS_PER_MS));
	}
}

const char *gen_truth_state(enum gen_state state)
{
	static const char *const WORD[] = {
		[GEN_INCOMPLETE] = "incomplete",
		[GEN_RINGING] = "ringing",
		[GEN_ESTABLISHED] = "established",
		[GEN_COMPLETED] = "completed",
		[GEN_CANCELLED] = "cancelled",
		[GEN_BUSY] = "busy",
		[GEN_REJECTED] = "rejected",
		[GEN_FAILED] = "failed",
		[GEN_UNANSWERED] = "unanswered",
		[GEN_NONE] = "none",
	};

	return WORD[state];
}

static void point(struct text *t, const struct gen_node *node, unsigned port)
{
	char b[ENDPOINT_TEXT];
	struct endpoint e = {node->at.ip, (uint16_t)port};

	text_printf(t, "\"%s\"", endpoint_text(&e, b));
}

static void messages(struct text *t, const struct gen_call *call)
{
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];
	const char *sep = "";

	text_puts(t, ",\n    \"messages\": [");
	for (const struct gen_message *m = call->first; m; m = m->next) {
		if (m->lost) {
			continue;
		}
		text_printf(t,
			"%s\n      {\"frame\": %u, \"time\": %lld.%06lld, ",
			sep, m->frame, (long long)(m->t / NS_PER_S),
			(long long)(m->t % NS_PER_S / NS_PER_US));
		text_printf(t,
			"\"src\": \"%s\", \"dst\": \"%s\", \"summary\": ",
			endpoint_text(&m->src, src),
			endpoint_text(&m->dst, dst));
		quoted(t, m->label);
		text_printf(t, ", \"bytes\": %zu, \"retransmission\": %s}",
			m->bytes.n, m->again ? "true" : "false");
		sep = ",";
	}
	text_puts(t, "\n    ]");
}

static void row(struct text *t, ns_t at, const struct endpoint *src,
	const struct endpoint *dst, struct slice label, struct slice comment)
{
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];

	text_printf(t, "\n      {\"time\": %lld.%06lld, ",
		(long long)(at / NS_PER_S),
		(long long)(at % NS_PER_S / NS_PER_US));
	text_printf(t, "\"src\": \"%s\", \"sport\": %u, ",
		addr_text(&src->ip, a), (unsigned)src->port);
	text_printf(t, "\"dst\": \"%s\", \"dport\": %u, \"label\": ",
		addr_text(&dst->ip, b), (unsigned)dst->port);
	quoted(t, label);
	text_puts(t, ", \"comment\": ");
	quoted(t, comment);
	text_puts(t, "}");
}

static void stream_row(struct text *t, const struct gen_stream *s)
{
	struct text label = {0};
	struct text comment = {0};
	ns_t centi = ((s->last_t - s->first_t) / NS_PER_MS + 5) / 10;
	struct endpoint src = {s->src->at.ip, (uint16_t)s->sport};
	struct endpoint dst = {s->dst->at.ip, (uint16_t)s->dport};

	text_printf(&label, "RTP (%s)", s->codec->label);
	text_printf(&comment,
		"RTP, %u packets. Duration: %lld.%02llds SSRC: 0x%X",
		s->captured, (long long)(centi / 100), (long long)(centi % 100),
		(unsigned)s->ssrc);
	row(t, s->first_t, &src, &dst, text_slice(&label),
		text_slice(&comment));
	text_finish(&label);
	text_finish(&comment);
}

/* The stream of @call that starts first after @last; NULL: none before @end. */
static const struct gen_stream *next_stream(
	const struct gen *g, const struct gen_call *call, ns_t last, ns_t end)
{
	const struct gen_stream *found = NULL;

	for (size_t i = 0; i < g->streams; i++) {
		const struct gen_stream *s = &g->stream[i];
		if (s->call == call && s->captured && s->first_t > last &&
			s->first_t <= end &&
			(!found || s->first_t < found->first_t)) {
			found = s;
		}
	}
	return found;
}

/* Messages and streams of one Call-ID, in order: Wireshark's flow graph. */
static void ladder(
	struct text *t, const struct gen *g, const struct gen_call *call)
{
	const struct gen_stream *s;
	const char *sep = "";
	ns_t done = -1;

	text_puts(t, ",\n    \"ladder\": [");
	for (const struct gen_message *m = call->first;; m = m->next) {
		ns_t end = m ? m->t : INT64_MAX;
		while ((s = next_stream(g, call, done, end))) {
			text_puts(t, sep);
			stream_row(t, s);
			sep = ",";
			done = s->first_t;
		}
		if (!m) {
			break;
		}
		if (!m->lost) {
			text_puts(t, sep);
			row(t, m->t, &m->src, &m->dst, m->label, m->comment);
			sep = ",";
		}
	}
	text_puts(t, "\n    ]");
}

static void stream_ids(
	struct text *t, const struct gen *g, const struct gen_call *call)
{
	const char *sep = "";

	text_puts(t, ",\n    \"streams\": [");
	for (size_t i = 0; i < g->streams; i++) {
		if (g->stream[i].call == call) {
			text_printf(t, "%s%zu", sep, i + 1);
			sep = ", ";
		}
	}
	text_puts(t, "]");
}

static struct slice agent(const struct gen_node *node)
{
	return node->agent.p ? node->agent : slice_of(node->style->agent);
}

static void call_json(
	struct text *t, const struct gen *g, const struct gen_call *call)
{
	static const char *const WHO[] = {NULL, "caller", "callee"};

	text_puts(t, "\n   {\"name\": ");
	quoted(t, call->name);
	member(t, "call_id", call->id);
	member(t, "subject", call->subject);
	member(t, "from", call->from);
	member(t, "from_name", call->from_name);
	member(t, "to", call->to);
	member(t, "caller_ua", agent(call->caller));
	member(t, "callee_ua", agent(call->callee));
	member(t, "transport", slice_of(gen_tcp_name(call->caller)));
	member(t, "state", slice_of(gen_truth_state(call->state)));
	if (call->status) {
		text_printf(t, ",\n    \"status_code\": %u", call->status);
	}
	if (call->challenges) {
		text_printf(t, ",\n    \"challenges\": %u", call->challenges);
	}
	member(t, "hangup_by", slice_of(WHO[call->hangup]));
	if (call->first) {
		seconds(t, "start_time", call->first->t);
	}
	span(t, "pdd_ms", call->invite_t, call->ring_t);
	span(t, "ring_ms", call->ring_t, call->answer_t);
	span(t, "setup_ms", call->invite_t, call->answer_t);
	span(t, "talk_ms", call->answer_t, call->bye_t);
	member(t, "media_path", call->media);
	member(t, "other_leg",
		call->leg ? call->leg->id : (struct slice){NULL, 0});
	stream_ids(t, g, call);
	messages(t, call);
	ladder(t, g, call);
	text_puts(t, "}");
}

/* How long the runs of missing packets were: {"1": 12, "2": 3}. */
static void loss_runs(struct text *t, const struct gen_stream *s)
{
	const char *sep = "";

	text_puts(t, ",\n    \"loss_runs\": {");
	for (size_t want = 1; want <= s->packets; want++) {
		size_t run = 0;
		size_t found = 0;
		for (uint32_t i = s->min_nth; i <= s->max_nth; i++) {
			if (!s->packet[i].captured) {
				run++;
				continue;
			}
			found += run == want;
			run = 0;
		}
		if (found) {
			text_printf(t, "%s\"%zu\": %zu", sep, want, found);
			sep = ", ";
		}
	}
	text_puts(t, "}");
}

static void keys(struct text *t, const struct gen_stream *s)
{
	text_puts(t, ",\n    \"dtmf\": [");
	for (size_t i = 0; i < s->digits; i++) {
		const struct gen_digit *d = &s->digit[i];
		text_printf(t, "%s{\"time\": %lld.%06lld, \"digit\": \"%c\", ",
			i ? ", " : "", (long long)(d->t / NS_PER_S),
			(long long)(d->t % NS_PER_S / NS_PER_US), d->key);
		text_printf(t, "\"duration_ms\": %u, \"method\": \"rfc4733\"}",
			d->ms);
	}
	text_puts(t, "]");
}

static void milliseconds(struct text *t, const char *key, ns_t v)
{
	text_printf(t, ",\n    \"%s\": %.6f", key, (double)v / 1e6);
}

static void measures(struct text *t, const struct gen_stream *s)
{
	double gaps = s->captured > 1 ? s->captured - 1 : 1;

	seconds(t, "start_time", s->first_t);
	seconds(t, "duration_s", s->last_t - s->first_t);
	text_printf(t, ",\n    \"first_frame\": %u", s->first_frame);
	text_printf(t, ",\n    \"jitter_ms_mean\": %.6f", s->jitter_sum / gaps);
	text_printf(t, ",\n    \"jitter_ms_max\": %.6f", s->jitter_max);
	text_printf(t, ",\n    \"jitter_ms_last\": %.6f", s->jitter);
	milliseconds(t, "delta_ms_max", s->delta_max);
	text_printf(t, ",\n    \"delta_max_frame\": %u", s->delta_frame);
	milliseconds(t, "skew_ms_max", s->skew_max);
}

/* What was lost elsewhere than before the capture point. */
static void unplaced(struct text *t, const struct gen_stream *s)
{
	uint32_t unseen = 0;
	uint32_t behind = 0;

	for (size_t i = 0; i < s->packets; i++) {
		unseen += s->packet[i].unseen;
		behind += s->packet[i].behind;
	}
	if (unseen) {
		text_printf(t, ",\n    \"lost_in_capture\": %u", unseen);
	}
	if (behind) {
		text_printf(t, ",\n    \"lost_behind\": %u", behind);
	}
}

static void stream_json(
	struct text *t, const struct gen *g, const struct gen_stream *s)
{
	unsigned expected = gen_media_expected(s);

	text_printf(t, "\n   {\"id\": %zu", (size_t)(s - g->stream) + 1);
	member(t, "name", s->name);
	member(t, "call_id", s->call ? s->call->id : (struct slice){NULL, 0});
	text_printf(t, ",\n    \"ssrc\": \"0x%08x\"", (unsigned)s->ssrc);
	text_puts(t, ",\n    \"src\": ");
	point(t, s->src, s->sport);
	text_puts(t, ",\n    \"dst\": ");
	point(t, s->dst, s->dport);
	text_printf(t, ",\n    \"codec\": \"%s\"", s->codec->name);
	text_printf(t, ",\n    \"payload_type\": %u", s->codec->pt);
	text_printf(t, ",\n    \"clock_hz\": %u", s->codec->clock_hz);
	text_puts(t, ",\n    \"ptime_ms\": 20");
	text_printf(t, ",\n    \"first_seq\": %u", (unsigned)s->seq);
	text_printf(t, ",\n    \"sent\": %zu", s->packets);
	text_printf(t, ",\n    \"packets\": %u", s->captured);
	text_printf(t, ",\n    \"distinct\": %u", s->delivered);
	text_printf(t, ",\n    \"expected\": %u", expected);
	text_printf(t, ",\n    \"lost\": %u", expected - s->delivered);
	unplaced(t, s);
	if (s->pacing) {
		text_printf(t, ",\n    \"pacing\": \"%s\"", s->pacing);
	}
	text_printf(t, ",\n    \"duplicates\": %u", s->duplicates);
	text_printf(t, ",\n    \"reordered\": %u", s->reordered);
	text_printf(t, ",\n    \"rtcp\": %u", s->rtcp);
	text_printf(t, ",\n    \"dscp\": %u", s->src->tos_rtp >> 2);
	if (s->relay) {
		text_printf(t, ",\n    \"relay_of\": %zu",
			(size_t)(s->relay - g->stream) + 1);
	}
	if (s->captured) {
		loss_runs(t, s);
		measures(t, s);
	}
	keys(t, s);
	text_puts(t, "}");
}

/* What happens in the talk, in the scenario's own words. */
static void story(struct text *t, const struct gen *g)
{
	const char *sep = "],\n \"story\": [\n   ";

	for (const struct gen_line *l = g->story.first; l; l = l->next) {
		text_puts(t, sep);
		quoted(t, l->text);
		sep = ",\n   ";
	}
}

void gen_truth_json(struct text *t, const struct gen *g)
{
	static const char *const KIND[] = {
		"sip", "rtp", "rtcp", "icmp", "other"};

	text_puts(t, "{\"sample\": ");
	quoted(t, g->sample);
	member(t, "title", g->title);
	text_printf(t, ",\n    \"first_time\": %lld.%06lld",
		(long long)(g->start / NS_PER_S),
		(long long)(g->start % NS_PER_S / NS_PER_US));
	text_printf(t, ",\n    \"frames\": %zu", g->frames);
	text_printf(t, ",\n    \"bytes\": %llu", (unsigned long long)g->bytes);
	for (size_t i = 0; i < COUNT_OF(KIND); i++) {
		text_printf(
			t, ",\n    \"%s_frames\": %lu", KIND[i], g->count[i]);
	}
	text_puts(t, ",\n \"calls\": [");
	for (size_t i = 0; i < g->calls; i++) {
		text_puts(t, i ? "," : "");
		call_json(t, g, &g->call[i]);
	}
	story(t, g);
	text_puts(t, "],\n \"streams\": [");
	for (size_t i = 0; i < g->streams; i++) {
		text_puts(t, i ? "," : "");
		stream_json(t, g, &g->stream[i]);
	}
	text_puts(t, "]}\n");
}
