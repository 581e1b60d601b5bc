/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The book holds all calls, streams and registrations of one observation and is
 * their only writer. Packets go in by book_packet; at the end book_finish
 * closes what is open, numbers everything, and the lists can be read.
 *
 * Memory is bounded by the limits; at a limit the oldest call that has ended (else
 * the oldest) is given up, and counted.
 */
#ifndef EARSHOT_CALLS_BOOK_H
#define EARSHOT_CALLS_BOOK_H

#include "calls/call.h"
#include "calls/capacity.h"
#include "calls/claim.h"
#include "calls/conduct.h"
#include "calls/copies.h"
#include "calls/host.h"
#include "calls/farend.h"
#include "calls/join.h"
#include "calls/losses.h"
#include "calls/names.h"
#include "calls/net.h"
#include "calls/registration.h"
#include "calls/relay.h"
#include "calls/roundtrip.h"
#include "calls/traverse.h"
#include "dissect/event.h"
#include "flow/flow.h"
#include "flow/gather.h"

/* Observation points told apart. */
#define BOOK_POINTS 64

/* When a point listened, on the clock that all packets are on. */
struct book_point {
	ns_t first_ts, last_ts;
};

struct secrets;
struct secure;
struct traffic;
struct watch;

struct book_limits {
	size_t calls, streams, flows, registrations, devices, names;
	size_t messages_per_call;
	size_t call_bytes; /* most arena bytes of one call */
	size_t bytes;	   /* of all calls together; 0: no limit */
	size_t conversations; /* of what is neither SIP nor RTP */
};

/* Packets by what became of them, and why some were not understood. */
struct book_counts {
	uint64_t packets;	/* given to book_packet */
	uint64_t sip, rtp, rtcp;
	uint64_t sip_faulty;	/* understood, with faults */
	uint64_t sip_malformed;	/* not usable */
	uint64_t rtp_malformed, rtcp_malformed;
	uint64_t rtcp_encrypted; /* SRTCP: no fault */
	uint64_t rtp_alone;	/* looked like RTP, nothing confirmed it */
	uint64_t other;		/* nobody claimed them, or they are DNS */
	uint64_t dns;		/* of other: DNS, mDNS, LLMNR */
	uint64_t requests[METHOD_OTHER + 1]; /* repeats included */
	uint64_t responses[7];	/* by class: [4] counts 4xx */
	uint64_t retransmissions;
	uint64_t mirrored;	/* copies by the capture, counted nowhere else */
	uint64_t duplicates;	/* of SIP and RTCP, made by the network; likewise */
	uint64_t faults[32];	/* by bit of signal.faults */
	uint64_t sdp, sdp_faulty;
	uint64_t calls_evicted, streams_evicted, registrations_refused;
	uint64_t registrations_evicted;
	uint64_t stray_reports;	/* RTCP about streams that were not seen */
	uint64_t out_of_memory;
	uint64_t call_messages_outside; /* of dialogs that are no calls */
};

/* One RTP packet with its figures, for the per-packet table. */
struct book_row {
	const struct stream *stream;
	uint64_t frame;
	ns_t ts;
	uint32_t ip_bytes; /* RTP + UDP + IP header, without link layer */
	uint16_t sequence;
	bool marker;
	uint8_t payload_type;
	double delta_ms, jitter_ms, skew_ms;
	bool clocked;	/* jitter and skew are known */
	uint32_t flags; /* RTPSTAT_ bits */
	bool copy;	/* one that may be a mirror's */
	/* the figures without such packets; they hold if stream->once */
	struct {
		double delta_ms, jitter_ms, skew_ms;
		uint32_t flags;
	} once;
};

