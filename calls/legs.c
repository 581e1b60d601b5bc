/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Legs by Call-ID and hosts; then a join of two captures by users and PBX. */
#include "calls/legs.h"

#include "lib/hash.h"

#include <stdlib.h>

/* Legs of one capture compared, and pairs of them: the oldest go first. */
#define ENDS_MOST      16384
#define INTERVALS_MOST 1024

void legs_init(struct legs *legs, uint64_t key, size_t most)
{
	*legs = (struct legs){.key = key};
	legs->end = &legs->first;
	pool_init(&legs->pool, sizeof(struct leg), most);
}

void legs_finish(struct legs *legs)
{
	map_finish(&legs->map);
	pool_finish(&legs->pool);
	*legs = (struct legs){0};
}

static bool same(const void *key, const void *value)
{
	const uint64_t *hash = key;
	const struct leg *leg = value;

	return *hash == leg->hash;
}

static uint64_t host_hash(const struct addr *ip, uint64_t key)
{
	return hash_bytes(ip->b, sizeof(ip->b), key);
}

static struct leg *leg_of(struct legs *legs, const struct packet *packet,
	const struct signal *signal)
{
	uint64_t id = hash_slice(signal->call_id, legs->key);
	uint64_t src = host_hash(&packet->src.ip, legs->key);
	uint64_t dst = host_hash(&packet->dst.ip, legs->key);
	uint64_t hash = hash_mix(id ^ (src + dst), legs->key ^ src ^ dst);
	struct leg *leg = map_find(&legs->map, hash, same, &hash);

	if (leg) {
		return leg;
	}
	leg = pool_get(&legs->pool);
	if (!leg || map_add(&legs->map, hash, leg) != 0) {
		pool_put(&legs->pool, leg);
		legs->left_out++;
		return NULL;
	}
	leg->hash = hash;
	leg->call_id = id;
	*legs->end = leg;
	legs->end = &leg->next;
	return leg;
}

static void mark(struct leg *leg, enum leg_moment moment, ns_t ts)
{
	if (!leg->seen[moment]) {
		leg->seen[moment] = true;
		leg->ts[moment] = ts;
	}
}

/* An INVITE outside a dialog; the one with a new CSeq replaces the refused. */
static void on_invite(struct legs *legs, struct leg *leg,
	const struct packet *packet, const struct signal *signal)
{
	struct slice from = signal->from.uri.user;
	struct slice to = signal->to.uri.user;

	if (leg->seen[LEG_ANSWER] ||
		(leg->invited && leg->cseq == signal->cseq)) {
		return;
	}
	leg->invited = true;
	leg->cseq = signal->cseq;
	leg->from = host_hash(&packet->src.ip, legs->key);
	leg->to = host_hash(&packet->dst.ip, legs->key);
	leg->users = from.n && to.n
			     ? hash_slice(to, hash_slice(from, legs->key))
			     : 0;
	leg->seen[LEG_INVITE] = false;
	mark(leg, LEG_INVITE, packet->ts);
}

static void on_request(struct legs *legs, struct leg *leg,
	const struct packet *packet, const struct signal *signal)
{
	bool forth = host_hash(&packet->src.ip, legs->key) == leg->from;

	if (signal->method == METHOD_INVITE && signal->to.tag.n == 0) {
		on_invite(legs, leg, packet, signal);
	} else if (signal->method == METHOD_CANCEL) {
		mark(leg, LEG_CANCEL, packet->ts);
	} else if (signal->method == METHOD_BYE) {
		mark(leg, forth ? LEG_BYE_FORTH : LEG_BYE_BACK, packet->ts);
	}
}

void legs_signal(struct legs *legs, const struct packet *packet,
	const struct signal *signal)
{
	bool invite = signal->request && signal->method == METHOD_INVITE;
	bool of_call = signal->cseq_method == METHOD_INVITE ||
		       signal->cseq_method == METHOD_BYE ||
		       signal->cseq_method == METHOD_CANCEL;
	struct leg *leg = of_call ? leg_of(legs, packet, signal) : NULL;

	if (!leg || (!leg->invited && !invite)) {
		return; /* without its INVITE nobody knows whom it connects */
	}
	if (signal->request) {
		on_request(legs, leg, packet, signal);
	} else if (signal->cseq_method == METHOD_INVITE &&
		   signal->cseq == leg->cseq) {
		if (signal->status == 180) {
			mark(leg, LEG_RINGING, packet->ts);
		} else if (signal->status >= 200 && signal->status < 300) {
			mark(leg, LEG_ANSWER, packet->ts);
		}
	}
}

/* A leg at the PBX: users and PBX are the key of the join. */
struct end {
	uint64_t key;
	const struct leg *leg;
};

static int by_key(const void *a, const void *b)
{
	const struct end *x = a;
	const struct end *y = b;

	if (x->key != y->key) {
		return x->key < y->key ? -1 : 1;
	}
	return (x->leg->ts[LEG_INVITE] > y->leg->ts[LEG_INVITE]) -
	       (x->leg->ts[LEG_INVITE] < y->leg->ts[LEG_INVITE]);
}

