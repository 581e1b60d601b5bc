/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How one leg of a call is protected: its signalling, and its voice. Each leg
 * is judged for itself, because TLS goes from hop to hop.
 */
#ifndef EARSHOT_DETECT_PROTECTION_H
#define EARSHOT_DETECT_PROTECTION_H

#include "detect/detector.h"
#include "detect/session.h"

struct protection {
	struct session session;	   /* what was agreed */
	bool tls;		   /* its SIP was encrypted on every hop seen */
	bool sips;		   /* a sips: URI was called */
	bool offered;		   /* the offer had SRTP, the answer did not */
	enum media_security media; /* as both agreed */
	const struct message *clear; /* a message with its SDP that went
					unencrypted; NULL: none */
};

/** protection_of - how @call is protected, into @ret; false: nothing was
 * agreed. */
bool protection_of(const struct call *call, struct protection *ret);

/** protection_raise - a finding of @severity about @call, which is protected
 * as @p says. */
struct finding *protection_raise(struct detecting *d, enum severity severity,
	const struct call *call, const struct protection *p);

#endif
