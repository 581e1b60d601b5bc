/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of the owner of a MAC, in a few words. */
#ifndef EARSHOT_DETECT_WHO_H
#define EARSHOT_DETECT_WHO_H

#include "detect/detector.h"

/** who_mac - append @mac and who made it: "00:15:65:00:00:22 (Yealink)". @t:
 * where to */
void who_mac(struct text *t, const uint8_t mac[6]);

/** who_is - append to the text of @d what @mac is: its role and agent in SIP,
 * its name in DHCP, else what its maker makes; nothing when nothing is known. */
void who_is(struct detecting *d, const uint8_t mac[6]);

#endif
