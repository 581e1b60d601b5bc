/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One packet, and what tunnels of the link tests put around it. */
#ifndef EARSHOT_TESTS_UNIT_LINK_INSIDE_H
#define EARSHOT_TESTS_UNIT_LINK_INSIDE_H

#include "tests/unit/link_decode.h"

#define MACS  "020000000002 020000000001 "
#define OUTER "0a0000000002 0a0000000001 " /* addresses of the tunnel's frame */
/* Outside: 10.0.0.1 to 10.0.0.2, DSCP 0, TTL 255. */
#define IP(length, protocol)                                                   \
	"4500 " length " 0009 0000 ff" protocol " 0000 0a000001 0a000002 "
#define IP6(length, next)                                                      \
	"6000 0000 " length " " next " ff"                                     \
	"20010db8000000000000000000000a01"                                     \
	"20010db8000000000000000000000a02 "
/* UDP to a tunnel's port. */
#define TO(port, length) "c000 " port " " length " 0000 "
/* Inside: 192.0.2.1:5060 to 192.0.2.2:5061, DSCP 46, TTL 64, 32 bytes. */
#define PACKET                                                                 \
	"45b8 0020 0001 0000 4011 0000 c0000201 c0000202 "                     \
	"13c4 13c5 000c 0000 deadbeef "
#define FRAME MACS "0800 " PACKET /* 46 bytes */

#endif
