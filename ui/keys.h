/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys and what they do. One table, keys.def, is the default, the help and the
 * names that a configuration file binds keys to. A key may mean several actions:
 * whoever handles keys tries them in turn and takes the first it knows.
 */
#ifndef EARSHOT_UI_KEYS_H
#define EARSHOT_UI_KEYS_H

#include "lib/err.h"
#include "lib/text.h"

/* Keys that one action may have. */
#define KEYS_EACH 6

/* A character is its code point; what is none stands above all of them. */
enum keys_code {
	KEYS_NONE = 0,
	KEYS_TAB = 9,
	KEYS_ENTER = 13,
	KEYS_ESC = 27,
	KEYS_SPACE = 32,
	KEYS_BACKSPACE = 127,
	KEYS_UP = 0x110000,
	KEYS_DOWN,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_PGUP,
	KEYS_PGDN,
	KEYS_HOME,
	KEYS_END,
	KEYS_INS,
	KEYS_DEL,
	KEYS_BACKTAB,
	KEYS_RESIZE, /* the terminal has another size */
	KEYS_WAKE,   /* the analysis has something new */
	KEYS_CLICK,  /* of the mouse, at struct keys_event's y and x */
	KEYS_WHEEL_UP,
	KEYS_WHEEL_DOWN,
	KEYS_GONE, /* the terminal went away, or a signal ends the program */
	KEYS_F0,   /* F1 is KEYS_F0 + 1 */
};

struct keys_event {
	uint32_t code;
	int y, x;    /* of the mouse */
	bool twice;  /* a double click */
};

enum action {
#define ACTION(name, keys, help) ACTION_##name,
#include "ui/keys.def"
#undef ACTION
	ACTIONS
};

struct keys {
	uint32_t codes[ACTIONS][KEYS_EACH]; /* 0: no more */
};

/** keys_default - the keys of keys.def. */
void keys_default(struct keys *keys);

/**
 * keys_bind - @key, by its name, does @action, by its name, from now on, too.
 * Returns 0, or -1 with @err.
 */
int keys_bind(struct keys *keys, struct slice action, struct slice key,
	struct err *err);

/**
 * keys_unbind - @key does @action no longer; @key absent: no key does.
 * Returns 0, or -1 with @err.
 */
int keys_unbind(struct keys *keys, struct slice action, struct slice key,
	struct err *err);

/**
 * keys_next - the next action that the key @code stands for.
 * @from: the first that comes into question; begin with 0
 * Returns ACTIONS when there is no more.
 */
enum action keys_next(const struct keys *keys, uint32_t code, unsigned from);

/** keys_code_of - the key with that @name, "F7", "^L", "Ctrl-L", "x"; KEYS_NONE. */
uint32_t keys_code_of(struct slice name);

/** keys_put_name - append the name of the key @code to @t. */
void keys_put_name(struct text *t, uint32_t code);

/** keys_action_name - the name of @action, as in configuration files. */
const char *keys_action_name(enum action action);

/** keys_action_help - its help: "list: clear the list". @action: which */
const char *keys_action_help(enum action action);

#endif
