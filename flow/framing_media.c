/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packets that were made for UDP, one after the other on a stream, each behind
 * a length:
 *
 *   RFC 4571   length 16 | RTP, RTCP, STUN or DTLS
 *   RTSP       '$' channel length 16 | RTP or RTCP; text in between
 *   TURN       channel 16 length 16 | data, padding; or STUN as it is
 *   DNS        length 16 | a message
 *   HEP        "HEP3" length 16 | chunks, and the length counts from the H
 */
#include "flow/framing_parts.h"

#include <string.h>

#define WORD 8 /* bytes that tell a first line; none is shorter */

/* A packet of @n bytes at @at of @w, if it is there; then @pad bytes more. */
static enum framing_step take(struct slice w, size_t at, size_t n, size_t pad,
	struct framing_cut *ret)
{
	if (w.n < at + n + pad) {
		return FRAMING_MORE;
	}
	ret->used = at + n + pad;
	ret->message = slice_sub(w, at, n);
	return n ? FRAMING_MESSAGE : FRAMING_SKIP;
}

/* RFC 7983 clause 7: STUN, DTLS, RTP and RTCP. */
static bool is_media(unsigned first)
{
	return first < 4 || (first >= 20 && first < 64) ||
	       (first >= 128 && first < 192);
}

enum framing_step framing_rtp(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	(void)f;
	(void)room;
	if (w.n < 3) {
		bool empty = w.n == 2 && framing_number(w, 0) == 0;
		ret->used = empty ? 2 : 0;
		return empty ? FRAMING_SKIP : FRAMING_MORE;
	}
	size_t length = framing_number(w, 0);
	if (length && !is_media(framing_byte(w, 2))) {
		return FRAMING_LOST;
	}
	return take(w, 2, length, 0, ret);
}

enum framing_step framing_dns(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	(void)f;
	(void)room;
	return w.n < 2 ? FRAMING_MORE
		       : take(w, 2, framing_number(w, 0), 0, ret);
}

/* Text between the packets: SDP and the like; its length is believed if small.
 */
static enum framing_step skip_text(
	struct framing *f, struct slice w, struct framing_cut *ret)
{
	struct framing_head *h = &f->head;

	if (w.p[0] == '\r' || w.p[0] == '\n') {
		ret->used = 1;
		return FRAMING_SKIP;
	}
	if (!h->looked && w.n < WORD) {
		return FRAMING_MORE;
	}
	if (!h->looked && !framing_may_be_line(slice_sub(w, 0, WORD))) {
		return FRAMING_LOST;
	}
	enum framing_step step = framing_head(h, w);
	if (step != FRAMING_SKIP) {
		return step;
	}
	ret->used = h->size;
	f->discard = h->length <= FRAMING_MESSAGE_MAX ? h->length : 0;
	*h = (struct framing_head){0};
	return FRAMING_SKIP;
}

enum framing_step framing_rtsp(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	(void)room;
	if (w.p[0] != '$') {
		return skip_text(f, w, ret);
	}
	return w.n < 4 ? FRAMING_MORE
		       : take(w, 4, framing_number(w, 2), 0, ret);
}

enum framing_step framing_turn(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	(void)f;
	(void)room;
	unsigned first = framing_byte(w, 0);
	if (first >= 0x80 || (first > 3 && first < 0x40)) {
		return FRAMING_LOST;
	}
	if (w.n < (first >= 0x40 ? 4 : 8)) {
		return FRAMING_MORE;
	}
	size_t length = framing_number(w, 2);
	if (first >= 0x40) { /* RFC 8656 clause 12.5: padded to 4 bytes */
		return take(w, 4, length, (4 - length % 4) % 4, ret);
	}
	if (!framing_cookie(w, 4) || length % 4) {
		return FRAMING_LOST;
	}
	return take(w, 0, 20 + length, 0, ret);
}

/* After a loss: the next magic word, or what may be its beginning. */
static enum framing_step search_hep(
	struct framing *f, struct slice w, struct framing_cut *ret)
{
	size_t at = framing_find(w, SLICE("HEP3"));

	ret->garbage = true;
	if (at < w.n) {
		ret->used = at;
		f->lost = false;
		return FRAMING_SKIP;
	}
	ret->used = w.n > 3 ? w.n - 3 : 0;
	return FRAMING_MORE;
}

enum framing_step framing_hep(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	(void)room;
	if (f->lost) {
		return search_hep(f, w, ret);
	}
	if (w.n < 6) {
		return FRAMING_MORE;
	}
	size_t length = framing_number(w, 4);
	if (memcmp(w.p, "HEP3", 4) != 0) {
		return FRAMING_LOST;
	}
	if (length < 6) { /* it is not at the start of a packet */
		ret->used = 1;
		ret->garbage = true;
		return FRAMING_LOST;
	}
	return take(w, 0, length, 0, ret);
}
