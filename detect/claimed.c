/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The signs, in this order: virtual MACs; whether somebody who had the address
 * once came back; whether both answered one question; whether each side has
 * another address of its own, so that this one is a pair's.
 */
#include "detect/claimed.h"

#include "calls/vendors.h"
#include "detect/who.h"

/* Two answers so near to each other are to one question. */
#define AT_ONCE_NS NS_PER_S
/* An owner defends its address at once (RFC 5227 clause 2.4). */
#define DEFENCE_NS (10 * NS_PER_S)
/* Changes of each address that one MAC takes from its owner on and on. */
#define POISON_TURNS 3
/* More contested addresses than that are not looked at: each is compared with
 * all others. FINDINGS_MOST are told. */
#define CONTESTED_MOST 400
/* MACs of one host's cards differ by no more in the last three bytes. */
#define CARDS_APART 16
/* Changes of a pair's address that are fail-over and fail-back. */
#define TAKEOVER_TURNS 2

const struct owner *claimed_first(const struct owners *c)
{
	return &c->macs[c->turns[0].from];
}

const struct owner *claimed_second(const struct owners *c)
{
	return &c->macs[c->turns[0].to];
}

static unsigned kept(const struct owners *c)
{
	return c->turn_count < OWNER_TURNS ? c->turn_count : OWNER_TURNS;
}

/* Groups of virtual routers that claim it. GLBP shares one address among the
 * forwarders of a group, told apart by the last byte. */
static unsigned virtuals(const struct owners *c)
{
	const uint8_t *glbp = NULL;
	unsigned n = 0;

	for (unsigned i = 0; i < c->mac_count; i++) {
		const uint8_t *mac = c->macs[i].mac;
		enum vendors_kind kind = vendors_kind(mac);
		if (!owner_count(&c->macs[i]) || !vendors_shared(kind) ||
			(glbp && memcmp(glbp, mac, 5) == 0)) {
			continue;
		}
		glbp = kind == VENDORS_GLBP ? mac : glbp;
		n++;
	}
	return n;
}

/* Somebody took it back within @window. */
static bool returned(const struct owners *c, ns_t window)
{
	for (unsigned i = 1; i < kept(c); i++) {
		for (unsigned k = 0; k < i; k++) {
			if (c->turns[k].from == c->turns[i].to &&
				c->turns[i].at.ts - c->turns[k].at.ts <=
					window) {
				return true;
			}
		}
	}
	return false;
}

/* It went and came back once, announced both times, and not in defence: that is
 * how roaming, a sleep proxy, and fail-over look. Who does not know of the other
 * goes on asking and answering. */
static bool lent(const struct owners *c)
{
	return c->turn_count == 2 && c->turns[0].by == OWNER_ANNOUNCED &&
	       c->turns[1].by == OWNER_ANNOUNCED &&
	       c->turns[1].at.ts - c->turns[0].at.ts > DEFENCE_NS;
}

/* Two answers to one question. */
static bool at_once(const struct owners *c)
{
	const struct owner *a = claimed_first(c);

	if (c->turns[0].by == OWNER_ANSWERED && a->by[OWNER_ANSWERED] &&
		c->turns[0].at.ts - a->last.ts <= AT_ONCE_NS &&
		c->turns[0].at.ts >= a->last.ts) {
		return true;
	}
	for (unsigned i = 1; i < kept(c); i++) {
		if (c->turns[i].by == OWNER_ANSWERED &&
			c->turns[i - 1].by == OWNER_ANSWERED &&
			c->turns[i].at.ts - c->turns[i - 1].at.ts <=
				AT_ONCE_NS) {
			return true;
		}
	}
	return false;
}

/* Telephones and access points, whose makers are known here, have one card in a
 * network; a server may have several. */
static bool are_cards(const uint8_t a[6], const uint8_t b[6])
{
	int x = a[3] << 16 | a[4] << 8 | a[5];
	int y = b[3] << 16 | b[4] << 8 | b[5];

	return vendors_kind(a) == VENDORS_GLOBAL &&
	       !vendors_find(NULL, a).p && memcmp(a, b, 3) == 0 &&
	       x - y <= CARDS_APART && y - x <= CARDS_APART;
}

static bool claims_it(const struct owners *c, const uint8_t mac[6])
{
	for (unsigned i = 0; i < c->mac_count; i++) {
		if (memcmp(c->macs[i].mac, mac, 6) == 0) {
			return owner_count(&c->macs[i]) != 0;
		}
	}
	return false;
}

/* @mac has an address of its own on the same link, beside that of @c. */
static bool has_another(const struct detecting *d, const struct owners *c,
	const uint8_t mac[6])
{
	for (const struct owners *o = d->book->net.owners.first; o;
		o = o->next) {
		if (o != c && o->vlan == c->vlan && o->point == c->point &&
			addr_is_v4(&o->ip) == addr_is_v4(&c->ip) &&
			o->turn_count == 0 && claims_it(o, mac)) {
			return true;
		}
	}
	return false;
}

