/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIP on a stream: start line, header, and as much body as Content-Length says.
 * A length that cannot be believed counts as 0: what follows is then searched
 * for a start line, as after every loss, so a lie costs one body and not the
 * connection.
 *
 * A body needs no newline at its end, so the start of the next message after a
 * loss may stand in the middle of a line. It is found there by " sip:" or by
 * "SIP/2.0 200": a heuristic.
 */
#include "flow/framing_parts.h"

#include "dissect/sip.h"

#include <string.h>

#define METHOD_MAX 64         /* no longer word is waited for */
#define METHOD_MIN 3          /* ACK, BYE: what is found inside of a line */
#define LENGTH_MAX (1U << 20) /* no sender means a longer body */

static bool is_end(char c)
{
	return c == '\r' || c == '\n';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool framing_may_be_line(struct slice line)
{
	size_t word = 0;

	while (word < line.n && line.p[word] > ' ' && line.p[word] < 127 &&
		!strchr("()<>@,;:\\\"[]?={}", line.p[word])) {
		word++;
	}
	return word > 0 && word <= METHOD_MAX && line.n <= FRAMING_LINE_MAX &&
	       (word == line.n || line.p[word] == ' ' || line.p[word] == '\t');
}

/* The same answer as before the line was whole: any cut, one result. */
static bool is_start(struct slice line)
{
	return framing_may_be_line(line) && sip_probe(line);
}

/* Where in @line a start line begins, which then reaches to its end. A method
 * counts in capitals only: the end of a body may stand before it. */
static size_t find_start(struct slice line)
{
	size_t word = 0;

	while (word < line.n && is_capital(line.p[word])) {
		word++;
	}
	if (word < line.n && (line.p[word] == ' ' || line.p[word] == '/') &&
		is_start(line)) {
		return 0;
	}
	size_t at = framing_find(line, SLICE("SIP/2.0"));
	if (at == line.n) {
		return at;
	}
	struct slice rest = slice_sub(line, at, line.n);
	if (rest.n >= 11 && rest.p[7] == ' ' && rest.p[8] >= '1' &&
		rest.p[8] <= '6' && is_start(rest)) {
		return at;
	}
	at = framing_find(line, SLICE(" sip"));
	size_t begin = at;
	while (at < line.n && begin > 0 && is_capital(line.p[begin - 1])) {
		begin--;
	}
	rest = slice_sub(line, begin, line.n);
	return at - begin >= METHOD_MIN && is_start(rest) ? begin : line.n;
}

/* After a loss: the next start line. */
static enum framing_step search(
	struct framing *f, struct slice w, struct framing_cut *ret)
{
	size_t from = 0;
	size_t look = f->head.looked;

	ret->garbage = true;
	for (;;) {
		const char *lf = memchr(w.p + look, '\n', w.n - look);
		if (!lf) {
			break;
		}
		look = (size_t)(lf - w.p);
		struct slice line = slice_sub(w, from, look - from);
		size_t at = find_start(line);
		if (at < line.n) {
			ret->used = from + at;
			f->lost = false;
			f->head = (struct framing_head){0};
			return FRAMING_SKIP;
		}
		look++;
		from = look;
		if (look == w.n) {
			break;
		}
	}
	ret->used = w.n - from > FRAMING_LINE_MAX ? w.n : from;
	f->head.looked = (uint32_t)(w.n - ret->used);
	f->searched += (uint32_t)ret->used;
	if (!f->proven && f->searched > FRAMING_MESSAGE_MAX) {
		f->kind = FRAMING_DULL;
	}
	return FRAMING_MORE;
}

/* The first line, once it is whole. */
static enum framing_step check_start(struct slice w)
{
	struct slice line = {w.p, 0};

	while (line.n < w.n && !is_end(w.p[line.n])) {
		line.n++;
	}
	if (line.n == w.n) {
		return framing_may_be_line(line) ? FRAMING_MORE : FRAMING_LOST;
	}
	return is_start(line) ? FRAMING_SKIP : FRAMING_LOST;
}

static enum framing_step take(
	struct framing *f, struct slice w, size_t n, struct framing_cut *ret)
{
	ret->message = (struct slice){w.p, n};
	ret->used = n;
	f->head = (struct framing_head){0};
	return FRAMING_MESSAGE;
}

enum framing_step framing_sip(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret)
{
	struct framing_head *h = &f->head;
	enum framing_step step;

	(void)room;
	if (f->lost) {
		return search(f, w, ret);
	}
	if (is_end(w.p[0])) { /* between messages: a keep-alive */
		while (ret->used < w.n && is_end(w.p[ret->used])) {
			ret->used++;
		}
		return FRAMING_SKIP;
	}
	step = h->looked ? FRAMING_SKIP : check_start(w);
	if (step != FRAMING_SKIP) {
		return step;
	}
	step = h->size ? FRAMING_SKIP : framing_head(h, w);
	if (step == FRAMING_MORE) {
		return step;
	}
	size_t body = h->length <= LENGTH_MAX ? (size_t)h->length : 0;
	if (step == FRAMING_LOST || h->size + body > FRAMING_MESSAGE_MAX) {
		if (w.n < FRAMING_MESSAGE_MAX) {
			return FRAMING_MORE;
		}
		f->lost = true;
		ret->oversize = true;
		return take(f, w, FRAMING_MESSAGE_MAX, ret);
	}
	if (w.n < h->size + body) {
		return FRAMING_MORE;
	}
	return take(f, w, h->size + body, ret);
}
