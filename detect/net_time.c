/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clocks that are not set, or set wrong: time servers that do not answer, do not
 * know the time themselves, refuse, or disagree; and clients that stay away from
 * what their server says. A client that was wrong once, and is right after the
 * answer, has just started.
 */
#include "detect/seen.h"

#define WAIT_NS	    (5 * NS_PER_S)
#define UNHEARD_ONE 2 /* requests to a server that never answered */
#define UNHEARD	    4 /* to one that did before */

/* Of hosts that speak no SIP here it is worth a note. */
static enum severity severity_of(
	const struct detecting *d, const struct timesource *t)
{
	return device_find(d->book, &t->client) ||
			       device_find(d->book, &t->server) ||
			       !d->book->devices.count
		       ? SEVERITY_WARNING
		       : SEVERITY_NOTE;
}

enum fault { SILENT, UNSET, KISSED, OFF };

static struct finding *raise_one(struct detecting *d, const struct timesource *t,
	enum severity severity, enum fault fault)
{
	struct {
		struct addr host;
		uint64_t fault;
	} key = {fault == OFF ? t->client : t->server, fault};
	struct finding *f = detect_raise(d, severity,
		(struct slice){(const char *)&key, sizeof(key)},
		t->first_asked.frame ? t->first_asked.ts : t->last_answered.ts);

	detect_host(f, &t->client);
	detect_host(f, &t->server);
	return f;
}

static void put_pair(struct detecting *d, const struct timesource *t)
{
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];

	text_printf(&d->text, _("%s asks the time server %s"),
		addr_text(&t->client, a), addr_text(&t->server, b));
}

/* Does another server tell that client the time? */
static bool other_tells(const struct detecting *d, const struct timesource *t)
{
	const struct timesource_table *table = &d->book->net.times;

	for (unsigned i = 0; i < table->count; i++) {
		const struct timesource *o = &table->list[i];
		if (o != t && addr_eq(&o->client, &t->client) &&
			o->synchronised.frame) {
			return true;
		}
	}
	return false;
}

static bool judge_silence(struct detecting *d, const struct timesource *t)
{
	unsigned most = t->answered ? UNHEARD : UNHEARD_ONE;
	bool other = other_tells(d, t);

	if (t->unheard < most || d->book->last_ts - t->last_asked.ts < WAIT_NS) {
		return false;
	}
	if (!seen_towards(d, &t->client)) {
		detect_skip(d, N_("no packet to the host that asks is in the "
				  "capture"));
		return true;
	}
	struct finding *f = raise_one(
		d, t, other ? SEVERITY_NOTE : severity_of(d, t), SILENT);
	detect_moment(f, &t->first_asked);
	detect_moment(f, &t->last_asked);
	if (detect_new(f)) {
		put_pair(d, t);
		text_printf(&d->text,
			t->answered ? _(" %u times, and no longer has an answer")
				    : _(" %u times and never has an answer"),
			(unsigned)t->unheard);
		text_puts(&d->text, other ? _("; another server answers it.")
					  : _("; no other answers it."));
		detect_detail(d, f);
	}
	return true;
}

static bool judge_state(struct detecting *d, const struct timesource *t)
{
	if (t->kissed.frame) {
		struct finding *f = raise_one(d, t, severity_of(d, t), KISSED);
		detect_moment(f, &t->kissed);
		if (detect_new(f)) {
			put_pair(d, t);
			text_printf(&d->text,
				_(", which refuses (kiss of death, %u times)."),
				(unsigned)t->kissed_count);
			detect_detail(d, f);
		}
		return true;
	}
	bool unset = t->unsynchronised.frame &&
		     t->synchronised.ts < t->last_answered.ts;
	if (!unset) {
		return false;
	}
	struct finding *f = raise_one(d, t, severity_of(d, t), UNSET);
	detect_moment(f, &t->unsynchronised);
	detect_moment(f, &t->last_answered);
	if (detect_new(f)) {
		put_pair(d, t);
		text_printf(&d->text,
			_(", which does not know the time itself (leap %u, "
			  "stratum %u, %u times)."),
			(unsigned)t->leap, (unsigned)t->stratum,
			(unsigned)t->unsynchronised_count);
		detect_detail(d, f);
	}
	return true;
}

