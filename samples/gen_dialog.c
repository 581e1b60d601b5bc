/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line names a method (a request) or a status (an answer); the rest follows
 * from what the call has seen so far:
 *
 *   answer     to the newest request of the call without a final answer, or to
 *              the one named by re=METHOD
 *   ACK        to the INVITE: its branch when that was refused (RFC 3261
 *              17.1.1.3), a new one when it was accepted (13.2.2.4)
 *   CANCEL     branch and CSeq of the INVITE (9.1)
 *   auth       credentials for the last challenge (RFC 2617 3.2.2)
 *   again      the same bytes once more: a retransmission
 */
#include "samples/gen_dialog.h"

#include "samples/gen_args.h"
#include "samples/gen_md5.h"
#include "samples/gen_net.h"
#include "samples/gen_random.h"
#include "samples/gen_sip.h"

static const struct slice ABSENT = {NULL, 0};

/* An identifier of @digits hexadecimal digits that belongs to @call and @what. */
static struct slice identifier(struct gen *g, const struct gen_call *call,
	const char *what, unsigned nth, int digits)
{
	struct text t = {0};

	text_put(&t, call->name);
	text_printf(&t, "/%s/%u", what, nth);
	struct gen_random r = gen_random_of(g->seed, text_slice(&t));
	text_clear(&t);
	text_printf(&t, "%016llx%016llx", (unsigned long long)gen_random_u64(&r),
		(unsigned long long)gen_random_u64(&r));
	struct slice s = arena_copy(&g->arena,
		slice_sub(text_slice(&t), 0, (size_t)digits));
	text_finish(&t);
	return s;
}

/* What is in @t, kept in the arena; @t is emptied. */
static struct slice keep(struct gen *g, struct text *t)
{
	struct slice s = arena_copy(&g->arena, text_slice(t));

	text_clear(t);
	return s;
}

int gen_dialog_open(struct gen *g, struct gen_call *call)
{
	struct text t = {0};

	for (unsigned i = 0; i < 2; i++) {
		if (!call->tag[i].p) {
			call->tag[i] = identifier(
				g, call, i ? "to" : "from", 0, i ? 8 : 10);
		}
	}
	if (!call->id.p) {
		char ip[ADDR_TEXT];
		text_put(&t, identifier(g, call, "call", 0, 20));
		text_printf(&t, "@%s", addr_text(&call->caller->at.ip, ip));
		call->id = keep(g, &t);
	}
	text_finish(&t);
	return 0;
}

static struct gen_txn *find_txn(struct gen_call *call, struct slice method)
{
	for (size_t i = call->txns; i-- > 0;) {
		if (slice_eq(call->txn[i].method, method)) {
			return &call->txn[i];
		}
	}
	return NULL;
}

/* The request that the next answer is for. */
static struct gen_txn *pending(struct gen_call *call)
{
	for (size_t i = call->txns; i-- > 0;) {
		if (call->txn[i].status < 200) {
			return &call->txn[i];
		}
	}
	return NULL;
}

static struct slice new_branch(struct gen *g, struct gen_call *call)
{
	struct text t = {0};

	text_puts(&t, "z9hG4bK");
	text_put(&t, identifier(g, call, "branch", call->branches++, 10));
	struct slice s = keep(g, &t);
	text_finish(&t);
	return s;
}

/* A place for a new transaction: that of an older one of the same method. */
static struct gen_txn *place_txn(
	struct gen_call *call, struct slice method, bool by_callee)
{
	size_t i = 0;

	while (i < call->txns && !(slice_eq(call->txn[i].method, method) &&
					 call->txn[i].by_callee == by_callee)) {
		i++;
	}
	if (i == COUNT_OF(call->txn)) {
		i = 0;
	}
	if (i < call->txns) {
		call->txns--;
		memmove(&call->txn[i], &call->txn[i + 1],
			(call->txns - i) * sizeof(call->txn[0]));
	}
	return &call->txn[call->txns++];
}

