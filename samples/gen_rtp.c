/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream is planned in layers, each a pass over its packets:
 *
 *   clock    20 ms apart, or as far apart as `deltas` says for the first ones
 *   keys     audio packets replaced by RFC 4733 events
 *   network  loss, jitter, lateness, copies: what happens before the capture
 *   relay    instead of all that: the packets of another stream, renumbered
 *
 * Chance never touches the first and the last three packets, so that what is
 * missing between the first and the last captured one is what was lost.
 */
#include "samples/gen_rtp.h"

#include "samples/gen_args.h"
#include "samples/gen_audio.h"
#include "samples/gen_net.h"
#include "samples/gen_random.h"
#include "samples/gen_sip.h"

#define FRAME_NS   (20 * NS_PER_MS)
#define EDGE       3  /* packets that chance leaves alone at each end */
#define EVENT_ENDS 3U /* RFC 4733 2.5.1.4: the end is sent three times */
#define COPY_DELAY (400 * NS_PER_US)

/* "from=NODE:PORT" */
static int endpoint(struct gen *g, struct gen_args *a, const char *key,
	struct gen_node **ret_node, unsigned *ret_port)
{
	struct slice rest = gen_args_get(a, key);
	struct slice name = slice_cut(&rest, ':');
	uint64_t port = 0;

	*ret_node = gen_find_node(g, a, name);
	if (!*ret_node) {
		return -1;
	}
	if (!slice_u64(rest, 65535, &port)) {
		return gen_args_fail(g, a, "no port in", rest);
	}
	*ret_port = (unsigned)port;
	return 0;
}

/* How a sender spaces its packets that has no even clock. */
struct rule {
	int64_t odd;    /* every second packet that much off */
	uint64_t group; /* packets sent at once, when the last is due; 0: each */
	int64_t tick;   /* of the timer that sends; 0: none */
};

static int read_rule(struct gen *g, struct gen_args *a, struct gen_stream *s,
	struct rule *rule)
{
	struct slice pace = gen_args_get(a, "pace");
	struct slice tick = gen_args_get(a, "tick");

	if ((pace.p && !gen_args_scale(pace, NS_PER_MS, &rule->odd)) ||
		(tick.p && (!gen_args_scale(tick, NS_PER_MS, &rule->tick) ||
				   rule->tick <= 0))) {
		return gen_args_fail(g, a, "no such pace", pace.p ? pace : tick);
	}
	if (gen_args_u64(g, a, "group", 0, 8, &rule->group)) {
		return -1;
	}
	s->pacing = rule->group      ? "bursts"
		    : rule->tick     ? "timer"
		    : rule->odd != 0 ? "periodic"
				     : NULL;
	return 0;
}

/* When packet @i is sent, which is due at @due, in a stream that began @at. */
static ns_t sent_at(const struct rule *rule, ns_t due, ns_t at, size_t i)
{
	if (rule->group) {
		size_t nth = i % rule->group;
		return due + (ns_t)(rule->group - 1 - nth) * FRAME_NS +
		       (ns_t)nth * 150 * NS_PER_US;
	}
	if (rule->tick) {
		return at + (due - at + rule->tick - 1) / rule->tick *
				    rule->tick;
	}
	return due + (i % 2 ? rule->odd : 0);
}

static int clock_layer(
	struct gen *g, struct gen_args *a, struct gen_stream *s, ns_t at)
{
	struct slice deltas = gen_args_get(a, "deltas");
	struct rule rule = {0};
	ns_t t = at;

	if (read_rule(g, a, s, &rule)) {
		return -1;
	}
	for (size_t i = 0; i < s->packets; i++) {
		struct gen_rtp *p = &s->packet[i];
		struct slice word = {NULL, 0};
		int64_t delta = FRAME_NS;
		if (i > 0 && deltas.p) {
			word = slice_cut(&deltas, ' ');
		}
		if (word.p && !gen_args_scale(word, NS_PER_MS, &delta)) {
			return gen_args_fail(g, a, "no such delta", word);
		}
		t += i ? delta : 0;
		p->t = sent_at(&rule, t, at, i);
		p->nth = (uint32_t)i;
		p->ts = (uint32_t)i * s->codec->step;
		p->voice = (uint32_t)i;
		p->marker = i == 0 && !s->begun;
	}
	return 0;
}

