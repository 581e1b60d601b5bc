/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of registrations: events, expiry, flapping, and which one gives
 * way when the table is full. Private to calls/.
 */
#ifndef EARSHOT_CALLS_REGISTRATION_LOG_H
#define EARSHOT_CALLS_REGISTRATION_LOG_H

#include "calls/parts.h"

/* RFC 3261 timer F: 64 * T1. */
#define REGISTRATION_TIMER_F (32 * NS_PER_S)

/** registration_accept - @packet, a 2xx, answers the last request of @r. */
void registration_accept(
	struct book *book, struct registration *r, const struct packet *packet);

/** registration_refuse - @packet with @signal refuses the last request of @r.
 */
void registration_refuse(struct registration *r, const struct packet *packet,
	const struct signal *signal);

/** registration_silence - the last request of @r was never answered. */
void registration_silence(struct registration *r);

/** registration_check - note when @r has run out by @now. */
void registration_check(struct registration *r, ns_t now);

/** registration_touch - @r is the one in @book that was active last. */
void registration_touch(struct book *book, struct registration *r);

/**
 * registration_give_up - free a slot of @book: the least recently active that
 * was never accepted, else the least recently active.
 * Returns false when there is none.
 */
bool registration_give_up(struct book *book);

/** registrations_conclude - the observation of @book is over. */
void registrations_conclude(struct book *book);

#endif
