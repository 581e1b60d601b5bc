/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that the user names must be readable; the system's need not be. */
#include "app/vendors.h"

#include "app/naming.h"
#include "lib/attr.h"

#include <unistd.h>

/* Debian's ieee-data; Wireshark up to 4.0. */
static const char *const PATHS[] = {
	"/usr/share/ieee-data/oui.txt",
	"/usr/share/wireshark/manuf",
};

static int want_all(struct vendors *ret, const struct book *book)
{
	for (const struct device *d = book->devices.first; d; d = d->next) {
		for (unsigned i = 0; i < d->mac_count; i++) {
			if (vendors_want(ret, d->macs[i].mac) != 0) {
				return -1;
			}
		}
		if (d->told && d->told->has_mac &&
			vendors_want(ret, d->told->mac) != 0) {
			return -1;
		}
	}
	return 0;
}

int vendors_load(struct vendors *ret, const struct book *book,
	const char *path, struct err *err)
{
	struct text text = {0};
	int rc = 0;

	if (want_all(ret, book) != 0) {
		return err_set(err, "out of memory");
	}
	if (path && slice_is(slice_of(path), "none")) {
		return 0;
	}
	const char *found = path;
	for (size_t i = 0; i < COUNT_OF(PATHS) && !found && ret->count; i++) {
		found = access(PATHS[i], R_OK) == 0 ? PATHS[i] : NULL;
	}
	if (found) {
		rc = naming_file(found, &text, err);
	}
	if (rc == 0) {
		vendors_read(ret, text_slice(&text));
	}
	text_finish(&text);
	return path ? rc : 0;
}
