/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Headers are written by letter: V Via, R Record-Route or Route,
 * M Max-Forwards, F From, T To, I Call-ID, C CSeq, K Contact, X challenge,
 * P credentials, Y Content-Type, A Allow, U User-Agent, E Allow-Events,
 * S Supported, Z Expires, Q Reason, L Content-Length (last, then the body).
 */
#include "samples/gen_sip.h"

#include "samples/gen_tcp.h"

#define YEALINK_ALLOW                                                          \
	"INVITE, INFO, PRACK, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REGISTER, "   \
	"SUBSCRIBE, REFER, PUBLISH, UPDATE, MESSAGE"
#define YEALINK_EVENTS "talk,hold,conference,refer,check-sync"

static const struct gen_style STYLES[] = {
	{
		.name = "3cx",
		.order = "VRMKTFICXPZQYASUL",
		.agent = "3CXPhoneSystem 18.0.9.20 (20)",
		.allow = "INVITE, ACK, CANCEL, OPTIONS, BYE, REGISTER, "
			 "SUBSCRIBE, NOTIFY, REFER, INFO, MESSAGE",
		.supported = "replaces",
		.owner = "3cxPS",
		.session = "3cxPS Audio call",
		.gap = "",
		.server = true,
	},
	{
		.name = "proxy",
		.order = "VRMFTICXPKZQYUL",
		.agent = "Proxy/1.0",
		.allow = "INVITE, ACK, CANCEL, BYE, OPTIONS",
		.supported = "path",
		.owner = "-",
		.session = "-",
		.gap = " ",
		.server = true,
	},
	{
		.name = "soft",
		.order = "VRMFTICKXPYASEZQUL",
		.agent = "Softphone/2.4",
		.allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, "
			 "REFER, NOTIFY",
		.supported = "replaces, outbound, 100rel",
		.owner = "-",
		.session = "call",
		.gap = " ",
	},
	{
		.name = "yealink",
		.order = "VRFTICKXPYAMUEZQSL",
		.agent = "Yealink SIP-T54W 96.86.0.77",
		.allow = YEALINK_ALLOW,
		.supported = "replaces",
		.events = YEALINK_EVENTS,
		.owner = "-",
		.session = "SDP data",
		.gap = " ",
	},
};

static const struct gen_codec CODECS[] = {
	{"G722", "g722", "G722/8000", NULL, 9, 160, 160, 8000},
	{"G729", "g729", "G729/8000", "annexb=no", 18, 20, 160, 8000},
	{"PCMA", "g711A", "PCMA/8000", NULL, 8, 160, 160, 8000},
	{"PCMU", "g711U", "PCMU/8000", NULL, 0, 160, 160, 8000},
	{"opus", "opus", "opus/48000/2", "useinbandfec=1", 106, 60, 960, 48000},
	{"telephone-event", "telephone-event", "telephone-event/8000", "0-15",
		101, 4, 160, 8000},
};

static const struct {
	unsigned status;
	const char *phrase;
} PHRASES[] = {
	{100, "Trying"},
	{180, "Ringing"},
	{183, "Session Progress"},
	{200, "OK"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{407, "Proxy Authentication Required"},
	{408, "Request Timeout"},
	{480, "Temporarily Unavailable"},
	{481, "Call/Transaction Does Not Exist"},
	{486, "Busy Here"},
	{487, "Request Terminated"},
	{488, "Not Acceptable Here"},
	{503, "Service Unavailable"},
};

const struct gen_style *gen_sip_style(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(STYLES); i++) {
		if (slice_is(name, STYLES[i].name)) {
			return &STYLES[i];
		}
	}
	return NULL;
}

const struct gen_codec *gen_sip_codec(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(CODECS); i++) {
		if (slice_is(name, CODECS[i].name)) {
			return &CODECS[i];
		}
	}
	return NULL;
}

