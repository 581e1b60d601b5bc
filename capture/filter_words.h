/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a capture filter, looked at before libpcap sees them. Two things
 * must be known first: whether a word is one that libpcap would ask the network
 * about (an analysis may not tell a name server what it looks at, and a
 * mistyped file name is no host), and whether the expression speaks of the link
 * layer itself.
 */
#ifndef EARSHOT_CAPTURE_FILTER_WORDS_H
#define EARSHOT_CAPTURE_FILTER_WORDS_H

#include "lib/err.h"
#include "lib/slice.h"

/* What matters of an expression before it is widened. */
struct filter_words {
	bool own;     /* names VLAN, MPLS, PPPoE, or bytes of the link layer */
	bool negates; /* holds "not" or "!" */
};

/**
 * filter_words - read the words of the filter @text.
 * @ret: filled on success
 * Returns 0, or -1 with @err when a word is neither one of the language nor a
 * number or an address: such a word would be looked up in the network.
 * Allocates: no. Source: pcap-filter(7) of libpcap 1.10.
 */
int filter_words(struct slice text, struct filter_words *ret, struct err *err);

#endif
