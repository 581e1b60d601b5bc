/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A packet of a named conversation costs one lookup and a few additions. Until
 * it is named, its sums stay with the conversation; they go to the application
 * when it is. What is named stays named, with two exceptions that are told by
 * others: it turns out to belong to a call, or RTP runs beside its STUN.
 */
#include "calls/traffic.h"

#include "calls/book.h"
#include "calls/traffic_app.h"
#include "flow/classify_own.h"
#include "lib/attr.h"
#include "lib/hash.h"

#include <stdlib.h>

/* Conversations looked at for one that is quiet when room is needed. */
#define LOOKED_AT 8

/* Payloads of a call's own set-up that are searched for the names of its ICE.
 */
#define LOOKED_INTO 8
/* ... and of one that has a name already, for DTLS that follows ICE checks. */
#define LOOKED_FOR_DTLS 64

/* Who talks to whom, the lower end first: both directions have the same. */
struct ends {
	struct endpoint low, high;
	uint8_t transport; /* enum transport */
};

struct traffic_pair {
	struct ends ends;
	bool high_began; /* the higher end sent first */
	bool used;       /* since eviction last looked */
	bool of_call;
	uint64_t hash;
	struct traffic_app *app; /* NULL: not named yet */
	uint64_t packets, bytes, up_bytes;
	ns_t first_ts, last_ts;
	uint64_t first_frame, last_frame;
	uint16_t first_capture, last_capture;
	struct traffic_second now; /* until it is named */
	struct classify_slot slot;
	struct traffic_pair *next, *prev; /* all, oldest first */
};

struct traffic {
	struct traffic_counts counts;
	struct classify *classify;
	struct pool pool;
	struct map map;
	uint64_t key;
	struct traffic_pair *oldest, *newest;
	struct traffic_sums sums;
};

/* Path finding, keys and keep-alives of calls that the book has. */
static const struct app OF_CALL = {
	.name = "set-up of calls", .kind = APP_VOICE};

struct traffic *traffic_create(uint64_t key, size_t max_conversations)
{
	struct traffic *t = calloc(1, sizeof(*t));

	if (!t) {
		return NULL;
	}
	t->key = key;
	t->classify = classify_create();
	if (!t->classify) {
		free(t);
		return NULL;
	}
	pool_init(&t->pool, sizeof(struct traffic_pair), max_conversations);
	return t;
}

void traffic_destroy(struct traffic *traffic)
{
	if (!traffic) {
		return;
	}
	for (struct traffic_pair *c = traffic->oldest; c; c = c->next) {
		classify_forget(traffic->classify, &c->slot);
	}
	classify_destroy(traffic->classify);
	pool_finish(&traffic->pool);
	map_finish(&traffic->map);
	traffic_app_finish(&traffic->sums);
	free(traffic);
}

static struct ends ends_of(const struct endpoint *a, const struct endpoint *b,
	enum transport transport)
{
	/* Zeroed: the hash goes over the padding, too. */
	struct ends e;
	bool swap = endpoint_cmp(a, b) > 0;

	memset(&e, 0, sizeof(e));
	e.low.ip = swap ? b->ip : a->ip;
	e.low.port = swap ? b->port : a->port;
	e.high.ip = swap ? a->ip : b->ip;
	e.high.port = swap ? a->port : b->port;
	e.transport = (uint8_t)transport;
	return e;
}

static bool same_ends(const void *key, const void *value)
{
	const struct ends *a = key;
	const struct ends *b = &((const struct traffic_pair *)value)->ends;

	return a->transport == b->transport && endpoint_eq(&a->low, &b->low) &&
	       endpoint_eq(&a->high, &b->high);
}

static void append(struct traffic *t, struct traffic_pair *c)
{
	c->next = NULL;
	c->prev = t->newest;
	if (c->prev) {
		c->prev->next = c;
	} else {
		t->oldest = c;
	}
	t->newest = c;
}

