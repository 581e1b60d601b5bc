/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sub-commands, and the exit statuses that all of them use. */
#ifndef EARSHOT_APP_COMMAND_H
#define EARSHOT_APP_COMMAND_H

enum command_status {
	COMMAND_DONE = 0,
	COMMAND_FAILED = 1, /* a message is on standard error */
	COMMAND_USAGE = 2,
	COMMAND_DIFFERS = 3, /* inventory --against found differences; findings
				found an error */
};

/* NAME_main - run the sub-command; argv[0] is its name. Returns the status. */
#define COMMAND(name, title) int name##_main(int argc, char **argv);
#include "app/commands.def"
#undef COMMAND

#endif
