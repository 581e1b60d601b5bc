/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A request tells which answer is worth reading: of that one a few segments are
 * searched for a word that stands before passwords.
 */
#include "calls/secret.h"

#include "calls/agent.h"
#include "calls/recent.h"
#include "lib/cursor.h"
#include "lib/hash.h"

#include <stdlib.h>

#define FETCHES	 256
#define SEGMENTS 32 /* of an answer that are searched */
#define TFTP_PORT 69

/* An answer under way that may hold a configuration. */
struct fetch {
	uint64_t hash;
	struct secret *secret;
	unsigned segments;
};

struct secrets {
	uint64_t key;
	struct recent fetches;
	struct secret list[SECRETS_MOST];
	size_t count;
};

struct secrets *secrets_create(uint64_t key)
{
	struct secrets *s = calloc(1, sizeof(*s));

	if (s) {
		s->key = key;
		recent_init(&s->fetches, sizeof(struct fetch), FETCHES);
	}
	return s;
}

void secrets_destroy(struct secrets *secrets)
{
	if (secrets) {
		recent_finish(&secrets->fetches);
		free(secrets);
	}
}

static struct secret *note(struct secrets *s, enum secret_kind kind,
	const struct packet *packet, struct slice what)
{
	struct slice rest = slice_sub(what, 0, sizeof(s->list[0].what) - 1);
	struct slice path = slice_cut(&rest, '?');

	for (size_t i = 0; i < s->count; i++) {
		struct secret *at = &s->list[i];
		if (at->kind == kind &&
			addr_eq(&at->client.ip, &packet->src.ip) &&
			addr_eq(&at->server.ip, &packet->dst.ip)) {
			at->count += at->count < UINT32_MAX;
			return at;
		}
	}
	if (s->count == SECRETS_MOST) {
		return NULL;
	}
	struct secret *at = &s->list[s->count++];
	*at = (struct secret){
		.kind = kind,
		.client = packet->src,
		.server = packet->dst,
		.at = moment_of(packet),
		.count = 1,
	};
	if (path.n) {
		memcpy(at->what, path.p, path.n);
	}
	return at;
}

/* Where @word, in small letters, stands in @text; text.n: nowhere. */
static size_t find(struct slice text, const char *word)
{
	struct slice w = slice_of(word);

	for (size_t i = 0; i + w.n <= text.n; i++) {
		char c = text.p[i];
		bool first = c == w.p[0] || c == w.p[0] - 'a' + 'A';
		if (first && slice_ieq(slice_sub(text, i, w.n), w)) {
			return i;
		}
	}
	return text.n;
}

/* Files of telephones: by their ending, or by a MAC in their name. */
static bool is_config(struct slice path)
{
	struct slice rest = path;
	struct slice file = slice_cut(&rest, '?');
	uint8_t mac[6];

	return find(file, ".cfg") < file.n || find(file, ".cnf") < file.n ||
	       find(file, ".boot") < file.n ||
	       find(file, "provision") < file.n || agent_mac(file, mac);
}

static uint64_t hash_of(const struct secrets *s, const struct endpoint *client,
	const struct endpoint *server)
{
	uint64_t a = hash_bytes(client->ip.b, 16, s->key);
	uint64_t b = hash_bytes(server->ip.b, 16, ~s->key);

	return hash_mix(a ^ client->port, (b ^ server->port) | 1) | 1;
}

static void on_request(struct secrets *s, const struct packet *packet)
{
	struct slice rest = packet->payload;
	struct slice line = slice_cut(&rest, '\n');
	(void)slice_cut(&line, ' ');
	struct slice path = slice_cut(&line, ' ');

	if (!slice_istarts(line, "HTTP/1.")) {
		return;
	}
	size_t basic = find(rest, "authorization: basic ");
	if (basic < rest.n) {
		struct secret *b = note(s, SECRET_BASIC, packet, path);
		if (b && !b->password.frame) {
			b->password = moment_of(packet);
		}
	}
	struct secret *config =
		is_config(path) ? note(s, SECRET_CONFIG, packet, path) : NULL;
	uint64_t hash = hash_of(s, &packet->src, &packet->dst);
	struct fetch *f = recent_find(&s->fetches, hash);
	if (config && !f) {
		f = recent_add(&s->fetches, hash);
	}
	if (f) {
		*f = (struct fetch){hash, config, 0};
	}
}

/* A password, a separator within a few characters, and something after it. */
static bool has_password(struct slice text)
{
	while (text.n) {
		size_t at = find(text, "passw");
		struct slice after = slice_sub(text, at + 5, 40);
		size_t i = 0;
		while (i < after.n && after.p[i] != '=' && after.p[i] != '>' &&
			after.p[i] != '\n') {
			i++;
		}
		bool marked = i < after.n && after.p[i] != '\n';
		i++;
		while (i < after.n && (after.p[i] == ' ' || after.p[i] == '"')) {
			i++;
		}
		if (marked && i < after.n && after.p[i] > ' ' &&
			after.p[i] != '<' && after.p[i] != '*') {
			return true;
		}
		text = slice_sub(text, at + 5, text.n);
	}
	return false;
}

static void on_answer(struct secrets *s, const struct packet *packet)
{
	struct fetch *f = recent_find(
		&s->fetches, hash_of(s, &packet->dst, &packet->src));

	if (!f || !f->secret || f->segments >= SEGMENTS) {
		return;
	}
	f->segments++;
	if (!f->secret->password.frame && has_password(packet->payload)) {
		f->secret->password = moment_of(packet);
	}
}

/* A read request: 0 1 name 0 mode 0. RFC 1350 clause 5. */
static void on_tftp(struct secrets *s, const struct packet *packet)
{
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);
	uint16_t op = cursor_u16(&c);
	struct slice rest = slice_sub(packet->payload, 2, packet->payload.n);
	struct slice name = slice_cut(&rest, '\0');

	if (!c.bad && op == 1 && rest.p && is_config(name)) {
		(void)note(s, SECRET_TFTP, packet, name);
	}
}

static bool is_request(struct slice p)
{
	return p.n > 16 && (memcmp(p.p, "GET ", 4) == 0 ||
				   memcmp(p.p, "POST", 4) == 0 ||
				   memcmp(p.p, "PUT ", 4) == 0);
}

void secrets_look(struct secrets *secrets, const struct packet *packet)
{
	if (packet->transport == TRANSPORT_UDP) {
		if (packet->dst.port == TFTP_PORT) {
			on_tftp(secrets, packet);
		}
	} else if (is_request(packet->payload)) {
		on_request(secrets, packet);
	} else if (secrets->fetches.count && packet->payload.n) {
		on_answer(secrets, packet);
	}
}

const struct secret *secrets_list(
	const struct secrets *secrets, size_t *ret_count)
{
	*ret_count = secrets->count;
	return secrets->list;
}
