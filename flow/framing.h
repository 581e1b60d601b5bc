/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the messages in a stream begin and end. A framer is a function over a
 * window, the bytes of one direction that are not used up yet, and a small
 * state that remembers how far it looked, so that no byte is looked at twice:
 *
 *   window: | message | message | half a mess
 *            `- FRAMING_MESSAGE, used up; called again; FRAMING_MORE
 *
 * Framers neither allocate (but for the fragments of a WebSocket message) nor
 * know of TCP: the same stream gives the same messages however it is cut.
 *
 * What a stream carries is told from its first bytes, or, where its start was
 * not captured, from the first bytes of a few segments: a sender begins most
 * messages with a segment. That is a heuristic.
 */
#ifndef EARSHOT_FLOW_FRAMING_H
#define EARSHOT_FLOW_FRAMING_H

#include "flow/bytes.h"

/* Longest message that is put together; of a longer one the start is taken. */
#define FRAMING_MESSAGE_MAX 65535
/* Longest first line that is waited for. */
#define FRAMING_LINE_MAX 8192

enum framing_kind {
	FRAMING_UNKNOWN, /* too little was seen to tell */
	FRAMING_SIP,     /* by Content-Length, RFC 3261 clause 18.3 */
	FRAMING_HTTP,    /* a request or answer that may open a WebSocket */
	FRAMING_WS,      /* SIP over WebSocket, RFC 7118 */
	FRAMING_RTP,     /* RTP, RTCP, STUN by 16-bit lengths, RFC 4571 */
	FRAMING_RTSP,    /* with RTP interleaved, RFC 2326 clause 10.12 */
	FRAMING_TURN,    /* STUN and ChannelData, RFC 8656 clause 12.5 */
	FRAMING_HEP,     /* HEP3 packets one after the other */
	FRAMING_DNS,     /* by 16-bit lengths, RFC 7766 clause 8 */
	FRAMING_HELLO,   /* TLS, before its encryption begins */
	FRAMING_TLS,     /* cannot be read */
	FRAMING_DULL,    /* nothing that is wanted here */
	FRAMING_KINDS
};

enum framing_step {
	FRAMING_MORE,    /* no more can be said before more bytes come */
	FRAMING_SKIP,    /* used up, no message in it */
	FRAMING_MESSAGE, /* used up, and there is a message */
	FRAMING_LOST,    /* this is no start of a message */
};

/* A text header that is being looked for its end; SIP, RTSP and HTTP. */
struct framing_head {
	uint32_t looked; /* bytes looked at, also when searching */
	uint32_t line;   /* where the present line begins */
	uint32_t size;   /* of the header with its empty line; 0: not known */
	uint64_t length; /* Content-Length; 0 when there is none */
	bool measured;   /* a Content-Length was met, readable or not */
	bool upgrade;    /* Upgrade: websocket */
};

struct framing {
	uint8_t kind;      /* enum framing_kind */
	bool middle;       /* the start of the stream was not seen */
	bool lost;         /* the next message must be searched for */
	bool proven;       /* a message was read */
	uint8_t tries;     /* segments looked at without telling the kind */
	uint8_t fragment;  /* enum framing_fragment: WebSocket message open */
	uint8_t aliens;    /* messages of others, before one of ours */
	uint32_t searched; /* bytes searched since the last message */
	uint64_t discard;  /* bytes still to come that are not wanted */
	struct framing_head head;
	struct bytes message; /* fragments of a WebSocket message */
};

/* What one step found. */
struct framing_cut {
	size_t used;          /* bytes of the window that are done with */
	struct slice message; /* of FRAMING_MESSAGE */
	bool oversize;        /* only its first 64 KiB */
	bool garbage;         /* what is skipped belongs to no message */
	bool compressed;      /* a message that cannot be read is skipped */
	bool alien;           /* a message of another protocol is skipped */
};

/* What all streams of one table share. */
struct framing_room {
	char text[FRAMING_MESSAGE_MAX]; /* a message without its mask */
	size_t held;                    /* bytes of all buffers */
};

/**
 * framing_step - the next step in @w, the window of the stream @f.
 * @w: not empty
 * @room: shared; a message may lie in it
 * @ret: what was found; its message is valid until the next step
 * Returns what to do; FRAMING_SKIP also when only the state has changed.
 */
enum framing_step framing_step(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret);

/**
 * framing_fresh - a segment begins with @bytes: the window may begin anew here
 * where the kind, or the start of a message, is still looked for.
 * Returns true when @f now reads from the start of @bytes.
 */
bool framing_fresh(struct framing *f, struct slice bytes);

/**
 * framing_broken - bytes are missing after the window @w.
 * @ret: a message whose header is whole but whose body is not
 * Returns true when there is such a message.
 */
bool framing_broken(struct framing *f, struct slice w, struct framing_cut *ret);

/** framing_peer - the other direction of @f is known to carry @kind. */
void framing_peer(struct framing *f, enum framing_kind kind);

/** framing_is_dull - nothing will come out of @f any more. */
static inline bool framing_is_dull(const struct framing *f)
{
	return f->kind >= FRAMING_TLS;
}

#endif
