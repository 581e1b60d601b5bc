/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A wrong password shows as a refusal of a request that carried one. Three
 * things look alike and are none: a nonce that ran out (stale, or the next try
 * succeeds), a second server on the way that wants credentials of its own
 * (another realm), and a challenge to a request without any.
 */
#include "calls/watch.h"

#include "calls/agent.h"
#include "calls/watch_credentials.h"
#include "calls/watch_parts.h"
#include "lib/hash.h"

/* So many refusals before a success are a nonce that ran out, or a slip. */
#define FORGIVEN 2
/* The same message on the other side of a router comes this soon. */
#define ALIAS_NS NS_PER_S
/* For bits of names: the same in each run. */
#define NAMES 0x5eed

static void count(struct watch_count *c, const struct packet *packet)
{
	c->first = c->n ? c->first : moment_of(packet);
	c->last = moment_of(packet);
	c->n += c->n < UINT32_MAX;
}

static void set_bit(uint64_t *bits, unsigned size, uint64_t hash)
{
	unsigned at = (unsigned)(hash >> 16) % size;

	bits[at / 64] |= UINT64_C(1) << at % 64;
}

/* Never 0, which says that a place is empty. */
static uint64_t mix(uint64_t a, uint64_t b)
{
	return hash_mix(a, b | 1) | 1;
}

/* What an answer has in common with its request, which @asker sent. */
static uint64_t transaction_hash(const struct watch *w, const struct addr *asker,
	const struct signal *signal)
{
	uint64_t h = hash_slice(signal->call_id, w->key);

	h = mix(h, hash_bytes(asker->b, sizeof(asker->b), w->key));
	h = mix(h, hash_slice(signal->cseq_method_text, w->key));
	/* Guessers leave Call-ID and CSeq as they are. */
	h = mix(h, hash_slice(signal->via.branch, w->key));
	return mix(h, signal->cseq * UINT64_C(0x9e3779b97f4a7c15) + w->key);
}

static uint64_t dialog_hash(const struct watch *w, const struct addr *asker,
	const struct signal *signal)
{
	uint64_t h = hash_slice(signal->call_id, w->key);

	return mix(h, hash_bytes(asker->b, sizeof(asker->b), ~w->key));
}

static void copy_text(char *to, size_t size, struct slice s)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;

	if (n) {
		memcpy(to, s.p, n);
	}
	to[n] = '\0';
}

static void rate(struct watch_rate *r, const struct packet *packet)
{
	ns_t second = packet->ts / NS_PER_S;

	if (second != r->second || r->now == 0) {
		r->second = second;
		r->now = 0;
		r->now_first = moment_of(packet);
	}
	r->now++;
	if (r->now > r->peak) {
		r->peak = r->now;
		r->peak_first = r->now_first;
	}
}

static int kind_of(const struct signal *signal)
{
	if (signal->method == METHOD_REGISTER) {
		return WATCH_REGISTER;
	}
	if (signal->to.tag.n) {
		return WATCH_KINDS;
	}
	return signal->method == METHOD_INVITE	  ? WATCH_INVITE
	       : signal->method == METHOD_OPTIONS ? WATCH_OPTIONS
						  : WATCH_KINDS;
}

static void note_target(struct watch_asked *asked,
	const struct packet *packet, const struct signal *signal)
{
	struct slice user = signal->request_uri.user;
	const struct addr *to = &packet->dst.ip;

	if (signal->method == METHOD_REGISTER || !user.n) {
		user = signal->to.uri.user;
	}
	if (user.n) {
		set_bit(asked->users, WATCH_USER_BITS, hash_slice(user, NAMES));
	}
	set_bit(asked->hosts, WATCH_HOST_BITS,
		hash_bytes(to->b, sizeof(to->b), NAMES));
}

/* The same credentials from another address: forwarded, seen on both sides of a
 * router, or used again. */
