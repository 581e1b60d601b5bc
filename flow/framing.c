/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which framer reads a stream:
 *
 *                   .-> its kind <--> lost: searched for, or waited for at
 *   unknown --probe-+                       the start of a segment
 *                   `-> dull
 *
 * Of a stream whose start was not seen, text is searched for SIP for the length
 * of one message, and other bytes get a few segments to tell their kind.
 */
#include "flow/framing_parts.h"

#define TRIES   8  /* segments of a stream's middle */
#define LOOK_AT 64 /* bytes that tell text */

static framing_reader *const READERS[FRAMING_KINDS] = {
	[FRAMING_SIP] = framing_sip,
	[FRAMING_HTTP] = framing_http,
	[FRAMING_WS] = framing_ws,
	[FRAMING_RTP] = framing_rtp,
	[FRAMING_RTSP] = framing_rtsp,
	[FRAMING_TURN] = framing_turn,
	[FRAMING_HEP] = framing_hep,
	[FRAMING_DNS] = framing_dns,
	[FRAMING_HELLO] = framing_tls,
};

/* No control characters but those that end and indent lines. */
static bool is_text(struct slice w)
{
	for (size_t i = 0; i < w.n && i < LOOK_AT; i++) {
		unsigned c = framing_byte(w, i);
		if ((c < ' ' && c != '\r' && c != '\n' && c != '\t') ||
			c == 127) {
			return false;
		}
	}
	return true;
}

static enum framing_step all_garbage(struct slice w, struct framing_cut *ret)
{
	ret->used = w.n;
	ret->garbage = true;
	return FRAMING_SKIP;
}

static enum framing_step tell(
	struct framing *f, struct slice w, struct framing_cut *ret)
{
	while (ret->used < w.n &&
		(w.p[ret->used] == '\r' || w.p[ret->used] == '\n')) {
		ret->used++; /* a keep-alive before anything else */
	}
	if (ret->used) {
		return FRAMING_SKIP;
	}
	enum framing_kind kind = framing_probe(w, f->middle);
	if (kind == FRAMING_UNKNOWN && w.n <= FRAMING_LINE_MAX) {
		return FRAMING_MORE;
	}
	if (kind == FRAMING_UNKNOWN) {
		kind = FRAMING_DULL;
	}
	if (kind == FRAMING_DULL && f->middle) {
		if (is_text(w)) {
			f->kind = FRAMING_SIP;
			f->lost = true;
			return FRAMING_SKIP;
		}
		if (++f->tries < TRIES) {
			return all_garbage(w, ret);
		}
	}
	f->kind = (uint8_t)kind;
	return FRAMING_SKIP;
}

/* A lost one of these kinds is found by framing_sip or framing_hep. */
static bool searches(const struct framing *f)
{
	return f->kind == FRAMING_SIP || f->kind == FRAMING_HEP;
}

enum framing_step framing_step(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	*ret = (struct framing_cut){0};
	if (f->discard) {
		ret->used = f->discard < w.n ? (size_t)f->discard : w.n;
		f->discard -= ret->used;
		return FRAMING_SKIP;
	}
	if (f->kind == FRAMING_UNKNOWN) {
		return tell(f, w, ret);
	}
	if (framing_is_dull(f) || (f->lost && !searches(f))) {
		return all_garbage(w, ret);
	}
	enum framing_step step = READERS[f->kind](f, w, room, ret);
	if (step == FRAMING_MESSAGE) {
		f->proven = f->kind != FRAMING_HELLO; /* nothing for a call */
		f->searched = 0;
	} else if (step == FRAMING_LOST) {
		f->lost = true;
		f->head = (struct framing_head){0};
		return FRAMING_SKIP;
	}
	return step;
}

bool framing_fresh(struct framing *f, struct slice bytes)
{
	bool waits = f->kind == FRAMING_UNKNOWN && f->middle;

	if (!waits && (!f->lost || searches(f))) {
		return false;
	}
	enum framing_kind kind = framing_probe(bytes, true);
	bool found = kind != FRAMING_UNKNOWN && kind != FRAMING_DULL;
	if (!waits) {
		/* One packet cannot prove RTP, but this stream is known. */
		bool rtp = f->kind == FRAMING_RTP && kind == FRAMING_UNKNOWN &&
			   bytes.n > 2 && framing_byte(bytes, 2) >> 6 == 2;
		found = kind == f->kind || rtp;
	}
	if (found) {
		f->kind = waits ? (uint8_t)kind : f->kind;
		f->lost = false;
		f->discard = 0;
		f->head = (struct framing_head){0};
	}
	return found;
}

bool framing_broken(struct framing *f, struct slice w, struct framing_cut *ret)
{
	const struct framing_head h = f->head;
	bool cut = f->kind == FRAMING_SIP && !f->lost && h.size;

	if (cut) {
		*ret = (struct framing_cut){.used = w.n, .message = w};
		if (w.n > h.size + h.length) {
			ret->message.n = h.size + (size_t)h.length;
		}
	}
	f->head = (struct framing_head){0};
	f->fragment = 0; /* what was begun of a message is no use */
	if (f->kind == FRAMING_UNKNOWN || f->kind == FRAMING_HTTP) {
		f->kind = FRAMING_UNKNOWN;
		f->middle = true;
	} else if (f->kind == FRAMING_HELLO) {
		f->kind = FRAMING_TLS;
	} else {
		f->lost = !framing_is_dull(f);
	}
	return cut;
}

void framing_peer(struct framing *f, enum framing_kind kind)
{
	if (f->kind == FRAMING_DULL) {
		*f = (struct framing){
			.kind = (uint8_t)kind,
			.middle = true,
			.lost = true,
			.message = f->message,
		};
	}
}
