/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of SIP that could not be found, were found late, or lead elsewhere. That
 * a domain has no NAPTR, SRV or AAAA record is no fault while another one leads
 * to its address. Names that SIP does not use are not judged.
 */
#include "calls/role.h"
#include "calls/watch.h"
#include "detect/dns_name.h"
#include "detect/dns_split.h"
#include "detect/redirector.h"
#include "detect/seen.h"

/* An address found so long before a failure is still in the cache. */
#define CACHED_NS (60 * NS_PER_S)

static const char *code_text(uint16_t code)
{
	switch ((enum dns_code)code) {
	case DNS_DONE:
		break;
	case DNS_FORMAT:
		return N_("it did not understand the question (FORMERR)");
	case DNS_SERVER_FAILED:
		return N_("it failed (SERVFAIL)");
	case DNS_NO_NAME:
		return N_("there is no such name (NXDOMAIN)");
	case DNS_NOT_IMPLEMENTED:
		return N_("it does not know such questions (NOTIMP)");
	case DNS_REFUSED:
		return N_("it refused (REFUSED)");
	}
	return N_("an error");
}

/* When something that leads to an address was found last; 0: never. */
static ns_t found_ts(const struct detecting *d, const struct lookup *l)
{
	const struct lookup *m;
	ns_t last = 0;

	for (size_t i = 0; (m = lookup_at(d->book, i)); i++) {
		if (m->found.n && m->address_count &&
			m->found.last.ts > last && dns_name_related(d, l, m)) {
			last = m->found.last.ts;
		}
	}
	return last;
}

/* The same question, which another server answers with an address. */
static const struct lookup *other_server(
	const struct detecting *d, const struct lookup *l)
{
	const struct lookup *m;

	for (size_t i = 0; (m = lookup_at(d->book, i)); i++) {
		if (m->found.n && m->type == l->type &&
			!addr_eq(&m->server, &l->server) &&
			strcmp(m->name, l->name) == 0) {
			return m;
		}
	}
	return NULL;
}

/* Does SIP to the name work all the same, later? */
static bool works(const struct detecting *d, const struct lookup *l, ns_t since)
{
	const struct lookup_use *u =
		dns_name_use(d, &l->client, lookup_base(l->name));
	const struct watch_source *s = watch_find(d->book->watch, &l->client);

	return u && u->last.ts > since && s && s->answered.ts > since;
}

static enum severity severity_of(const struct detecting *d,
	const struct lookup *l, const struct lookup_count *bad)
{
	ns_t found = found_ts(d, l);
	bool lost = found == 0 || found + CACHED_NS < bad->last.ts;

	if (redirector_of(slice_of(l->name)) || !lost ||
		works(d, l, bad->last.ts)) {
		return SEVERITY_WARNING;
	}
	return SEVERITY_ERROR;
}

static bool names(struct slice uri, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + n <= uri.n; i++) {
		if (slice_ieq(slice_sub(uri, i, n), slice_of(name))) {
			return true;
		}
	}
	return false;
}

/* The calls and registrations of the host for that domain. */
static unsigned concern(
	struct detecting *d, struct finding *f, const struct lookup *l)
{
	const char *base = lookup_base(l->name);
	unsigned n = 0;

	for (const struct call *c = d->book->calls; c; c = c->next) {
		bool from = c->hop_count &&
			    addr_eq(&c->hops[0].from.ip, &l->client);
		if (from && (names(c->to_uri, base) || names(c->from_uri, base))) {
			detect_call(d, f, c);
		}
	}
	for (const struct registration *r = d->book->registrations; r;
		r = r->next) {
		n += addr_eq(&r->src.ip, &l->client) && names(r->aor, base);
	}
	return n;
}

static void put_question(struct detecting *d, const struct lookup *l)
{
	char client[ADDR_TEXT];
	char server[ADDR_TEXT];

	text_printf(&d->text, _("%s asks the DNS server %s for "),
		addr_text(&l->client, client), addr_text(&l->server, server));
	text_clean(&d->text, slice_of(l->name));
	text_printf(&d->text, " (%s%s)", lookup_type_text(l->type),
		l->tcp ? _(", over TCP") : "");
}

static void say_rest(struct detecting *d, const struct lookup *l,
	const struct lookup_count *bad, unsigned registrations)
{
	const struct lookup *m = other_server(d, l);
	char ip[ADDR_TEXT];

	if (m) {
		text_printf(&d->text,
			_(" The DNS server %s finds it: the two differ."),
			addr_text(&m->server, ip));
	} else if (found_ts(d, l)) {
		text_puts(&d->text,
			_(" Another lookup of it succeeds in this capture."));
	} else {
		text_puts(&d->text, _(" No lookup of it succeeds in this "
				      "capture."));
	}
	if (works(d, l, bad->last.ts)) {
		text_puts(&d->text, _(" Its SIP is answered all the same."));
	}
	if (registrations) {
		text_printf(&d->text, _(" Registrations of it there: %u."),
			registrations);
	}
}

static void raise_failure(struct detecting *d, const struct lookup *l,
	const struct lookup_count *bad, const char *why)
{
	struct {
		struct addr server;
		uint64_t name; /* of silence: of the server alone */
	} key = {l->server, bad == &l->silent ? 0 : l->hash};
	struct finding *f = detect_raise(d, severity_of(d, l, bad),
		(struct slice){(const char *)&key, sizeof(key)}, bad->first.ts);
	unsigned registrations = concern(d, f, l);

	detect_moment(f, &bad->first);
	detect_moment(f, &bad->last);
	detect_host(f, &l->client);
	detect_host(f, &l->server);
	if (detect_new(f)) {
		put_question(d, l);
		text_printf(&d->text, ": %s", why);
		text_printf(&d->text,
			bad->n == 1 ? _(", once.") : _(", %u times."),
			(unsigned)bad->n);
		say_rest(d, l, bad, registrations);
		detect_detail(d, f);
	}
}

