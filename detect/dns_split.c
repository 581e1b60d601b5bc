/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Different answers are usual where load is shared, so two servers contradict
 * each other only when one gives private and the other public addresses.
 */
#include "detect/dns_split.h"

#include "calls/role.h"
#include "detect/dns_name.h"

static bool all_public(const struct lookup *l, bool public)
{
	for (unsigned i = 0; i < l->address_count; i++) {
		if (role_public(&l->addresses[i]) != public) {
			return false;
		}
	}
	return l->address_count > 0;
}

static void put_answer(struct detecting *d, const struct lookup *l)
{
	char ip[ADDR_TEXT];

	text_printf(&d->text, "%s", addr_text(&l->addresses[0], ip));
	text_printf(&d->text, l->address_count > 1 ? _(" and others") : "");
	text_printf(&d->text, _(" from the DNS server %s"),
		addr_text(&l->server, ip));
	text_printf(&d->text, _(" for %s"), addr_text(&l->client, ip));
}

static void raise_answers(struct detecting *d, const struct lookup *in,
	const struct lookup *out)
{
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		slice_of(in->name), out->found.last.ts);

	detect_moment(f, &in->found.last);
	detect_moment(f, &out->found.last);
	detect_host(f, &in->client);
	detect_host(f, &out->client);
	detect_host(f, &in->server);
	detect_host(f, &out->server);
	if (!detect_new(f)) {
		return;
	}
	text_clean(&d->text, slice_of(in->name));
	text_puts(&d->text, _(" has two faces: "));
	put_answer(d, in);
	text_puts(&d->text, ", ");
	put_answer(d, out);
	text_puts(&d->text, _(". Who gets the public address sends its calls "
			      "out and back, or not at all."));
	detect_detail(d, f);
}

void dns_split_answers(
	struct detecting *d, const struct lookup *l, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		const struct lookup *m = lookup_at(d->book, i);
		if (!m || m->type != l->type || strcmp(m->name, l->name) != 0) {
			continue;
		}
		if (all_public(l, false) && all_public(m, true)) {
			raise_answers(d, l, m);
		} else if (all_public(l, true) && all_public(m, false)) {
			raise_answers(d, m, l);
		}
	}
}

static bool holds(const struct lookup *l, const struct addr *ip)
{
	for (unsigned i = 0; i < l->address_count; i++) {
		if (addr_eq(&l->addresses[i], ip)) {
			return true;
		}
	}
	return false;
}

/* All that the client had found of the name when it first went there; in @ret
 * one with an address. False where that is not wholly known. */
static bool elsewhere(const struct detecting *d, const struct lookup_use *u,
	const struct lookup **ret)
{
	struct lookup asked = {.client = u->client};
	const struct lookup *l;

	memcpy(asked.name, u->name, sizeof(asked.name));
	*ret = NULL;
	for (size_t i = 0; (l = lookup_at(d->book, i)); i++) {
		if (!l->found.n || !dns_name_related(d, &asked, l)) {
			continue;
		}
		bool later = l->found.last.ts > u->since.ts;
		if (holds(l, &u->to.ip) || (later && l->found.n > 1) ||
			l->address_count == LOOKUP_ADDRESSES) {
			return false;
		}
		if (l->address_count && !later) {
			*ret = l;
		}
	}
	return *ret != NULL;
}

void dns_split_use(struct detecting *d, const struct lookup_use *u)
{
	const struct lookup *l;
	char ip[ADDR_TEXT];

	if (!elsewhere(d, u, &l)) {
		detect_judged(d);
		return;
	}
	bool border =
		role_public(&l->addresses[0]) != role_public(&u->to.ip);
	struct {
		struct addr to;
		uint64_t lookup;
	} key = {u->to.ip, l->hash};
	struct finding *f =
		detect_raise(d, border ? SEVERITY_WARNING : SEVERITY_NOTE,
			(struct slice){(const char *)&key, sizeof(key)},
			u->since.ts);
	detect_moment(f, &l->found.last);
	detect_moment(f, &u->since);
	detect_host(f, &u->client);
	detect_host(f, &u->to.ip);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text, _("%s was told by DNS that "),
		addr_text(&u->client, ip));
	text_clean(&d->text, slice_of(u->name));
	text_printf(&d->text, _(" is %s"), addr_text(&l->addresses[0], ip));
	text_printf(&d->text,
		_(", but sends its SIP for it to %s: an outbound proxy is set, "
		  "or another answer was used."),
		addr_text(&u->to.ip, ip));
	detect_detail(d, f);
}
