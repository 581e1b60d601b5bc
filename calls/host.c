/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Devices become hosts by their MACs: all pairs of MAC and device are sorted
 * by MAC, so that each MAC is looked at once with all it sends for.
 */
#include "calls/host.h"

#include "calls/book.h"
#include "calls/role.h"
#include "calls/vendors.h"

/* One MAC that sends for one device. */
struct use {
	const struct device_mac *mac;
	const struct device *device;
	bool on_link; /* no router has lowered the TTL */
	bool main;    /* it is the MAC that the device uses most there */
};

bool host_first_ttl(unsigned ttl)
{
	return ttl == 32 || ttl == 64 || ttl == 128 || ttl == 255;
}

static bool on_link(const struct device_mac *mac)
{
	return host_first_ttl(mac->ttl_min) && host_first_ttl(mac->ttl_max);
}

/* Addresses that several routers share: they belong to no one host. */
static bool is_shared(const uint8_t mac[6])
{
	return vendors_shared(vendors_kind(mac));
}

/* The MAC on the link that @d uses most, or NULL. */
static const struct device_mac *main_mac(const struct device *d)
{
	const struct device_mac *best = NULL;

	for (unsigned i = 0; i < d->mac_count; i++) {
		const struct device_mac *m = &d->macs[i];
		if (on_link(m) && !is_shared(m->mac) &&
			(!best || m->packets > best->packets)) {
			best = m;
		}
	}
	return best;
}

static int by_mac(const void *a, const void *b)
{
	const struct use *x = a;
	const struct use *y = b;
	int order = memcmp(x->mac->mac, y->mac->mac, 6);

	if (order != 0) {
		return order;
	}
	return x->device->index < y->device->index ? -1 : 1;
}

/* All uses, sorted; NULL when memory is exhausted. */
static struct use *list_uses(const struct book *book, size_t *ret_count)
{
	const struct devices *all = &book->devices;
	struct use *uses = calloc(all->count * DEVICE_MACS + 1, sizeof(*uses));
	size_t n = 0;

	for (const struct device *d = all->first; d && uses; d = d->next) {
		const struct device_mac *best = main_mac(d);
		for (unsigned i = 0; i < d->mac_count; i++) {
			uses[n++] = (struct use){
				.mac = &d->macs[i],
				.device = d,
				.on_link = on_link(&d->macs[i]),
				.main = &d->macs[i] == best,
			};
		}
	}
	if (uses) {
		qsort(uses, n, sizeof(*uses), by_mac);
	}
	*ret_count = n;
	return uses;
}

/* Two programs of one host call themselves the same, or one is silent. */
static bool agents_agree(const struct device *a, const struct device *b)
{
	return !a->agent.n || !b->agent.n || slice_eq(a->agent, b->agent);
}

/* Devices of the uses @u, @n of one MAC, to which the user gave @label. */
static unsigned count_label(const struct book *book, const struct use *u,
	size_t n, struct slice label)
{
	unsigned count = 0;

	for (size_t i = 0; i < n && n <= HOST_IPS; i++) {
		count += slice_eq(host_label(book, &u[i].device->ip), label);
	}
	return count;
}

/*
 * The user did not name @a and @b apart. A name that he gave to one address
 * may stand for all of its host; one that he gave to several tells them all.
 */
static bool labels_agree(const struct book *book, const struct use *u, size_t n,
	const struct device *a, const struct device *b)
{
	struct slice x = host_label(book, &a->ip);
	struct slice y = host_label(book, &b->ip);

	if (x.n && y.n) {
		return slice_eq(x, y);
	}
	return (!x.n && !y.n) || count_label(book, u, n, x.n ? x : y) < 2;
}

static struct host *join_host(
	struct hosts *hosts, const struct device *d, struct host *host)
{
	if (!host) {
		host = &hosts->list[hosts->count++];
	}
	host->devices[host->device_count++] = d;
	hosts->of[d->index] = (uint32_t)(host - hosts->list);
	return host;
}

/* Joins the devices of the uses @u, @n of one MAC, which is their own. */
static void take_own(const struct book *book, struct hosts *hosts,
	struct use *u, size_t n, bool router)
{
	struct host *host = NULL;
	size_t mains = 0;

