/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session is known by its two ends; a new ClientHello begins another one. */
#include "calls/secure.h"

#include "calls/recent.h"
#include "lib/hash.h"

#include <stdlib.h>

#define SESSIONS 4096

struct secure {
	uint64_t key;
	struct recent sessions;
};

struct secure *secure_create(uint64_t key)
{
	struct secure *s = calloc(1, sizeof(*s));

	if (s) {
		s->key = key;
		recent_init(&s->sessions, sizeof(struct secure_session),
			SESSIONS);
	}
	return s;
}

void secure_destroy(struct secure *secure)
{
	if (secure) {
		recent_finish(&secure->sessions);
		free(secure);
	}
}

static uint64_t hash_of(const struct secure *secure,
	const struct endpoint *client, const struct endpoint *server)
{
	uint64_t a = hash_bytes(client->ip.b, 16, secure->key);
	uint64_t b = hash_bytes(server->ip.b, 16, ~secure->key);

	return hash_mix(a ^ client->port, (b ^ server->port) | 1) | 1;
}

static void copy(char *to, size_t size, struct slice s)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;

	if (n) {
		memcpy(to, s.p, n);
	}
	to[n] = '\0';
}

static void on_certificate(struct secure_session *s,
	const struct packet *packet, const struct x509 *cert)
{
	s->certificate = moment_of(packet);
	s->not_before = cert->not_before;
	s->not_after = cert->not_after;
	s->has_dates = cert->has_dates;
	s->self_signed = cert->self_signed;
	s->weak_signature = cert->weak_signature && !cert->self_signed;
	s->rsa_bits = cert->rsa_bits;
	s->mismatch = s->asked[0] && !x509_covers(cert, slice_of(s->asked));
	copy(s->subject, sizeof(s->subject),
		cert->name_count ? cert->names[0] : cert->common_name);
}

/* The session of @packet; @ret_by_server: who sent it. NULL: none. */
static struct secure_session *find(const struct secure *secure,
	const struct packet *packet, bool *ret_by_server)
{
	struct secure_session *s = recent_find(&secure->sessions,
		hash_of(secure, &packet->src, &packet->dst));

	*ret_by_server = false;
	if (!s) {
		s = recent_find(&secure->sessions,
			hash_of(secure, &packet->dst, &packet->src));
		*ret_by_server = s != NULL;
	}
	return s;
}

static struct secure_session *begin(struct secure *secure,
	const struct endpoint *client, const struct endpoint *server)
{
	uint64_t hash = hash_of(secure, client, server);
	struct secure_session *s = recent_find(&secure->sessions, hash);

	s = s ? s : recent_add(&secure->sessions, hash);
	if (s) {
		*s = (struct secure_session){
			.hash = hash, .client = *client, .server = *server};
	}
	return s;
}

void secure_record(struct secure *secure, const struct packet *packet)
{
	struct secure_session *s;
	struct tls tls;
	bool by_server;

	if (!tls_record(packet->payload, &tls)) {
		return;
	}
	s = find(secure, packet, &by_server);
	if (tls.client_hello && (!s || s->chosen.frame)) {
		s = begin(secure, &packet->src, &packet->dst);
	} else if (!s && tls.server_hello) {
		s = begin(secure, &packet->dst, &packet->src);
	}
	if (!s) {
		return;
	}
	if (tls.client_hello) {
		s->hello = moment_of(packet);
		s->offered = tls.version;
		copy(s->asked, sizeof(s->asked), tls.server);
	} else if (tls.server_hello) {
		s->chosen = moment_of(packet);
		s->version = tls.version;
		s->cipher = tls.cipher;
		by_server = true;
	}
	if (tls.certificate && by_server && !s->certificate.frame) {
		on_certificate(s, packet, &tls.cert);
	}
	if (tls.alert && tls.alert_level == 2 && !s->alert.frame) {
		s->alert = moment_of(packet);
		s->alert_code = tls.alert_code;
		s->alert_by_server = by_server;
	}
}

const struct secure_session *secure_at(const struct secure *secure, size_t i)
{
	return recent_at(&secure->sessions, i);
}
