/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the site declared of one host: KEY.NAME of the configuration. */
#ifndef EARSHOT_DETECT_DECLARED_H
#define EARSHOT_DETECT_DECLARED_H

#include "detect/detector.h"

/**
 * declared_of - @threshold for the host with the address @ip: declared for one of
 * its addresses, else for a name of it, else for all hosts.
 */
double declared_of(const struct detecting *d, enum threshold threshold,
	const struct addr *ip);

#endif
