/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys, their names, and settings. The rows of SNGREP are its own table of default
 * keys (sngrep 1.8.4, src/keybinding.c): what its users' hands know.
 */
#include "ui/settings.h"

#include "tests/unit/test.h"

static const struct {
	const char *action, *keys;
} SNGREP[] = {
	{"up", "Up k"},
	{"down", "Down j"},
	{"left", "Left h"},
	{"right", "Right l"},
	{"delete", "Del"},
	{"backspace", "Backspace"},
	{"npage", "PgDn ^F"},
	{"ppage", "PgUp ^B"},
	{"hnpage", "^D"},
	{"hppage", "^U"},
	{"begin", "Home ^A"},
	{"end", "End ^E"},
	{"clear", "^U ^W"},
	{"flow", "Enter"},
	{"confirm", "Enter"},
	{"select", "Space"},
	{"prevscreen", "Esc q Q"},
	{"help", "F1 h H ?"},
	{"save", "F2 s S"},
	{"sdpinfo", "F2 d"},
	{"search", "F3 / Tab"},
	{"togglemedia", "F3 m"},
	{"onlymedia", "M"},
	{"flowex", "F4 x"},
	{"clearcalls", "F5 ^L"},
	{"clearcallssoft", "F9"},
	{"compress", "F5 s"},
	{"raw", "F6 R r"},
	{"filters", "F7 f F"},
	{"settings", "F8 o O"},
	{"togglesyntax", "C"},
	{"colormode", "c"},
	{"columns", "F10 t T"},
	{"rawpreview", "t"},
	{"resetrawpreview", "T"},
	{"more", "9"},
	{"less", "0"},
	{"onlysdp", "D"},
	{"togglealias", "a"},
	{"autoscroll", "A"},
	{"pause", "p"},
	{"stats", "i"},
	{"sortprev", "<"},
	{"sortnext", ">"},
	{"sortswap", "z"},
	{"columnup", "-"},
	{"columndown", "+"},
	{"toggletime", "w"},
	{"hintalt", "K"},
};

static enum action action_of(const char *name)
{
	for (int i = 0; i < ACTIONS; i++) {
		if (slice_is(slice_of(name), keys_action_name((enum action)i))) {
			return (enum action)i;
		}
	}
	return ACTIONS;
}

static bool does(const struct keys *keys, uint32_t code, enum action action)
{
	for (enum action a = keys_next(keys, code, 0); a < ACTIONS;
		a = keys_next(keys, code, a + 1U)) {
		if (a == action) {
			return true;
		}
	}
	return false;
}

static void has_the_keys_of_sngrep(void **state)
{
	struct keys keys;

	(void)state;
	keys_default(&keys);
	for (size_t i = 0; i < COUNT_OF(SNGREP); i++) {
		enum action action = action_of(SNGREP[i].action);
		print_message("# %s\n", SNGREP[i].action);
		assert_true(action < ACTIONS);
		struct slice rest = slice_of(SNGREP[i].keys);
		while (rest.n) {
			struct slice name = slice_cut(&rest, ' ');
			uint32_t code = keys_code_of(name);
			assert_int_not_equal(code, KEYS_NONE);
			assert_true(does(&keys, code, action));
		}
	}
}

static void names_keys_both_ways(void **state)
{
	struct keys keys;

	(void)state;
	keys_default(&keys);
	for (int i = 0; i < ACTIONS; i++) {
		assert_true(keys.codes[i][0] != KEYS_NONE);
		for (int k = 0; k < KEYS_EACH && keys.codes[i][k]; k++) {
			struct text t = {0};
			keys_put_name(&t, keys.codes[i][k]);
			assert_int_equal(keys_code_of(text_slice(&t)),
				keys.codes[i][k]);
			text_finish(&t);
		}
	}
	assert_int_equal(keys_code_of(SLICE("Ctrl-L")), 12);
	assert_int_equal(keys_code_of(SLICE("^l")), 12);
	assert_int_equal(keys_code_of(SLICE("F12")), KEYS_F0 + 12);
	assert_int_equal(keys_code_of(SLICE("\xc3\xa9")), 0xe9);
	assert_int_equal(keys_code_of(SLICE("F99")), KEYS_NONE);
	assert_int_equal(keys_code_of(SLICE("nonsense")), KEYS_NONE);
	assert_int_equal(keys_code_of(SLICE("")), KEYS_NONE);
}

static void binds_and_unbinds(void **state)
{
	struct settings s;
	struct err err;

	(void)state;
	settings_default(&s);
	assert_int_equal(settings_read(&s,
				 SLICE("# of a sngreprc\n"
				       "key search F11\r\n"
				       "unbind pause p\n"
				       "unbind save\n"
				       "\n"
				       "set cl.sortfield mos\n"
				       "set cl.sortorder desc\n"
				       "set cl.column0 index\n"
				       "set cl.column1 mos\n"
				       "set follow on\n"
				       "set background dark\n"
				       "alias 10.0.0.1 pbx"),
				 &err),
		0);
	assert_true(does(&s.keys, KEYS_F0 + 11, action_of("search")));
	assert_true(does(&s.keys, '/', action_of("search")));
	assert_false(does(&s.keys, 'p', action_of("pause")));
	assert_false(does(&s.keys, 's', action_of("save")));
	assert_true(does(&s.keys, 's', action_of("compress")));
	assert_string_equal(s.sort, "mos");
	assert_string_equal(s.columns, "index,mos");
	assert_true(s.reverse);
	assert_true(s.follow);
	assert_int_equal(s.unknown, 1);
}

static void says_which_line_is_wrong(void **state)
{
	static const struct {
		const char *text, *why;
	} wrong[] = {
		{"key nonsense F1", "line 1: there is no action 'nonsense'"},
		{"\nkey pause nonsense", "line 2: there is no key 'nonsense'"},
		{"bind pause F1", "line 1: 'bind' is no setting"},
		{"set follow maybe", "line 1: follow is on or off"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct settings s;
		struct err err = {""};
		settings_default(&s);
		assert_int_equal(
			settings_read(&s, slice_of(wrong[i].text), &err), -1);
		assert_string_equal(err.text, wrong[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_the_keys_of_sngrep),
		cmocka_unit_test(names_keys_both_ways),
		cmocka_unit_test(binds_and_unbinds),
		cmocka_unit_test(says_which_line_is_wrong),
	};

	return RUN_TESTS(tests);
}
