/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One SIP message, read in one pass over its lines. Every header line goes to
 * sip_header_take, which reads what it knows; the body is delimited last.
 *
 *   start line | header line | folded line ... | empty line | body
 *
 * A fault is noted and the reading goes on: of a broken message one wants to
 * see what is there. Only a message whose call, dialog or transaction cannot be
 * told is V_MALFORMED, and even that one is filled as far as it could be read.
 */
#include "dissect/sip_parts.h"

#include "dissect/dissector.h"
#include "dissect/lines.h"

static bool is_fold(const struct lines *l)
{
	return l->p < l->end && (*l->p == ' ' || *l->p == '\t');
}

/* Lengthen @line by the lines that are folded onto it. */
static void unfold(struct lines *l, struct slice *line)
{
	struct slice more;

	while (is_fold(l) && lines_next(l, &more)) {
		line->n = (size_t)(more.p + more.n - line->p);
	}
}

/* Devices say in headers of their own what else a message belongs to. */
static void take_unknown(
	struct signal *ret, struct slice name, struct slice value)
{
	if (ret->unknown_headers < UINT16_MAX) {
		ret->unknown_headers++;
	}
	if (ret->extension_count < SIGNAL_EXTENSIONS &&
		(slice_istarts(name, "X-") || slice_istarts(name, "P-") ||
			slice_istarts(name, "RTP"))) {
		ret->extension[ret->extension_count++] =
			(struct signal_extension){name, value};
	}
}

/* A name that is found is a token; only others need to be looked at closely. */
static void read_header(struct slice line, struct signal *ret)
{
	size_t colon = sip_find(line, ':');
	struct slice name = {line.p, colon};

	while (name.n && sip_char_is(name.p[name.n - 1], SIP_CHAR_BLANK)) {
		name.n--;
	}
	if (name.n == 0 || colon == line.n) {
		ret->faults |= SIP_BAD_HEADER;
		return;
	}
	struct slice value = sip_trim(sip_skip(line, colon + 1));
	enum sip_header id = sip_header_find(name);
	if (id != SIP_HEADERS) {
		sip_header_take(ret, id, value);
	} else if (sip_span(name, SIP_CHAR_TOKEN) != name.n) {
		ret->faults |= SIP_BAD_HEADER;
	} else {
		take_unknown(ret, name, value);
	}
}

/* Read header lines; false when the empty line after them is missing. */
static bool read_headers(struct lines *l, struct signal *ret)
{
	struct slice line;

	while (lines_next(l, &line)) {
		if (line.n == 0) {
			return true;
		}
		unfold(l, &line);
		read_header(line, ret);
	}
	return false;
}

/* RFC 3261 clause 18.3. False when the bytes of a stream are not all there. */
static bool read_body(struct lines *l, bool datagram, struct signal *ret)
{
	struct slice rest = {l->p, lines_left(l)};
	bool stated = ret->content_length.known;
	size_t n = stated ? (size_t)ret->content_length.v : 0;

	if (!stated && datagram) {
		n = rest.n;
	} else if (!stated) {
		ret->faults |= SIP_BAD_LENGTH; /* a stream needs it */
	}
	if (n > rest.n) {
		if (!datagram) {
			return false;
		}
		ret->faults |= SIP_BODY_SHORT;
		n = rest.n;
	} else if (n < rest.n && datagram) {
		ret->faults |= SIP_TRAILING_BYTES;
	}
	ret->body = (struct slice){rest.p, n};
	return true;
}

/* What only the whole message shows. */
static void finish(struct signal *ret)
{
	static const enum sip_header needed[] = {
		SIP_CALL_ID, SIP_CSEQ, SIP_FROM, SIP_TO, SIP_VIA};

	sip_header_expires(ret);
	for (size_t i = 0; i < COUNT_OF(needed); i++) {
		if (ret->header_count[needed[i]] == 0) {
			ret->faults |= SIP_MISSING_HEADER;
		}
	}
	if (!ret->request) {
		ret->method = ret->cseq_method;
		ret->method_text = ret->cseq_method_text;
	} else if (ret->cseq_method_text.n &&
		   !slice_eq(ret->cseq_method_text, ret->method_text)) {
		ret->faults |= SIP_CSEQ_MISMATCH;
	}
}

