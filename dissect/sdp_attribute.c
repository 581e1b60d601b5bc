/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The a= lines: one function for each attribute that a call needs, and a table
 * from the name to it. Names are compared with case (RFC 8866 clause 5.13).
 */
#include "dissect/sdp_parts.h"

#include <string.h>

static void bad(struct sdp_reader *r)
{
	r->sdp->faults |= SDP_BAD_ATTRIBUTE;
}

/* Keep the first value of an attribute of a media. */
static void keep(struct slice *slot, struct slice value)
{
	if (!slot->p) {
		*slot = value;
	}
}

/* The payload type that a value begins with; -1 when it is no number. */
static int16_t take_payload_type(struct slice *value)
{
	uint32_t v = 0;

	return sdp_number(sdp_word(value), 127, &v) ? (int16_t)v : -1;
}

/* rtpmap:111 opus/48000/2 */
static void on_rtpmap(struct sdp_reader *r, struct slice value)
{
	struct sdp_media *m = r->media;
	bool found = false;
	uint32_t clock_hz = 0, channels = 0;

	if (!m) {
		return;
	}
	int16_t payload_type = take_payload_type(&value);
	struct slice rest = slice_trim(value);
	struct slice encoding = slice_cut(&rest, '/');
	struct slice clock = rest.p ? slice_cut(&rest, '/') : rest;
	if (payload_type < 0 || encoding.n == 0 ||
		!sdp_number(clock, UINT32_MAX, &clock_hz) || clock_hz == 0 ||
		(rest.p && !sdp_number(rest, UINT8_MAX, &channels))) {
		bad(r);
		return;
	}
	for (size_t i = 0; i < m->format_count; i++) {
		struct sdp_format *f = &m->formats[i];
		if (f->payload_type != payload_type) {
			continue;
		}
		found = true;
		if (f->encoding.p) {
			r->sdp->faults |= SDP_DUPLICATE_MAP;
			continue;
		}
		f->encoding = encoding;
		f->clock_hz = clock_hz;
		f->channels = (uint8_t)channels;
	}
	if (!found && m->formats_left_out == 0) {
		r->sdp->faults |= SDP_STRAY_RTPMAP;
	}
}

/* fmtp:101 0-15 */
static void on_fmtp(struct sdp_reader *r, struct slice value)
{
	struct slice token = sdp_word(&value);
	struct slice parameters = slice_trim(value);

	if (!r->media) {
		return;
	}
	if (token.n == 0 || parameters.n == 0) {
		bad(r);
		return;
	}
	for (size_t i = 0; i < r->media->format_count; i++) {
		if (slice_eq(r->media->formats[i].token, token)) {
			keep(&r->media->formats[i].fmtp, parameters);
		}
	}
}

static void read_ms(struct sdp_reader *r, struct slice value, uint32_t *media,
	uint32_t *session)
{
	uint32_t ms = 0;

	if (!sdp_number(slice_trim(value), UINT32_MAX, &ms) || ms == 0) {
		bad(r);
	} else if (r->media) {
		*media = ms;
	} else if (r->in_session) {
		*session = ms;
	}
}

static void on_ptime(struct sdp_reader *r, struct slice value)
{
	uint32_t *media = r->media ? &r->media->ptime_ms : NULL;

	read_ms(r, value, media, &r->session.ptime_ms);
}

static void on_maxptime(struct sdp_reader *r, struct slice value)
{
	uint32_t *media = r->media ? &r->media->maxptime_ms : NULL;

	read_ms(r, value, media, &r->session.maxptime_ms);
}

static void set_direction(struct sdp_reader *r, enum sdp_direction direction)
{
	if (r->media) {
		r->media->direction = direction;
		r->media->direction_stated = true;
	} else if (r->in_session) {
		r->sdp->direction = direction;
		r->sdp->direction_stated = true;
	}
}

static void on_sendrecv(struct sdp_reader *r, struct slice value)
{
	(void)value;
	set_direction(r, SDP_SENDRECV);
}

static void on_sendonly(struct sdp_reader *r, struct slice value)
{
	(void)value;
	set_direction(r, SDP_SENDONLY);
}

static void on_recvonly(struct sdp_reader *r, struct slice value)
{
	(void)value;
	set_direction(r, SDP_RECVONLY);
}

static void on_inactive(struct sdp_reader *r, struct slice value)
{
	(void)value;
	set_direction(r, SDP_INACTIVE);
}

/* rtcp:53020 [IN IP4 126.16.64.4], RFC 3605 */
static void on_rtcp(struct sdp_reader *r, struct slice value)
{
	struct sdp_where where;
	uint32_t port = 0;

	if (!r->media) {
		return;
	}
	if (!sdp_number(sdp_word(&value), UINT16_MAX, &port)) {
		bad(r);
		return;
	}
	r->media->rtcp.port = (uint16_t)port;
	r->media->rtcp_stated = true;
	if (slice_trim(value).n == 0) {
		return;
	}
	if (sdp_read_connection(value, &where) != 0) {
		bad(r);
	} else if (where.literal) {
		r->media->rtcp.ip = where.ip;
		r->rtcp_where = true;
	}
}

static void on_rtcp_mux(struct sdp_reader *r, struct slice value)
{
	(void)value;
	if (r->media) {
		r->media->rtcp_mux = true;
	}
}

