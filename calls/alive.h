/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What keeps the way to a host open through address translation: empty packets
 * and STUN beside SIP (RFC 5626), with their intervals; and which STUN servers
 * are asked and answer. Bounded: tables that forget the oldest.
 */
#ifndef EARSHOT_CALLS_ALIVE_H
#define EARSHOT_CALLS_ALIVE_H

#include "calls/call.h"
#include "calls/recent.h"
#include "dissect/stun.h"

struct book;

#define ALIVES	    512
#define ALIVE_STUNS 256

/* Keep-alives of one host to another, beside SIP. */
struct alive {
	uint64_t hash;
	struct endpoint src, dst;
	uint8_t point;
	uint32_t count;
	struct moment first, last;
	ns_t longest; /* between two of them */
};

/* A STUN server and who asks it; ICE checks are none. */
struct alive_stun {
	uint64_t hash;
	struct endpoint server;
	struct addr client;
	uint8_t point;
	uint32_t asked;	   /* requests, repeats included */
	uint32_t answered; /* by success */
	uint32_t refused;  /* by an error */
	uint32_t unheard;  /* requests since the last answer */
	struct moment first, last, answer;
};

struct alives {
	struct recent all, stuns;
};

/** alive_init - empty tables. */
void alive_init(struct alives *alives);

/** alive_finish - free all. */
void alive_finish(struct alives *alives);

/** alive_packet - account for @packet, which runs beside SIP and is none. */
void alive_packet(struct book *book, const struct packet *packet);

/** alive_stun - account for @stun, which came in @packet. */
void alive_stun(struct book *book, const struct packet *packet,
	const struct stun *stun);

/** alive_at - number @i, oldest first; NULL past the end. */
const struct alive *alive_at(const struct book *book, size_t i);

/** alive_stun_at - STUN server number @i, oldest first; NULL past the end. */
const struct alive_stun *alive_stun_at(const struct book *book, size_t i);

#endif
