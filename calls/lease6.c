/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers by their identifier, which stays when they have several addresses. */
#include "calls/lease6.h"

#include "calls/book.h"
#include "lib/hash.h"

#define LABEL_MOST 63 /* RFC 1035 clause 2.3.4 */

/* The first of a list of names in the encoding of DNS, which is not compressed
 * here: RFC 8415 clause 10. */
static void first_name(struct slice list, char ret[LEASE6_NAME])
{
	struct cursor c = cursor_of(list.p, list.n);
	size_t n = 0;

	ret[0] = '\0';
	while (cursor_left(&c)) {
		uint8_t length = cursor_u8(&c);
		struct slice label = cursor_take(&c, length);
		if (c.bad || length > LABEL_MOST ||
			n + length + 2 > LEASE6_NAME) {
			ret[0] = '\0';
			return;
		}
		if (length == 0) {
			break;
		}
		if (n) {
			ret[n++] = '.';
		}
		memcpy(ret + n, label.p, length);
		n += length;
	}
	ret[n] = '\0';
}

static struct lease6_server *server_of(struct lease6_table *t,
	const struct packet *packet, const struct dhcpv6 *dhcp)
{
	struct slice duid = slice_sub(dhcp->server, 0, LEASE6_DUID);

	for (unsigned i = 0; i < t->server_count; i++) {
		struct lease6_server *s = &t->servers[i];
		if (s->duid_n == duid.n &&
			memcmp(s->duid, duid.p, duid.n) == 0) {
			return s;
		}
	}
	if (t->server_count == LEASE6_SERVERS) {
		t->left_out++;
		return NULL;
	}
	struct lease6_server *s = &t->servers[t->server_count++];
	memcpy(s->duid, duid.p, duid.n);
	s->duid_n = (uint8_t)duid.n;
	s->point = packet->point;
	s->relayed = dhcp->relayed;
	s->ip = packet->src.ip;
	s->first = moment_of(packet);
	return s;
}

static void note_rivals(
	struct lease6_table *t, unsigned index, const struct dhcpv6 *dhcp)
{
	uint32_t client = (uint32_t)hash_slice(dhcp->client, 0);
	struct lease6_asked *a =
		&t->asked[(client ^ dhcp->xid) % LEASE6_ASKED];

	if (a->xid != dhcp->xid || a->client != client) {
		*a = (struct lease6_asked){dhcp->xid, client, 0};
	}
	for (unsigned i = 0; i < t->server_count; i++) {
		if (i != index && (a->answered >> i & 1)) {
			t->servers[i].rivals |= (uint16_t)(1U << index);
			t->servers[index].rivals |= (uint16_t)(1U << i);
		}
	}
	a->answered |= (uint16_t)(1U << index);
}

void lease6_dhcp(struct book *book, const struct packet *packet,
	const struct dhcpv6 *dhcp)
{
	struct lease6_table *t = &book->net.leases6;
	bool answers = dhcp->type == DHCPV6_ADVERTISE ||
		       dhcp->type == DHCPV6_REPLY;

	t->requests += !answers;
	if (!answers || !dhcp->server.n) {
		return;
	}
	struct lease6_server *s = server_of(t, packet, dhcp);
	if (!s || s->point != packet->point) {
		return;
	}
	s->answers++;
	s->last = moment_of(packet);
	note_rivals(t, (unsigned)(s - t->servers), dhcp);
	s->sip = addr_is_any(&dhcp->sip) ? s->sip : dhcp->sip;
	s->dns = addr_is_any(&dhcp->dns) ? s->dns : dhcp->dns;
	s->time = addr_is_any(&dhcp->time) ? s->time : dhcp->time;
	if (dhcp->sip_names.n && !s->sip_name[0]) {
		first_name(dhcp->sip_names, s->sip_name);
	}
}
