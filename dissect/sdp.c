/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A description is a list of lines, <letter>=<text>. Those before the first m=
 * speak for the session, those after an m= for that media. What the session
 * said is copied into each media when its m= line is met, so that nobody has to
 * look in two places; what depends on the order of lines (an rtpmap after its
 * fmtp, a c= after a=rtcp) is settled when the media is closed.
 */
#include "dissect/sdp_parts.h"

#include "dissect/lines.h"

#include <string.h>

/* The o= line: user, session id, version, IN, IP4 or IP6, address. */
static void read_origin(struct sdp *sdp, struct slice text)
{
	struct slice rest = text;

	sdp->origin = text;
	sdp->origin_user = sdp_word(&rest);
	sdp->session_id = sdp_word(&rest);
	sdp->session_version = sdp_word(&rest);
	(void)sdp_word(&rest);
	(void)sdp_word(&rest);
	sdp->origin_address = sdp_word(&rest);
	sdp->faults |= sdp->origin_address.n ? 0 : SDP_NO_ORIGIN;
}

static bool is_host_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
		if (!letter && (c < '0' || c > '9') && c != '-' && c != '.' &&
			c != '_') {
			return false;
		}
	}
	return s.n > 0;
}

/* "IN IP4 224.2.1.1/127/3": the TTL and the count are left behind. */
uint32_t sdp_read_connection(struct slice text, struct sdp_where *ret)
{
	struct slice net = sdp_word(&text);
	struct slice family = sdp_word(&text);
	struct slice tail = sdp_word(&text);
	struct slice address = tail.p ? slice_cut(&tail, '/') : tail;

	*ret = (struct sdp_where){.text = address};
	if (!slice_iis(net, "IN") ||
		(!slice_iis(family, "IP4") && !slice_iis(family, "IP6")) ||
		address.n == 0) {
		return SDP_BAD_CONNECTION;
	}
	if (!addr_parse(address, &ret->ip)) {
		return is_host_name(address) ? 0 : SDP_BAD_CONNECTION;
	}
	ret->literal = true;
	return addr_is_v4(&ret->ip) == slice_iis(family, "IP4")
		       ? 0
		       : SDP_BAD_CONNECTION;
}

static void set_where(struct sdp_media *m, const struct sdp_where *where)
{
	m->address = where->text;
	m->has_address = where->literal;
	m->rtp.ip = where->ip;
}

static void on_connection(struct sdp_reader *r, struct slice text)
{
	struct sdp_where where;

	r->sdp->faults |= sdp_read_connection(text, &where);
	/* Several lines are layers of a multicast: the first is the base. */
	if (r->media && !r->media_where) {
		set_where(r->media, &where);
		r->media_where = true;
	} else if (r->in_session && !r->session.where.text.p) {
		r->session.where = where;
		r->sdp->connection = where.text;
	}
}

static void on_bandwidth(struct sdp_reader *r, struct slice text)
{
	uint32_t kbps = 0;
	struct slice type = slice_cut(&text, ':');

	if (!r->media || !slice_is(type, "AS")) {
		return;
	}
	if (sdp_number(slice_trim(text), UINT32_MAX, &kbps)) {
		r->media->bandwidth_kbps = kbps;
	} else {
		r->sdp->faults |= SDP_BAD_LINE;
	}
}

/* Settle what the order of the lines left open. */
static void close_media(struct sdp_reader *r)
{
	struct sdp_media *m = r->media;

	if (!m) {
		return;
	}
	if (!m->address.p) {
		r->sdp->faults |= SDP_NO_CONNECTION;
	}
	if (!m->rtcp_stated && m->rtp.port && m->rtp.port < UINT16_MAX) {
		m->rtcp.port = (uint16_t)(m->rtp.port + 1);
	}
	if (!r->rtcp_where) {
		m->rtcp.ip = m->rtp.ip;
	}
	for (size_t i = 0; i < m->format_count; i++) {
		/* RFC 3551 table 4 and 5 give nothing above 34. */
		if (r->rtp_formats && m->formats[i].payload_type > 34 &&
			!m->formats[i].encoding.p) {
			r->sdp->faults |= SDP_NO_RTPMAP;
		}
	}
	r->media = NULL;
}

/* A media with what the session said; the arrays stay as they are, only their
 * counts begin at 0: most of a struct sdp is never touched. */
