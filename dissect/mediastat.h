/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Headers in which makers put what a device counted of the media, in the BYE
 * and in its 200: X-RTP-Stat (AVM, baresip and others), P-RTP-Stat (Sipura,
 * Linksys, Cisco, Nortel), RTP-RxStat and RTP-TxStat (Cisco), RTPAudioQoS (of
 * Asterisk's channel variable). None of them is a standard: what they are known
 * to mean is read, the text itself is kept.
 */
#ifndef EARSHOT_DISSECT_MEDIASTAT_H
#define EARSHOT_DISSECT_MEDIASTAT_H

#include "lib/endpoint.h"
#include "lib/maybe.h"
#include "lib/slice.h"

/* From the side of who sends the header; unknown: not said. */
struct mediastat {
	struct slice text;
	struct maybe sent, received;          /* packets */
	struct maybe lost;                    /* of those due to it */
	struct maybe lost_far;                /* what the other side lost */
	struct maybe jitter_ms, delay_ms;     /* where the unit is documented */
	struct maybe mos;
	struct endpoint local, remote; /* count if has_ends */
	bool has_ends;
};

/** mediastat_is - true when the header @name is one of these. */
bool mediastat_is(struct slice name);

/**
 * mediastat_read - read the header @name: @value.
 * @ret: filled on success
 * Returns false when it is none of these or says nothing known. Allocates: no.
 * Source: docs/METRICS.md "the far end", which names them.
 */
bool mediastat_read(
	struct slice name, struct slice value, struct mediastat *ret);

#endif
