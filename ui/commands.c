/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row a command. */
#include "ui/commands.h"

struct command {
	const char *name;
	const char *help; /* "NAME ARGUMENT\twhat it does" */
	int (*run)(struct shell *shell, struct slice argument, struct err *err);
};

static int run_help(struct shell *shell, struct slice argument, struct err *err)
{
	(void)argument;
	(void)err;
	shell_open(shell, &screen_help, NULL);
	return 0;
}

static int run_key(struct shell *shell, struct slice argument, struct err *err)
{
	struct slice action = slice_cut(&argument, ' ');

	return keys_bind(
		shell_keys(shell), action, slice_trim(argument), err);
}

static int run_open(struct shell *shell, struct slice argument, struct err *err)
{
	const struct screen *screen = screen_find(argument);
	struct text names = {0};

	if (screen) {
		shell_open(shell, screen, NULL);
		return 0;
	}
	for (size_t i = 0; screen_at(i); i++) {
		text_printf(&names, "%s%s", i ? ", " : "", screen_at(i)->name);
	}
	(void)err_set(err, "there is no such screen; there are %.300s",
		names.p ? names.p : "");
	text_finish(&names);
	return -1;
}

static int run_quit(struct shell *shell, struct slice argument, struct err *err)
{
	(void)argument;
	(void)err;
	shell_quit(shell);
	return 0;
}

static int run_save_screen(
	struct shell *shell, struct slice argument, struct err *err)
{
	char path[PROMPT_BYTES];

	if (!argument.n) {
		return err_set(err, "save-screen FILE: name a new file");
	}
	(void)snprintf(
		path, sizeof(path), "%.*s", (int)argument.n, argument.p);
	return shell_save_screen(shell, path);
}

static int run_unbind(struct shell *shell, struct slice argument, struct err *err)
{
	struct slice action = slice_cut(&argument, ' ');

	return keys_unbind(shell_keys(shell), action,
		argument.p ? slice_trim(argument) : argument, err);
}

static const struct command commands[] = {
	{"help", "help\tkeys and commands", run_help},
	{"key", "key ACTION KEY\tKEY does ACTION, too", run_key},
	{"open", "open SCREEN\topen a screen by its name", run_open},
	{"quit", "quit\tleave", run_quit},
	{"save-screen", "save-screen FILE\twrite what is seen to a new file",
		run_save_screen},
	{"unbind", "unbind ACTION [KEY]\tthe key no longer does it", run_unbind},
};

const char *commands_help(size_t i)
{
	return i < COUNT_OF(commands) ? commands[i].help : NULL;
}

int commands_run(struct shell *shell, struct slice line, struct err *err)
{
	struct slice rest = slice_trim(line);
	struct slice name = slice_cut(&rest, ' ');

	if (!name.n) {
		return 0;
	}
	if (slice_is(name, "q")) {
		name = SLICE("quit");
	}
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		if (slice_is(name, commands[i].name)) {
			return commands[i].run(shell,
				rest.p ? slice_trim(rest) : SLICE(""), err);
		}
	}
	return err_set(err, "no command '%.*s'; :help lists them",
		(int)(name.n < 40 ? name.n : 40), name.p);
}

void commands_complete(struct slice word, struct text *t)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		struct slice name = slice_of(commands[i].name);
		if (word.n && slice_eq(slice_sub(name, 0, word.n), word)) {
			text_put(t, slice_sub(name, word.n, name.n));
			text_puts(t, " ");
			return;
		}
	}
}
