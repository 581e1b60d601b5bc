/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A keep-alive has nothing to say: line ends, zeros, "jaK", or a STUN request. */
#include "calls/alive.h"

#include "calls/book.h"
#include "lib/hash.h"

#define EMPTY_MOST 4 /* bytes: CRLF CRLF */

void alive_init(struct alives *alives)
{
	*alives = (struct alives){0};
	recent_init(&alives->all, sizeof(struct alive), ALIVES);
	recent_init(&alives->stuns, sizeof(struct alive_stun), ALIVE_STUNS);
}

void alive_finish(struct alives *alives)
{
	recent_finish(&alives->all);
	recent_finish(&alives->stuns);
}

static uint64_t hash_of(const struct book *book, const struct endpoint *a,
	const struct endpoint *b)
{
	uint64_t h = hash_bytes(a->ip.b, 16, book->key ^ a->port);

	return hash_bytes(b->ip.b, 16, h ^ ((uint64_t)b->port << 16)) | 1;
}

static void note(struct book *book, const struct packet *packet)
{
	struct recent *r = &book->net.alives.all;
	uint64_t hash = hash_of(book, &packet->src, &packet->dst);
	struct alive *a = recent_find(r, hash);

	if (!a) {
		a = recent_add(r, hash);
		if (!a) {
			return;
		}
		a->src = packet->src;
		a->dst = packet->dst;
		a->point = packet->point;
		a->first = moment_of(packet);
		a->last = a->first;
	}
	if (a->point != packet->point) {
		return;
	}
	ns_t gap = packet->ts - a->last.ts;
	a->longest = gap > a->longest ? gap : a->longest;
	a->last = moment_of(packet);
	a->count++;
}

void alive_packet(struct book *book, const struct packet *packet)
{
	if (packet->payload_wire <= EMPTY_MOST) {
		note(book, packet);
	}
}

void alive_stun(struct book *book, const struct packet *packet,
	const struct stun *stun)
{
	bool asks = stun->klass == STUN_REQUEST;
	bool answers = stun->klass == STUN_SUCCESS || stun->klass == STUN_ERROR;
	const struct endpoint *server = asks ? &packet->dst : &packet->src;
	struct endpoint client = {asks ? packet->src.ip : packet->dst.ip, 0};
	struct recent *r = &book->net.alives.stuns;

	if (stun->method != STUN_BINDING || stun->ice || (!asks && !answers)) {
		return;
	}
	const struct flow *flow =
		flows_find(&book->flows, &packet->src, &packet->dst);
	if (asks && flow && flow->claim == FLOW_SIP) {
		note(book, packet);
	}
	uint64_t hash = hash_of(book, &client, server);
	struct alive_stun *s = recent_find(r, hash);
	if (!s && asks) {
		s = recent_add(r, hash);
		if (s) {
			s->server = *server;
			s->client = client.ip;
			s->point = packet->point;
			s->first = moment_of(packet);
		}
	}
	if (!s || s->point != packet->point) {
		return;
	}
	if (asks) {
		s->asked++;
		s->unheard++;
		s->last = moment_of(packet);
		return;
	}
	s->answered += stun->klass == STUN_SUCCESS;
	s->refused += stun->klass == STUN_ERROR;
	s->unheard = 0;
	s->answer = moment_of(packet);
}

const struct alive *alive_at(const struct book *book, size_t i)
{
	return recent_at(&book->net.alives.all, i);
}

const struct alive_stun *alive_stun_at(const struct book *book, size_t i)
{
	return recent_at(&book->net.alives.stuns, i);
}