static void unlink_it(struct traffic *t, struct traffic_pair *c)
{
	if (c->prev) {
		c->prev->next = c->next;
	} else {
		t->oldest = c->next;
	}
	if (c->next) {
		c->next->prev = c->prev;
	} else {
		t->newest = c->prev;
	}
}

static const struct endpoint *first_end(const struct traffic_pair *c)
{
	return c->high_began ? &c->ends.high : &c->ends.low;
}

static const struct endpoint *second_end(const struct traffic_pair *c)
{
	return c->high_began ? &c->ends.low : &c->ends.high;
}

static void remember_largest(const struct traffic_pair *c)
{
	struct traffic_app *app = c->app;

	if (!app || c->bytes <= app->largest_bytes) {
		return;
	}
	app->largest_bytes = c->bytes;
	app->a = *first_end(c);
	app->b = *second_end(c);
	app->transport = (enum transport)c->ends.transport;
	(void)snprintf(app->server, sizeof(app->server), "%s",
		c->slot.server ? c->slot.server : "");
}

/* What @c has so far becomes part of @app. */
static void join(struct traffic_app *app, struct traffic_pair *c)
{
	bool first = app->conversations == 0;

	c->app = app;
	app->conversations++;
	app->packets += c->packets;
	app->bytes += c->bytes;
	app->up_bytes += c->up_bytes;
	app->udp_bytes += c->ends.transport == TRANSPORT_UDP ? c->bytes : 0;
	app->basis_bytes[c->slot.basis] += c->bytes;
	if (first || c->first_ts < app->first_ts) {
		app->first_ts = c->first_ts;
		app->first_frame = c->first_frame;
		app->first_capture = c->first_capture;
	}
	if (first || c->last_ts >= app->last_ts) {
		app->last_ts = c->last_ts;
		app->last_frame = c->last_frame;
		app->last_capture = c->last_capture;
	}
}

/* The sums of @c go from its application to @app; times and course stay. */
static void move(
	struct traffic *t, struct traffic_pair *c, const struct app *app)
{
	struct traffic_app *from = c->app;
	struct traffic_app *to = traffic_app_get(&t->sums, app);

	if (!to || to == from) {
		return;
	}
	if (from) {
		from->conversations--;
		from->packets -= c->packets;
		from->bytes -= c->bytes;
		from->up_bytes -= c->up_bytes;
		from->udp_bytes -=
			c->ends.transport == TRANSPORT_UDP ? c->bytes : 0;
		from->basis_bytes[c->slot.basis] -= c->bytes;
	}
	join(to, c);
}

/* Its name is known: hand over what was counted until now. */
static void named(struct traffic *t, struct traffic_pair *c)
{
	const bool guess = c->slot.basis >= CLASSIFY_ADDRESS;
	const bool answered = c->up_bytes < c->bytes;

	/* A scan reaches every port; nobody talks to himself. */
	if (guess && !answered && c->slot.app->kind == APP_CALLING) {
		c->slot.app = app_unnamed((enum transport)c->ends.transport);
		c->slot.basis = CLASSIFY_NONE;
	}
	const struct app *name = c->of_call ? &OF_CALL : c->slot.app;
	struct traffic_app *app = traffic_app_get(&t->sums, name);

	if (!app) {
		t->counts.out_of_memory++;
		return;
	}
	join(app, c);
	traffic_app_begin(&t->sums, app, c->first_ts, c->bytes, &c->now);
}

static void settle(struct traffic *t, struct traffic_pair *c)
{
	struct packet ends = {
		.src = *first_end(c),
		.dst = *second_end(c),
		.transport = (enum transport)c->ends.transport,
	};

	if (!c->app) {
		classify_settle(t->classify, &c->slot, &ends);
		named(t, c);
	}
}

