/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One RTP stream: one SSRC in one direction. What every packet needs lies side
 * by side and fills five cache lines: with some hundred calls at once, waiting
 * for these lines is most of what a packet costs.
 */
#ifndef EARSHOT_CALLS_STREAM_H
#define EARSHOT_CALLS_STREAM_H

#include "calls/basis.h"
#include "calls/copies.h"
#include "calls/interval.h"
#include "calls/media.h"
#include "calls/picture.h"
#include "calls/sizes.h"
#include "dissect/packet.h"
#include "dissect/rtp.h"
#include "quality/delay.h"
#include "quality/disorder.h"
#include "quality/pacing.h"
#include "quality/playout.h"
#include "quality/quality.h"
#include "quality/rtpstat.h"
#include "quality/seqtrack.h"

struct allocation;
struct call;
struct claim;
struct farend;
struct flow;
struct passage;
struct relay;
struct trail;

/* Different payload types remembered of one stream; more are counted together. */
#define STREAM_TYPES 6
/* Last packets remembered, to know a copy by; a power of two. */
#define STREAM_MARKS 4

/* The fields that every packet touches. */
#define STREAM_HOT_BEGIN                                                       \
	(offsetof(struct stream, seq) + offsetof(struct seqtrack, head))
#define STREAM_HOT_END                                                         \
	(offsetof(struct stream, stat) + offsetof(struct rtpstat, first_ts))

/* The fields that are counted, once by the stream and once by its twin. */
#define STREAM_ACCOUNTS offsetof(struct stream, id)

struct stream {
	double step_ms;		/* of the last step that was known; 0: none */
	struct stream_type *type; /* the last packet's, in types */
	uint64_t type_begin;	/* packets before this run of that type */
	struct seqtrack seq;	/* its end is hot */
	/* hot */
	uint32_t ssrc;
	uint32_t clock_hz;	/* of the last packet's type; 0: unknown */
	int16_t last_type;	/* payload type of the last packet; -1: none */
	uint16_t previous_sequence;
	uint8_t dscp;
	bool dscp_changed : 1;
	/* what that type is: see track_resolve; media: sound by a clock that
	 * is known; sid: of a codec that describes noise itself */
	bool noise : 1, event : 1, media : 1, sid : 1;
	bool paced : 1;		/* pacing looks at a block */
	ns_t interval_end;
	uint32_t payload_size;	/* payload bytes of the last audio packet */
	uint32_t step;		/* media time of the last packet that directly
				   followed the one before it; 0: see step_ms */
	uint64_t ip_bytes, payload_bytes;
	struct copies_mark marks[STREAM_MARKS]; /* by sequence number */
	struct stream *twin;	/* counts without copies; NULL: there are none */
	struct rtpstat stat;	/* its begin is hot */
	struct timeline timeline; /* by calls/interval.h */
	struct disorder *disorder; /* NULL: all came in order */
	struct stream_type types[STREAM_TYPES];
	uint32_t payload_most;	/* the largest payload_size that was not the last */
	uint8_t type_count;
	bool payload_varies;
	struct sizes sizes;	/* of codecs of several rates */
	struct pacing pacing;	/* its begin is hot while it looks */
	struct playout playout;
	/* identity */
	uint32_t id;		/* 1..n in order of the first packet; set at the end */
	struct endpoint src, dst;
	struct call *call;	/* NULL: no signalling */
	struct flow *flow;	/* NULL: evicted, or closed by a new call */
	struct stream *next_on_flow, *next_in_call;
	struct stream *next, *prev; /* all streams, oldest first */
	struct relay *relay;	/* where its voice came from; NULL: not known */
	uint64_t ssrc_hash;	/* of SSRC and both addresses */
	struct stream *ssrc_next, *ssrc_prev; /* streams with the same three */
	enum stream_basis basis;
	uint16_t vlan;
	uint8_t vlan_count, pcp; /* pcp: priority of its first tag */
	bool dtls; /* keys were agreed on by DTLS on its ports; no SDP said so */
	bool dscp_unknown; /* no IP header of it was seen: HEP */
	uint8_t point;		/* where it was seen */
	uint8_t ttl;		/* of its first packet */
	uint16_t capture;	/* the file of its first packet */
	const struct allocation *turn; /* TURN wrapped it so; NULL: no */
	struct trail *trail;	/* of calls/passage.c; NULL: one point only */
	uint64_t basis_frame;	/* the message whose SDP bound it; 0: none */
	const struct media_line *line; /* of the receiver, else of the sender */
	const struct media_line *other_line; /* of the sender, when both are known */

