/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIP messages to calls. Each message finds its call by Call-ID and its hop by
 * the two hosts it passed between; the hop's moments move forward, the message
 * is kept for the ladder, and its SDP becomes half of an exchange.
 *
 * A message that repeats one seen before (same transaction, same direction) is
 * kept and marked, and changes nothing else.
 */
#include "calls/dial_code.h"
#include "calls/parts.h"

#include "calls/identity.h"
#include "calls/nat.h"
#include "calls/watch.h"
#include "lib/hash.h"

static bool call_equal(const void *key, const void *value)
{
	const struct slice *call_id = key;
	const struct call *call = value;

	return slice_eq(*call_id, call->call_id);
}

static struct slice keep(struct call *call, struct slice s)
{
	return arena_copy(&call->arena, slice_sub(s, 0, 256));
}

/* What somebody dialled: no PIN goes further than the message itself. */
static struct slice keep_dialled(struct call *call, struct slice s)
{
	char room[DIAL_CODE_TEXT + 4];

	return keep(call, dial_code_hide(s, room));
}

/* These methods exist only inside of an INVITE dialog. */
static bool makes_call(enum sip_method method)
{
	return method == METHOD_INVITE || method == METHOD_ACK ||
	       method == METHOD_BYE || method == METHOD_CANCEL ||
	       method == METHOD_PRACK || method == METHOD_UPDATE;
}

static void describe_parties(struct call *call, const struct signal *signal)
{
	call->from_user = keep(call, signal->from.uri.user);
	call->from_name = keep(call, signal->from.display);
	call->from_uri = keep(call, signal->from.uri.text);
	call->from_tag = keep(call, signal->from.tag);
	call->to_user = keep_dialled(call, signal->to.uri.user);
	call->to_name = keep_dialled(call, signal->to.display);
	call->to_uri = keep_dialled(call, signal->to.uri.text);
	call->signalling_secure = slice_iis(signal->via.transport, "TLS") ||
				  slice_iis(signal->via.transport, "WSS");
}

static struct call *make_call(struct book *book, const struct packet *packet,
	const struct signal *signal, uint64_t hash)
{
	struct call *call = book_call_slot(book);

	if (!call) {
		return NULL;
	}
	arena_init(&call->arena, book->limits.call_bytes);
	call->hash = hash;
	call->call_id = arena_copy(&call->arena, signal->call_id);
	call->transport = packet->transport;
	call->point = packet->point;
	call->first_ts = packet->ts;
	call->last_ts = packet->ts;
	call->began_before =
		signal->cseq_method != METHOD_INVITE ||
		(signal->request && signal->to.tag.n != 0);
	describe_parties(call, signal);
	if (!call->call_id.p || map_add(&book->call_map, hash, call) != 0) {
		book->counts.out_of_memory++;
		arena_finish(&call->arena);
		pool_put(&book->call_pool, call);
		return NULL;
	}
	call->prev = book->calls_tail;
	if (call->prev) {
		call->prev->next = call;
	} else {
		book->calls = call;
	}
	book->calls_tail = call;
	book->call_count++;
	return call;
}

/* Counters of one call: a hostile sender must not bring them back to 0. */
static void count_up(uint16_t *counter)
{
	if (*counter < UINT16_MAX) {
		(*counter)++;
	}
}

/* Keep the first of a kind. */
static void mark(struct moment *m, const struct packet *packet)
{
	if (m->frame == 0) {
		*m = moment_of(packet);
	}
}

/* The next INVITE of the hop, with credentials or to another target. */
static void try_again(struct call *call, struct hop *hop, uint32_t cseq)
{
	hop->invite_cseq = cseq;
	hop->final = (struct moment){0};
	hop->status = 0;
	call->over = false;
}

/* The host in the Contact, when it is an address. The last word counts. */
static void note_contact(
	const struct signal *signal, struct addr *ret, bool *ret_has)
{
	struct addr ip;

	if (addr_parse(signal->contact.uri.host, &ip)) {
		*ret = ip;
		*ret_has = true;
	}
}

static void on_invite(struct call *call, struct hop *hop,
	const struct packet *packet, const struct signal *signal)
{
	if (signal->to.tag.n || hop->answer.frame) {
		count_up(&call->reinvites);
		hop->late = hop->late || hop->invites == 0;
		return;
	}
	call->began_before = false;
	if (hop->invites && hop->invite_cseq == signal->cseq) {
		return;
	}
	count_up(&hop->invites);
	try_again(call, hop, signal->cseq);
	mark(&hop->invite, packet);
	char room[DIAL_CODE_TEXT + 4];
	struct slice target = dial_code_hide(signal->request_uri.user, room);
	if (!slice_eq(hop->target, target)) {
		hop->target = keep(call, target);
	}
	hop->sent = (struct moment){packet->ts, packet->frame, packet->capture};
	if (hop == &call->hops[0]) {
		note_contact(signal, &call->caller_contact,
			&call->has_caller_contact);
	}
	if (!call->caller_agent.p) {
		call->caller_agent = keep(call, signal->header[SIP_USER_AGENT]);
	}
}

