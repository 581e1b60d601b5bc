/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the SDP parser share, and nobody else needs. */
#ifndef EARSHOT_DISSECT_SDP_PARTS_H
#define EARSHOT_DISSECT_SDP_PARTS_H

#include "dissect/decimal.h"
#include "dissect/sdp.h"
#include "lib/attr.h"

/* An address line (c=, a=rtcp). */
struct sdp_where {
	struct slice text; /* as written, without TTL and count */
	struct addr ip;
	bool literal; /* ip is set */
};

/* The state of one sdp_parse. */
struct sdp_reader {
	struct sdp *sdp;
	struct sdp_media *media; /* being read; NULL: session, or left out */
	bool in_session;         /* no m= line was met yet */
	bool media_where;        /* this media has its own c= */
	bool rtcp_where;         /* this media's a=rtcp states an address */
	bool rtp_formats;        /* this media's formats are payload types */
	struct {                 /* what the session says for every media */
		struct sdp_where where;
		struct slice fingerprint, setup, ice_ufrag, ice_pwd;
		uint32_t ptime_ms, maxptime_ms;
	} session;
};

/** sdp_word - the next word of @rest without blanks; absent at the end. */
struct slice sdp_word(struct slice *rest);

/** sdp_number - a decimal number, at most @max, that fills @s, into @ret. */
static inline bool sdp_number(struct slice s, uint32_t max, uint32_t *ret)
{
	return decimal_read(s, max, ret) == DECIMAL_OK;
}

/**
 * sdp_read_connection - read @text, "<net> <family> <address>", into @ret.
 * Returns SDP_ bits. Source: RFC 8866 clause 5.7, RFC 3605.
 */
uint32_t sdp_read_connection(struct slice text, struct sdp_where *ret);

/** sdp_read_media - the value @text of an m= line, into r->media. */
void sdp_read_media(struct sdp_reader *r, struct slice text);

/** sdp_read_attribute - the value @text of an a= line. */
void sdp_read_attribute(struct sdp_reader *r, struct slice text);

#endif
