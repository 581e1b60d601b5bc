/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What devices claim about the voice they heard, by SIP: reports of RFC 6035 in
 * PUBLISH and NOTIFY, and the makers' headers in BYE and its answer. Kept beside
 * what was measured here, never mixed with it. A report may come before or long
 * after the call, or without it, so claims lie in the book and are tied to calls
 * and streams at its end.
 */
#ifndef EARSHOT_CALLS_CLAIM_H
#define EARSHOT_CALLS_CLAIM_H

#include "dissect/mediastat.h"
#include "dissect/packet.h"
#include "dissect/vqreport.h"
#include "lib/pool.h"

struct book;
struct call;
struct signal;
struct stream;

#define CLAIMS_MOST 4096
#define CLAIMS_RECENT 16 /* compared with a new one: it may be the same */
#define CLAIM_TEXT  320 /* bytes of a header that are kept */

enum claim_kind { CLAIM_REPORT, CLAIM_HEADER };

struct claim {
	struct claim *next;          /* all, in order */
	struct claim *next_of_heard; /* of the same stream */
	enum claim_kind kind;
	uint64_t frame;
	uint16_t capture;
	uint8_t point;
	struct endpoint by; /* who sent it */
	uint64_t call_hash; /* of the Call-ID that it is about */
	uint64_t digest;    /* CLAIM_REPORT: of the body */
	struct vqreport_end local, remote;
	struct vqreport_side heard, told; /* CLAIM_REPORT */
	enum vqreport_kind report;
	struct mediastat header; /* CLAIM_HEADER; its slices are in text */
	struct slice name;       /* likewise: of the header */
	char text[CLAIM_TEXT];
	/* set by claims_finish; NULL: not found */
	struct call *call;
	struct stream *stream;  /* what it heard */
	struct stream *sent_as; /* what it sent */
};

struct claims {
	struct pool pool;
	struct claim *first, *last;
	struct claim *recent[CLAIMS_RECENT];
	uint32_t count;
	uint32_t left_out; /* no room */
	uint32_t unread;   /* bodies of the type that are no report */
	/* set by claims_finish */
	uint32_t unbound;  /* about calls and streams that were not seen */
};

/** claim_signal - keep what @signal in @packet claims, if it does. */
void claim_signal(struct book *book, const struct packet *packet,
	const struct signal *signal);

/** claims_finish - tie the claims of @book to its calls and streams. */
void claims_finish(struct book *book);

/** claims_destroy - free all. @claims: of a book */
void claims_destroy(struct claims *claims);

#endif
