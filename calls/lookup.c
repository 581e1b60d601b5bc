/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resolvers repeat a question with the same or with another number; so what is
 * asked again before it was answered is one question, whatever its number. */
#include "calls/lookup.h"

#include "calls/book.h"
#include "dissect/sip.h"
#include "lib/hash.h"

#define PORT 53

void lookup_init(struct lookup_table *table)
{
	*table = (struct lookup_table){0};
	recent_init(&table->lookups, sizeof(struct lookup), LOOKUPS);
	recent_init(&table->uses, sizeof(struct lookup_use), LOOKUP_USES);
}

void lookup_finish(struct lookup_table *table)
{
	recent_finish(&table->lookups);
	recent_finish(&table->uses);
}

const char *lookup_type_text(uint16_t type)
{
	switch (type) {
	case DNS_A:
		return "A";
	case DNS_AAAA:
		return "AAAA";
	case DNS_SRV:
		return "SRV";
	case DNS_NAPTR:
		return "NAPTR";
	default:
		return NULL;
	}
}

const char *lookup_base(const char *name)
{
	while (*name == '_') {
		const char *dot = strchr(name, '.');
		if (!dot) {
			return name;
		}
		name = dot + 1;
	}
	return name;
}

/* In small letters and without a dot at the end; false where it is too long. */
static bool fold(struct slice name, char ret[LOOKUP_NAME])
{
	if (name.n && name.p[name.n - 1] == '.') {
		name.n--;
	}
	if (name.n == 0 || name.n >= LOOKUP_NAME) {
		return false;
	}
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		ret[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	ret[name.n] = '\0';
	return true;
}

static void count(struct lookup_count *c, const struct moment *at)
{
	c->first = c->n ? c->first : *at;
	c->last = *at;
	c->n += c->n < UINT32_MAX;
}

/* The question under way was not answered. */
static void give_up(struct lookup *l)
{
	if (l->open.frame) {
		count(&l->silent, &l->open);
		l->open.frame = 0;
	}
}

static struct lookup *lookup_of(struct book *book, const struct packet *packet,
	const struct dns *dns, const struct endpoint *client,
	const struct endpoint *server)
{
	struct lookup_table *t = &book->net.lookups;
	char name[LOOKUP_NAME];

	if (!lookup_type_text(dns->type) ||
		!fold((struct slice){dns->question, dns->question_n}, name)) {
		return NULL;
	}
	uint64_t hash = hash_bytes(client->ip.b, 16, book->key ^ dns->type);
	hash = hash_bytes(server->ip.b, 16, hash);
	hash = hash_slice(slice_of(name), hash) | 1;
	struct lookup *l = recent_find(&t->lookups, hash);
	if (l) {
		return l;
	}
	t->forgotten += t->lookups.count == LOOKUPS;
	l = recent_add(&t->lookups, hash);
	if (l) {
		l->client = client->ip;
		l->server = server->ip;
		l->type = dns->type;
		l->point = packet->point;
		memcpy(l->name, name, sizeof(name));
	}
	return l;
}

static void on_question(struct lookup *l, const struct packet *packet,
	uint16_t id)
{
	ns_t wait = id == l->open_id ? LOOKUP_WAIT : LOOKUP_AGAIN;

	if (l->open.frame && packet->ts - l->sent_ts > wait) {
		give_up(l);
	}
	l->tcp |= packet->transport == TRANSPORT_TCP;
	l->sent_ts = packet->ts;
	if (l->open.frame) {
		l->sent++;
		return;
	}
	l->open = moment_of(packet);
	l->open_id = id;
	l->sent = 1;
	l->asked++;
}

static void take_found(struct lookup *l, const struct dns *dns)
{
	l->address_count = 0;
	l->target_count = 0;
	for (uint32_t i = 0;
		i < dns->count && l->address_count < LOOKUP_ADDRESSES; i++) {
		l->addresses[l->address_count++] = dns->facts[i].address;
	}
	for (uint32_t i = 0; i < dns->service_count &&
			     l->target_count < LOOKUP_TARGETS;
		i++) {
		if (dns->services[i].type == l->type &&
			fold(dns_target(dns, i),
				l->targets[l->target_count])) {
			l->target_count++;
		}
	}
}

static void on_answer(struct lookup *l, const struct packet *packet,
	const struct dns *dns)
{
	struct moment now = moment_of(packet);
	bool waited = l->open.frame != 0;

	/* What did not fit is asked again over TCP: RFC 7766 clause 5. */
	if (dns->cut && packet->transport == TRANSPORT_UDP && waited) {
		return;
	}
	if (!waited) {
		l->unexpected++;
		return; /* the second of two questions that were one */
	}
	ns_t took = packet->ts - l->open.ts;
	if (took > l->slowest) {
		l->slowest = took;
		l->slow_asked = l->open;
		l->slow_answered = now;
		l->slow_sent = l->sent;
	}
	l->open.frame = 0;
	if (dns->rcode) {
		l->code = dns->rcode;
		count(&l->failed, &now);
	} else if (dns->answers == 0 && dns->count == 0) {
		count(&l->empty, &now);
	} else {
		count(&l->found, &now);
		take_found(l, dns);
	}
}

void lookup_dns(struct book *book, const struct packet *packet,
	const struct dns *dns)
{
	uint16_t port = dns->response ? packet->src.port : packet->dst.port;
	const struct endpoint *client =
		dns->response ? &packet->dst : &packet->src;
	const struct endpoint *server =
		dns->response ? &packet->src : &packet->dst;

	if (port != PORT || addr_is_multicast(&server->ip)) {
		return;
	}
	struct lookup *l = lookup_of(book, packet, dns, client, server);
	if (!l || l->point != packet->point) {
		return;
	}
	if (dns->response) {
		on_answer(l, packet, dns);
	} else {
		on_question(l, packet, dns->id);
	}
}

/* A name, and no address: its last label has a letter. */
static bool is_name(struct slice host)
{
	size_t n = host.n;

	if (n && host.p[n - 1] == '.') {
		n--;
	}
	if (n == 0 || host.p[n - 1] == ']') {
		return false;
	}
	for (; n && host.p[n - 1] != '.'; n--) {
		char c = host.p[n - 1];
		if (c < '0' || c > '9') {
			return true;
		}
	}
	return false;
}

static void note(struct book *book, const struct packet *packet,
	struct slice host, bool next)
{
	struct lookup_table *t = &book->net.lookups;
	char name[LOOKUP_NAME];

	if (!is_name(host) || !fold(host, name)) {
		return;
	}
	uint64_t hash = hash_bytes(packet->src.ip.b, 16, ~book->key);
	hash = hash_slice(slice_of(name), hash) | 1;
	struct lookup_use *u = recent_find(&t->uses, hash);
	if (!u) {
		u = recent_add(&t->uses, hash);
		if (!u) {
			return;
		}
		u->client = packet->src.ip;
		memcpy(u->name, name, sizeof(name));
		u->first = moment_of(packet);
	}
	u->last = moment_of(packet);
	u->count += u->count < UINT32_MAX;
	if (next && !(u->next && endpoint_eq(&u->to, &packet->dst))) {
		u->next = true;
		u->to = packet->dst;
		u->since = moment_of(packet);
	}
}

/* The first of the hosts that the request is to go to; with a Route the URI
 * is for later: RFC 3261 clause 16.12. */
static void note_next(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	struct slice list = signal->header[SIP_ROUTE];
	struct sip_address route;

	if (!list.n) {
		note(book, packet, signal->request_uri.host, true);
		return;
	}
	if (sip_address_parse(sip_value_next(&list), &route) == V_OK) {
		note(book, packet, route.uri.host, true);
	}
	note(book, packet, signal->request_uri.host, false);
}

void lookup_signal(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	if (!signal->request) {
		return;
	}
	note_next(book, packet, signal);
	note(book, packet, signal->from.uri.host, false);
	note(book, packet, signal->contact.uri.host, false);
}

void lookup_conclude(struct book *book)
{
	const struct recent *r = &book->net.lookups.lookups;

	for (size_t i = 0; i < r->count; i++) {
		struct lookup *l =
			recent_find(r, lookup_at(book, i)->hash);
		if (l && book->last_ts - l->sent_ts > LOOKUP_WAIT / 2) {
			give_up(l);
		}
	}
}

const struct lookup *lookup_at(const struct book *book, size_t i)
{
	return recent_at(&book->net.lookups.lookups, i);
}

const struct lookup_use *lookup_use_at(const struct book *book, size_t i)
{
	return recent_at(&book->net.lookups.uses, i);
}
