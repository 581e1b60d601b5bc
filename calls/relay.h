/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which outgoing stream of a relay carries the voice of which incoming one. A
 * PBX gives its streams an SSRC, numbers and times of its own, but unless it
 * transcodes it passes the payload on byte by byte. So some packets are chosen
 * by their payload, some of them, the same ones on both sides; each leaves
 * its digest in one small table, and meets the digest of its other self there:
 *
 *     phone --stream a--> PBX --stream b--> phone
 *               |  digest ---> table ---> digest  |
 *
 * Several such meetings with one distance between the sequence numbers are
 * proof. They also measure how long the relay kept each packet.
 *
 * Cost for a packet that is not chosen: one load, one multiplication.
 */
#ifndef EARSHOT_CALLS_RELAY_H
#define EARSHOT_CALLS_RELAY_H

#include "calls/stream.h"
#include "lib/pool.h"

struct book;

/* Meetings that prove it, and when the relay has two addresses. */
#define RELAY_PROOF       3
#define RELAY_PROOF_APART 8
/* With two addresses, one host must not keep a packet longer: two servers may
 * play one announcement. */
#define RELAY_MOST_APART (100 * NS_PER_MS)
/* Packets of a stream of which more are chosen. */
#define RELAY_EARLY 512
/* A relay keeps a packet no longer. */
#define RELAY_MOST (2 * NS_PER_S)
/* Delay histogram: bins of a quarter of an octave from 10 us to some 10 s. */
#define RELAY_BINS 80

/* Of an outgoing stream: where its voice came from. What a meeting touches that
 * fits is the first cache line, and one bin. */
struct relay {
	const struct stream *from; /* the incoming stream; see relay_source */
	ns_t sum, min, max;
	uint32_t from_serial;
	uint32_t hits, misses; /* meetings that fit, and that did not */
	uint16_t shift;        /* sequence number out - in */
	bool closed;           /* it fell: gaps were closed */
	bool opened;           /* it rose: packets were put in */
	bool replaced;         /* `from` followed upon another stream */
	uint64_t next_serial;  /* what may follow upon `from` */
	uint16_t next_shift, next_hits;
	uint64_t frame_in, frame_out; /* the first that met */
	uint32_t bins[RELAY_BINS];
};

struct relay_sample;

struct relay_table {
	struct relay_sample *slots; /* NULL before the first sample */
	struct pool pool;           /* of struct relay */
	bool dropped;               /* a stream was: its samples are stale */
};

/** relay_mix - the first bytes of @payload, 8 or more, spread over high bits. */
static inline uint64_t relay_mix(struct slice payload)
{
	uint64_t w;

	memcpy(&w, payload.p, sizeof(w));
	return w * 0x9e3779b97f4a7c15U;
}

/**
 * relay_chooses - true when the packet with @payload is one of sixteen; bytes
 * that are all the same (digital silence) are none.
 */
static inline bool relay_chooses(struct slice payload)
{
	uint64_t w;

	if (payload.n < 10 || relay_mix(payload) >> 60 != 0) {
		return false;
	}
	memcpy(&w, payload.p, sizeof(w));
	return w != (w << 8 | w >> 56);
}

/**
 * relay_note - account for a chosen packet of @stream. Proof comes early in a
 * call; later one of 128 is enough.
 * @frame, @ts: of the packet; @rtp: its RTP header and payload
 * Allocates: the table at the first call; a struct relay at a first meeting.
 */
void relay_note(struct book *book, struct stream *stream, uint64_t frame,
	ns_t ts, const struct rtp *rtp);

/**
 * relay_source - the stream whose voice @stream passes on; NULL when nothing
 * proves that it is relayed, or when that stream was given up.
 */
const struct stream *relay_source(const struct stream *stream);

/** relay_delay_ms - mean time that the relay kept a packet; unknown without. */
struct maybe relay_delay_ms(const struct stream *stream);

/** relay_delay_p95_ms - 95 % of the packets were kept no longer, ms. */
struct maybe relay_delay_p95_ms(const struct stream *stream);

/** relay_delay_max_ms - the longest time seen, ms. */
struct maybe relay_delay_max_ms(const struct stream *stream);

/**
 * relay_lost_inside - packets that reached the relay and did not leave it. A
 * relay that closes gaps in the numbers is counted too; unknown where it puts
 * packets in, or where the stream it passes on was replaced.
 */
struct maybe relay_lost_inside(const struct stream *stream);

/**
 * relay_lost_after - packets that left the relay and did not arrive, by the
 * receiver's last report (RTCP); unknown without.
 */
struct maybe relay_lost_after(const struct stream *stream);

/**
 * relay_transcoded - the stream that the sender of @stream received in another
 * codec and passes on as @stream: the only voice of the same talk that comes to
 * that host from somebody else. NULL when there is none, or more than one.
 */
const struct stream *relay_transcoded(const struct stream *stream);

/** relay_drop - @stream goes: give its record back. */
void relay_drop(struct book *book, struct stream *stream);

#endif