static bool is_fork(const struct call *call, struct slice tag)
{
	for (unsigned i = 0; i < call->fork_count; i++) {
		if (slice_eq(call->forks[i].tag, tag)) {
			return true;
		}
	}
	return false;
}

/*
 * Who sent a request inside the dialog: the tag in From tells (RFC 3261 clause
 * 12.2.1.1). A tag that is neither side's, because something between the hops
 * changed it, leaves the direction on the hop to tell.
 */
static enum call_side side_of(const struct call *call, const struct hop *hop,
	const struct packet *packet, const struct signal *signal)
{
	struct slice tag = slice_sub(signal->from.tag, 0, 256);

	if (call->began_before || !call->from_tag.n || !tag.n) {
		return SIDE_UNKNOWN;
	}
	if (slice_eq(tag, call->from_tag)) {
		return SIDE_CALLER;
	}
	if (is_fork(call, tag) || addr_eq(&hop->from.ip, &hop->to.ip)) {
		return SIDE_CALLEE;
	}
	return addr_eq(&packet->src.ip, &hop->from.ip) ? SIDE_CALLER
						       : SIDE_CALLEE;
}

/* Who sent a message, an answer included: it goes to whom From names. */
static enum call_side sender_of(const struct call *call, const struct hop *hop,
	const struct packet *packet, const struct signal *signal)
{
	if (signal->cseq_method == METHOD_INVITE && !signal->request &&
		hop && !hop->answer.frame && !hop->late) {
		return SIDE_CALLEE;
	}
	if (!hop) {
		return SIDE_UNKNOWN;
	}
	if (signal->request) {
		bool first = signal->method == METHOD_INVITE &&
			     !signal->to.tag.n;
		return first ? SIDE_CALLER
			     : side_of(call, hop, packet, signal);
	}
	struct packet asked = {.src = packet->dst, .dst = packet->src};
	enum call_side side = side_of(call, hop, &asked, signal);
	return side == SIDE_UNKNOWN	? SIDE_UNKNOWN
	       : side == SIDE_CALLER ? SIDE_CALLEE
				     : SIDE_CALLER;
}

static bool was_answered(const struct call *call)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		if (call->hops[i].answer.frame) {
			return true;
		}
	}
	return false;
}

static void on_request(struct call *call, struct hop *hop,
	const struct packet *packet, const struct signal *signal)
{
	if (signal->method == METHOD_INVITE) {
		on_invite(call, hop, packet, signal);
	} else if (signal->method == METHOD_ACK) {
		/* It may go past the proxies, on a hop of its own. */
		if (was_answered(call)) {
			mark(&hop->ack, packet);
		}
	} else if (signal->method == METHOD_CANCEL) {
		mark(&hop->cancel, packet);
	} else if (signal->method == METHOD_BYE) {
		if (!hop->bye.frame) {
			hop->bye_by = side_of(call, hop, packet, signal);
		}
		mark(&hop->bye, packet);
		call->over = true;
	} else if (signal->method == METHOD_INFO) {
		digit_info(call, packet, signal,
			side_of(call, hop, packet, signal));
	}
}

static void note_fork_moment(struct call *call, struct fork *fork,
	const struct packet *packet, const struct signal *signal)
{
	if (signal->status >= 200) {
		if (!fork->answer.frame) {
			fork->answered = packet->dst.ip;
		}
		mark(&fork->answer, packet);
	} else if (signal->status == 180 || signal->status == 183) {
		mark(&fork->ringing, packet);
	}
	if (!fork->contact.n && signal->contact.uri.host.n) {
		struct slice user = signal->contact.uri.user;
		fork->contact = keep_dialled(
			call, user.n ? user : signal->contact.uri.host);
	}
}

static void note_fork(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct slice tag = slice_sub(signal->to.tag, 0, 256);
	unsigned i = 0;

	if (signal->status <= 100 || signal->status >= 300 || !tag.n) {
		return;
	}
	while (i < call->fork_count && !slice_eq(call->forks[i].tag, tag)) {
		i++;
	}
	if (i == call->fork_count) {
		struct fork *forks = arena_more(&call->arena, call->forks,
			call->fork_count, sizeof(*forks));
		if (!forks || i == CALL_FORKS) {
			return;
		}
		call->forks = forks;
		call->fork_count++;
		forks[i].tag = keep(call, tag);
		forks[i].frame = packet->frame;
	}
	note_fork_moment(call, &call->forks[i], packet, signal);
	if (signal->status > call->forks[i].status) {
		call->forks[i].status = signal->status;
	}
}

