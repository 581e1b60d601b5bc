/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk over the book. Each subject goes past all detectors at once, so that
 * what several of them need of it (the way of its voice) is judged once and is
 * still in the cache.
 */
#include "detect/detect.h"

#include <stdlib.h>

static const struct detector *const all[] = {
#define DETECTOR(name) &detector_##name,
#include "detect/detectors.def"
#undef DETECTOR
};

const struct detector *detector_at(size_t index)
{
	return index < COUNT_OF(all) ? all[index] : NULL;
}

const struct detector *detector_by_id(struct slice id)
{
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		if (slice_is(id, all[i]->id)) {
			return all[i];
		}
	}
	return NULL;
}

const char *finding_severity_text(enum severity severity)
{
	switch (severity) {
	case SEVERITY_NOTE:
		return "note";
	case SEVERITY_WARNING:
		return "warning";
	case SEVERITY_ERROR:
		return "error";
	case SEVERITY_CRITICAL:
		return "critical";
	}
	return "note";
}

static void walk(struct detecting *d)
{
	const struct book *book = d->book;
	struct check *checks = d->findings->checks;

	for (const struct call *c = book->calls; c; c = c->next) {
		for (size_t i = 0; i < COUNT_OF(all); i++) {
			d->check = &checks[i];
			if (all[i]->call) {
				all[i]->call(d, c);
			}
		}
	}
	for (const struct stream *s = book->streams; s; s = s->next) {
		for (size_t i = 0; i < COUNT_OF(all); i++) {
			d->check = &checks[i];
			if (all[i]->stream) {
				all[i]->stream(d, s);
			}
		}
	}
	for (const struct registration *r = book->registrations; r;
		r = r->next) {
		for (size_t i = 0; i < COUNT_OF(all); i++) {
			d->check = &checks[i];
			if (all[i]->registration) {
				all[i]->registration(d, r);
			}
		}
	}
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		d->check = &checks[i];
		if (all[i]->whole) {
			all[i]->whole(d);
		}
	}
}

int findings_build(const struct book *book, const struct thresholds *limits,
	const struct heard_all *heard, struct findings *ret)
{
	*ret = (struct findings){
		.check_count = COUNT_OF(all),
		.call_count = book->call_count,
	};
	arena_init(&ret->arena, FINDINGS_BYTES);
	ret->checks = calloc(COUNT_OF(all), sizeof(*ret->checks));
	ret->of_call = calloc(book->call_count + 1, sizeof(struct finding_call *));
	struct detecting *d = calloc(1, sizeof(*d));
	int rc = ret->checks && ret->of_call && d ? 0 : -1;
	if (rc == 0) {
		for (size_t i = 0; i < COUNT_OF(all); i++) {
			ret->checks[i].detector = all[i];
		}
		d->book = book;
		d->limits = limits;
		d->heard = heard;
		d->findings = ret;
		walk(d);
		text_finish(&d->text);
		rc = detect_sort(ret);
	}
	free(d);
	return rc;
}

void findings_finish(struct findings *findings)
{
	arena_finish(&findings->arena);
	free(findings->checks);
	free(findings->of_call);
	free(findings->list);
	*findings = (struct findings){0};
}

const struct finding *findings_worst(
	const struct findings *findings, const struct call *call)
{
	const struct finding_call *at =
		call->id >= 1 && call->id <= findings->call_count
			? findings->of_call[call->id - 1]
			: NULL;

	return at ? at->finding : NULL;
}

bool findings_concern(const struct finding *finding, const struct call *call)
{
	const struct finding_call *at = finding->calls;

	while (at && at->call != call) {
		at = at->next;
	}
	return !call || at;
}

bool findings_failed(const struct findings *findings)
{
	return findings->by_severity[SEVERITY_ERROR] ||
	       findings->by_severity[SEVERITY_CRITICAL];
}
