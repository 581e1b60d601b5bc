/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted of each host; bounded, and the first come stay. */
#include "calls/device.h"

#include "calls/book.h"
#include "calls/dial_code.h"
#include "lib/hash.h"

void devices_init(struct devices *devices, size_t limit)
{
	*devices = (struct devices){.limit = limit};
	arena_init(&devices->arena, 0);
}

void devices_finish(struct devices *devices)
{
	map_finish(&devices->map);
	map_finish(&devices->agents);
	arena_finish(&devices->arena);
	*devices = (struct devices){0};
}

static bool same(const void *key, const void *value)
{
	const struct addr *ip = key;
	const struct device *d = value;

	return addr_eq(ip, &d->ip);
}

const struct device *device_find(const struct book *book, const struct addr *ip)
{
	uint64_t hash = hash_bytes(ip->b, sizeof(ip->b), book->key);

	return map_find(&book->devices.map, hash, same, ip);
}

static struct device *device_of(
	struct book *book, const struct addr *ip, const struct packet *packet)
{
	struct devices *all = &book->devices;
	uint64_t hash = hash_bytes(ip->b, sizeof(ip->b), book->key);
	struct device *d = map_find(&all->map, hash, same, ip);

	if (d) {
		return d;
	}
	if (all->count < all->limit) {
		d = arena_get(&all->arena, sizeof(*d));
	}
	if (!d || map_add(&all->map, hash, d) != 0) {
		all->left_out++;
		return NULL;
	}
	d->hash = hash;
	d->ip = *ip;
	d->first_frame = packet->frame;
	d->first_ts = packet->ts;
	d->last_ts = packet->ts;
	d->index = (uint32_t)all->count;
	if (all->last) {
		all->last->next = d;
	} else {
		all->first = d;
	}
	all->last = d;
	all->count++;
	return d;
}

static void note_mac(
	struct arena *arena, struct device *d, const struct packet *packet)
{
	unsigned i = 0;

	if (!packet->has_mac_src || !packet_mac_told(packet->mac_src)) {
		return;
	}
	while (i < d->mac_count &&
		memcmp(d->macs[i].mac, packet->mac_src, 6) != 0) {
		i++;
	}
	if (i == DEVICE_MACS) {
		d->macs_left_out = true;
		return;
	}
	if (i == d->mac_count) {
		struct device_mac *more = arena_more(
			arena, d->macs, d->mac_count, sizeof(*d->macs));
		if (!more) {
			return;
		}
		d->macs = more;
	}
	struct device_mac *m = &d->macs[i];
	if (i == d->mac_count) {
		d->mac_count++;
		memcpy(m->mac, packet->mac_src, 6);
		m->frame = packet->frame;
		m->capture = packet->capture;
		m->point = packet->point;
		m->first_ts = packet->ts;
		m->ttl_min = packet->ttl;
	}
	/* The sender of multicast chooses its TTL for other reasons. */
	if (!addr_is_multicast(&packet->dst.ip)) {
		m->ttl_min =
			packet->ttl < m->ttl_min ? packet->ttl : m->ttl_min;
		m->ttl_max =
			packet->ttl > m->ttl_max ? packet->ttl : m->ttl_max;
	}
	m->packets++;
	m->last_ts = packet->ts;
}

/* What every packet says of its sender. */
static void note_sender(
	struct arena *arena, struct device *d, const struct packet *packet)
{
	note_mac(arena, d, packet);
	d->last_ts = packet->ts > d->last_ts ? packet->ts : d->last_ts;
	if (packet->vlan_count) {
		d->vlan = packet->vlan[0];
		d->vlan_count = packet->vlan_count;
		d->pcp = packet->pcp;
	}
	if (d->ttl_max == 0 || packet->ttl < d->ttl_min) {
		d->ttl_min = packet->ttl;
	}
	if (packet->ttl > d->ttl_max) {
		d->ttl_max = packet->ttl;
	}
}

/* @user joins @list, once. */
static void note_user(struct book *book, struct slice **list, unsigned *count,
	bool *left_out, struct slice user)
{
	struct arena *arena = &book->devices.arena;
	char room[DIAL_CODE_TEXT + 4];

	user = dial_code_hide(slice_sub(user, 0, 64), room);
	if (!user.n) {
		return;
	}
	for (unsigned i = 0; i < *count; i++) {
		if (slice_eq((*list)[i], user)) {
			return;
		}
	}
	if (*count == DEVICE_USERS) {
		*left_out = true;
		return;
	}
	struct slice copy = arena_copy(arena, user);
	struct slice *more = arena_more(arena, *list, *count, sizeof(copy));
	if (copy.n && more) {
		more[(*count)++] = copy;
		*list = more;
	}
}

static void note_number(struct book *book, struct device *d, struct slice user)
{
	note_user(
		book, &d->numbers, &d->number_count, &d->numbers_left_out, user);
}

static void note_called(struct book *book, struct device *d, struct slice user)
{
	uint32_t hash = (uint32_t)hash_bytes(user.p, user.n, book->key);

	for (unsigned i = 0; i < d->called_count; i++) {
		if (d->called[i] == hash) {
			return;
		}
	}
	if (user.n && d->called_count < DEVICE_CALLED) {
		d->called[d->called_count++] = hash;
	}
}

