/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Extended reports of RTCP (RFC 3611): what follows the sender's SSRC is a row
 * of blocks, each with a type and a length of its own. The seven blocks of RFC
 * 3611 are read; of those defined later the name is known and the block is
 * stepped over.
 *
 *   struct cursor c = cursor_of(rtcp.rest.p, rtcp.rest.n);
 *   while (xr_next(&c, &block) == V_OK) ...
 */
#ifndef EARSHOT_DISSECT_XR_H
#define EARSHOT_DISSECT_XR_H

#include "lib/cursor.h"
#include "lib/maybe.h"
#include "lib/verdict.h"

enum xr_type {
	XR_LOSS_RLE = 1,
	XR_DUPLICATE_RLE = 2,
	XR_RECEIPT_TIMES = 3,
	XR_REFERENCE_TIME = 4,
	XR_DLRR = 5,
	XR_STATISTICS = 6,
	XR_VOIP = 7,
};

/* Types that have a name here: IANA, RTCP XR Block Type. */
#define XR_TYPES 36

/* Loss and duplicate RLE, receipt times: numbers from begin up to end - 1. */
struct xr_trace {
	uint16_t begin, end;
	uint8_t thinning; /* every 2^thinning-th number only */
	uint32_t told;    /* numbers the block speaks of */
	uint32_t zeros;   /* of them lost, or received more than once */
};

/* Clause 4.6. What the flags leave out is unknown. */
struct xr_statistics {
	uint16_t begin, end;
	struct maybe lost, duplicates; /* packets */
	struct maybe jitter_min, jitter_max, jitter_mean,
		jitter_deviation; /* timestamp units */
	struct maybe ttl_min, ttl_max, ttl_mean, ttl_deviation;
};

/* Clause 4.7, as its sender claims. Unavailable (127) is unknown. */
struct xr_voip {
	double lost_pct, discarded_pct;
	double burst_density_pct, gap_density_pct;
	uint16_t burst_ms, gap_ms;
	uint16_t round_trip_ms;        /* between the RTP interfaces */
	uint16_t end_system_ms;        /* of the sender of the report */
	struct maybe signal_dbm, noise_dbm, echo_return_loss_db;
	uint8_t gmin;
	struct maybe r, r_external, mos_lq, mos_cq;
	uint8_t plc;                   /* 0 unspecified, 1 disabled, 2 enhanced,
					  3 standard */
	uint8_t adaptive;              /* 0 unknown, 2 no, 3 yes */
	uint16_t buffer_ms, buffer_max_ms, buffer_abs_max_ms;
};

struct xr_block {
	uint8_t type;     /* enum xr_type, or any other value */
	uint32_t ssrc;    /* the source it is about; 0: the block names none */
	union {
		struct xr_trace trace;
		uint64_t ntp; /* reference time, 32.32 */
		struct xr_statistics statistics;
		struct xr_voip voip;
		struct slice rest; /* DLRR: see xr_dlrr_next; types not read */
	};
};

/* One part of a DLRR block: RTT = A - lrr - dlrr, as with LSR and DLSR. */
struct xr_dlrr {
	uint32_t ssrc; /* the receiver whose reference time it answers */
	uint32_t lrr;  /* middle 32 bits of that time; 0: none was received */
	uint32_t dlrr; /* delay since, 1/65536 s */
};

/**
 * xr_next - read the next block.
 * @c: the blocks; stands behind the block on V_OK
 * @ret: filled on V_OK; the union's member that the type says
 * Returns V_NOT_MINE at the end; V_TRUNCATED, V_MALFORMED when a length lies
 * (@c then is at its end). Allocates: no. Source: RFC 3611 clauses 3 and 4.
 */
enum verdict xr_next(struct cursor *c, struct xr_block *ret);

/**
 * xr_dlrr_next - the next part of a DLRR block.
 * @rest: in: what is left of it; out: what follows
 * @ret: filled on success
 * Returns false at the end. Allocates: no. Source: RFC 3611 clause 4.5.
 */
bool xr_dlrr_next(struct slice *rest, struct xr_dlrr *ret);

/** xr_type_text - what a block of this type is, in words; NULL when unknown. */
const char *xr_type_text(uint8_t type);

#endif
