/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What detectors ask about one source address of calls/watch.h. */
#ifndef EARSHOT_DETECT_WATCHED_H
#define EARSHOT_DETECT_WATCHED_H

#include "calls/watch.h"
#include "detect/detector.h"

/** watched_relays - true when most of what @source sends is others': a proxy,
 * and not the one to blame. */
bool watched_relays(
	const struct detecting *d, const struct watch_source *source);

/** watched_key - what makes findings about the host @ip one. */
struct slice watched_key(const struct addr *ip);

/** watched_count - @finding is proven by the first and the last of @count. */
void watched_count(struct finding *finding, const struct watch_count *count);

/** watched_seconds - from the first to the last of @count. */
double watched_seconds(const struct watch_count *count);

/** watched_put - append the address @ip to the sentence being written. */
void watched_put(struct detecting *d, const struct addr *ip);

/** watched_device - append who the host @ip says it is, when it does. */
void watched_device(struct detecting *d, const struct addr *ip);

#endif
