/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of Wireshark's RTP stream analysis, by its definitions, so that
 * both can be laid side by side: delta, jitter (RFC 3550 clause 6.4.1), skew,
 * clock drift, sequence errors. docs/METRICS.md states each formula, and where
 * Wireshark is wrong.
 *
 * All of it is O(1) per packet, in milliseconds.
 */
#ifndef EARSHOT_QUALITY_RTPSTAT_H
#define EARSHOT_QUALITY_RTPSTAT_H

#include "lib/maybe.h"
#include "lib/ns.h"

#include <stdbool.h>
#include <stdint.h>

/* What was special about a packet; bits. */
#define RTPSTAT_FIRST	     (1U << 0)
#define RTPSTAT_MARKER	     (1U << 1)
#define RTPSTAT_WRONG_SEQ    (1U << 2) /* not the next number */
#define RTPSTAT_DUPLICATE    (1U << 3)
#define RTPSTAT_LATE	     (1U << 4) /* older than one already seen */
#define RTPSTAT_NOISE	     (1U << 5) /* comfort noise */
#define RTPSTAT_AFTER_NOISE  (1U << 6) /* first packet after comfort noise */
#define RTPSTAT_EVENT	     (1U << 7) /* telephone-event */
#define RTPSTAT_PT_CHANGE    (1U << 8)
#define RTPSTAT_WRONG_TS     (1U << 9)

/* One packet as the analysis needs it. */
struct rtpstat_packet {
	ns_t ts;	     /* arrival */
	uint64_t frame;
	uint32_t timestamp;  /* RTP */
	uint16_t sequence;
	uint8_t payload_type;
	bool marker;
	bool noise, event;   /* comfort noise; telephone-event */
	uint32_t clock_hz;   /* 0: unknown - then delta only */
};

struct rtpstat {
	uint64_t packets;
	uint64_t first_frame, delta_max_frame;
	ns_t first_ts, last_ts;	    /* of all packets */
	ns_t order_ts;		    /* of the last packet that was in order */
	uint32_t first_timestamp, last_timestamp;
	uint16_t last_sequence;
	uint8_t payload_type;
	uint64_t sequence_errors;
	double delta_ms;	    /* last; 0 for the first packet */
	double jitter_ms;	    /* running */
	double skew_ms;		    /* last */
	double nominal_ms;	    /* media time since the first packet */
	double delta_max_ms, delta_min_ms, delta_sum_ms;
	double jitter_max_ms, jitter_min_ms, jitter_sum_ms;
	double skew_max_ms;	    /* signed, of the largest magnitude */
	uint64_t delta_count, jitter_count;
	/* sums for the least-squares line of media time over arrival time */
	double sum_t, sum_m, sum_tt, sum_tm;
	uint64_t line_count;
	uint32_t flags;		    /* RTPSTAT_ bits of the last packet */
};

/** rtpstat_init - no packet yet. */
void rtpstat_init(struct rtpstat *s);

/**
 * rtpstat_add - account for one packet, in order of arrival.
 * Afterwards delta_ms, jitter_ms, skew_ms and flags are that packet's own.
 * Allocates: no. Source: RFC 3550 A.8; docs/METRICS.md "RTP stream analysis".
 */
void rtpstat_add(struct rtpstat *s, const struct rtpstat_packet *p);

/** rtpstat_jitter_mean - mean of the running jitter, ms; unknown if no clock. */
struct maybe rtpstat_jitter_mean(const struct rtpstat *s);

/** rtpstat_delta_mean - mean time between packets, ms. */
struct maybe rtpstat_delta_mean(const struct rtpstat *s);

/**
 * rtpstat_drift_ppm - sender's clock against the capture's, parts per million:
 * (slope of media time over arrival time - 1) * 1e6; unknown below 2 packets
 * or without a clock.
 */
struct maybe rtpstat_drift_ppm(const struct rtpstat *s);

#endif