static void note_nonce(struct watch *w, struct transaction *t,
	const struct packet *packet, const struct signal *signal,
	const struct credentials *c)
{
	uint64_t hash = mix(hash_slice(c->response, w->key),
		mix(hash_slice(c->nonce, w->key), hash_slice(c->nc, w->key)));
	uint64_t message = mix(hash_slice(signal->call_id, w->key), signal->cseq);
	struct nonce *n = recent_find(&w->nonces, hash);

	if (!n) {
		n = recent_add(&w->nonces, hash);
		if (n) {
			*n = (struct nonce){hash, message, packet->src.ip,
				packet->dst.ip, packet->src.ip,
				moment_of(packet)};
		}
		return;
	}
	if (addr_eq(&packet->src.ip, &n->src) ||
		addr_eq(&packet->src.ip, &n->alias)) {
		return;
	}
	if (addr_eq(&packet->src.ip, &n->dst)) {
		n->dst = packet->dst.ip;
		return;
	}
	if (signal->via_count > 1 ||
		(message == n->message && packet->ts - n->at.ts < ALIAS_NS)) {
		n->alias = packet->src.ip;
		return;
	}
	w->counts.replays++;
	if (w->replay_count == WATCH_REPLAYS) {
		return;
	}
	struct watch_replay *r = &w->replays[w->replay_count++];
	*r = (struct watch_replay){
		.first_ip = n->src,
		.ip = packet->src.ip,
		.server = packet->dst.ip,
		.first = n->at,
		.again = moment_of(packet),
		.counted = c->nc.n != 0,
		.transaction = t->hash,
	};
	copy_text(r->user, sizeof(r->user), c->user);
	t->replayed = true;
	n->alias = packet->src.ip;
}

static bool is_clear(enum transport transport)
{
	return transport != TRANSPORT_TLS && transport != TRANSPORT_WSS;
}

static void note_credentials(struct watch *w, struct watch_source *s,
	struct transaction *t, const struct packet *packet,
	const struct signal *signal)
{
	struct credentials c;

	if (!watch_credentials(signal, &c)) {
		return;
	}
	t->realm = hash_slice(c.realm, w->key) | 1;
	t->login = mix(mix(s->hash, hash_slice(c.user, w->key)), t->realm);
	if (is_clear(packet->transport)) {
		struct watch_trouble *trouble = watch_trouble_of(w, s);
		if (trouble) {
			count(c.basic ? &trouble->plain : &trouble->clear,
				packet);
		}
	}
	struct dialog *dialog =
		recent_find(&w->dialogs, dialog_hash(w, &s->ip, signal));
	if (dialog && dialog->open) {
		dialog->open = false;
		if (s->own_trouble) {
			s->own_trouble->open.n -= s->own_trouble->open.n != 0;
		}
	}
	if (c.response.n && c.nonce.n) {
		note_nonce(w, t, packet, signal, &c);
	}
}

/* Few programs make most of the traffic: what is no tool's is read once. */
static void note_agent(struct watch *w, struct watch_source *s,
	const struct packet *packet, const struct signal *signal)
{
	struct slice text = signal->header[SIP_USER_AGENT];
	uint64_t hash = hash_slice(text, w->key);
	uint64_t *harmless = &w->harmless[hash % WATCH_AGENTS];
	struct agent agent;

	if (!text.n || *harmless == hash || s->trouble->tool.frame ||
		signal->via_count > 1) {
		return;
	}
	agent_read(text, &agent);
	if (agent.kind != AGENT_TOOL) {
		*harmless = hash;
		return;
	}
	struct watch_trouble *trouble = watch_trouble_of(w, s);
	if (trouble) {
		copy_text(trouble->agent, sizeof(trouble->agent), text);
		trouble->tool = moment_of(packet);
	}
}

static void on_request(struct watch *w, const struct packet *packet,
	const struct signal *signal)
{
	struct watch_source *s = watch_source_of(w, &packet->src.ip, packet);
	int kind = kind_of(signal);

	if (!s || signal->method == METHOD_ACK) {
		return;
	}
	s->last = moment_of(packet);
	struct watch_asked *asked =
		kind < WATCH_KINDS ? watch_asked_of(w, s) : NULL;
	if (asked && packet->point == s->point) {
		rate(&asked->rate[kind], packet);
	}
	uint64_t hash = transaction_hash(w, &s->ip, signal);
	if (recent_find(&w->transactions, hash)) {
		return; /* a repeat */
	}
	struct transaction *t = recent_add(&w->transactions, hash);
	if (!t) {
		w->counts.out_of_memory++;
		return;
	}
	watch_outage_asked(w, packet, signal);
	s->requests++;
	s->forwarded += signal->via_count > 1;
	count(&s->silent, packet);
	s->silent_at = packet->dst.ip;
	if (asked) {
		asked->kinds[kind]++;
		note_target(asked, packet, signal);
	}
	note_agent(w, s, packet, signal);
	note_credentials(w, s, t, packet, signal);
}

/* Refusals of the name @hash since its last success; NULL: no memory. */
static struct login *login_of(struct watch *w, uint64_t hash)
{
	struct login *l = recent_find(&w->logins, hash);

	return l ? l : recent_add(&w->logins, hash);
}