static void inherit(struct sdp_reader *r, struct sdp_media *m)
{
	const size_t middle = offsetof(struct sdp_media, format_count);

	memset(m, 0, offsetof(struct sdp_media, formats));
	memset((char *)m + middle, 0, sizeof(*m) - middle);
	m->fingerprint = r->session.fingerprint;
	m->setup = r->session.setup;
	m->ice_ufrag = r->session.ice_ufrag;
	m->ice_pwd = r->session.ice_pwd;
	m->ptime_ms = r->session.ptime_ms;
	m->maxptime_ms = r->session.maxptime_ms;
	m->direction = r->sdp->direction;
	m->port_count = 1;
	set_where(m, &r->session.where);
}

static void on_media(struct sdp_reader *r, struct slice text)
{
	close_media(r);
	r->in_session = false;
	r->media_where = false;
	r->rtcp_where = false;
	if (r->sdp->media_count == SDP_MEDIA) {
		if (r->sdp->media_left_out < UINT16_MAX) {
			r->sdp->media_left_out++;
		}
		r->sdp->faults |= SDP_TOO_MUCH;
		return;
	}
	r->media = &r->sdp->media[r->sdp->media_count++];
	inherit(r, r->media);
	sdp_read_media(r, text);
}

static void on_line(struct sdp_reader *r, char letter, struct slice text)
{
	switch (letter) {
	case 'o':
		read_origin(r->sdp, text);
		break;
	case 's':
		r->sdp->session_name = text;
		break;
	case 'c':
		on_connection(r, text);
		break;
	case 'b':
		on_bandwidth(r, text);
		break;
	case 'm':
		on_media(r, text);
		break;
	case 'a':
		sdp_read_attribute(r, text);
		break;
	default: /* v t r z k i u e p: nothing a call needs */
		break;
	}
}

static void reset(struct sdp *sdp)
{
	const size_t after = offsetof(struct sdp, media_count);

	memset(sdp, 0, offsetof(struct sdp, media));
	memset((char *)sdp + after, 0, sizeof(*sdp) - after);
}

/* Feed all lines to the reader; returns how many had the form of SDP. */
static size_t read_lines(struct slice body, struct sdp_reader *r)
{
	struct lines l = lines_of(body);
	struct slice line;
	size_t good = 0, bad = 0, empty = 0;

	while (lines_next(&l, &line)) {
		if (line.n == 0) {
			empty++;
			continue;
		}
		bad += empty; /* an empty line only matters before others */
		empty = 0;
		if (line.n < 2 || line.p[1] != '=' || line.p[0] < 'a' ||
			line.p[0] > 'z') {
			bad++;
			continue;
		}
		if (good == 0 && bad == 0 && slice_is(line, "v=0")) {
			r->sdp->faults &= ~SDP_NO_VERSION;
		}
		good++;
		on_line(r, line.p[0], slice_sub(line, 2, line.n));
	}
	r->sdp->faults |= bad ? SDP_BAD_LINE : 0;
	return good;
}

enum verdict sdp_parse(struct slice body, struct sdp *ret)
{
	struct sdp_reader r = {.sdp = ret, .in_session = true};

	reset(ret);
	if (!body.p) {
		return V_NOT_MINE;
	}
	ret->faults = SDP_NO_VERSION;
	if (read_lines(body, &r) == 0) {
		return V_NOT_MINE;
	}
	close_media(&r);
	ret->faults |= ret->origin.p ? 0 : SDP_NO_ORIGIN;
	return ret->origin.p || ret->media_count ? V_OK : V_MALFORMED;
}

const char *sdp_direction_text(enum sdp_direction direction)
{
	static const char *const names[] = {
		"sendrecv", "sendonly", "recvonly", "inactive"};

	return direction < COUNT_OF(names) ? names[direction] : "?";
}

const char *sdp_fault_text(uint32_t faults)
{
	static const char *const names[] = {
		"does not begin with v=0",
		"no o= line with an address",
		"media without a c= line",
		"line that is not <letter>=<text>",
		"m= line that cannot be read",
		"c= line that cannot be read",
		"attribute with a bad value",
		"payload type listed twice",
		"rtpmap for a payload type that is not offered",
		"two rtpmap lines for one payload type",
		"more media or formats than are kept",
		"dynamic payload type without rtpmap",
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (faults & (UINT32_C(1) << i)) {
			return names[i];
		}
	}
	return NULL;
}
