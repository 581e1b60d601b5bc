/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sender's clock against the capture's. Two clocks are compared, and either
 * may be wrong: where the streams of several hosts agree with each other, it is
 * the capture's. A short or uneven stream tells no rate: what its jitter may
 * make of the slope is taken off.
 */
#include "detect/detector.h"

#include "calls/relay.h"
#include "detect/blame.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_S	    20.0
#define WRONG_PPM   50000.0 /* codec-clock has it from there on */
/* Standard errors of the slope; the jitter is no noise of one packet alone. */
#define SURE	    10.0
/* Hosts that must agree on a clock to make the capture's the odd one. */
#define LEAST_HOSTS 3

struct drift {
	const struct stream *stream, *source; /* whose clock it is */
	double ppm, error;
};

/* How long, seconds, the points of the line are spread: of even ones, from the
 * deviation of their times. */
static double line_s(const struct rtpstat *r)
{
	double n = r->line_count;
	double mean = r->sum_t / n;
	double variance = r->sum_tt / n - mean * mean;

	return variance > 0 ? sqrt(12 * variance) / 1e3 : 0;
}

static bool measure(struct detecting *d, const struct stream *s,
	struct drift *ret)
{
	struct maybe ppm = rtpstat_drift_ppm(&s->stat);
	struct maybe jitter = rtpstat_jitter_mean(&s->stat);

	if (!blame_audio(d, s)) {
		return false;
	}
	if (!ppm.known || !jitter.known || !s->stat.line_count) {
		detect_skip(d, N_("its clock is not known"));
		return false;
	}
	double seconds = line_s(&s->stat);
	if (seconds < LEAST_S) {
		detect_skip(d, N_("too short to compare clocks"));
		return false;
	}
	if (fabs(ppm.v) > WRONG_PPM) {
		detect_skip(d, N_("its timestamps do not count its clock"));
		return false;
	}
	/* One stall of the sender bends the line, and is no clock. */
	double whole_ms = fabs(ppm.v) * seconds / 1e3;
	struct maybe step = stream_ptime_ms(s);
	if (step.known && s->stat.delta_max_ms - step.v > whole_ms / 4) {
		detect_skip(d, N_("a pause or a late packet outweighs its "
				  "clock"));
		return false;
	}
	/* Slope of n even points over T with deviation j: j sqrt(12 / n) / T. */
	double error = jitter.v / 1e3 * sqrt(12.0 / s->stat.line_count) /
		       seconds * 1e6;
	const struct stream *from = relay_source(s);
	*ret = (struct drift){s, from ? from : s, ppm.v, SURE * error};
	return true;
}

static int by_ppm(const void *a, const void *b)
{
	const struct drift *x = a;
	const struct drift *y = b;

	return x->ppm < y->ppm ? -1 : x->ppm > y->ppm;
}

static bool exceeds(const struct drift *x, double limit)
{
	return fabs(x->ppm) - x->error >= limit;
}

/*
 * Do all clocks agree, and not with the capture's? @list: by ppm
 */
static bool capture_is_odd(
	const struct drift *list, size_t n, double limit)
{
	size_t hosts = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < i && !addr_eq(&list[k].source->src.ip,
					&list[i].source->src.ip)) {
			k++;
		}
		hosts += k == i;
		if (hosts >= LEAST_HOSTS) {
			break;
		}
	}
	return hosts >= LEAST_HOSTS && list[n - 1].ppm - list[0].ppm < limit &&
	       fabs(list[n / 2].ppm) >= limit;
}

static void say(struct detecting *d, const struct drift *x, bool odd)
{
	struct text *t = &d->text;
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	if (odd) {
		text_printf(t,
			_("The clocks of all senders agree with each other and "
			  "are %.0f ppm %s than the capture's: it is the "
			  "capturing host whose clock is off."),
			fabs(x->ppm), x->ppm > 0 ? _("faster") : _("slower"));
		return;
	}
	text_printf(t,
		_("The clock of %s, whose stream goes to %s, is %.0f ppm %s "
		  "than the capture's (%.0f at least): in an hour that makes "
		  "%.0f ms."),
		endpoint_text(&x->source->src, a),
		endpoint_text(&x->source->dst, b), fabs(x->ppm),
		x->ppm > 0 ? _("faster") : _("slower"), fabs(x->ppm) - x->error,
		fabs(x->ppm) * 3.6);
}

