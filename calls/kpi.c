/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting by the final status, and ratios of the counts. */
#include "calls/kpi.h"

static void add(struct kpi_times *t, double ms)
{
	t->min = t->count == 0 || ms < t->min ? ms : t->min;
	t->max = t->count == 0 || ms > t->max ? ms : t->max;
	t->sum += ms;
	t->count++;
}

static double ms(ns_t t)
{
	return (double)t / 1e6;
}

static bool is_effective(unsigned status)
{
	return (status >= 200 && status < 300) || status == 480 ||
	       status == 486 || status == 600 || status == 603;
}

/* E.425: the network did its part; the user was busy, away or unwilling. */
static bool is_reached(unsigned status)
{
	return is_effective(status) || status == 487;
}

static bool is_ineffective(unsigned status)
{
	return status == 408 || status == 500 || status == 503 ||
	       status == 504;
}

static void count_status(struct kpi *k, unsigned status)
{
	k->redirected += status >= 300 && status < 400;
	k->established += status >= 200 && status < 300;
	k->effective += is_effective(status);
	k->reached += is_reached(status);
	k->ineffective += is_ineffective(status);
}

/* From the INVITE that was let through to the first word about the callee. */
static void count_delays(struct kpi *k, const struct hop *h)
{
	bool failed = h->status >= 300;
	const struct moment *first = &h->progress;

	if (!first->frame) {
		first = h->answer.frame ? &h->answer : &h->final;
	}
	if (first->frame && h->sent.frame && first->ts >= h->sent.ts) {
		add(failed ? &k->srd_failed : &k->srd,
			ms(first->ts - h->sent.ts));
	}
	if (h->bye.frame && h->bye_answer.frame &&
		h->bye_answer.ts >= h->bye.ts) {
		add(&k->sdd, ms(h->bye_answer.ts - h->bye.ts));
	}
	if (h->answer.frame && h->bye.frame && h->bye.ts >= h->answer.ts) {
		add(&k->sdt, ms(h->bye.ts - h->answer.ts));
		k->completed++;
	}
}

void kpi_call(struct kpi *kpi, const struct call *call)
{
	const struct hop *h = call->hop_count ? &call->hops[0] : NULL;

	if (!h || !h->invite.frame || call->began_before) {
		return;
	}
	kpi->attempts++;
	if (h->answer.frame) {
		count_status(kpi, 200);
	} else if (h->status >= 300) {
		count_status(kpi, h->status);
	} else if (call->state == CALL_FAILED) {
		kpi->ineffective++; /* no reply at all: timer B ran out */
	} else {
		kpi->open++;
	}
	count_delays(kpi, h);
}

void kpi_registration(struct kpi *kpi, const struct registration *r)
{
	kpi->registrations += r->successes + r->failures;
	kpi->registrations_failed += r->failures;
}

struct maybe kpi_mean(const struct kpi_times *t)
{
	return t->count ? maybe_of(t->sum / (double)t->count) : MAYBE_UNKNOWN;
}

static struct maybe pct(uint64_t part, uint64_t whole)
{
	return whole ? maybe_of(100.0 * (double)part / (double)whole)
		     : MAYBE_UNKNOWN;
}

/* Attempts whose end was seen: the others cannot be judged yet. */
static uint64_t judged(const struct kpi *k)
{
	return k->attempts - k->open;
}

struct maybe kpi_ser_pct(const struct kpi *kpi)
{
	return pct(kpi->established, judged(kpi) - kpi->redirected);
}

struct maybe kpi_seer_pct(const struct kpi *kpi)
{
	return pct(kpi->effective, judged(kpi) - kpi->redirected);
}

struct maybe kpi_isa_pct(const struct kpi *kpi)
{
	return pct(kpi->ineffective, judged(kpi));
}

struct maybe kpi_scr_pct(const struct kpi *kpi)
{
	return pct(kpi->completed, judged(kpi));
}

struct maybe kpi_ira_pct(const struct kpi *kpi)
{
	return pct(kpi->registrations_failed, kpi->registrations);
}

struct maybe kpi_asr_pct(const struct kpi *kpi)
{
	return pct(kpi->established, judged(kpi));
}

struct maybe kpi_ner_pct(const struct kpi *kpi)
{
	return pct(kpi->reached, judged(kpi));
}
