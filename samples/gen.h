/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The model behind the capture generator. A scenario file becomes these
 * structures; running it writes a capture and, from the same structures, the
 * truth about it. Nothing here knows how the project reads captures: the
 * generator stands on lib/ alone, so that what it claims is independent of
 * what is tested with it.
 *
 *   script -> nodes, calls, sdps, streams, events
 *   run    -> events in order of time -> sip / rtp / rtcp / net -> pcap
 *                                     \-> counters and lists -> truth, md
 *
 * Everything is made from integers and a seeded generator, with no library
 * function of floating point, so that each machine writes the same bytes.
 */
#ifndef EARSHOT_SAMPLES_GEN_H
#define EARSHOT_SAMPLES_GEN_H

#include "lib/arena.h"
#include "lib/endpoint.h"
#include "lib/err.h"
#include "lib/ns.h"

#include <stdio.h>

#define GEN_NODES   16
#define GEN_CALLS   16
#define GEN_SDPS    24
#define GEN_STREAMS 16
#define GEN_WORDS   64   /* words on one line */
#define GEN_FRAME   2048 /* largest frame */
#define GEN_CODECS  8    /* codecs in one session description */
#define GEN_DIGITS  16

struct gen_style; /* gen_sip.c: the manners of one make of device */

/* A codec as RTP and SDP name it. */
struct gen_codec {
	const char *name;   /* as scenario files write it */
	const char *label;  /* as Wireshark's flow graph writes it */
	const char *rtpmap; /* encoding/clock[/channels] */
	const char *fmtp;   /* NULL: none */
	unsigned pt;
	unsigned bytes; /* payload of 20 ms */
	unsigned step;  /* RTP clock ticks of 20 ms */
	unsigned clock_hz;
};

/* What a device speaks SIP over. */
enum gen_carrier { GEN_UDP, GEN_TCP, GEN_WS };

/* How the capture has the fragments of a packet. */
enum gen_pieces {
	GEN_PIECES_IN_ORDER,
	GEN_PIECES_REVERSE,
	GEN_PIECES_FIRST, /* and no other: a filter by port saw no more */
};

struct gen_node {
	struct slice name;
	struct endpoint at; /* address and SIP port */
	uint8_t mac[6];
	const struct gen_style *style;
	struct slice agent; /* User-Agent or Server, absent: the style's */
	unsigned ttl;
	unsigned tos_sip;
	unsigned tos_rtp;
	unsigned vlan;  /* 0: untagged */
	unsigned iface; /* pcapng interface */
	bool offload;   /* checksums as a network card would still fill in */
	unsigned mtu;   /* longer IP packets go in fragments */
	enum gen_pieces pieces;
	enum gen_carrier carrier;
	uint32_t seq; /* of its TCP stream; 0: not open yet */
	uint16_t ip_id;
};

struct gen_sdp {
	struct slice name;
	struct gen_node *node;
	struct addr media; /* c= line; usually the node's own address */
	unsigned port;
	unsigned version;
	struct slice direction;
	const struct gen_codec *codec[GEN_CODECS];
	size_t codecs;
};

/* One message as it was written. */
struct gen_message {
	struct gen_message *next;
	unsigned frame;
	ns_t t;
	struct endpoint src;
	struct endpoint dst;
	struct slice label;
	struct slice comment;
	bool again; /* a retransmission */
	bool lost;  /* sent, but not in the capture */
	struct slice bytes;
};

/* The last request of one method in a call, to answer or to repeat it. */
struct gen_txn {
	struct slice method;
	struct slice branch;
	struct slice tag; /* To tag of the answer */
	unsigned cseq;
	unsigned status; /* last answer, 0: none yet */
	bool by_callee;
};

enum gen_state {
	GEN_INCOMPLETE, /* its beginning or its end is not in the capture */
	GEN_RINGING,
	GEN_ESTABLISHED,
	GEN_COMPLETED,
	GEN_CANCELLED,
	GEN_BUSY,
	GEN_REJECTED,
	GEN_FAILED,
	GEN_UNANSWERED,
	GEN_NONE, /* no call: registrations, events of a phone */
};

struct gen_call {
	struct slice name;
	struct gen_node *caller;
	struct gen_node *callee;
	struct gen_node *far; /* whose Contact the callee side shows */
	struct gen_call *via; /* forked from this one by a proxy */
	struct gen_call *leg; /* the other leg of the same conversation */
	struct slice from;
	struct slice to;
	struct slice from_name;
	struct slice to_name;
	struct slice id;
	struct slice tag[2];
	struct slice password;
	struct slice realm;
	struct slice nonce;
	struct slice media;   /* media path, as the author declares it */
	struct slice subject; /* what the truth calls it: call, register, ... */
	unsigned challenge;   /* 401 or 407, 0: none pending */
	unsigned challenges;
	unsigned cseq[2];
	unsigned branches;
	bool qop;
	bool record_route;
	struct gen_txn txn[8];
	size_t txns;
	/* what the truth says */
	struct gen_message *first;
	struct gen_message *last;
	enum gen_state state;
	unsigned status;
	ns_t invite_t, ring_t, answer_t, bye_t; /* 0: did not happen */
	int hangup; /* 0 nobody, 1 caller, 2 callee */
	struct gen_sdp *answer;
	struct gen_sdp *offer;
};

