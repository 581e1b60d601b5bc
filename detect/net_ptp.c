/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock of base stations (SIP-DECT) comes from one grandmaster of their
 * domain. Two that announce themselves in turn are two clocks; one take-over is
 * how the protocol means it. Lost Sync shakes the clock.
 */
#include "detect/detector.h"

#define TURNS	 2
#define LOST_MIN 3

static void put_clock(struct text *t, const uint8_t clock[8])
{
	for (unsigned i = 0; i < 8; i++) {
		text_printf(t, i ? ":%02x" : "%02x", clock[i]);
	}
}

static void put_master(struct text *t, const struct timesource_master *m)
{
	char ip[ADDR_TEXT];

	put_clock(t, m->clock);
	if (!addr_is_any(&m->ip)) {
		text_printf(t, " (%s)", addr_text(&m->ip, ip));
	}
	text_printf(t, _(", class %u, priority %u"), (unsigned)m->klass,
		(unsigned)m->priority1);
}

static bool judge_masters(struct detecting *d, const struct timesource_domain *p)
{
	const struct timesource_table *t = &d->book->net.times;
	const struct timesource_master *two[2] = {NULL, NULL};
	unsigned n = 0;
	unsigned turns = 0;

	for (unsigned i = 0; i < t->master_count; i++) {
		const struct timesource_master *m = &t->masters[i];
		if (m->domain == p->domain) {
			turns += m->turns;
			if (n < 2) {
				two[n] = m;
			}
			n++;
		}
	}
	if (n < 2 || turns < TURNS) {
		return false;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&p->domain, 1}, two[1]->first.ts);
	detect_moment(f, &two[0]->last);
	detect_moment(f, &two[1]->first);
	detect_moment(f, &two[1]->last);
	for (unsigned i = 0; i < 2; i++) {
		if (!addr_is_any(&two[i]->ip)) {
			detect_host(f, &two[i]->ip);
		}
	}
	if (detect_new(f)) {
		text_printf(&d->text,
			_("PTP domain %u has %u grandmasters that announce "
			  "themselves in turn, %u times: "),
			(unsigned)p->domain, n, turns);
		put_master(&d->text, two[0]);
		text_puts(&d->text, _(" and "));
		put_master(&d->text, two[1]);
		text_puts(&d->text, ".");
		detect_detail(d, f);
	}
	return true;
}

static bool judge_loss(struct detecting *d, const struct timesource_domain *p)
{
	double all = (double)p->syncs + p->lost;
	double percent = all > 0 ? 100.0 * p->lost / all : 0;
	double limit = detect_limit(d, THRESHOLD_NET_PTP_LOSS_PERCENT);
	uint8_t key[2] = {p->domain, 1};

	if (p->lost < LOST_MIN || percent < limit) {
		return false;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)},
		p->first_loss.ts);
	detect_measured(f, percent, limit, "%");
	detect_moment(f, &p->first_loss);
	detect_moment(f, &p->last_sync);
	if (detect_new(f)) {
		text_printf(&d->text,
			_("In PTP domain %u %u of %.0f Sync messages are "
			  "missing (%.1f %%), sent by "),
			(unsigned)p->domain, (unsigned)p->lost, all, percent);
		put_clock(&d->text, p->sync_clock);
		text_puts(&d->text, ".");
		detect_detail(d, f);
	}
	return true;
}

static void whole_hook(struct detecting *d)
{
	const struct timesource_table *t = &d->book->net.times;

	if (!t->domain_count) {
		detect_absent(d, N_("no PTP is in the capture"));
	}
	for (unsigned i = 0; i < t->domain_count; i++) {
		bool found = judge_masters(d, &t->domains[i]);
		found |= judge_loss(d, &t->domains[i]);
		if (!found) {
			detect_judged(d);
		}
	}
}

const struct detector detector_net_ptp = {
	.id = "net-ptp",
	.severity = SEVERITY_WARNING,
	.title = N_("The clock of PTP is not steady"),
	.passed = N_("PTP has one grandmaster, and its Sync arrives"),
	.subject = "domain",
	.page = {
		.meaning = N_(
			"Base stations that hand calls over (SIP-DECT over "
			"LAN) need one common clock, sent by a grandmaster "
			"with PTP. Two grandmasters in one domain that do not "
			"hear each other, or Sync messages that are lost, "
			"make the clocks jump: handovers fail, calls crackle "
			"or drop."),
		.wire = N_(
			"Announce messages (UDP port 320, or EtherType "
			"0x88f7) of one domain with two different grandmaster "
			"identities in turn; Sync (port 319) whose sequence "
			"numbers have gaps."),
		.causes = N_(
			"Two base stations are set as master of one domain, "
			"or one is in a part of the network where multicast "
			"does not get through\n"
			"A switch drops or delays PTP multicast (IGMP "
			"snooping without a querier, storm control)\n"
			"No priority for PTP: queues behind other traffic"),
		.remedy = N_(
			"Base stations: one master and one backup in a "
			"domain, and different domains for different "
			"systems\n"
			"Switch: let 224.0.1.129 and 224.0.0.107 pass, no "
			"storm control on them, DSCP EF or CS6 in the first "
			"queue\n"
			"Switches between base stations: few, and with PTP "
			"support where the maker asks for it"),
		.standard = "IEEE 1588-2008 clauses 9.3 (best master), 13.5, "
			    "13.6",
	},
	.whole = whole_hook,
};
