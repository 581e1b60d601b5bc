/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a stream is taken to belong to its call: the evidence of its binding. */
#ifndef EARSHOT_CALLS_BASIS_H
#define EARSHOT_CALLS_BASIS_H

enum stream_basis {
	BASIS_GUESSED,	   /* no SDP: two packets in sequence look like RTP */
	BASIS_DESTINATION, /* sent to an address that an SDP announced */
	BASIS_SOURCE,	   /* sent from an address that an SDP announced */
	BASIS_BOTH,	   /* from one announced address to another */
	BASIS_ICE,	   /* ICE checked its pair of addresses */
	BASIS_LATCHED,	   /* from an announced address to where the other
			      side's packets came from */
	BASIS_FOREIGN,	   /* to an announced address, while the rightful
			      source sends: a stranger's */
};

/** stream_basis_text - why it belongs to its call, in words. */
const char *stream_basis_text(enum stream_basis basis);

#endif
