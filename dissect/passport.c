/* SPDX-License-Identifier: GPL-3.0-or-later */
/* header "." claims "." signature, each in base64url without padding. */
#include "dissect/passport.h"

#include "dissect/jsonread.h"

/* More members than any profile has; bounds the work on a hostile one. */
#define MOST_MEMBERS 32

/* RFC 4648 clause 5; the alphabet of clause 4 is taken as well. */
static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z') {
		return c - 'A';
	}
	if (c >= 'a' && c <= 'z') {
		return c - 'a' + 26;
	}
	if (c >= '0' && c <= '9') {
		return c - '0' + 52;
	}
	if (c == '-' || c == '+') {
		return 62;
	}
	return c == '_' || c == '/' ? 63 : -1;
}

static bool decode(struct slice text, char *room, struct slice *ret)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t n = 0;

	while (text.n && text.p[text.n - 1] == '=') {
		text.n--;
	}
	for (size_t i = 0; i < text.n; i++) {
		int v = value_of(text.p[i]);
		if (v < 0 || n == PASSPORT_ROOM) {
			return false;
		}
		bits = (bits << 6 | (uint32_t)v) & 0xffffff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			room[n++] = (char)(unsigned char)(bits >> held);
		}
	}
	*ret = (struct slice){room, n};
	return n > 0;
}

/* {"tn":"1215"} or {"tn":["1215"]} or with "uri": the first of them. */
static struct slice party_of(const struct jsonread_value *value)
{
	struct jsonread_iter it;
	struct jsonread_value v;
	struct slice key;

	if (!jsonread_open(value, &it)) {
		return (struct slice){NULL, 0};
	}
	while (jsonread_next(&it, &key, &v)) {
		struct jsonread_iter inner;
		struct jsonread_value first;
		struct slice none;
		if (!slice_is(key, "tn") && !slice_is(key, "uri")) {
			continue;
		}
		if (v.kind == JSONREAD_STRING) {
			return v.text;
		}
		if (jsonread_open(&v, &inner) &&
			jsonread_next(&inner, &none, &first) &&
			first.kind == JSONREAD_STRING) {
			return first.text;
		}
	}
	return (struct slice){NULL, 0};
}

static bool read_claims(struct slice text, struct passport *ret)
{
	struct jsonread_value root;
	struct jsonread_value v;
	struct jsonread_iter it;
	struct slice key;

	if (!jsonread_root(text, &root) || root.kind != JSONREAD_OBJECT ||
		!jsonread_open(&root, &it)) {
		return false;
	}
	for (int i = 0; i < MOST_MEMBERS && jsonread_next(&it, &key, &v); i++) {
		if (slice_is(key, "orig")) {
			ret->orig = party_of(&v);
		} else if (slice_is(key, "dest")) {
			ret->dest = party_of(&v);
		} else if (slice_is(key, "attest") &&
			   v.kind == JSONREAD_STRING) {
			ret->attest = v.text;
		} else if (slice_is(key, "iat")) {
			ret->has_iat = jsonread_whole(&v, &ret->iat);
		}
	}
	return !it.bad;
}

bool passport_parse(struct slice identity, char *room, struct passport *ret)
{
	struct slice rest = slice_trim(identity);
	struct slice token = slice_cut(&rest, ';');
	struct slice claims;

	*ret = (struct passport){0};
	rest = slice_trim(token);
	struct slice header = slice_cut(&rest, '.');
	struct slice payload = slice_cut(&rest, '.');
	if (!rest.n) {
		return false; /* no signature: none */
	}
	if (!header.n && !payload.n) {
		ret->compact = true;
		return true;
	}
	return decode(payload, room, &claims) && read_claims(claims, ret);
}