static void note_callee(struct call *call, const struct signal *signal)
{
	struct slice agent = signal->header[SIP_USER_AGENT];

	if (!agent.p) {
		agent = signal->header[SIP_SERVER];
	}
	/* 100 and failures may come from a proxy; 18x and 2xx do not. */
	if (agent.p && signal->status > 100 && signal->status < 300 &&
		!call->callee_agent.p) {
		call->callee_agent = keep(call, agent);
	}
}

static void on_invite_final(struct call *call, struct hop *hop,
	const struct packet *packet, const struct signal *signal)
{
	if (hop->answer.frame) {
		return;
	}
	hop->status = signal->status;
	hop->reason = keep(call, signal->reason);
	if (signal->status < 300) {
		note_contact(signal, &call->callee_contact,
			&call->has_callee_contact);
		mark(&hop->answer, packet);
		hop->final = hop->answer;
		return;
	}
	mark(&hop->final, packet);
	if (signal->status == 401 || signal->status == 407) {
		mark(&hop->challenge, packet);
		count_up(&hop->challenges);
	} else if (hop == &call->hops[0]) {
		call->over = true;
	}
}

static void on_invite_response(struct call *call, struct hop *hop,
	const struct packet *packet, const struct signal *signal)
{
	if (hop->late) {
		return; /* the set-up was before the capture */
	}
	if (signal->to.tag.n && slice_eq(signal->to.tag, call->from_tag)) {
		return; /* the caller answers an INVITE of the callee */
	}
	if (hop->answer.frame == 0 && signal->cseq > hop->invite_cseq) {
		try_again(call, hop, signal->cseq); /* INVITE not captured */
	}
	if (signal->cseq != hop->invite_cseq) {
		return; /* of a re-INVITE, or late for an earlier INVITE */
	}
	note_fork(call, packet, signal);
	note_callee(call, signal);
	if (signal->status >= 200) {
		on_invite_final(call, hop, packet, signal);
	} else if (signal->status == 100) {
		mark(&hop->trying, packet);
	} else {
		if (signal->status == 180 || signal->status == 183) {
			mark(&hop->ringing, packet);
		}
		mark(&hop->progress, packet);
	}
}

static void on_response(struct call *call, struct hop *hop,
	const struct packet *packet, const struct signal *signal)
{
	if (signal->cseq_method == METHOD_INVITE) {
		on_invite_response(call, hop, packet, signal);
	} else if (signal->cseq_method == METHOD_BYE && signal->status >= 200) {
		/* Asked for credentials, or told to come again, the sender
		 * repeats it: the 2xx counts. Source: RFC 6076 clause 4.4 */
		if (hop->bye_status / 100 != 2) {
			hop->bye_answer = moment_of(packet);
			hop->bye_status = signal->status;
		}
		call->over = true;
	}
}

static struct call *call_of(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	uint64_t hash = hash_slice(signal->call_id, book->key);
	struct call *call = map_find(
		&book->call_map, hash, call_equal, &signal->call_id);

	if (!call && makes_call(signal->cseq_method)) {
		call = make_call(book, packet, signal, hash);
	}
	return call;
}

static void on_message(struct book *book, struct call *call,
	const struct packet *packet, const struct signal *signal,
	const struct sdp *sdp)
{
	if (book->point_count > 1 &&
		sighting_again(book, call, packet, signal)) {
		return;
	}
	struct message *m = message_add(book, call, packet, signal);
	if (m && m->retransmission) {
		call->retransmissions++;
		book->counts.retransmissions++;
		return;
	}
	tie_note(call, packet, signal);
	nat_note(call, packet, signal, sdp);
	identity_note(call, packet, signal);
	struct hop *hop = hop_get(call, packet, signal);
	enum call_side by = sender_of(call, hop, packet, signal);
	note_signal(call, packet, signal, sdp, (uint8_t)by);
	if (hop && signal->request) {
		on_request(call, hop, packet, signal);
	} else if (hop) {
		on_response(call, hop, packet, signal);
	}
	if (m) {
		m->unread = !sdp && (signal->body.n ||
			packet->payload.n < packet->payload_wire ||
			(signal->faults & SIP_BODY_SHORT));
	}
	if (m && sdp) {
		exchange_sdp(book, call, packet, signal, sdp, m, by);
	}
}

void dialog_signal(struct book *book, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp)
{
	device_signal(book, packet, signal);
	roundtrip_options(book, packet, signal);
	claim_signal(book, packet, signal);
	watch_signal(book->watch, packet, signal);
	if (signal->cseq_method == METHOD_REGISTER) {
		registration_signal(book, packet, signal);
		return;
	}
	struct call *call = call_of(book, packet, signal);
	if (!call) {
		book->counts.call_messages_outside++;
		return;
	}
	if (packet->ts > call->last_ts) {
		call->last_ts = packet->ts;
	}
	on_message(book, call, packet, signal, sdp);
	book_weigh(book, call);
}