static bool judge_slow(struct detecting *d, const struct lookup *l)
{
	double ms = (double)l->slowest / NS_PER_MS;
	double limit = detect_limit(d, THRESHOLD_DNS_FAILED_SLOW_MS);
	struct addr key[2] = {l->client, l->server};

	if (ms < limit) {
		return false;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)},
		l->slow_asked.ts);
	(void)concern(d, f, l);
	detect_measured(f, ms, limit, "ms");
	detect_moment(f, &l->slow_asked);
	detect_moment(f, &l->slow_answered);
	detect_host(f, &l->client);
	detect_host(f, &l->server);
	if (detect_new(f)) {
		put_question(d, l);
		text_printf(&d->text, _(" and has the answer after %.0f ms"),
			ms);
		if (l->slow_sent > 1) {
			text_printf(&d->text, _(", asked %u times"),
				(unsigned)l->slow_sent);
		}
		text_puts(&d->text, _(": calls and registrations wait for "
				      "it."));
		detect_detail(d, f);
	}
	return true;
}

/* No such record, while the domain leads to an address over another one; but not
 * where two servers say different things. */
static bool harmless(const struct detecting *d, const struct lookup *l)
{
	return found_ts(d, l) && !other_server(d, l);
}

static void judge(struct detecting *d, const struct lookup *l)
{
	bool found = false;
	bool none = l->failed.n && l->code == DNS_NO_NAME;

	if (l->failed.n && !(none && harmless(d, l))) {
		raise_failure(d, l, &l->failed, _(code_text(l->code)));
		found = true;
	} else if (l->empty.n && !harmless(d, l)) {
		raise_failure(d, l, &l->empty,
			_("the name has no such record"));
		found = true;
	}
	if (l->silent.n && !seen_towards(d, &l->client)) {
		detect_skip(d, N_("no packet to the host that asks is in the "
				  "capture"));
		return;
	}
	if (l->silent.n) {
		raise_failure(d, l, &l->silent, _("no answer"));
		found = true;
	}
	found |= judge_slow(d, l);
	if (!found) {
		detect_judged(d);
	}
}

static bool looked_up(const struct detecting *d, const struct lookup_use *u)
{
	const struct lookup *l;

	for (size_t i = 0; (l = lookup_at(d->book, i)); i++) {
		if (addr_eq(&l->client, &u->client) &&
			strcmp(lookup_base(l->name), u->name) == 0) {
			return true;
		}
	}
	return false;
}

static void whole_hook(struct detecting *d)
{
	const struct lookup *l;
	const struct lookup_use *u;
	bool any = false;

	for (size_t i = 0; (l = lookup_at(d->book, i)); i++) {
		if (dns_name_of_sip(d, l)) {
			judge(d, l);
			dns_split_answers(d, l, i);
			any = true;
		}
	}
	for (size_t i = 0; (u = lookup_use_at(d->book, i)); i++) {
		if (u->next && !looked_up(d, u)) {
			detect_skip(d,
				N_("no lookup of the domain is in the capture: "
				   "it was known before, is set by hand, or "
				   "the way to the DNS server is not seen"));
		} else if (u->next) {
			dns_split_use(d, u);
		}
		any = true;
	}
	if (!any) {
		detect_absent(d, N_("SIP names no host here, only addresses"));
	}
}

const struct detector detector_dns_failed = {
	.id = "dns-failed",
	.severity = SEVERITY_ERROR,
	.title = N_("A name of SIP is not found, or found wrong"),
	.passed = N_("names of SIP were found, in time"),
	.subject = "name",
	.page = {
		.meaning = N_(
			"A telephone or PBX asks DNS for the domain of its "
			"SIP account, and gets an error, no answer, a late "
			"one, or an address that it does not use afterwards. "
			"Without the address it cannot register and cannot "
			"call; with a late one each call waits. Where two "
			"DNS servers answer differently (one inside, one "
			"outside), it is chance which PBX address a telephone "
			"takes."),
		.wire = N_(
			"10.0.0.21 -> 10.0.0.53: SRV? _sip._udp.example.org, "
			"answered NXDOMAIN, then A? example.org, answered "
			"NXDOMAIN as well, and no REGISTER follows."),
		.causes = N_(
			"The domain is mistyped in the telephone or in the "
			"provisioning\n"
			"The telephone was given a DNS server by DHCP that "
			"does not know the inner domain\n"
			"The DNS server is down, or a firewall drops port 53 "
			"(UDP or TCP)\n"
			"The record is missing, or still has the old address "
			"of the PBX\n"
			"The DNS server asks a slow or dead one further up"),
		.remedy = N_(
			"DNS server: add or correct the A and SRV records of "
			"the SIP domain, inside and outside\n"
			"DHCP: give telephones the DNS server that knows the "
			"domain, and no second one that does not\n"
			"Telephone: correct the domain, or set the address of "
			"the PBX by hand as a test\n"
			"Firewall: let UDP and TCP port 53 to the DNS server "
			"pass"),
		.standard = "RFC 3263 clause 4; RFC 1035 clause 4.1.1 (RCODE); "
			    "RFC 2782 (SRV); RFC 7766 (DNS over TCP)",
	},
	.whole = whole_hook,
};