static int start_txn(struct gen *g, struct gen_call *call, struct gen_args *a,
	struct slice method, bool by_callee, struct gen_txn **ret)
{
	uint64_t cseq = 0;
	struct gen_txn txn = {.method = method, .by_callee = by_callee};
	struct gen_txn *invite = find_txn(call, SLICE("INVITE"));

	if (gen_args_u64(g, a, "cseq", 0, UINT32_MAX, &cseq)) {
		return -1;
	}
	if (slice_is(method, "CANCEL")) {
		if (!invite) {
			return gen_args_fail(g, a, "no INVITE for", method);
		}
		txn.cseq = invite->cseq;
		txn.branch = invite->branch;
	} else {
		call->cseq[by_callee] = cseq ? (unsigned)cseq
					     : call->cseq[by_callee] + 1;
		txn.cseq = call->cseq[by_callee];
		txn.branch = new_branch(g, call);
	}
	*ret = place_txn(call, method, by_callee);
	**ret = txn;
	return 0;
}

/* MD5 of "a:b:c" (absent parts are left out). */
static void digest(char out[GEN_MD5_TEXT], struct slice a, struct slice b,
	struct slice c)
{
	struct text t = {0};

	text_put(&t, a);
	text_puts(&t, ":");
	text_put(&t, b);
	if (c.p) {
		text_puts(&t, ":");
		text_put(&t, c);
	}
	gen_md5(text_slice(&t), out);
	text_finish(&t);
}

/* Credentials for the last challenge. Source: RFC 2617 clause 3.2.2. */
static struct slice authorize(struct gen *g, struct gen_call *call,
	struct slice method, struct slice password)
{
	char ha1[GEN_MD5_TEXT];
	char ha2[GEN_MD5_TEXT];
	char response[GEN_MD5_TEXT];
	struct text t = {0};
	struct slice nonce = call->nonce;
	struct slice cnonce = identifier(g, call, "cnonce", 0, 8);

	if (slice_is(method, "REGISTER")) {
		gen_sip_uri(&t, SLICE(""), &call->callee->at);
	} else {
		gen_sip_target(&t, call, false, false);
	}
	struct slice uri = keep(g, &t);
	digest(ha1, call->from, call->realm, password);
	digest(ha2, method, uri, ABSENT);
	text_put(&t, nonce);
	if (call->qop) {
		text_printf(&t, ":00000001:%.*s:auth", (int)cnonce.n, cnonce.p);
	}
	struct slice middle = keep(g, &t);
	digest(response, slice_of(ha1), middle, slice_of(ha2));
	text_printf(&t, "Digest username=\"%.*s\", realm=\"%.*s\", ",
		(int)call->from.n, call->from.p, (int)call->realm.n,
		call->realm.p);
	text_printf(&t, "nonce=\"%.*s\", uri=\"%.*s\", response=\"%s\", ",
		(int)nonce.n, nonce.p, (int)uri.n, uri.p, response);
	text_puts(&t, "algorithm=MD5");
	if (call->qop) {
		text_printf(&t, ", cnonce=\"%.*s\", qop=auth, nc=00000001",
			(int)cnonce.n, cnonce.p);
	}
	struct slice value = keep(g, &t);
	text_finish(&t);
	return value;
}

static struct slice challenge(struct gen *g, struct gen_call *call)
{
	struct text t = {0};

	text_puts(&t, "414d535c");
	text_put(&t, identifier(g, call, "time", call->challenges, 8));
	text_puts(&t, ":");
	text_put(&t, identifier(g, call, "nonce", call->challenges, 32));
	call->nonce = keep(g, &t);
	call->challenges++;
	text_printf(&t, "Digest nonce=\"%.*s\",algorithm=MD5,realm=\"%.*s\"",
		(int)call->nonce.n, call->nonce.p, (int)call->realm.n,
		call->realm.p);
	if (call->qop) {
		text_puts(&t, ",qop=\"auth\"");
	}
	struct slice value = keep(g, &t);
	text_finish(&t);
	return value;
}

