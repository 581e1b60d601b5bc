/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends of streams are sorted by address, so that shares cost no table. */
#include "detect/blame.h"

#include "calls/join.h"
#include "calls/passage.h"
#include "calls/relay.h"

#include <stdlib.h>

#define WAY_MOST 8 /* relays and points one after the other */

/*
 * Most of what is missing is one gap of seconds in which the session was
 * changed: to fax (T.38) and back, say. Its numbers went on, and nothing was
 * lost.
 */
static bool changed_meanwhile(const struct stream *s)
{
	const struct disorder *o = s->disorder;

	if (!o || !s->call || o->longest.to - o->longest.from < NS_PER_S ||
		o->longest.packets * 2 < seqtrack_lost(&s->seq)) {
		return false;
	}
	const struct conversation *v = s->call->conversation;
	const struct call *c = v ? v->legs : s->call;
	for (; c; c = v ? c->next_leg : NULL) {
		for (const struct exchange *x = c->exchanges; x; x = x->next) {
			if (x->offer->ts > o->longest.from - NS_PER_S &&
				x->offer->ts < o->longest.to + NS_PER_S) {
				return true;
			}
		}
	}
	return false;
}

bool blame_fits(struct detecting *d, const struct stream *s)
{
	const struct codec *codec = stream_codec(s);

	if (s->basis == BASIS_FOREIGN || addr_is_multicast(&s->dst.ip) ||
		(codec && codec->kind != CODEC_AUDIO &&
			codec->kind != CODEC_VIDEO)) {
		return false;
	}
	if (!codec && s->basis == BASIS_GUESSED) {
		detect_skip(d, N_("nothing tells what it carries"));
		return false;
	}
	double packets = (double)s->stat.packets;
	if (packets < detect_limit(d, THRESHOLD_QUALITY_PACKETS) ||
		stream_duration_s(s) < detect_limit(d, THRESHOLD_QUALITY_S)) {
		detect_skip(d, N_("too short"));
		return false;
	}
	if (changed_meanwhile(s)) {
		detect_skip(d, N_("the session was changed in its longest "
				  "gap"));
		return false;
	}
	return true;
}

bool blame_audio(struct detecting *d, const struct stream *s)
{
	const struct codec *codec = stream_codec(s);

	return (!codec || codec->kind == CODEC_AUDIO) &&
	       (!s->line || s->line->type == SDP_AUDIO) && blame_fits(d, s);
}

const struct stream *blame_cause(
	const struct stream *s, double value, blame_of *of)
{
	for (unsigned i = 0; i < WAY_MOST; i++) {
		const struct stream *from = relay_source(s);
		if (!from && s->arrival) {
			from = s->arrival->from;
		}
		if (!from || of(from) < value / 2) {
			break;
		}
		s = from;
	}
	return s;
}

static void keep(struct blame *b, const struct blame_case *c)
{
	if (b->count == b->cap) {
		size_t cap = b->cap ? 2 * b->cap : 64;
		struct blame_case *cases =
			realloc(b->cases, cap * sizeof(*cases));
		if (!cases) {
			b->failed = true;
			return;
		}
		b->cases = cases;
		b->cap = cap;
	}
	b->cases[b->count++] = *c;
}

void blame_good(struct detecting *d, struct blame *b, const struct stream *s)
{
	struct blame_case c = {.stream = s, .cause = s};

	detect_judged(d);
	keep(b, &c);
}

void blame_bad(struct blame *b, const struct stream *s,
	const struct stream *cause, enum severity severity, double value)
{
	struct blame_case c = {.stream = s, .cause = cause, .bad = true,
		.severity = severity, .value = value};

	keep(b, &c);
}

/* One end of one case. */
struct end {
	struct addr ip;
	bool sends;
	struct blame_case *at;
};

static int by_end(const void *a, const void *b)
{
	const struct end *x = a;
	const struct end *y = b;
	int ips = memcmp(x->ip.b, y->ip.b, sizeof(x->ip.b));

	return ips ? ips : (int)x->sends - (int)y->sends;
}

static int by_host(const void *a, const void *b)
{
	const struct blame_case *x = a;
	const struct blame_case *y = b;
	int ips = memcmp(x->host.b, y->host.b, sizeof(x->host.b));

	if (x->bad != y->bad) {
		return x->bad ? -1 : 1;
	}
	if (ips || x->sends != y->sends) {
		return ips ? ips : (int)x->sends - (int)y->sends;
	}
	if (x->severity != y->severity) {
		return x->severity > y->severity ? -1 : 1;
	}
	if (x->value > y->value || x->value < y->value) {
		return x->value > y->value ? -1 : 1;
	}
	return x->stream->id < y->stream->id ? -1
					     : x->stream->id > y->stream->id;
}

/* How bad each host is that the case touches, so far. */
struct share {
	double of_all; /* bad ones, of all that were judged */
	size_t bad;
};

static bool more(struct share a, struct share b)
{
	if (a.of_all > b.of_all || a.of_all < b.of_all) {
		return a.of_all > b.of_all;
	}
	return a.bad > b.bad;
}

