/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lookups of the book belong to which name of SIP. */
#ifndef EARSHOT_DETECT_DNS_NAME_H
#define EARSHOT_DETECT_DNS_NAME_H

#include "detect/detector.h"

/** dns_name_of_sip - true when @l is of a name that SIP uses: a service of SIP, a
 * name in its URIs, a host that the answer for one names, or a redirection
 * service for telephones. */
bool dns_name_of_sip(const struct detecting *d, const struct lookup *l);

/** dns_name_related - true when @m asks for the same domain as @l, on behalf of
 * the same host: another type, a service of it, or a host that it names. */
bool dns_name_related(const struct detecting *d, const struct lookup *l,
	const struct lookup *m);

/** dns_name_use - how @client uses @name in SIP; NULL: it does not. */
const struct lookup_use *dns_name_use(const struct detecting *d,
	const struct addr *client, const char *name);

#endif
