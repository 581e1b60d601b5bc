/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of keys, and the table that binds them. */
#include "ui/keys.h"

#include "lib/attr.h"
#include "lib/utf8.h"

struct named {
	const char *name;
	uint32_t code;
};

/* The first name of a key is how it is shown. */
static const struct named named[] = {
	{"Backspace", KEYS_BACKSPACE},
	{"BackTab", KEYS_BACKTAB},
	{"Del", KEYS_DEL},
	{"Delete", KEYS_DEL},
	{"Down", KEYS_DOWN},
	{"End", KEYS_END},
	{"Enter", KEYS_ENTER},
	{"Return", KEYS_ENTER},
	{"Esc", KEYS_ESC},
	{"Home", KEYS_HOME},
	{"Ins", KEYS_INS},
	{"Left", KEYS_LEFT},
	{"PgDn", KEYS_PGDN},
	{"PgUp", KEYS_PGUP},
	{"Right", KEYS_RIGHT},
	{"Space", KEYS_SPACE},
	{"Tab", KEYS_TAB},
	{"Up", KEYS_UP},
};

static const struct {
	const char *name, *keys, *help;
} actions[] = {
#define ACTION(name, keys, help) {#name, keys, help},
#include "ui/keys.def"
#undef ACTION
};

/* "^L" and "Ctrl-L", or 0. */
static uint32_t control(struct slice name)
{
	struct slice letter = {NULL, 0};

	if (name.n == 2 && name.p[0] == '^') {
		letter = slice_sub(name, 1, 1);
	} else if (slice_istarts(name, "Ctrl-") && name.n == 6) {
		letter = slice_sub(name, 5, 1);
	}
	if (!letter.n) {
		return KEYS_NONE;
	}
	unsigned char c = (unsigned char)letter.p[0];
	bool small = c >= 'a' && c <= 'z';
	if (!small && (c < 'A' || c > 'Z')) {
		return KEYS_NONE;
	}
	return c & 0x1fU;
}

uint32_t keys_code_of(struct slice name)
{
	uint64_t n;
	uint32_t code = control(name);

	if (code) {
		return code;
	}
	for (size_t i = 0; i < COUNT_OF(named); i++) {
		if (slice_iis(name, named[i].name)) {
			return named[i].code;
		}
	}
	if (name.n > 1 && (name.p[0] == 'F' || name.p[0] == 'f') &&
		slice_u64(slice_sub(name, 1, name.n), 24, &n) && n > 0) {
		return KEYS_F0 + (uint32_t)n;
	}
	if (name.n && utf8_next(name, &code) == name.n && !utf8_hides(code)) {
		return code;
	}
	return KEYS_NONE;
}

void keys_put_name(struct text *t, uint32_t code)
{
	for (size_t i = 0; i < COUNT_OF(named); i++) {
		if (named[i].code == code) {
			text_puts(t, named[i].name);
			return;
		}
	}
	if (code > KEYS_F0) {
		text_printf(t, "F%u", (unsigned)(code - KEYS_F0));
	} else if (code < 32) {
		text_printf(t, "^%c", (char)('@' + (char)code));
	} else if (code < 127) {
		text_printf(t, "%c", (char)code);
	} else {
		text_printf(t, "U+%04X", (unsigned)code);
	}
}

static int find(struct slice action, struct err *err)
{
	for (int i = 0; i < ACTIONS; i++) {
		if (slice_is(action, actions[i].name)) {
			return i;
		}
	}
	return err_set(err, "there is no action '%.*s'",
		(int)(action.n < 40 ? action.n : 40), action.p);
}

static bool add(struct keys *keys, int action, uint32_t code)
{
	for (int i = 0; i < KEYS_EACH; i++) {
		if (!keys->codes[action][i] || keys->codes[action][i] == code) {
			keys->codes[action][i] = code;
			return true;
		}
	}
	return false;
}

void keys_default(struct keys *keys)
{
	*keys = (struct keys){0};
	for (int i = 0; i < ACTIONS; i++) {
		struct slice rest = slice_of(actions[i].keys);
		while (rest.n) {
			struct slice name = slice_cut(&rest, ' ');
			(void)add(keys, i, keys_code_of(name));
		}
	}
}

static int code_of(struct slice key, uint32_t *ret, struct err *err)
{
	*ret = keys_code_of(key);
	if (*ret == KEYS_NONE) {
		return err_set(err, "there is no key '%.*s'",
			(int)(key.n < 40 ? key.n : 40), key.p);
	}
	return 0;
}

int keys_bind(struct keys *keys, struct slice action, struct slice key,
	struct err *err)
{
	uint32_t code;
	int i = find(action, err);

	if (i < 0 || code_of(key, &code, err) != 0) {
		return -1;
	}
	if (!add(keys, i, code)) {
		return err_set(err, "'%s' has %d keys already",
			actions[i].name, KEYS_EACH);
	}
	return 0;
}

int keys_unbind(struct keys *keys, struct slice action, struct slice key,
	struct err *err)
{
	uint32_t code = KEYS_NONE;
	int i = find(action, err);
	int kept = 0;

	if (i < 0 || (key.p && code_of(key, &code, err) != 0)) {
		return -1;
	}
	for (int k = 0; k < KEYS_EACH; k++) {
		uint32_t had = keys->codes[i][k];
		keys->codes[i][k] = 0;
		if (had && key.p && had != code) {
			keys->codes[i][kept++] = had;
		}
	}
	return 0;
}

enum action keys_next(const struct keys *keys, uint32_t code, unsigned from)
{
	for (unsigned i = from; code && i < ACTIONS; i++) {
		for (int k = 0; k < KEYS_EACH; k++) {
			if (keys->codes[i][k] == code) {
				return (enum action)i;
			}
		}
	}
	return ACTIONS;
}

const char *keys_action_name(enum action action)
{
	return actions[action].name;
}

const char *keys_action_help(enum action action)
{
	return actions[action].help;
}
