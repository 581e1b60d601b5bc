/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever answers a host: SIP, DNS, time, TCP, errors of ICMP, or RTP to it. */
#include "detect/seen.h"

#include "calls/watch.h"

static bool by_lookup(const struct book *book, const struct addr *ip)
{
	const struct lookup *l;

	for (size_t i = 0; (l = lookup_at(book, i)); i++) {
		if (addr_eq(&l->client, ip) &&
			(l->found.n || l->failed.n || l->empty.n)) {
			return true;
		}
	}
	return false;
}

static bool by_connection(const struct book *book, const struct addr *ip)
{
	const struct connect *c;

	for (size_t i = 0; (c = connect_at(book, i)); i++) {
		if (addr_eq(&c->client.ip, ip) &&
			(c->agreed.frame || c->refused.frame)) {
			return true;
		}
	}
	return false;
}

static bool by_network(const struct net *net, const struct addr *ip)
{
	for (unsigned i = 0; i < net->turned.count; i++) {
		if (addr_eq(&net->turned.pairs[i].src.ip, ip)) {
			return true;
		}
	}
	for (unsigned i = 0; i < net->times.count; i++) {
		const struct timesource *t = &net->times.list[i];
		if (addr_eq(&t->client, ip) && t->answered) {
			return true;
		}
	}
	return false;
}

bool seen_towards(const struct detecting *d, const struct addr *ip)
{
	const struct book *book = d->book;
	const struct watch_source *s = watch_find(book->watch, ip);

	if ((s && s->answered.frame) || by_network(&book->net, ip) ||
		by_lookup(book, ip) || by_connection(book, ip)) {
		return true;
	}
	for (const struct stream *r = book->streams; r; r = r->next) {
		if (addr_eq(&r->dst.ip, ip)) {
			return true;
		}
	}
	return false;
}
