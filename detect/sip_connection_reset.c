/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Connections of SIP that broke: reset while a call or a registration needed
 * them, or again and again right after they were opened. A reset after the last
 * word is how some programs close, and is in order.
 */
#include "detect/detector.h"

/* Reset so soon after it was opened: nothing was done with it. */
#define SOON_NS	 (5 * NS_PER_S)
#define SOON_MANY 2

static bool on(const struct connect *c, const struct endpoint *a,
	const struct endpoint *b)
{
	return (endpoint_eq(a, &c->client) && endpoint_eq(b, &c->server)) ||
	       (endpoint_eq(b, &c->client) && endpoint_eq(a, &c->server));
}

/* When @call spoke over @c before the reset; 0: never. */
static ns_t spoke(const struct call *call, const struct connect *c)
{
	ns_t last = 0;

	for (const struct message *m = call->messages; m; m = m->next) {
		if (m->ts <= c->reset.ts && m->ts >= c->asked.ts &&
			m->transport != TRANSPORT_UDP &&
			on(c, &m->src, &m->dst)) {
			last = m->ts;
		}
	}
	return last;
}

/* Was the call under way when the connection broke? */
static bool under_way(const struct call *call, const struct connect *c)
{
	return call->first_ts <= c->reset.ts &&
	       (!call->over || call->end.ts > c->reset.ts) &&
	       spoke(call, c) != 0;
}

static bool registered(const struct registration *r, const struct connect *c)
{
	return on(c, &r->src, &r->registrar) && r->accepted &&
	       r->first_ts <= c->reset.ts &&
	       (!r->bound_known || r->bound_until > c->reset.ts);
}

static unsigned soon(const struct detecting *d, const struct connect *c)
{
	const struct connect *o;
	unsigned n = 0;

	for (size_t i = 0; (o = connect_at(d->book, i)); i++) {
		n += endpoint_eq(&o->server, &c->server) &&
		     addr_eq(&o->client.ip, &c->client.ip) && o->reset.frame &&
		     !o->closed.frame && o->agreed.frame &&
		     o->reset.ts - o->agreed.ts < SOON_NS;
	}
	return n;
}

struct harmed {
	unsigned calls, open, registrations;
	ns_t quiet; /* since the last message of a call over it */
};

static void look(struct detecting *d, struct finding *f,
	const struct connect *c, struct harmed *ret)
{
	*ret = (struct harmed){.quiet = -1};
	for (const struct call *call = d->book->calls; call; call = call->next) {
		if (!under_way(call, c)) {
			continue;
		}
		ns_t quiet = c->reset.ts - spoke(call, c);
		ret->calls++;
		ret->open += !call->over;
		ret->quiet = ret->quiet < 0 || quiet < ret->quiet ? quiet
								  : ret->quiet;
		detect_call(d, f, call);
	}
	for (const struct registration *r = d->book->registrations; r;
		r = r->next) {
		ret->registrations += registered(r, c);
	}
}

static void say(struct detecting *d, struct finding *f, const struct connect *c,
	const struct harmed *h, unsigned many)
{
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	struct text *t = &d->text;

	text_printf(t, _("The connection of %s to %s was reset by %s"),
		endpoint_text(&c->client, a), endpoint_text(&c->server, b),
		c->reset_by_server ? _("the server") : _("the client"));
	if (h->calls) {
		text_printf(t, _(", with %u call%s under way over it"), h->calls,
			h->calls == 1 ? "" : "s");
		text_printf(t, _(", %.1f s after the last message"),
			(double)h->quiet / NS_PER_S);
	}
	if (h->registrations) {
		text_printf(t,
			_(", and %u registration%s that was made over it"),
			h->registrations, h->registrations == 1 ? "" : "s");
	}
	if (!h->calls && !h->registrations) {
		text_printf(t,
			_(" %.1f s after it was opened; %u of them ended so"),
			(double)(c->reset.ts - c->agreed.ts) / NS_PER_S, many);
	}
	text_puts(t, ".");
	if (h->registrations) {
		text_puts(t, _(" Until it registers again nobody can call it."));
	}
	detect_detail(d, f);
}

static void judge(struct detecting *d, const struct connect *c)
{
	struct harmed h;
	struct addr key[2] = {c->client.ip, c->server.ip};

	look(d, NULL, c, &h);
	unsigned many = c->agreed.frame ? soon(d, c) : 0;
	if (!h.calls && !h.registrations && many < SOON_MANY) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d,
		h.open ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, c->reset.ts);
	look(d, f, c, &h);
	detect_moment(f, &c->asked);
	detect_moment(f, &c->reset);
	detect_host(f, &c->client.ip);
	detect_host(f, &c->server.ip);
	if (detect_new(f)) {
		say(d, f, c, &h, many);
	}
}

static void whole_hook(struct detecting *d)
{
	const struct connect *c;
	size_t i = 0;

	for (; (c = connect_at(d->book, i)); i++) {
		if (c->reset.frame && !c->closed.frame) {
			judge(d, c);
		} else if (!c->refused.frame) {
			detect_judged(d);
		}
	}
	if (!i) {
		detect_absent(d, N_("no connection of SIP over TCP or TLS is "
				  "opened or closed in the capture"));
	}
}

const struct detector detector_sip_connection_reset = {
	.id = "sip-connection-reset",
	.severity = SEVERITY_ERROR,
	.title = N_("A connection of SIP was reset"),
	.passed = N_("connections of SIP were not reset in use"),
	.subject = "connection",
	.page = {
		.meaning = N_(
			"A TCP or TLS connection that carried SIP was broken "
			"off by a reset while a call or a registration needed "
			"it. The other side finds out at its next message: "
			"the BYE or re-INVITE is lost, or a call to the "
			"telephone cannot be delivered until it registers "
			"again."),
		.wire = N_(
			"200 OK to REGISTER over 192.0.2.21:40112 - "
			"192.0.2.10:5061, an hour of silence, then a message, "
			"and RST as its answer."),
		.causes = N_(
			"A firewall or NAT router forgot the connection after "
			"some minutes of silence, and rejects what comes "
			"next\n"
			"The PBX or its proxy was restarted, and no longer "
			"knows the connection\n"
			"The telephone was restarted\n"
			"TLS: one side does not accept the other's "
			"certificate and breaks off without an alert"),
		.remedy = N_(
			"Telephone, PBX: keep-alives over the connection "
			"(CRLF, RFC 5626) shorter than the firewall's time "
			"for idle TCP\n"
			"Firewall: a longer time for idle TCP on the ports of "
			"SIP\n"
			"PBX: see its log for a restart at that time\n"
			"Where TLS breaks right after it was opened: see "
			"sec-weak-tls and the certificate"),
		.standard = "RFC 9293 clause 3.5.2; RFC 5626 clause 3.5.1, 4.4; "
			    "RFC 3261 clause 18",
	},
	.whole = whole_hook,
};