/* One key: "5@1.5/160", pressed 1.5 s after the start for 160 ms. */
static int press(struct gen *g, struct gen_args *a, struct gen_stream *s,
	struct slice word, ns_t at)
{
	struct slice rest = word;
	struct slice key = slice_cut(&rest, '@');
	struct slice when = slice_cut(&rest, '/');
	int64_t from = 0;
	uint64_t ms = 0;

	if (key.n != 1 || !gen_args_scale(when, NS_PER_S, &from) ||
		!slice_u64(rest, 4000, &ms) || s->digits == GEN_DIGITS) {
		return gen_args_fail(g, a, "no such key", word);
	}
	size_t first = (size_t)(from / FRAME_NS);
	size_t slots = (size_t)ms / 20;
	if (first + slots + EVENT_ENDS > s->packets || slots == 0) {
		return gen_args_fail(g, a, "key outside the stream", word);
	}
	for (size_t i = 0; i < slots + EVENT_ENDS - 1; i++) {
		struct gen_rtp *p = &s->packet[first + i];
		size_t length = i < slots ? i + 1 : slots;
		p->digit = (uint8_t)key.p[0];
		p->digit_length = (uint16_t)(length * s->codec->step);
		p->digit_end = i + 1 >= slots;
		p->marker = i == 0;
		p->ts = s->packet[first].ts;
	}
	s->digit[s->digits++] = (struct gen_digit){
		key.p[0], at + (ns_t)first * FRAME_NS, (unsigned)ms};
	return 0;
}

static int keys_layer(
	struct gen *g, struct gen_args *a, struct gen_stream *s, ns_t at)
{
	struct slice rest = gen_args_get(a, "keys");

	while (rest.p) {
		if (press(g, a, s, slice_cut(&rest, ','), at)) {
			return -1;
		}
	}
	return 0;
}

/* A chance such as "3%" as parts in a million; 0 when absent. */
static int chance(
	struct gen *g, struct gen_args *a, struct slice v, uint64_t *ret)
{
	int64_t ppm = 0;

	*ret = 0;
	if (!v.p) {
		return 0;
	}
	if (v.n < 2 || v.p[v.n - 1] != '%' ||
		!gen_args_scale(slice_sub(v, 0, v.n - 1), 10000, &ppm) ||
		ppm < 0) {
		return gen_args_fail(g, a, "no such chance", v);
	}
	*ret = (uint64_t)ppm;
	return 0;
}

/* loss=3%, or loss=gilbert:1%,40%: good to bad, bad to good. */
static int loss(struct gen *g, struct gen_args *a, struct gen_stream *s,
	struct gen_random *r)
{
	struct slice v = gen_args_get(a, "loss");
	bool gilbert = slice_istarts(v, "gilbert:");
	uint64_t enter = 0;
	uint64_t leave = 0;
	bool bad = false;

	if (!v.p) {
		return 0;
	}
	struct slice rest = slice_sub(v, gilbert ? 8 : 0, v.n);
	struct slice first = slice_cut(&rest, ',');
	if (chance(g, a, first, &enter) || chance(g, a, rest, &leave)) {
		return -1;
	}
	for (size_t i = EDGE; i + EDGE < s->packets; i++) {
		if (gilbert) {
			bad = bad ? !gen_random_hit(r, leave)
				  : gen_random_hit(r, enter);
		} else {
			bad = gen_random_hit(r, enter);
		}
		s->packet[i].lost = bad;
	}
	return 0;
}

static int jitter(struct gen *g, struct gen_args *a, struct gen_stream *s,
	struct gen_random *r)
{
	struct slice v = gen_args_get(a, "jitter");
	struct slice after = gen_args_get(a, "jitter-after");
	int64_t most = 0;
	uint64_t from = EDGE;

