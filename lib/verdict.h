/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every parser answers. */
#ifndef EARSHOT_LIB_VERDICT_H
#define EARSHOT_LIB_VERDICT_H

enum verdict {
	V_OK,	     /* parsed; the result is filled */
	V_NOT_MINE,  /* another protocol: nothing was learnt */
	V_TRUNCATED, /* mine, but the bytes end too early */
	V_MALFORMED, /* mine, but it breaks the protocol's grammar */
};

#endif
