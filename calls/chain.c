/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rules ask about two calls: whether a host stands between them, whether
 * they lived at one time; and which rules and calls the user left in.
 */
#include "calls/join.h"

#include "lib/attr.h"

/* Of a number: prefixes and country codes come and go. */
#define DIGITS 6

static const struct join_rule *const RULES[] = {
#define JOIN_RULE(name) &join_rule_##name,
#include "calls/joins.def"
#undef JOIN_RULE
};

bool join_overlap(const struct call *a, const struct call *b)
{
	return a->first_ts <= b->last_ts && b->first_ts <= a->last_ts;
}

static bool same_mac(const uint8_t *a, const uint8_t *b)
{
	return memcmp(a, b, 6) == 0;
}

/*
 * The receiver of @in and the sender of @out by their MAC, under two addresses.
 * A router lends its own to all that is behind it: the far ends must differ.
 */
static bool is_one_card(const struct hop *in, const struct hop *out)
{
	return in->has_macs && out->has_macs &&
	       same_mac(in->to_mac, out->from_mac) &&
	       !same_mac(in->from_mac, in->to_mac) &&
	       !same_mac(out->from_mac, out->to_mac) &&
	       !same_mac(in->from_mac, out->from_mac) &&
	       !addr_eq(&in->from.ip, &out->from.ip) &&
	       !addr_eq(&in->to.ip, &out->to.ip);
}

/* A server says in its Contact where it wants to be called: perhaps at the
 * address that it has towards the other side. */
static bool is_one_contact(const struct call *a, const struct call *b)
{
	const struct hop *in = &a->hops[a->hop_count - 1];
	const struct hop *out = &b->hops[0];
	bool says_out = a->has_callee_contact &&
			addr_eq(&a->callee_contact, &out->from.ip);
	bool says_in = b->has_caller_contact &&
		       addr_eq(&b->caller_contact, &in->to.ip);

	return (says_out || says_in) && !addr_eq(&in->from.ip, &out->from.ip);
}

/* One end of each is the same host, and the others are not. */
static bool has_common_host(const struct hop *x, const struct hop *y)
{
	bool from = addr_eq(&x->from.ip, &y->from.ip);
	bool to = addr_eq(&x->to.ip, &y->to.ip);
	bool cross = addr_eq(&x->from.ip, &y->to.ip);
	bool crossed = addr_eq(&x->to.ip, &y->from.ip);

	return from + to + cross + crossed == 1;
}

bool join_chained(const struct call *a, const struct call *b)
{
	if (a->hop_count == 0 || b->hop_count == 0) {
		return false;
	}
	const struct hop *out = &b->hops[0];
	if (a->began_before || b->began_before) {
		return has_common_host(&a->hops[0], out);
	}
	for (unsigned i = 0; i < a->hop_count; i++) {
		const struct hop *in = &a->hops[i];
		/* On one machine, only ports tell who is who. */
		bool alone = addr_eq(&in->from.ip, &in->to.ip);
		bool one = addr_eq(&in->to.ip, &out->from.ip);
		if (one && (!alone || in->to.port == out->from.port)) {
			return true;
		}
		if (!one && is_one_card(in, out)) {
			return true;
		}
	}
	return is_one_contact(a, b);
}

struct slice join_number(struct slice user)
{
	return user.n > DIGITS ? slice_sub(user, user.n - DIGITS, DIGITS)
			       : user;
}

bool join_same_number(struct slice a, struct slice b)
{
	return a.n > 1 && slice_eq(join_number(a), join_number(b));
}

static void key_host(
	struct join_keys *keys, struct slice number, const struct addr *ip)
{
	join_key_of(keys, number,
		(struct slice){(const char *)ip->b, sizeof(ip->b)});
}

static void key_mac(
	struct join_keys *keys, struct slice number, const uint8_t *mac)
{
	join_key_of(keys, number, (struct slice){(const char *)mac, 6});
}

