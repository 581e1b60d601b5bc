/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The messages of a call, in order, for the ladder. One that repeats another
 * (same transaction, same direction) is kept and marked: it shows that
 * something was lost, but it changes nothing in the call.
 */
#include "calls/parts.h"

#include "lib/hash.h"

/* True when @m was seen before, as a retransmission or a second copy. */
static bool is_repeat(const struct call *call, const struct message *m)
{
	for (const struct message *o = call->messages; o; o = o->next) {
		if (o->branch != m->branch || o->to_tag != m->to_tag ||
			o->request != m->request || o->cseq != m->cseq ||
			o->method != m->method || o->status != m->status ||
			!endpoint_eq(&o->src, &m->src) ||
			!endpoint_eq(&o->dst, &m->dst)) {
			continue;
		}
		/* A second 183 may bring another SDP: only equal bytes repeat. */
		if (m->request || m->status >= 200 || o->digest == m->digest) {
			return true;
		}
	}
	return false;
}

static struct slice summarise(struct call *call, const struct signal *signal)
{
	char status[8];
	struct slice reason = slice_sub(signal->reason, 0, 120);

	if (signal->request && signal->method != METHOD_OTHER) {
		return slice_of(signal_method_text(signal->method));
	}
	if (signal->request) {
		return arena_copy(
			&call->arena, slice_sub(signal->method_text, 0, 32));
	}
	int n = snprintf(status, sizeof(status), "%u ", (unsigned)signal->status);
	size_t digits = n > 0 ? (size_t)n : 0;
	char *p = arena_get(&call->arena, digits + reason.n + 1);
	if (!p) {
		return (struct slice){NULL, 0};
	}
	memcpy(p, status, digits);
	if (reason.n) {
		memcpy(p + digits, reason.p, reason.n);
	}
	size_t total = reason.n ? digits + reason.n : digits - 1;
	return (struct slice){p, total};
}

struct message *message_add(struct book *book, struct call *call,
	const struct packet *packet, const struct signal *signal)
{
	bool room = call->message_count < book->limits.messages_per_call;
	struct message *m = room ? arena_get(&call->arena, sizeof(*m)) : NULL;

	if (!m) {
		if (call->messages_left_out < UINT16_MAX) {
			call->messages_left_out++;
		}
		return NULL;
	}
	*m = (struct message){
		.frame = packet->frame,
		.ts = packet->ts,
		.src = packet->src,
		.dst = packet->dst,
		.transport = packet->transport,
		.request = signal->request,
		.method = signal->request ? signal->method : signal->cseq_method,
		.status = signal->status,
		.cseq = signal->cseq,
		.branch = hash_slice(signal->via.branch, book->key),
		.to_tag = hash_slice(signal->to.tag, book->key),
		.digest = hash_slice(signal->message, book->key),
		.point = packet->point,
		.capture = packet->capture,
	};
	m->retransmission = is_repeat(call, m);
	m->summary = summarise(call, signal);
	if (call->messages_tail) {
		call->messages_tail->next = m;
	} else {
		call->messages = m;
	}
	call->messages_tail = m;
	call->message_count++;
	if (book->said) {
		book->said(book->said_context, m->digest, signal->message);
	}
	return m;
}