/* Whose credentials they are. */
static struct slice user_of(const struct signal *signal)
{
	return signal->method == METHOD_REGISTER ? signal->to.uri.user
						 : signal->from.uri.user;
}

static void on_failure(struct watch *w, struct watch_source *s,
	const struct transaction *t, const struct packet *packet,
	const struct signal *signal)
{
	struct slice user = user_of(signal);
	struct watch_trouble *trouble = watch_trouble_of(w, s);
	struct login *l = login_of(w, t->login);

	if (l) {
		l->pending++;
	}
	if (!trouble) {
		return;
	}
	if (trouble->failed.n == 0) {
		copy_text(trouble->failed_user, sizeof(trouble->failed_user),
			user);
	}
	count(&trouble->failed, packet);
	trouble->failed_at = packet->src.ip;
	set_bit(trouble->failed_users, WATCH_FAILED_BITS,
		hash_slice(user, NAMES));
}

static void on_success(struct watch *w, struct watch_source *s,
	const struct transaction *t, const struct packet *packet,
	const struct signal *signal)
{
	s->accepted++;
	struct login *l = t->login ? recent_find(&w->logins, t->login) : NULL;
	struct watch_trouble *trouble =
		l && l->pending ? watch_trouble_of(w, s) : NULL;
	if (trouble) {
		uint32_t *failed = &trouble->failed.n;
		if (l->pending <= FORGIVEN) {
			*failed -= *failed < l->pending ? *failed : l->pending;
		} else if (!trouble->broken.frame) {
			trouble->broken = moment_of(packet);
			copy_text(trouble->broken_user,
				sizeof(trouble->broken_user), user_of(signal));
		}
		l->pending = 0;
	}
	for (size_t i = 0; t->replayed && i < w->replay_count; i++) {
		w->replays[i].accepted |=
			w->replays[i].transaction == t->hash;
	}
}

/* The server says that this number is not to be had, whatever is sent. */
static bool rejects(unsigned status)
{
	return status == 403 || status == 404 || status == 405 ||
	       status == 410 || status == 484 || status == 604;
}

static void on_challenge(struct watch *w, struct watch_source *s,
	const struct transaction *t, const struct packet *packet,
	const struct signal *signal)
{
	struct challenge c;

	watch_credentials_wanted(signal, &c);
	if (t->login) {
		bool other = (hash_slice(c.realm, w->key) | 1) != t->realm;
		if (!c.stale && !other) {
			on_failure(w, s, t, packet, signal);
		}
		return;
	}
	struct watch_trouble *trouble = watch_trouble_of(w, s);
	if (!trouble) {
		return;
	}
	trouble->challenged += trouble->challenged < UINT32_MAX;
	uint64_t hash = dialog_hash(w, &s->ip, signal);
	struct dialog *dialog = recent_find(&w->dialogs, hash);
	dialog = dialog ? dialog : recent_add(&w->dialogs, hash);
	if (dialog && !dialog->open) {
		dialog->open = true;
		count(&trouble->open, packet);
	}
}

static void on_answer(struct watch *w, const struct packet *packet,
	const struct signal *signal)
{
	struct watch_source *server = watch_source_of(w, &packet->src.ip, packet);
	struct watch_source *s = watch_source_of(w, &packet->dst.ip, packet);

	if (!s || !server) {
		return;
	}
	watch_outage_over(server, packet, signal);
	server->responded = moment_of(packet);
	s->silent = (struct watch_count){0};
	s->answered = moment_of(packet);
	uint64_t hash = transaction_hash(w, &s->ip, signal);
	struct transaction *t = recent_find(&w->transactions, hash);
	if (!t || t->answered || signal->status < 200) {
		return;
	}
	t->answered = true;
	if (signal->status < 300) {
		on_success(w, s, t, packet, signal);
	} else if (signal->status == 401 || signal->status == 407) {
		on_challenge(w, s, t, packet, signal);
	} else if (rejects(signal->status)) {
		bool refused = signal->status == 403 && t->login &&
			       signal->cseq_method == METHOD_REGISTER;
		struct watch_trouble *trouble = watch_trouble_of(w, s);
		if (trouble) {
			count(&trouble->rejected, packet);
		}
		if (refused) {
			on_failure(w, s, t, packet, signal);
		}
	}
}

void watch_signal(struct watch *watch, const struct packet *packet,
	const struct signal *signal)
{
	if (addr_is_multicast(&packet->dst.ip)) {
		return;
	}
	if (signal->request) {
		on_request(watch, packet, signal);
	} else {
		on_answer(watch, packet, signal);
	}
}