	if (!v.p) {
		return 0;
	}
	if (!gen_args_scale(v, 1000, &most) || most < 0 ||
		(after.p && !slice_u64(after, UINT32_MAX, &from))) {
		return gen_args_fail(g, a, "no such jitter", v);
	}
	for (size_t i = from; i + EDGE < s->packets; i++) {
		s->packet[i].t +=
			(ns_t)gen_random_below(r, (uint64_t)most + 1) *
			NS_PER_US;
	}
	return 0;
}

/* A list of "10", "30-35" or "10:45" (packet, milliseconds) on each packet. */
static int each(struct gen *g, struct gen_args *a, struct gen_stream *s,
	const char *key)
{
	struct slice rest = gen_args_get(a, key);

	while (rest.p) {
		struct slice item = slice_cut(&rest, ',');
		struct slice value = item;
		struct slice span = slice_cut(&value, ':');
		struct slice last = span;
		struct slice first = slice_cut(&last, '-');
		uint64_t from = 0;
		uint64_t to = 0;
		int64_t ms = 0;
		if (!slice_u64(first, s->packets - 1, &from) ||
			!slice_u64(
				last.p ? last : first, s->packets - 1, &to) ||
			(value.p && !gen_args_scale(value, NS_PER_MS, &ms))) {
			return gen_args_fail(g, a, "no such packet", item);
		}
		for (uint64_t i = from; i <= to; i++) {
			struct gen_rtp *p = &s->packet[i];
			p->unseen = p->unseen ||
				    slice_is(slice_of(key), "unseen");
			p->lost = p->lost || p->unseen ||
				  slice_is(slice_of(key), "drop");
			p->behind =
				p->behind || slice_is(slice_of(key), "behind");
			p->copied =
				p->copied || slice_is(slice_of(key), "copy");
			p->t += ms;
		}
	}
	return 0;
}

static int network_layer(
	struct gen *g, struct gen_args *a, struct gen_stream *s)
{
	struct gen_random r = gen_random_of(g->seed, s->name);
	uint64_t late = 0;
	uint64_t copy = 0;

	if (loss(g, a, s, &r) || jitter(g, a, s, &r) || each(g, a, s, "drop") ||
		each(g, a, s, "unseen") || each(g, a, s, "behind") ||
		each(g, a, s, "late") ||
		each(g, a, s, "copy") ||
		chance(g, a, gen_args_get(a, "reorder"), &late) ||
		chance(g, a, gen_args_get(a, "duplicate"), &copy)) {
		return -1;
	}
	for (size_t i = EDGE; i + EDGE < s->packets; i++) {
		struct gen_rtp *p = &s->packet[i];
		if (gen_random_hit(&r, late)) {
			p->t += FRAME_NS + 5 * NS_PER_MS;
		}
		p->copied = p->copied || gen_random_hit(&r, copy);
	}
	return 0;
}

/* delay=0.2-0.5, in milliseconds */
static int relay_delay(struct gen *g, struct gen_args *a, int64_t *ret_least,
	int64_t *ret_span)
{
	struct slice rest = gen_args_get(a, "delay");
	struct slice least = slice_cut(&rest, '-');
	int64_t most = 0;

	if (!gen_args_scale(least, 1000, ret_least) ||
		!gen_args_scale(rest.p ? rest : least, 1000, &most) ||
		most < *ret_least) {
		return gen_args_fail(g, a, "no such delay", least);
	}
	*ret_span = most - *ret_least + 1;
	return 0;
}

/* Packets of s->relay, after @lead packets of silence 20 ms apart from @at. */
static int relay_layer(struct gen *g, struct gen_args *a, struct gen_stream *s,
	size_t lead, ns_t at)
{
	struct gen_random r = gen_random_of(g->seed, s->name);
	int64_t least = 0;
	int64_t span = 0;

	if (relay_delay(g, a, &least, &span)) {
		return -1;
	}
	for (size_t i = 0; i < s->packets; i++) {
		struct gen_rtp *p = &s->packet[i];
		if (i >= lead) {
			*p = s->relay->packet[i - lead];
			p->t += (least + (int64_t)gen_random_below(
						 &r, (uint64_t)span)) *
				NS_PER_US;
			p->copied = false;
		} else {
			p->t = at + (ns_t)i * FRAME_NS;
			p->voice = UINT32_MAX; /* silence */
		}
		p->ts = (uint32_t)i * s->codec->step;
		p->nth = (uint32_t)i;
		p->marker = i == 0;
	}
	return 0;
}

