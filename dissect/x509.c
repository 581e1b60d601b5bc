/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificate ::= { tbs { [0] version, serial, signature, issuer, validity,
 *     subject, key, [1], [2], [3] extensions }, algorithm, signature }
 * Each element is a tag, a length and its bytes; the walk is never recursive.
 */
#include "dissect/x509.h"

#include "lib/cursor.h"

#define INTEGER	 0x02
#define BITS	 0x03
#define OCTETS	 0x04
#define OID	 0x06
#define UTC	 0x17
#define GENERAL	 0x18
#define SEQUENCE 0x30
#define SET	 0x31
#define DNS_NAME 0x82
/* Elements of one level that are looked at. */
#define MOST 64

/* The next element of @c; its tag and its bytes. */
static bool element(struct cursor *c, uint8_t *ret_tag, struct slice *ret)
{
	*ret_tag = cursor_u8(c);
	size_t n = cursor_u8(c);

	if (n == 0x80 || n > 0x83) {
		c->bad = true;
	} else if (n > 0x80) {
		size_t bytes = n - 0x80;
		n = 0;
		for (size_t i = 0; i < bytes; i++) {
			n = n << 8 | cursor_u8(c);
		}
	}
	*ret = cursor_take(c, n);
	return !c->bad;
}

static struct cursor inside(struct slice s)
{
	return cursor_of(s.p, s.n);
}

static bool expect(struct cursor *c, uint8_t tag, struct slice *ret)
{
	uint8_t got;

	return element(c, &got, ret) && got == tag;
}

static bool two(struct slice s, size_t at, unsigned *ret)
{
	uint64_t v;

	if (!slice_u64(slice_sub(s, at, 2), 99, &v) || at + 2 > s.n) {
		return false;
	}
	*ret = (unsigned)v;
	return true;
}

/* Days since 1970 of a date of the Gregorian calendar. */
static int64_t days(int64_t y, unsigned m, unsigned d)
{
	y -= m <= 2;
	int64_t era = y / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * ((int64_t)m + (m > 2 ? -3 : 9)) + 2) / 5 +
			  (int64_t)d - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

/* YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ. RFC 5280 clause 4.1.2.5. */
static bool date(struct cursor *c, int64_t *ret)
{
	uint8_t tag;
	struct slice s;
	unsigned p[7] = {0};
	int64_t year;

	if (!element(c, &tag, &s) || (tag != UTC && tag != GENERAL)) {
		return false;
	}
	size_t n = tag == UTC ? 6 : 7;
	for (size_t i = 0; i < n; i++) {
		if (!two(s, 2 * i, &p[i])) {
			return false;
		}
	}
	const unsigned *rest = &p[n - 5];
	if (tag == UTC) {
		year = p[0] < 50 ? 2000 + (int64_t)p[0] : 1900 + (int64_t)p[0];
	} else {
		year = (int64_t)p[0] * 100 + p[1];
	}
	if (rest[0] < 1 || rest[0] > 12 || rest[1] < 1 || rest[1] > 31) {
		return false;
	}
	*ret = days(year, rest[0], rest[1]) * 86400 + (int64_t)rest[2] * 3600 +
	       (int64_t)rest[3] * 60 + rest[4];
	return true;
}

