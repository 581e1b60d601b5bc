/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place is the first URL in the body: application/url has nothing else, and
 * message/external-body says URL="...". RFC 6080 clause 4, RFC 4483. */
#include "calls/supply.h"

#include "calls/book.h"

static struct supply *find(struct supply_table *t, const struct addr *client)
{
	for (unsigned i = 0; i < t->count; i++) {
		if (addr_eq(&t->list[i].client, client)) {
			return &t->list[i];
		}
	}
	return NULL;
}

static void keep(char *to, struct slice text)
{
	struct slice kept = slice_sub(text, 0, SUPPLY_TEXT - 1);

	if (kept.n) {
		memcpy(to, kept.p, kept.n);
	}
	to[kept.n] = '\0';
}

static void on_subscribe(struct supply_table *t, const struct packet *packet,
	struct slice event)
{
	struct supply *s = find(t, &packet->src.ip);

	if (!s && t->count == SUPPLIES) {
		t->left_out++;
		return;
	}
	if (!s) {
		s = &t->list[t->count++];
		*s = (struct supply){.client = packet->src.ip,
			.asked = packet->dst.ip,
			.point = packet->point,
			.first = moment_of(packet)};
		struct slice rest = event;
		(void)slice_cut(&rest, ';');
		keep(s->device, rest);
	}
	s->asks += s->point == packet->point;
}

static struct slice url_in(struct slice body)
{
	for (size_t i = 0; i + 8 < body.n; i++) {
		struct slice s = slice_sub(body, i, body.n);
		size_t n = 0;
		if (!slice_istarts(s, "http://") &&
			!slice_istarts(s, "https://") &&
			!slice_istarts(s, "tftp://") &&
			!slice_istarts(s, "ftp://")) {
			continue;
		}
		while (n < s.n && s.p[n] > ' ' && s.p[n] != '"' &&
			s.p[n] != '?' && s.p[n] != '>' && s.p[n] != '<') {
			n++;
		}
		return slice_sub(s, 0, n);
	}
	return (struct slice){NULL, 0};
}

void supply_signal(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	struct slice event = signal->header[SIP_EVENT];

	if (!signal->request || !slice_istarts(event, "ua-profile")) {
		return;
	}
	if (signal->method == METHOD_SUBSCRIBE) {
		on_subscribe(&book->net.supplies, packet, event);
	} else if (signal->method == METHOD_NOTIFY) {
		struct supply *s = find(&book->net.supplies, &packet->dst.ip);
		struct slice url = url_in(signal->body);
		if (s && url.n && !s->answer.frame) {
			s->told = packet->src.ip;
			s->answer = moment_of(packet);
			keep(s->place, url);
		}
	}
}
