/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the two ends say of a stream, side by side with what was seen here. The
 * capture point stands somewhere on the way:
 *
 *   sender ---- before ---- here ---- behind ---- receiver
 *      SR: sent n            gaps       RR: lost m
 *
 * What was lost before this point is a gap in the numbers here; the receiver
 * counts both. So the receiver's count over a span of numbers, less the gaps
 * seen here in the same span, was lost behind. If it counts less than misses
 * here, the capture lost the difference (calls/losses.h).
 *
 * Nothing is kept of a stream that nobody speaks of.
 */
#ifndef EARSHOT_CALLS_FAREND_H
#define EARSHOT_CALLS_FAREND_H

#include "dissect/avpf.h"
#include "dissect/xr.h"
#include "lib/maybe.h"
#include "quality/quality.h"
#include "quality/rtt.h"

struct book;
struct packet;
struct rtcp_block;
struct stream;

/* Packets by which two counts of a network may differ and mean the same. */
#define FAREND_LEAST 3

/* Both counts at one receiver's report, up to the number it names. */
struct farend_mark {
	uint64_t frame;
	int64_t remote;          /* lost by the receiver's count */
	uint64_t expected, lost; /* by ours */
};

/* Reports of the receiver. */
struct farend_heard {
	struct farend_mark first, last; /* of those that can be compared */
	uint32_t compared;
	uint32_t unmeasured; /* neither loss nor jitter: it may not measure */
	uint32_t elsewhere;  /* of numbers far from those seen here */
	uint32_t begun_anew; /* its count fell, or the numbers began anew */
	uint64_t behind_frame; /* the first that shows loss behind; 0: none */
	uint32_t ssrc;         /* of the receiver */
};

/* Reports of the sender: its own count of what it sent. */
struct farend_sent {
	uint64_t first_frame, last_frame;
	uint32_t first_packets, last_packets;
	uint64_t first_expected, last_expected; /* by the numbers seen here */
	uint64_t first_seen, last_seen;         /* different packets, here */
	uint32_t reports;
};

/* Extended reports about the stream. */
struct farend_xr {
	uint32_t blocks[XR_TYPES]; /* by type */
	uint32_t unknown;          /* of types above */
	uint64_t rle_told, rle_lost, rle_duplicated;
	struct xr_statistics statistics; /* the last; see its frame */
	struct xr_voip voip;             /* likewise; a claim of the receiver */
	uint64_t statistics_frame, voip_frame; /* 0: none came */
};

struct farend {
	struct rtt to_receiver; /* by reports on this stream */
	struct rtt to_sender;   /* by DLRR of the sender */
	struct farend_heard heard;
	struct farend_sent sent;
	struct farend_xr xr;
	uint32_t asked[AVPF_KINDS]; /* feedback for its sender */
	uint64_t asked_frame[AVPF_KINDS]; /* the first of each */
	uint64_t nack_packets;
	uint32_t unread_sender, unread_receiver; /* compounds of its ends that
						    could not be read */
};

/* A receiver's reference time that somebody may answer (RFC 3611 4.4). */
struct farend_reference {
	uint32_t ssrc, ntp;
	ns_t ts;
	uint8_t point;
};

#define FAREND_REFERENCES 64

enum farend_place {
	PLACE_UNKNOWN,
	PLACE_NOWHERE, /* nothing was lost */
	PLACE_BEFORE,
	PLACE_BEHIND,
	PLACE_BOTH,
};

/* Why the place is unknown. */
enum farend_why {
	FAREND_NO_REPORT,
	FAREND_UNREAD,     /* they are encrypted */
	FAREND_UNMEASURED, /* none states loss or jitter */
	FAREND_ELSEWHERE,
	FAREND_ONE_REPORT, /* and the stream began before the capture */
};

struct farend_loss {
	enum farend_place place;
	enum farend_why why; /* if unknown */
	/* over the span that both know; 0 if unknown */
	uint64_t expected, before, behind, capture;
	uint64_t from_frame, to_frame; /* the reports; from 0: the begin */
	uint64_t behind_frame;
};

/** farend_of - what is kept of @stream, made if there is none; NULL when memory
 * is exhausted. Allocates: from @book's pool. */
struct farend *farend_of(struct book *book, struct stream *stream);

/** farend_drop - forget what is kept of @stream of @book. */
void farend_drop(struct book *book, struct stream *stream);

/**
 * farend_report - the receiver whose SSRC is @by speaks of @stream.
 * @book: the book; @packet: what carries @block
 */
void farend_report(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtcp_block *block,
	uint32_t by);

/** farend_sender - the sender of @stream of @book states in @packet, by @rtcp,
 * what it sent. */
void farend_sender(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtcp *rtcp);

/**
 * farend_concealment - whether the receiver of @stream hides lost packets, by its
 * own word: RTCP-XR (RFC 3611 clause 4.7.6), else vq-rtcpxr (RFC 6035, PLC).
 * @ret_frame: where it says so; NULL: not asked for
 */
enum concealment farend_concealment(
	const struct stream *stream, uint64_t *ret_frame);

/** farend_extended - account for the blocks of the XR packet @rtcp in @packet. */
void farend_extended(struct book *book, const struct packet *packet,
	const struct rtcp *rtcp);

/** farend_asked - account for the feedback message @rtcp in @packet. */
void farend_asked(struct book *book, const struct packet *packet,
	const struct rtcp *rtcp);

/** farend_unread - the RTCP of @packet could not be read: of whom it is, as far
 * as its first header, which SRTCP leaves in clear, tells. @book: the book
 * Source: RFC 3711 clause 3.4. */
void farend_unread(struct book *book, const struct packet *packet);

/**
 * farend_loss - on which side of this point packets of @stream were lost.
 * @ret: filled. Source: docs/METRICS.md "the far end".
 */
void farend_loss(const struct stream *stream, struct farend_loss *ret);

/**
 * farend_delay - fill the delay of @stream of @book.
 * @buffer_ms: of the receiver's jitter buffer, emulated; unknown: the sum is
 *     then the least it can be
 * Source: docs/METRICS.md "delay".
 */
void farend_delay(struct book *book, struct stream *stream,
	struct maybe buffer_ms);

/* Between two reports of the sender. */
struct farend_gap {
	uint64_t sent;    /* by its count */
	uint64_t seen;    /* different packets here */
	uint64_t missing; /* sent - seen, at least 0 */
};

/**
 * farend_gap - what the sender of @stream counted and this point did not see.
 * @ret: filled on success
 * Returns false without two reports of it.
 */
bool farend_gap(const struct stream *stream, struct farend_gap *ret);

/** farend_why_text - @why in words. */
const char *farend_why_text(enum farend_why why);

#endif