/* RSA with MD5 or SHA-1, ECDSA with SHA-1: RFC 3279 clause 2.2. */
static bool is_weak(struct slice algorithm)
{
	struct cursor c = inside(algorithm);
	struct slice oid;

	if (!expect(&c, OID, &oid)) {
		return false;
	}
	return slice_eq(oid, SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04")) ||
	       slice_eq(oid, SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05")) ||
	       slice_eq(oid, SLICE("\x2a\x86\x48\xce\x3d\x04\x01"));
}

/* SEQUENCE of SET of SEQUENCE { OID, string }: the last CN (2.5.4.3). */
static struct slice common_name(struct slice name)
{
	struct cursor c = inside(name);
	struct slice found = {NULL, 0};
	struct slice set;

	for (int i = 0; i < MOST && cursor_left(&c) && expect(&c, SET, &set);
		i++) {
		struct cursor in_set = inside(set);
		struct slice pair;
		struct slice oid;
		struct slice value;
		uint8_t tag;
		if (!expect(&in_set, SEQUENCE, &pair)) {
			continue;
		}
		struct cursor p = inside(pair);
		if (expect(&p, OID, &oid) && element(&p, &tag, &value) &&
			slice_eq(oid, SLICE("\x55\x04\x03"))) {
			found = value;
		}
	}
	return found;
}

/* { algorithm, BIT STRING { SEQUENCE { modulus, exponent } } } */
static unsigned rsa_bits(struct slice key)
{
	struct cursor c = inside(key);
	struct slice algorithm;
	struct slice oid;
	struct slice bits;
	struct slice pair;
	struct slice modulus;

	if (!expect(&c, SEQUENCE, &algorithm) || !expect(&c, BITS, &bits)) {
		return 0;
	}
	struct cursor a = inside(algorithm);
	if (!expect(&a, OID, &oid) ||
		!slice_eq(oid, SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"))) {
		return 0;
	}
	struct cursor b = inside(slice_sub(bits, 1, bits.n));
	if (!expect(&b, SEQUENCE, &pair)) {
		return 0;
	}
	struct cursor p = inside(pair);
	if (!expect(&p, INTEGER, &modulus)) {
		return 0;
	}
	size_t n = modulus.n;
	n -= n && modulus.p[0] == 0;
	return (unsigned)n * 8;
}

static void take_names(struct slice octets, struct x509 *ret)
{
	struct cursor c = inside(octets);
	struct slice list;
	struct slice name;
	uint8_t tag;

	if (!expect(&c, SEQUENCE, &list)) {
		return;
	}
	struct cursor l = inside(list);
	while (cursor_left(&l) && element(&l, &tag, &name)) {
		if (tag == DNS_NAME && ret->name_count < X509_NAMES) {
			ret->names[ret->name_count] = name;
		}
		ret->name_count += tag == DNS_NAME;
	}
}

/* [3] { SEQUENCE of { OID, critical?, OCTET STRING } }: subjectAltName. */
static void take_extensions(struct slice wrapped, struct x509 *ret)
{
	struct cursor w = inside(wrapped);
	struct slice list;
	struct slice one;

	if (!expect(&w, SEQUENCE, &list)) {
		return;
	}
	struct cursor c = inside(list);
	for (int i = 0; i < MOST && cursor_left(&c); i++) {
		struct slice oid;
		struct slice value;
		uint8_t tag;
		if (!expect(&c, SEQUENCE, &one)) {
			return;
		}
		struct cursor e = inside(one);
		if (!expect(&e, OID, &oid) ||
			!slice_eq(oid, SLICE("\x55\x1d\x11"))) {
			continue;
		}
		while (cursor_left(&e) && element(&e, &tag, &value)) {
			if (tag == OCTETS) {
				take_names(value, ret);
			}
		}
	}
}

static bool take_body(struct slice body, struct x509 *ret)
{
	struct cursor c = inside(body);
	struct slice part;
	struct slice issuer;
	struct slice subject;
	struct slice validity;
	uint8_t tag;

	if (!element(&c, &tag, &part)) {
		return false;
	}
	if (tag == 0xa0 && !element(&c, &tag, &part)) {
		return false;
	}
	if (tag != INTEGER || !expect(&c, SEQUENCE, &part)) {
		return false;
	}
	ret->weak_signature = is_weak(part);
	if (!expect(&c, SEQUENCE, &issuer) || !expect(&c, SEQUENCE, &validity) ||
		!expect(&c, SEQUENCE, &subject)) {
		return false;
	}
	struct cursor v = inside(validity);
	ret->has_dates = date(&v, &ret->not_before);
	ret->has_dates = ret->has_dates && date(&v, &ret->not_after);
	ret->self_signed = slice_eq(issuer, subject);
	ret->common_name = common_name(subject);
	if (expect(&c, SEQUENCE, &part)) {
		ret->rsa_bits = rsa_bits(part);
	}
	for (int i = 0; i < 3 && cursor_left(&c); i++) {
		if (element(&c, &tag, &part) && tag == 0xa3) {
			take_extensions(part, ret);
		}
	}
	return true;
}

bool x509_read(struct slice der, struct x509 *ret)
{
	struct cursor c = inside(der);
	struct slice whole;
	struct slice body;

	*ret = (struct x509){0};
	if (!expect(&c, SEQUENCE, &whole)) {
		return false;
	}
	struct cursor w = inside(whole);
	return expect(&w, SEQUENCE, &body) && take_body(body, ret);
}

/* One label may be a star, the leftmost. */
static bool matches(struct slice pattern, struct slice name)
{
	if (slice_istarts(pattern, "*.")) {
		struct slice rest = name;
		(void)slice_cut(&rest, '.');
		return rest.n && slice_ieq(slice_sub(pattern, 2, pattern.n), rest);
	}
	return slice_ieq(pattern, name);
}

bool x509_covers(const struct x509 *cert, struct slice name)
{
	unsigned n = cert->name_count < X509_NAMES ? cert->name_count
						   : X509_NAMES;

	for (unsigned i = 0; i < n; i++) {
		if (matches(cert->names[i], name)) {
			return true;
		}
	}
	/* Of more names than are kept one may fit. */
	return cert->name_count > X509_NAMES ||
	       (n == 0 && matches(cert->common_name, name));
}