/* One RTP packet that its sender made. */
struct gen_rtp {
	ns_t t; /* arrival at the capture point, from the start */
	uint32_t ts;
	uint32_t nth; /* sequence number minus the first one */
	bool lost;
	bool unseen; /* lost by the capture: it arrived all the same */
	bool behind; /* lost between the capture and the receiver */
	bool marker;
	bool copied; /* captured a second time */
	bool captured;
	uint16_t ip_id; /* once captured */
	uint8_t digit;         /* 0: audio, else the character of the key */
	uint16_t digit_length; /* RFC 4733 duration */
	bool digit_end;
	uint32_t voice; /* which 20 ms of the signal */
};

struct gen_digit {
	char key;
	ns_t t;
	unsigned ms;
};

struct gen_stream {
	struct slice name;
	struct gen_node *src;
	struct gen_node *dst;
	unsigned sport;
	unsigned dport;
	const struct gen_codec *codec;
	uint32_t ssrc;
	uint32_t ts;
	uint16_t seq;
	uint64_t voice; /* seed of the signal */
	bool silent;
	bool begun; /* before the capture: no marker at its start */
	const char *pacing; /* the rule it is sent by; NULL: none */
	struct gen_call *call;
	struct gen_stream *relay; /* carries the payload of this one */
	struct gen_rtp *packet;
	size_t packets;
	struct gen_digit digit[GEN_DIGITS];
	size_t digits;
	/* as written to the capture, in order of arrival */
	unsigned captured, delivered, duplicates, reordered;
	unsigned first_frame, delta_frame;
	uint32_t min_nth, max_nth;
	ns_t first_t, last_t, delta_max;
	ns_t audio_t; /* the last packet that was audio, not a key */
	uint32_t audio_ts;
	double jitter, jitter_max, jitter_sum; /* ms */
	ns_t skew, skew_max; /* the largest by its size, signed */
	ns_t sr_t;           /* the last sender report */
	uint64_t sr_ntp;
	unsigned rtcp;
	uint32_t rr_expected, rr_received; /* at the last report */
};

/* The words of one line; each may be asked for once by key. */
struct gen_args {
	unsigned line;
	size_t n;
	struct slice word[GEN_WORDS];
	bool used[GEN_WORDS];
};

struct gen_event {
	ns_t t;
	unsigned order;        /* as written in the scenario */
	struct gen_args *args; /* a timed line, or NULL for an RTP packet */
	struct gen_stream *stream;
	struct gen_rtp *packet; /* of that stream */
};

enum gen_count {
	GEN_SIP,
	GEN_RTP,
	GEN_RTCP,
	GEN_ICMP,
	GEN_OTHER,
	GEN_COUNTS,
};

enum gen_format {
	GEN_PCAP,
	GEN_PCAP_NS,
	GEN_PCAPNG,
};

struct gen_line {
	struct gen_line *next;
	struct slice text;
};

struct gen_lines {
	struct gen_line *first;
	struct gen_line **end;
};

/* A frame that was written, kept for who quotes it later. */
struct gen_frame {
	ns_t t;
	const uint8_t *p;
	size_t n;
	size_t ip; /* where its IP header begins, 0: none */
	unsigned number;
	struct endpoint dst;
};

struct gen {
	struct arena arena;
	struct err err;
	struct slice title;
	struct slice sample; /* file name without its folder and extension */
	struct gen_lines about, see, story, figure, keylog, iface, comment;
	ns_t start;
	uint64_t seed;
	enum gen_format format;
	bool names; /* write name records (pcapng) */
	struct gen_node node[GEN_NODES];
	size_t nodes;
	struct gen_call call[GEN_CALLS];
	size_t calls;
	struct gen_sdp sdp[GEN_SDPS];
	size_t sdps;
	struct gen_stream stream[GEN_STREAMS];
	size_t streams;
	struct gen_event *event;
	size_t events, event_room;
	struct gen_frame *frame;
	size_t frames, frame_room;
	unsigned long count[GEN_COUNTS];
	uint64_t bytes;
	FILE *out;
};

/** gen_run - write every event of @g, in order of time, to @g->out; 0 or -1. */
int gen_run(struct gen *g);

/** gen_add_event - remember @e; its order is set here. Returns 0 or -1. */
int gen_add_event(struct gen *g, struct gen_event e);

/**
 * gen_write - one frame of @n bytes at @p, at @t from the start, to the
 * capture.
 * @ip is the offset of the IP header (0: none), @dst where it goes, @comment a
 * note for pcapng (absent: none). Returns its number, 0 when writing failed.
 */
unsigned gen_write(struct gen *g, ns_t t, enum gen_count kind, unsigned iface,
	const uint8_t *p, size_t n, size_t ip, struct endpoint dst,
	struct slice comment);

#endif
