/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feedback messages of RTCP: what a receiver asks its sender for. */
#ifndef EARSHOT_DISSECT_AVPF_H
#define EARSHOT_DISSECT_AVPF_H

#include "dissect/rtcp.h"

enum avpf_kind {
	AVPF_NACK, /* packets are asked for again: RFC 4585 6.2.1 */
	AVPF_PLI,  /* a picture was lost: 6.3.1 */
	AVPF_FIR,  /* a whole picture is asked for: RFC 5104 4.3.1 */
	AVPF_RATE, /* TMMBR, REMB: send at most so much */
	AVPF_OTHER,
	AVPF_KINDS
};

struct avpf {
	enum avpf_kind kind;
	uint32_t ssrc;    /* of the media; FIR and REMB name it in targets */
	uint32_t packets; /* NACK: asked for again */
	struct slice targets; /* FIR: 8 bytes for each source; else absent */
};

/**
 * avpf_read - read the feedback message @rtcp, of type RTPFB or PSFB.
 * @ret: filled on success
 * Returns false when it is none or too short. Allocates: no.
 * Source: RFC 4585 clause 6.1 to 6.4, RFC 5104 clause 4.
 */
bool avpf_read(const struct rtcp *rtcp, struct avpf *ret);

/**
 * avpf_target_next - the next source that a FIR is meant for.
 * @rest: in: the targets; out: what follows; @ret: its SSRC
 * Returns false at the end. Source: RFC 5104 clause 4.3.1.1.
 */
bool avpf_target_next(struct slice *rest, uint32_t *ret);

#endif
