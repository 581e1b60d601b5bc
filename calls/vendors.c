/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list is read line by line; each assignment is looked up among the wanted
 * MACs by bisection, since all that share its bits stand together.
 */
#include "calls/vendors.h"

#include "lib/attr.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MOST 64

static const struct {
	uint32_t oui;
	const char *name;
} BUILT_IN[] = {
#define OUI(oui, name) {oui, name},
#include "calls/vendors.def"
#undef OUI
};

static uint64_t number(const uint8_t mac[6])
{
	uint64_t n = 0;

	for (size_t i = 0; i < 6; i++) {
		n = n << 8 | mac[i];
	}
	return n;
}

enum vendors_kind vendors_kind(const uint8_t mac[6])
{
	uint64_t n = number(mac);

	if (n == 0) {
		return VENDORS_NULL;
	}
	if (mac[0] & 1) {
		return VENDORS_GROUP;
	}
	/* VRRP of IPv4 and IPv6: 00-00-5E-00-01-xx and -02-xx. */
	if (n >> 8 == 0x00005e0001 || n >> 8 == 0x00005e0002) {
		return VENDORS_VRRP;
	}
	/* HSRP version 1, 2, and of IPv6: a byte or 12 bits of group. */
	if (n >> 8 == 0x00000c07ac || n >> 12 == 0x00000c9ff ||
		n >> 12 == 0x000573a00) {
		return VENDORS_HSRP;
	}
	/* Ten bits of group, a byte for the forwarder. */
	if (n >> 18 == 0x0007b4 << 6) {
		return VENDORS_GLBP;
	}
	return mac[0] & 2 ? VENDORS_LOCAL : VENDORS_GLOBAL;
}

const char *vendors_kind_text(enum vendors_kind kind)
{
	switch (kind) {
	case VENDORS_GLOBAL:
		return NULL;
	case VENDORS_LOCAL:
		return "locally administered";
	case VENDORS_GROUP:
		return "group address";
	case VENDORS_VRRP:
		return "VRRP virtual router";
	case VENDORS_HSRP:
		return "HSRP virtual router";
	case VENDORS_GLBP:
		return "GLBP virtual router";
	case VENDORS_NULL:
		return "no address";
	}
	return NULL;
}

static const char *built_in(uint64_t mac)
{
	size_t low = 0;
	size_t high = COUNT_OF(BUILT_IN);

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (BUILT_IN[middle].oui < mac >> 24) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < COUNT_OF(BUILT_IN) && BUILT_IN[low].oui == mac >> 24
		       ? BUILT_IN[low].name
		       : NULL;
}

void vendors_finish(struct vendors *vendors)
{
	free(vendors->list);
	arena_finish(&vendors->arena);
	*vendors = (struct vendors){0};
}

int vendors_want(struct vendors *vendors, const uint8_t mac[6])
{
	uint64_t n = number(mac);

	if (vendors_kind(mac) != VENDORS_GLOBAL || built_in(n) ||
		vendors->count == VENDORS_MOST) {
		return 0;
	}
	if (vendors->count == vendors->room) {
		size_t room = vendors->room ? vendors->room * 2 : 64;
		struct vendors_entry *list =
			realloc(vendors->list, room * sizeof(*list));
		if (!list) {
			return -1;
		}
		vendors->list = list;
		vendors->room = room;
	}
	vendors->list[vendors->count++] = (struct vendors_entry){.mac = n};
	return 0;
}

static int by_mac(const void *a, const void *b)
{
	const struct vendors_entry *x = a;
	const struct vendors_entry *y = b;

	return x->mac < y->mac ? -1 : x->mac > y->mac;
}

/* The first entry that is not below @mac. */
static size_t first_at(const struct vendors *v, uint64_t mac)
{
	size_t low = 0;
	size_t high = v->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (v->list[middle].mac < mac) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/*
 * Bytes with ':' or '-' at the start of @line, and "/28" behind them.
 * Returns how many bits they name, 0 when there is no assignment; @ret: on the
 * left of 48 bits; @ret_rest: what follows.
 */
static unsigned prefix_of(
	struct slice line, uint64_t *ret, struct slice *ret_rest)
{
	uint64_t n = 0;
	unsigned bytes = 0;
	size_t i = 0;
	uint64_t bits = 0;

	while (bytes < 6 && i + 1 < line.n && slice_hex(line.p[i]) >= 0 &&
		slice_hex(line.p[i + 1]) >= 0) {
		n = n << 8 | (unsigned)(slice_hex(line.p[i]) << 4 |
					slice_hex(line.p[i + 1]));
		bytes++;
		i += 2;
		if (i == line.n || (line.p[i] != ':' && line.p[i] != '-')) {
			break;
		}
		i++;
	}
	*ret_rest = slice_sub(line, i, line.n);
	if (bytes < 3 || !ret_rest->n) {
		return 0;
	}
	*ret = n << (48 - 8 * bytes);
	if (ret_rest->p[0] != '/') {
		return bytes == 3 ? 24 : 0;
	}
	struct slice mask = slice_sub(*ret_rest, 1, 2);
	*ret_rest = slice_sub(*ret_rest, 3, line.n);
	return slice_u64(mask, 48, &bits) && bits >= 24 ? (unsigned)bits : 0;
}

/* The last field of what follows the assignment. */
static struct slice name_of(struct slice rest)
{
	struct slice name = slice_trim(rest);

	if (slice_istarts(name, "(hex)")) {
		return slice_trim(slice_sub(name, 5, name.n));
	}
	size_t tab = slice_find(name, '\t');
	if (tab < name.n) {
		name = slice_trim(slice_sub(name, tab, name.n));
	}
	return name;
}

static void read_line(struct vendors *v, struct slice line)
{
	uint64_t start = 0;
	struct slice rest;
	unsigned bits = prefix_of(line, &start, &rest);

	if (!bits) {
		return;
	}
	uint64_t span = (uint64_t)1 << (48 - bits);
	start &= ~(span - 1);
	size_t i = first_at(v, start);
	if (i == v->count || v->list[i].mac - start >= span) {
		return;
	}
	struct slice name = name_of(rest);
	/* This owner hands parts of its blocks on: see the longer ones. */
	if (!name.n || slice_istarts(name, "IEEE Registration Auth")) {
		return;
	}
	name = arena_copy(&v->arena, slice_sub(name, 0, NAME_MOST));
	for (; i < v->count && v->list[i].mac - start < span; i++) {
		if (bits > v->list[i].bits) {
			v->list[i].bits = (uint8_t)bits;
			v->list[i].name = name;
		}
	}
}

void vendors_read(struct vendors *vendors, struct slice text)
{
	if (vendors->count) {
		qsort(vendors->list, vendors->count, sizeof(*vendors->list),
			by_mac);
	}
	while (text.n && vendors->count) {
		read_line(vendors, slice_cut(&text, '\n'));
	}
}

struct slice vendors_find(const struct vendors *vendors, const uint8_t mac[6])
{
	uint64_t n = number(mac);

	if (vendors_kind(mac) != VENDORS_GLOBAL) {
		return (struct slice){NULL, 0};
	}
	if (built_in(n) || !vendors) {
		return slice_of(built_in(n));
	}
	size_t i = first_at(vendors, n);
	return i < vendors->count && vendors->list[i].mac == n
		       ? vendors->list[i].name
		       : (struct slice){NULL, 0};
}
