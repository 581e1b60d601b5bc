/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look at the entry counted last; else at all sixteen, no more. */
#include "reports/tunnels.h"

static bool same(const struct tunnels_entry *a, const struct tunnels_entry *b)
{
	return memcmp(a->kinds, b->kinds, sizeof(a->kinds)) == 0 &&
	       addr_eq(&a->src, &b->src) && addr_eq(&a->dst, &b->dst);
}

void tunnels_add(struct tunnels *t, const struct packet *packet)
{
	struct tunnels_entry new = {.frames = 1};

	for (unsigned i = 0; i < packet->tunnel_count; i++) {
		new.kinds[i] = packet->tunnel[i];
	}
	if (packet->outer) {
		new.src = packet->outer_src;
		new.dst = packet->outer_dst;
	}
	if (t->count && same(&t->entries[t->last], &new)) {
		t->entries[t->last].frames++;
		return;
	}
	for (unsigned i = 0; i < t->count; i++) {
		if (same(&t->entries[i], &new)) {
			t->entries[i].frames++;
			t->last = i;
			return;
		}
	}
	if (t->count == TUNNELS_MOST) {
		t->others++;
		return;
	}
	t->last = t->count;
	t->entries[t->count++] = new;
}

void tunnels_kinds(struct text *out, const struct tunnels_entry *entry)
{
	for (unsigned i = 0; i < PACKET_TUNNELS && entry->kinds[i]; i++) {
		text_printf(out, "%s%s", i ? ", " : "",
			packet_tunnel_text((enum tunnel)entry->kinds[i]));
	}
}

bool tunnels_outer(const struct tunnels_entry *entry)
{
	static const struct addr none;

	return !addr_eq(&entry->src, &none) || !addr_eq(&entry->dst, &none);
}
