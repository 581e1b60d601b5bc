/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * STUN and TURN: how two ends that sit behind address translation find a path
 * for their media. Telephones use it, and so does every calling app: who checks
 * paths with ICE is about to talk.
 *
 *    0                   16                  32
 *   |00| method and class | length of the rest |
 *   |         magic cookie 0x2112A442          |
 *   |    transaction, 96 bits                  |
 *   | attribute: type, length, value, padding  | ...
 *
 * Source: RFC 8489 (STUN), RFC 8656 (TURN), RFC 8445 (ICE), RFC 3489 (classic).
 */
#ifndef EARSHOT_DISSECT_STUN_H
#define EARSHOT_DISSECT_STUN_H

#include "lib/cursor.h"
#include "lib/endpoint.h"
#include "lib/verdict.h"

#define STUN_COOKIE 0x2112a442U
/* More attributes than any message has; bounds the work (RFC 8489 has 18). */
#define STUN_ATTRIBUTES 64

enum stun_class {
	STUN_REQUEST,
	STUN_INDICATION,
	STUN_SUCCESS,
	STUN_ERROR,
};

/* Methods by the IANA registry "STUN Methods". */
#define STUN_BINDING      0x001
#define STUN_ALLOCATE     0x003
#define STUN_CHANNEL_BIND 0x009

struct stun {
	enum stun_class klass;
	uint16_t method;
	uint32_t length;    /* of the message, its header included */
	bool classic;       /* RFC 3489: no cookie */
	bool ice;           /* a connectivity check of ICE */
	bool turn;          /* a method of TURN */
	bool microsoft;     /* attributes of MS-TURN or MS-ICE2 */
	bool mapped;        /* at is set */
	struct endpoint at; /* (XOR-)MAPPED-ADDRESS: seen from outside */
	struct slice username, realm, software; /* absent when not there */
};

/**
 * stun_parse - read the STUN message that @bytes begin with.
 * @bytes: payload as captured; @wire: its length on the wire
 * @ret: the message; untouched unless V_OK
 * Returns V_NOT_MINE when it is none, V_TRUNCATED when the capture cut it,
 * V_MALFORMED when its attributes do not fit. Allocates: no.
 * Source: RFC 8489 clauses 5, 6.3 and 14; a message without the cookie is
 * believed only if it is a Binding that fills the datagram (RFC 3489 clause
 * 11).
 */
enum verdict stun_parse(struct slice bytes, uint32_t wire, struct stun *ret);

/**
 * stun_attribute - read one attribute and its padding.
 * @c: in the attributes of a message; stepped over it
 * @ret_type, @ret_value: filled on success
 * Returns false at the end, with c->bad set when the attribute does not fit.
 * Allocates: no. Source: RFC 8489 clause 14.
 */
bool stun_attribute(
	struct cursor *c, uint16_t *ret_type, struct slice *ret_value);

/**
 * stun_address - the address in the value of an attribute.
 * @mask: cookie and transaction, with which its bits are mixed; NULL: they are
 *     not
 * @ret: filled on success
 * Returns false when it is none. Allocates: no.
 * Source: RFC 8489 clauses 14.1, 14.2.
 */
bool stun_address(
	struct slice value, const uint8_t mask[16], struct endpoint *ret);

/**
 * stun_channel_data - the payload inside a ChannelData message of TURN.
 * @bytes: payload as captured; @wire: its length on the wire
 * Returns the absent slice when it is none. Only a flow that was seen to speak
 * TURN may be asked: four bytes are no proof. Source: RFC 8656 clause 12.4.
 */
struct slice stun_channel_data(struct slice bytes, uint32_t wire);

#endif