static void on_request(struct gen_call *call, const struct gen_sip *m, ns_t t)
{
	if (slice_is(m->method, "INVITE") && !call->invite_t) {
		call->invite_t = t;
	}
	if (slice_is(m->method, "BYE") && !call->bye_t) {
		call->bye_t = t;
		call->hangup = m->txn->by_callee ? 2 : 1;
	}
}

static enum gen_state refused(unsigned status)
{
	switch (status) {
	case 487:
		return GEN_CANCELLED;
	case 486:
	case 600:
		return GEN_BUSY;
	case 408:
	case 480:
		return GEN_UNANSWERED;
	default:
		return status / 100 == 5 ? GEN_FAILED : GEN_REJECTED;
	}
}

static void on_answer(struct gen_call *call, const struct gen_sip *m, ns_t t)
{
	bool challenged = m->status == 401 || m->status == 407;

	if (slice_is(m->txn->method, "BYE") && m->status == 200 &&
		call->state == GEN_ESTABLISHED) {
		call->state = GEN_COMPLETED;
	}
	if (!slice_is(m->txn->method, "INVITE") || call->answer_t) {
		return;
	}
	if (m->status > 100 && m->status < 200 && !call->ring_t) {
		call->ring_t = t;
		call->state = GEN_RINGING;
	} else if (m->status / 100 == 2) {
		call->answer_t = t;
		call->status = m->status;
		call->state = GEN_ESTABLISHED;
	} else if (m->status >= 300) {
		call->status = m->status;
		call->state = challenged ? GEN_INCOMPLETE : refused(m->status);
	}
}

/*
 * The comment of Wireshark's flow graph for this message; it follows the
 * state of the call as its voip_calls tap does.
 */
static void comment(struct text *t, const struct gen_call *call,
	const struct gen_sip *m)
{
	bool by_caller = !m->txn->by_callee;
	bool invite = m->method.p && slice_is(m->method, "INVITE") && by_caller;

	if (!m->method.p) {
		text_printf(t, "SIP Status %u %s", m->status,
			gen_sip_phrase(m->status));
		return;
	}
	if (slice_is(m->method, "ACK") && m->txn->status == 200 && by_caller) {
		text_printf(t, "SIP Request INVITE ACK 200 CSeq:%u",
			m->txn->cseq);
		return;
	}
	if (slice_is(m->method, "BYE") || slice_is(m->method, "CANCEL")) {
		text_printf(t, "SIP Request %.*s CSeq:%u", (int)m->method.n,
			m->method.p, m->txn->cseq);
		return;
	}
	text_printf(t, "SIP %.*s From: ", (int)m->method.n, m->method.p);
	gen_sip_party(t, call, !by_caller, call->tag[by_caller ? 0 : 1]);
	text_puts(t, " To:");
	gen_sip_party(t, call, by_caller, m->to_tag);
	if (invite) {
		text_printf(t, " Call-ID:%.*s", (int)call->id.n, call->id.p);
	}
	text_printf(t, " CSeq:%u", m->txn->cseq);
}

static struct gen_message *note(struct gen *g, struct gen_call *call)
{
	struct gen_message *msg = arena_get(&g->arena, sizeof(*msg));

	if (!msg) {
		(void)err_set(&g->err, "out of memory");
		return NULL;
	}
	if (call->last) {
		call->last->next = msg;
	} else {
		call->first = msg;
	}
	call->last = msg;
	return msg;
}

/* Write @msg to the capture, unless it was lost before it got there. */
static int transmit(struct gen *g, ns_t t, struct gen_message *msg,
	struct gen_node *src, struct gen_node *dst, struct slice remark)
{
	struct gen_way way = {
		.src = src,
		.dst = dst,
		.sport = src->at.port,
		.dport = dst->at.port,
		.tos = src->tos_sip,
	};

