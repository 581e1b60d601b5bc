/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that read DNS share: names, which pointers compress. */
#ifndef EARSHOT_DISSECT_DNS_PARTS_H
#define EARSHOT_DISSECT_DNS_PARTS_H

#include "dissect/dns.h"

/* A name, expanded: "pbx.example.com", without the dot of the root. */
struct dns_label {
	size_t n;
	bool odd; /* holds bytes that no host's name has */
	char text[DNS_NAME];
};

/**
 * dns_read_name - the name at @at of the message @m.
 * @ret: its text, or NULL when nobody wants it, and then its pointer is not
 * followed; @after: what follows it there
 * Returns false when it is none. Allocates: no. Source: RFC 1035 clause 4.1.4.
 */
bool dns_read_name(
	struct slice m, size_t at, struct dns_label *ret, size_t *after);

/** dns_label - the name at @at of @m in @ret; odd when it is none. */
void dns_label(struct slice m, size_t at, struct dns_label *ret);

/**
 * dns_reverse - "4.3.2.1.in-addr.arpa" is 1.2.3.4; of IPv6 each nibble is a
 * label. @ret: filled when @name is one of those, which the result says.
 * Source: RFC 1035 clause 3.5, RFC 3596 clause 2.5.
 */
bool dns_reverse(const struct dns_label *name, struct addr *ret);

#endif
