/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 3263: a domain leads over NAPTR to services, over SRV to hosts, and those
 * to addresses; each step may be left out. */
#include "detect/dns_name.h"

#include "detect/redirector.h"

static bool is_service(const char *name)
{
	return strncmp(name, "_sip.", 5) == 0 || strncmp(name, "_sips.", 6) == 0;
}

static bool is_used(const struct detecting *d, const char *name)
{
	const struct lookup_use *u;

	for (size_t i = 0; (u = lookup_use_at(d->book, i)); i++) {
		if (strcmp(u->name, name) == 0) {
			return true;
		}
	}
	return false;
}

static bool leads_to(const struct lookup *l, const char *name)
{
	for (unsigned i = 0; i < l->target_count; i++) {
		if (strcmp(l->targets[i], name) == 0) {
			return true;
		}
	}
	return false;
}

bool dns_name_of_sip(const struct detecting *d, const struct lookup *l)
{
	const char *base = lookup_base(l->name);
	const struct lookup *m;

	if (is_service(l->name) || is_used(d, base) ||
		redirector_of(slice_of(l->name))) {
		return true;
	}
	for (size_t i = 0; (m = lookup_at(d->book, i)); i++) {
		bool fallback = is_service(m->name) &&
				addr_eq(&m->client, &l->client) &&
				strcmp(lookup_base(m->name), base) == 0;
		bool target = (is_service(m->name) ||
				      is_used(d, lookup_base(m->name))) &&
			      leads_to(m, l->name);
		if (fallback || target) {
			return true;
		}
	}
	return false;
}

/* Does the domain @base lead to @m's name, for the host that asked? */
static bool base_leads(
	const struct detecting *d, const char *base, const struct lookup *m)
{
	const struct lookup *s;

	for (size_t i = 0; (s = lookup_at(d->book, i)); i++) {
		if (addr_eq(&s->client, &m->client) &&
			strcmp(lookup_base(s->name), base) == 0 &&
			leads_to(s, m->name)) {
			return true;
		}
	}
	return false;
}

bool dns_name_related(const struct detecting *d, const struct lookup *l,
	const struct lookup *m)
{
	const char *base = lookup_base(l->name);

	return addr_eq(&l->client, &m->client) &&
	       (strcmp(base, lookup_base(m->name)) == 0 ||
		       base_leads(d, base, m));
}

const struct lookup_use *dns_name_use(const struct detecting *d,
	const struct addr *client, const char *name)
{
	const struct lookup_use *u;

	for (size_t i = 0; (u = lookup_use_at(d->book, i)); i++) {
		if (addr_eq(&u->client, client) && strcmp(u->name, name) == 0) {
			return u;
		}
	}
	return NULL;
}