struct book {
	struct book_limits limits;
	struct book_counts counts;
	struct flows flows;
	const struct unhep *hep; /* by whom packets came; NULL: not known */
	const struct gather_counts *gathered; /* what was put together, and what
						 gave way; NULL: not known */
	struct names names; /* of addresses; the user's may be added */
	struct traffic *traffic; /* what nobody claimed: calls/traffic.h */
	struct secrets *secrets; /* calls/secret.h */
	struct secure *secure; /* TLS sessions: calls/secure.h */
	struct watch *watch; /* of each source address: calls/watch.h */
	uint64_t key;
	struct map call_map, registration_map, ssrc_map;
	struct pool call_pool, stream_pool, registration_pool;
	struct call *calls, *calls_tail;
	struct stream *streams, *streams_tail;
	struct registration *registrations, *registrations_tail;
	/* by calls/registration_log.c: [1] were accepted once */
	struct registration *registration_oldest[2], *registration_newest[2];
	size_t call_count, stream_count, registration_count;
	uint32_t stream_serial; /* of the last stream */
	struct relay_table relays;
	struct traverse traverse;
	struct roundtrips roundtrips; /* to hosts, without RTCP */
	struct claims claims; /* of devices, by SIP */
	struct pool farend_pool;
	struct farend_reference references[FAREND_REFERENCES];
	uint8_t reference_next;
	struct devices devices;
	struct hosts hosts; /* of these; set by book_finish: see hosts_of */
	struct capacities capacities; /* likewise: see capacities_of */
	struct join_choice join_choice; /* set by the caller before the end */
	struct joining joining; /* the conversations; set by book_finish */
	struct conduct conduct; /* of signalling that is no call's */
	struct copies copies;
	struct losses losses;
	struct net net; /* what the network says of itself */
	size_t bytes; /* arena bytes of all calls, at their last message */
	ns_t first_ts, last_ts;
	bool started;
	/* Set by the caller before the first packet; 0 and 1: just one. */
	size_t point_count;
	struct book_point points[BOOK_POINTS];
	/* point_count squared: how far the offset of two clocks may be wrong;
	 * -1: not known both ways. NULL: one point */
	const ns_t *clock_spread;
	struct passages *passages; /* NULL: one point */
	struct event event; /* reused for each message */
	/** row - told of each RTP packet of a stream, and what it holds; said - of
	 * the bytes of each message that a call keeps. NULL: nobody asks. */
	void (*row)(void *context, const struct book_row *row,
		const struct rtp *rtp);
	void (*said)(void *context, uint64_t digest, struct slice bytes);
	void *row_context, *said_context;
};

/** book_limits_default - limits for a batch run on an ordinary machine. */
struct book_limits book_limits_default(void);

/**
 * book_create - an empty book. @key: secret of the hash tables, any value.
 * Returns NULL when memory is exhausted; free with book_destroy.
 */
struct book *book_create(const struct book_limits *limits, uint64_t key);

/** book_destroy - free all; NULL is allowed. */
void book_destroy(struct book *book);

/**
 * book_packet - account for one packet; its bytes are not kept.
 * Packets come in capture order; a clock that steps back is tolerated.
 */
void book_packet(struct book *book, const struct packet *packet);

/* Most packets of one book_packets. */
#define BOOK_BATCH 16

/**
 * book_packets - book_packet for each of @packets, at most BOOK_BATCH; their
 * @count. What they will need of memory is asked for before the first is
 * accounted for, so that the waiting times overlap.
 */
void book_packets(
	struct book *book, const struct packet *packets, size_t count);

/** book_other - account for @packet, a TCP segment, as a part of some other
 * application's traffic (calls/traffic.h), whether or not it carries SIP, too. */
void book_other(struct book *book, const struct packet *packet);

/** book_record - account for @packet, a record of TLS: see calls/secure.h. */
void book_record(struct book *book, const struct packet *packet);

/** book_rest - account for @packet, which link_decode refused and packet_rest is
 * true of: what the network says of itself. See calls/net.h. */
void book_rest(struct book *book, const struct packet *packet);

/** book_finish - the observation is over: conclude calls and streams, put both in
 * order of their start and number them from 1. */
void book_finish(struct book *book);

#endif
