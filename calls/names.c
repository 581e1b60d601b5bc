/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of names: one map, and a list of those that may give way. */
#include "calls/names.h"

#include "lib/hash.h"

static uint64_t hash_of(const struct names *names, const struct endpoint *at)
{
	/* The padding of the structure is not hashed. */
	return hash_mix(hash_bytes(at->ip.b, sizeof(at->ip.b), names->key),
		names->key ^ (at->port + 1U));
}

static bool is_at(const void *key, const void *value)
{
	const struct name *name = value;

	return endpoint_eq(key, &name->at);
}

static struct name *exactly(
	const struct names *names, const struct endpoint *at, uint64_t hash)
{
	return map_find(&names->map, hash, is_at, at);
}

void names_init(struct names *names, uint64_t key, size_t max)
{
	*names = (struct names){.key = key};
	pool_init(&names->pool, sizeof(struct name), max);
}

void names_finish(struct names *names)
{
	map_finish(&names->map);
	pool_finish(&names->pool);
	*names = (struct names){0};
}

static void unlink_learned(struct names *names, struct name *name)
{
	if (name->source != NAME_DNS) {
		return;
	}
	if (name->prev) {
		name->prev->next = name->next;
	} else {
		names->oldest = name->next;
	}
	if (name->next) {
		name->next->prev = name->prev;
	} else {
		names->newest = name->prev;
	}
	name->next = NULL;
	name->prev = NULL;
}

static void link_learned(struct names *names, struct name *name)
{
	if (name->source != NAME_DNS) {
		return;
	}
	name->prev = names->newest;
	if (names->newest) {
		names->newest->next = name;
	} else {
		names->oldest = name;
	}
	names->newest = name;
}

static struct name *make_room(struct names *names)
{
	struct name *slot = pool_get(&names->pool);

	if (!slot && names->oldest) {
		struct name *victim = names->oldest;
		unlink_learned(names, victim);
		map_remove(&names->map, victim->hash, victim);
		pool_put(&names->pool, victim);
		names->given_up++;
		slot = pool_get(&names->pool);
	}
	return slot;
}

/* @text cut to the room, at a character: not inside a UTF-8 sequence. */
static void set_text(struct name *name, struct slice text)
{
	size_t n = text.n < NAME_TEXT ? text.n : NAME_TEXT - 1;

	while (n < text.n && n && ((unsigned char)text.p[n] & 0xc0U) == 0x80) {
		n--;
	}
	memcpy(name->text, text.p, n);
	name->n = (uint16_t)n;
}

int names_add(struct names *names, const struct endpoint *at, struct slice text,
	enum name_source source, uint64_t frame)
{
	uint64_t hash = hash_of(names, at);
	struct name *name = exactly(names, at, hash);

	if (text.n == 0 || (name && name->source > source)) {
		return 0;
	}
	bool told = name && name->source == source &&
		    slice_eq(names_slice(name), text);
	if (told) {
		return 0; /* it was said before: the first frame stays */
	}
	if (!name) {
		name = make_room(names);
		if (!name) {
			return -1;
		}
		if (map_add(&names->map, hash, name) != 0) {
			pool_put(&names->pool, name);
			return -1;
		}
		name->at = *at;
		name->hash = hash;
		names->ports += at->port != 0;
	} else {
		unlink_learned(names, name);
	}
	name->source = source;
	name->frame = frame;
	set_text(name, text);
	link_learned(names, name);
	return 0;
}

/* 127.0.0.0/8 (RFC 1122 clause 3.2.1.3), ::1 (RFC 4291 clause 2.5.3). */
static bool is_loopback(const struct addr *a)
{
	static const struct addr one = {.b = {[15] = 1}};

	return (addr_is_v4(a) && a->b[12] == 127) || addr_eq(a, &one);
}

void names_learn(struct names *names, const struct dns *dns, uint64_t frame)
{
	for (uint32_t i = 0; i < dns->count; i++) {
		struct endpoint at = {.ip = dns->facts[i].address};
		if (addr_is_any(&at.ip) || addr_is_multicast(&at.ip) ||
			is_loopback(&at.ip)) {
			continue;
		}
		/* Full of the user's own names: then those are the ones. */
		(void)names_add(names, &at, dns_name(dns, i), NAME_DNS, frame);
	}
}

const struct name *names_find(
	const struct names *names, const struct endpoint *at)
{
	struct endpoint host = {.ip = at->ip};
	const struct name *name = NULL;

	if (!names) {
		return NULL;
	}
	if (names->ports && at->port) {
		name = exactly(names, at, hash_of(names, at));
	}
	return name ? name : exactly(names, &host, hash_of(names, &host));
}

struct slice names_slice(const struct name *name)
{
	return (struct slice){name->text, name->n};
}

const char *names_source_text(enum name_source source)
{
	switch (source) {
	case NAME_DNS:
		return "dns";
	case NAME_CAPTURE:
		return "capture";
	case NAME_HOSTS:
		return "hosts";
	case NAME_ALIAS:
		return "alias";
	}
	return NULL;
}
