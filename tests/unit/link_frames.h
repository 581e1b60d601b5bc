/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of the link tests are put together from these. */
#ifndef EARSHOT_TESTS_UNIT_LINK_FRAMES_H
#define EARSHOT_TESTS_UNIT_LINK_FRAMES_H

#include "tests/unit/link_decode.h"

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

#endif
