/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text protocols end a line with CRLF; real senders also use LF or CR alone.
 * The reader hands out the lines of a text one by one and notes what it met.
 *
 * The place of the next LF is kept between calls: a text of nothing but CRs
 * would otherwise be searched to its end for each of its lines.
 */
#ifndef EARSHOT_DISSECT_LINES_H
#define EARSHOT_DISSECT_LINES_H

#include "lib/attr.h"
#include "lib/slice.h"

#include <string.h>

struct lines {
	const char *p;   /* start of the next line */
	const char *end; /* one past the text */
	const char *lf;  /* first LF at or after p, or end */
	bool bare;       /* an LF or a CR alone ended a line */
	bool open;       /* the last line given has no line end at all */
};

/** lines_of - a reader over @text (not absent). */
static inline struct lines lines_of(struct slice text)
{
	return (struct lines){text.p, text.p + text.n, NULL, false, false};
}

/** lines_left - bytes not given yet. */
static inline size_t lines_left(const struct lines *l)
{
	return (size_t)(l->end - l->p);
}

/**
 * lines_next - the next line without its end, in @ret; false when no byte is left.
 * Source: RFC 8866 clause 5 (CRLF; LF alone should be accepted).
 */
static inline bool lines_next(struct lines *l, struct slice *ret)
{
	const char *start = l->p;

	if (start == l->end) {
		return false;
	}
	if (!l->lf || l->lf < start) {
		l->lf = memchr(start, '\n', lines_left(l));
		l->lf = l->lf ? l->lf : l->end;
	}
	const char *stop = memchr(start, '\r', (size_t)(l->lf - start));
	if (stop && stop + 1 == l->lf && l->lf != l->end) {
		l->p = l->lf + 1;
	} else if (stop) {
		l->p = stop + 1;
		l->bare = true;
	} else {
		stop = l->lf;
		l->open = stop == l->end;
		l->bare = l->bare || !l->open;
		l->p = l->open ? stop : stop + 1;
	}
	*ret = (struct slice){start, (size_t)(stop - start)};
	return true;
}

#endif