static void evict(struct traffic *t)
{
	struct traffic_pair *victim = t->oldest;

	for (int i = 0; i < LOOKED_AT && victim && victim->used; i++) {
		victim->used = false;
		unlink_it(t, victim);
		append(t, victim);
		victim = t->oldest;
	}
	if (!victim) {
		return;
	}
	t->counts.evicted++;
	settle(t, victim);
	remember_largest(victim);
	classify_forget(t->classify, &victim->slot);
	map_remove(&t->map, victim->hash, victim);
	unlink_it(t, victim);
	pool_put(&t->pool, victim);
}

static struct traffic_pair *begin(struct traffic *t, const struct ends *ends,
	uint64_t hash, const struct packet *packet)
{
	if (t->pool.used >= t->pool.cap) {
		evict(t);
	}
	struct traffic_pair *c = pool_get(&t->pool);
	if (!c || map_add(&t->map, hash, c) != 0) {
		t->counts.out_of_memory++;
		pool_put(&t->pool, c);
		return NULL;
	}
	t->counts.conversations++;
	c->ends = *ends;
	c->hash = hash;
	c->high_began = endpoint_eq(&packet->src, &ends->high);
	c->first_ts = packet->ts;
	c->last_ts = packet->ts;
	c->first_frame = packet->frame;
	c->first_capture = packet->capture;
	append(t, c);
	return c;
}

static void count(
	struct traffic *t, struct traffic_pair *c, const struct packet *packet)
{
	const uint64_t bytes = packet->ip_bytes;
	const uint64_t up = endpoint_eq(&packet->src, first_end(c)) ? bytes : 0;
	struct traffic_app *app = c->app;

	c->used = true;
	c->packets++;
	c->bytes += bytes;
	c->up_bytes += up;
	if (packet->ts >= c->last_ts) {
		c->last_ts = packet->ts;
		c->last_frame = packet->frame;
		c->last_capture = packet->capture;
	}
	if (!app) {
		traffic_second_add(&c->now, packet->ts / NS_PER_S, bytes);
		return;
	}
	app->packets++;
	app->bytes += bytes;
	app->up_bytes += up;
	app->udp_bytes += c->ends.transport == TRANSPORT_UDP ? bytes : 0;
	app->basis_bytes[c->slot.basis] += bytes;
	if (packet->ts >= app->last_ts) {
		app->last_ts = packet->ts;
		app->last_frame = packet->frame;
		app->last_capture = packet->capture;
	}
	traffic_app_second(&t->sums, app, packet->ts, bytes);
}

void traffic_add(
	struct traffic *traffic, const struct packet *packet, bool of_call)
{
	struct traffic *t = traffic;
	const struct ends ends =
		ends_of(&packet->src, &packet->dst, packet->transport);
	const uint64_t hash = hash_bytes(&ends, sizeof(ends), t->key);
	struct traffic_pair *c = map_find(&t->map, hash, same_ends, &ends);

	if (!c) {
		c = begin(t, &ends, hash, packet);
	}
	if (!c) {
		return;
	}
	count(t, c, packet);
	if (of_call && !c->of_call) {
		c->of_call = true;
		if (c->app) {
			move(t, c, &OF_CALL);
		}
	}
	if ((c->of_call && c->slot.fed < LOOKED_INTO) ||
		(c->app && c->slot.fed < LOOKED_FOR_DTLS &&
			!(c->slot.marks & OWN_DTLS))) {
		classify_look(&c->slot, packet);
	}
	if (c->app) {
		return;
	}
	if (of_call || classify_feed(t->classify, &c->slot, packet)) {
		named(t, c);
	}
}

bool traffic_has_dtls(const struct traffic *traffic, const struct endpoint *a,
	const struct endpoint *b)
{
	const struct ends ends = ends_of(a, b, TRANSPORT_UDP);
	const uint64_t hash = hash_bytes(&ends, sizeof(ends), traffic->key);
	const struct traffic_pair *c =
		map_find(&traffic->map, hash, same_ends, &ends);

	return c && (c->slot.marks & (OWN_DTLS | OWN_SRTP)) != 0;
}

