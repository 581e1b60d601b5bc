/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call that is refused with 486 met a busy person far more often than a full
 * trunk, so the status alone says nothing: the cause, or the number of channels
 * in use at that moment has to.
 */
#include "detect/trunk.h"

#include "calls/host.h"
#include "detect/code.h"

/* Causes of ITU-T Q.850: no circuit available, requested one not available. */
#define NO_CIRCUIT	 34
#define REQUESTED_CIRCUIT 44
/* In use at once before one can speak of all. */
#define FEW 2

static bool has_cause(const struct capacity_use *use)
{
	unsigned cause;

	for (const struct note *n = use->call->notes; n; n = n->next) {
		if (n->kind == NOTE_REASON && n->number >= 400 &&
			code_reason(n->text, "Q.850", &cause) &&
			(cause == NO_CIRCUIT || cause == REQUESTED_CIRCUIT)) {
			return true;
		}
	}
	return false;
}

enum trunk_lack trunk_lack(const struct capacity *c,
	const struct capacity_use *use, uint32_t declared)
{
	const struct hop *h = use->hop;

	if (use->took || !h || h->status < 400 || !h->final.frame) {
		return TRUNK_NO_LACK;
	}
	if (has_cause(use)) {
		return TRUNK_LACK;
	}
	if (declared) {
		return (h->status == 486 || h->status == 503) &&
				       use->others >= declared
			       ? TRUNK_LACK
			       : TRUNK_NO_LACK;
	}
	return h->status == 503 && !c->total && use->others == c->most &&
			       c->most >= FEW
		       ? TRUNK_PERHAPS
		       : TRUNK_NO_LACK;
}

void trunk_put_need(
	struct detecting *d, const struct capacity *c, uint64_t refused)
{
	double share = detect_limit(d, THRESHOLD_TRUNK_BLOCKING_PERCENT);
	struct maybe offered = capacity_offered(c, refused);
	struct maybe need = capacity_channels(c, refused, share / 100);

	if (!need.known) {
		return;
	}
	text_printf(&d->text,
		_(" Its busiest %.0f min carried %.2f erlang and would have "
		  "carried %.2f with room for all; for that, %g %% blocking "
		  "needs %.0f channels (Erlang B)."),
		(double)c->busy_span / (60.0 * NS_PER_S), c->busy_erlang.v,
		offered.v, share, need.v);
}

enum role trunk_role(const struct detecting *d, const struct addr *ip)
{
	struct hosts hosts;
	const struct host *h = hosts_of(d->book, &hosts) == 0
				       ? host_at(&hosts, d->book, ip)
				       : NULL;

	return h ? h->role : ROLE_UNKNOWN;
}

bool trunk_is_line(enum role role)
{
	return role == ROLE_TRUNK || role == ROLE_SBC || role == ROLE_GATEWAY;
}
