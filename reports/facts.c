/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Totals are counted in one pass over the lists; only the number of calls at
 * once needs their begins and ends in order, as two sorted arrays merged.
 */
#include "reports/facts.h"

#include "calls/ledger.h"
#include "calls/source.h"
#include "lib/attr.h"

#include <stdlib.h>

static int by_time(const void *a, const void *b)
{
	const ns_t *x = a;
	const ns_t *y = b;

	return (*x > *y) - (*x < *y);
}

/*
 * Most calls at once, from the INVITE to the end. A call that ends in the
 * moment another begins is not counted together with it.
 */
static int count_concurrent(const struct book *book, uint64_t *ret)
{
	size_t n = 0;
	ns_t *begin = calloc(book->call_count + 1, sizeof(*begin));
	ns_t *end = calloc(book->call_count + 1, sizeof(*end));

	if (!begin || !end) {
		free(begin);
		free(end);
		return -1;
	}
	for (const struct call *c = book->calls; c && n < book->call_count;
		c = c->next, n++) {
		begin[n] = c->first_ts;
		end[n] = c->end.frame ? c->end.ts : c->last_ts;
	}
	qsort(begin, n, sizeof(*begin), by_time);
	qsort(end, n, sizeof(*end), by_time);
	uint64_t most = 0;
	for (size_t i = 0, ended = 0; i < n; i++) {
		while (ended < i && end[ended] <= begin[i]) {
			ended++;
		}
		most = i - ended + 1 > most ? i - ended + 1 : most;
	}
	free(begin);
	free(end);
	*ret = most;
	return 0;
}

struct mean {
	double sum;
	uint64_t n;
};

static void mean_add(struct mean *m, struct maybe v)
{
	if (v.known) {
		m->sum += v.v;
		m->n++;
	}
}

static struct maybe mean_of(const struct mean *m)
{
	return m->n ? maybe_of(m->sum / (double)m->n) : MAYBE_UNKNOWN;
}

static void count_calls(const struct book *book, struct facts *f)
{
	for (const struct call *c = book->calls; c; c = c->next) {
		f->calls++;
		f->by_state[c->state]++;
	}
}

/* Ratios and means count what people dialled: a call of two legs once. */
static void take_total(void *context, struct account *account)
{
	struct facts *f = context;
	const struct kpi *k = &account->kpi;

	f->attempts = k->attempts - k->open - k->redirected;
	f->asr_pct = kpi_asr_pct(k);
	f->ner_pct = kpi_ner_pct(k);
	f->acd_s = kpi_acd_s(k);
	f->pdd_ms_mean = transit_mean_ms(&k->pdd);
}

static struct maybe lower(struct maybe a, struct maybe b)
{
	if (!a.known || !b.known) {
		return a.known ? a : b;
	}
	return a.v <= b.v ? a : b;
}

int facts_of(const struct book *book, struct facts *ret)
{
	struct facts f = {0};
	struct mean mos[QUALITY_SCALES] = {{0}};

	uint64_t left_out;

	if (count_concurrent(book, &f.concurrent_max) != 0 ||
		ledger_each(book, LEDGER_TOTAL, take_total, &f, &left_out)) {
		return -1;
	}
	count_calls(book, &f);
	for (const struct stream *s = book->streams; s; s = s->next) {
		f.streams++;
		if (!source_foreign(s)) {
			const struct quality *q = &s->quality;
			f.mos_min[q->band] = lower(f.mos_min[q->band], q->mos);
			mean_add(&mos[q->band], q->mos);
		}
	}
	for (size_t i = 0; i < QUALITY_SCALES; i++) {
		f.mos_mean[i] = mean_of(&mos[i]);
	}
	for (const struct registration *r = book->registrations; r;
		r = r->next) {
		f.registrations++;
	}
	*ret = f;
	return 0;
}

bool facts_audio(const struct stream *stream)
{
	const struct codec *codec = stream_codec(stream);

	if (codec) {
		return codec->kind == CODEC_AUDIO;
	}
	return !stream->line || stream->line->type == SDP_AUDIO;
}

static struct slice agreed_codec(const struct call *call)
{
	const struct exchange *x = call_exchange(call);

