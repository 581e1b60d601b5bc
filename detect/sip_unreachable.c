/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIP that is turned away before anybody reads it: by an error of ICMP, by a
 * reset that answers the SYN, or by silence to it. Who asks very many hosts is a
 * scan, told elsewhere; no host is to be repaired then.
 */
#include "calls/watch.h"
#include "detect/seen.h"

/* An SYN is repeated after 1, 3 and 7 s: RFC 6298 clause 2. */
#define SYN_WAIT (3 * NS_PER_S)

static bool scans(const struct detecting *d, const struct addr *ip)
{
	const struct watch_source *s = watch_find(d->book->watch, ip);
	const struct connect *c;
	unsigned n = 0;

	for (size_t i = 0; (c = connect_at(d->book, i)); i++) {
		n += addr_eq(&c->client.ip, ip) && !c->agreed.frame;
	}
	double most = detect_limit(d, THRESHOLD_SEC_SCAN_HOSTS);
	return n >= most || (s && watch_hosts(s) >= most);
}

/* A call that @from began at @to, and that got no answer there. */
static bool unanswered(const struct call *c, const struct addr *from,
	const struct addr *to)
{
	for (unsigned i = 0; i < c->hop_count; i++) {
		const struct hop *h = &c->hops[i];
		if (addr_eq(&h->from.ip, from) && addr_eq(&h->to.ip, to) &&
			!h->trying.frame && !h->ringing.frame &&
			!h->progress.frame && !h->answer.frame &&
			!h->final.frame && !h->challenge.frame && !h->late) {
			return true;
		}
	}
	return false;
}

/* Calls and registrations between the two that nobody answered. */
static unsigned harmed(struct detecting *d, struct finding *f,
	const struct addr *from, const struct addr *to)
{
	unsigned n = 0;

	for (const struct call *c = d->book->calls; c; c = c->next) {
		if (unanswered(c, from, to)) {
			n++;
			detect_call(d, f, c);
		}
	}
	for (const struct registration *r = d->book->registrations; r;
		r = r->next) {
		n += addr_eq(&r->src.ip, from) &&
		     addr_eq(&r->registrar.ip, to) && !r->answered &&
		     !r->bound;
	}
	return n;
}

static bool speaks(const struct detecting *d, const struct addr *ip)
{
	const struct device *device = device_find(d->book, ip);

	return device && device->sends_sip;
}

static void judge_icmp(struct detecting *d, const struct turned *t)
{
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	char by[ADDR_TEXT];
	struct endpoint key[2] = {{t->src.ip, 0}, t->dst};

	if (scans(d, &t->src.ip)) {
		detect_skip(d, N_("its source asks very many hosts"));
		return;
	}
	bool bad = harmed(d, NULL, &t->src.ip, &t->dst.ip) > 0;
	enum severity severity = bad ? SEVERITY_ERROR
				 : speaks(d, &t->dst.ip) ? SEVERITY_NOTE
							 : SEVERITY_WARNING;
	struct finding *f = detect_raise(d, severity,
		(struct slice){(const char *)key, sizeof(key)}, t->first.ts);
	(void)harmed(d, f, &t->src.ip, &t->dst.ip);
	detect_moment(f, &t->first);
	detect_moment(f, &t->last);
	detect_host(f, &t->src.ip);
	detect_host(f, &t->dst.ip);
	detect_host(f, &t->by);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		_("SIP from %s does not reach %s: %s answers with ICMP \"%s\""),
		endpoint_text(&t->src, a), endpoint_text(&t->dst, b),
		addr_text(&t->by, by), icmp_sense_text(t->sense));
	text_printf(&d->text, t->count == 1 ? _(", once.") : _(", %u times."),
		(unsigned)t->count);
	if (t->sense == ICMP_PORT && speaks(d, &t->dst.ip)) {
		text_puts(&d->text, _(" It spoke SIP in this capture: its "
				      "program ended, or that port is closed."));
	}
	detect_detail(d, f);
}

static bool silent(const struct detecting *d, const struct connect *c)
{
	return c->syns && !c->agreed.frame && !c->refused.frame &&
	       !c->reset.frame && d->book->last_ts - c->asked_ts > SYN_WAIT &&
	       seen_towards(d, &c->client.ip);
}

