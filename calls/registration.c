/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * REGISTER and its answers. A challenge to a request without credentials is
 * normal; to one with credentials it is a failure, unless the server only says
 * that the nonce is stale (RFC 3261 clause 22.1, RFC 7616 clause 3.3).
 */
#include "calls/parts.h"
#include "calls/registration_log.h"

#include "dissect/sip.h"
#include "lib/hash.h"

struct key {
	struct slice aor;
	const struct endpoint *src, *registrar;
};

static struct slice keep(struct registration *r, struct slice s)
{
	return arena_copy(&r->arena, slice_sub(s, 0, 256));
}

static bool same(const void *key, const void *value)
{
	const struct key *k = key;
	const struct registration *r = value;

	return slice_eq(k->aor, r->aor) && addr_eq(&k->src->ip, &r->src.ip) &&
	       addr_eq(&k->registrar->ip, &r->registrar.ip);
}

static uint64_t key_hash(const struct book *book, const struct key *k)
{
	uint64_t h = hash_slice(k->aor, book->key);

	h = hash_bytes(k->src->ip.b, sizeof(k->src->ip.b), h);
	return hash_bytes(k->registrar->ip.b, sizeof(k->registrar->ip.b), h);
}

static struct registration *make(
	struct book *book, const struct key *k, const struct packet *packet)
{
	struct registration *r = pool_get(&book->registration_pool);

	if (!r && registration_give_up(book)) {
		r = pool_get(&book->registration_pool);
	}
	if (!r) {
		book->counts.registrations_refused++;
		return NULL;
	}
	arena_init(&r->arena, 16384);
	r->hash = key_hash(book, k);
	r->aor = keep(r, k->aor);
	r->src = *k->src;
	r->registrar = *k->registrar;
	r->first_ts = packet->ts;
	r->first_frame = packet->frame;
	r->capture = packet->capture;
	if (!r->aor.p || map_add(&book->registration_map, r->hash, r) != 0) {
		book->counts.out_of_memory++;
		registration_finish(r);
		pool_put(&book->registration_pool, r);
		return NULL;
	}
	r->prev = book->registrations_tail;
	if (book->registrations_tail) {
		book->registrations_tail->next = r;
	} else {
		book->registrations = r;
	}
	book->registrations_tail = r;
	book->registration_count++;
	return r;
}

void registration_finish(struct registration *r)
{
	arena_finish(&r->arena);
}

/* Texts change rarely; a device that changes them all the time fills its arena
 * and then keeps what it had. */
static void update(struct registration *r, struct slice *text, struct slice now)
{
	if (now.p && !slice_eq(*text, slice_sub(now, 0, 256))) {
		struct slice copy = keep(r, now);
		*text = copy.p ? copy : *text;
	}
}

static void request(struct registration *r, const struct packet *packet,
	const struct signal *signal)
{
	const struct maybe *expires = &signal->expires_s;

	r->point = packet->point;
	if (r->requests && !r->answered &&
		packet->ts - r->request_ts >= REGISTRATION_TIMER_F) {
		registration_silence(r);
	}
	registration_check(r, packet->ts);
	r->request_ts = packet->ts;
	r->requests++;
	r->cseq = signal->cseq;
	r->answered = false;
	update(r, &r->call_id, signal->call_id);
	update(r, &r->user_agent, signal->header[SIP_USER_AGENT]);
	update(r, &r->contact, signal->contact.uri.text);
	r->credentials = signal->header[SIP_AUTHORIZATION].p ||
			 signal->header[SIP_PROXY_AUTHORIZATION].p;
	r->removing = expires->known && expires->v <= 0;
	if (expires->known && !r->removing) {
		r->expires_s = *expires;
	}
	if (r->state != REGISTRATION_REGISTERED) {
		r->state = REGISTRATION_PENDING;
	}
}

static bool is_stale(const struct signal *signal)
{
	struct slice challenge = signal->header[SIP_WWW_AUTHENTICATE];

	if (!challenge.p) {
		challenge = signal->header[SIP_PROXY_AUTHENTICATE];
	}
	while (challenge.p) {
		struct slice part = slice_trim(slice_cut(&challenge, ','));
		if (slice_istarts(part, "stale")) {
			(void)slice_cut(&part, '=');
			return slice_istarts(slice_trim(part), "true") ||
			       slice_istarts(slice_trim(part), "\"true\"");
		}
	}
	return false;
}

