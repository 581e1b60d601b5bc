/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The part of TLS that can be read: records until the encryption begins. A
 * record of data, a change of cipher, or anything odd ends it.
 *
 *   type 1 | version 2 | length 2 | fragment        RFC 8446 clause 5.1
 */
#include "flow/framing_parts.h"

#define HEAD	   5
#define MOST	   (16384 + 2048) /* RFC 5246 clause 6.2.3 */
#define ALERT	   21
#define HANDSHAKE  22

enum framing_step framing_tls(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	(void)room;
	unsigned type = framing_byte(w, 0);
	bool odd = (type != ALERT && type != HANDSHAKE) ||
		   (w.n >= 2 && framing_byte(w, 1) != 3) ||
		   (w.n >= HEAD && framing_number(w, 3) > MOST);

	if (odd) {
		f->kind = FRAMING_TLS;
		ret->used = w.n;
		return FRAMING_SKIP;
	}
	if (w.n < HEAD || w.n < HEAD + (size_t)framing_number(w, 3)) {
		return FRAMING_MORE;
	}
	ret->used = HEAD + (size_t)framing_number(w, 3);
	ret->message = slice_sub(w, 0, ret->used);
	return FRAMING_MESSAGE;
}
