/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host belongs to a domain when it ends in it, at a dot. */
#include "detect/redirector.h"

#include "lib/attr.h"

static const struct {
	const char *domain, *whose;
} ROWS[] = {
#define REDIRECTOR(domain, whose) {domain, whose},
#include "detect/redirectors.def"
#undef REDIRECTOR
};

const char *redirector_of(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice d = slice_of(ROWS[i].domain);
		if (name.n < d.n) {
			continue;
		}
		size_t before = name.n - d.n;
		if (slice_ieq(slice_sub(name, before, d.n), d) &&
			(before == 0 || name.p[before - 1] == '.')) {
			return ROWS[i].whose;
		}
	}
	return NULL;
}