	/* packets that came again; see calls/mirror.c */
	uint64_t mirrored;	/* copies by the capture, counted nowhere else */
	uint64_t unsure;	/* equal in all; at the end in mirrored, too, or
				   duplicates */
	bool once;		/* set by book_finish: unsure ones were mirrored */

	/* RTCP about this stream, sent by its receiver */
	uint32_t reports;
	uint32_t report_lost_fraction_max; /* of 256 */
	int32_t report_lost;	/* cumulative, last report */
	uint32_t report_highest; /* extended highest sequence, last report */
	uint32_t report_jitter, report_jitter_max; /* timestamp units */
	/* RTCP from its sender */
	uint32_t sender_reports;
	uint64_t sender_packets; /* last SR's count */
	uint32_t sr_ntp[4];	/* middle of its time, of the last SRs */
	ns_t sr_ts[4];		/* when they passed */
	uint8_t sr_next;
	bool bye;
	struct farend *far;	/* what both ends say of it; NULL: nothing */
	struct pictures pictures; /* of video */

	/* see calls/losses.h */
	uint32_t serial;	/* order of discovery, from 1; 0: none */
	ns_t report_ts;		/* last receiver's report that counts; 0: none */
	uint64_t arrived;	/* packets not seen here that it got all the same */
	ns_t arrived_from, arrived_to; /* the reports that say so */
	uint64_t arrived_frame;

	/* set by book_finish */
	uint64_t lost_in_capture; /* of those lost: by the capture, at least */
	struct passage *arrival, *onward; /* from and to the next sightings of
					     the stream; NULL: none */
	const struct stream *rightful; /* FOREIGN: whose place it would take */
	struct stream *same_as; /* an earlier sighting, same addresses; or NULL */
	struct delay delay;
	struct claim *claims;	/* of devices that heard it; NULL: none */
	struct quality quality;
	struct maybe mos_recency; /* by quality/recency.h */
	struct maybe burst_r, burst_density_pct, gap_density_pct; /* of the network's loss */
};

_Static_assert(STREAM_HOT_BEGIN % 64 == 0 &&
		       STREAM_HOT_END - STREAM_HOT_BEGIN <= 320,
	"five cache lines");

/** stream_codec - the codec of most of its audio packets; NULL when unknown. */
const struct codec *stream_codec(const struct stream *stream);

/** stream_rated_pct - of its packets of audio, percent in the codec that its score
 * is of; unknown when that is all. */
struct maybe stream_rated_pct(const struct stream *stream);

/**
 * stream_format_name - name of that codec as SDP calls it, or the token of the
 * payload type; absent when neither is known.
 */
struct slice stream_format_name(const struct stream *stream);

/** stream_payload_type - the payload type of most of its packets. */
uint8_t stream_payload_type(const struct stream *stream);

/** stream_clock_hz - RTP clock of that type; 0 when unknown. */
uint32_t stream_clock_hz(const struct stream *stream);

/** stream_duration_s - first to last packet, seconds. */
double stream_duration_s(const struct stream *stream);

/** stream_bitrate_kbps - mean IP bit rate; unknown for a single packet. */
struct maybe stream_bitrate_kbps(const struct stream *stream);

/** stream_ptime_ms - media time per packet as observed; unknown without clock. */
struct maybe stream_ptime_ms(const struct stream *stream);

/** stream_lost_pct - lost of expected, percent; unknown without packets. */
struct maybe stream_lost_pct(const struct stream *stream);

/** stream_remote_lost_pct - what its receiver said it lost, percent of expected. */
struct maybe stream_remote_lost_pct(const struct stream *stream);

/** stream_remote_jitter_ms - the receiver's last interarrival jitter, ms. */
struct maybe stream_remote_jitter_ms(const struct stream *stream);

/** stream_rtt_ms - mean round trip between this point and the receiver, ms: see
 * rtt_of_report. */
struct maybe stream_rtt_ms(const struct stream *stream);

/** stream_security - how its payload is protected, by its SDP; without one by the
 * DTLS on its ports; SECURE_NONE also where neither tells. */
enum media_security stream_security(const struct stream *stream);

/** stream_security_told - false where neither SDP nor DTLS tells that. */
bool stream_security_told(const struct stream *stream);

#endif
