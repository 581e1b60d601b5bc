/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Final answers of SIP and causes of the telephone network in the words of a
 * technician.
 */
#ifndef EARSHOT_DETECT_CODE_H
#define EARSHOT_DETECT_CODE_H

#include "detect/finding.h"

struct code {
	unsigned number;
	enum severity severity;
	const char *words;  /* what it means, after "404 Not Found:" */
	const char *remedy; /* what to look at first */
};

/**
 * code_sip - what the final status @number of an INVITE means; codes that the
 * table does not have are told by their class. Source: RFC 3261 clause 21, and
 * the RFCs that add codes.
 */
const struct code *code_sip(unsigned number);

/** code_q850 - what cause @number of ITU-T Q.850 means; NULL: not in the table. */
const char *code_q850(unsigned number);

/**
 * code_reason - the cause of protocol @protocol in @reason, the value of a
 * Reason header: Q.850;cause=34;text="..." (RFC 3326 clause 2).
 * @ret: the cause. Returns false when there is none.
 */
bool code_reason(struct slice reason, const char *protocol, unsigned *ret);

#endif
