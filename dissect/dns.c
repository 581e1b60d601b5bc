/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Termination is by construction. A compression pointer must lead before the
 * run of labels it ends, so each one is nearer to the start; a record takes
 * eleven bytes at least, so the counts of the header promise nothing that the
 * message does not hold.
 */
#include "dissect/dns.h"

#include "dissect/dissector.h"

/* Flags and types; RFC 1035 clauses 3.2.2, 4.1.1; RFC 3596 clause 2.1. */
#define FLAG_RESPONSE 0x8000U
#define FLAGS_OPCODE  0x7800U
#define FLAGS_RCODE   0x000fU
#define TYPE_A        1
#define TYPE_CNAME    5
#define TYPE_PTR      12
#define TYPE_AAAA     28
#define CLASS_IN      1
#define CLASS_MASK    0x7fffU

/* Two bits above a label: its length follows, or where it goes on. */
#define LABEL_KIND    0xc0U
#define LABEL_POINTER 0xc0U

#define HEADER    12
#define WIRE_MOST 255 /* octets of a name, RFC 1035 clause 2.3.4 */
#define ALIASES   8   /* CNAME records that are followed */
#define NIBBLES   32  /* of an IPv6 address in ip6.arpa */
#define JUMPS     64  /* pointers of one name */
#define LOOKED_AT 64  /* records of one message that are read */

/* A name, expanded: "pbx.example.com", without the dot of the root. */
struct label_text {
	size_t n;
	bool odd; /* holds bytes that no host's name has */
	char text[DNS_NAME];
};

struct record {
	size_t owner; /* where its name begins */
	uint16_t type, class;
	size_t data, length;
};

struct aliases {
	size_t count;
	struct label_text target[ALIASES], head[ALIASES];
};

static uint8_t byte_at(struct slice m, size_t at)
{
	return (uint8_t)m.p[at];
}

static void add_label(struct label_text *t, struct slice label)
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

/*
 * The name at @at. @ret: its text, or NULL when nobody wants it, and then its
 * pointer is not followed; @after: what follows it there. False when it is
 * none.
 */
static bool read_name(
	struct slice m, size_t at, struct label_text *ret, size_t *after)
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

static bool read_record(struct slice m, size_t *at, struct record *ret)
{
	size_t after = 0;

	ret->owner = *at;
	if (!read_name(m, *at, NULL, &after)) {
		return false;
	}
	struct slice rest = slice_sub(m, after, m.n);
	struct cursor c = cursor_of(rest.p, rest.n);
	ret->type = cursor_u16(&c);
	ret->class = cursor_u16(&c) & CLASS_MASK;
	cursor_skip(&c, 4); /* TTL */
	ret->length = cursor_u16(&c);
	ret->data = after + 10;
	cursor_skip(&c, ret->length);
	*at = ret->data + ret->length;
	return !c.bad;
}

static void label_text_of(struct slice m, size_t at, struct label_text *ret)
{
	size_t after = 0;

	ret->n = 0;
	ret->odd = false;
	if (!read_name(m, at, ret, &after)) {
		ret->odd = true;
	}
}

static bool same_name(const struct label_text *a, const struct label_text *b)
{
	return !a->odd && !b->odd &&
	       slice_ieq((struct slice){a->text, a->n},
		       (struct slice){b->text, b->n});
}

/* The head of the chain that ends in @name; itself when none does. */
static const struct label_text *head_of(
	const struct aliases *all, const struct label_text *name)
{
	for (size_t i = 0; i < all->count; i++) {
		if (same_name(&all->target[i], name)) {
			return &all->head[i];
		}
	}
	return name;
}

static void add_alias(
	struct aliases *all, struct slice m, const struct record *r)
{
	struct label_text owner;

	if (all->count == ALIASES) {
		return;
	}
	label_text_of(m, r->owner, &owner);
	label_text_of(m, r->data, &all->target[all->count]);
	all->head[all->count] = *head_of(all, &owner);
	all->count++;
}