static int events(struct gen *g, struct gen_stream *s)
{
	for (size_t i = 0; i < s->packets; i++) {
		struct gen_rtp *p = &s->packet[i];
		struct gen_event e = {.t = p->t, .stream = s, .packet = p};
		if (p->lost) {
			continue;
		}
		if (gen_add_event(g, e)) {
			return -1;
		}
		e.t += COPY_DELAY;
		if (p->copied && gen_add_event(g, e)) {
			return -1;
		}
	}
	return 0;
}

/* The fixed facts of a stream. */
static int describe(struct gen *g, struct gen_args *a, struct gen_stream *s)
{
	struct gen_random r = gen_random_of(g->seed ^ 0x5eed, s->name);
	struct slice codec = gen_args_get(a, "codec");
	struct slice call = gen_args_get(a, "call");
	struct slice relay = gen_args_get(a, "relay");
	uint64_t v = 0;

	if (endpoint(g, a, "from", &s->src, &s->sport) ||
		endpoint(g, a, "to", &s->dst, &s->dport) ||
		gen_args_u64(g, a, "ssrc", gen_random_u64(&r) >> 32, UINT32_MAX,
			&v)) {
		return -1;
	}
	s->ssrc = (uint32_t)v;
	if (gen_args_u64(g, a, "seq", gen_random_u64(&r) >> 48, 65535, &v)) {
		return -1;
	}
	s->seq = (uint16_t)v;
	if (gen_args_u64(
		    g, a, "ts", gen_random_u64(&r) >> 32, UINT32_MAX, &v)) {
		return -1;
	}
	s->ts = (uint32_t)v;
	s->codec = gen_sip_codec(codec);
	s->call = call.p ? gen_find_call(g, call) : NULL;
	s->relay = relay.p ? gen_find_stream(g, a, relay) : NULL;
	s->voice = s->relay ? s->relay->voice : gen_random_u64(&r);
	s->silent = gen_args_flag(a, "silent");
	s->begun = gen_args_flag(a, "nomark");
	if (!s->codec) {
		return gen_args_fail(g, a, "no codec", codec);
	}
	if ((call.p && !s->call) || (relay.p && !s->relay)) {
		return gen_args_fail(g, a, "no call or stream", call);
	}
	return 0;
}

int gen_rtp_line(struct gen *g, struct gen_args *a)
{
	struct gen_stream *s = &g->stream[g->streams];
	int64_t at = 0;
	uint64_t lead = 0;
	uint64_t packets = 0;

	if (g->streams == GEN_STREAMS) {
		return gen_args_fail(g, a, "too many streams", a->word[0]);
	}
	(void)gen_args_word(a, 0);
	s->name = gen_args_word(a, 1);
	struct slice when = gen_args_get(a, "at");
	if (describe(g, a, s) || gen_args_u64(g, a, "lead", 0, 1000, &lead) ||
		gen_args_u64(g, a, "packets",
			s->relay ? s->relay->packets + lead : 0, 100000,
			&packets)) {
		return -1;
	}
	s->packets = (size_t)packets;
	s->packet = arena_get(&g->arena, s->packets * sizeof(*s->packet));
	if (!s->packets || !s->packet ||
		(when.p && !gen_args_scale(when, NS_PER_S, &at)) ||
		(s->relay && s->packets > s->relay->packets + lead)) {
		return gen_args_fail(g, a, "no packets or no time in", s->name);
	}
	int bad = s->relay
			  ? relay_layer(g, a, s, (size_t)lead, at)
			  : clock_layer(g, a, s, at) || keys_layer(g, a, s, at);
	g->streams++;
	return bad || network_layer(g, a, s) || events(g, s) ||
			       gen_args_done(g, a)
		       ? -1
		       : 0;
}
