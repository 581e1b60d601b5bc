/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best fit of a few declared names. */
#include "detect/declared.h"

#include "calls/host.h"
#include "calls/names.h"

/* How well @name fits @ip: 2 the address, 1 a name of it, 0 not. */
static unsigned fits(
	const struct book *book, struct slice name, const struct addr *ip)
{
	const struct name *known =
		names_find(&book->names, &(struct endpoint){.ip = *ip});
	struct addr at;

	if (addr_parse(name, &at)) {
		return addr_eq(&at, ip) ? 2 : 0;
	}
	return known && slice_ieq(names_slice(known), name);
}

double declared_of(const struct detecting *d, enum threshold threshold,
	const struct addr *ip)
{
	double value = detect_limit(d, threshold);
	unsigned best = 0;
	struct hosts hosts;

	if (!d->limits->host_count) {
		return value;
	}
	const struct host *h = hosts_of(d->book, &hosts) == 0
				       ? host_at(&hosts, d->book, ip)
				       : NULL;

	for (unsigned i = 0; i < d->limits->host_count; i++) {
		const struct threshold_host *t = &d->limits->hosts[i];
		if (t->threshold != threshold) {
			continue;
		}
		unsigned score = fits(d->book, t->name, ip);
		for (unsigned k = 0; h && k < h->device_count && !score; k++) {
			score = fits(d->book, t->name, &h->devices[k]->ip);
		}
		if (score > best) {
			best = score;
			value = t->v;
		}
	}
	return value;
}
