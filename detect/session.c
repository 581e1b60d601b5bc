/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks over the few lines and formats of a call. */
#include "detect/session.h"

static bool usable(const struct media_line *line)
{
	return line && line->rtp.port != 0;
}

const struct media_line *session_audio(
	const struct description *d, const struct media_line *after)
{
	if (!d) {
		return NULL;
	}
	const struct media_line *line = after ? after + 1 : d->lines;
	while (line < d->lines + d->line_count) {
		if (line->type == SDP_AUDIO) {
			return line;
		}
		line++;
	}
	return NULL;
}

/* True when the caller of @call made the offer of @x. */
static bool by_caller(const struct call *call, const struct exchange *x)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		const struct hop *h = &call->hops[i];
		if (addr_eq(&x->offerer.ip, &h->from.ip) &&
			addr_eq(&x->answerer.ip, &h->to.ip)) {
			return !addr_eq(&h->from.ip, &h->to.ip) ||
			       endpoint_eq(&x->offerer, &h->from);
		}
	}
	return false;
}

void session_of(const struct call *call, struct session *ret)
{
	*ret = (struct session){0};
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		if (!x->answer) {
			continue;
		}
		/* Lines of offer and answer correspond (RFC 3264 clause 6). */
		for (uint16_t i = 0; i < x->offer->line_count &&
				     i < x->answer->line_count;
			i++) {
			const struct media_line *o = &x->offer->lines[i];
			const struct media_line *a = &x->answer->lines[i];
			if (o->type != SDP_AUDIO || !usable(o) || !usable(a)) {
				continue;
			}
			bool caller = by_caller(call, x);
			ret->exchange = x;
			ret->caller = caller ? o : a;
			ret->callee = caller ? a : o;
			return;
		}
	}
}

bool session_has(const struct call *call, enum sdp_type type)
{
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		const struct description *d[2] = {x->offer, x->answer};
		for (unsigned k = 0; k < 2; k++) {
			for (uint16_t i = 0; d[k] && i < d[k]->line_count;
				i++) {
				if (d[k]->lines[i].type == type &&
					d[k]->lines[i].rtp.port) {
					return true;
				}
			}
		}
	}
	return false;
}

bool session_is_codec(const struct media_format *format)
{
	if (format->codec) {
		return format->codec->kind == CODEC_AUDIO ||
		       format->codec->kind == CODEC_VIDEO ||
		       format->codec->kind == CODEC_FAX;
	}
	return !slice_iis(format->name, "telephone-event") &&
	       !slice_iis(format->name, "CN");
}

/* Did a format before @at in @line have the same name and clock? */
static bool again(const struct media_line *line, uint16_t at)
{
	for (uint16_t i = 0; i < at; i++) {
		if (slice_ieq(line->formats[i].name, line->formats[at].name) &&
			line->formats[i].clock_hz == line->formats[at].clock_hz) {
			return true;
		}
	}
	return false;
}

static unsigned put(struct text *t, const struct media_line *a,
	const struct media_line *b)
{
	unsigned n = 0;

	for (uint16_t i = 0; a && i < a->format_count; i++) {
		const struct media_format *f = &a->formats[i];
		if (!session_is_codec(f) || again(a, i) ||
			(b && !media_common(b, f))) {
			continue;
		}
		if (t) {
			text_puts(t, n ? ", " : "");
			text_clean(t, f->name);
		}
		n++;
	}
	return n;
}

void session_put(struct text *t, const struct media_line *line)
{
	if (!put(t, line, NULL)) {
		text_puts(t, "no codec");
	}
}

unsigned session_common(struct text *t, const struct media_line *a,
	const struct media_line *b)
{
	return a && b ? put(t, a, b) : 0;
}

void session_put_name(struct text *t, const struct stream *stream)
{
	struct slice name = stream_format_name(stream);

	if (name.n) {
		text_clean(t, name);
	} else {
		text_printf(t, "payload type %u",
			(unsigned)stream_payload_type(stream));
	}
}

bool session_voice(const struct stream *stream)
{
	const struct codec *codec = stream_codec(stream);

	return stream->call && stream->line &&
	       stream->line->type == SDP_AUDIO && !stream->same_as &&
	       stream->basis != BASIS_GUESSED &&
	       stream->basis != BASIS_FOREIGN &&
	       (!codec || codec->kind == CODEC_AUDIO);
}

bool session_loopback(const struct addr *ip)
{
	static const struct addr one = {.b = {[15] = 1}};

	return addr_is_v4(ip) ? ip->b[12] == 127 : addr_eq(ip, &one);
}
