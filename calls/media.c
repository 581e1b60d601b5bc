/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compact copies of session descriptions. */
#include "calls/media.h"

/* Longest text kept of one SDP field; the rest is cut. */
#define KEEP ((size_t)256)

static struct slice keep(struct arena *arena, struct slice s)
{
	return arena_copy(arena, slice_sub(s, 0, KEEP));
}

static void copy_format(struct arena *arena, struct media_format *to,
	const struct sdp_format *from)
{
	struct slice name = from->encoding;

	to->payload_type = from->payload_type;
	to->clock_hz = from->clock_hz;
	to->channels = from->channels;
	to->fmtp = keep(arena, from->fmtp);
	if (name.p) {
		to->codec = codec_by_rtpmap(name, from->clock_hz);
	} else if (from->payload_type >= 0) {
		to->codec = codec_by_static_pt((uint8_t)from->payload_type);
		if (to->codec) {
			name = slice_of(to->codec->name);
		}
	}
	name = name.p ? name : from->token;
	bool usual = to->codec && slice_eq(name, slice_of(to->codec->name));
	to->name = usual ? slice_of(to->codec->name) : keep(arena, name);
	if (to->clock_hz == 0 && to->codec) {
		to->clock_hz = to->codec->clock_hz;
	}
}

static enum media_security security_of(const struct sdp_media *m)
{
	/* "UDP/TLS/RTP/SAVP" is DTLS-SRTP (RFC 5764); with plain RTP/AVP a
	 * fingerprint is an offer that was not taken up. */
	if (m->fingerprint.p && slice_istarts(m->proto, "UDP/TLS")) {
		return SECURE_DTLS;
	}
	if (m->crypto_count) {
		return SECURE_SDES;
	}
	return m->zrtp_hash.p ? SECURE_ZRTP : SECURE_NONE;
}

static int copy_line(
	struct arena *arena, struct media_line *to, const struct sdp_media *from)
{
	struct media_format *formats =
		arena_get(arena, sizeof(*formats) * from->format_count);

	if (!formats) {
		return -1;
	}
	for (unsigned i = 0; i < from->format_count; i++) {
		copy_format(arena, &formats[i], &from->formats[i]);
	}
	struct endpoint *candidates = arena_get(
		arena, sizeof(*candidates) * (from->candidate_count + 1U));
	uint8_t candidate_count = 0;
	for (unsigned i = 0; candidates && i < from->candidate_count; i++) {
		if (from->candidates[i].component == 1) {
			candidates[candidate_count++] = from->candidates[i].at;
		}
	}
	*to = (struct media_line){
		.type = from->type,
		.type_text = keep(arena, from->type_text),
		.proto = keep(arena, from->proto),
		.rtp = from->rtp,
		.rtcp = from->rtcp,
		.has_address = from->has_address,
		.rtcp_mux = from->rtcp_mux,
		.direction = from->direction,
		.ptime_ms = from->ptime_ms,
		.security = security_of(from),
		.format_count = from->format_count,
		.formats = formats,
		.ice_ufrag = keep(arena, from->ice_ufrag),
		.candidate_count = candidate_count,
		.candidates = candidates,
	};
	return 0;
}

/* Chain each line to the next one with the same address and port. */
static void chain_bundled(struct media_line *lines, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		unsigned j = i + 1;
		while (j < count && !endpoint_eq(&lines[i].rtp, &lines[j].rtp)) {
			j++;
		}
		lines[i].bundled = j < count && lines[i].rtp.port ? &lines[j]
								  : NULL;
	}
}

struct description *media_copy(
	struct arena *arena, const struct sdp *sdp, uint64_t frame, ns_t ts)
{
	struct description *d = arena_get(arena, sizeof(*d));
	struct media_line *lines =
		arena_get(arena, sizeof(*lines) * sdp->media_count);

	if (!d || !lines) {
		return NULL;
	}
	for (unsigned i = 0; i < sdp->media_count; i++) {
		if (copy_line(arena, &lines[i], &sdp->media[i]) != 0) {
			return NULL;
		}
	}
	chain_bundled(lines, sdp->media_count);
	d->frame = frame;
	d->ts = ts;
	d->session_name = keep(arena, sdp->session_name);
	d->session_id = keep(arena, sdp->session_id);
	d->origin_address = keep(arena, sdp->origin_address);
	d->line_count = sdp->media_count;
	d->lines = lines;
	d->faults = sdp->faults;
	return d;
}

const struct media_format *media_format_of(
	const struct media_line *line, uint8_t payload_type)
{
	for (unsigned i = 0; line && i < line->format_count; i++) {
		if (line->formats[i].payload_type == payload_type) {
			return &line->formats[i];
		}
	}
	return NULL;
}

const struct media_line *media_line_of(
	const struct media_line *line, uint8_t payload_type)
{
	while (line && !media_format_of(line, payload_type)) {
		line = line->bundled;
	}
	return line;
}

bool media_common(
	const struct media_line *line, const struct media_format *format)
{
	for (unsigned i = 0; line && i < line->format_count; i++) {
		const struct media_format *f = &line->formats[i];
		if (slice_ieq(f->name, format->name) &&
			f->clock_hz == format->clock_hz) {
			return true;
		}
	}
	return false;
}

const char *media_security_text(enum media_security security)
{
	static const char *const text[] = {
		[SECURE_NONE] = "none",
		[SECURE_SDES] = "sdes",
		[SECURE_DTLS] = "dtls",
		[SECURE_ZRTP] = "zrtp",
	};

	return text[security];
}
