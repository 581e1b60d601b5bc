/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The share of a declared line that voice takes, each way by itself. What goes
 * over the line to the outside is what has one end in the house and one not;
 * over the line of a host by name goes all that it sends and receives.
 */
#include "calls/load.h"
#include "calls/nat.h"
#include "detect/declared.h"
#include "detect/trunk.h"

#include <stdlib.h>

enum way { WAY_IN, WAY_OUT, WAYS };

struct edge {
	ns_t ts;
	double kbps; /* below 0: it ends */
	enum way way;
	const struct stream *stream;
};

/* One line: of the house, or of @host. */
struct line {
	const struct addr *host; /* NULL: of the house */
	double kbps;
	struct edge *edges;
	size_t count;
	struct peak {
		double kbps;
		ns_t ts;
		uint32_t streams;
	} peak[WAYS];
};

static int by_time(const void *a, const void *b)
{
	const struct edge *x = a;
	const struct edge *y = b;
	int d = (x->ts > y->ts) - (x->ts < y->ts);

	d = d ? d : (x->kbps > y->kbps) - (x->kbps < y->kbps);
	return d ? d : (x->stream->id > y->stream->id) -
			       (x->stream->id < y->stream->id);
}

static bool is_outside(const struct detecting *d, const struct addr *ip)
{
	enum role role = trunk_role(d, ip);

	return !nat_private(ip) || role == ROLE_TRUNK;
}

static bool same_host(
	const struct detecting *d, const struct addr *a, const struct addr *b)
{
	struct hosts hosts;

	if (addr_eq(a, b)) {
		return true;
	}
	const struct host *h = hosts_of(d->book, &hosts) == 0
				       ? host_at(&hosts, d->book, a)
				       : NULL;
	return h && h == host_at(&hosts, d->book, b);
}

/* WAYS: the stream does not pass the line. */
static enum way way_of(const struct detecting *d, const struct line *line,
	const struct stream *s)
{
	bool from;
	bool to;

	if (line->host) {
		from = !same_host(d, line->host, &s->src.ip);
		to = !same_host(d, line->host, &s->dst.ip);
	} else {
		from = is_outside(d, &s->src.ip);
		to = is_outside(d, &s->dst.ip);
	}
	if (from == to) {
		return WAYS;
	}
	return from ? WAY_IN : WAY_OUT;
}

static void walk(struct line *line)
{
	double now[WAYS] = {0};
	uint32_t streams[WAYS] = {0};

	qsort(line->edges, line->count, sizeof(*line->edges), by_time);
	for (size_t i = 0; i < line->count; i++) {
		const struct edge *e = &line->edges[i];
		struct peak *peak = &line->peak[e->way];
		now[e->way] += e->kbps;
		streams[e->way] += e->kbps > 0 ? 1 : (uint32_t)-1;
		if (e->kbps > 0 && now[e->way] > peak->kbps) {
			*peak = (struct peak){
				now[e->way], e->ts, streams[e->way]};
		}
	}
}

static int fill(const struct detecting *d, struct line *line)
{
	line->edges = calloc(
		2 * d->book->stream_count + 1, sizeof(*line->edges));
	if (!line->edges) {
		return -1;
	}
	for (const struct stream *s = d->book->streams; s; s = s->next) {
		struct maybe kbps = load_ethernet_kbps(s);
		enum way way = way_of(d, line, s);
		if (!kbps.known || kbps.v <= 0 || s->same_as || way == WAYS) {
			continue;
		}
		line->edges[line->count++] = (struct edge){
			s->stat.first_ts, kbps.v, way, s};
		line->edges[line->count++] = (struct edge){
			s->stat.last_ts, -kbps.v, way, s};
	}
	walk(line);
	return 0;
}

static void say(struct detecting *d, struct finding *f,
	const struct line *line, enum way way)
{
	const struct peak *p = &line->peak[way];
	double mean = p->kbps / p->streams;
	double left = line->kbps - p->kbps;
	struct text *t = &d->text;
	char ip[ADDR_TEXT];

	text_printf(t,
		way == WAY_IN ? _("Inwards, %u streams took up to %.0f kbit/s "
				  "(Ethernet) of the %g kbit/s declared for ")
			      : _("Outwards, %u streams took up to %.0f kbit/s "
				  "(Ethernet) of the %g kbit/s declared for "),
		(unsigned)p->streams, p->kbps, line->kbps);
	text_puts(t, line->host ? addr_text(line->host, ip)
				: _("the line to the outside"));
	text_printf(t, _(": %.1f %%. At %.0f kbit/s a stream there is room for "
			 "%.0f more."),
		100 * p->kbps / line->kbps, mean,
		left > 0 ? (double)(uint64_t)(left / mean) : 0.0);
	detect_detail(d, f);
}

