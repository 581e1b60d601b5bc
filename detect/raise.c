/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What detectors say goes in here. A finding is looked for among those of its
 * detector, at most FINDINGS_MOST, by the hash of its key.
 */
#include "detect/detect.h"

#include "lib/attr.h"
#include "lib/hash.h"

double detect_limit(const struct detecting *d, enum threshold threshold)
{
	return d->limits->v[threshold];
}

const struct path *detect_path(struct detecting *d, const struct call *call)
{
	if (d->path_call != call) {
		path_of(d->book, call, &d->path);
		d->path_call = call;
	}
	return &d->path;
}

void detect_judged(struct detecting *d)
{
	d->check->judged++;
}

static struct check_reason *skip(struct detecting *d, const char *why)
{
	struct check_reason *r = d->check->reasons;

	d->check->unjudged++;
	for (size_t i = 0; i < CHECK_REASONS; i++, r++) {
		if (!r->why || r->why == why) {
			r->why = why;
			r->count++;
			return r;
		}
	}
	return NULL;
}

void detect_skip(struct detecting *d, const char *why)
{
	(void)skip(d, why);
}

void detect_absent(struct detecting *d, const char *why)
{
	struct check_reason *r = skip(d, why);

	if (r) {
		r->absent = true;
	}
}

static struct finding *make(
	struct detecting *d, enum severity severity, uint64_t key, ns_t ts)
{
	struct check *check = d->check;
	struct finding *f = NULL;

	if (check->finding_count < FINDINGS_MOST) {
		f = arena_get(&d->findings->arena, sizeof(*f));
		d->findings->incomplete |= !f;
	}
	if (!f) {
		check->dropped++;
		return NULL;
	}
	*f = (struct finding){
		.detector = check->detector,
		.severity = severity,
		.key = key,
		.first_ts = ts,
		.last_ts = ts,
		.remedy = slice_of(check->detector->page.remedy),
	};
	f->remedy.n = slice_find(f->remedy, '\n');
	if (check->tail) {
		check->tail->next = f;
	} else {
		check->findings = f;
	}
	check->tail = f;
	check->finding_count++;
	return f;
}

struct finding *detect_raise(struct detecting *d, enum severity severity,
	struct slice key, ns_t ts)
{
	uint64_t hash = hash_slice(key, d->book->key);
	struct finding *f = d->check->findings;

	d->check->judged++;
	d->check->found++;
	while (f && f->key != hash) {
		f = f->next;
	}
	if (!f) {
		f = make(d, severity, hash, ts);
	}
	if (!f) {
		return NULL;
	}
	f->count++;
	f->severity = severity > f->severity ? severity : f->severity;
	f->first_ts = ts < f->first_ts ? ts : f->first_ts;
	f->last_ts = ts > f->last_ts ? ts : f->last_ts;
	return f;
}

void detect_frame(struct finding *finding, uint64_t frame, uint16_t capture)
{
	if (!finding || !frame) {
		return;
	}
	uint32_t kept = finding->frame_count < FINDING_FRAMES
				? finding->frame_count
				: FINDING_FRAMES;
	for (uint32_t i = 0; i < kept; i++) {
		if (finding->frames[i].frame == frame &&
			finding->frames[i].capture == capture) {
			return;
		}
	}
	if (kept < FINDING_FRAMES) {
		finding->frames[kept] =
			(struct finding_frame){frame, capture};
	}
	finding->frame_count++;
}

void detect_moment(struct finding *finding, const struct moment *moment)
{
	detect_frame(finding, moment->frame, moment->capture);
}

void detect_call(struct detecting *d, struct finding *finding,
	const struct call *call)
{
	if (!finding || !call ||
		(finding->calls_tail && finding->calls_tail->call == call)) {
		return;
	}
	for (const struct finding_call *at = d->findings->of_call[call->id - 1];
		at; at = at->next_of_call) {
		if (at->finding == finding) {
			return;
		}
	}
	struct finding_call *at =
		arena_get(&d->findings->arena, sizeof(*at));
	finding->call_count++;
	if (!at) {
		d->findings->incomplete = true;
		return;
	}
	at->call = call;
	at->finding = finding;
	at->next_of_call = d->findings->of_call[call->id - 1];
	d->findings->of_call[call->id - 1] = at;
	if (finding->calls_tail) {
		finding->calls_tail->next = at;
	} else {
		finding->calls = at;
	}
	finding->calls_tail = at;
}

void detect_stream(struct detecting *d, struct finding *finding,
	const struct stream *stream)
{
	if (!finding || !stream) {
		return;
	}
	detect_call(d, finding, stream->call);
	/* They come in order: another look back would cost n * n. */
	if (finding->streams_tail &&
		finding->streams_tail->stream == stream) {
		return;
	}
	struct finding_stream *at =
		arena_get(&d->findings->arena, sizeof(*at));
	finding->stream_count++;
	if (!at) {
		d->findings->incomplete = true;
		return;
	}
	at->stream = stream;
	if (finding->streams_tail) {
		finding->streams_tail->next = at;
	} else {
		finding->streams = at;
	}
	finding->streams_tail = at;
}

void detect_host(struct finding *finding, const struct addr *ip)
{
	if (!finding) {
		return;
	}
	uint32_t kept = finding->host_count < FINDING_HOSTS
				? finding->host_count
				: FINDING_HOSTS;
	for (uint32_t i = 0; i < kept; i++) {
		if (addr_eq(&finding->hosts[i], ip)) {
			return;
		}
	}
	if (kept < FINDING_HOSTS) {
		finding->hosts[kept] = *ip;
	}
	finding->host_count++;
}

void detect_measured(struct finding *finding, double value, double limit,
	const char *unit)
{
	if (!finding) {
		return;
	}
	double before = finding->measured.v - finding->limit.v;
	double now = value - limit;
	bool farther = now * now > before * before;
	if (!finding->measured.known || farther) {
		finding->measured = maybe_of(value);
		finding->limit = maybe_of(limit);
		finding->unit = unit;
	}
}

static void keep(struct detecting *d, struct slice *ret)
{
	struct slice said = arena_copy(&d->findings->arena, text_slice(&d->text));

	d->findings->incomplete |= !said.p;
	*ret = said.p ? said : *ret;
}

void detect_detail(struct detecting *d, struct finding *finding)
{
	if (finding && !finding->detail.p) {
		keep(d, &finding->detail);
	}
	text_clear(&d->text);
}

void detect_remedy(struct detecting *d, struct finding *finding)
{
	if (detect_new(finding)) {
		keep(d, &finding->remedy);
	}
	text_clear(&d->text);
}
