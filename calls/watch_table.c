/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sources, in order of activity, and what is asked of it. */
#include "calls/watch_parts.h"

#include "lib/hash.h"

#include <stdlib.h>

#define SOURCES	     65536
#define TRANSACTIONS 16384
#define DIALOGS	     16384
#define LOGINS	     8192
#define NONCES	     4096
/* Sources looked at for one without a refusal when room is needed. */
#define LOOKED_AT 16

struct watch *watch_create(uint64_t key)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (w) {
		w->key = key;
		pool_init(&w->pool, sizeof(struct watch_source), SOURCES);
		pool_init(&w->asked, sizeof(struct watch_asked), SOURCES);
		pool_init(&w->troubles, sizeof(struct watch_trouble), SOURCES);
		recent_init(&w->transactions, sizeof(struct transaction),
			TRANSACTIONS);
		recent_init(&w->dialogs, sizeof(struct dialog), DIALOGS);
		recent_init(&w->logins, sizeof(struct login), LOGINS);
		recent_init(&w->nonces, sizeof(struct nonce), NONCES);
	}
	return w;
}

void watch_destroy(struct watch *watch)
{
	if (watch) {
		pool_finish(&watch->pool);
		pool_finish(&watch->asked);
		pool_finish(&watch->troubles);
		map_finish(&watch->map);
		recent_finish(&watch->transactions);
		recent_finish(&watch->dialogs);
		recent_finish(&watch->logins);
		recent_finish(&watch->nonces);
		free(watch);
	}
}

static bool same(const void *key, const void *value)
{
	const struct addr *ip = key;
	const struct watch_source *s = value;

	return addr_eq(ip, &s->ip);
}

static void unlink_it(struct watch *w, struct watch_source *s)
{
	if (s->newer) {
		s->newer->older = s->older;
	} else {
		w->newest = s->older;
	}
	if (s->older) {
		s->older->newer = s->newer;
	} else {
		w->oldest = s->newer;
	}
}

static void link_it(struct watch *w, struct watch_source *s)
{
	s->newer = NULL;
	s->older = w->newest;
	if (s->older) {
		s->older->newer = s;
	} else {
		w->oldest = s;
	}
	w->newest = s;
}

static void evict(struct watch *w)
{
	struct watch_source *victim = w->oldest;

	for (int i = 0; i < LOOKED_AT && victim && victim->trouble->failed.n; i++) {
		victim = victim->newer;
	}
	victim = victim ? victim : w->oldest;
	if (victim) {
		w->counts.evicted++;
		map_remove(&w->map, victim->hash, victim);
		unlink_it(w, victim);
		pool_put(&w->asked, victim->own_asked);
		pool_put(&w->troubles, victim->own_trouble);
		pool_put(&w->pool, victim);
	}
}

static const struct watch_asked ASKED_NOTHING;
static const struct watch_trouble NO_TROUBLE;

struct watch_asked *watch_asked_of(struct watch *w, struct watch_source *s)
{
	if (!s->own_asked) {
		s->own_asked = pool_get(&w->asked);
		s->asked = s->own_asked ? s->own_asked : &ASKED_NOTHING;
		w->counts.out_of_memory += !s->own_asked;
	}
	return s->own_asked;
}

struct watch_trouble *watch_trouble_of(struct watch *w, struct watch_source *s)
{
	if (!s->own_trouble) {
		s->own_trouble = pool_get(&w->troubles);
		s->trouble = s->own_trouble ? s->own_trouble : &NO_TROUBLE;
		w->counts.out_of_memory += !s->own_trouble;
	}
	return s->own_trouble;
}

struct watch_source *watch_source_of(
	struct watch *w, const struct addr *ip, const struct packet *packet)
{
	uint64_t hash = hash_bytes(ip->b, sizeof(ip->b), w->key);
	struct watch_source *s = map_find(&w->map, hash, same, ip);

	if (s) {
		unlink_it(w, s);
		link_it(w, s);
		return s;
	}
	if (w->pool.used >= w->pool.cap) {
		evict(w);
	}
	s = pool_get(&w->pool);
	if (!s || map_add(&w->map, hash, s) != 0) {
		w->counts.out_of_memory++;
		pool_put(&w->pool, s);
		return NULL;
	}
	w->counts.sources++;
	s->hash = hash;
	s->ip = *ip;
	s->asked = &ASKED_NOTHING;
	s->trouble = &NO_TROUBLE;
	s->point = packet->point;
	s->first = moment_of(packet);
	link_it(w, s);
	return s;
}

static unsigned bits_set(const uint64_t *bits, unsigned size)
{
	unsigned n = 0;

	for (unsigned i = 0; i < size / 64; i++) {
		for (uint64_t b = bits[i]; b; b &= b - 1) {
			n++;
		}
	}
	return n;
}

const struct watch_source *watch_first(const struct watch *watch)
{
	return watch->newest;
}

struct watch_source *watch_source_at(struct watch *w, const struct addr *ip)
{
	return map_find(
		&w->map, hash_bytes(ip->b, sizeof(ip->b), w->key), same, ip);
}

const struct watch_source *watch_find(
	const struct watch *watch, const struct addr *ip)
{
	uint64_t hash = hash_bytes(ip->b, sizeof(ip->b), watch->key);

	return map_find(&watch->map, hash, same, ip);
}

const struct watch_replay *watch_replays(
	const struct watch *watch, size_t *ret_count)
{
	*ret_count = watch->replay_count;
	return watch->replays;
}

const struct watch_counts *watch_counts(const struct watch *watch)
{
	return &watch->counts;
}

unsigned watch_users(const struct watch_source *source)
{
	return bits_set(source->asked->users, WATCH_USER_BITS);
}

unsigned watch_hosts(const struct watch_source *source)
{
	return bits_set(source->asked->hosts, WATCH_HOST_BITS);
}

unsigned watch_failed_users(const struct watch_source *source)
{
	return bits_set(source->trouble->failed_users, WATCH_FAILED_BITS);
}