/* Call, dialog and transaction can be told. */
static bool readable(const struct signal *s)
{
	bool start = s->request ? s->request_uri_text.n > 0 : s->status != 0;

	return start && s->call_id.n && s->from.uri.text.n &&
	       s->to.uri.text.n && s->via.host.n && s->cseq_method_text.n;
}

static void reset(struct signal *ret)
{
	*ret = (struct signal){
		.method = METHOD_OTHER,
		.cseq_method = METHOD_OTHER,
	};
}

static struct slice skip_empty_lines(const struct cursor *c)
{
	struct slice s = {(const char *)c->p, cursor_left(c)};

	while (s.n && (s.p[0] == '\r' || s.p[0] == '\n')) {
		s = sip_skip(s, 1);
	}
	return s;
}

bool sip_probe(struct slice bytes)
{
	struct slice line;

	if (bytes.n == 0) {
		return false;
	}
	struct lines l = lines_of(bytes);
	return lines_next(&l, &line) && sip_start_looks(line);
}

enum verdict sip_parse(struct cursor *c, bool datagram, struct signal *ret)
{
	struct slice text = skip_empty_lines(c);
	struct slice line;

	if (text.n == 0) { /* a keep-alive */
		c->p = c->end;
		return datagram ? V_NOT_MINE : V_TRUNCATED;
	}
	struct lines l = lines_of(text);
	(void)lines_next(&l, &line);
	if (!sip_start_looks(line)) {
		bool more = !datagram && l.open && sip_start_may(line);
		return more ? V_TRUNCATED : V_NOT_MINE;
	}
	reset(ret);
	sip_start_read(line, ret);
	bool ended = read_headers(&l, ret);
	/* A CR that comes last may be half of a CRLF still under way. */
	bool half = !datagram && l.p == l.end && l.p[-1] == '\r';
	if (!ended) {
		ret->faults |= SIP_NO_HEADER_END;
	}
	if ((!ended && !datagram) || half || !read_body(&l, datagram, ret)) {
		c->p = (const uint8_t *)text.p;
		return V_TRUNCATED;
	}
	ret->faults |= l.bare ? SIP_BARE_NEWLINE : 0;
	ret->message = (struct slice){
		text.p, (size_t)(ret->body.p + ret->body.n - text.p)};
	sip_body_read(ret);
	finish(ret);
	c->p = datagram ? c->end : (const uint8_t *)ret->body.p + ret->body.n;
	return readable(ret) ? V_OK : V_MALFORMED;
}

static bool probe(const struct packet *packet)
{
	return sip_probe(packet->payload);
}

/* A line that the capture cut could name another call or address than it did:
 * what is left of @c ends with its last whole line, if there is one. */
static void drop_cut_line(struct cursor *c)
{
	size_t n = cursor_left(c);

	while (n && c->p[n - 1] != '\n') {
		n--;
	}
	c->end = n ? c->p + n : c->end;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	bool stream = packet->transport == TRANSPORT_TCP ||
		      packet->transport == TRANSPORT_TLS;

	if (packet->anomalies & PACKET_SNAPPED) {
		drop_cut_line(c);
	}
	/* A stream was cut into messages before, so each is a datagram. */
	enum verdict verdict = sip_parse(c, true, &ret->signal);

	ret->kind = EVENT_NONE;
	ret->has_sdp = false;
	if (verdict != V_OK && verdict != V_MALFORMED) {
		return verdict;
	}
	ret->kind = EVENT_SIGNAL;
	if (stream && !ret->signal.content_length.known) {
		ret->signal.faults |= SIP_BAD_LENGTH; /* RFC 3261 20.14 */
	}
	if (packet->anomalies & PACKET_SNAPPED) {
		/* The capture cut the message, not its sender. */
		ret->signal.faults &= ~(SIP_BODY_SHORT | SIP_NO_HEADER_END);
	}
	if (ret->signal.sdp.p) {
		ret->has_sdp =
			sdp_parse(ret->signal.sdp, &ret->sdp) != V_NOT_MINE;
	}
	return verdict;
}

const struct dissector dissector_sip = {
	.name = "sip",
	.title = "Session Initiation Protocol",
	.source = "RFC 3261",
	.probe = probe,
	.parse = parse,
};
