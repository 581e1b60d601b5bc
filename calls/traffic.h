/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is neither SIP nor RTP nor RTCP: conversations with their packets and
 * bytes, named by flow/classify.h, and their sums by application. It answers
 * two questions: do people here call with something else, and what shares the
 * link with our calls.
 *
 *   packet -> conversation (both directions) -> named -> application
 *                                                        (sums, seconds)
 *
 * The table of conversations is bounded; the one that was quiet for longest
 * among a few looked at gives way and is counted, and its sums stay with its
 * application. Applications are as many as there are names.
 */
#ifndef EARSHOT_CALLS_TRAFFIC_H
#define EARSHOT_CALLS_TRAFFIC_H

#include "flow/classify.h"
#include "lib/maybe.h"

struct book;
struct traffic;

/* The course of bytes over the capture; its resolution halves when it is full:
 * 1 s up to 512 s, then 2 s, and so on. */
#define TRAFFIC_BUCKETS 512

#define TRAFFIC_BASES (CLASSIFY_PORT + 1)

/* The second that is being counted, and the busiest so far; s of packet time.
 */
struct traffic_second {
	ns_t second, peak_second;
	uint64_t bytes, peak_bytes;
};

/* Sums of one application. */
struct traffic_app {
	const struct app *app;
	uint64_t conversations, packets, bytes; /* bytes of IP packets */
	uint64_t udp_bytes; /* of them: calls go over UDP nearly always */
	uint64_t up_bytes;  /* sent by the side that began */
	uint64_t basis_bytes[TRAFFIC_BASES]; /* by enum classify_basis */
	ns_t first_ts, last_ts;
	uint64_t first_frame, last_frame;
	uint16_t first_capture, last_capture; /* files of these */
	struct traffic_second now; /* with the busiest second */

	/* the conversation with most bytes */
	uint64_t largest_bytes;
	struct endpoint a, b; /* a sent first */
	enum transport transport;
	char server[256]; /* "": not known */

	/* RTP streams without signalling on the same ports */
	uint64_t rtp_streams, rtp_packets, rtp_expected, rtp_lost;

	/* set by traffic_finish */
	uint64_t voice_bytes;         /* while RTP was flowing */
	struct maybe voice_share_pct; /* of all bytes of that time */

	uint64_t buckets[TRAFFIC_BUCKETS];
};

struct traffic_counts {
	uint64_t conversations; /* begun */
	uint64_t evicted;       /* given up for lack of room */
	uint64_t out_of_memory;
};

/**
 * traffic_create - nothing was seen yet.
 * @key: secret of the hash, any value
 * @max_conversations: most at once
 * Returns NULL when memory is exhausted; free with traffic_destroy.
 */
struct traffic *traffic_create(uint64_t key, size_t max_conversations);

/** traffic_destroy - free all; NULL is allowed. */
void traffic_destroy(struct traffic *traffic);

/**
 * traffic_add - account for @packet, which nobody claimed.
 * @of_call: an SDP announced one of its ends, or a call's signalling goes
 * there: it belongs to that call (ICE, keep-alives) and to no other application
 * Allocates: for a new conversation, from a pool that grows to the limit.
 */
void traffic_add(
	struct traffic *traffic, const struct packet *packet, bool of_call);

/** traffic_has_dtls - true when DTLS was seen between @a and @b, over UDP. */
bool traffic_has_dtls(const struct traffic *traffic, const struct endpoint *a,
	const struct endpoint *b);

/**
 * traffic_finish - the observation is over: name what has no name yet, find
 * the RTP streams of @book that belong to an application, mark those that
 * DTLS makes keys for, and order all by
 * bytes.
 */
void traffic_finish(struct traffic *traffic, const struct book *book);

/**
 * traffic_apps - applications, most bytes first; their @count.
 * Valid until traffic_destroy; meaningful after traffic_finish.
 */
struct traffic_app *const *traffic_apps(
	const struct traffic *traffic, size_t *count);

/** traffic_counts - what became of the conversations; borrowed. */
const struct traffic_counts *traffic_counts(const struct traffic *traffic);

/** traffic_classify - who names the conversations, for its counts. */
const struct classify *traffic_classify(const struct traffic *traffic);

/** traffic_app_basis - what most bytes of @app were named by. */
enum classify_basis traffic_app_basis(const struct traffic_app *app);

/** traffic_app_duration_s - first to last packet, seconds. */
double traffic_app_duration_s(const struct traffic_app *app);

/** traffic_app_kbps - mean bit rate of IP packets; unknown for one moment. */
struct maybe traffic_app_kbps(const struct traffic_app *app);

/** traffic_app_lost_pct - RTP lost of expected, percent; unknown without RTP.
 */
struct maybe traffic_app_lost_pct(const struct traffic_app *app);

#endif