	msg->t = t;
	msg->src = src->at;
	msg->dst = dst->at;
	if (msg->lost) {
		return 0;
	}
	msg->frame = gen_net_udp(
		g, t, GEN_SIP, &way, msg->bytes.p, msg->bytes.n, remark);
	return msg->frame ? 0 : -1;
}

/* The body that a phone's INFO carries, padded to fill a frame of @frame. */
static struct slice csta(
	struct gen *g, const struct gen_sip *m, uint64_t frame)
{
	static const char KEY[] = "  <key name=\"none\" value=\"unset\"/>\r\n";
	static const char END[] = "</phone-event>\r\n";
	struct text t = {0};
	struct text whole = {0};
	struct gen_sip with = *m;

	text_puts(&t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
		      "<phone-event xmlns=\"urn:example:phone-event\">\r\n"
		      "  <line>1</line>\r\n");
	with.body = text_slice(&t); /* more than 99 bytes, as the result */
	gen_sip_message(&whole, &with);
	size_t now = whole.n + 42 + sizeof(END) - 1;
	for (; now + sizeof(KEY) < frame; now += sizeof(KEY) - 1) {
		text_puts(&t, KEY);
	}
	text_fill(&t, ' ', now < frame ? (size_t)frame - now : 0);
	text_puts(&t, END);
	text_finish(&whole);
	struct slice s = keep(g, &t);
	text_finish(&t);
	return s;
}

/* The options that any message may have. */
static int options(struct gen *g, struct gen_args *a, struct gen_sip *m)
{
	struct slice sdp = gen_args_get(a, "sdp");
	uint64_t frame = 0;
	struct text t = {0};

	m->reason = gen_args_get(a, "reason");
	m->expires = gen_args_get(a, "expires");
	m->extra = gen_args_get(a, "header");
	if (gen_args_u64(g, a, "event", 0, 1500, &frame)) {
		return -1;
	}
	if (sdp.p) {
		m->sdp = gen_find_sdp(g, a, sdp);
		if (!m->sdp) {
			return -1;
		}
		gen_sip_body(&t, m->sdp);
		m->body = keep(g, &t);
		m->body_type = SLICE("application/sdp");
		text_finish(&t);
	} else if (frame) {
		m->body_type = SLICE("application/xml");
		m->body = csta(g, m, frame);
	}
	return 0;
}

static int request(struct gen *g, struct gen_call *call, struct gen_args *a,
	struct gen_sip *m, struct gen_txn **ret)
{
	bool by_callee = slice_is(gen_args_get(a, "by"), "callee");
	struct slice auth = gen_args_get(a, "auth");
	struct gen_txn *invite = find_txn(call, SLICE("INVITE"));
	bool inside = call->answer_t || call->ring_t;

	if (slice_is(m->method, "ACK")) {
		if (!invite) {
			return gen_args_fail(g, a, "no INVITE for", m->method);
		}
		*ret = invite;
		if (invite->status < 300) {
			invite->branch = new_branch(g, call);
		}
		m->to_tag = invite->tag;
	} else if (start_txn(g, call, a, m->method, by_callee, ret)) {
		return -1;
	}
	if (!slice_is(m->method, "CANCEL") && !m->to_tag.p &&
		(inside || gen_args_flag(a, "inside"))) {
		m->to_tag = call->tag[by_callee ? 0 : 1];
	}
	if (gen_args_flag(a, "auth") || auth.p) {
		m->authorization = authorize(g, call, m->method,
			auth.p ? auth : call->password);
	}
	return 0;
}

static int answer(struct gen *g, struct gen_call *call, struct gen_args *a,
	struct gen_sip *m, struct gen_txn **ret)
{
	struct slice re = gen_args_get(a, "re");
	struct slice tag = gen_args_get(a, "tag");
	struct gen_txn *txn = re.p ? find_txn(call, re) : pending(call);
	bool challenged = m->status == 401 || m->status == 407;