/* The share of one host is told to each of its cases; the larger one stays. */
static void lay(struct end *ends, size_t count, const struct blame_case *first,
	struct share *shares)
{
	struct share s = {0};

	for (size_t i = 0; i < count; i++) {
		s.bad += ends[i].at->bad;
	}
	s.of_all = (double)s.bad / (double)count;
	for (size_t i = 0; i < count; i++) {
		struct blame_case *c = ends[i].at;
		struct share *best = &shares[c - first];
		/* In doubt the sender, or the lower address. */
		if (more(s, *best) || (!more(*best, s) && ends[i].sends)) {
			*best = s;
			c->host = ends[i].ip;
			c->sends = ends[i].sends;
		}
	}
}

static void share_out(struct blame *b)
{
	size_t n = 2 * b->count;
	struct end *ends = calloc(n + 1, sizeof(*ends));
	struct share *shares = calloc(b->count + 1, sizeof(*shares));

	for (size_t i = 0; i < b->count; i++) {
		struct blame_case *c = &b->cases[i];
		c->host = c->cause->src.ip;
		c->sends = !b->both;
		if (ends) {
			ends[2 * i] = (struct end){
				c->cause->src.ip, !b->both, c};
			ends[2 * i + 1] =
				(struct end){c->cause->dst.ip, false, c};
		}
	}
	if (ends && shares) {
		qsort(ends, n, sizeof(*ends), by_end);
		for (size_t from = 0, to; from < n; from = to) {
			to = from + 1;
			while (to < n && by_end(&ends[from], &ends[to]) == 0) {
				to++;
			}
			lay(ends + from, to - from, b->cases, shares);
		}
	}
	b->failed |= !ends || !shares;
	free(ends);
	free(shares);
}

static void raise_group(struct detecting *d, const struct blame_group *g,
	double limit, const char *unit, blame_say *say, blame_frames *frames)
{
	struct {
		struct addr host;
		uint8_t sends;
	} key = {g->cases->host, g->cases->sends};

	for (size_t i = 0; i < g->count; i++) {
		const struct blame_case *c = &g->cases[i];
		struct finding *f = detect_raise(d, c->severity,
			(struct slice){(const char *)&key, sizeof(key)},
			c->stream->stat.first_ts);
		detect_stream(d, f, c->stream);
		detect_host(f, &c->host);
		if (f) {
			frames(f, c);
		}
		if (detect_new(f)) {
			detect_host(f, &c->cause->src.ip);
			detect_host(f, &c->cause->dst.ip);
			if (unit) {
				detect_measured(f, c->value, limit, unit);
			}
			say(d, g);
			detect_detail(d, f);
		}
	}
}

void blame_raise(struct detecting *d, struct blame *b, double limit,
	const char *unit, blame_say *say, blame_frames *frames)
{
	share_out(b);
	d->findings->incomplete |= b->failed;
	if (b->count) {
		qsort(b->cases, b->count, sizeof(*b->cases), by_host);
	}
	for (size_t from = 0, to; from < b->count && b->cases[from].bad;
		from = to) {
		const struct blame_case *c = &b->cases[from];
		to = from + 1;
		while (to < b->count && b->cases[to].bad &&
			b->cases[to].sends == c->sends &&
			addr_eq(&b->cases[to].host, &c->host)) {
			to++;
		}
		struct blame_group g = {c, to - from, b->both};
		raise_group(d, &g, limit, unit, say, frames);
	}
	free(b->cases);
	*b = (struct blame){0};
}

void blame_codec(struct text *t, const struct stream *s)
{
	const struct codec *c = stream_codec(s);
	struct slice name = stream_format_name(s);

	if (c) {
		text_puts(t, c->title);
	} else if (name.n) {
		text_clean(t, name);
	} else {
		text_printf(t, _("payload type %u"),
			(unsigned)stream_payload_type(s));
	}
}

void blame_put(struct text *t, const struct blame_group *g)
{
	const struct stream *s = g->cases->stream;
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	if (g->count > 1) {
		text_printf(t,
			g->both ? _("%zu streams of %s are concerned. The "
				    "worst, ")
			: g->cases->sends
				? _("%zu streams that %s sends are concerned. "
				    "The worst, ")
				: _("%zu streams that %s receives are "
				    "concerned. The worst, "),
			g->count, addr_text(&g->cases->host, a));
	}
	if (s->call) {
		text_printf(t, g->count > 1 ? _("in call %u, ")
					    : _("In call %u "),
			(unsigned)s->call->id);
	}
	text_puts(t, g->count > 1 ? "" : s->call ? _("the stream ")
						 : _("The stream "));
	text_printf(t, _("from %s to %s ("), endpoint_text(&s->src, a),
		endpoint_text(&s->dst, b));
	blame_codec(t, s);
	text_puts(t, ")");
	if (g->cases->cause != s) {
		text_printf(t, _(", which passes on that from %s to %s,"),
			endpoint_text(&g->cases->cause->src, a),
			endpoint_text(&g->cases->cause->dst, b));
	}
	text_puts(t, g->count > 1 && g->cases->cause == s ? ", " : " ");
}
