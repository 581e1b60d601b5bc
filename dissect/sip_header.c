/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Header fields: from a name to its number, and what is read of each.
 *
 * A name is found by a binary search over the first eight letters of every
 * name, packed by the compiler into one word each; names that agree in eight
 * are neighbours and are compared whole. This rests on sip_headers.def being
 * sorted, which the unit test holds true by looking up every name in it.
 */
#include "dissect/sip_parts.h"

static const struct slice NAMES[SIP_HEADERS] = {
#define SIP_HEADER(symbol, name, compact)                                      \
	[SIP_##symbol] = {name, sizeof(name) - 1},
#include "dissect/sip_headers.def"
#undef SIP_HEADER
};

static const char COMPACT[SIP_HEADERS] = {
#define SIP_HEADER(symbol, name, compact) [SIP_##symbol] = compact,
#include "dissect/sip_headers.def"
#undef SIP_HEADER
};

/* Letter @i of a literal in lower case, at its place in the word; '-' stays. */
#define LETTER(s, i)                                                           \
	(sizeof(s) - 1 > (i)                                                   \
			? (uint64_t)((unsigned char)(s)[(i) % sizeof(s)] | 32) \
				  << (56 - 8 * (i))                            \
			: 0)

static const uint64_t KEYS[SIP_HEADERS] = {
#define SIP_HEADER(symbol, name, compact)                                      \
	[SIP_##symbol] = LETTER(name, 0) | LETTER(name, 1) | LETTER(name, 2) | \
			 LETTER(name, 3) | LETTER(name, 4) | LETTER(name, 5) | \
			 LETTER(name, 6) | LETTER(name, 7),
#include "dissect/sip_headers.def"
#undef SIP_HEADER
};

static uint64_t key_of(struct slice name)
{
	const unsigned char *b = (const unsigned char *)name.p;
	uint64_t key = 0;

	if (name.n >= 8) { /* one load and a byte swap, compilers see */
		key = (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 |
		      (uint64_t)b[2] << 40 | (uint64_t)b[3] << 32 |
		      (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 |
		      (uint64_t)b[6] << 8 | (uint64_t)b[7];
		return key | UINT64_C(0x2020202020202020);
	}
	for (size_t i = 0; i < name.n; i++) {
		key = key << 8 | b[i] | 32;
	}
	return key << (64 - 8 * name.n);
}

/* The keys are equal: what is left to compare stands after the eighth byte.
 * Letters and '-' on one side: then or-ing 32 compares without case, because no
 * other byte but a CR becomes one of these, and a CR ends the line. */
static bool same_name(struct slice a, struct slice b)
{
	unsigned differ = a.n != b.n;

	for (size_t i = 8; i < a.n && !differ; i++) {
		differ = ((unsigned char)a.p[i] | 32U) ^
			 ((unsigned char)b.p[i] | 32U);
	}
	return !differ;
}

static unsigned find_compact(char c)
{
	unsigned i = 0;

	while (i < SIP_HEADERS && COMPACT[i] != (c | 32)) {
		i++;
	}
	return i;
}

enum sip_header sip_header_find(struct slice name)
{
	unsigned low = 0;

	if (name.n < 2) {
		return name.n ? (enum sip_header)find_compact(name.p[0])
			      : SIP_HEADERS;
	}
	uint64_t key = key_of(name);
	for (unsigned high = SIP_HEADERS; low < high;) {
		unsigned middle = (low + high) / 2;
		if (KEYS[middle] < key) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (; low < SIP_HEADERS && KEYS[low] == key; low++) {
		if (same_name(name, NAMES[low])) {
			return (enum sip_header)low;
		}
	}
	return SIP_HEADERS;
}

static void take_call_id(struct signal *ret, struct slice value)
{
	ret->call_id = value;
	if (value.n == 0 || sip_find(value, ' ') < value.n ||
		sip_find(value, '\t') < value.n) {
		ret->faults |= SIP_BAD_VALUE;
	}
}

/* Must be below 2^31 (RFC 3261 clause 8.1.1.5), and fits 32 bits or is not
 * readable at all. */
static void take_cseq(struct signal *ret, struct slice value)
{
	struct slice digits = {value.p, sip_span(value, SIP_CHAR_DIGIT)};
	struct slice method = sip_ltrim(sip_skip(value, digits.n));
	uint32_t number = 0;
	uint32_t faults = sip_number(digits, UINT32_MAX, &number);

	if (method.n == 0 || sip_span(method, SIP_CHAR_TOKEN) != method.n) {
		faults |= SIP_BAD_VALUE;
	}
	ret->faults |= faults | (number >> 31 ? SIP_NUMBER_RANGE : 0);
	if (faults == 0) {
		ret->cseq = (uint32_t)number;
		ret->cseq_method_text = method;
		ret->cseq_method = signal_method_of(method);
	}
}

static void take_from(struct signal *ret, struct slice value)
{
	ret->faults |= sip_address_read(value, &ret->from);
}

static void take_to(struct signal *ret, struct slice value)
{
	ret->faults |= sip_address_read(value, &ret->to);
}

static void take_contact(struct signal *ret, struct slice value)
{
	if (ret->header_count[SIP_CONTACT]) {
		if (ret->contact_count < SIGNAL_CONTACTS) {
			ret->contacts[ret->contact_count++] = value;
		}
		return;
	}
	ret->faults |= sip_address_read(sip_value_next(&value), &ret->contact);
	if (ret->contact.star && value.p) {
		ret->faults |= SIP_BAD_VALUE;
	}
}

static void take_via(struct signal *ret, struct slice value)
{
	bool first = ret->header_count[SIP_VIA] == 0;

	while (value.p) {
		struct slice one = sip_value_next(&value);
		if (one.n == 0) {
			ret->faults |= SIP_BAD_VALUE;
		} else if (ret->via_count < UINT16_MAX) {
			ret->via_count++;
		}
		if (first) {
			ret->faults |= sip_via_read(one, &ret->via);
			first = false;
		}
	}
}

static void take_length(struct signal *ret, struct slice value)
{
	uint32_t bytes = 0;

	if (sip_number(value, UINT32_MAX, &bytes) != 0) {
		ret->faults |= SIP_BAD_LENGTH;
		return;
	}
	ret->content_length = maybe_of((double)bytes);
}

/* rfc1123-date: the zone is GMT, nothing else (RFC 4475 clause 3.1.2.12). */
static void take_date(struct signal *ret, struct slice value)
{
	if (value.n < 4 || !slice_is(sip_skip(value, value.n - 4), " GMT")) {
		ret->faults |= SIP_BAD_VALUE;
	}
}

static void take_type(struct signal *ret, struct slice value)
{
	size_t slash = sip_find(value, '/');

	if (slash == 0 || slash + 1 >= value.n) {
		ret->faults |= SIP_BAD_VALUE;
	}
}

/*
 * What is read of a header's first line (of each line, where every_line), and
 * whether it may stand once only: its grammar in RFC 3261 clause 25.1, or in
 * the RFC that defines it, is no comma-separated list (clause 7.3.1).
 */
static const struct rule {
	void (*take)(struct signal *ret, struct slice value);
	uint32_t number_max; /* begins with a number; its largest value */
	bool once;
	bool every_line;
} RULES[SIP_HEADERS] = {
	[SIP_CALL_ID] = {.take = take_call_id, .once = true},
	[SIP_CONTACT] = {.take = take_contact, .every_line = true},
	[SIP_CONTENT_DISPOSITION] = {.once = true},
	[SIP_CONTENT_LENGTH] = {.take = take_length, .once = true},
	[SIP_CONTENT_TYPE] = {.take = take_type, .once = true},
	[SIP_CSEQ] = {.take = take_cseq, .once = true},
	[SIP_DATE] = {.take = take_date, .once = true},
	[SIP_EVENT] = {.once = true},
	[SIP_EXPIRES] = {.number_max = UINT32_MAX, .once = true},
	[SIP_FROM] = {.take = take_from, .once = true},
	[SIP_MAX_FORWARDS] = {.number_max = 255, .once = true},
	[SIP_MIN_EXPIRES] = {.number_max = UINT32_MAX, .once = true},
	[SIP_MIN_SE] = {.number_max = UINT32_MAX, .once = true},
	[SIP_RACK] = {.number_max = UINT32_MAX, .once = true},
	[SIP_REFER_TO] = {.once = true},
	[SIP_REFERRED_BY] = {.once = true},
	[SIP_REPLACES] = {.once = true},
	[SIP_RETRY_AFTER] = {.number_max = UINT32_MAX, .once = true},
	[SIP_RSEQ] = {.number_max = UINT32_MAX, .once = true},
	[SIP_SERVER] = {.once = true},
	[SIP_SESSION_EXPIRES] = {.number_max = UINT32_MAX, .once = true},
	[SIP_SESSION_ID] = {.once = true},
	[SIP_SUBJECT] = {.once = true},
	[SIP_SUBSCRIPTION_STATE] = {.once = true},
	[SIP_TIMESTAMP] = {.once = true},
	[SIP_TO] = {.take = take_to, .once = true},
	[SIP_USER_AGENT] = {.once = true},
	[SIP_VIA] = {.take = take_via, .every_line = true},
	[SIP_WARNING] = {.number_max = 999},
};

/* The number at the start, up to a blank, a ';' or a comment. */
static uint32_t read_number(struct slice value, uint32_t max, uint32_t *ret)
{
	size_t n = 0;

	while (n < value.n && !sip_char_is(value.p[n], SIP_CHAR_BLANK) &&
		value.p[n] != ';' && value.p[n] != '(') {
		n++;
	}
	return sip_number((struct slice){value.p, n}, max, ret);
}

void sip_header_expires(struct signal *ret)
{
	struct slice text = {NULL, 0};
	uint32_t seconds = 0;

	if (ret->contact.params.p) {
		text = sip_param(ret->contact.params, "expires");
	}
	if (!text.p) {
		text = ret->header[SIP_EXPIRES];
	}
	if (!text.p) {
		return;
	}
	uint32_t faults = read_number(text, UINT32_MAX, &seconds);
	ret->faults |= faults;
	if (faults == 0) {
		ret->expires_s = maybe_of((double)seconds);
	}
}

void sip_header_take(struct signal *ret, enum sip_header id, struct slice value)
{
	const struct rule *rule = &RULES[id];
	bool first = ret->header_count[id] == 0;

	if (first) {
		ret->header[id] = value;
	} else if (rule->once) {
		ret->faults |= SIP_DUPLICATE_HEADER;
	}
	if (rule->number_max && first) {
		uint32_t number;
		ret->faults |= read_number(value, rule->number_max, &number);
	}
	if (rule->take && (first || rule->every_line)) {
		rule->take(ret, value);
	}
	if (ret->header_count[id] < UINT16_MAX) {
		ret->header_count[id]++;
	}
}
