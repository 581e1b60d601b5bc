/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * name-addr and addr-spec (RFC 3261 clause 25.1):
 *
 *   "Alice" <sip:alice@example.com;transport=tcp>;tag=88   name-addr
 *   sip:alice@example.com;tag=88                            addr-spec
 *
 * Without angle brackets a ';' begins the header's parameters, and neither '?'
 * nor ',' may stand in the URI (clause 20). A '<' that comes before any quote
 * tells the first form; the display name before it is tested only afterwards,
 * so that a name with a forbidden character does not hide the URI.
 */
#include "dissect/sip_parts.h"

static uint32_t read_params(struct slice rest, struct sip_address *ret)
{
	struct slice name, value;
	uint32_t faults = 0;

	rest = sip_ltrim(rest);
	if (rest.n == 0) {
		return 0;
	}
	if (!sip_starts(rest, ';')) {
		faults |= SIP_BAD_VALUE;
		rest = sip_skip(rest, sip_find(rest, ';'));
		if (rest.n == 0) {
			return faults;
		}
	}
	ret->params = sip_skip(rest, 1);
	while (sip_param_next(&rest, &name, &value, &faults)) {
		if (!ret->tag.p && sip_is(name, "tag")) {
			ret->tag = value;
			faults |= value.n ? 0 : SIP_BAD_VALUE;
		}
	}
	return faults;
}

/* A display name without quotes is a row of tokens. */
static bool plain_name(struct slice name)
{
	return sip_span(name, SIP_CHAR_TOKEN | SIP_CHAR_BLANK) == name.n;
}

/* @s begins with '<'. */
static uint32_t read_bracketed(struct slice s, struct sip_address *ret)
{
	size_t close = sip_find(s, '>');

	if (close == s.n) {
		return SIP_UNTERMINATED;
	}
	struct slice inside = {s.p + 1, close - 1};
	struct slice uri = sip_trim(inside);
	uint32_t faults = sip_uri_read(uri, &ret->uri);
	/* RFC 4475 clause 3.1.2.14: no blanks inside the brackets. */
	faults |= uri.n == inside.n ? 0 : SIP_BAD_URI;
	return faults | read_params(sip_skip(s, close + 1), ret);
}

static uint32_t read_quoted(struct slice s, struct sip_address *ret)
{
	size_t n = sip_quoted(s);

	if (n == 0) {
		return SIP_UNTERMINATED;
	}
	ret->display = (struct slice){s.p + 1, n - 2};
	s = sip_ltrim(sip_skip(s, n));
	if (sip_starts(s, '<')) {
		return read_bracketed(s, ret);
	}
	size_t open = sip_find(s, '<');
	if (open == s.n) {
		return SIP_BAD_VALUE;
	}
	return SIP_BAD_VALUE | read_bracketed(sip_skip(s, open), ret);
}

static uint32_t read_addr_spec(struct slice s, struct sip_address *ret)
{
	struct slice uri = {s.p, sip_find(s, ';')};
	struct slice rest = sip_skip(s, uri.n);
	uint32_t faults = sip_uri_read(sip_trim(uri), &ret->uri);

	/* RFC 4475 clause 3.1.2.13: '?' asks for brackets. */
	if (sip_find(uri, '?') < uri.n || sip_find(uri, ',') < uri.n) {
		faults |= SIP_BAD_VALUE;
	}
	return faults | read_params(rest, ret);
}

uint32_t sip_address_read(struct slice text, struct sip_address *ret)
{
	size_t i = 0;

	*ret = (struct sip_address){0};
	text = sip_trim(text);
	if (text.n == 0) {
		return SIP_BAD_VALUE;
	}
	if (text.n == 1 && text.p[0] == '*') {
		ret->star = true;
		return 0;
	}
	if (text.p[0] == '"') {
		return read_quoted(text, ret);
	}
	while (i < text.n && text.p[i] != '<' && text.p[i] != '"') {
		i++;
	}
	if (i == text.n || text.p[i] == '"') {
		return read_addr_spec(text, ret);
	}
	struct slice name = sip_trim((struct slice){text.p, i});
	uint32_t faults = plain_name(name) ? 0 : SIP_BAD_VALUE;
	if (name.n) {
		ret->display = name;
	}
	return faults | read_bracketed(sip_skip(text, i), ret);
}

enum verdict sip_address_parse(struct slice text, struct sip_address *ret)
{
	if (!text.p) {
		*ret = (struct sip_address){0};
		return V_MALFORMED;
	}
	return sip_address_read(text, ret) ? V_MALFORMED : V_OK;
}
