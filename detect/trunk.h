/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the detectors of trunks share: which hosts are lines to the outside, and
 * which calls found no channel. */
#ifndef EARSHOT_DETECT_TRUNK_H
#define EARSHOT_DETECT_TRUNK_H

#include "calls/capacity.h"
#include "calls/host.h"
#include "detect/declared.h"

/* How much says that a refused call found no channel. */
enum trunk_lack {
	TRUNK_NO_LACK,
	TRUNK_PERHAPS, /* 503, while as many channels were in use as ever: one
			  such call may be chance, two are not */
	TRUNK_LACK, /* cause 34 or 44 of Q.850; or 486 or 503 while all declared
		       channels were in use */
};

/** trunk_lack - whether @use, of the trunk @c, found no channel. @declared:
 * channels of it; 0: not known */
enum trunk_lack trunk_lack(const struct capacity *c,
	const struct capacity_use *use, uint32_t declared);

/** trunk_declared - channels of the trunk @host by configuration; 0: not known. */
static inline uint32_t trunk_declared(
	const struct detecting *d, const struct addr *host)
{
	return (uint32_t)declared_of(d, THRESHOLD_TRUNK_CHANNELS, host);
}

/** trunk_put_need - append the busy hour of @c, and how many channels that needs
 * when @refused calls found none: a sentence with a blank before it. */
void trunk_put_need(struct detecting *d, const struct capacity *c,
	uint64_t refused);

/** trunk_role - the role of the host @ip; ROLE_UNKNOWN when it has none. */
enum role trunk_role(const struct detecting *d, const struct addr *ip);

/** trunk_is_line - true when calls to a host of that @role leave the house. */
bool trunk_is_line(enum role role);

#endif
