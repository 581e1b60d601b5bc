/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group is known by its number, tag, family and place of capture. */
#include "calls/pair.h"

#include "calls/book.h"

static struct pair_group *group_of(struct pair_table *t,
	const struct packet *packet, const struct vrrp *vrrp)
{
	uint16_t vlan = packet->vlan_count ? packet->vlan[0] : 0;
	bool ipv4 = addr_is_v4(&vrrp->source);

	for (unsigned i = 0; i < t->count; i++) {
		struct pair_group *g = &t->groups[i];
		if (g->group == vrrp->group && g->kind == vrrp->kind &&
			g->shared == vrrp->shared &&
			g->vlan == vlan && g->ipv4 == ipv4 &&
			g->point == packet->point) {
			return g;
		}
	}
	if (t->count == PAIR_GROUPS) {
		t->left_out++;
		return NULL;
	}
	struct pair_group *g = &t->groups[t->count++];
	g->group = vrrp->group;
	g->kind = vrrp->kind;
	g->shared = vrrp->shared;
	g->vlan = vlan;
	g->ipv4 = ipv4;
	g->point = packet->point;
	return g;
}

void pair_vrrp(struct book *book, const struct packet *packet,
	const struct vrrp *vrrp)
{
	struct pair_group *g = group_of(&book->net.pairs, packet, vrrp);
	unsigned i = 0;

	if (!g || !vrrp->active) {
		return;
	}
	while (i < g->active_count &&
		!addr_eq(&g->active[i].ip, &vrrp->source)) {
		i++;
	}
	if (i == COUNT_OF(g->active)) {
		g->others++;
		return;
	}
	struct pair_active *a = &g->active[i];
	if (i == g->active_count) {
		g->active_count++;
		a->ip = vrrp->source;
		a->first = moment_of(packet);
	}
	a->priority = vrrp->priority;
	a->count++;
	a->last = moment_of(packet);
	if (g->holder != i) {
		g->holder = i;
		g->last_turn = moment_of(packet);
		g->turn = g->turns++ ? g->turn : g->last_turn;
	}
}
