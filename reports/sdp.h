/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offer and answer side by side, for the sdp report. */
#ifndef EARSHOT_REPORTS_SDP_H
#define EARSHOT_REPORTS_SDP_H

#include "reports/report.h"

/**
 * sdp_summary - what @exchange came to, in one line of words:
 * "offered PCMA x4, telephone-event; answered PCMA, telephone-event".
 */
void sdp_summary(struct text *t, const struct exchange *exchange);

#endif
