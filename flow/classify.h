/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which application a conversation is of, for those that no dissector claimed.
 * A conversation's first payloads are looked at and no more:
 *
 *   payload -> server name -> own marks -> libndpi -> enough seen: port
 *
 * The first that names a calling app decides. libndpi is asked last and is
 * never believed in "RTP" or "SIP": one packet is enough for it to see RTP in
 * noise, and what it misses ours do not. It is loaded at the first unknown
 * payload, so a capture of telephony alone does not pay for it.
 *
 * Memory is bounded: so many conversations are under examination at once; the
 * one that began first gives way to a new one and keeps what is known of it.
 * In a flood of new conversations only so many in a second are examined by
 * libndpi; the others are named by our own detectors and their port.
 */
#ifndef EARSHOT_FLOW_CLASSIFY_H
#define EARSHOT_FLOW_CLASSIFY_H

#include "flow/app.h"

struct classify;
struct classify_probe; /* state of libndpi */

/* Why a conversation has its name. */
enum classify_basis {
	CLASSIFY_NONE,    /* it has none */
	CLASSIFY_SERVER,  /* the client asked for a server of that app */
	CLASSIFY_OWN,     /* our own detectors */
	CLASSIFY_NDPI,    /* libndpi, from payload */
	CLASSIFY_ADDRESS, /* a guess of libndpi, by address */
	CLASSIFY_PORT,    /* a guess, by port */
};

/* What is known of one conversation; zero before the first packet. */
struct classify_slot {
	const struct app *app; /* NULL: not decided; else done is set */
	char *server;          /* the name a client asked for; NULL: none */
	struct classify_probe *probe; /* NULL: libndpi does not look at it */
	unsigned marks;               /* OWN_ bits so far */
	uint64_t session;             /* of the names in ICE checks; 0: none */
	uint8_t basis;                /* enum classify_basis */
	uint8_t fed;                  /* payloads looked at */
	bool done;                    /* app is final */
};

struct classify_counts {
	uint64_t examined;   /* conversations that libndpi looked at */
	uint64_t unexamined; /* came too fast for it */
	uint64_t cut_short;  /* gave way to a newer one */
};

/** classify_create - nothing is loaded yet; NULL when memory is exhausted. */
struct classify *classify_create(void);

/** classify_destroy - free all; NULL is allowed. Names of apps die. */
void classify_destroy(struct classify *classify);

/**
 * classify_feed - look at one more packet of a conversation that is not done.
 * @slot: of the conversation; filled when it is decided
 * @packet: with or without payload; its bytes are not kept
 * Returns slot->done. Allocates: bounded, see above; and the server's name.
 */
bool classify_feed(struct classify *classify, struct classify_slot *slot,
	const struct packet *packet);

/**
 * classify_look - our own detectors alone, for a conversation whose owner is
 * known: only @slot's marks, session and server change by @packet.
 */
void classify_look(struct classify_slot *slot, const struct packet *packet);

/**
 * classify_settle - no more packets: decide by what was seen. @slot: likewise
 * @packet: any packet of the conversation, for its ports and transport
 */
void classify_settle(struct classify *classify, struct classify_slot *slot,
	const struct packet *packet);

/** classify_forget - free what @slot holds; it may then be zeroed. */
void classify_forget(struct classify *classify, struct classify_slot *slot);

/** classify_counts - what became of all; borrowed. */
const struct classify_counts *classify_counts(const struct classify *classify);

/** classify_basis_text - @basis as JSON names it: "own", "ndpi", ... */
const char *classify_basis_text(enum classify_basis basis);

/** classify_library - version of libndpi; NULL when built without it. */
const char *classify_library(void);

#endif