static void judge(struct detecting *d, const struct line *line)
{
	enum way way = line->peak[WAY_OUT].kbps > line->peak[WAY_IN].kbps
			       ? WAY_OUT
			       : WAY_IN;
	const struct peak *p = &line->peak[way];
	double percent = detect_limit(d, THRESHOLD_LINK_PERCENT);

	if (!line->count) {
		detect_skip(d, N_("no voice passed it in this capture"));
		return;
	}
	if (p->kbps < line->kbps * percent / 100) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d,
		p->kbps > line->kbps ? SEVERITY_ERROR : SEVERITY_WARNING,
		line->host ? (struct slice){(const char *)line->host,
				     sizeof(*line->host)}
			   : SLICE("line"),
		p->ts);
	detect_measured(f, 100 * p->kbps / line->kbps, percent, "%");
	if (line->host) {
		detect_host(f, line->host);
	}
	for (size_t i = 0; i < line->count; i++) {
		const struct edge *e = &line->edges[i];
		const struct stream *s = e->stream;
		if (e->way == way && e->kbps > 0 && e->ts <= p->ts &&
			s->stat.last_ts > p->ts) {
			detect_stream(d, f, s);
			detect_frame(f, s->stat.first_frame, s->capture);
		}
	}
	if (detect_new(f)) {
		say(d, f, line, way);
	}
}

static void judge_line(
	struct detecting *d, const struct addr *host, double kbps)
{
	struct line line = {.host = host, .kbps = kbps};

	if (kbps <= 0) {
		return;
	}
	if (fill(d, &line) != 0) {
		detect_skip(d, N_("memory ran out"));
		return;
	}
	judge(d, &line);
	free(line.edges);
}

static void whole_hook(struct detecting *d)
{
	double all = detect_limit(d, THRESHOLD_LINK_KBPS);
	struct hosts hosts;

	judge_line(d, NULL, all);
	if (!d->limits->host_count || hosts_of(d->book, &hosts) != 0) {
		if (all <= 0 && d->book->streams) {
			detect_skip(d, N_("the rate of the line is not "
					  "declared: --set link.kbps=N, or "
					  "link.kbps.ADDRESS=N"));
		}
		return;
	}
	for (size_t i = 0; i < hosts.count; i++) {
		const struct addr *ip = &hosts.list[i].devices[0]->ip;
		double own = declared_of(d, THRESHOLD_LINK_KBPS, ip);
		if (own != all) {
			judge_line(d, ip, own);
		}
	}
}

const struct detector detector_link_full = {
	.id = "link-full",
	.severity = SEVERITY_ERROR,
	.title = N_("Voice takes most of a line"),
	.passed = N_("voice left room on each declared line"),
	.subject = "line",
	.page = {
		.meaning = N_(
			"The line to the outside, or that of one host, was "
			"declared (link.kbps, link.kbps.ADDRESS), and voice "
			"took more than link.percent of it in one direction. "
			"What else goes over the line comes on top. When it is "
			"full, packets wait or are lost, and all calls suffer "
			"at once. An error where voice alone needs more than "
			"the line has, by what was declared."),
		.wire = N_(
			"link.kbps = 2000. 20 streams of G.711 with 20 ms go "
			"out at once: 218 bytes 50 times a second, 87.2 kbit/s "
			"each, 1744 kbit/s together: 87 %. The frames are the "
			"first of each stream."),
		.causes = N_(
			"More calls at once than the line was planned for\n"
			"G.711 or G.722 where the line was planned for G.729\n"
			"Voice of two sites that goes through the PBX's line "
			"twice (media-hairpin)\n"
			"The declared rate is not that of the line, or that of "
			"the other direction"),
		.remedy = N_(
			"PBX: limit the calls over that line, or let direct "
			"media keep them off it (media-relayed, media-hairpin)\n"
			"PBX and telephones: a codec of a lower rate over that "
			"line\n"
			"Router: shape other traffic, and give voice priority "
			"(qos-dscp)\n"
			"Provider: a faster line"),
		.standard = "RFC 3550 clause 2.1, RFC 3551; IEEE 802.3 for the "
			    "18 bytes of each frame",
	},
	.whole = whole_hook,
};
