/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where telephones get their configuration from, as far as the capture shows:
 *
 *   DHCP tells a place   options 66, 150, 160, 43, 120; of IPv6 21 and 22
 *   SIP PnP asks         SUBSCRIBE for ua-profile, to all or to one
 *   the maker redirects  a name in DNS or TLS
 *   a file is fetched    HTTP, TFTP
 *
 * Passwords in such files are sec-secrets'.
 */
#include "calls/secret.h"
#include "calls/secure.h"
#include "detect/detector.h"
#include "detect/redirector.h"

static struct slice key_of(const void *p, size_t n)
{
	return (struct slice){p, n};
}

static void put_option(struct text *t, unsigned *said, unsigned number)
{
	text_puts(t, (*said)++ ? ", " : "");
	text_printf(t, _("option %u"), number);
}

static void put_quoted(struct text *t, struct slice what)
{
	text_puts(t, " \"");
	text_clean(t, what);
	text_puts(t, "\"");
}

static void by_dhcp(struct detecting *d, const struct lease_server *s)
{
	char ip[ADDR_TEXT];
	struct text *t = &d->text;
	unsigned said = 0;

	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		key_of(&s->ip, sizeof(s->ip)), s->first.ts);
	detect_moment(f, &s->first);
	detect_host(f, &s->ip);
	if (!detect_new(f)) {
		return;
	}
	text_printf(t,
		_("The DHCP server %s tells telephones where their "
		  "configuration or PBX is: "),
		addr_text(&s->ip, ip));
	if (s->tftp_name.p) {
		put_option(t, &said, 66);
		put_quoted(t, s->tftp_name);
	}
	if (!addr_is_any(&s->tftp)) {
		put_option(t, &said, 150);
		text_printf(t, " %s", addr_text(&s->tftp, ip));
	}
	if (s->url.p) {
		put_option(t, &said, 160);
		put_quoted(t, s->url);
	}
	if (s->tells_vendor) {
		put_option(t, &said, 43);
		text_puts(t, _(" (the maker's own)"));
	}
	if (s->tells_sip) {
		put_option(t, &said, 120);
		text_puts(t, _(" (SIP servers)"));
	}
	text_puts(t, ".");
	detect_detail(d, f);
}

static void by_dhcpv6(struct detecting *d, const struct lease6_server *s)
{
	char ip[ADDR_TEXT];
	struct text *t = &d->text;
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		key_of(&s->ip, sizeof(s->ip)), s->first.ts);

	detect_moment(f, &s->first);
	detect_host(f, &s->ip);
	if (!detect_new(f)) {
		return;
	}
	text_printf(t,
		_("The DHCPv6 server %s tells telephones where their PBX is:"),
		addr_text(&s->ip, ip));
	if (s->sip_name[0]) {
		text_puts(t, _(" option 21"));
		put_quoted(t, slice_of(s->sip_name));
	}
	if (!addr_is_any(&s->sip)) {
		text_printf(t, _("%s option 22 %s"), s->sip_name[0] ? "," : "",
			addr_text(&s->sip, ip));
	}
	text_puts(t, ".");
	detect_detail(d, f);
}

static void by_sip(struct detecting *d, const struct supply *s)
{
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];
	struct text *t = &d->text;
	struct addr key[2] = {s->asked, s->told};
	bool all = addr_is_multicast(&s->asked);
	struct finding *f = detect_raise(
		d, SEVERITY_NOTE, key_of(key, sizeof(key)), s->first.ts);

	detect_moment(f, &s->first);
	detect_moment(f, &s->answer);
	detect_host(f, &s->client);
	if (s->answer.frame) {
		detect_host(f, &s->told);
	}
	if (!detect_new(f)) {
		return;
	}
	text_printf(t,
		all ? _("%s asks everybody in its network (SIP PnP, %s) for "
			"its configuration")
		    : _("%s asks %s by SIP (ua-profile) for its configuration"),
		addr_text(&s->client, a), addr_text(&s->asked, b));
	if (s->device[0]) {
		text_puts(t, " (");
		text_clean(t, slice_of(s->device));
		text_puts(t, ")");
	}
	if (s->answer.frame) {
		text_printf(t, _("; %s answers with"), addr_text(&s->told, a));
		put_quoted(t, slice_of(s->place));
	} else {
		text_puts(t, _("; no answer with a place is in the capture"));
	}
	text_puts(t, ".");
	detect_detail(d, f);
}

static void by_file(struct detecting *d, const struct secret *s)
{
	char a[ADDR_TEXT];
	char b[ENDPOINT_TEXT];
	struct {
		struct addr server;
		uint64_t kind;
	} key = {s->server.ip, s->kind};
	struct finding *f = detect_raise(
		d, SEVERITY_NOTE, key_of(&key, sizeof(key)), s->at.ts);

	detect_moment(f, &s->at);
	detect_host(f, &s->client.ip);
	detect_host(f, &s->server.ip);
	if (detect_new(f)) {
		text_printf(&d->text,
			_("%s fetches its configuration from %s over %s:"),
			addr_text(&s->client.ip, a),
			endpoint_text(&s->server, b),
			s->kind == SECRET_TFTP ? "TFTP" : "HTTP");
		put_quoted(&d->text, slice_of(s->what));
		text_puts(&d->text, ".");
		detect_detail(d, f);
	}
}

