/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small lists; a site asks few servers. */
#include "calls/timesource.h"

#include "calls/book.h"

/* Two times of a clock are as far apart as the packets, but for this much. */
#define RUNS_NS	  (2 * NS_PER_S)
/* Numbers of Sync that jump farther are of one that began anew. */
#define LOST_MOST 64

bool timesource_clocked(const struct timesource *t)
{
	return t->ran > t->jumped;
}

static struct timesource *pair_of(struct timesource_table *t,
	const struct packet *packet, const struct addr *client,
	const struct addr *server)
{
	for (unsigned i = 0; i < t->count; i++) {
		struct timesource *s = &t->list[i];
		if (addr_eq(&s->client, client) && addr_eq(&s->server, server)) {
			return s->point == packet->point ? s : NULL;
		}
	}
	if (t->count == TIMESOURCES) {
		t->left_out++;
		return NULL;
	}
	struct timesource *s = &t->list[t->count++];
	s->client = *client;
	s->server = *server;
	s->point = packet->point;
	return s;
}

static void on_request(struct timesource *s, const struct packet *packet,
	const struct ntp *ntp)
{
	struct moment now = moment_of(packet);

	if (s->last_stamp && ntp->transmitted) {
		ns_t apart = ntp_ns(ntp->transmitted, packet->ts) -
			     ntp_ns(s->last_stamp, packet->ts);
		ns_t passed = packet->ts - s->last_stamp_ts;
		ns_t off = apart > passed ? apart - passed : passed - apart;
		if (off < RUNS_NS) {
			s->ran++;
		} else {
			s->jumped++;
		}
	}
	s->last_stamp = ntp->transmitted;
	s->last_stamp_ts = packet->ts;
	s->first_asked = s->asked ? s->first_asked : now;
	s->last_asked = now;
	s->asked++;
	s->unheard++;
	s->open = now;
	s->open_stamp = ntp->transmitted;
}

/* A kiss of death has stratum 0 and a code. RFC 5905 clause 7.4. */
static void on_state(struct timesource *s, const struct moment *now,
	const struct ntp *ntp)
{
	s->leap = ntp->leap;
	s->stratum = ntp->stratum;
	memcpy(s->code, ntp->code, sizeof(s->code));
	if (ntp->stratum == 0 && ntp->code[0]) {
		s->kissed = s->kissed.frame ? s->kissed : *now;
		s->kissed_count++;
	} else if (ntp->leap == NTP_UNSYNCHRONISED || ntp->stratum == 0 ||
		   ntp->stratum >= NTP_STRATUM_NONE) {
		s->unsynchronised =
			s->unsynchronised.frame ? s->unsynchronised : *now;
		s->unsynchronised_count++;
	} else {
		s->synchronised = *now;
	}
}

static void on_answer(struct timesource *s, const struct packet *packet,
	const struct ntp *ntp)
{
	struct moment now = moment_of(packet);
	bool mine = s->open.frame && ntp->origin == s->open_stamp;

	s->answered++;
	s->unheard = 0;
	s->last_answered = now;
	on_state(s, &now, ntp);
	if (ntp->transmitted && ntp->leap != NTP_UNSYNCHRONISED &&
		ntp->stratum > 0 && ntp->stratum < NTP_STRATUM_NONE) {
		s->server_offset =
			ntp_ns(ntp->transmitted, packet->ts) - packet->ts;
		s->has_server_offset = true;
	}
	if (mine && ntp->origin && ntp->received && ntp->transmitted) {
		ns_t t1 = ntp_ns(ntp->origin, packet->ts);
		ns_t t2 = ntp_ns(ntp->received, packet->ts);
		ns_t t3 = ntp_ns(ntp->transmitted, packet->ts);
		ns_t way = packet->ts - s->open.ts - (t3 - t2);
		way = way > 0 ? way / 2 : 0;
		s->offset = t2 - t1 - way;
		s->first_offset = s->offsets ? s->first_offset : s->offset;
		s->spread = way;
		s->offsets++;
		s->offset_at = now;
	}
	s->open.frame = 0;
}

