/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the user writes about names. A line that cannot be read is an error with
 * its number: a name that silently does not appear is searched for long.
 */
#include "calls/names.h"

#include "lib/attr.h"

static struct slice next_word(struct slice *rest)
{
	size_t n = 0;

	*rest = slice_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t') {
		n++;
	}
	struct slice word = slice_sub(*rest, 0, n);
	*rest = slice_trim(slice_sub(*rest, n, rest->n));
	return word;
}

/* "10.0.0.1", "10.0.0.1:5060", "2001:db8::1", "[2001:db8::1]:5060". */
static bool read_endpoint(struct slice text, struct endpoint *ret)
{
	size_t colon = text.n;
	uint64_t port;

	*ret = (struct endpoint){.port = 0};
	if (addr_parse(text, &ret->ip)) {
		return true;
	}
	while (colon > 0 && text.p[colon - 1] != ':') {
		colon--;
	}
	if (colon == 0) {
		return false;
	}
	struct slice host = slice_sub(text, 0, colon - 1);
	bool bare_v6 = slice_find(host, ':') < host.n && host.p[0] != '[';
	if (bare_v6 || !addr_parse(host, &ret->ip) ||
		!slice_u64(slice_sub(text, colon, text.n), 65535, &port) ||
		port == 0) {
		return false;
	}
	ret->port = (uint16_t)port;
	return true;
}

/* The line without its comment, which begins at a "#" after a blank. */
static struct slice strip(struct slice line)
{
	for (size_t i = 0; i < line.n; i++) {
		bool first =
			i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t';
		if (first && line.p[i] == '#') {
			line.n = i;
		}
	}
	return slice_trim(line);
}

static struct slice unquoted(struct slice name)
{
	bool quoted =
		name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"';

	return quoted ? slice_sub(name, 1, name.n - 2) : name;
}

static int odd(struct err *err, struct slice what, const char *wanted)
{
	return err_set(err, "'%.*s' is no %s", (int)(what.n < 64 ? what.n : 64),
		what.p ? what.p : "", wanted);
}

static int give(struct names *names, struct slice address, struct slice name,
	enum name_source source, struct err *err)
{
	struct endpoint at;

	if (!read_endpoint(address, &at)) {
		return odd(err, address, "address");
	}
	if (name.n == 0) {
		return odd(err, name, "name");
	}
	if (names_add(names, &at, name, source, 0) != 0) {
		return err_set(err, "too many names, or out of memory");
	}
	return 0;
}

static int alias_line(struct names *names, struct slice line, struct err *err)
{
	static const char *const passed[] = {
		"set", "ignore", "key", "unbind", "externip"};
	struct slice rest = line;
	struct slice word = next_word(&rest);

	for (size_t i = 0; i < COUNT_OF(passed); i++) {
		if (slice_is(word, passed[i])) {
			return 0;
		}
	}
	if (slice_is(word, "alias")) {
		word = next_word(&rest);
	}
	return give(names, word, unquoted(rest), NAME_ALIAS, err);
}

static int hosts_line(struct names *names, struct slice line, struct err *err)
{
	struct slice rest = line;
	struct slice word = next_word(&rest);

	/* "fe80::1%eth0": the zone is this machine's own. */
	word.n = slice_find(word, '%');
	return give(names, word, next_word(&rest), NAME_HOSTS, err);
}

static int each_line(struct names *names, struct slice text,
	int (*take)(struct names *names, struct slice line, struct err *err),
	struct err *err)
{
	unsigned number = 0;

	while (text.n) {
		struct slice line = strip(slice_cut(&text, '\n'));
		struct err why = {""};
		number++;
		if (line.n && take(names, line, &why) != 0) {
			return err_set(err, "line %u: %s", number, why.text);
		}
	}
	return 0;
}

int names_read_alias(struct names *names, struct slice text, struct err *err)
{
	return each_line(names, text, alias_line, err);
}

int names_read_hosts(struct names *names, struct slice text, struct err *err)
{
	return each_line(names, text, hosts_line, err);
}

int names_read_group(struct names *names, struct slice text, struct err *err)
{
	struct slice rest = text;
	struct slice name = slice_trim(slice_cut(&rest, '='));

	if (name.n == 0 || rest.n == 0) {
		return odd(err, text, "NAME=ADDRESS[:PORT],...");
	}
	while (rest.p) {
		struct slice address = slice_trim(slice_cut(&rest, ','));
		if (give(names, address, name, NAME_ALIAS, err) != 0) {
			return -1;
		}
	}
	return 0;
}
