/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Begins and ends of streams in order of time, once over all and once for each
 * codec. */
#include "calls/load.h"

#include "calls/book.h"

#include <stdlib.h>

struct edge {
	ns_t ts;
	double kbps; /* below 0: it ends */
	uint32_t codec;
};

struct rates {
	double ip, ethernet; /* sums, of streams with a rate */
	uint32_t known;
	double now;
	uint32_t level;
};

static int by_time(const void *a, const void *b)
{
	const struct edge *x = a;
	const struct edge *y = b;
	int d = (x->ts > y->ts) - (x->ts < y->ts);

	d = d ? d : (x->kbps > y->kbps) - (x->kbps < y->kbps);
	return d ? d : (x->codec > y->codec) - (x->codec < y->codec);
}

static int by_streams(const void *a, const void *b)
{
	const struct load *x = a;
	const struct load *y = b;

	return (x->streams < y->streams) - (x->streams > y->streams);
}

/* Its place in the list; LOAD_CODECS: there is none left. */
static uint32_t place_of(struct loads *l, struct slice codec)
{
	uint32_t i = 0;

	while (i < l->count && !slice_ieq(l->codecs[i].codec, codec)) {
		i++;
	}
	if (i == l->count && i < LOAD_CODECS) {
		l->codecs[i].codec = codec;
		l->count++;
	}
	return i;
}

static void step(struct load *load, struct rates *r, const struct edge *e)
{
	r->now += e->kbps;
	if (e->kbps < 0) {
		r->level--;
		return;
	}
	r->level++;
	load->most = r->level > load->most ? r->level : load->most;
	if (r->now > load->peak_kbps) {
		load->peak_kbps = r->now;
		load->peak_ts = e->ts;
	}
}

static void count(struct load *load, struct rates *r, double ip, double ethernet)
{
	load->streams++;
	r->known++;
	r->ip += ip;
	r->ethernet += ethernet;
	load->ip_kbps = maybe_of(r->ip / r->known);
	load->ethernet_kbps = maybe_of(r->ethernet / r->known);
}

struct maybe load_ethernet_kbps(const struct stream *s)
{
	struct maybe ip = stream_bitrate_kbps(s);
	double seconds = stream_duration_s(s);
	uint64_t packets = s->stat.packets;
	unsigned bytes = LOAD_ETHERNET + LOAD_TAG * s->vlan_count;

	if (!ip.known || seconds <= 0 || packets < 2) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(
		ip.v + (double)(packets - 1) * bytes * 8 / seconds / 1000);
}

/* A stream's edges; 0 where it has no rate, or is one seen before. */
static size_t put(struct loads *l, struct rates *rates, const struct stream *s,
	struct edge *edges)
{
	struct maybe ip = stream_bitrate_kbps(s);
	struct maybe on_wire = load_ethernet_kbps(s);

	if (!on_wire.known || s->same_as) {
		return 0;
	}
	double ethernet = on_wire.v;
	struct slice name = stream_format_name(s);
	uint32_t at = place_of(l, name.n ? name : SLICE("unknown"));
	count(&l->all, &rates[LOAD_CODECS], ip.v, ethernet);
	if (at < LOAD_CODECS) {
		count(&l->codecs[at], &rates[at], ip.v, ethernet);
	} else {
		l->left_out++;
	}
	edges[0] = (struct edge){s->stat.first_ts, ethernet, at};
	edges[1] = (struct edge){s->stat.last_ts, -ethernet, at};
	return 2;
}

int loads_build(const struct book *book, struct loads *ret)
{
	struct rates rates[LOAD_CODECS + 1] = {0};
	struct edge *edges =
		calloc(2 * book->stream_count + 1, sizeof(*edges));
	size_t n = 0;

	*ret = (struct loads){0};
	if (!edges) {
		return -1;
	}
	for (const struct stream *s = book->streams; s; s = s->next) {
		n += put(ret, rates, s, &edges[n]);
	}
	qsort(edges, n, sizeof(*edges), by_time);
	for (size_t i = 0; i < n; i++) {
		step(&ret->all, &rates[LOAD_CODECS], &edges[i]);
		if (edges[i].codec < LOAD_CODECS) {
			step(&ret->codecs[edges[i].codec],
				&rates[edges[i].codec], &edges[i]);
		}
	}
	free(edges);
	if (ret->count) {
		qsort(ret->codecs, ret->count, sizeof(*ret->codecs),
			by_streams);
	}
	return 0;
}
