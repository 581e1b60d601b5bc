/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quoted strings, parameters, and lists of values: where a ';' or ',' separates
 * and where it is only text.
 */
#include "dissect/sip_parts.h"

#include <string.h>

size_t sip_quoted(struct slice s)
{
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] == '"') {
			return i + 1;
		}
		if (s.p[i] == '\\') {
			i++;
		}
	}
	return 0;
}

/* The value after '='; @rest then stands where the parameter should end. */
static struct slice read_value(struct slice *rest, uint32_t *faults)
{
	struct slice s = sip_ltrim(*rest);
	struct slice value;

	if (sip_starts(s, '"')) {
		size_t n = sip_quoted(s);
		if (n == 0) {
			*faults |= SIP_UNTERMINATED;
			*rest = sip_skip(s, s.n);
			return sip_skip(s, 1);
		}
		value = (struct slice){s.p + 1, n - 2};
		*rest = sip_ltrim(sip_skip(s, n));
		return value;
	}
	value = (struct slice){s.p, sip_find(s, ';')};
	*rest = sip_skip(s, value.n);
	value = sip_trim(value);
	*faults |= value.n ? 0 : SIP_BAD_VALUE;
	return value;
}

bool sip_param_next(struct slice *rest, struct slice *ret_name,
	struct slice *ret_value, uint32_t *faults)
{
	struct slice s = *rest;

	if (s.n == 0) {
		return false;
	}
	if (sip_starts(s, ';')) {
		s = sip_skip(s, 1);
	}
	s = sip_ltrim(s);
	*ret_name = (struct slice){s.p, sip_span(s, SIP_CHAR_TOKEN)};
	s = sip_ltrim(sip_skip(s, ret_name->n));
	*ret_value = (struct slice){s.p, 0};
	*faults |= ret_name->n ? 0 : SIP_BAD_VALUE;
	if (sip_starts(s, '=')) {
		s = sip_skip(s, 1);
		*ret_value = read_value(&s, faults);
	}
	size_t stray = sip_find(s, ';');
	*faults |= stray ? SIP_BAD_VALUE : 0;
	*rest = sip_skip(s, stray);
	return true;
}

struct slice sip_param(struct slice list, const char *name)
{
	struct slice want = slice_of(name);
	struct slice found, value;
	uint32_t faults = 0;

	while (sip_param_next(&list, &found, &value, &faults)) {
		if (found.n && slice_ieq(found, want)) {
			return value;
		}
	}
	return (struct slice){NULL, 0};
}

/* Where the first value of a list ends: its comma, or the end of the text. */
static size_t value_end(struct slice s)
{
	bool bracket = false;
	size_t i = 0;

	while (i < s.n && (s.p[i] != ',' || bracket)) {
		size_t step = 1;
		if (s.p[i] == '"' && !bracket) {
			step = sip_quoted(sip_skip(s, i));
			step = step ? step : s.n - i;
		} else if (s.p[i] == '<') {
			bracket = true;
		} else if (s.p[i] == '>') {
			bracket = false;
		}
		i += step;
	}
	return i;
}

struct slice sip_value_next(struct slice *rest)
{
	struct slice s = *rest;
	size_t end = s.n;

	if (!s.p) {
		return s;
	}
	/* Most headers hold one value: then nothing needs a closer look. */
	if (s.n && memchr(s.p, ',', s.n)) {
		end = value_end(s);
	}
	if (end == s.n) {
		*rest = (struct slice){NULL, 0};
	} else {
		*rest = sip_skip(s, end + 1);
	}
	s.n = end;
	return sip_trim(s);
}
