/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The accounts of a capture: the whole, each host, each two hosts between which
 * calls went, each hour. A call that a PBX makes two legs of is one attempt of
 * the whole: its first leg speaks. A host's account has the legs that it sent
 * or received, on the hop that touches it: the PBX has both legs, as it set up
 * both.
 *
 * A trunk's account is that of a host with all its addresses; it is told under
 * the first one.
 *
 * All rows are sorted by account, which makes each account once, one after the
 * other: memory is that of the calls the book holds, whatever the addresses.
 */
#ifndef EARSHOT_CALLS_LEDGER_H
#define EARSHOT_CALLS_LEDGER_H

#include "calls/host.h"
#include "calls/kpi.h"

/* Most accounts of one kind that are told: those with most attempts. */
#define LEDGER_MOST 64

struct book;

enum ledger_kind {
	LEDGER_TOTAL,
	LEDGER_HOSTS,
	LEDGER_PAIRS,
	LEDGER_HOURS,       /* of the clock, by the INVITE */
	LEDGER_TRUNKS,      /* hosts whose role is trunk, SBC or gateway */
	LEDGER_TRUNK_HOURS, /* those by the hour */
};

struct account {
	struct addr host, peer; /* of HOSTS and TRUNKS; of PAIRS */
	enum role role;         /* of TRUNKS */
	ns_t begin, end;        /* what it covers: the capture, or its part of
				   the hour */
	struct kpi kpi;
	uint64_t concurrent_max; /* calls at once, from INVITE to end */
	uint64_t per_second_max; /* most attempts within any second */
};

/** ledger_told - takes one account; borrowed, it may read percentiles. */
typedef void ledger_told(void *context, struct account *account);

/**
 * ledger_each - tell @told of the accounts of @kind of @book, which is
 * finished.
 * @context: handed on to @told; @ret_left_out: accounts above LEDGER_MOST
 * Returns 0, or -1 when memory is exhausted.
 */
int ledger_each(const struct book *book, enum ledger_kind kind,
	ledger_told *told, void *context, uint64_t *ret_left_out);

/** ledger_is_trunk - true when @host leads elsewhere: trunk, SBC, gateway. */
bool ledger_is_trunk(const struct host *host);

/** ledger_cps - mean attempts a second of @account; unknown below a second. */
struct maybe ledger_cps(const struct account *account);

#endif
