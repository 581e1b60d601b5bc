/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The m= line:
 *
 *   m=audio 49170/2 RTP/AVP 0 8 101
 *     type  port/count proto formats
 *
 * A line that cannot be read still makes a media, without port or formats:
 * offer and answer are compared by the place of their m= lines.
 */
#include "dissect/sdp_parts.h"

struct slice sdp_word(struct slice *rest)
{
	struct slice s = *rest;
	size_t n = 0;

	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	if (s.n == 0) {
		*rest = s;
		return (struct slice){NULL, 0};
	}
	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t') {
		n++;
	}
	*rest = slice_sub(s, n, s.n);
	return slice_sub(s, 0, n);
}

static enum sdp_type type_of(struct slice s)
{
	static const char *const names[SDP_OTHER] = {
		[SDP_AUDIO] = "audio",
		[SDP_VIDEO] = "video",
		[SDP_TEXT] = "text",
		[SDP_APPLICATION] = "application",
		[SDP_MESSAGE] = "message",
		[SDP_IMAGE] = "image",
	};
	unsigned i = 0;

	while (i < SDP_OTHER && !slice_iis(s, names[i])) {
		i++;
	}
	return (enum sdp_type)i;
}

/* RTP/AVP, RTP/SAVPF, UDP/TLS/RTP/SAVPF, ... but not udptl or TCP/MSRP. */
static bool carries_rtp(struct slice proto)
{
	while (proto.p) {
		if (slice_iis(slice_cut(&proto, '/'), "RTP")) {
			return true;
		}
	}
	return false;
}

static uint32_t read_port(struct slice text, struct sdp_media *m)
{
	struct slice count = text;
	struct slice port = text.p ? slice_cut(&count, '/') : text;
	uint32_t v = 0;

	if (!sdp_number(port, UINT16_MAX, &v)) {
		return SDP_BAD_MEDIA;
	}
	m->rtp.port = (uint16_t)v;
	if (!text.p || !count.p) {
		return 0;
	}
	if (!sdp_number(count, UINT16_MAX, &v) || v == 0) {
		return SDP_BAD_MEDIA;
	}
	m->port_count = (uint16_t)v;
	return 0;
}

static bool has_payload_type(const struct sdp_media *m, int16_t payload_type)
{
	for (size_t i = 0; i < m->format_count; i++) {
		if (m->formats[i].payload_type == payload_type) {
			return true;
		}
	}
	return false;
}

static uint32_t add_format(struct sdp_media *m, struct slice token, bool rtp)
{
	uint32_t faults = 0;
	uint32_t v = 0;
	int16_t payload_type = -1;

	if (sdp_number(token, 127, &v)) {
		payload_type = (int16_t)v;
		if (rtp && has_payload_type(m, payload_type)) {
			faults = SDP_DUPLICATE_PT;
		}
	} else if (rtp) {
		faults = SDP_BAD_MEDIA;
	}
	if (m->format_count == SDP_FORMATS) {
		if (m->formats_left_out < UINT16_MAX) {
			m->formats_left_out++;
		}
		return faults | SDP_TOO_MUCH;
	}
	m->formats[m->format_count++] = (struct sdp_format){
		.token = token,
		.payload_type = payload_type,
	};
	return faults;
}

void sdp_read_media(struct sdp_reader *r, struct slice text)
{
	struct sdp_media *m = r->media;
	struct slice token;
	uint32_t faults = 0;

	m->type_text = sdp_word(&text);
	m->type = type_of(m->type_text);
	faults |= read_port(sdp_word(&text), m);
	m->proto = sdp_word(&text);
	r->rtp_formats = m->proto.p && carries_rtp(m->proto);
	for (token = sdp_word(&text); token.p; token = sdp_word(&text)) {
		faults |= add_format(m, token, r->rtp_formats);
	}
	if (m->format_count == 0) {
		faults |= SDP_BAD_MEDIA;
	}
	r->sdp->faults |= faults;
}
