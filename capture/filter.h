/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Capture filters in tcpdump's language, which also match inside VLAN tags,
 * PPPoE and MPLS. In that language `vlan`, `pppoes` and `mpls` move where
 * everything to their right looks, once and for all; so "udp" alone misses what
 * is tagged, and no one expression can look into PPPoE both with and without a
 * tag before it. Here the expression is compiled once for each wrapping, by
 * itself, and the programs are chained into one: what the first does not take,
 * the next looks at.
 *
 *   tags: 0, 1, 2   x   then: IP | PPPoE | one MPLS label | two
 *
 * An expression that itself names a wrapping or bytes of the link layer means
 * what it says and is taken as it is.
 */
#ifndef EARSHOT_CAPTURE_FILTER_H
#define EARSHOT_CAPTURE_FILTER_H

#include "capture/frame.h"
#include "lib/err.h"
#include "lib/text.h"

struct filter;

/* All that may carry calls: the transports, fragments of them, IP headers that
 * stand before them, and tunnels of IP. Without negation, so what is not
 * understood inside a tunnel is kept. */
#define FILTER_CALLS                                                           \
	"udp or tcp or sctp or proto 4 or proto 41 or proto 47 or proto 115 "  \
	"or ip6 proto 0 or ip6 proto 43 or ip6 proto 44 or ip6 proto 60"

/**
 * filter_create - read a filter expression.
 * @ret: the filter; untouched on failure; free with filter_destroy
 * @expression: tcpdump's language; empty: FILTER_CALLS
 * Returns 0, or -1 with @err: it is none, or it holds a name that would have to
 * be looked up in the network. Allocates: yes.
 * Source: pcap-filter(7).
 */
int filter_create(
	struct filter **ret, const char *expression, struct err *err);

/** filter_destroy - free it; NULL is allowed. */
void filter_destroy(struct filter *filter);

/**
 * filter_match - whether @frame passes; its link type is compiled for when it
 * comes first. Returns 1 or 0, or -1 with @err when the expression makes no
 * sense for that link type ("ether host" without Ethernet).
 */
int filter_match(
	struct filter *filter, const struct frame *frame, struct err *err);

/**
 * filter_put_wide - append to @out the filter as one expression for other
 * programs. It is exact for plain and tagged frames (one tag or two); PPPoE
 * sessions and MPLS it lets through whole, since the language cannot say more.
 */
void filter_put_wide(struct text *out, const struct filter *filter);

#endif