const char *gen_sip_phrase(unsigned status)
{
	for (size_t i = 0; i < COUNT_OF(PHRASES); i++) {
		if (PHRASES[i].status == status) {
			return PHRASES[i].phrase;
		}
	}
	return "Unknown";
}

void gen_sip_uri(struct text *t, struct slice user, const struct endpoint *at)
{
	char host[ENDPOINT_TEXT];

	text_puts(t, "sip:");
	if (user.n) {
		text_put(t, user);
		text_puts(t, "@");
	}
	text_puts(t, endpoint_text(at, host));
}

const struct gen_node *gen_sip_domain(const struct gen_call *call)
{
	return call->callee->style->server || !call->caller->style->server
		       ? call->callee
		       : call->caller;
}

void gen_sip_party(struct text *t, const struct gen_call *call, bool callee,
	struct slice tag)
{
	struct slice name = callee ? call->to_name : call->from_name;

	if (name.p) {
		text_printf(t, "\"%.*s\"%s", (int)name.n, name.p,
			call->caller->style->gap);
	}
	text_puts(t, "<");
	gen_sip_uri(
		t, callee ? call->to : call->from, &gen_sip_domain(call)->at);
	text_puts(t, ">");
	if (tag.p) {
		text_printf(t, ";tag=%.*s", (int)tag.n, tag.p);
	}
}

void gen_sip_target(struct text *t, const struct gen_call *call, bool by_callee,
	bool inside)
{
	if (by_callee) {
		gen_sip_uri(t, call->from, &call->caller->at);
	} else {
		gen_sip_uri(
			t, call->to, &(inside ? call->far : call->callee)->at);
	}
}

void gen_sip_body(struct text *t, const struct gen_sdp *sdp)
{
	char ip[ADDR_TEXT];
	const struct gen_style *style = sdp->node->style;
	const char *family = addr_is_v4(&sdp->media) ? "IP4" : "IP6";
	const struct gen_codec *dtmf = NULL;

	(void)addr_text(&sdp->media, ip);
	text_printf(t, "v=0\r\no=%s %u %u IN %s %s\r\ns=%s\r\n", style->owner,
		20000 + sdp->version, 20000 + sdp->version, family, ip,
		style->session);
	text_printf(t, "c=IN %s %s\r\nt=0 0\r\nm=audio %u RTP/AVP", family, ip,
		sdp->port);
	for (size_t i = 0; i < sdp->codecs; i++) {
		text_printf(t, " %u", sdp->codec[i]->pt);
	}
	text_puts(t, "\r\n");
	for (size_t i = 0; i < sdp->codecs; i++) {
		const struct gen_codec *c = sdp->codec[i];
		if (c->pt == 101) {
			dtmf = c;
			continue;
		}
		text_printf(t, "a=rtpmap:%u %s\r\n", c->pt, c->rtpmap);
		if (c->fmtp) {
			text_printf(t, "a=fmtp:%u %s\r\n", c->pt, c->fmtp);
		}
	}
	text_printf(t, "a=ptime:20\r\na=%.*s\r\n", (int)sdp->direction.n,
		sdp->direction.p);
	if (dtmf) {
		text_printf(t, "a=rtpmap:101 %s\r\na=fmtp:101 %s\r\n",
			dtmf->rtpmap, dtmf->fmtp);
	}
}

void gen_sip_label(struct text *t, const struct gen_sip *m)
{
	if (m->method.p) {
		text_put(t, m->method);
	} else {
		text_printf(t, "%u %s", m->status, gen_sip_phrase(m->status));
	}
	for (size_t i = 0; m->sdp && i < m->sdp->codecs; i++) {
		text_printf(
			t, "%s%s", i ? " " : " SDP (", m->sdp->codec[i]->label);
	}
	text_puts(t, m->sdp ? ")" : "");
}

static bool is_invite(const struct gen_sip *m)
{
	return slice_is(m->txn->method, "INVITE") &&
	       !(m->method.p && slice_is(m->method, "CANCEL"));
}

