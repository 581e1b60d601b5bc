/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request proves itself by, and what a server wants: RFC 7616, 7617. */
#ifndef EARSHOT_CALLS_WATCH_CREDENTIALS_H
#define EARSHOT_CALLS_WATCH_CREDENTIALS_H

#include "dissect/signal.h"

/* Slices point into the message; absent: not said. */
struct credentials {
	struct slice user, realm, nonce, nc, response;
	bool basic; /* the password itself, in base64 */
};

struct challenge {
	struct slice realm;
	bool stale; /* the nonce ran out, the password was right */
};

/** watch_credentials - those of the request @signal into @ret; false: none.
 * Source: RFC 3261 clause 22, RFC 7616 clause 3.4. */
bool watch_credentials(const struct signal *signal, struct credentials *ret);

/** watch_credentials_wanted - that of the answer @signal into @ret. */
void watch_credentials_wanted(const struct signal *signal, struct challenge *ret);

#endif