	if (!txn) {
		return gen_args_fail(g, a, "nothing to answer with", a->word[2]);
	}
	if (challenged) {
		call->challenge = m->status;
		m->challenge = challenge(g, call);
		m->to_tag = identifier(g, call, "refuse", call->challenges, 8);
	} else if (m->status > 100) {
		m->to_tag = call->tag[txn->by_callee ? 0 : 1];
	}
	if (tag.p) {
		m->to_tag = tag;
		if (m->status / 100 == 2) {
			call->tag[1] = tag; /* this branch became the dialog */
		}
	}
	txn->tag = m->to_tag;
	txn->status = m->status;
	*ret = txn;
	return 0;
}

/* "again": repeat the newest message that says the same. */
static int repeat(struct gen *g, ns_t t, struct gen_call *call,
	const struct gen_args *a, bool lost, struct slice remark)
{
	struct gen_message *found = NULL;

	for (struct gen_message *m = call->first; m; m = m->next) {
		if (slice_istarts(m->label, a->word[2].p)) {
			found = m;
		}
	}
	if (!found) {
		return gen_args_fail(g, a, "nothing to repeat:", a->word[2]);
	}
	struct gen_message *msg = note(g, call);
	if (!msg) {
		return -1;
	}
	struct gen_message *next = msg->next;
	bool by_caller = endpoint_eq(&found->src, &call->caller->at);
	*msg = *found;
	msg->next = next;
	msg->again = true;
	msg->lost = lost;
	return transmit(g, t, msg, by_caller ? call->caller : call->callee,
		by_caller ? call->callee : call->caller, remark);
}

static int finish(struct gen *g, ns_t t, struct gen_call *call,
	struct gen_sip *m, bool lost, struct slice remark)
{
	struct gen_message *msg = note(g, call);
	struct text text = {0};

	if (!msg) {
		return -1;
	}
	gen_sip_label(&text, m);
	msg->label = keep(g, &text);
	comment(&text, call, m);
	msg->comment = keep(g, &text);
	gen_sip_message(&text, m);
	msg->bytes = keep(g, &text);
	text_finish(&text);
	msg->lost = lost;
	if (m->method.p) {
		on_request(call, m, t);
	} else if (!lost) {
		on_answer(call, m, t);
	}
	return transmit(g, t, msg, m->src, m->dst, remark);
}

int gen_dialog_line(
	struct gen *g, ns_t t, struct gen_call *call, struct gen_args *a)
{
	struct slice what = gen_args_word(a, 2);
	struct slice remark = gen_args_get(a, "comment");
	bool lost = gen_args_flag(a, "lost");
	uint64_t status = 0;
	struct gen_txn *txn = NULL;
	struct gen_sip m = {.call = call};

	(void)gen_args_word(a, 0);
	(void)gen_args_word(a, 1);
	if (!what.p) {
		return gen_args_fail(g, a, "nothing said by", call->name);
	}
	if (gen_args_flag(a, "again")) {
		return repeat(g, t, call, a, lost, remark) || gen_args_done(g, a)
			       ? -1
			       : 0;
	}
	if (slice_u64(what, 699, &status)) {
		m.status = (unsigned)status;
	} else {
		m.method = what;
	}
	if (m.method.p ? request(g, call, a, &m, &txn)
		       : answer(g, call, a, &m, &txn)) {
		return -1;
	}
	m.txn = txn;
	bool from_caller = m.method.p ? !txn->by_callee : txn->by_callee;
	m.src = from_caller ? call->caller : call->callee;
	m.dst = from_caller ? call->callee : call->caller;
	if (options(g, a, &m) || gen_args_done(g, a)) {
		return -1;
	}
	return finish(g, t, call, &m, lost, remark);
}
