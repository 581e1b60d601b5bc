/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Session descriptions (RFC 8866) as offer and answer use them. Nothing is
 * copied: every slice points into the body. Lines that are not understood are
 * stepped over; what breaks the rules is flagged in `faults` and the rest kept,
 * because a technician wants to see the broken description, not its absence.
 *
 * A struct sdp is large (tens of KiB): it lives beside the parser's caller, not
 * on the stack.
 */
#ifndef EARSHOT_DISSECT_SDP_H
#define EARSHOT_DISSECT_SDP_H

#include "lib/endpoint.h"
#include "lib/verdict.h"

#define SDP_MEDIA      12 /* m= lines kept; more are counted */
#define SDP_FORMATS    40 /* formats kept of one m= line */
#define SDP_CRYPTOS    4
#define SDP_CANDIDATES 8

enum sdp_type {
	SDP_AUDIO,
	SDP_VIDEO,
	SDP_TEXT,
	SDP_APPLICATION,
	SDP_MESSAGE,
	SDP_IMAGE,
	SDP_OTHER,
};

enum sdp_direction {
	SDP_SENDRECV, /* also when nothing is said (RFC 8866 clause 6.7) */
	SDP_SENDONLY,
	SDP_RECVONLY,
	SDP_INACTIVE,
};

struct sdp_format {
	struct slice token;    /* as in the m= line: "8", "t38" */
	int16_t payload_type;  /* 0..127, or -1 when the token is no number */
	struct slice encoding; /* rtpmap encoding name; absent: no rtpmap line */
	uint32_t clock_hz;     /* rtpmap; 0: no rtpmap line */
	uint8_t channels;      /* rtpmap; 0: not stated */
	struct slice fmtp;     /* parameters; absent: no fmtp line */
};

struct sdp_crypto { /* RFC 4568 */
	struct slice tag, suite, key;
};

struct sdp_candidate { /* RFC 8839 */
	struct endpoint at;
	uint8_t component;   /* 1 RTP, 2 RTCP */
	struct slice type;   /* host, srflx, prflx, relay */
};

struct sdp_media {
	enum sdp_type type;
	struct slice type_text, proto; /* "audio", "RTP/AVP" */
	struct endpoint rtp;  /* c= of the media, else of the session, and port */
	bool has_address;     /* rtp.ip is a literal address */
	struct slice address; /* c= as written, no TTL (may be a host name) */
	uint16_t port_count;  /* m=audio 49170/2: 2; else 1 */
	struct endpoint rtcp; /* a=rtcp, else port + 1 */
	bool rtcp_mux, rtcp_stated;
	enum sdp_direction direction;
	bool direction_stated;
	uint32_t ptime_ms, maxptime_ms; /* 0: not stated */
	struct slice mid, label, content;
	struct sdp_format formats[SDP_FORMATS];
	uint8_t format_count;
	uint16_t formats_left_out;
	struct sdp_crypto cryptos[SDP_CRYPTOS];
	uint8_t crypto_count;
	struct slice fingerprint, setup; /* own or the session's */
	struct slice ice_ufrag, ice_pwd;
	struct sdp_candidate candidates[SDP_CANDIDATES];
	uint8_t candidate_count;
	struct slice zrtp_hash;
	uint32_t bandwidth_kbps; /* b=AS; 0: not stated */
};

/* What is wrong with a description; bits of sdp.faults. */
#define SDP_NO_VERSION	    (1U << 0) /* does not begin with v=0 */
#define SDP_NO_ORIGIN	    (1U << 1) /* no o=, or one without an address */
#define SDP_NO_CONNECTION   (1U << 2) /* a media line without any c= */
#define SDP_BAD_LINE	    (1U << 3) /* a line that is not <letter>=<text> */
#define SDP_BAD_MEDIA	    (1U << 4) /* an m= line that cannot be read */
#define SDP_BAD_CONNECTION  (1U << 5)
#define SDP_BAD_ATTRIBUTE   (1U << 6) /* a known attribute with a bad value */
#define SDP_DUPLICATE_PT    (1U << 7) /* one payload type listed twice */
#define SDP_STRAY_RTPMAP    (1U << 8) /* rtpmap for a type the m= line lacks */
#define SDP_DUPLICATE_MAP   (1U << 9) /* two rtpmap lines for one type */
#define SDP_TOO_MUCH	    (1U << 10) /* more media or formats than are kept */
#define SDP_NO_RTPMAP	    (1U << 11) /* a dynamic type without rtpmap */

struct sdp {
	struct slice origin;	    /* the whole o= value */
	struct slice origin_user, session_id, session_version, origin_address;
	struct slice session_name;
	struct slice connection;    /* session level address as written */
	struct slice group;	    /* a=group: value ("BUNDLE 0 1") */
	bool ice_lite;
	enum sdp_direction direction;
	bool direction_stated;
	struct sdp_media media[SDP_MEDIA];
	uint8_t media_count;
	uint16_t media_left_out;
	uint32_t faults; /* SDP_ bits */
};

/**
 * sdp_parse - read a session description.
 * @body: the bytes of the body (application/sdp)
 * @ret: filled on V_OK, and as far as it was read on V_MALFORMED
 * Returns V_NOT_MINE when no line of the body has SDP's form, V_MALFORMED when
 * there is neither an o= nor an m= line. Allocates: no.
 * Source: RFC 8866 clause 5, 6; RFC 3264, 3605, 4568, 5761, 8839, 9143.
 */
enum verdict sdp_parse(struct slice body, struct sdp *ret);

/** sdp_direction_text - "sendrecv", "sendonly", "recvonly" or "inactive". */
const char *sdp_direction_text(enum sdp_direction direction);

/** sdp_fault_text - what the lowest bit set in @faults means; NULL for 0. */
const char *sdp_fault_text(uint32_t faults);

#endif
