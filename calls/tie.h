/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ties: what the messages of one call say of other dialogs. A PBX makes two
 * calls of one conversation and often says so, in one of a dozen headers; each
 * such word is kept with its frame, and the rules that join legs read them
 * (calls/join.h). Nothing is judged here.
 */
#ifndef EARSHOT_CALLS_TIE_H
#define EARSHOT_CALLS_TIE_H

#include "lib/ns.h"
#include "lib/slice.h"

#include <stdint.h>

struct call;
struct packet;
struct signal;

/* Most ties kept of one call; further ones add little. */
#define CALL_TIES 24

enum tie_kind {
	TIE_SESSION_ID,  /* one UUID of a Session-ID (RFC 7989 clause 5) */
	TIE_CROSS,       /* value of an extension header, X-CID and kin */
	TIE_CHARGING,    /* icid-value of P-Charging-Vector (RFC 7315 4.6) */
	TIE_REPLACES,    /* Call-ID in Replaces (RFC 3891 clause 6.1) */
	TIE_REFER_TO,    /* user that a REFER names (RFC 3515) */
	TIE_REFER_REPLACES, /* Call-ID in the Replaces of a Refer-To */
	TIE_REFERRED_BY, /* user in Referred-By (RFC 3892) */
};

struct tie {
	const struct tie *next; /* the one before it */
	enum tie_kind kind;
	struct slice header; /* its name, as written */
	struct slice value;
	uint64_t frame;
	ns_t ts;
	uint16_t capture; /* which file holds the frame */
};

/**
 * tie_note - keep what @signal, which came in @packet, says of other dialogs.
 * Allocates: from the arena of @call; what finds no room is left out.
 */
void tie_note(struct call *call, const struct packet *packet,
	const struct signal *signal);

/**
 * tie_naming - the last tie of @call that has @value; NULL: none.
 * @kinds: which ones, bits: 1 << enum tie_kind
 */
const struct tie *tie_naming(
	const struct call *call, unsigned kinds, struct slice value);

/**
 * tie_shared - the tie of @b, of kind @kind, whose value @a has as well.
 * @ret_a: that of @a; untouched when there is none
 * Returns NULL when they share none.
 */
const struct tie *tie_shared(const struct call *a, const struct call *b,
	enum tie_kind kind, const struct tie **ret_a);

#endif