static enum device_agent basis_of(const struct signal *signal)
{
	if (signal->request) {
		return signal->via_count == 1 ? DEVICE_AGENT_REQUEST
					      : DEVICE_AGENT_NONE;
	}
	return signal->status == 100 || signal->status == 401 ||
			       signal->status == 407
		       ? DEVICE_AGENT_SERVER
		       : DEVICE_AGENT_ANSWER;
}

static bool same_text(const void *key, const void *value)
{
	const struct slice *text = key;
	const struct agent *agent = value;

	return slice_eq(*text, agent->text);
}

/* What @text tells, read once for all who say it; NULL when memory is out. */
static const struct agent *agent_of(struct devices *all, struct slice text,
	uint64_t key)
{
	uint64_t hash = hash_slice(text, key);
	struct agent *a = map_find(&all->agents, hash, same_text, &text);

	if (a) {
		return a;
	}
	text = arena_copy(&all->arena, text);
	a = text.p ? arena_get(&all->arena, sizeof(*a)) : NULL;
	if (!a) {
		return NULL;
	}
	agent_read(text, a);
	return map_add(&all->agents, hash, a) == 0 ? a : NULL;
}

static void note_agent(struct book *book, struct device *d,
	const struct packet *packet, const struct signal *signal)
{
	struct slice agent = signal->header[SIP_USER_AGENT];
	enum device_agent basis = basis_of(signal);

	if (!agent.p && !signal->request) {
		agent = signal->header[SIP_SERVER];
	}
	agent = slice_sub(agent, 0, 128);
	if (!agent.n || basis < d->agent_basis) {
		return;
	}
	if (slice_eq(agent, d->agent)) {
		d->agent_basis = basis;
		return;
	}
	/* A host with many names must not fill the arena. */
	if (d->agent.n == 0 || basis > d->agent_basis ||
		d->agent_frame + 1000 < packet->frame) {
		const struct agent *told =
			agent_of(&book->devices, agent, book->key);
		if (told) {
			d->told = told;
			d->agent = told->text;
			d->agent_frame = packet->frame;
			d->agent_basis = basis;
		}
	}
}

static void first(uint32_t *count, uint64_t *frame, const struct packet *packet)
{
	if (*count == 0) {
		*frame = packet->frame;
	}
	if (*count < UINT32_MAX) {
		(*count)++;
	}
}

static void on_request(struct book *book, struct device *src,
	struct device *dst, const struct packet *packet,
	const struct signal *signal)
{
	if (signal->method == METHOD_REGISTER && src) {
		first(&src->registers_sent, &src->register_frame, packet);
		if (signal->via_count > 1) {
			src->registers_forwarded++;
		} else {
			note_user(book, &src->users, &src->user_count,
				&src->users_left_out, signal->to.uri.user);
		}
	}
	if (signal->method != METHOD_INVITE || signal->to.tag.n) {
		return;
	}
	if (src) {
		first(&src->invites_sent, &src->invite_frame, packet);
		note_number(book, src, signal->from.uri.user);
	}
	if (dst) {
		dst->invites_received++;
		note_called(book, dst, signal->request_uri.user);
	}
}

static void on_response(struct book *book, struct device *src,
	const struct packet *packet, const struct signal *signal)
{
	if (signal->cseq_method == METHOD_INVITE && signal->status > 100 &&
		signal->status < 300) {
		note_number(book, src, signal->to.uri.user);
	}
	if (signal->status == 401 || signal->status == 407) {
		first(&src->challenges, &src->challenge_frame, packet);
	} else if (signal->cseq_method == METHOD_REGISTER &&
		   signal->status >= 200 && signal->status < 300) {
		first(&src->registers_granted, &src->granted_frame, packet);
	} else if (signal->status >= 300 && signal->status < 400) {
		src->redirects++;
	}
}

void device_signal(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	struct device *src = device_of(book, &packet->src.ip, packet);
	struct device *dst = device_of(book, &packet->dst.ip, packet);

	if (src) {
		note_sender(&book->devices.arena, src, packet);
		note_agent(book, src, packet, signal);
		src->sends_sip = true;
		src->transports |= (uint8_t)(1U << packet->transport);
		src->packets++;
		src->dscp_sip = packet->dscp;
	}
	book->devices.messages++;
	if (dst && dst != src) {
		dst->packets++;
	}
	if (signal->request) {
		on_request(book, src, dst, packet, signal);
	} else if (src) {
		on_response(book, src, packet, signal);
	}
}

void device_stream(struct book *book, const struct packet *packet)
{
	struct device *src = device_of(book, &packet->src.ip, packet);
	struct device *dst = device_of(book, &packet->dst.ip, packet);

	if (src) {
		note_sender(&book->devices.arena, src, packet);
		src->sends_rtp = true;
		src->dscp_rtp = packet->dscp;
		src->streams_sent++;
	}
	if (dst) {
		dst->streams_received++;
	}
}

bool device_serves(
	const struct book *book, const struct addr *ip, uint64_t *ret_frame)
{
	const struct device *d = device_find(book, ip);

	if (!d || (!d->challenges && !d->registers_granted &&
			  !agent_is_pbx(d->told))) {
		return false;
	}
	if (ret_frame) {
		*ret_frame = d->challenges          ? d->challenge_frame
			     : d->registers_granted ? d->granted_frame
						    : d->agent_frame;
	}
	return true;
}
