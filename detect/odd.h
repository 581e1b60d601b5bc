/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What detectors of signalling that belongs to no call have in common. */
#ifndef EARSHOT_DETECT_ODD_H
#define EARSHOT_DETECT_ODD_H

#include "calls/conduct.h"
#include "detect/detector.h"

/**
 * odd_raise - raise what @c shows with @severity, one finding for each sender
 * and kind of it.
 * Returns the finding with its hosts, frames, calls; or NULL, which odd_count
 * accepts.
 */
struct finding *odd_raise(struct detecting *d, enum severity severity,
	const struct conduct_case *c);

/** odd_put - append "INVITE from A to B", the first message of @c. */
void odd_put(struct text *t, const struct conduct_case *c);

/** odd_count - @finding was found as often as @c was; after its sentences. */
void odd_count(struct finding *finding, const struct conduct_case *c);

#endif