/* Right behind or before: what the way may explain is taken off. */
static bool judge_offset(struct detecting *d, const struct timesource *t)
{
	ns_t off = t->offset < 0 ? -t->offset : t->offset;
	double s = (double)off / NS_PER_S;
	double limit = detect_limit(d, THRESHOLD_NET_TIME_OFFSET_S);

	if (t->offsets < 2 || !timesource_clocked(t) ||
		(double)(off - t->spread) / NS_PER_S < limit) {
		return false;
	}
	struct finding *f = raise_one(d, t, severity_of(d, t), OFF);
	detect_measured(f, s, limit, "s");
	detect_moment(f, &t->last_asked);
	detect_moment(f, &t->offset_at);
	if (detect_new(f)) {
		put_pair(d, t);
		text_printf(&d->text,
			_(", but its clock stays %.1f s %s that server's."), s,
			t->offset > 0 ? _("behind") : _("ahead of"));
		detect_detail(d, f);
	}
	return true;
}

static void judge_servers(struct detecting *d)
{
	const struct timesource_table *table = &d->book->net.times;
	double limit = detect_limit(d, THRESHOLD_NET_TIME_OFFSET_S);
	const struct timesource *first = NULL;
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];

	for (unsigned i = 0; i < table->count; i++) {
		const struct timesource *t = &table->list[i];
		if (!t->has_server_offset) {
			continue;
		}
		first = first ? first : t;
		double s = (double)(t->server_offset - first->server_offset) /
			   NS_PER_S;
		double apart = s < 0 ? -s : s;
		if (apart < limit || t->point != first->point) {
			continue;
		}
		struct addr key[2] = {first->server, t->server};
		struct finding *f = detect_raise(d, SEVERITY_WARNING,
			(struct slice){(const char *)key, sizeof(key)},
			t->last_answered.ts);
		detect_measured(f, apart, limit, "s");
		detect_moment(f, &first->last_answered);
		detect_moment(f, &t->last_answered);
		detect_host(f, &first->server);
		detect_host(f, &t->server);
		if (detect_new(f)) {
			text_printf(&d->text,
				_("The time servers %s and %s disagree by "
				  "%.1f s, and both say that they are "
				  "synchronised."),
				addr_text(&first->server, a),
				addr_text(&t->server, b), apart);
			detect_detail(d, f);
		}
	}
}

static void whole_hook(struct detecting *d)
{
	const struct timesource_table *table = &d->book->net.times;

	if (!table->count) {
		detect_absent(d, N_("no question of NTP is in the capture: "
				  "clocks are set seldom, or another way"));
	}
	for (unsigned i = 0; i < table->count; i++) {
		const struct timesource *t = &table->list[i];
		bool found = judge_state(d, t);
		found |= judge_silence(d, t);
		found |= judge_offset(d, t);
		if (!found) {
			detect_judged(d);
		}
	}
	judge_servers(d);
}

const struct detector detector_net_time = {
	.id = "net-time",
	.severity = SEVERITY_WARNING,
	.title = N_("A clock is not set by its time server"),
	.passed = N_("time servers answer, and clocks follow them"),
	.subject = "client",
	.page = {
		.meaning = N_(
			"A telephone or PBX asks a time server that does not "
			"answer, does not know the time itself, or refuses; "
			"or its clock stays away from what the server says. "
			"With a wrong clock certificates look expired or not "
			"yet valid (no TLS, no provisioning over https), "
			"caller identities (STIR/SHAKEN) are refused, and "
			"call lists and logs of different devices do not fit "
			"together."),
		.wire = N_(
			"NTP client 10.0.0.21 -> 10.0.0.1 three times and no "
			"server packet back; or one with leap 3 or stratum 16 "
			"(unsynchronised), or stratum 0 and RATE, DENY or "
			"RSTR (kiss of death)."),
		.causes = N_(
			"The time server's name or address is wrong, or still "
			"that of an old PBX\n"
			"A firewall drops UDP port 123 on the way out\n"
			"The PBX is meant to be time server, but has none "
			"itself\n"
			"A public server is asked too often from one address\n"
			"The clock of a virtual machine is also set by its "
			"host"),
		.remedy = N_(
			"DHCP option 42, telephone: name a time server that "
			"answers\n"
			"Firewall: let UDP port 123 out, or offer an own time "
			"server inside\n"
			"Time server: give it two and more sources, and see "
			"that it is synchronised (ntpq -p, chronyc sources)\n"
			"PBX in a virtual machine: one source of time only"),
		.standard = "RFC 5905 clauses 7.3, 7.4, 8; RFC 8633 (practice)",
	},
	.whole = whole_hook,
};
