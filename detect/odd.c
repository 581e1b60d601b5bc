/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases know frames, calls know frames: so a case finds its calls. */
#include "detect/odd.h"

/* Most calls that are looked through for a frame. */
#define CALLS_LOOKED_AT 2000

static bool holds(const struct call *call, const struct conduct_case *c)
{
	if (call->first_ts > c->last_ts || call->last_ts < c->first_ts) {
		return false;
	}
	for (const struct message *m = call->messages; m; m = m->next) {
		for (unsigned i = 0; i < CONDUCT_FRAMES; i++) {
			if (m->frame == c->frames[i] &&
				m->capture == c->capture) {
				return true;
			}
		}
	}
	return false;
}

struct finding *odd_raise(struct detecting *d, enum severity severity,
	const struct conduct_case *c)
{
	struct {
		struct addr src;
		uint32_t kind, bits;
	} key = {c->src.ip, c->kind, c->bits};
	struct finding *f = detect_raise(d, severity,
		(struct slice){(const char *)&key, sizeof(key)}, c->first_ts);
	unsigned looked = 0;

	detect_host(f, &c->src.ip);
	detect_host(f, &c->dst.ip);
	for (unsigned i = 0; i < CONDUCT_FRAMES; i++) {
		detect_frame(f, c->frames[i], c->capture);
	}
	for (const struct call *call = d->book->calls;
		call && looked < CALLS_LOOKED_AT; call = call->next, looked++) {
		if (holds(call, c)) {
			detect_call(d, f, call);
		}
	}
	return f;
}

void odd_put(struct text *t, const struct conduct_case *c)
{
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];

	if (c->summary[0]) {
		text_clean(t, slice_of(c->summary));
	} else {
		text_puts(t, _("a message"));
	}
	text_printf(t, _(" from %s to %s"), endpoint_text(&c->src, from),
		endpoint_text(&c->dst, to));
}

void odd_count(struct finding *finding, const struct conduct_case *c)
{
	if (finding) {
		finding->count += c->count - 1;
	}
}