/* A message that offers or takes up a dialog, and so shows what it can do. */
static bool opens(const struct gen_sip *m)
{
	bool acks = m->method.p && slice_is(m->method, "ACK");

	return is_invite(m) && !acks &&
	       (m->method.p || (m->status > 100 && m->status < 300));
}

static bool acks_success(const struct gen_sip *m)
{
	return m->method.p && slice_is(m->method, "ACK") &&
	       m->txn->status < 300;
}

static bool registers(const struct gen_sip *m)
{
	return slice_is(m->txn->method, "REGISTER") &&
	       (m->method.p || m->status < 300);
}

static void via(struct text *t, const struct gen_node *node,
	struct slice branch, bool echoed)
{
	char at[ENDPOINT_TEXT];
	char ip[ADDR_TEXT];

	text_printf(t, "Via: SIP/2.0/%s %s;branch=%.*s;rport",
		gen_tcp_name(node), endpoint_text(&node->at, at), (int)branch.n, branch.p);
	if (echoed) {
		text_printf(t, "=%u;received=%s", (unsigned)node->at.port,
			addr_text(&node->at.ip, ip));
	}
	text_puts(t, "\r\n");
}

static void vias(struct text *t, const struct gen_sip *m)
{
	const struct gen_call *below = m->call->via;
	bool own = m->method.p && slice_is(m->method, "ACK") &&
		   m->txn->status >= 300; /* RFC 3261 17.1.1.3: one Via */

	via(t, m->txn->by_callee ? m->call->callee : m->call->caller,
		m->txn->branch, !m->method.p);
	for (size_t i = below && !own ? below->txns : 0; i-- > 0;) {
		const struct gen_txn *txn = &below->txn[i];
		if (slice_eq(txn->method, m->txn->method)) {
			via(t, below->caller, txn->branch, true);
			return;
		}
	}
}

/* Only a proxy that stays in the path writes these. */
static void routes(struct text *t, const struct gen_sip *m)
{
	const struct gen_call *call = m->call;
	const struct gen_node *proxy = call->via ? call->caller : call->callee;
	bool inside = m->method.p && (acks_success(m) || !is_invite(m));

	if (!call->record_route || slice_is(m->txn->method, "CANCEL")) {
		return;
	}
	if (opens(m) && (call->via || !m->method.p)) {
		text_puts(t, "Record-Route: <");
		gen_sip_uri(t, SLICE(""), &proxy->at);
		text_puts(t, ";lr>\r\n");
	} else if (inside && !call->via) {
		text_puts(t, "Route: <");
		gen_sip_uri(t, SLICE(""), &proxy->at);
		text_puts(t, ";lr>\r\n");
	}
}

static void contact(struct text *t, const struct gen_sip *m)
{
	const struct gen_call *call = m->call;
	bool registering = registers(m);
	bool caller = registering || m->txn->by_callee == !m->method.p;

	if (!opens(m) && !acks_success(m) && !registering &&
		!slice_is(m->txn->method, "INFO")) {
		return;
	}
	if (registering && m->expires.p && slice_is(m->expires, "0") &&
		!m->method.p) {
		return; /* nothing is bound any more */
	}
	text_puts(t, "Contact: <");
	gen_sip_uri(t, caller ? call->from : call->to,
		&(caller ? (call->via ? call->via->caller : call->caller)
			 : call->far)
			 ->at);
	text_puts(t, ">");
	if (registering && m->expires.p) {
		text_printf(
			t, ";expires=%.*s", (int)m->expires.n, m->expires.p);
	}
	text_puts(t, "\r\n");
}

static void parties(struct text *t, const struct gen_sip *m, bool from)
{
	const struct gen_call *call = m->call;
	bool callee = m->txn->by_callee == from;

	text_puts(t, from ? "From: " : "To: ");
	if (slice_is(m->txn->method, "REGISTER")) {
		callee = false;
	}
	gen_sip_party(t, call, callee,
		from ? call->tag[m->txn->by_callee ? 1 : 0] : m->to_tag);
	text_puts(t, "\r\n");
}

