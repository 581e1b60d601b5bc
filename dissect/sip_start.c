/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first line of a message:
 *
 *   INVITE sip:bob@example.com SIP/2.0       Request-Line
 *   SIP/2.0 200 OK                           Status-Line
 *
 * HTTP, RTSP and SSDP have the same shape, so the word that begins with "SIP/"
 * decides; a request cut before it is known by the scheme of its URI.
 */
#include "dissect/sip_parts.h"

#define METHOD_MAX_LENGTH 64   /* no longer token is taken for a method */
#define START_MAX_LENGTH  8192 /* no longer line is waited for on a stream */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Where the last word of @line begins; the line has no blank at its end. */
static size_t last_word(struct slice line)
{
	size_t at = line.n;

	while (at > 0 && !is_blank(line.p[at - 1])) {
		at--;
	}
	return at;
}

static bool is_call_uri(struct slice s)
{
	return slice_istarts(s, "sip:") || slice_istarts(s, "sips:") ||
	       slice_istarts(s, "tel:");
}

bool sip_start_may(struct slice line)
{
	size_t word = sip_span(line, SIP_CHAR_TOKEN);

	return word > 0 && word <= METHOD_MAX_LENGTH &&
	       line.n <= START_MAX_LENGTH &&
	       (word == line.n || is_blank(line.p[word]) ||
		       sip_start_version(line));
}

bool sip_start_looks(struct slice line)
{
	line = sip_trim(line);
	if (sip_start_version(line)) {
		return sip_find(line, ' ') < line.n;
	}
	size_t method = sip_span(line, SIP_CHAR_TOKEN);
	if (method == 0 || method > METHOD_MAX_LENGTH || method == line.n ||
		!is_blank(line.p[method])) {
		return false;
	}
	struct slice rest = sip_ltrim(sip_skip(line, method));
	struct slice last = sip_skip(rest, last_word(rest));
	return is_call_uri(rest) || sip_start_version(last);
}

/* One blank is due; more are a fault and stepped over. */
static struct slice after_blank(struct slice s, uint32_t *faults)
{
	struct slice rest = sip_ltrim(s);

	if (s.n - rest.n != 1 || s.p[0] != ' ') {
		*faults |= SIP_BAD_START_LINE;
	}
	return rest;
}

static void check_version(struct slice version, struct signal *ret)
{
	size_t n = sip_start_version(version);

	if (n == 0 || !slice_is(sip_skip(version, n), "2.0")) {
		ret->faults |= SIP_BAD_VERSION;
	}
}

static void read_status(struct slice line, struct signal *ret)
{
	uint32_t status = 0;
	size_t word = 0;

	while (!is_blank(line.p[word])) {
		word++;
	}
	check_version((struct slice){line.p, word}, ret);
	line = after_blank(sip_skip(line, word), &ret->faults);
	struct slice code = {line.p, 0};
	while (code.n < line.n && !is_blank(line.p[code.n])) {
		code.n++;
	}
	if (code.n != 3 || sip_number(code, 699, &status) || status < 100) {
		ret->faults |= SIP_BAD_STATUS;
		status = 0;
	}
	ret->status = (uint16_t)status;
	line = sip_skip(line, code.n);
	/* The blank is due even when no reason follows (RFC 4475, 3.1.1.13). */
	ret->faults |= line.n ? 0 : SIP_BAD_START_LINE;
	ret->reason = sip_trim(line);
}

static void read_uri(struct slice uri, struct signal *ret)
{
	uint32_t faults = 0;

	ret->request_uri_text = uri;
	/* RFC 4475 clause 3.1.2.7: no brackets around a Request-URI. */
	if (uri.n > 1 && uri.p[0] == '<' && uri.p[uri.n - 1] == '>') {
		faults = SIP_BAD_URI;
		uri = (struct slice){uri.p + 1, uri.n - 2};
	}
	faults |= sip_uri_read(uri, &ret->request_uri);
	/* RFC 3261 clause 19.1.1: no headers in a Request-URI. */
	faults |= ret->request_uri.headers.p ? SIP_BAD_URI : 0;
	ret->faults |= faults;
}

static void read_request(struct slice line, struct signal *ret)
{
	struct slice trimmed = sip_trim(line);
	struct slice method = {line.p, sip_span(line, SIP_CHAR_TOKEN)};

	ret->request = true;
	ret->method_text = method;
	ret->method = signal_method_of(method);
	if (trimmed.n != line.n) {
		ret->faults |= SIP_BAD_START_LINE;
	}
	struct slice rest =
		after_blank(sip_skip(trimmed, method.n), &ret->faults);
	size_t at = last_word(rest);
	struct slice version = sip_skip(rest, at);
	struct slice uri = {rest.p, at};
	if (!sip_start_version(version)) {
		ret->faults |= SIP_BAD_START_LINE | SIP_BAD_VERSION;
		read_uri(rest, ret);
		return;
	}
	check_version(version, ret);
	if (at > 1 && is_blank(rest.p[at - 2])) {
		ret->faults |= SIP_BAD_START_LINE;
	}
	read_uri(sip_trim(uri), ret);
}

void sip_start_read(struct slice line, struct signal *ret)
{
	struct slice text = sip_ltrim(line);

	ret->faults |= text.n == line.n ? 0 : SIP_BAD_START_LINE;
	if (sip_start_version(text)) {
		read_status(text, ret);
	} else {
		read_request(text, ret);
	}
}
