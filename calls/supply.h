/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telephones that look for their configuration by SIP: SUBSCRIBE for the event
 * ua-profile, to everybody (224.0.1.75) or to a server, and the NOTIFY that
 * answers with a place. Files themselves are calls/secret.h's. Bounded: the
 * first come stay.
 */
#ifndef EARSHOT_CALLS_SUPPLY_H
#define EARSHOT_CALLS_SUPPLY_H

#include "calls/call.h"

struct book;

#define SUPPLIES    128
#define SUPPLY_TEXT 96

struct supply {
	struct addr client;
	struct addr asked;  /* whom it asked: a multicast address, a server */
	struct addr told;   /* who answered with a place; :: nobody */
	uint8_t point;
	uint32_t asks;
	struct moment first, answer; /* frame 0: none */
	char place[SUPPLY_TEXT];     /* the URL, without what follows '?' */
	char device[SUPPLY_TEXT];    /* vendor and model of the event, as written */
};

struct supply_table {
	struct supply list[SUPPLIES];
	unsigned count;
	uint64_t left_out;
};

/** supply_signal - account for @signal, which came in @packet. */
void supply_signal(struct book *book, const struct packet *packet,
	const struct signal *signal);

#endif