/* Did a connection between the two come about, at another time? */
static bool agreed(const struct detecting *d, const struct connect *c)
{
	const struct connect *o;

	for (size_t i = 0; (o = connect_at(d->book, i)); i++) {
		if (o->agreed.frame && endpoint_eq(&o->server, &c->server) &&
			addr_eq(&o->client.ip, &c->client.ip)) {
			return true;
		}
	}
	return false;
}

static void judge_connection(struct detecting *d, const struct connect *c)
{
	char a[ADDR_TEXT];
	char b[ENDPOINT_TEXT];
	struct {
		struct addr client;
		struct endpoint server;
		bool refused;
	} key;
	const struct watch_source *s =
		watch_find(d->book->watch, &c->client.ip);
	bool works = agreed(d, c) || (s && s->answered.ts > c->asked_ts);

	if (scans(d, &c->client.ip)) {
		detect_skip(d, N_("its source asks very many hosts"));
		return;
	}
	memset(&key, 0, sizeof(key));
	key.client = c->client.ip;
	key.server.ip = c->server.ip;
	key.server.port = c->server.port;
	key.refused = c->refused.frame != 0;
	struct finding *f = detect_raise(d,
		works ? SEVERITY_WARNING : SEVERITY_ERROR,
		(struct slice){(const char *)&key, sizeof(key)}, c->asked.ts);
	(void)harmed(d, f, &c->client.ip, &c->server.ip);
	detect_moment(f, &c->asked);
	detect_moment(f, &c->refused);
	detect_host(f, &c->client.ip);
	detect_host(f, &c->server.ip);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		c->refused.frame
			? _("%s wants to connect to %s for SIP over TCP or TLS, "
			    "and is refused: a reset answers its SYN.")
			: _("%s wants to connect to %s for SIP over TCP or TLS, "
			    "and has no answer to its SYN."),
		addr_text(&c->client.ip, a), endpoint_text(&c->server, b));
	if (agreed(d, c)) {
		text_puts(&d->text, _(" At another time it could connect."));
	}
	detect_detail(d, f);
}

static bool tells(const struct turned *t)
{
	return t->kind == TURNED_SIP && t->sense != ICMP_TOO_BIG;
}

static void whole_hook(struct detecting *d)
{
	const struct turned_table *table = &d->book->net.turned;
	const struct connect *c;

	for (unsigned i = 0; i < table->count; i++) {
		if (tells(&table->pairs[i])) {
			judge_icmp(d, &table->pairs[i]);
		}
	}
	for (size_t i = 0; (c = connect_at(d->book, i)); i++) {
		if (c->refused.frame || silent(d, c)) {
			judge_connection(d, c);
		} else {
			detect_judged(d);
		}
	}
	if (d->book->counts.sip) {
		detect_judged(d);
	}
}

const struct detector detector_sip_unreachable = {
	.id = "sip-unreachable",
	.severity = SEVERITY_ERROR,
	.title = N_("SIP does not reach its receiver"),
	.passed = N_("no SIP was turned away on its way"),
	.subject = "way",
	.page = {
		.meaning = N_(
			"SIP is sent to a host where nobody takes it: the "
			"host or a router says so by ICMP, or a TCP or TLS "
			"connection is refused, or never answered. Calls and "
			"registrations over that way fail, at once or after "
			"32 seconds."),
		.wire = N_(
			"REGISTER 192.0.2.21:5060 -> 192.0.2.10:5060, then "
			"from 192.0.2.10: ICMP destination unreachable (port "
			"unreachable). Or SYN to port 5061, then RST, ACK."),
		.causes = N_(
			"The PBX's SIP service is stopped, restarts, or "
			"listens on another port\n"
			"The telephone is set to TCP or TLS, and the PBX "
			"takes UDP only (or the other way round)\n"
			"A firewall or fail2ban rejects the source\n"
			"The telephone is off or has another address; the PBX "
			"still has its old contact\n"
			"No route to that network (VPN is down)"),
		.remedy = N_(
			"PBX: see that the service runs and listens on that "
			"port and transport (ss -lntu)\n"
			"Telephone: set transport and port as the PBX has "
			"them\n"
			"Firewall: let the port pass; take the source off the "
			"blacklist\n"
			"Router: see the route, when a router tells host "
			"unreachable"),
		.standard =
			"RFC 3261 clause 18.4; RFC 1122 clause 3.2.2.1; RFC "
			"9293 clause 3.5.2 (reset)",
	},
	.whole = whole_hook,
};
