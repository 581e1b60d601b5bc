/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files are read whole: they are small, and one that is not is no file of
 * names. The system's /etc/hosts is read when it is given, never by itself:
 * whose machine reads a capture is no fact about the capture.
 */
#include "app/naming.h"

#include "calls/names.h"
#include "capture/source.h"

#include <errno.h>

#define FILE_MOST ((size_t)16 * 1024 * 1024)

int naming_file(const char *path, struct text *ret, struct err *err)
{
	char block[4096];
	FILE *f = fopen(path, "rbe");

	if (!f) {
		return err_set(
			err, "%.300s: cannot open: %s", path, strerror(errno));
	}
	while (!feof(f) && !ferror(f) && ret->n <= FILE_MOST) {
		size_t n = fread(block, 1, sizeof(block), f);
		text_put(ret, (struct slice){block, n});
	}
	bool broken = ferror(f);
	(void)fclose(f);
	if (broken || ret->failed) {
		return err_set(err, "%.300s: cannot read", path);
	}
	if (ret->n > FILE_MOST) {
		return err_set(
			err, "%.300s: over 16 MiB", path);
	}
	return 0;
}

static int read_one(
	struct names *names, const struct options_naming *from, struct err *err)
{
	struct text text = {0};
	struct err why = {""};
	int rc;

	if (from->kind == NAMING_GROUP) {
		if (names_read_group(names, slice_of(from->value), &why) != 0) {
			return err_set(err, "--group %.200s: %.200s",
				from->value, why.text);
		}
		return 0;
	}
	if (naming_file(from->value, &text, err) != 0) {
		text_finish(&text);
		return -1;
	}
	if (from->kind == NAMING_ALIAS) {
		rc = names_read_alias(names, text_slice(&text), &why);
	} else {
		rc = names_read_hosts(names, text_slice(&text), &why);
	}
	text_finish(&text);
	return rc == 0 ? 0
		       : err_set(err, "%.200s: %.250s", from->value, why.text);
}

int naming_read(
	struct names *names, const struct options *options, struct err *err)
{
	for (size_t i = 0; i < options->naming_count; i++) {
		if (read_one(names, &options->namings[i], err) != 0) {
			return -1;
		}
	}
	return 0;
}

void naming_capture(struct names *names, const struct source_info *info)
{
	for (uint32_t i = 0; i < info->name_count; i++) {
		const struct source_name *n = &info->names[i];
		struct endpoint at = {.port = 0};
		const uint8_t *bytes = (const uint8_t *)n->address.p;
		if (n->address.n == 4) {
			at.ip = addr_v4(bytes);
		} else if (n->address.n == 16) {
			at.ip = addr_v6(bytes);
		} else {
			continue;
		}
		/* A table full of the user's own names needs no others. */
		(void)names_add(names, &at, n->name, NAME_CAPTURE, 0);
	}
}
