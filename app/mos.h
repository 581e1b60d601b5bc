/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `earshot mos`: the E-model as a calculator. */
#ifndef EARSHOT_APP_MOS_H
#define EARSHOT_APP_MOS_H

/**
 * mos_main - the command; @argv[0] is "mos".
 * @argc: number of arguments; @argv: the arguments
 * Returns the exit status: 0 done, 1 not rated or failed, 2 usage.
 */
int mos_main(int argc, char **argv);

#endif
