/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of the link tests are put together from these; and how they are read. */
#ifndef EARSHOT_TESTS_UNIT_LINK_FRAMES_H
#define EARSHOT_TESTS_UNIT_LINK_FRAMES_H

#include "dissect/link.h"

#include "tests/unit/hex.h"

/* Ethernet: to 02:..:02 from 02:..:01. */
#define MACS "020000000002 020000000001 "
#define ETH  MACS "0800 "
#define ETH6 MACS "86dd "
/* 192.0.2.1 to 192.0.2.2, DSCP 46, TTL 64, total length 32. */
#define ADDR4 "0000 c0000201 c0000202 "
#define IP4   "45b8 0020 0001 0000 4011 " ADDR4
/* 2001:db8::1 to 2001:db8::2, DSCP 46, hop limit 63. */
#define ADDR6                                                                  \
	"20010db8000000000000000000000001 20010db8000000000000000000000002 "
#define IP6(length, next) "6b80 0000 " length " " next " 3f " ADDR6
/* 5060 to 5061, four bytes of data. */
#define UDP  "13c4 13c5 000c 0000 "
#define DATA "deadbeef "

/* link_decode into a packet that shows what was not set. */
static inline enum verdict decode(uint32_t link, struct slice bytes, size_t wire,
	struct packet *ret, enum undecoded *ret_reason)
{
	memset(ret, 0xa5, sizeof(*ret)); /* what is not set shows */
	*ret_reason = UNDECODED_NONE;
	return link_decode(link, bytes, (uint32_t)wire, ret, ret_reason);
}

#endif
