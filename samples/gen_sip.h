/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One SIP message as a device of a certain make writes it. A style is a row of
 * data: in which order the headers stand, and what the fixed ones say. The
 * dialog (gen_dialog) decides what to say, this file only how.
 */
#ifndef EARSHOT_SAMPLES_GEN_SIP_H
#define EARSHOT_SAMPLES_GEN_SIP_H

#include "lib/text.h"
#include "samples/gen.h"

struct gen_style {
	const char *name;
	const char *order; /* one letter a header, see gen_sip.c */
	const char *agent;
	const char *allow;
	const char *supported;
	const char *events;  /* Allow-Events, NULL: none */
	const char *owner;   /* o= user name */
	const char *session; /* s= */
	const char *gap;     /* between display name and < */
	bool server;         /* it is the domain, and it sends few headers */
};

struct gen_sip {
	struct gen_call *call;
	const struct gen_txn *txn;
	struct gen_node *src;
	struct gen_node *dst;
	struct slice method; /* of the request line, absent: a response */
	unsigned status;
	struct slice to_tag;        /* absent: none yet */
	struct slice authorization; /* the header's value, or absent */
	struct slice challenge;     /* the header's value, or absent */
	struct slice reason;
	struct slice expires;
	struct slice body;
	struct slice body_type;
	const struct gen_sdp *sdp;
	struct slice extra; /* a whole header line */
};

/** gen_sip_style - the style called @name, or NULL. */
const struct gen_style *gen_sip_style(struct slice name);

/** gen_sip_codec - the codec called @name, or NULL. */
const struct gen_codec *gen_sip_codec(struct slice name);

/** gen_sip_phrase - the reason phrase of a status. Source: RFC 3261 clause 21.
 */
const char *gen_sip_phrase(unsigned status);

/** gen_sip_uri - append "sip:user@host:port". */
void gen_sip_uri(struct text *t, struct slice user, const struct endpoint *at);

/** gen_sip_domain - the node whose address is the domain of @call. */
const struct gen_node *gen_sip_domain(const struct gen_call *call);

/** gen_sip_party - append one party: display name, URI and tag (if any). */
void gen_sip_party(struct text *t, const struct gen_call *call, bool callee,
	struct slice tag);

/** gen_sip_target - append the request URI of a request in this call. */
void gen_sip_target(struct text *t, const struct gen_call *call, bool by_callee,
	bool inside);

/** gen_sip_body - append the session description @sdp. */
void gen_sip_body(struct text *t, const struct gen_sdp *sdp);

/** gen_sip_label - append how Wireshark's flow graph names this message. */
void gen_sip_label(struct text *t, const struct gen_sip *m);

/** gen_sip_message - append the whole message @m. */
void gen_sip_message(struct text *t, const struct gen_sip *m);

#endif