void join_key_hosts(
	struct join_keys *keys, struct slice number, const struct call *call)
{
	if (call->hop_count == 0) {
		return;
	}
	const struct hop *first = &call->hops[0];
	const struct hop *last = &call->hops[call->hop_count - 1];
	key_host(keys, number, &first->from.ip);
	key_host(keys, number, &last->to.ip);
	if (first->has_macs && last->has_macs) {
		key_mac(keys, number, first->from_mac);
		key_mac(keys, number, last->to_mac);
	}
	if (call->has_caller_contact) {
		key_host(keys, number, &call->caller_contact);
	}
	if (call->has_callee_contact) {
		key_host(keys, number, &call->callee_contact);
	}
}

void join_key_ties(
	struct join_keys *keys, const struct call *call, enum tie_kind kind)
{
	for (const struct tie *t = call->ties; t; t = t->next) {
		if (t->kind == kind) {
			join_key(keys, t->value);
		}
	}
}

const struct tie *join_named(const struct call *a, const struct call *b,
	unsigned kinds, struct join_proof *ret)
{
	const struct tie *by_b = tie_naming(b, kinds, a->call_id);
	const struct tie *t = by_b ? by_b : tie_naming(a, kinds, b->call_id);

	if (t) {
		ret->frame_a = by_b ? 0 : t->frame;
		ret->frame_b = by_b ? t->frame : 0;
		ret->capture_a = t->capture;
		ret->capture_b = t->capture;
	}
	return t;
}

void join_key(struct join_keys *keys, struct slice key)
{
	if (key.n && keys->count < JOIN_KEYS) {
		keys->key[keys->count++] = key;
	}
}

void join_key_of(struct join_keys *keys, struct slice a, struct slice b)
{
	char *p = keys->scratch + keys->used;
	size_t room = sizeof(keys->scratch) - keys->used;

	if (a.n == 0 || a.n + b.n > room || a.n + b.n > 40) {
		return;
	}
	memcpy(p, a.p, a.n);
	if (b.n) {
		memcpy(p + a.n, b.p, b.n);
	}
	keys->used += a.n + b.n;
	join_key(keys, (struct slice){p, a.n + b.n});
}

const struct join_rule *join_rule_at(size_t i)
{
	return i < COUNT_OF(RULES) ? RULES[i] : NULL;
}

bool join_names(const struct call *call, const char *name)
{
	uint64_t number;

	return slice_is(call->call_id, name) ||
	       (slice_u64(slice_of(name), UINT32_MAX, &number) &&
		       number == call->id);
}

static int no_rule(struct slice name, struct err *err)
{
	char names[256] = "";
	size_t used = 0;

	for (size_t i = 0; i < COUNT_OF(RULES); i++) {
		int n = snprintf(names + used, sizeof(names) - used, "%s%s",
			i ? ", " : "", RULES[i]->name);
		used += n > 0 && used + (size_t)n < sizeof(names) ? (size_t)n
								  : 0;
	}
	return err_set(err,
		"no rule '%.*s' joins calls; there are: %s, all, "
		"none",
		(int)(name.n < 40 ? name.n : 40), name.p, names);
}

int join_rules_read(const char *text, uint32_t *ret_off, struct err *err)
{
	const uint32_t all = (1U << COUNT_OF(RULES)) - 1;
	struct slice rest = slice_of(text);
	uint32_t on = 0;

	if (slice_is(rest, "all") || slice_is(rest, "none")) {
		*ret_off = slice_is(rest, "all") ? 0 : all;
		return 0;
	}
	while (rest.p) {
		struct slice name = slice_cut(&rest, ',');
		size_t i = 0;
		while (i < COUNT_OF(RULES) && !slice_is(name, RULES[i]->name)) {
			i++;
		}
		if (i == COUNT_OF(RULES)) {
			return no_rule(name, err);
		}
		on |= 1U << i;
	}
	*ret_off = all & ~on;
	return 0;
}
