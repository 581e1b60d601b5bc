/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting by the final status, and ratios of the counts. */
#include "calls/kpi.h"

#include "calls/dial_code.h"

/* RFC 3261 timer F: 64 * T1. A BYE without reply has failed after it. */
#define TIMER_F (32 * NS_PER_S)

static bool is_effective(unsigned status)
{
	return status / 100 == 2 || status == 480 || status == 486 ||
	       status == 600 || status == 603;
}

/*
 * E.425: the network did its part; the user was busy, away or unwilling, or the
 * caller gave up. A 408 is the word of a callee that did not take the call.
 */
static bool is_reached(unsigned status)
{
	return is_effective(status) || status == 408 || status == 487;
}

static bool is_ineffective(unsigned status)
{
	return status == 408 || status == 500 || status == 503 || status == 504;
}

/* Challenges, not failures: RFC 6076 clause 4.3.2. */
static bool is_challenge(unsigned status)
{
	return status == 401 || status == 402 || status == 407;
}

static void count_status(struct kpi *k, unsigned status)
{
	k->redirected += status / 100 == 3;
	k->unauthorised += is_challenge(status);
	k->established += status / 100 == 2;
	k->effective += is_effective(status);
	k->reached += is_reached(status);
	k->ineffective += is_ineffective(status);
}

static void between(
	struct transit *t, const struct moment *a, const struct moment *b)
{
	if (a->frame && b->frame && b->ts >= a->ts) {
		transit_add(t, b->ts - a->ts);
	}
}

/* From the INVITE that was let through to the first word about the callee. */
static void count_request_delay(struct kpi *k, const struct hop *h)
{
	const struct moment *first = &h->progress;

	if (!first->frame) {
		first = h->answer.frame ? &h->answer : &h->final;
	}
	if (is_challenge(h->status)) {
		first = &h->progress; /* nobody was reached */
	}
	between(&k->pdd, &h->invite, first);
	if (h->status / 100 != 3) {
		between(h->status >= 400 ? &k->srd_failed : &k->srd, &h->sent,
			first);
	}
}

static void count_end(struct kpi *k, const struct hop *h, ns_t capture_end)
{
	if (!h->bye.frame) {
		k->up++;
		return;
	}
	bool silent =
		!h->bye_answer.frame && capture_end - h->bye.ts >= TIMER_F;
	if (!silent) {
		between(&k->sdt, &h->answer, &h->bye);
	} else if (h->answer.frame && h->bye.ts >= h->answer.ts) {
		/* RFC 6076 clause 4.5.2: until the BYE timed out. */
		transit_add(&k->sdt_failed, h->bye.ts - h->answer.ts + TIMER_F);
	}
	if (h->bye_status / 100 == 2) {
		between(&k->sdd, &h->bye, &h->bye_answer);
	} else if (capture_end - h->bye.ts >= TIMER_F) {
		k->disconnects_failed++;
	}
	/* Any reply shows that the session did not end for lack of one. */
	k->completed += !silent;
}

void kpi_attempt(struct kpi *kpi, const struct call *call,
	const struct hop *hop, ns_t capture_end)
{
	const struct dial_code *code = dial_code_of(call->to_user);

	if (!hop->invite.frame || call->began_before ||
		(code && !code->calls)) {
		return;
	}
	kpi->attempts++;
	count_request_delay(kpi, hop);
	if (hop->answer.frame) {
		count_status(kpi, 200);
		count_end(kpi, hop, capture_end);
	} else if (hop->status >= 300) {
		count_status(kpi, hop->status);
	} else if (call->state == CALL_FAILED) {
		kpi->ineffective++; /* no reply at all: timer B ran out */
	} else if (call->state == CALL_CANCELLED) {
		kpi->reached++; /* its 487 was not captured */
	} else {
		kpi->open++;
	}
}

void kpi_registration(struct kpi *kpi, const struct registration *r)
{
	uint32_t kept = r->delay_count < REGISTRATION_DELAYS
				? r->delay_count
				: REGISTRATION_DELAYS;

	kpi->registrations += (uint64_t)r->successes + r->failures;
	kpi->registrations += r->unanswered;
	kpi->registrations_failed += (uint64_t)r->failures + r->unanswered;
	for (uint32_t i = 0; i < kept; i++) {
		transit_add(&kpi->rrd, (ns_t)r->delays_us[i] * 1000);
	}
}

static struct maybe pct(uint64_t part, uint64_t whole)
{
	return whole ? maybe_of(100.0 * (double)part / (double)whole)
		     : MAYBE_UNKNOWN;
}

/* Attempts whose outcome was seen: the others cannot be judged yet. */
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
	return pct(kpi->effective,
		judged(kpi) - kpi->redirected - kpi->unauthorised);
}

struct maybe kpi_isa_pct(const struct kpi *kpi)
{
	return pct(kpi->ineffective, judged(kpi));
}

struct maybe kpi_scr_pct(const struct kpi *kpi)
{
	return pct(kpi->completed, judged(kpi) - kpi->up);
}

struct maybe kpi_ira_pct(const struct kpi *kpi)
{
	return pct(kpi->registrations_failed, kpi->registrations);
}

/* A redirected call is seized again with its next INVITE. */
struct maybe kpi_asr_pct(const struct kpi *kpi)
{
	return kpi_ser_pct(kpi);
}

struct maybe kpi_ner_pct(const struct kpi *kpi)
{
	return pct(kpi->reached, judged(kpi) - kpi->redirected);
}

struct maybe kpi_acd_s(const struct kpi *kpi)
{
	struct maybe ms = transit_mean_ms(&kpi->sdt);

	return ms.known ? maybe_of(ms.v / 1e3) : ms;
}
