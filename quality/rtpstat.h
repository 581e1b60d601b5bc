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
#define RTPSTAT_FIRST       (1U << 0)
#define RTPSTAT_MARKER      (1U << 1)
#define RTPSTAT_WRONG_SEQ   (1U << 2) /* not the next number */
#define RTPSTAT_DUPLICATE   (1U << 3)
#define RTPSTAT_LATE        (1U << 4) /* older than one already seen */
#define RTPSTAT_NOISE       (1U << 5) /* comfort noise */
#define RTPSTAT_AFTER_NOISE (1U << 6) /* first packet after comfort noise */
#define RTPSTAT_EVENT       (1U << 7) /* telephone-event */
#define RTPSTAT_PT_CHANGE   (1U << 8)
#define RTPSTAT_WRONG_TS    (1U << 9) /* the sender set its clock */
#define RTPSTAT_OUTSIDE     (1U << 10) /* skew left the band, see rtpstat_band */
#define RTPSTAT_SILENCE     (1U << 11) /* of the sender before it */

/* A packet is the first after silence when it comes so much later than the one
 * before had come, its media time leaps as far, and its number follows. */
#define RTPSTAT_SILENCE_MS 100.0

/* One packet as the analysis needs it. */
struct rtpstat_packet {
	ns_t ts; /* arrival */
	uint64_t frame;
	uint32_t timestamp; /* RTP */
	uint16_t sequence;
	uint8_t payload_type;
	bool marker;
	bool noise, event; /* comfort noise; telephone-event */
	uint32_t clock_hz; /* 0: unknown - then delta only */
};

/* Delay variation is counted from 50, 70, 90, 120, 150, 200 and 300 ms on. */
#define RTPSTAT_SPREADS 7

/*
 * Fields in the order of use: every packet of a stream touches all down to the
 * line's begin, which are 208 bytes, and almost none what follows. The counts of
 * 32 bits are enough for two years of packets every 20 ms.
 */
struct rtpstat {
	uint64_t packets;
	ns_t last_ts;             /* of all packets */
	ns_t media_ts;            /* of the last packet that had a clock */
	int64_t media;            /* its RTP time: ticks since the anchor */
	uint32_t media_timestamp; /* likewise */
	uint32_t last_timestamp;  /* of all packets */
	uint32_t clock_hz;        /* of media_timestamp; 0: none yet */
	uint32_t flags;           /* RTPSTAT_ bits of the last packet */
	uint16_t last_sequence;   /* of the last packet that went forward */
	uint8_t payload_type;     /* of the last packet */
	bool noise;               /* the last packet was comfort noise */
	uint32_t delta_count, jitter_count, line_count;
	double tick_ms;           /* 1000 / clock_hz */
	double delta_ms;          /* last; 0 for the first packet */
	double jitter_ms;         /* running */
	double skew_ms;           /* last */
	ns_t anchor_ts;           /* where skew is zero */
	double delta_max_ms, delta_min_ms, delta_sum_ms;
	double jitter_max_ms, jitter_min_ms, jitter_sum_ms;
	float skew_low_ms, skew_high_ms; /* the band: see rtpstat_band */
	/* sums for the least-squares line of skew over arrival time */
	double sum_t, sum_s, sum_tt, sum_ts;
	double line_t_ms, line_skew_ms; /* where the line begins */
	/* rarely touched */
	ns_t first_ts;
	ns_t delta_max_ts; /* when the longest one ended */
	uint64_t first_frame, delta_max_frame;
	uint64_t sequence_errors;
	/* of jitter_count packets: so much later than the one before made due */
	uint32_t spread[RTPSTAT_SPREADS];
	double skew_max_ms; /* signed, of the largest magnitude */
	/* of the points before the line's begin */
	double skew_sum_before_ms;
	uint64_t skew_count_before;
};

/** rtpstat_init - no packet yet. */
void rtpstat_init(struct rtpstat *s);

/**
 * rtpstat_add - account for one packet, in order of arrival.
 * Afterwards delta_ms, jitter_ms, skew_ms and flags are that packet's own.
 * Allocates: no. Source: RFC 3550 A.8; docs/METRICS.md "RTP stream analysis".
 */
void rtpstat_add(struct rtpstat *s, const struct rtpstat_packet *p);

/** rtpstat_spread_ms - where step @i of the histogram of delay variation begins,
 * ms; it ends where the next one begins. @i: below RTPSTAT_SPREADS */
double rtpstat_spread_ms(unsigned i);

/**
 * rtpstat_band - have RTPSTAT_OUTSIDE set on packets whose skew is below @low_ms
 * or above @high_ms. Some inside the band may have it set as well, and each
 * skew_max_ms does. At first the band is empty.
 */
void rtpstat_band(struct rtpstat *s, double low_ms, double high_ms);

/** rtpstat_skew_count - packets so far that had a clock. */
static inline uint64_t rtpstat_skew_count(const struct rtpstat *s)
{
	return s->skew_count_before + s->line_count;
}

/** rtpstat_skew_sum - the sum of their skews, ms. */
static inline double rtpstat_skew_sum(const struct rtpstat *s)
{
	return s->skew_sum_before_ms + s->sum_s +
	       s->line_count * s->line_skew_ms;
}

/** rtpstat_jitter_mean - mean of the running jitter, ms; unknown if no clock.
 */
struct maybe rtpstat_jitter_mean(const struct rtpstat *s);

/** rtpstat_jitter_min - smallest running jitter, ms; unknown if no clock. */
struct maybe rtpstat_jitter_min(const struct rtpstat *s);

/** rtpstat_jitter_max - largest running jitter, ms; unknown if no clock. */
struct maybe rtpstat_jitter_max(const struct rtpstat *s);

/** rtpstat_delta_mean - mean time between packets, ms; unknown below 2. */
struct maybe rtpstat_delta_mean(const struct rtpstat *s);

/** rtpstat_delta_min - shortest time between packets, ms; unknown below 2. */
struct maybe rtpstat_delta_min(const struct rtpstat *s);

/** rtpstat_delta_max - longest time between packets, ms; unknown below 2. */
struct maybe rtpstat_delta_max(const struct rtpstat *s);

/** rtpstat_skew_max - skew of the largest magnitude, ms; unknown if no clock.
 */
struct maybe rtpstat_skew_max(const struct rtpstat *s);

/**
 * rtpstat_drift_ppm - sender's clock against the capture's, parts per million:
 * (slope of media time over arrival time - 1) * 1e6; unknown below 2 packets
 * or without a clock.
 */
struct maybe rtpstat_drift_ppm(const struct rtpstat *s);

#endif