static void line(struct text *t, const char *name, struct slice value)
{
	if (value.p) {
		text_printf(t, "%s: %.*s\r\n", name, (int)value.n, value.p);
	}
}

static void credentials(struct text *t, const struct gen_sip *m, bool challenge)
{
	bool proxy = m->call->challenge == 407;

	if (challenge) {
		line(t, proxy ? "Proxy-Authenticate" : "WWW-Authenticate",
			m->challenge);
	} else {
		line(t, proxy ? "Proxy-Authorization" : "Authorization",
			m->authorization);
	}
}

static void agent(struct text *t, const struct gen_sip *m)
{
	const struct gen_node *src = m->src;
	bool terse = m->method.p ? slice_is(m->method, "ACK") &&
					   m->txn->status >= 300
				 : m->status == 100 && src->style->server;

	if (!terse) {
		line(t, "User-Agent",
			src->agent.p ? src->agent
				     : slice_of(src->style->agent));
	}
}

static void header(struct text *t, const struct gen_sip *m, char letter)
{
	const struct gen_style *style = m->src->style;
	const struct gen_txn *txn = m->txn;
	bool able = opens(m) && !(style->server && m->status / 100 == 1);

	switch (letter) {
	case 'V':
		vias(t, m);
		break;
	case 'R':
		routes(t, m);
		break;
	case 'M':
		if (m->method.p) {
			text_printf(t, "Max-Forwards: %d\r\n",
				m->call->via ? 69 : 70);
		}
		break;
	case 'F':
	case 'T':
		parties(t, m, letter == 'F');
		break;
	case 'I':
		line(t, "Call-ID", m->call->id);
		break;
	case 'C':
		text_printf(t, "CSeq: %u ", txn->cseq);
		text_put(t, m->method.p ? m->method : txn->method);
		text_puts(t, "\r\n");
		break;
	case 'K':
		contact(t, m);
		break;
	case 'X':
	case 'P':
		credentials(t, m, letter == 'X');
		break;
	case 'Y':
		line(t, "Content-Type", m->body_type);
		break;
	case 'A':
		line(t, "Allow", slice_of(able ? style->allow : NULL));
		break;
	case 'U':
		agent(t, m);
		break;
	case 'E':
		line(t, "Allow-Events", slice_of(able ? style->events : NULL));
		break;
	case 'S':
		line(t, "Supported", slice_of(able ? style->supported : NULL));
		break;
	case 'Z':
		if (!registers(m)) {
			break;
		}
		line(t, "Expires", m->expires);
		break;
	case 'Q':
		line(t, "Reason", m->reason);
		break;
	default: /* L */
		text_printf(t, "Content-Length: %zu\r\n\r\n", m->body.n);
	}
}

void gen_sip_message(struct text *t, const struct gen_sip *m)
{
	if (m->method.p) {
		bool inside = m->to_tag.p && !(slice_is(m->method, "ACK") &&
						     m->txn->status >= 300);
		text_put(t, m->method);
		text_puts(t, " ");
		if (slice_is(m->method, "REGISTER")) {
			gen_sip_uri(t, SLICE(""), &m->call->callee->at);
		} else {
			gen_sip_target(t, m->call, m->txn->by_callee, inside);
		}
		text_puts(t, " SIP/2.0\r\n");
	} else {
		text_printf(t, "SIP/2.0 %u %s\r\n", m->status,
			gen_sip_phrase(m->status));
	}
	for (const char *p = m->src->style->order; *p; p++) {
		if (*p == 'L' && m->extra.p) {
			text_put(t, m->extra);
			text_puts(t, "\r\n");
		}
		header(t, m, *p);
	}
	text_put(t, m->body);
}