	for (size_t i = 0; i < n; i++) {
		mains += u[i].main;
	}
	for (size_t i = 0; i < n; i++) {
		if (!u[i].main) {
			continue;
		}
		/* More addresses than one host has: a bridge, say, that sends
		 * under its own MAC for others. */
		bool apart = mains > HOST_IPS || !host ||
			     !agents_agree(host->devices[0], u[i].device) ||
			     !labels_agree(
				     book, u, n, host->devices[0], u[i].device);
		struct host *h =
			join_host(hosts, u[i].device, apart ? NULL : host);
		host = host ? host : h;
		h->is_router = router;
		if (h->mac_basis == HOST_MAC_NONE && mains <= HOST_IPS) {
			h->mac_basis = HOST_MAC_SEEN;
			memcpy(h->mac, u[i].mac->mac, 6);
			h->mac_frame = u[i].mac->frame;
		}
	}
}

static int by_first_device(const void *a, const void *b)
{
	const struct host *x = a;
	const struct host *y = b;

	return x->devices[0]->index < y->devices[0]->index ? -1 : 1;
}

/* Who else on the link sends for an address of @h; and by what router. */
static void note_macs(struct host *h)
{
	for (unsigned i = 0; i < h->device_count; i++) {
		const struct device *d = h->devices[i];
		for (unsigned k = 0; k < d->mac_count; k++) {
			const struct device_mac *m = &d->macs[k];
			bool own = h->mac_basis == HOST_MAC_SEEN &&
				   memcmp(m->mac, h->mac, 6) == 0;
			if (own) {
				continue;
			}
			if (!on_link(m) || is_shared(m->mac)) {
				h->routed = h->mac_basis != HOST_MAC_SEEN &&
					    m->ttl_max != 0;
				memcpy(h->router, m->mac, 6);
			} else if (h->mac_basis == HOST_MAC_SEEN &&
				   !h->mac_conflict) {
				h->mac_conflict = true;
				memcpy(h->other_mac, m->mac, 6);
				h->other_mac_frame = m->frame;
			}
		}
	}
}

/* The agent is the host's own, not one that it passed on. */
static void note_agent(struct host *h)
{
	enum device_agent best = DEVICE_AGENT_NONE;

	for (unsigned i = 0; i < h->device_count; i++) {
		const struct device *d = h->devices[i];
		if (d->agent.n && d->agent_basis > best) {
			best = d->agent_basis;
			h->user_agent = d->agent;
			h->agent = *d->told;
			h->agent_frame = d->agent_frame;
		}
	}
	h->agent_basis = best;
	if (h->agent.has_mac && h->mac_basis == HOST_MAC_NONE) {
		h->mac_basis = HOST_MAC_AGENT;
		memcpy(h->mac, h->agent.mac, 6);
		h->mac_frame = h->agent_frame;
	}
}

/* What the User-Agent does not tell. */
static void note_neighbour(const struct book *book, struct host *h)
{
	const struct neighbour *n = neighbour_of(book, h);

	h->neighbour = n;
	if (!n) {
		return;
	}
	h->plug = neighbour_switch(book, n);
	if (!h->agent.model.n) {
		h->agent.model = n->said.texts[LLDP_MODEL];
	}
	for (unsigned i = 0; i < 2 && !h->agent.firmware.n; i++) {
		h->agent.firmware = n->said.texts[i == 0 ? LLDP_SOFTWARE
							 : LLDP_FIRMWARE];
	}
	if (n->said.cdp && !h->agent.firmware.n) {
		h->agent.firmware = n->said.texts[LLDP_ABOUT];
	}
}

static void group(const struct book *book, struct hosts *hosts,
	struct use *uses, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t end = i;
		bool router = is_shared(uses[i].mac->mac);
		while (end < n &&
			memcmp(uses[end].mac->mac, uses[i].mac->mac, 6) == 0) {
			router = router || (!uses[end].on_link &&
						   uses[end].mac->ttl_max != 0);
			end++;
		}
		take_own(book, hosts, uses + i, end - i, router);
		i = end;
	}
	for (const struct device *d = book->devices.first; d; d = d->next) {
		if (hosts->of[d->index] == UINT32_MAX) {
			(void)join_host(hosts, d, NULL);
		}
	}
	if (hosts->count) {
		qsort(hosts->list, hosts->count, sizeof(*hosts->list),
			by_first_device);
	}
	for (size_t i = 0; i < hosts->count; i++) {
		struct host *h = &hosts->list[i];
		for (unsigned k = 0; k < h->device_count; k++) {
			hosts->of[h->devices[k]->index] = (uint32_t)i;
		}
		note_macs(h);
		note_agent(h);
		note_neighbour(book, h);
	}
}

/* @more's names join @list of @count. */
static void add_users(struct slice *list, unsigned *count, bool *left_out,
	const struct slice *more, unsigned more_count)
{
	for (unsigned i = 0; i < more_count; i++) {
		bool known = false;
		for (unsigned k = 0; k < *count; k++) {
			known = known || slice_eq(list[k], more[i]);
		}
		if (!known && *count < DEVICE_USERS) {
			list[(*count)++] = more[i];
		} else if (!known) {
			*left_out = true;
		}
	}
}