void timesource_ntp(struct book *book, const struct packet *packet,
	const struct ntp *ntp)
{
	struct timesource_table *t = &book->net.times;
	/* Peers ask as clients do: RFC 5905 clause 3. */
	bool asks = ntp->mode == NTP_CLIENT || ntp->mode == NTP_ACTIVE;
	const struct addr *client = asks ? &packet->src.ip : &packet->dst.ip;
	const struct addr *server = asks ? &packet->dst.ip : &packet->src.ip;

	if (ntp->mode == NTP_BROADCAST || addr_is_multicast(server)) {
		t->broadcasts++;
		return;
	}
	struct timesource *s = pair_of(t, packet, client, server);
	if (s && asks) {
		on_request(s, packet, ntp);
	} else if (s) {
		on_answer(s, packet, ntp);
	}
}

static struct timesource_domain *domain_of(struct timesource_table *t,
	const struct packet *packet, const struct ptp *ptp)
{
	unsigned i = 0;

	while (i < t->domain_count && t->domains[i].domain != ptp->domain) {
		i++;
	}
	if (i == sizeof(t->domains) / sizeof(t->domains[0])) {
		t->left_out++;
		return NULL;
	}
	struct timesource_domain *d = &t->domains[i];
	if (i == t->domain_count) {
		t->domain_count++;
		d->domain = ptp->domain;
		d->point = packet->point;
		d->last_master = -1;
	}
	return d->point == packet->point ? d : NULL;
}

static void on_announce(struct timesource_table *t, struct timesource_domain *d,
	const struct packet *packet, const struct ptp *ptp)
{
	unsigned i = 0;

	while (i < t->master_count &&
		!(t->masters[i].domain == ptp->domain &&
			memcmp(t->masters[i].clock, ptp->grandmaster, 8) == 0)) {
		i++;
	}
	if (i == TIMESOURCE_MASTERS) {
		t->left_out++;
		return;
	}
	struct timesource_master *m = &t->masters[i];
	if (i == t->master_count) {
		t->master_count++;
		memcpy(m->clock, ptp->grandmaster, 8);
		m->domain = ptp->domain;
		m->point = packet->point;
		m->first = moment_of(packet);
		m->ip = packet->kind == PACKET_DATAGRAM ? packet->src.ip : m->ip;
	}
	memcpy(m->sender, ptp->clock, 8);
	m->klass = ptp->klass;
	m->priority1 = ptp->priority1;
	m->priority2 = ptp->priority2;
	m->last = moment_of(packet);
	m->announces++;
	if (d->last_master >= 0 && d->last_master != (int)i) {
		m->turns++;
		m->turn = m->last;
	}
	d->last_master = (int16_t)i;
}

static void on_sync(struct timesource_domain *d, const struct packet *packet,
	const struct ptp *ptp)
{
	bool same = d->syncs && memcmp(d->sync_clock, ptp->clock, 8) == 0;
	uint16_t gap = (uint16_t)(ptp->sequence - d->sync_sequence - 1);

	if (same && gap && gap <= LOST_MOST) {
		d->first_loss = d->lost ? d->first_loss : moment_of(packet);
		d->lost += gap;
	}
	memcpy(d->sync_clock, ptp->clock, 8);
	d->sync_sequence = ptp->sequence;
	d->first_sync = d->syncs ? d->first_sync : moment_of(packet);
	d->last_sync = moment_of(packet);
	d->syncs++;
}

void timesource_ptp(struct book *book, const struct packet *packet,
	const struct ptp *ptp)
{
	struct timesource_table *t = &book->net.times;
	struct timesource_domain *d = domain_of(t, packet, ptp);

	if (!d) {
		return;
	}
	switch (ptp->type) {
	case PTP_ANNOUNCE:
		on_announce(t, d, packet, ptp);
		break;
	case PTP_SYNC:
		on_sync(d, packet, ptp);
		break;
	case PTP_DELAY_REQUEST:
		d->requests++;
		break;
	case PTP_DELAY_RESPONSE:
		d->responses++;
		break;
	default:
		break;
	}
}
