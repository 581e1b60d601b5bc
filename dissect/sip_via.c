/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One value of Via. Blanks may stand around every separator:
 *
 *   SIP / 2.0 / UDP  host : port ; branch = z9hG4bK1 ; rport
 */
#include "dissect/sip_parts.h"

/* A token, and the blanks after it. */
static struct slice take_token(struct slice *rest)
{
	struct slice token = {rest->p, sip_span(*rest, SIP_CHAR_TOKEN)};

	*rest = sip_ltrim(sip_skip(*rest, token.n));
	return token;
}

/* A '/' and the blanks after it. */
static uint32_t take_slash(struct slice *rest)
{
	if (!sip_starts(*rest, '/')) {
		return SIP_BAD_VALUE;
	}
	*rest = sip_ltrim(sip_skip(*rest, 1));
	return 0;
}

static uint32_t read_protocol(struct slice *rest, struct sip_via *ret)
{
	struct slice name = take_token(rest);
	uint32_t faults = sip_is(name, "sip") ? 0 : SIP_BAD_VALUE;

	faults |= take_slash(rest);
	struct slice version = take_token(rest);
	faults |= slice_is(version, "2.0") ? 0 : SIP_BAD_VALUE;
	faults |= take_slash(rest);
	ret->transport = take_token(rest);
	return faults | (ret->transport.n ? 0 : SIP_BAD_VALUE);
}

static uint32_t read_sent_by(struct slice *rest, struct sip_via *ret)
{
	struct slice s = *rest;
	uint32_t faults = 0;
	uint32_t port = 0;
	size_t n = sip_starts(s, '[') ? sip_find(s, ']') + 1
				      : sip_span(s, SIP_CHAR_HOST);

	if (n == 0 || n > s.n) {
		return n ? SIP_UNTERMINATED : SIP_BAD_VALUE;
	}
	ret->host = (struct slice){s.p, n};
	s = sip_ltrim(sip_skip(s, n));
	if (sip_starts(s, ':')) {
		s = sip_ltrim(sip_skip(s, 1));
		struct slice digits = {s.p, sip_span(s, SIP_CHAR_DIGIT)};
		faults = sip_number(digits, UINT16_MAX, &port);
		ret->port = (uint16_t)port;
		s = sip_ltrim(sip_skip(s, digits.n));
	}
	*rest = s;
	return faults;
}

static void keep(struct slice name, struct slice value, struct sip_via *ret)
{
	if (sip_is(name, "branch")) {
		ret->branch = value;
	} else if (sip_is(name, "received")) {
		ret->received = value;
	} else if (sip_is(name, "rport")) {
		ret->rport = value;
	}
}

uint32_t sip_via_read(struct slice text, struct sip_via *ret)
{
	struct slice rest = sip_trim(text);
	struct slice name, value;

	*ret = (struct sip_via){0};
	uint32_t faults = read_protocol(&rest, ret);
	faults |= read_sent_by(&rest, ret);
	if (!ret->host.n) {
		return faults;
	}
	if (rest.n && !sip_starts(rest, ';')) {
		return faults | SIP_BAD_VALUE;
	}
	while (sip_param_next(&rest, &name, &value, &faults)) {
		keep(name, value, ret);
	}
	return faults;
}
