/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record takes eleven bytes at least, so the counts of the header promise
 * nothing that the message does not hold. Names are dns_name.c's.
 */
#include "dissect/dissector.h"
#include "dissect/dns_parts.h"
#include "lib/attr.h"

/* Flags; RFC 1035 clause 4.1.1. */
#define FLAG_RESPONSE 0x8000U
#define FLAG_CUT      0x0200U
#define FLAGS_OPCODE  0x7800U
#define FLAGS_RCODE   0x000fU
#define CLASS_IN      1
#define CLASS_MASK    0x7fffU

#define HEADER    12
#define ALIASES   8  /* CNAME records that are followed */
#define LOOKED_AT 64 /* records of one message that are read */

struct record {
	size_t owner; /* where its name begins */
	uint16_t type, class;
	uint32_t ttl;
	size_t data, length;
};

struct aliases {
	size_t count;
	struct dns_label target[ALIASES], head[ALIASES];
};

static bool read_record(struct slice m, size_t *at, struct record *ret)
{
	size_t after = 0;

	ret->owner = *at;
	if (!dns_read_name(m, *at, NULL, &after)) {
		return false;
	}
	struct slice rest = slice_sub(m, after, m.n);
	struct cursor c = cursor_of(rest.p, rest.n);
	ret->type = cursor_u16(&c);
	ret->class = cursor_u16(&c) & CLASS_MASK;
	ret->ttl = cursor_u32(&c);
	ret->length = cursor_u16(&c);
	ret->data = after + 10;
	cursor_skip(&c, ret->length);
	*at = ret->data + ret->length;
	return !c.bad;
}

static bool same_name(const struct dns_label *a, const struct dns_label *b)
{
	return !a->odd && !b->odd &&
	       slice_ieq((struct slice){a->text, a->n},
		       (struct slice){b->text, b->n});
}

/* The head of the chain that ends in @name; itself when none does. */
static const struct dns_label *head_of(
	const struct aliases *all, const struct dns_label *name)
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
	struct dns_label owner;

	if (all->count == ALIASES) {
		return;
	}
	dns_label(m, r->owner, &owner);
	dns_label(m, r->data, &all->target[all->count]);
	all->head[all->count] = *head_of(all, &owner);
	all->count++;
}

/* Where @name stands in the text; false when there is no room. */
static bool add_text(
	struct dns *ret, const struct dns_label *name, uint16_t *ret_at)
{
	if (name->odd || name->n == 0 || name->n > DNS_TEXT - ret->text_n) {
		return false;
	}
	*ret_at = (uint16_t)ret->text_n;
	memcpy(ret->text + ret->text_n, name->text, name->n);
	ret->text_n += name->n;
	return true;
}

static void add_fact(struct dns *ret, const struct addr *address,
	const struct dns_label *name)
{
	struct slice last = ret->count ? dns_name(ret, ret->count - 1)
				       : (struct slice){NULL, 0};
	struct slice text = {name->text, name->n};
	bool again = last.p && slice_eq(last, text);
	uint16_t at = again ? ret->facts[ret->count - 1].at : 0;

	if (ret->count == DNS_FACTS || (!again && !add_text(ret, name, &at))) {
		ret->left_out++;
		return;
	}
	ret->facts[ret->count++] = (struct dns_fact){
		.address = *address,
		.at = at,
		.n = (uint16_t)name->n,
	};
}

static void take_address(struct dns *ret, const struct aliases *aliases,
	struct slice m, const struct record *r)
{
	const uint8_t *bytes = (const uint8_t *)m.p + r->data;
	struct dns_label owner;
	struct addr address;

	if (r->type == DNS_A && r->length == 4) {
		address = addr_v4(bytes);
	} else if (r->type == DNS_AAAA && r->length == 16) {
		address = addr_v6(bytes);
	} else {
		ret->left_out++;
		return;
	}
	dns_label(m, r->owner, &owner);
	add_fact(ret, &address, head_of(aliases, &owner));
}

static void take_pointer(
	struct dns *ret, struct slice m, const struct record *r)
{
	struct dns_label name;
	struct addr address;

	dns_label(m, r->owner, &name);
	/* Others are of service discovery (RFC 6763), and tell no address. */
	if (!name.odd && dns_reverse(&name, &address)) {
		dns_label(m, r->data, &name);
		add_fact(ret, &address, &name);
	}
}

static void add_service(
	struct dns *ret, struct slice m, size_t at, const struct dns_service *s)
{
	struct dns_label name;
	struct dns_service *new = &ret->services[ret->service_count];

	dns_label(m, at, &name);
	if (ret->service_count == DNS_SERVICES ||
		!add_text(ret, &name, &ret->services[ret->service_count].at)) {
		ret->left_out++;
		return;
	}
	new->n = (uint16_t)name.n;
	new->type = s->type;
	new->port = s->port;
	ret->service_count++;
}

/* Priority, weight, port, target. RFC 2782. The root as target says that there
 * is no such service; it is left out. */
