/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTP streams: planned whole when the scenario is read (when each packet
 * reaches the capture point, or that it never does), then sent one by one.
 */
#ifndef EARSHOT_SAMPLES_GEN_RTP_H
#define EARSHOT_SAMPLES_GEN_RTP_H

#include "samples/gen.h"

/** gen_rtp_line - the statement "rtp NAME ..."; 0, or -1 with the error set. */
int gen_rtp_line(struct gen *g, struct gen_args *a);

#endif
