/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The performance figures of SIP telephony: those of RFC 6076, and the older
 * ASR, NER and ACD of ITU-T E.411 and E.425. One struct kpi is one account: of
 * the whole capture, a host, a trunk, an hour. Attempts and registrations are
 * added to it; ratios are read at the end, unknown where nothing was counted.
 *
 * An attempt is an INVITE that begins a dialog; the second one with credentials
 * and repeats belong to it (RFC 6076 clause 3). What the capture cuts off is
 * not judged: a call that still rings at its end is in no ratio, one that is
 * still up is in no completion ratio.
 */
#ifndef EARSHOT_CALLS_KPI_H
#define EARSHOT_CALLS_KPI_H

#include "calls/call.h"
#include "calls/registration.h"
#include "quality/transit.h"

struct kpi {
	uint64_t attempts;
	uint64_t open;         /* of them: no outcome in the capture */
	uint64_t redirected;   /* 3xx */
	uint64_t unauthorised; /* 401, 402, 407 was the last word */
	uint64_t established;  /* 2xx */
	uint64_t effective;    /* 2xx, 480, 486, 600, 603 */
	uint64_t ineffective;  /* 408, 500, 503, 504, no answer at all */
	uint64_t reached;      /* NER: the callee decided */
	uint64_t up;           /* of established: no BYE in the capture */
	uint64_t completed;    /* ended by a BYE that was not left unanswered */
	uint64_t disconnects_failed;    /* BYEs without a 2xx within timer F */
	struct transit pdd;             /* first INVITE to the first word */
	struct transit srd, srd_failed; /* session request delay */
	struct transit sdd;             /* session disconnect delay */
	struct transit sdt, sdt_failed; /* session duration time */
	struct transit rrd;             /* registration request delay */
	uint64_t registrations;         /* attempts that had an outcome */
	uint64_t registrations_failed;
};

/**
 * kpi_attempt - add the leg @call as it was on @hop, one of its hops; an INVITE
 * that the capture does not show is none.
 * @capture_end: time of the last packet
 * Source: RFC 6076 clauses 4.3 to 4.9.
 */
void kpi_attempt(struct kpi *kpi, const struct call *call,
	const struct hop *hop, ns_t capture_end);

/** kpi_registration - add what @r tried. Source: RFC 6076 clauses 4.1, 4.2. */
void kpi_registration(struct kpi *kpi, const struct registration *r);

/** kpi_ser_pct - session establishment ratio of @kpi. Source: RFC 6076 4.6. */
struct maybe kpi_ser_pct(const struct kpi *kpi);

/** kpi_seer_pct - its effectiveness. @kpi: the account. Source: RFC 6076 4.7.
 */
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

/** kpi_acd_s - mean talk of the calls of @kpi that ended, s. */
struct maybe kpi_acd_s(const struct kpi *kpi);

#endif
