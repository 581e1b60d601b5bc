/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What DNS messages say of addresses: which name has which, and what was asked
 * with what success, so that a failure can be told. The same format serves multicast DNS and LLMNR. Names are compressed by pointers into the
 * message, so a fact holds its name expanded, in the memory of the message's
 * own structure.
 *
 *   header 12 | questions | answers | authorities | additional
 *   record:  name | type 2 | class 2 | TTL 4 | length 2 | data
 *
 * An alias leads to its address over CNAME records; the name that counts is the
 * first of such a chain, the one that somebody asked for.
 */
#ifndef EARSHOT_DISSECT_DNS_H
#define EARSHOT_DISSECT_DNS_H

#include "lib/endpoint.h"
#include "lib/verdict.h"

#define DNS_NAME  256 /* room of a name: 255 octets of wire, RFC 1035 2.3.4 */
#define DNS_FACTS 32  /* of one message; more are counted */
#define DNS_TEXT  2048
#define DNS_SERVICES 8 /* likewise */

/* Types of records. RFC 1035 clause 3.2.2; 3596, 2782, 3403, 6891. */
enum dns_type {
	DNS_A = 1,
	DNS_CNAME = 5,
	DNS_PTR = 12,
	DNS_AAAA = 28,
	DNS_SRV = 33,
	DNS_NAPTR = 35,
	DNS_OPT = 41,
};

/* Codes of answers. RFC 1035 clause 4.1.1. */
enum dns_code { DNS_DONE, DNS_FORMAT, DNS_SERVER_FAILED, DNS_NO_NAME,
	DNS_NOT_IMPLEMENTED, DNS_REFUSED };

struct dns_fact {
	struct addr address;
	uint16_t at, n; /* its name in text */
};

/* Where a service is found: an SRV record, or a NAPTR record of SIP's. */
struct dns_service {
	uint16_t at, n; /* the name that it leads to, in text */
	uint16_t port;	/* of SRV */
	uint16_t type;	/* DNS_SRV, DNS_NAPTR */
};

struct dns {
	uint16_t id;
	uint16_t type;	/* of the first question; 0: none */
	uint16_t rcode; /* enum dns_code; 12 bits with EDNS */
	uint16_t answers; /* records of that type that answer */
	bool response, cut, edns;
	uint16_t question_n; /* 0: none, the root, or no name of a host */
	char question[DNS_NAME];
	struct dns_fact facts[DNS_FACTS];
	uint32_t count;
	struct dns_service services[DNS_SERVICES];
	uint32_t service_count;
	uint32_t left_out; /* past the limits, or no name of a host */
	size_t text_n;
	char text[DNS_TEXT];
};

/**
 * dns_name - the name of fact @i, which is below @dns->count; borrowed from
 * @dns. Source: none of its own.
 */
struct slice dns_name(const struct dns *dns, uint32_t i);

/** dns_target - the name that service @i leads to, which is below
 * @dns->service_count; borrowed from @dns. Source: none of its own. */
struct slice dns_target(const struct dns *dns, uint32_t i);

/**
 * dns_is - true when @message is a whole DNS message, query or response, to its
 * last byte. Allocates: no. Source: RFC 1035 clause 4.1.
 */
bool dns_is(struct slice message);

/**
 * dns_parse - read what a DNS message says of addresses.
 * @message: one message, as UDP carries it
 * @ret: filled on V_OK; without facts and services when it is a query or an
 * error
 * Returns V_OK, V_NOT_MINE (no header of one), or V_MALFORMED when lengths,
 * counts or pointers contradict each other. Allocates: no.
 * Source: RFC 1035 clauses 3.4.1, 3.5, 4.1; RFC 3596 (AAAA, ip6.arpa); RFC 6762
 * clause 10.2 (the top bit of the class in mDNS); RFC 4795 (LLMNR).
 */
enum verdict dns_parse(struct slice message, struct dns *ret);

#endif