/* RTP without signalling that shares its ports with a conversation. */
static void adopt(struct traffic *t, struct stream *s)
{
	const struct ends ends = ends_of(&s->src, &s->dst, TRANSPORT_UDP);
	const uint64_t hash = hash_bytes(&ends, sizeof(ends), t->key);
	struct traffic_pair *c = map_find(&t->map, hash, same_ends, &ends);

	if (!c || !c->app || c->of_call) {
		return;
	}
	/* RFC 7983: DTLS beside media makes the keys of that media. */
	s->dtls = (c->slot.marks & (OWN_DTLS | OWN_SRTP)) != 0;
	/* STUN alone may be a telephone asking for its address; with media on
	 * the same ports it is a call that was set up by other means. */
	const struct app *app = c->app->app;
	if (app == &app_stun || app == &app_turn || app == &app_dtls) {
		move(t, c, &app_ice);
	}
	c->app->rtp_streams++;
	c->app->rtp_packets += s->stat.packets;
	c->app->rtp_expected += seqtrack_expected(&s->seq);
	c->app->rtp_lost += seqtrack_lost(&s->seq);
}

static bool same_session(const void *key, const void *value)
{
	const struct traffic_pair *c = value;

	return c->slot.session == *(const uint64_t *)key;
}

/* Paths of a call that its SDP did not announce (another component, an address
 * that only the other side sees) are checked under the same names. */
static void adopt_paths(struct traffic *t)
{
	struct map calls = {0};

	for (struct traffic_pair *c = t->oldest; c; c = c->next) {
		uint64_t s = c->slot.session;
		uint64_t hash = hash_bytes(&s, sizeof(s), t->key);
		if (c->of_call && s &&
			!map_find(&calls, hash, same_session, &s)) {
			(void)map_add(&calls, hash, c);
		}
	}
	for (struct traffic_pair *c = t->oldest; c; c = c->next) {
		uint64_t s = c->slot.session;
		uint64_t hash = hash_bytes(&s, sizeof(s), t->key);
		if (c->app && !c->of_call && s &&
			map_find(&calls, hash, same_session, &s)) {
			move(t, c, &OF_CALL);
			c->of_call = true;
		}
	}
	map_finish(&calls);
}

static int by_bytes(const void *a, const void *b)
{
	const struct traffic_app *x = *(struct traffic_app *const *)a;
	const struct traffic_app *y = *(struct traffic_app *const *)b;

	if (x->bytes != y->bytes) {
		return x->bytes > y->bytes ? -1 : 1;
	}
	return strcmp(x->app->name, y->app->name);
}

/* Applications whose conversations all turned out to be another's. */
static void drop_empty(struct traffic_sums *sums)
{
	size_t kept = 0;

	for (size_t i = 0; i < sums->count; i++) {
		if (sums->apps[i]->conversations) {
			sums->apps[kept++] = sums->apps[i];
		} else {
			free(sums->apps[i]);
		}
	}
	sums->count = kept;
}

void traffic_finish(struct traffic *traffic, const struct book *book)
{
	struct traffic *t = traffic;

	for (struct traffic_pair *c = t->oldest; c; c = c->next) {
		settle(t, c);
	}
	adopt_paths(t);
	for (struct stream *s = book->streams; s; s = s->next) {
		if (!s->call) {
			adopt(t, s);
		}
	}
	for (const struct traffic_pair *c = t->oldest; c; c = c->next) {
		remember_largest(c);
	}
	drop_empty(&t->sums);
	traffic_app_shares(&t->sums, book);
	qsort(t->sums.apps, t->sums.count, sizeof(t->sums.apps[0]), by_bytes);
}

struct traffic_app *const *traffic_apps(
	const struct traffic *traffic, size_t *count)
{
	*count = traffic->sums.count;
	return traffic->sums.apps;
}

const struct traffic_counts *traffic_counts(const struct traffic *traffic)
{
	return &traffic->counts;
}

const struct classify *traffic_classify(const struct traffic *traffic)
{
	return traffic->classify;
}