static void take_srv(struct dns *ret, struct slice m, const struct record *r)
{
	struct slice rest = slice_sub(m, r->data, r->length);
	struct cursor c = cursor_of(rest.p, rest.n);
	struct dns_service s = {.type = DNS_SRV};

	cursor_skip(&c, 4);
	s.port = cursor_u16(&c);
	if (!c.bad) {
		add_service(ret, m, r->data + 6, &s);
	}
}

/* Order, preference, then flags, services and an expression, each behind its
 * length, and the name that replaces. RFC 3403 clause 4.1, RFC 3263 4.1. */
static void take_naptr(struct dns *ret, struct slice m, const struct record *r)
{
	struct slice rest = slice_sub(m, r->data, r->length);
	struct cursor c = cursor_of(rest.p, rest.n);
	struct slice text[3];
	size_t used = 4;

	cursor_skip(&c, 4);
	for (size_t i = 0; i < COUNT_OF(text); i++) {
		uint8_t n = cursor_u8(&c);
		text[i] = cursor_take(&c, n);
		used += 1U + n;
	}
	/* SIP+D2U, SIPS+D2T; others are of ENUM and the like. */
	if (!c.bad && slice_istarts(text[1], "SIP")) {
		add_service(ret, m, r->data + used,
			&(struct dns_service){.type = DNS_NAPTR});
	}
}

/* What one record tells. */
static void take(struct dns *ret, struct aliases *aliases, struct slice m,
	const struct record *r)
{
	switch (r->type) {
	case DNS_CNAME:
		add_alias(aliases, m, r);
		break;
	case DNS_PTR:
		take_pointer(ret, m, r);
		break;
	case DNS_SRV:
		take_srv(ret, m, r);
		break;
	case DNS_NAPTR:
		take_naptr(ret, m, r);
		break;
	default:
		take_address(ret, aliases, m, r);
		break;
	}
}

static bool tells(const struct record *r)
{
	return r->class == CLASS_IN &&
	       (r->type == DNS_A || r->type == DNS_AAAA ||
		       r->type == DNS_CNAME || r->type == DNS_PTR ||
		       r->type == DNS_SRV || r->type == DNS_NAPTR);
}

/* All @records from @at on, the first @answers of which answer the question;
 * @ret NULL: only to see that they are whole. */
static enum verdict walk_records(struct slice m, size_t at, uint32_t answers,
	uint32_t records, struct dns *ret)
{
	struct aliases aliases;
	unsigned looked = 0;

	aliases.count = 0;
	for (uint32_t i = 0; i < records; i++) {
		struct record r;
		if (!read_record(m, &at, &r)) {
			return V_MALFORMED;
		}
		if (!ret) {
			continue;
		}
		if (r.type == DNS_OPT) { /* RFC 6891 clause 6.1.3 */
			ret->edns = true;
			ret->rcode |= (uint16_t)(r.ttl >> 24 << 4);
		}
		if (i < answers && r.class == CLASS_IN && r.type == ret->type) {
			ret->answers++;
		}
		if (!ret->response || ret->rcode || !tells(&r)) {
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

/* The first question, which is the only one in practice. */
static void take_question(struct dns *ret, struct slice m, size_t at)
{
	struct dns_label name;
	size_t after = 0;

	name.n = 0;
	name.odd = false;
	if (!dns_read_name(m, at, &name, &after) || name.odd) {
		return;
	}
	ret->type = (uint16_t)(((uint8_t)m.p[after]) << 8 |
			       (uint8_t)m.p[after + 1]);
	memcpy(ret->question, name.text, name.n);
	ret->question_n = (uint16_t)name.n;
}

static enum verdict walk(struct slice m, struct dns *ret)
{
	struct cursor c = cursor_of(m.p, m.n);

	uint16_t id = cursor_u16(&c);
	unsigned flags = cursor_u16(&c);
	uint32_t questions = cursor_u16(&c);
	uint32_t answers = cursor_u16(&c);
	uint32_t records = answers;
	records += cursor_u16(&c);
	records += cursor_u16(&c);
	if (c.bad || flags & FLAGS_OPCODE || questions + records == 0) {
		return V_NOT_MINE;
	}
	size_t at = HEADER;
	for (uint32_t i = 0; i < questions; i++) {
		size_t begin = at;
		if (!dns_read_name(m, at, NULL, &at) || m.n - at < 4) {
			return V_MALFORMED;
		}
		at += 4;
		if (ret && i == 0) {
			take_question(ret, m, begin);
		}
	}
	if (ret) {
		ret->id = id;
		ret->response = flags & FLAG_RESPONSE;
		ret->rcode = flags & FLAGS_RCODE;
		ret->cut = flags & FLAG_CUT;
	}
	return walk_records(m, at, answers, records, ret);
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

struct slice dns_target(const struct dns *dns, uint32_t i)
{
	const struct dns_service *s = &dns->services[i];

	return (struct slice){dns->text + s->at, s->n};
}

enum verdict dns_parse(struct slice message, struct dns *ret)
{
	ret->count = 0;
	ret->service_count = 0;
	ret->left_out = 0;
	ret->text_n = 0;
	ret->question_n = 0;
	ret->type = 0;
	ret->rcode = 0;
	ret->answers = 0;
	ret->edns = false;
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
	.source = "RFC 1035, 2782, 3403, 6762, 4795",
	.probe = probe,
	.parse = parse,
};
