/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks of protocols that carry calls but cannot be read: TLS, DTLS, QUIC and
 * ZRTP. Their first bytes say what they are, and the greeting of a TLS client
 * names the server that it wants, in the clear: that tells one app from
 * another.
 *
 * Source: RFC 8446 and 6066 (TLS, server name), 6347 (DTLS), 5764 (use_srtp),
 * 9000 and 8999 (QUIC), 6189 (ZRTP).
 */
#ifndef EARSHOT_DISSECT_HELLO_H
#define EARSHOT_DISSECT_HELLO_H

#include "lib/slice.h"

struct hello {
	struct slice server; /* name the client asks for; absent: not said */
	bool client;         /* it is a ClientHello */
	bool srtp;           /* offers use_srtp: keys for media */
};

/**
 * hello_tls - true when @bytes begin with a TLS record of a handshake.
 * @ret: what a ClientHello says, as far as it was captured; untouched when false
 * Allocates: no. Source: RFC 8446 clauses 4.1.2 and 5.1, RFC 6066 clause 3.
 */
bool hello_tls(struct slice bytes, struct hello *ret);

/**
 * hello_dtls - true when @bytes begin with a DTLS record: any content type.
 * @wire: length on the wire; the record must fit into it
 * @ret: as hello_tls
 * Allocates: no. Source: RFC 6347 clauses 4.1 and 4.2.2; RFC 7983 clause 7.
 */
bool hello_dtls(struct slice bytes, uint32_t wire, struct hello *ret);

/**
 * hello_quic - true when @bytes begin with a QUIC long header of a version that
 * is deployed. Allocates: no. Source: RFC 8999 clause 5.1, RFC 9000, RFC 9369.
 */
bool hello_quic(struct slice bytes);

/**
 * hello_zrtp - true when @bytes are a ZRTP message; @wire: length on the wire.
 * Allocates: no. Source: RFC 6189 clause 5.
 */
bool hello_zrtp(struct slice bytes, uint32_t wire);

#endif
