/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures that a technician asks for when somebody complains: the worst of
 * the capture, and where it is, whether or not it is bad.
 */
#include "reports/symptom_figures.h"

#include "calls/timing.h"
#include "reports/facts.h"
#include "reports/format.h"

static const struct stream *next_audio(
	const struct symptom_page *p, const struct stream *s)
{
	for (s = s ? s->next : p->input->book->streams; s; s = s->next) {
		if (report_shows(p->input, p->only, s->call) && facts_audio(s) &&
			!s->same_as) {
			return s;
		}
	}
	return NULL;
}

/* The most of a figure, and of which stream. */
struct most {
	struct maybe v;
	const struct stream *s;
};

static void more(struct most *m, struct maybe v, const struct stream *s)
{
	if (v.known && (!m->v.known || v.v > m->v.v)) {
		*m = (struct most){v, s};
	}
}

static void put_most(struct text *t, const char *what, const struct most *m,
	int decimals, const char *unit)
{
	text_puts(t, t->n ? ", " : "");
	text_puts(t, what);
	format_maybe(t, m->v, decimals, unit);
	if (m->s) {
		text_printf(t, " (stream %u)", (unsigned)m->s->id);
	}
}

static struct maybe discarded_pct(const struct stream *s)
{
	uint64_t expected = seqtrack_expected(&s->seq);

	if (!expected) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(100.0 *
			(double)playout_discarded(&s->playout, PLAYOUT_ADAPTIVE) /
			(double)expected);
}

void figures_choppy(struct text *t, const struct symptom_page *p)
{
	struct most lost = {0};
	struct most jitter = {0};
	struct most late = {0};

	for (const struct stream *s = NULL; (s = next_audio(p, s));) {
		more(&lost, stream_lost_pct(s), s);
		more(&jitter, rtpstat_jitter_mean(&s->stat), s);
		more(&late, discarded_pct(s), s);
	}
	if (lost.s) {
		put_most(t, "lost at most ", &lost, 2, "%");
		put_most(t, "mean jitter at most ", &jitter, 1, "ms");
		put_most(t, "too late for an adaptive buffer at most ", &late, 2,
			"%");
	}
}

void figures_delay(struct text *t, const struct symptom_page *p)
{
	struct most total = {0};
	struct most trip = {0};
	bool any = false;

	for (const struct stream *s = NULL; (s = next_audio(p, s));) {
		any = true;
		more(&total, s->delay.total_ms, s);
		more(&trip, stream_rtt_ms(s), s);
	}
	if (total.s) {
		put_most(t,
			total.s->delay.total_is_minimum
				? "from mouth to ear at least "
				: "from mouth to ear at most ",
			&total, 0, "ms");
	}
	if (trip.s) {
		put_most(t, "round trip by RTCP at most ", &trip, 1, "ms");
	}
	if (any && !t->n) {
		text_puts(t, "delay is not measurable here: no RTCP, no second "
			     "point of capture");
	}
}

void figures_setup(struct text *t, const struct symptom_page *p)
{
	const struct call *slow = NULL;
	const struct call *c = NULL;

	while ((c = report_call_next(p->input, p->only, c))) {
		if (c->pdd_ms.known &&
			(!slow || c->pdd_ms.v > slow->pdd_ms.v)) {
			slow = c;
		}
	}
	if (!slow) {
		return;
	}
	text_puts(t, "post-dial delay at most ");
	format_ms(t, slow->pdd_ms);
	text_printf(t, " (call %u)", (unsigned)slow->id);
	if (slow->hops && slow->hops[0].challenge.frame) {
		text_puts(t, ", of it until the password was asked for ");
		format_ms(t, call_between_ms(&slow->hops[0].invite,
				     &slow->hops[0].challenge));
	}
}

void figures_clipped(struct text *t, const struct symptom_page *p)
{
	struct maybe most = MAYBE_UNKNOWN;
	const struct call *c = NULL;
	const struct call *worst = NULL;
	bool caller = false;

	while ((c = report_call_next(p->input, p->only, c))) {
		struct timing at;
		timing_of(c, &at);
		for (unsigned i = 0; i < 2; i++) {
			struct maybe ms =
				i ? at.caller.first_ms : at.callee.first_ms;
			if (ms.known && (!most.known || ms.v > most.v)) {
				most = ms;
				worst = c;
				caller = i != 0;
			}
		}
	}
	if (worst) {
		text_puts(t, "first voice at most ");
		format_ms(t, most);
		text_printf(t, " after the answer (%s of call %u)",
			caller ? "caller" : "callee", (unsigned)worst->id);
	}
}

void figures_volume(struct text *t, const struct symptom_page *p)
{
	const struct stream *low = NULL;
	struct maybe least = MAYBE_UNKNOWN;

	if (!p->input->hearings) {
		if (next_audio(p, NULL)) {
			text_puts(t, "levels were not measured; --signal "
				     "decodes the voice");
		}
		return;
	}
	for (const struct stream *s = NULL; (s = next_audio(p, s));) {
		const struct hearing *h = hearings_of(p->input->hearings, s);
		double share;
		struct maybe v = h && h->state == HEARING_MEASURED
					 ? level_active(&h->level, &share)
					 : MAYBE_UNKNOWN;
		if (v.known && (!least.known || v.v < least.v)) {
			least = v;
			low = s;
		}
	}
	if (low) {
		text_printf(t,
			"lowest speech level %.1f dBov (stream %u); -26 is usual",
			least.v, (unsigned)low->id);
	}
}

void figures_keys(struct text *t, const struct symptom_page *p)
{
	const struct call *c = NULL;
	uint64_t calls = 0;
	uint64_t keys = 0;

	while ((c = report_call_next(p->input, p->only, c))) {
		calls += c->digit_count != 0;
		keys += c->digit_count;
	}
	if (report_call_next(p->input, p->only, NULL)) {
		format_plural(t, keys, "key");
		text_puts(t, " seen in ");
		format_plural(t, calls, "call");
	}
}

void figures_echo(struct text *t, const struct symptom_page *p)
{
	if (!p->input->hearings && next_audio(p, NULL)) {
		text_puts(t, "echo was not looked for; --signal does");
		return;
	}
	for (const struct stream *s = NULL; (s = next_audio(p, s));) {
		const struct hearing *h = hearings_of(p->input->hearings, s);
		if (h && h->echo_looked && h->echo.kind == ECHO_FOUND) {
			text_printf(t, "%secho in stream %u", t->n ? ", " : "",
				(unsigned)s->id);
		}
	}
	if (!t->n && next_audio(p, NULL)) {
		text_puts(t, "no echo found in the voice");
	}
}
