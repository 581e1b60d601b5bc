/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bodies: where in them the session description is, or a report of quality (RFC 5621, RFC 2046 clause
 * 5.1). A multipart is walked delimiter by delimiter; a multipart inside a
 * multipart is walked too, one level deep, which is as far as real messages go.
 */
#include "dissect/sip_parts.h"

#include "dissect/lines.h"

#define BOUNDARY_MAX_LENGTH 70 /* RFC 2046 clause 5.1.1 */

/* The headers of a body or of a part that matter here. */
struct entity {
	struct slice type;     /* Content-Type; absent: none */
	struct slice encoding; /* Content-Encoding; absent: none */
	struct slice content;
};

/* A walk over the parts of one multipart. */
struct parts {
	struct lines lines;
	struct slice boundary;
	bool started; /* the line reader stands after a delimiter */
	bool closed;  /* the closing delimiter was met */
};

enum delimiter { DELIMITER_NONE, DELIMITER_NEXT, DELIMITER_CLOSE };

/* "multipart / mixed ; boundary=..." taken apart. */
static struct slice take_type(const struct entity *e, struct slice *ret_subtype)
{
	struct slice parameters = e->type;
	struct slice subtype = slice_cut(&parameters, ';');
	struct slice type = slice_cut(&subtype, '/');

	*ret_subtype = slice_trim(subtype);
	return slice_trim(type);
}

/* Compressed content is not looked into. */
static bool is_plain(const struct entity *e)
{
	return !e->encoding.n || sip_is(e->encoding, "identity");
}

/* Take what is looked for, the first of its kind; false: it is something else. */
static bool take(const struct entity *e, struct signal *ret)
{
	struct slice *to = NULL;
	struct slice subtype;

	if (!sip_is(take_type(e, &subtype), "application") || !is_plain(e)) {
		return false;
	}
	if (sip_is(subtype, "sdp")) {
		to = &ret->sdp;
	} else if (sip_is(subtype, "vq-rtcpxr")) {
		to = &ret->report;
	}
	if (to && !to->p) {
		*to = e->content;
	}
	return to != NULL;
}

static bool is_multipart(const struct entity *e)
{
	struct slice subtype;

	return sip_is(take_type(e, &subtype), "multipart") && is_plain(e);
}

static enum delimiter delimiter_of(struct slice line, struct slice boundary)
{
	if (line.n < boundary.n + 2 || line.p[0] != '-' || line.p[1] != '-' ||
		!slice_eq(slice_sub(line, 2, boundary.n), boundary)) {
		return DELIMITER_NONE;
	}
	struct slice after = slice_trim(sip_skip(line, boundary.n + 2));
	if (after.n == 0) {
		return DELIMITER_NEXT;
	}
	return slice_is(after, "--") ? DELIMITER_CLOSE : DELIMITER_NONE;
}

/* Begin to walk; false when the boundary is missing or not allowed. */
static bool parts_open(struct parts *parts, const struct entity *whole)
{
	struct slice params = whole->type;

	(void)slice_cut(&params, ';');
	if (!params.p) {
		return false;
	}
	*parts = (struct parts){
		.lines = lines_of(whole->content),
		.boundary = sip_param(params, "boundary"),
	};
	return parts->boundary.n > 0 &&
	       parts->boundary.n <= BOUNDARY_MAX_LENGTH;
}

/* The text up to the next delimiter; the line end before that belongs to it. */
static bool next_text(struct parts *parts, struct slice *ret)
{
	const char *start = parts->lines.p;
	const char *stop = start;
	enum delimiter met = DELIMITER_NONE;
	struct slice line;

	while (met == DELIMITER_NONE && lines_next(&parts->lines, &line)) {
		met = delimiter_of(line, parts->boundary);
		if (met == DELIMITER_NONE) {
			stop = line.p + line.n;
		}
	}
	parts->closed = met == DELIMITER_CLOSE;
	*ret = (struct slice){start, (size_t)(stop - start)};
	return met != DELIMITER_NONE || ret->n > 0;
}

/* Take the headers of a part off its text. */
static void split_part(struct slice text, struct entity *ret)
{
	struct lines lines = lines_of(text);
	struct slice line;

	*ret = (struct entity){.content = {text.p, 0}};
	while (lines_next(&lines, &line) && line.n > 0) {
		while (lines.p < lines.end &&
			(*lines.p == ' ' || *lines.p == '\t')) {
			const char *start = line.p;
			(void)lines_next(&lines, &line);
			line.n += (size_t)(line.p - start);
			line.p = start;
		}
		struct slice value = line;
		struct slice name = slice_trim(slice_cut(&value, ':'));
		enum sip_header id = sip_header_find(name);
		if (id == SIP_CONTENT_TYPE && value.p) {
			ret->type = slice_trim(value);
		} else if (id == SIP_CONTENT_ENCODING && value.p) {
			ret->encoding = slice_trim(value);
		}
	}
	ret->content = (struct slice){lines.p, lines_left(&lines)};
}

/* The next part; false at the closing delimiter or at the end of the body. */
static bool parts_next(struct parts *parts, struct entity *ret)
{
	struct slice text;

	if (!parts->started) {
		parts->started = true;
		if (!next_text(parts, &text)) { /* the preamble */
			return false;
		}
	}
	if (parts->closed || !next_text(parts, &text)) {
		return false;
	}
	split_part(text, ret);
	return true;
}

/* The inner walk. */
static void find_inside(const struct entity *whole, struct signal *ret)
{
	struct parts parts;
	struct entity part;

	if (!parts_open(&parts, whole)) {
		ret->faults |= SIP_BAD_MULTIPART;
		return;
	}
	while (parts_next(&parts, &part)) {
		(void)take(&part, ret);
	}
	ret->faults |= parts.closed ? 0 : SIP_BAD_MULTIPART;
}

static void find(const struct entity *whole, struct signal *ret)
{
	struct parts parts;
	struct entity part;

	if (!parts_open(&parts, whole)) {
		ret->faults |= SIP_BAD_MULTIPART;
		return;
	}
	while (parts_next(&parts, &part)) {
		if (!take(&part, ret) && !ret->sdp.p && is_multipart(&part)) {
			find_inside(&part, ret);
		}
	}
	ret->faults |= parts.closed ? 0 : SIP_BAD_MULTIPART;
}

void sip_body_read(struct signal *ret)
{
	struct entity whole = {
		.type = ret->header[SIP_CONTENT_TYPE],
		.encoding = ret->header[SIP_CONTENT_ENCODING],
		.content = ret->body,
	};

	if (whole.content.n == 0 || !whole.type.p) {
		return;
	}
	if (!take(&whole, ret) && is_multipart(&whole)) {
		find(&whole, ret);
	}
}