static void earlier(uint64_t *frame, uint64_t other)
{
	if (other && (!*frame || other < *frame)) {
		*frame = other;
	}
}

static void add_names(struct device *ret, const struct device *d)
{
	add_users(ret->users, &ret->user_count, &ret->users_left_out, d->users,
		d->user_count);
	add_users(ret->numbers, &ret->number_count, &ret->numbers_left_out,
		d->numbers, d->number_count);
}

static void add_device(struct device *ret, const struct device *d)
{
	add_names(ret, d);
	ret->users_left_out |= d->users_left_out;
	ret->numbers_left_out |= d->numbers_left_out;
	ret->called_count = d->called_count > ret->called_count
				    ? d->called_count
				    : ret->called_count;
	ret->transports |= d->transports;
	ret->packets += d->packets;
	if (!ret->vlan_count) {
		ret->vlan_count = d->vlan_count;
		ret->vlan = d->vlan;
	}
	if (!ret->sends_sip) {
		ret->sends_sip = d->sends_sip;
		ret->dscp_sip = d->dscp_sip;
	}
	if (!ret->sends_rtp) {
		ret->sends_rtp = d->sends_rtp;
		ret->dscp_rtp = d->dscp_rtp;
	}
	ret->invites_sent += d->invites_sent;
	ret->invites_received += d->invites_received;
	ret->registers_sent += d->registers_sent;
	ret->registers_forwarded += d->registers_forwarded;
	ret->registers_granted += d->registers_granted;
	ret->challenges += d->challenges;
	ret->redirects += d->redirects;
	ret->streams_sent += d->streams_sent;
	ret->streams_received += d->streams_received;
	earlier(&ret->register_frame, d->register_frame);
	earlier(&ret->granted_frame, d->granted_frame);
	earlier(&ret->challenge_frame, d->challenge_frame);
	earlier(&ret->invite_frame, d->invite_frame);
}

/* A host of one address did what that did; of several @arena has the sum. */
static int add_up(struct arena *arena, struct host *host)
{
	struct device *sum;
	struct slice *names;

	host->sum = host->devices[0];
	if (host->device_count == 1) {
		return 0;
	}
	sum = arena_get(arena, sizeof(*sum));
	names = arena_get(arena, 2 * DEVICE_USERS * sizeof(*names));
	if (!sum || !names) {
		return -1;
	}
	*sum = *host->devices[0];
	sum->users = names;
	sum->numbers = names + DEVICE_USERS;
	sum->user_count = 0;
	sum->number_count = 0;
	add_names(sum, host->devices[0]);
	for (unsigned i = 1; i < host->device_count; i++) {
		add_device(sum, host->devices[i]);
	}
	host->sum = sum;
	return 0;
}

static int add_up_all(struct hosts *hosts)
{
	int rc = 0;

	for (size_t i = 0; i < hosts->count && rc == 0; i++) {
		rc = add_up(&hosts->arena, &hosts->list[i]);
	}
	return rc;
}

int hosts_build(const struct book *book, struct hosts *ret)
{
	size_t devices = book->devices.count;
	size_t n = 0;
	struct use *uses = list_uses(book, &n);

	*ret = (struct hosts){
		.list = calloc(devices + 1, sizeof(*ret->list)),
		.of = malloc((devices + 1) * sizeof(*ret->of)),
	};
	if (!uses || !ret->list || !ret->of) {
		free(uses);
		hosts_finish(ret);
		return -1;
	}
	memset(ret->of, 0xff, (devices + 1) * sizeof(*ret->of));
	group(book, ret, uses, n);
	free(uses);
	if (hosts_join_named(book, ret) != 0 || add_up_all(ret) != 0 ||
		role_judge(book, ret) != 0) {
		hosts_finish(ret);
		return -1;
	}
	return 0;
}

int hosts_of(const struct book *book, struct hosts *ret)
{
	*ret = book->hosts;
	return ret->list ? 0 : -1;
}

void hosts_finish(struct hosts *hosts)
{
	free(hosts->list);
	free(hosts->of);
	arena_finish(&hosts->arena);
	*hosts = (struct hosts){0};
}

const struct host *host_at(const struct hosts *hosts, const struct book *book,
	const struct addr *ip)
{
	const struct device *d = device_find(book, ip);

	return d ? &hosts->list[hosts->of[d->index]] : NULL;
}
