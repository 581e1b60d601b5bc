/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way of the voice: directly between the two terminals, or through a relay.
 * Three witnesses are heard, for the whole conversation and for each direction:
 *
 *   signalling  who are the terminals, and which hosts are between them?
 *   SDP         where was each terminal told to send, and is that the other
 *               terminal's own address?
 *   RTP         between which hosts did the voice really go?
 *
 * RTP outweighs SDP. Without RTP the question is whether this capture point
 * could have shown it: a PBX that passes addresses on and is not in the way
 * does not see the voice, and its absence then says nothing about the call.
 */
#ifndef EARSHOT_CALLS_PATH_H
#define EARSHOT_CALLS_PATH_H

#include "calls/call.h"

struct book;

enum path_kind {
	PATH_UNKNOWN,  /* no SDP and no RTP tell */
	PATH_DIRECT,   /* between the terminals */
	PATH_RELAYED,  /* through the host `by` */
	PATH_MIXED,    /* the two directions, or parts of the call, differ */
	PATH_NOT_SEEN, /* the voice takes a way that this capture does not show
			*/
	PATH_NONE,     /* no voice where it should have been seen */
};

/* Most changes of path that are kept of one call. */
#define PATH_CHANGES 8

/* What SDP or RTP say of one direction. */
struct path_way {
	enum path_kind kind; /* UNKNOWN, DIRECT or RELAYED; NONE: no RTP */
	struct addr by;      /* the relay, when RELAYED */
	const struct stream *stream; /* RTP that shows it; NULL: SDP alone */
	struct endpoint from, to;
	uint64_t frame; /* of its first packet, or of the SDP */
	uint16_t capture; /* which file holds the frame */
};

struct path_change {
	enum path_kind kind; /* from here on, by SDP */
	struct addr by;
	ns_t ts;
	uint64_t frame; /* the message that brought it about */
	uint16_t capture; /* which file holds the frame */
};

struct path {
	enum path_kind kind;
	struct addr by;        /* RELAYED: the relay */
	enum path_kind by_sdp; /* what the SDP alone says */
	struct path_way forth; /* caller to callee */
	struct path_way back;  /* callee to caller */
	/* MIXED: other ways that the same direction took; stream NULL: none */
	struct path_way forth_too, back_too;
	/* What shows who is a terminal and who is not: the server between. */
	bool has_server;
	struct addr server;
	uint64_t server_frame; /* it challenged, or registered; 0: it passes
				  the call on */
	/* Media addresses of both terminals by SDP, when both are known. */
	bool has_ends;
	struct endpoint caller_end, callee_end;
	bool ends_meet; /* each was told the other's own address and port */
	/* DIRECT: the host at the far end of the RTP, which neither SIP nor a
	 * Contact shows to be a terminal. */
	bool has_stranger;
	struct addr stranger;
	struct path_change changes[PATH_CHANGES];
	unsigned change_count; /* after the first answer */
};

/**
 * path_of - judge the way of the voice of @call, or of the conversation it is
 * a leg of. @book is finished; @ret: filled. Allocates: no.
 */
void path_of(
	const struct book *book, const struct call *call, struct path *ret);

/** path_kind_text - the word of the JSON: "direct", "relayed", ... */
const char *path_kind_text(enum path_kind kind);

#endif