static void by_redirector(struct detecting *d, const struct addr *client,
	struct slice name, const struct moment *at, const char *way)
{
	const char *whose = redirector_of(name);
	char ip[ADDR_TEXT];

	if (!whose) {
		return;
	}
	struct finding *f = detect_raise(
		d, SEVERITY_NOTE, slice_of(whose), at->ts);
	detect_moment(f, at);
	detect_host(f, client);
	if (detect_new(f)) {
		text_printf(&d->text,
			_("%s asks the maker's redirection service (%s) where "
			  "its configuration is: "),
			addr_text(client, ip), whose);
		text_clean(&d->text, name);
		text_printf(&d->text, _(" over %s."), way);
		detect_detail(d, f);
		text_puts(&d->text,
			_("See whose account at that service holds the MAC: a "
			  "telephone may still belong to another operator"));
		detect_remedy(d, f);
	}
}

static void names(struct detecting *d)
{
	const struct secure_session *s;
	const struct lookup *l;

	for (size_t i = 0; (s = secure_at(d->book->secure, i)); i++) {
		if (s->asked[0]) {
			by_redirector(d, &s->client.ip, slice_of(s->asked),
				&s->hello, "TLS");
		}
	}
	for (size_t i = 0; (l = lookup_at(d->book, i)); i++) {
		const struct moment *at = l->found.n    ? &l->found.first
					  : l->failed.n ? &l->failed.first
					  : l->silent.n ? &l->silent.first
					  : l->empty.n	? &l->empty.first
							: &l->open;
		by_redirector(d, &l->client, slice_of(l->name), at, "DNS");
	}
}

static void whole_hook(struct detecting *d)
{
	const struct net *net = &d->book->net;
	size_t n;
	const struct secret *files = secrets_list(d->book->secrets, &n);

	for (unsigned i = 0; i < net->leases.server_count; i++) {
		const struct lease_server *s = &net->leases.servers[i];
		if (s->tftp_name.p || s->url.p || s->tells_vendor ||
			s->tells_sip || !addr_is_any(&s->tftp)) {
			by_dhcp(d, s);
		}
	}
	for (unsigned i = 0; i < net->leases6.server_count; i++) {
		const struct lease6_server *s = &net->leases6.servers[i];
		if (s->sip_name[0] || !addr_is_any(&s->sip)) {
			by_dhcpv6(d, s);
		}
	}
	for (unsigned i = 0; i < net->supplies.count; i++) {
		by_sip(d, &net->supplies.list[i]);
	}
	names(d);
	for (size_t i = 0; i < n; i++) {
		if (files[i].kind != SECRET_BASIC) {
			by_file(d, &files[i]);
		}
	}
	if (!d->check->found) {
		detect_absent(d, N_("no telephone asks for its configuration: "
				  "one that has it asks again when it is "
				  "restarted"));
	}
}

const struct detector detector_provisioning = {
	.id = "provisioning",
	.severity = SEVERITY_NOTE,
	.title = N_("Telephones ask for their configuration"),
	.passed = NULL,
	.subject = "question",
	.page = {
		.meaning = N_(
			"A telephone that starts looks for its configuration: "
			"DHCP may name a server, the PBX may answer a question "
			"to all (SIP PnP), and a new one asks its maker's "
			"redirection service (RPS, ZTP, SRAPS, GAPS). This "
			"says who asks whom. Where several ways are open, the "
			"telephone's order decides, and it may end at "
			"another operator's server."),
		.wire = N_(
			"DHCP ACK with option 66 \"http://10.0.0.10:5000/prov\"; "
			"SUBSCRIBE with Event: ua-profile to 224.0.1.75; a "
			"TLS greeting for rps.yealink.com; GET "
			"/prov/001565000022.cfg."),
		.causes = N_(
			"A telephone was restarted, or reset\n"
			"It asks at fixed times, as it was set\n"
			"It was used with another PBX or operator before, whose "
			"redirection still holds its MAC"),
		.remedy = N_(
			"Nothing, when the server is the one you want\n"
			"PBX or operator: have the MAC released at the maker's "
			"redirection service when it ends elsewhere\n"
			"DHCP: one option, one server; take the old one out\n"
			"Telephone: switch the ways off that are not used\n"
			"Provision over https: what goes over HTTP or TFTP can "
			"be read (sec-secrets)"),
		.standard =
			"RFC 2132 clause 9.4 (66), 8.4 (43); RFC 5859 (150); "
			"RFC 3361 (120); RFC 3319 (DHCPv6); RFC 6080 "
			"(ua-profile)",
	},
	.whole = whole_hook,
};