static void raise(struct detecting *d, const struct drift *x, bool odd)
{
	double limit = detect_limit(d, THRESHOLD_QUALITY_CLOCK_DRIFT_PPM);
	const struct stream *s = x->stream;
	struct slice key = {(const char *)&x->source->src.ip,
		odd ? 0 : sizeof(x->source->src.ip)};
	struct finding *f = detect_raise(
		d, SEVERITY_WARNING, key, s->stat.first_ts);

	detect_stream(d, f, s);
	detect_host(f, &x->source->src.ip);
	detect_frame(f, s->stat.first_frame, s->capture);
	detect_frame(f, s->stat.delta_max_frame, s->capture);
	detect_measured(f, fabs(x->ppm), limit, "ppm");
	if (detect_new(f)) {
		say(d, x, odd);
		detect_detail(d, f);
	}
}

static void judge(struct detecting *d, struct drift *list, size_t n)
{
	double limit = detect_limit(d, THRESHOLD_QUALITY_CLOCK_DRIFT_PPM);

	if (!n) {
		return;
	}
	qsort(list, n, sizeof(*list), by_ppm);
	bool odd = capture_is_odd(list, n, limit);
	for (size_t i = 0; i < n; i++) {
		if (exceeds(&list[i], limit)) {
			raise(d, &list[i], odd);
		} else {
			detect_judged(d);
		}
	}
}

static void whole(struct detecting *d)
{
	struct drift *list =
		calloc(d->book->stream_count + 1, sizeof(*list));
	size_t n = 0;

	if (!list) {
		d->findings->incomplete = true;
		return;
	}
	for (const struct stream *s = d->book->streams; s; s = s->next) {
		n += measure(d, s, &list[n]);
	}
	judge(d, list, n);
	free(list);
}

const struct detector detector_quality_clock_drift = {
	.id = "quality-clock-drift",
	.severity = SEVERITY_WARNING,
	.title = N_("A sender's clock runs too fast or too slow"),
	.passed = N_("senders' clocks run at the right speed"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"A sender whose clock is fast sends more than 50 "
			"packets in a second of the receiver's; the "
			"receiver's buffer fills up, or runs dry if it is "
			"slow, and every so often it drops or repeats a bit: "
			"a click, a garbled fax, a modem that loses its "
			"carrier. 100 ppm make 20 ms in 200 s. Quartz clocks "
			"are within 50 ppm. Streams under 20 s tell nothing, "
			"and where all senders agree it is the capturing "
			"host's clock that is off."),
		.wire = N_(
			"After 1000 s by the capture's clock, the timestamps "
			"of a stream of 8000 Hz have grown by 8 002 000 "
			"instead of 8 000 000: 250 ppm fast."),
		.causes = N_(
			"The sender paces by software, not by the clock of its "
			"audio device: a virtual PBX, a softphone\n"
			"A gateway to ISDN or DECT has lost its reference "
			"clock\n"
			"A worn or bad quartz in a telephone\n"
			"The capture was made on a virtual machine, or its "
			"clock was being adjusted (NTP) meanwhile"),
		.remedy = N_(
			"Capture the same stream at another host before "
			"blaming the sender: two clocks are compared here\n"
			"PBX: set its time source; reserve CPU for a virtual "
			"machine\n"
			"Gateway: let it take its clock from the line "
			"(master, slave)\n"
			"Telephone: update it; replace it if it alone "
			"differs"),
		.standard =
			"RFC 3550 clause 5.1 (timestamp), 6.4.1; ITU-T G.811 "
			"to G.813 (network clocks)",
	},
	.whole = whole,
};