unsigned claimed_contested(const struct detecting *d, const uint8_t mac[6],
	unsigned *ret_owners)
{
	const uint8_t *owner = NULL;
	const struct owners *one = NULL;
	unsigned n = 0;

	*ret_owners = 0;
	for (const struct owners *c = d->book->net.owners.first; c;
		c = c->next) {
		if (c->turn_count < POISON_TURNS || !claims_it(c, mac) ||
			memcmp(claimed_first(c)->mac, mac, 6) == 0 ||
			(one && (c->point != one->point))) {
			continue;
		}
		one = c;
		n++;
		const uint8_t *from = claimed_first(c)->mac;
		if (!owner) {
			owner = from;
			*ret_owners = 1;
		} else if (memcmp(owner, from, 6) != 0) {
			*ret_owners = 2;
		}
	}
	return n;
}

static bool poisoned(const struct detecting *d, const struct owners *c)
{
	for (unsigned i = 0; i < c->mac_count; i++) {
		unsigned owners;
		const uint8_t *mac = c->macs[i].mac;
		if (claimed_contested(d, mac, &owners) > 1 && owners > 1) {
			return true;
		}
	}
	return false;
}

enum claimed claimed_judge(const struct detecting *d, const struct owners *c)
{
	ns_t window = (ns_t)(detect_limit(d, THRESHOLD_IP_CONFLICT_WINDOW_S) *
			     (double)NS_PER_S);

	if (!c->turn_count) {
		return CLAIMED_ONCE;
	}
	if (virtuals(c)) {
		return virtuals(c) > 1 ? CLAIMED_SPLIT : CLAIMED_ONCE;
	}
	bool once = at_once(c);
	bool back = returned(c, window) && !lent(c);
	const uint8_t *a = claimed_first(c)->mac;
	const uint8_t *b = claimed_second(c)->mac;
	if ((back || once) && are_cards(a, b)) {
		return CLAIMED_CARDS;
	}
	if ((back || once) && poisoned(d, c)) {
		return CLAIMED_POISONED;
	}
	bool pair = has_another(d, c, a) && has_another(d, c, b);
	if (pair) {
		return once || c->turn_count > TAKEOVER_TURNS
			       ? CLAIMED_SPLIT
			       : CLAIMED_TAKEOVER;
	}
	return back || once ? CLAIMED_CONFLICT : CLAIMED_MOVED;
}

/* Of the places of capture that saw @c's address, did another see more of it? */
static bool seen_better(const struct detecting *d, const struct owners *c)
{
	for (const struct owners *o = d->book->net.owners.first; o;
		o = o->next) {
		if (o->turn_count > c->turn_count && o->vlan == c->vlan &&
			addr_eq(&o->ip, &c->ip)) {
			return true;
		}
	}
	return false;
}

void claimed_walk(struct detecting *d, unsigned wanted, claimed_found *found)
{
	/* What is told first is what the finding says. */
	for (int later = 0; later < 2; later++) {
		unsigned contested = 0;
		for (const struct owners *c = d->book->net.owners.first; c;
			c = c->next) {
			contested += c->turn_count != 0;
			if (contested > CONTESTED_MOST) {
				detect_skip(d, N_("too many addresses change "
						  "hands"));
				return;
			}
			bool raise = c->turn_count &&
				     (1U << claimed_judge(d, c) & wanted);
			if (raise && seen_better(d, c) == (later != 0)) {
				found(d, c);
			} else if (!raise && c->held && !later) {
				detect_judged(d);
			}
		}
	}
}

struct finding *claimed_raise(struct detecting *d, enum severity severity,
	const struct owners *c)
{
	struct {
		struct addr ip;
		uint8_t macs[2][6];
	} key = {.ip = c->ip};

	memcpy(key.macs[0], claimed_first(c)->mac, 6);
	memcpy(key.macs[1], claimed_second(c)->mac, 6);
	if (memcmp(key.macs[0], key.macs[1], 6) > 0) {
		memcpy(key.macs[0], claimed_second(c)->mac, 6);
		memcpy(key.macs[1], claimed_first(c)->mac, 6);
	}
	struct finding *f = detect_raise(d, severity,
		(struct slice){(const char *)&key, sizeof(key)},
		c->turns[0].at.ts);
	detect_moment(f, &claimed_first(c)->first);
	for (unsigned i = 0; i < kept(c) && i < 4; i++) {
		detect_moment(f, &c->turns[i].at);
	}
	detect_host(f, &c->ip);
	if (f && f->last_ts < c->last_turn.ts) {
		f->last_ts = c->last_turn.ts;
	}
	return f;
}

static void put_mac(struct detecting *d, const struct owner *claim)
{
	who_mac(&d->text, claim->mac);
	who_is(d, claim->mac);
}

void claimed_put(struct detecting *d, const struct owners *c)
{
	char ip[ADDR_TEXT];

	text_printf(&d->text, _("%s is claimed by "), addr_text(&c->ip, ip));
	put_mac(d, claimed_first(c));
	text_puts(&d->text, _(" and by "));
	put_mac(d, claimed_second(c));
	if (c->vlan) {
		text_printf(&d->text, _(" (VLAN %u)"), (unsigned)c->vlan);
	}
}

bool claimed_gateway(const struct detecting *d, const struct addr *ip)
{
	const struct lease_table *t = &d->book->net.leases;

	for (unsigned i = 0; i < t->server_count; i++) {
		if (addr_eq(&t->servers[i].router, ip) ||
			addr_eq(&t->servers[i].other_router, ip)) {
			return true;
		}
	}
	return false;
}
