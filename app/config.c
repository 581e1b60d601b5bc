/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding and reading the configuration file. */
#include "app/config.h"

#include "app/naming.h"
#include "lib/text.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSTEM_FILE "/etc/earshot/earshot.conf"
#define OWN_FILE    "earshot/earshot.conf"

/* What stands before the comment. A # inside a word is none: colours, names. */
static struct slice without_comment(struct slice line)
{
	for (size_t i = 0; i < line.n; i++) {
		bool begins = i == 0 || line.p[i - 1] == ' ' ||
			      line.p[i - 1] == '\t';
		if (begins && line.p[i] == '#') {
			return slice_sub(line, 0, i);
		}
	}
	return line;
}

static int take_line(
	struct slice line, struct thresholds *settings, struct err *err)
{
	struct slice value = slice_trim(without_comment(line));

	if (!value.n) {
		return 0;
	}
	if (line.n > CONFIG_LINE) {
		return err_set(err, "over %d bytes", CONFIG_LINE);
	}
	struct slice key = slice_trim(slice_cut(&value, '='));
	if (!value.p || !key.n) {
		return err_set(err,
			"'%.*s' is not 'key = value'; put # before a comment",
			(int)(line.n < 60 ? line.n : 60), line.p);
	}
	return thresholds_set(settings, key, slice_trim(value), err);
}

int config_parse(struct slice text, const char *name,
	struct thresholds *settings, struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf"; /* of an editor */
	struct slice rest = text;

	if (slice_is(slice_sub(rest, 0, 3), mark)) {
		rest = slice_sub(rest, 3, rest.n);
	}
	for (unsigned long line = 1; rest.p; line++) {
		struct err why = {""};
		if (take_line(slice_cut(&rest, '\n'), settings, &why) != 0) {
			return err_set(err, "%.200s: line %lu: %.250s", name,
				line, why.text);
		}
	}
	return 0;
}

static int read_file(const char *path, struct thresholds *settings,
	struct text *ret_text, struct err *err)
{
	int rc = naming_file(path, ret_text, err);

	if (rc == 0 && ret_text->n > CONFIG_BYTES) {
		rc = err_set(err,
			"%.300s: over 1 MiB: this is no configuration file",
			path);
	}
	if (rc == 0) {
		rc = config_parse(text_slice(ret_text), path, settings, err);
	}
	return rc;
}

/* The user's own file; empty where there is no home to look in. */
static void own_path(struct text *t)
{
	const char *base = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	/* A relative one is to be ignored: XDG Base Directory Specification. */
	if (base && *base == '/') {
		text_printf(t, "%s/" OWN_FILE, base);
	} else if (home && *home == '/') {
		text_printf(t, "%s/.config/" OWN_FILE, home);
	}
}

/* What may not be looked at is not there: a service has no home. */
static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, R_OK) == 0;
}

int config_read(const char *path, struct thresholds *settings,
	struct text *ret_text, struct err *err)
{
	struct text own = {0};
	int rc = 0;

	if (path) {
		return slice_is(slice_of(path), "none")
			       ? 0
			       : read_file(path, settings, ret_text, err);
	}
	own_path(&own);
	if (own.failed) {
		rc = err_set(err, "out of memory");
	} else if (own.n && is_file(own.p)) {
		rc = read_file(own.p, settings, ret_text, err);
	} else if (is_file(SYSTEM_FILE)) {
		rc = read_file(SYSTEM_FILE, settings, ret_text, err);
	}
	text_finish(&own);
	return rc;
}
