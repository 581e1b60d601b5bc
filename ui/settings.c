/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row a setting; second names are those of sngrep. */
#include "ui/settings.h"

enum kind { KIND_TEXT, KIND_BOOL, KIND_ORDER };

static const struct setting {
	const char *name, *other;
	enum kind kind;
	size_t at, size;
} table[] = {
	{"columns", NULL, KIND_TEXT, offsetof(struct settings, columns),
		SETTINGS_TEXT},
	{"follow", "cl.autoscroll", KIND_BOOL,
		offsetof(struct settings, follow), 0},
	{"hide-noise", NULL, KIND_BOOL,
		offsetof(struct settings, noise_hidden), 0},
	{"no-syntax", NULL, KIND_BOOL, offsetof(struct settings, syntax_off),
		0},
	{"reverse", NULL, KIND_BOOL, offsetof(struct settings, reverse), 0},
	{"sort", "cl.sortfield", KIND_TEXT, offsetof(struct settings, sort),
		32},
	{"sortorder", "cl.sortorder", KIND_ORDER,
		offsetof(struct settings, reverse), 0},
};

void settings_default(struct settings *s)
{
	*s = (struct settings){0};
	keys_default(&s->keys);
}

static int assign(struct settings *s, const struct setting *row,
	struct slice value, struct err *err)
{
	char *at = (char *)s + row->at;

	if (row->kind == KIND_TEXT) {
		if (value.n >= row->size) {
			return err_set(err, "%s: longer than %zu bytes",
				row->name, row->size - 1);
		}
		memcpy(at, value.p ? value.p : "", value.n);
		at[value.n] = '\0';
		return 0;
	}
	if (row->kind == KIND_ORDER) {
		*(bool *)at = slice_iis(value, "desc");
		return 0;
	}
	bool on = slice_iis(value, "on") || slice_iis(value, "yes") ||
		  slice_is(value, "1");
	if (!on && !slice_iis(value, "off") && !slice_iis(value, "no") &&
		!slice_is(value, "0")) {
		return err_set(err, "%s is on or off", row->name);
	}
	*(bool *)at = on;
	return 0;
}

/* sngrep's "cl.column0 index": the columns one by one. */
static bool one_column(struct settings *s, struct slice name, struct slice value)
{
	size_t n = strlen(s->columns);

	if (!slice_istarts(name, "cl.column")) {
		return false;
	}
	if (n + value.n + 2 < sizeof(s->columns)) {
		(void)snprintf(s->columns + n, sizeof(s->columns) - n,
			"%s%.*s", n ? "," : "", (int)value.n, value.p);
	}
	return true;
}

int settings_set(struct settings *s, struct slice name, struct slice value,
	struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		if (slice_iis(name, table[i].name) ||
			(table[i].other && slice_iis(name, table[i].other))) {
			return assign(s, &table[i], value, err);
		}
	}
	if (one_column(s, name, value)) {
		return 0;
	}
	s->unknown++;
	return 1;
}

static int line_of(struct settings *s, struct slice line, struct err *err)
{
	struct slice rest = slice_trim(line);
	struct slice word = slice_cut(&rest, ' ');
	struct slice first;

	if (!word.n || word.p[0] == '#') {
		return 0;
	}
	rest = slice_trim(rest);
	if (slice_is(word, "set")) {
		first = slice_cut(&rest, ' ');
		return settings_set(s, first, slice_trim(rest), err) < 0 ? -1
									 : 0;
	}
	if (slice_is(word, "key")) {
		first = slice_cut(&rest, ' ');
		return keys_bind(&s->keys, first, slice_trim(rest), err);
	}
	if (slice_is(word, "unbind")) {
		first = slice_cut(&rest, ' ');
		return keys_unbind(&s->keys, first,
			rest.p ? slice_trim(rest) : rest, err);
	}
	if (slice_is(word, "alias") || slice_is(word, "externip") ||
		slice_is(word, "ignore")) {
		return 0;
	}
	return err_set(err, "'%.*s' is no setting",
		(int)(word.n < 40 ? word.n : 40), word.p);
}

int settings_read(struct settings *s, struct slice text, struct err *err)
{
	struct err why;
	unsigned number = 0;

	while (text.p && text.n) {
		struct slice line = slice_cut(&text, '\n');
		number++;
		if (line_of(s, line, &why) != 0) {
			return err_set(err, "line %u: %.400s", number, why.text);
		}
	}
	return 0;
}

void settings_put(const struct settings *s, struct text *t)
{
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		const char *at = (const char *)s + table[i].at;
		if (table[i].kind == KIND_ORDER) {
			continue;
		}
		text_printf(t, "set %s ", table[i].name);
		if (table[i].kind == KIND_TEXT) {
			text_clean(t, slice_of(at));
		} else {
			text_puts(t, *(const bool *)at ? "on" : "off");
		}
		text_puts(t, "\n");
	}
}
