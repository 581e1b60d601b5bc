/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The end of a text header, and of its fields the few that framing needs. Lines
 * end and fold here exactly as in dissect/sip.c, which reads the message later:
 *
 *   CRLF, LF alone or CR alone ends a line; a blank after it folds the next
 *   one onto it; an empty line ends the header
 *
 * so a line is only known to be whole when the byte after its end is there.
 */
#include "flow/framing_parts.h"

/* The name of a field, one of these without case, and the compact form. */
static bool is_length(struct slice name)
{
	return slice_iis(name, "content-length") || slice_iis(name, "l");
}

/* RFC 3261 clause 7.3.1; the first of several counts. */
static void take_line(struct framing_head *h, struct slice line)
{
	struct slice value = line;
	struct slice name = slice_trim(slice_cut(&value, ':'));

	if (!value.p) {
		return;
	}
	value = slice_trim(value);
	if (!h->measured && is_length(name)) {
		h->measured = true;
		(void)slice_u64(value, UINT64_MAX, &h->length);
	} else if (slice_iis(name, "upgrade")) {
		h->upgrade = slice_istarts(value, "websocket");
	}
}

static bool folds(char c)
{
	return c == ' ' || c == '\t';
}

enum framing_step framing_head(struct framing_head *h, struct slice w)
{
	size_t i = h->looked;

	while (i < w.n) {
		char c = w.p[i];
		if (c != '\r' && c != '\n') {
			i++;
			continue;
		}
		if (c == '\r' && i + 1 == w.n) {
			break; /* half of a CRLF, perhaps */
		}
		size_t next = i + (c == '\r' && w.p[i + 1] == '\n' ? 2 : 1);
		if (i == h->line) {
			h->size = (uint32_t)next;
			return FRAMING_SKIP;
		}
		if (next == w.n) {
			break;
		}
		if (!folds(w.p[next])) {
			take_line(h, slice_sub(w, h->line, i - h->line));
			h->line = (uint32_t)next;
		}
		i = next;
	}
	h->looked = (uint32_t)i;
	return i >= FRAMING_MESSAGE_MAX ? FRAMING_LOST : FRAMING_MORE;
}
