/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of SIP that have two faces: inside and outside. */
#ifndef EARSHOT_DETECT_DNS_SPLIT_H
#define EARSHOT_DETECT_DNS_SPLIT_H

#include "detect/detector.h"

/** dns_split_answers - raise it when a lookup before number @index has the same
 * question as @l and an answer on the other side of the border. */
void dns_split_answers(
	struct detecting *d, const struct lookup *l, size_t index);

/** dns_split_use - judge whether @u went where DNS had said. */
void dns_split_use(struct detecting *d, const struct lookup_use *u);

#endif
