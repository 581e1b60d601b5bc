/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hosts that the user gave one name are one device, whatever their MACs: two
 * network cards, a PBX before and behind a router. Only names of whole
 * addresses count; one of a port is that of a program.
 */
#include "calls/host.h"

#include "calls/book.h"

struct label {
	struct slice text;
	size_t at; /* in hosts->list */
};

struct slice host_label(const struct book *book, const struct addr *ip)
{
	const struct name *n =
		names_find(&book->names, &(struct endpoint){.ip = *ip});

	return n && n->source == NAME_ALIAS && n->at.port == 0
		       ? names_slice(n)
		       : (struct slice){NULL, 0};
}

static int by_label(const void *a, const void *b)
{
	const struct label *x = a;
	const struct label *y = b;
	size_t n = x->text.n < y->text.n ? x->text.n : y->text.n;
	int order = memcmp(x->text.p, y->text.p, n);

	if (order != 0 || x->text.n != y->text.n) {
		return order ? order : x->text.n < y->text.n ? -1 : 1;
	}
	return x->at < y->at ? -1 : x->at > y->at;
}

/* All hosts with a name of the user's; NULL when memory is exhausted. */
static struct label *list_labels(
	const struct book *book, const struct hosts *hosts, size_t *ret_count)
{
	struct label *labels = calloc(hosts->count + 1, sizeof(*labels));
	size_t n = 0;

	for (size_t i = 0; i < hosts->count && labels; i++) {
		const struct host *h = &hosts->list[i];
		struct slice text = {NULL, 0};
		for (unsigned k = 0; k < h->device_count && !text.n; k++) {
			text = host_label(book, &h->devices[k]->ip);
		}
		if (text.n) {
			labels[n++] = (struct label){text, i};
		}
	}
	if (labels) {
		qsort(labels, n, sizeof(*labels), by_label);
	}
	*ret_count = n;
	return labels;
}

static int by_index(const void *a, const void *b)
{
	const struct device *const *x = a;
	const struct device *const *y = b;

	return (*x)->index < (*y)->index ? -1 : 1;
}

/* @more becomes part of @h, unless they are too many together. */
static void take_in(struct host *h, struct host *more)
{
	if (h->device_count + more->device_count > HOST_IPS) {
		return;
	}
	for (unsigned i = 0; i < more->device_count; i++) {
		h->devices[h->device_count++] = more->devices[i];
	}
	qsort(h->devices, h->device_count, sizeof(h->devices[0]), by_index);
	if (h->mac_basis == HOST_MAC_NONE && more->mac_basis != HOST_MAC_NONE) {
		h->mac_basis = more->mac_basis;
		memcpy(h->mac, more->mac, sizeof(h->mac));
		h->mac_frame = more->mac_frame;
		h->routed = false;
	}
	if (more->agent_basis > h->agent_basis) {
		h->agent = more->agent;
		h->user_agent = more->user_agent;
		h->agent_frame = more->agent_frame;
		h->agent_basis = more->agent_basis;
	}
	h->is_router = h->is_router || more->is_router;
	more->device_count = 0;
}

int hosts_join_named(const struct book *book, struct hosts *hosts)
{
	size_t n = 0;
	size_t kept = 0;
	struct label *labels = list_labels(book, hosts, &n);

	if (!labels) {
		return -1;
	}
	for (size_t first = 0, i = 1; i < n; i++) {
		if (!slice_eq(labels[first].text, labels[i].text)) {
			first = i;
			continue;
		}
		take_in(&hosts->list[labels[first].at],
			&hosts->list[labels[i].at]);
	}
	free(labels);
	for (size_t i = 0; i < hosts->count; i++) {
		struct host *h = &hosts->list[i];
		for (unsigned k = 0; k < h->device_count; k++) {
			hosts->of[h->devices[k]->index] = (uint32_t)kept;
		}
		if (h->device_count) {
			hosts->list[kept++] = *h;
		}
	}
	hosts->count = kept;
	return 0;
}
