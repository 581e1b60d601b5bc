/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both machines of a pair hold the address that only one may have. */
#include "detect/claimed.h"

#include <inttypes.h>

/* An election, a fail-over and a fail-back take no more. */
#define PAIR_TURNS 3

static void found(struct detecting *d, const struct owners *c)
{
	struct finding *f = claimed_raise(d, SEVERITY_CRITICAL, c);

	if (!detect_new(f)) {
		return;
	}
	claimed_put(d, c);
	text_printf(&d->text,
		_(", and both are of one pair; it changed hands %" PRIu32
		  " times within %.1f s: both are active."),
		c->turn_count,
		(double)(c->last_turn.ts - c->turns[0].at.ts) / 1e9);
	detect_measured(f, c->turn_count, 2, "");
	detect_detail(d, f);
}

/* Both advertise themselves as active, on and on (VRRP and its kin). */
static void by_advertisements(struct detecting *d, const struct pair_group *g)
{
	struct addr key[2] = {g->active[0].ip, g->active[1].ip};
	struct finding *f = detect_raise(d, SEVERITY_CRITICAL,
		(struct slice){(const char *)key, sizeof(key)}, g->turn.ts);
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];

	detect_moment(f, &g->active[0].first);
	detect_moment(f, &g->turn);
	detect_moment(f, &g->last_turn);
	detect_host(f, &g->active[0].ip);
	detect_host(f, &g->active[1].ip);
	detect_measured(f, g->turns, PAIR_TURNS, "");
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		_("%s and %s both advertise themselves as the active one of "
		  "%s group %u, in turn %" PRIu32 " times within %.1f s."),
		addr_text(&key[0], a), addr_text(&key[1], b),
		vrrp_kind_text(g->kind), (unsigned)g->group, g->turns,
		(double)(g->last_turn.ts - g->turn.ts) / 1e9);
	detect_detail(d, f);
}

static void whole_hook(struct detecting *d)
{
	const struct pair_table *t = &d->book->net.pairs;

	claimed_walk(d, 1U << CLAIMED_SPLIT, found);
	for (unsigned i = 0; i < t->count; i++) {
		if (t->groups[i].turns > PAIR_TURNS) {
			by_advertisements(d, &t->groups[i]);
		} else {
			detect_judged(d);
		}
	}
}

const struct detector detector_ha_split = {
	.id = "ha-split",
	.severity = SEVERITY_CRITICAL,
	.title = N_("Both machines of a pair are active"),
	.subject = "address",
	.page = {
		.meaning = N_(
			"The two machines of a high-availability pair lost "
			"sight of each other (split brain), and each holds "
			"the shared address. Telephones and trunks reach now "
			"one, now the other; calls and registrations of the "
			"one are unknown to the other."),
		.wire = N_(
			"Two MACs announce, or answer for, 192.0.2.10 in "
			"turn; each of them has another address of its own "
			"(192.0.2.11 and .12). Or two virtual MACs claim it."),
		.causes = N_(
			"The link or VLAN over which the two watch each other "
			"is cut, or filtered by a firewall\n"
			"The slave took over and did not step back when the "
			"master returned\n"
			"Two pairs with the same group number in one VLAN"),
		.remedy = N_(
			"Stop one of the two by hand, now; then repair the "
			"link between them\n"
			"PBX: give them two ways to watch each other, and "
			"say which one steps back\n"
			"Switch: let multicast pass between them: VRRP is "
			"protocol 112, HSRP UDP 1985, GLBP UDP 3222"),
		.standard = "RFC 9568 clause 6 (VRRP); RFC 2281 (HSRP); RFC 5227 "
			    "clause 2.4",
	},
	.whole = whole_hook,
};