static void add_fact(struct dns *ret, const struct addr *address,
	const struct label_text *name)
{
	struct slice last = ret->count ? dns_name(ret, ret->count - 1)
				       : (struct slice){NULL, 0};
	struct slice text = {name->text, name->n};
	bool again = last.p && slice_eq(last, text);

	if (name->odd || name->n == 0 || ret->count == DNS_FACTS ||
		(!again && name->n > DNS_TEXT - ret->text_n)) {
		ret->left_out++;
		return;
	}
	if (!again) {
		memcpy(ret->text + ret->text_n, name->text, name->n);
		ret->text_n += name->n;
	}
	ret->facts[ret->count++] = (struct dns_fact){
		.address = *address,
		.at = (uint16_t)(ret->text_n - name->n),
		.n = (uint16_t)name->n,
	};
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

/* "4.3.2.1.in-addr.arpa" is 1.2.3.4; of IPv6 each nibble is a label. */
static bool reverse_address(const struct label_text *name, struct addr *ret)
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

static void take_address(struct dns *ret, const struct aliases *aliases,
	struct slice m, const struct record *r)
{
	const uint8_t *bytes = (const uint8_t *)m.p + r->data;
	struct label_text owner;
	struct addr address;

	if (r->type == TYPE_A && r->length == 4) {
		address = addr_v4(bytes);
	} else if (r->type == TYPE_AAAA && r->length == 16) {
		address = addr_v6(bytes);
	} else {
		ret->left_out++;
		return;
	}
	label_text_of(m, r->owner, &owner);
	add_fact(ret, &address, head_of(aliases, &owner));
}

static void take_pointer(
	struct dns *ret, struct slice m, const struct record *r)
{
	struct label_text name;
	struct addr address;

	label_text_of(m, r->owner, &name);
	/* Others are of service discovery (RFC 6763), and tell no address. */
	if (!name.odd && reverse_address(&name, &address)) {
		label_text_of(m, r->data, &name);
		add_fact(ret, &address, &name);
	}
}

/* What one record tells. */
static void take(struct dns *ret, struct aliases *aliases, struct slice m,
	const struct record *r)
{
	switch (r->type) {
	case TYPE_CNAME:
		add_alias(aliases, m, r);
		break;
	case TYPE_PTR:
		take_pointer(ret, m, r);
		break;
	default:
		take_address(ret, aliases, m, r);
		break;
	}
}

static bool tells(const struct record *r)
{
	return r->class == CLASS_IN &&
	       (r->type == TYPE_A || r->type == TYPE_AAAA ||
		       r->type == TYPE_CNAME || r->type == TYPE_PTR);
}

/* All records from @at on; @ret NULL: only to see that they are whole. */
static enum verdict walk_records(
	struct slice m, size_t at, uint32_t records, struct dns *ret)
{
	struct aliases aliases;
	unsigned looked = 0;

	aliases.count = 0;
	for (; records; records--) {
		struct record r;
		if (!read_record(m, &at, &r)) {
			return V_MALFORMED;
		}
		if (!ret || !tells(&r)) {
			continue;
		}
		if (looked++ < LOOKED_AT) {
			take(ret, &aliases, m, &r);
		} else {
			ret->left_out++;
		}
	}
	return at == m.n ? V_OK : V_MALFORMED;
}

static enum verdict walk(struct slice m, struct dns *ret)
{
	struct cursor c = cursor_of(m.p, m.n);

	cursor_skip(&c, 2); /* the transaction */
	unsigned flags = cursor_u16(&c);
	uint32_t questions = cursor_u16(&c);
	uint32_t records = cursor_u16(&c);
	records += cursor_u16(&c);
	records += cursor_u16(&c);
	if (c.bad || flags & FLAGS_OPCODE || questions + records == 0) {
		return V_NOT_MINE;
	}
	size_t at = HEADER;
	for (; questions; questions--) {
		if (!read_name(m, at, NULL, &at) || m.n - at < 4) {
			return V_MALFORMED;
		}
		at += 4;
	}
	bool answers = flags & FLAG_RESPONSE && !(flags & FLAGS_RCODE);
	return walk_records(m, at, records, answers ? ret : NULL);
}

struct slice dns_name(const struct dns *dns, uint32_t i)
{
	const struct dns_fact *f = &dns->facts[i];

	return (struct slice){dns->text + f->at, f->n};
}

bool dns_is(struct slice message)
{
	return walk(message, NULL) == V_OK;
}

enum verdict dns_parse(struct slice message, struct dns *ret)
{
	ret->count = 0;
	ret->left_out = 0;
	ret->text_n = 0;
	return walk(message, ret);
}

/* DNS, multicast DNS (RFC 6762), LLMNR (RFC 4795). */
static bool dns_port(uint16_t port)
{
	return port == 53 || port == 5353 || port == 5355;
}

static bool probe(const struct packet *packet)
{
	return (dns_port(packet->src.port) || dns_port(packet->dst.port)) &&
	       dns_is(packet->payload);
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct slice message = cursor_take(c, cursor_left(c));

	(void)packet;
	ret->kind = EVENT_NAMES;
	ret->has_sdp = false;
	return dns_parse(message, &ret->dns);
}

const struct dissector dissector_dns = {
	.name = "dns",
	.title = "Domain Name System, multicast DNS, LLMNR",
	.source = "RFC 1035, 6762, 4795",
	.probe = probe,
	.parse = parse,
};
