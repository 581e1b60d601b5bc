/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services of makers that redirect telephones to their configuration. */
#ifndef EARSHOT_DETECT_REDIRECTOR_H
#define EARSHOT_DETECT_REDIRECTOR_H

#include "lib/slice.h"

/** redirector_of - whose redirection service the host @name is; NULL: none. */
const char *redirector_of(struct slice name);

#endif
