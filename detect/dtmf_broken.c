/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys that a voice menu may take wrongly: too short, or sent twice. One key
 * press has one RTP timestamp, so the packets of one are never taken for two.
 */
#include "detect/detector.h"

/* Shortest digit that receivers must take. Source: ITU-T Q.24, annex A */
#define SHORT_MS 40
/* Nobody lets go of a key and presses it again within so much. */
#define AGAIN_MS 40
/* The same key by another method, within so much. */
#define OTHER_NS (NS_PER_S / 2)

/* Unknown: by INFO without a duration, or of an unknown clock. */
static struct maybe length_ms(const struct digit *g)
{
	if (!g->duration || (g->method == DIGIT_RFC4733 && !g->clock_hz)) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(g->method == DIGIT_INFO
				? g->duration
				: g->duration * 1000.0 / g->clock_hz);
}

static bool is_short(const struct digit *g)
{
	struct maybe ms = length_ms(g);

	return ms.known && ms.v < SHORT_MS;
}

/* @next is the same press as @g, told as another one. */
static bool is_twice(const struct digit *g, const struct digit *next)
{
	struct maybe ms = length_ms(g);

	/* A masked key is not known; a press too long for one event goes on in
	 * another one (RFC 4733 clause 2.5.1.3). */
	if (g->digit != next->digit || g->digit == 'x' ||
		g->duration >= UINT16_MAX) {
		return false;
	}
	if (g->method != next->method) {
		return next->ts - g->ts < OTHER_NS;
	}
	return g->method == DIGIT_RFC4733 && g->ssrc == next->ssrc &&
	       ms.known && next->timestamp != g->timestamp &&
	       (double)(next->timestamp - g->timestamp) * 1000 / g->clock_hz <
		       ms.v + AGAIN_MS;
}

struct bad {
	uint32_t brief, twice, by_both;
};

static void raise(struct detecting *d, const struct call *call,
	const struct bad *bad, const struct digit *const *at, unsigned count)
{
	struct finding *f = detect_raise(
		d, SEVERITY_WARNING, SLICE("digits"), at[0]->ts);
	struct text *t = &d->text;

	detect_call(d, f, call);
	for (unsigned i = 0; i < count; i++) {
		detect_frame(f, at[i]->frame, at[i]->capture);
	}
	if (!detect_new(f)) {
		return;
	}
	text_printf(t,
		_("Of %u keys in call %u, %u were shorter than %d ms, %u came "
		  "again within %d ms, and %u came both as RTP events and by "
		  "INFO."),
		(unsigned)call->digit_count, (unsigned)call->id,
		(unsigned)bad->brief, SHORT_MS, (unsigned)bad->twice, AGAIN_MS,
		(unsigned)bad->by_both);
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	const struct digit *at[FINDING_FRAMES];
	struct bad bad = {0};
	unsigned count = 0;

	for (const struct digit *g = call->digits; g; g = g->next) {
		bool twice = g->next && is_twice(g, g->next);
		bool both = twice && g->method != g->next->method;
		bad.brief += is_short(g);
		bad.by_both += both;
		bad.twice += twice && !both;
		if ((twice || is_short(g)) && count < FINDING_FRAMES) {
			at[count++] = twice ? g->next : g;
		}
	}
	if (count) {
		raise(d, call, &bad, at, count);
	} else if (call->digits) {
		detect_judged(d);
	}
}

const struct detector detector_dtmf_broken = {
	.id = "dtmf-broken",
	.severity = SEVERITY_WARNING,
	.title = N_("Keys are too short or sent twice"),
	.passed = N_("keys were long enough and came once"),
	.subject = "call with keys",
	.page = {
		.meaning = N_(
			"A voice menu or a PIN needs each key exactly once. "
			"Keys shorter than 40 ms may be missed; a key that is "
			"let go and pressed again within 40 ms, or that comes "
			"both as an RTP event and by SIP INFO, may be taken "
			"twice. Which keys they were is not told."),
		.wire = N_(
			"Telephone-event 5 with timestamp 8000 and duration "
			"160 (20 ms); or event 5 at timestamp 8000 with "
			"duration 800 and event 5 again at 8880; or event 5 "
			"and, within half a second, INFO with Signal=5."),
		.causes = N_(
			"The telephone is set to send keys in two ways at once\n"
			"A gateway makes events of tones, and loses the tone "
			"for a moment: one key becomes two\n"
			"A gateway or softphone sends keys of a fixed length "
			"that is too short\n"
			"Packets of the event were lost, so that its end was "
			"never seen"),
		.remedy = N_(
			"Telephone: one method for keys, RFC 4733 where the "
			"PBX offers telephone-event\n"
			"Gateway: at least 100 ms for a key, and as much "
			"pause\n"
			"PBX: do not turn keys of one kind into another on the "
			"way"),
		.standard = "RFC 4733 clause 2.5; ITU-T Q.24 (40 ms)",
	},
	.call = call_hook,
};
