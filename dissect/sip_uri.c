/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * URIs. The user part may hold ';', '?' and '/' (RFC 4475 clause 3.1.1.9), so
 * '@' is looked for before anything else; a second '@' is not allowed and is
 * left to spoil the host, where it is noticed. Each byte is tested once: the
 * host by its own class, the rest for what may stand in a URI at all.
 */
#include "dissect/sip_parts.h"

#include <string.h>

/* Every byte allowed, and every '%' followed by two hexadecimal digits. */
static bool legal(struct slice s)
{
	unsigned all = SIP_CHAR_URI;

	for (size_t i = 0; i < s.n; i++) {
		all &= sip_chars[(unsigned char)s.p[i]];
	}
	if (!s.n || !all) {
		return all != 0;
	}
	size_t at = sip_find(s, '%');
	while (at < s.n) {
		struct slice hex = slice_sub(s, at + 1, 2);
		if (sip_span(hex, SIP_CHAR_HEX) != 2) {
			return false;
		}
		s = sip_skip(s, at + 3);
		at = sip_find(s, '%');
	}
	return true;
}

/* The host at the start of @s; 0 when there is none. */
static size_t host_span(struct slice s)
{
	if (!sip_starts(s, '[')) {
		return sip_span(s, SIP_CHAR_HOST);
	}
	size_t close = sip_find(s, ']');
	if (close == s.n) {
		return 0;
	}
	struct slice inside = {s.p + 1, close - 1};
	for (size_t i = 0; i < inside.n; i++) {
		if (!sip_char_is(inside.p[i], SIP_CHAR_HEX) &&
			inside.p[i] != ':' && inside.p[i] != '.') {
			return 0;
		}
	}
	return close + 1;
}

/* What follows the host: [":" port] *(";" param) ["?" headers]. */
static uint32_t read_after_host(struct slice rest, struct sip_uri *ret)
{
	uint32_t faults = 0;

	if (sip_starts(rest, ':')) {
		rest = sip_skip(rest, 1);
		struct slice port = {rest.p, sip_span(rest, SIP_CHAR_DIGIT)};
		uint32_t v = 0;
		if (sip_number(port, UINT16_MAX, &v) != 0) {
			faults = SIP_BAD_URI;
		}
		ret->port = (uint16_t)v;
		rest = sip_skip(rest, port.n);
	}
	faults |= legal(rest) ? 0 : SIP_BAD_URI;
	size_t query = sip_find(rest, '?');
	if (query < rest.n) {
		ret->headers = sip_skip(rest, query + 1);
		rest.n = query;
	}
	if (sip_starts(rest, ';')) {
		ret->params = sip_skip(rest, 1);
	} else if (rest.n) {
		faults = SIP_BAD_URI;
	}
	return faults;
}

static uint32_t read_sip(struct slice rest, struct sip_uri *ret)
{
	uint32_t faults = 0;
	size_t at = sip_find(rest, '@');

	if (at < rest.n) {
		struct slice info = {rest.p, at};
		/* A password after ':' is not part of the name. */
		ret->user = slice_cut(&info, ':');
		faults |= ret->user.n && legal(ret->user) && legal(info)
				  ? 0
				  : SIP_BAD_URI;
		rest = sip_skip(rest, at + 1);
	}
	ret->host = (struct slice){rest.p, host_span(rest)};
	faults |= ret->host.n ? 0 : SIP_BAD_URI;
	return faults | read_after_host(sip_skip(rest, ret->host.n), ret);
}

static uint32_t read_tel(struct slice rest, struct sip_uri *ret)
{
	uint32_t faults = legal(rest) ? 0 : SIP_BAD_URI;

	ret->user = slice_cut(&rest, ';');
	ret->params = rest;
	return faults | (ret->user.n ? 0 : SIP_BAD_URI);
}

uint32_t sip_uri_read(struct slice text, struct sip_uri *ret)
{
	size_t colon = sip_span(text, SIP_CHAR_SCHEME);

	*ret = (struct sip_uri){.text = text};
	if (colon == 0 || colon == text.n || text.p[colon] != ':' ||
		!sip_char_is(text.p[0], SIP_CHAR_ALPHA)) {
		return SIP_BAD_URI;
	}
	ret->scheme = (struct slice){text.p, colon};
	struct slice rest = sip_skip(text, colon + 1);
	if (sip_is(ret->scheme, "sip") || sip_is(ret->scheme, "sips")) {
		return read_sip(rest, ret);
	}
	if (sip_is(ret->scheme, "tel")) {
		return read_tel(rest, ret);
	}
	return rest.n && legal(rest) ? 0 : SIP_BAD_URI;
}

enum verdict sip_uri_parse(struct slice text, struct sip_uri *ret)
{
	if (!text.p) {
		*ret = (struct sip_uri){0};
		return V_MALFORMED;
	}
	return sip_uri_read(sip_trim(text), ret) ? V_MALFORMED : V_OK;
}
