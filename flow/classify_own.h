/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What our own detectors see in a payload that nobody claimed: marks, each one
 * bit. A flow collects them; together they name it. They need no library, and
 * they go first: libndpi stays with the first thing it recognised, while STUN,
 * DTLS and media share one port (RFC 7983).
 */
#ifndef EARSHOT_FLOW_CLASSIFY_OWN_H
#define EARSHOT_FLOW_CLASSIFY_OWN_H

#include "flow/app.h"

#define OWN_STUN      (1U << 0)
#define OWN_TURN      (1U << 1)
#define OWN_ICE       (1U << 2)
#define OWN_MICROSOFT (1U << 3) /* attributes of MS-ICE2 */
#define OWN_DTLS      (1U << 4)
#define OWN_SRTP      (1U << 5) /* DTLS that makes keys for media */
#define OWN_ZRTP      (1U << 6)
#define OWN_QUIC      (1U << 7)
#define OWN_TLS       (1U << 8)
#define OWN_SIP       (1U << 9)
#define OWN_H323      (1U << 10)
#define OWN_DISCORD   (1U << 11)
#define OWN_TEAMSPEAK (1U << 12)

/* What one payload shows. */
struct classify_sight {
	unsigned marks;      /* OWN_ bits */
	struct slice server; /* the server a client asks for; absent: none */
	struct slice user;   /* USERNAME of an ICE check: "theirs:ours" */
};

/** classify_own_sight - what @packet shows. Allocates: no. */
struct classify_sight classify_own_sight(const struct packet *packet);

/** classify_own_app - what all @marks of a flow make it; NULL: nothing. */
const struct app *classify_own_app(unsigned marks);

/**
 * classify_own_believe - @theirs, what libndpi calls a flow with @marks, or
 * NULL when that is known to be wrong.
 */
const struct app *classify_own_believe(
	unsigned marks, const struct app *theirs);

/**
 * classify_own_general - @app says how something is carried and not what it is;
 * NULL says nothing either.
 */
bool classify_own_general(const struct app *app);

#endif
