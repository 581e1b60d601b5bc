/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a host that answers stopped answering everybody: from the first request
 * that got nothing until the next answer to anybody. Kinds of requests that it
 * never answered (OPTIONS, say) count for nothing.
 */
#include "calls/watch_parts.h"

static uint16_t bit_of(unsigned method)
{
	return (uint16_t)(1U << method);
}

void watch_outage_asked(struct watch *w, const struct packet *packet,
	const struct signal *signal)
{
	struct watch_source *server = watch_source_at(w, &packet->dst.ip);

	if (!server || !(server->answers & bit_of(signal->method))) {
		return;
	}
	struct watch_outage *o = &server->unanswered;
	if (!o->requests) {
		*o = (struct watch_outage){.before = server->responded,
			.first = moment_of(packet),
			.asker = packet->src.ip};
	}
	o->requests += o->requests < UINT32_MAX;
	o->askers = o->askers > 1 || !addr_eq(&o->asker, &packet->src.ip)
			    ? 2
			    : 1;
	o->last = moment_of(packet);
}

void watch_outage_over(struct watch_source *server, const struct packet *packet,
	const struct signal *signal)
{
	struct watch_outage *o = &server->unanswered;
	const struct watch_outage *most = &server->outage;

	server->answers |= bit_of(signal->cseq_method);
	o->until = moment_of(packet);
	o->requests -= o->requests != 0; /* the one that this answers */
	if (o->requests >= WATCH_OUTAGE_LEAST &&
		o->until.ts - o->first.ts > most->until.ts - most->first.ts) {
		server->outage = *o;
	}
	o->requests = 0;
}