/* crypto:1 AES_CM_128_HMAC_SHA1_80 inline:... , RFC 4568 clause 9.1 */
static void on_crypto(struct sdp_reader *r, struct slice value)
{
	if (!r->media) {
		return;
	}
	struct slice tag = sdp_word(&value);
	struct slice suite = sdp_word(&value);
	struct slice key = sdp_word(&value);
	if (!key.p) {
		bad(r);
	} else if (r->media->crypto_count < SDP_CRYPTOS) {
		r->media->cryptos[r->media->crypto_count++] =
			(struct sdp_crypto){tag, suite, key};
	}
}

/*
 * candidate:1 1 UDP 2130706431 192.0.2.1 8998 typ host, RFC 8839 clause 5.1.
 * TCP candidates and names (mDNS) are no place where media could be seen.
 */
static void on_candidate(struct sdp_reader *r, struct slice value)
{
	struct sdp_candidate found = {0};
	uint32_t component = 0, port = 0;

	if (!r->media) {
		return;
	}
	struct slice foundation = sdp_word(&value);
	bool good = foundation.p &&
		    sdp_number(sdp_word(&value), UINT8_MAX, &component);
	struct slice transport = sdp_word(&value);
	(void)sdp_word(&value); /* priority */
	struct slice address = sdp_word(&value);
	good = good && sdp_number(sdp_word(&value), UINT16_MAX, &port);
	good = good && slice_iis(sdp_word(&value), "typ");
	found.type = sdp_word(&value);
	if (!good || !found.type.p) {
		bad(r);
		return;
	}
	if (!slice_iis(transport, "UDP") ||
		!addr_parse(address, &found.at.ip) ||
		r->media->candidate_count == SDP_CANDIDATES) {
		return;
	}
	found.at.port = (uint16_t)port;
	found.component = (uint8_t)component;
	r->media->candidates[r->media->candidate_count++] = found;
}

/* Attributes kept whole; what a media says replaces what the session said. */
static void on_fingerprint(struct sdp_reader *r, struct slice value)
{
	*(r->media ? &r->media->fingerprint : &r->session.fingerprint) = value;
}

static void on_setup(struct sdp_reader *r, struct slice value)
{
	*(r->media ? &r->media->setup : &r->session.setup) = value;
}

static void on_ice_ufrag(struct sdp_reader *r, struct slice value)
{
	*(r->media ? &r->media->ice_ufrag : &r->session.ice_ufrag) = value;
}

static void on_ice_pwd(struct sdp_reader *r, struct slice value)
{
	*(r->media ? &r->media->ice_pwd : &r->session.ice_pwd) = value;
}

static void on_ice_lite(struct sdp_reader *r, struct slice value)
{
	(void)value;
	r->sdp->ice_lite = true;
}

static void on_group(struct sdp_reader *r, struct slice value)
{
	if (r->in_session) {
		keep(&r->sdp->group, value);
	}
}

static void on_mid(struct sdp_reader *r, struct slice value)
{
	if (r->media) {
		keep(&r->media->mid, value);
	}
}

static void on_label(struct sdp_reader *r, struct slice value)
{
	if (r->media) {
		keep(&r->media->label, value);
	}
}

static void on_content(struct sdp_reader *r, struct slice value)
{
	if (r->media) {
		keep(&r->media->content, value);
	}
}

static void on_zrtp_hash(struct sdp_reader *r, struct slice value)
{
	if (r->media) {
		keep(&r->media->zrtp_hash, value);
	}
}

#define NAME(literal) {literal, sizeof(literal) - 1}

static const struct attribute {
	struct slice name;
	bool valued; /* name:value; else the name alone */
	void (*take)(struct sdp_reader *r, struct slice value);
} ATTRIBUTES[] = {
	{NAME("rtpmap"), true, on_rtpmap},
	{NAME("fmtp"), true, on_fmtp},
	{NAME("candidate"), true, on_candidate},
	{NAME("sendrecv"), false, on_sendrecv},
	{NAME("sendonly"), false, on_sendonly},
	{NAME("recvonly"), false, on_recvonly},
	{NAME("inactive"), false, on_inactive},
	{NAME("ptime"), true, on_ptime},
	{NAME("maxptime"), true, on_maxptime},
	{NAME("rtcp"), true, on_rtcp},
	{NAME("rtcp-mux"), false, on_rtcp_mux},
	{NAME("crypto"), true, on_crypto},
	{NAME("fingerprint"), true, on_fingerprint},
	{NAME("setup"), true, on_setup},
	{NAME("ice-ufrag"), true, on_ice_ufrag},
	{NAME("ice-pwd"), true, on_ice_pwd},
	{NAME("ice-lite"), false, on_ice_lite},
	{NAME("group"), true, on_group},
	{NAME("mid"), true, on_mid},
	{NAME("label"), true, on_label},
	{NAME("content"), true, on_content},
	{NAME("zrtp-hash"), true, on_zrtp_hash},
};

void sdp_read_attribute(struct sdp_reader *r, struct slice text)
{
	struct slice value = text;
	struct slice name = slice_cut(&value, ':');

	for (size_t i = 0; i < COUNT_OF(ATTRIBUTES); i++) {
		const struct attribute *a = &ATTRIBUTES[i];
		if (a->name.n != name.n ||
			memcmp(a->name.p, name.p, name.n) != 0) {
			continue;
		}
		value = value.p ? slice_trim(value) : value;
		if (a->valued && value.n == 0) {
			bad(r);
		} else {
			a->take(r, value);
		}
		return;
	}
}