/*
 * What the registrar granted to this Contact: its answer lists all bindings of
 * the address-of-record (RFC 3261 clause 10.3), other devices' too. When none
 * is told apart, the first speaks.
 */
static struct maybe granted_in(const struct registration *r, struct slice list)
{
	while (list.p) {
		struct sip_address one;
		uint64_t seconds;
		(void)sip_address_parse(sip_value_next(&list), &one);
		if (!one.uri.text.n || !one.params.p ||
			!slice_eq(
				slice_sub(one.uri.text, 0, 256), r->contact)) {
			continue;
		}
		struct slice text = sip_param(one.params, "expires");
		if (slice_u64(text, UINT32_MAX, &seconds)) {
			return maybe_of((double)seconds);
		}
	}
	return MAYBE_UNKNOWN;
}

static struct maybe granted_s(
	const struct registration *r, const struct signal *signal)
{
	struct maybe s = granted_in(r, signal->header[SIP_CONTACT]);

	for (unsigned i = 0; i < signal->contact_count && !s.known; i++) {
		s = granted_in(r, signal->contacts[i]);
	}
	return s.known ? s : signal->expires_s;
}

static void answer(struct book *book, struct registration *r,
	const struct packet *packet, const struct signal *signal)
{
	if (signal->status < 200) {
		return;
	}
	if (r->answered) {
		/* At another point it is not said again, only seen again. */
		book->counts.retransmissions +=
			packet->point == r->answer_point;
		return;
	}
	r->answered = true;
	r->answer_point = packet->point;
	r->status = signal->status;
	if (signal->status < 300) {
		struct maybe granted = granted_s(r, signal);
		if (!r->removing && granted.known) {
			r->expires_s = granted;
		}
		registration_accept(book, r, packet);
	} else if ((signal->status == 401 || signal->status == 407) &&
		   (!r->credentials || is_stale(signal))) {
		r->state = REGISTRATION_CHALLENGED;
	} else {
		registration_refuse(r, packet, signal);
	}
}

/* True when the request is one that was seen: again, or at another point. */
static bool seen_before(struct book *book, const struct registration *r,
	const struct packet *packet, const struct signal *signal)
{
	bool elsewhere = packet->point != r->point;

	if (!r->requests ||
		!slice_eq(r->call_id, slice_sub(signal->call_id, 0, 256))) {
		return false;
	}
	if (r->cseq == signal->cseq) {
		book->counts.retransmissions += !elsewhere;
		return true;
	}
	return elsewhere && signal->cseq < r->cseq;
}

void registration_signal(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	struct key k = {
		.aor = signal->to.uri.text,
		.src = signal->request ? &packet->src : &packet->dst,
		.registrar = signal->request ? &packet->dst : &packet->src,
	};
	k.aor = slice_sub(k.aor, 0, 256);
	struct registration *r =
		map_find(&book->registration_map, key_hash(book, &k), same, &k);

	if (!r) {
		r = make(book, &k, packet);
	}
	if (!r) {
		return;
	}
	r->last_ts = packet->ts;
	r->last_frame = packet->frame;
	registration_touch(book, r);
	if (signal->request) {
		if (!seen_before(book, r, packet, signal)) {
			request(r, packet, signal);
		}
		return;
	}
	if (r->requests == 0 && r->cseq != signal->cseq) {
		r->cseq = signal->cseq; /* only answers are captured */
		r->answered = false;
	}
	if (r->cseq == signal->cseq) {
		answer(book, r, packet, signal);
	}
}

const char *registration_state_text(enum registration_state state)
{
	static const char *const text[] = {
		[REGISTRATION_PENDING] = "pending",
		[REGISTRATION_CHALLENGED] = "challenged",
		[REGISTRATION_REGISTERED] = "registered",
		[REGISTRATION_UNREGISTERED] = "unregistered",
		[REGISTRATION_FAILED] = "failed",
		[REGISTRATION_EXPIRED] = "expired",
	};

	return text[state];
}

bool registration_contact(const struct registration *r, struct addr *ret)
{
	struct sip_uri uri;

	return sip_uri_parse(r->contact, &uri) == V_OK &&
	       addr_parse(uri.host, ret);
}
