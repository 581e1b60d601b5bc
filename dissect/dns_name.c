/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of DNS. Termination is by construction: a compression pointer must lead
 * before the run of labels it ends, so each one is nearer to the start.
 */
#include "dissect/dns_parts.h"

/* Two bits above a label: its length follows, or where it goes on. */
#define LABEL_KIND    0xc0U
#define LABEL_POINTER 0xc0U

#define WIRE_MOST 255 /* octets of a name, RFC 1035 clause 2.3.4 */
#define NIBBLES   32  /* of an IPv6 address in ip6.arpa */
#define JUMPS     64  /* pointers of one name */

static uint8_t byte_at(struct slice m, size_t at)
{
	return (uint8_t)m.p[at];
}

static void add_label(struct dns_label *t, struct slice label)
{
	if (t->n) {
		t->text[t->n++] = '.';
	}
	for (size_t i = 0; i < label.n; i++) {
		unsigned char c = (unsigned char)label.p[i];
		t->odd = t->odd || c <= ' ' || c == '.' || c == 0x7f;
		t->text[t->n++] = (char)c;
	}
}

bool dns_read_name(
	struct slice m, size_t at, struct dns_label *ret, size_t *after)
{
	size_t run = at; /* where these labels began */
	size_t wire = 1;
	unsigned jumps = 0;

	while (at < m.n) {
		uint8_t length = byte_at(m, at);
		if ((length & LABEL_KIND) == LABEL_POINTER) {
			if (m.n - at < 2) {
				return false;
			}
			size_t to = (length & 0x3fU) << 8 | byte_at(m, at + 1);
			*after = jumps ? *after : at + 2;
			if (to >= run || jumps++ == JUMPS) {
				return false;
			}
			if (!ret) {
				return true;
			}
			run = to;
			at = to;
			continue;
		}
		wire += length + 1U;
		if (length & LABEL_KIND || length >= m.n - at ||
			(length && wire > WIRE_MOST)) {
			return false;
		}
		if (length == 0) {
			*after = jumps ? *after : at + 1;
			return true;
		}
		if (ret) {
			add_label(ret, slice_sub(m, at + 1, length));
		}
		at += length + 1U;
	}
	return false;
}

void dns_label(struct slice m, size_t at, struct dns_label *ret)
{
	size_t after = 0;

	ret->n = 0;
	ret->odd = false;
	if (!dns_read_name(m, at, ret, &after)) {
		ret->odd = true;
	}
}

static int nibble(struct slice label)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; label.n == 1 && i < 16; i++) {
		if (label.p[0] == digits[i] ||
			(i > 9 && label.p[0] == digits[i] - 'a' + 'A')) {
			return i;
		}
	}
	return -1;
}

bool dns_reverse(const struct dns_label *name, struct addr *ret)
{
	struct slice rest = {name->text, name->n};
	uint8_t v4[4];
	uint8_t v6[NIBBLES / 2] = {0};
	size_t n = 0;

	for (; n < 4; n++) {
		struct slice before = rest;
		uint64_t byte;
		if (!slice_u64(slice_cut(&rest, '.'), 255, &byte)) {
			rest = before;
			break;
		}
		v4[3 - n] = (uint8_t)byte;
	}
	if (n == 4 && slice_iis(rest, "in-addr.arpa")) {
		*ret = addr_v4(v4);
		return true;
	}
	rest = (struct slice){name->text, name->n};
	for (n = 0; n < NIBBLES; n++) {
		int v = nibble(slice_cut(&rest, '.'));
		if (v < 0) {
			return false;
		}
		size_t at = NIBBLES / 2 - 1 - n / 2;
		v6[at] = (uint8_t)(v6[at] | (unsigned)v << (n % 2 * 4));
	}
	*ret = addr_v6(v6);
	return slice_iis(rest, "ip6.arpa");
}
