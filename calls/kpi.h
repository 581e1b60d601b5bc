/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The performance figures of SIP telephony: those of RFC 6076, and the older
 * ASR, NER and ACD of ITU-T E.411 and E.425. One struct kpi is one account: of
 * the whole capture, a host, a trunk, an hour. Calls and registrations are
 * added to it; ratios are read at the end, unknown where nothing was counted.
 *
 * An attempt is an INVITE that begins a dialog; the second one with credentials
 * and repeats belong to it (RFC 6076 clause 3).
 */
#ifndef EARSHOT_CALLS_KPI_H
#define EARSHOT_CALLS_KPI_H

#include "calls/call.h"
#include "calls/registration.h"

/* Times of one kind, ms. */
struct kpi_times {
	uint64_t count;
	double sum, min, max;
};

struct kpi {
	uint64_t attempts;
	uint64_t redirected;  /* 3xx */
	uint64_t established; /* 200 */
	uint64_t effective;   /* 200, 480, 486, 600, 603 */
	uint64_t ineffective; /* 408, 500, 503, 504, no answer at all */
	uint64_t completed;   /* established and ended by a BYE */
	uint64_t reached;     /* NER: established, busy, refused, not answered */
	uint64_t open;	      /* still under way at the end: not judged */
	struct kpi_times srd, srd_failed; /* session request delay */
	struct kpi_times sdd;	  /* session disconnect delay */
	struct kpi_times sdt;	  /* session duration time, ms */
	uint64_t registrations;	  /* attempts that got a final answer, or none */
	uint64_t registrations_failed;
};

/** kpi_call - add the leg @call; calls that began before the capture are not. */
void kpi_call(struct kpi *kpi, const struct call *call);

/** kpi_registration - add what @r tried. */
void kpi_registration(struct kpi *kpi, const struct registration *r);

/** kpi_mean - mean of @t, ms; unknown without a sample. */
struct maybe kpi_mean(const struct kpi_times *t);

/** kpi_ser_pct - session establishment ratio of @kpi. Source: RFC 6076 4.6. */
struct maybe kpi_ser_pct(const struct kpi *kpi);

/** kpi_seer_pct - its effectiveness. @kpi: the account. Source: RFC 6076 4.7. */
struct maybe kpi_seer_pct(const struct kpi *kpi);

/** kpi_isa_pct - ineffective session attempts of @kpi. Source: RFC 6076 4.8. */
struct maybe kpi_isa_pct(const struct kpi *kpi);

/** kpi_scr_pct - session completion ratio of @kpi. Source: RFC 6076 4.9. */
struct maybe kpi_scr_pct(const struct kpi *kpi);

/** kpi_ira_pct - ineffective registrations of @kpi. Source: RFC 6076 4.2. */
struct maybe kpi_ira_pct(const struct kpi *kpi);

/** kpi_asr_pct - answer seizure ratio of @kpi. Source: ITU-T E.411. */
struct maybe kpi_asr_pct(const struct kpi *kpi);

/** kpi_ner_pct - network effectiveness ratio of @kpi. Source: ITU-T E.425. */
struct maybe kpi_ner_pct(const struct kpi *kpi);

#endif