	for (uint16_t i = 0; x && x->offer && i < x->offer->line_count; i++) {
		const struct media_line *offer = &x->offer->lines[i];
		const struct media_line *answer = facts_answer(x, i);
		if (offer->type != SDP_AUDIO || !answer || !answer->rtp.port) {
			continue;
		}
		for (uint16_t k = 0; k < answer->format_count; k++) {
			const struct media_format *f = &answer->formats[k];
			bool audio = !f->codec || f->codec->kind == CODEC_AUDIO;
			if (audio && media_common(offer, f)) {
				return f->name;
			}
		}
	}
	return (struct slice){NULL, 0};
}

struct slice facts_codec(const struct call *call)
{
	const struct stream *most = NULL;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		bool named = facts_audio(s) && stream_format_name(s).n &&
			     !source_foreign(s);
		if (named && (!most || s->stat.packets > most->stat.packets)) {
			most = s;
		}
	}
	return most ? stream_format_name(most) : agreed_codec(call);
}

const struct stream *facts_worst_on(
	const struct call *call, enum codec_band band)
{
	const struct stream *worst = NULL;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		const struct quality *q = &s->quality;
		if (q->mos.known && q->band == band && !source_foreign(s) &&
			(!worst || q->mos.v < worst->quality.mos.v)) {
			worst = s;
		}
	}
	return worst;
}

const struct stream *facts_worst(const struct call *call)
{
	static const enum codec_band bands[] = {
		BAND_NARROW, BAND_WIDE, BAND_FULL};
	const struct stream *worst = NULL;

	for (size_t i = 0; i < COUNT_OF(bands) && !worst; i++) {
		worst = facts_worst_on(call, bands[i]);
	}
	return worst;
}

const struct media_line *facts_answer(const struct exchange *x, uint16_t i)
{
	if (!x->answer || i >= x->answer->line_count) {
		return NULL;
	}
	return &x->answer->lines[i];
}

static bool described_secure(
	const struct description *d, bool *seen, enum media_security *ret)
{
	for (uint16_t i = 0; d && i < d->line_count; i++) {
		if (d->lines[i].type == SDP_AUDIO && d->lines[i].rtp.port) {
			*ret = d->lines[i].security;
			*seen = true;
			return true;
		}
	}
	return false;
}

bool facts_open(const struct call *call)
{
	return call->state == CALL_ESTABLISHED && call->duration_s.known;
}

/* A call is as secure as its least secure audio stream. */
bool facts_secure(const struct call *call, enum media_security *ret)
{
	const struct exchange *x = call_exchange(call);
	enum media_security how = SECURE_NONE;
	bool seen = false;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (!facts_audio(s) || s->basis == BASIS_GUESSED ||
			source_foreign(s)) {
			continue;
		}
		if (!seen || how != SECURE_NONE) {
			how = stream_security(s);
		}
		seen = true;
	}
	if (!seen && x && !described_secure(x->answer, &seen, &how)) {
		described_secure(x->offer, &seen, &how);
	}
	if (seen) {
		*ret = how;
	}
	return seen;
}

bool facts_carries(const struct stream *stream, const struct media_line *line)
{
	if (stream->line == line || stream->other_line == line) {
		return true;
	}
	return line->has_address && line->rtp.port &&
	       (endpoint_eq(&stream->dst, &line->rtp) ||
		       endpoint_eq(&stream->src, &line->rtp));
}

static bool sends(enum sdp_direction d)
{
	return d == SDP_SENDRECV || d == SDP_SENDONLY;
}

static bool receives(enum sdp_direction d)
{
	return d == SDP_SENDRECV || d == SDP_RECVONLY;
}

enum sdp_direction facts_direction(
	const struct media_line *offer, const struct media_line *answer)
{
	if (!answer) {
		return offer->direction;
	}
	bool out = sends(offer->direction) && receives(answer->direction);
	bool in = receives(offer->direction) && sends(answer->direction);
	if (out) {
		return in ? SDP_SENDRECV : SDP_SENDONLY;
	}
	return in ? SDP_RECVONLY : SDP_INACTIVE;
}

int facts_event_type(const struct media_line *line)
{
	for (uint16_t i = 0; i < line->format_count; i++) {
		if (slice_iis(line->formats[i].name, "telephone-event")) {
			return line->formats[i].payload_type;
		}
	}
	return -1;
}