/* The legs that end (@second: begin) at their PBX. Returns how many. */
static size_t ends_of(const struct legs *const *legs, size_t files, bool second,
	struct end *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < files; i++) {
		const struct leg *l = legs[i]->first;
		for (; l && n < ENDS_MOST; l = l->next) {
			if (l->invited && l->users) {
				ret[n++] = (struct end){
					l->users ^ (second ? l->from : l->to),
					l};
			}
		}
	}
	qsort(ret, n, sizeof(*ret), by_key);
	return n;
}

/*
 * What cause and effect say of (clock of @second) - (clock of @first).
 * Going forth, second - first = offset + transit: it bounds from above; coming
 * back from below.
 */
static struct clocks_interval bounds(
	const struct leg *first, const struct leg *second)
{
	static const struct {
		enum leg_moment moment;
		bool forth;
	} causes[] = {
		{LEG_INVITE, true},
		{LEG_RINGING, false},
		{LEG_ANSWER, false},
		{LEG_CANCEL, true},
		{LEG_BYE_FORTH, true},
		{LEG_BYE_BACK, false},
	};
	struct clocks_interval i = {-CLOCKS_OPEN, CLOCKS_OPEN};

	for (size_t k = 0; k < COUNT_OF(causes); k++) {
		enum leg_moment m = causes[k].moment;
		if (!first->seen[m] || !second->seen[m]) {
			continue;
		}
		ns_t d = second->ts[m] - first->ts[m];
		if (causes[k].forth) {
			i.high = d < i.high ? d : i.high;
		} else {
			i.low = d > i.low ? d : i.low;
		}
	}
	return i;
}

/* Where one Call-ID stands on both sides (a proxy), only such legs pair. */
static bool same_call(
	const struct end *a, size_t na, const struct end *b, size_t nb)
{
	for (size_t i = 0; i < na; i++) {
		for (size_t k = 0; k < nb && k < 64; k++) {
			if (a[i].leg->call_id == b[k].leg->call_id) {
				return true;
			}
		}
	}
	return false;
}

struct finding {
	struct clocks_interval *items;
	size_t count;
};

static size_t run_of(const struct end *e, size_t from, size_t n)
{
	size_t run = 1;

	while (from + run < n && e[from + run].key == e[from].key) {
		run++;
	}
	return run;
}

/* Pairs of legs with one key. @reversed: the second leg is A's. */
static void pair_run(const struct end *first, size_t nf,
	const struct end *second, size_t ns, bool reversed, struct finding *f)
{
	bool only_same = same_call(first, nf < 64 ? nf : 64, second, ns);

	for (size_t i = 0; i < nf; i++) {
		for (size_t k = 0; k < ns && f->count < INTERVALS_MOST; k++) {
			const struct leg *a = first[i].leg;
			const struct leg *b = second[k].leg;
			struct clocks_interval v = bounds(a, b);
			if ((only_same && a->call_id != b->call_id) ||
				v.low > v.high) {
				continue;
			}
			if (reversed) {
				v = (struct clocks_interval){-v.high, -v.low};
			}
			f->items[f->count++] = v;
		}
	}
}

static void join(const struct end *first, size_t nf, const struct end *second,
	size_t ns, bool reversed, struct finding *f)
{
	size_t i = 0;
	size_t k = 0;

	while (i < nf && k < ns) {
		if (first[i].key < second[k].key) {
			i++;
		} else if (first[i].key > second[k].key) {
			k++;
		} else {
			size_t ri = run_of(first, i, nf);
			size_t rk = run_of(second, k, ns);
			pair_run(first + i, ri, second + k, rk, reversed, f);
			i += ri;
			k += rk;
		}
	}
}

static void conclude(const struct clocks_interval *v, size_t agree,
	struct clocks_offset *ret)
{
	ret->basis = CLOCKS_CAUSAL;
	ret->low = v->low;
	ret->high = v->high;
	ret->pairs = agree;
	if (v->low > -CLOCKS_OPEN && v->high < CLOCKS_OPEN) {
		ret->offset = v->low + (v->high - v->low) / 2;
	} else {
		ret->offset = v->low > -CLOCKS_OPEN ? v->low : v->high;
	}
}

int legs_offset(const struct legs *const *a, size_t a_count,
	const struct legs *const *b, size_t b_count, struct clocks_offset *ret)
{
	struct end *x = malloc(ENDS_MOST * sizeof(*x));
	struct end *y = malloc(ENDS_MOST * sizeof(*y));
	struct finding f = {malloc(INTERVALS_MOST * sizeof(*f.items)), 0};
	bool room = x && y && f.items;

	*ret = (struct clocks_offset){
		.low = -CLOCKS_OPEN,
		.high = CLOCKS_OPEN,
	};
	if (room) {
		size_t nx = ends_of(a, a_count, false, x);
		size_t ny = ends_of(b, b_count, true, y);
		join(x, nx, y, ny, false, &f);
		nx = ends_of(a, a_count, true, x);
		ny = ends_of(b, b_count, false, y);
		join(y, ny, x, nx, true, &f);
		struct clocks_interval v;
		size_t agree = clocks_agree(f.items, f.count, &v);
		if (agree && (v.low > -CLOCKS_OPEN || v.high < CLOCKS_OPEN)) {
			conclude(&v, agree, ret);
		}
	}
	free(x);
	free(y);
	free(f.items);
	return room ? 0 : -1;
}
