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
 *   auth       credentials for the last challenge (gen_auth)
 *   again      the same bytes once more: a retransmission
 */
#include "samples/gen_dialog.h"

#include "samples/gen_args.h"
#include "samples/gen_auth.h"
#include "samples/gen_net.h"
#include "samples/gen_sip.h"
#include "samples/gen_tcp.h"

int gen_dialog_open(struct gen *g, struct gen_call *call)
{
	struct text t = {0};

	for (unsigned i = 0; i < 2; i++) {
		if (!call->tag[i].p) {
			call->tag[i] = gen_auth_identifier(
				g, call, i ? "to" : "from", 0, i ? 8 : 10);
		}
	}
	if (!call->id.p) {
		char ip[ADDR_TEXT];
		text_put(&t, gen_auth_identifier(g, call, "call", 0, 20));
		text_printf(&t, "@%s", addr_text(&call->caller->at.ip, ip));
		call->id = gen_auth_keep(g, &t);
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
	text_put(&t,
		gen_auth_identifier(g, call, "branch", call->branches++, 10));
	struct slice s = gen_auth_keep(g, &t);
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
		call->cseq[by_callee] =
			cseq ? (unsigned)cseq : call->cseq[by_callee] + 1;
		txn.cseq = call->cseq[by_callee];
		txn.branch = new_branch(g, call);
	}
	*ret = place_txn(call, method, by_callee);
	**ret = txn;
	return 0;
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
static void comment(
	struct text *t, const struct gen_call *call, const struct gen_sip *m)
{
	bool by_caller = !m->txn->by_callee;
	bool invite = m->method.p && slice_is(m->method, "INVITE") && by_caller;

	if (!m->method.p) {
		text_printf(t, "SIP Status %u %s", m->status,
			gen_sip_phrase(m->status));
		return;
	}
	if (slice_is(m->method, "ACK") && m->txn->status == 200 && by_caller) {
		text_printf(
			t, "SIP Request INVITE ACK 200 CSeq:%u", m->txn->cseq);
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
	msg->frame = gen_tcp_sip(g, t, &way, msg->bytes, remark);
	return msg->frame ? 0 : -1;
}

/* The body that a phone's INFO carries, padded to fill a frame of @frame. */
static struct slice csta(struct gen *g, const struct gen_sip *m, uint64_t frame)
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
	struct slice s = gen_auth_keep(g, &t);
	text_finish(&t);
	return s;
}

/* A body given line by line, with '|' between them. */
static void lines(struct gen *g, struct gen_args *a, struct slice rest,
	struct gen_sip *m)
{
	struct text t = {0};

	while (rest.p) {
		text_put(&t, slice_cut(&rest, '|'));
		text_puts(&t, "\r\n");
	}
	m->body = gen_auth_keep(g, &t);
	m->body_type = gen_args_get(a, "type");
	text_finish(&t);
}

/* The options that any message may have. */
static int options(struct gen *g, struct gen_args *a, struct gen_sip *m)
{
	struct slice sdp = gen_args_get(a, "sdp");
	struct slice frag = gen_args_get(a, "sipfrag");
	struct slice body = gen_args_get(a, "lines");
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
		m->body = gen_auth_keep(g, &t);
		m->body_type = SLICE("application/sdp");
		text_finish(&t);
	} else if (frag.p) {
		text_put(&t, frag);
		text_puts(&t, "\r\n");
		m->body = gen_auth_keep(g, &t);
		m->body_type = SLICE("message/sipfrag;version=2.0");
		text_finish(&t);
	} else if (body.p) {
		lines(g, a, body, m);
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
		m->authorization = gen_auth_answer(
			g, call, m->method, auth.p ? auth : call->password);
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
		return gen_args_fail(
			g, a, "nothing to answer with", a->word[2]);
	}
	if (challenged) {
		call->challenge = m->status;
		m->challenge = gen_auth_challenge(g, call);
		m->to_tag = gen_auth_identifier(
			g, call, "refuse", call->challenges, 8);
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
	msg->label = gen_auth_keep(g, &text);
	comment(&text, call, m);
	msg->comment = gen_auth_keep(g, &text);
	gen_sip_message(&text, m);
	msg->bytes = gen_auth_keep(g, &text);
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
		return repeat(g, t, call, a, lost, remark) ||
				       gen_args_done(g, a)
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
