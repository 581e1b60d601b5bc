/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of applications and protocols that share the wires with the calls we
 * understand: what they are called, and whether people talk over them. Three
 * ways lead to a name: the server a client asked for, what libndpi calls it,
 * and, as the last resort and said to be a guess, the port.
 *
 * An app is known by its address: two equal names are one pointer.
 */
#ifndef EARSHOT_FLOW_APP_H
#define EARSHOT_FLOW_APP_H

#include "dissect/packet.h"

enum app_kind {
	APP_OTHER,   /* shares the link */
	APP_CALLING, /* people talk over it */
	APP_VOICE,   /* signalling of calls that we read ourselves: SIP */
};

struct app {
	const char *name;
	enum app_kind kind;
};

/* Those that our own detectors tell. */
extern const struct app app_ice, app_dtls, app_dtls_srtp, app_quic, app_stun,
	app_tls, app_turn, app_zrtp, app_sip, app_h323, app_microsoft,
	app_discord, app_google_meet, app_teamspeak, app_tunnel;

/**
 * app_of_server - whose server @name is, by the end of its domain.
 * Returns NULL when no calling app is known to own it. Allocates: no.
 */
const struct app *app_of_server(struct slice name);

/**
 * app_of_label - the app that libndpi calls @label ("WhatsAppCall").
 * Returns NULL for a label that is not in the table: then it is itself the name.
 */
const struct app *app_of_label(const char *label);

/**
 * app_of_port - a guess by the registered port of either end.
 * @transport: UDP or TCP; @a, @b: the ports of both ends
 * Returns NULL when neither is in the table. Source: IANA service names.
 */
const struct app *app_of_port(
	enum transport transport, uint16_t a, uint16_t b);

/** app_unnamed - "unknown UDP", "unknown TCP": what is left, by @transport. */
const struct app *app_unnamed(enum transport transport);

#endif
