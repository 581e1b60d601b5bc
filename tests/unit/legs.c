/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Offsets by cause and effect: the course's two captures of one call, and what
 * must not be taken for such a pair.
 */
#include "calls/legs.h"

#include "tests/unit/test.h"

#define US NS_PER_US

/* Hosts of the course: .30 the base of the caller, .32 the PBX, .27 the phone.
 */
struct step {
	ns_t us;
	unsigned from, to;
	enum sip_method method; /* of the request, or of the CSeq */
	uint16_t status;	/* 0: a request */
	uint32_t cseq;
};

static void feed(struct legs *legs, const struct step *steps, size_t n,
	const char *call_id, const char *caller, const char *callee)
{
	bool answered = false;

	for (size_t i = 0; i < n; i++) {
		const struct step *s = &steps[i];
		uint8_t src[4] = {172, 16, 201, (uint8_t)s->from};
		uint8_t dst[4] = {172, 16, 201, (uint8_t)s->to};
		struct packet packet = {
			.ts = s->us * US,
			.src = {addr_v4(src), 5060},
			.dst = {addr_v4(dst), 5060},
		};
		struct signal signal = {
			.request = s->status == 0,
			.method = s->method,
			.cseq_method = s->method,
			.status = s->status,
			.cseq = s->cseq,
			.call_id = slice_of(call_id),
			.from = {.uri = {.user = slice_of(caller)}},
			.to = {.uri = {.user = slice_of(callee)}},
		};
		if (answered && signal.request) {
			signal.to.tag = SLICE("t");
		}
		answered = answered || s->status == 200;
		legs_signal(legs, &packet, &signal);
	}
}

/* Table 2.1.c: seen at the PBX. */
static const struct step at_pbx[] = {
	{13846623, 30, 32, METHOD_INVITE, 0, 1},
	{13897493, 32, 30, METHOD_INVITE, 407, 1},
	{13898933, 30, 32, METHOD_ACK, 0, 1},
	{13900284, 30, 32, METHOD_INVITE, 0, 2},
	{13981142, 32, 30, METHOD_INVITE, 100, 2},
	{14053560, 32, 30, METHOD_INVITE, 180, 2},
	{15913080, 32, 30, METHOD_INVITE, 200, 2},
	{15916162, 30, 32, METHOD_ACK, 0, 2},
	{21477773, 32, 30, METHOD_BYE, 0, 2},
	{21479154, 30, 32, METHOD_BYE, 200, 2},
};
/* Table 2.1.d: the same call, seen at the phone that is called. */
static const struct step at_phone[] = {
	{11012852, 32, 27, METHOD_INVITE, 0, 1},
	{11016912, 27, 32, METHOD_INVITE, 100, 1},
	{11088051, 27, 32, METHOD_INVITE, 180, 1},
	{12947413, 27, 32, METHOD_INVITE, 200, 1},
	{12998854, 32, 27, METHOD_ACK, 0, 1},
	{18487528, 27, 32, METHOD_BYE, 0, 2},
	{18563083, 32, 27, METHOD_BYE, 200, 2},
};

static struct clocks_offset between(const struct legs *a, const struct legs *b)
{
	struct clocks_offset c;

	assert_int_equal(legs_offset(&a, 1, &b, 1, &c), 0);
	return c;
}

/* Scenario 2.9: offset = PBX - phone is in [+2.887432, +2.965509] s. */
static void the_course(void **state)
{
	struct legs pbx, phone;

	(void)state;
	legs_init(&pbx, 3, 10);
	legs_init(&phone, 3, 10);
	feed(&pbx, at_pbx, COUNT_OF(at_pbx), "x", "203", "200");
	feed(&phone, at_phone, COUNT_OF(at_phone), "y", "203", "200");
	struct clocks_offset c = between(&phone, &pbx);
	assert_int_equal(c.basis, CLOCKS_CAUSAL);
	assert_int_equal(c.low, 2887432 * US);
	assert_int_equal(c.high, 2965509 * US);
	assert_int_equal(c.pairs, 1);
	c = between(&pbx, &phone);
	assert_int_equal(c.low, -2965509 * US);
	assert_int_equal(c.high, -2887432 * US);
	legs_finish(&pbx);
	legs_finish(&phone);
}

static void other_users(void **state)
{
	struct legs pbx, phone;

	(void)state;
	legs_init(&pbx, 3, 10);
	legs_init(&phone, 3, 10);
	feed(&pbx, at_pbx, COUNT_OF(at_pbx), "x", "203", "200");
	feed(&phone, at_phone, COUNT_OF(at_phone), "y", "203", "201");
	assert_int_equal(between(&phone, &pbx).basis, CLOCKS_UNKNOWN);
	feed(&phone, at_phone, COUNT_OF(at_phone), "z", "", "");
	assert_int_equal(between(&phone, &pbx).basis, CLOCKS_UNKNOWN);
	legs_finish(&pbx);
	legs_finish(&phone);
}

/* The same leg at two places is no pair of cause and effect. */
static void one_leg(void **state)
{
	struct legs a, b;

	(void)state;
	legs_init(&a, 3, 10);
	legs_init(&b, 3, 10);
	feed(&a, at_pbx, COUNT_OF(at_pbx), "x", "203", "200");
	feed(&b, at_pbx, COUNT_OF(at_pbx), "x", "203", "200");
	assert_int_equal(between(&a, &b).basis, CLOCKS_UNKNOWN);
	legs_finish(&a);
	legs_finish(&b);
}

static void add_call(struct legs *legs, const struct step *steps, size_t n,
	ns_t later_us, const char *call_id)
{
	struct step moved[16];

	memcpy(moved, steps, n * sizeof(*steps));
	for (size_t i = 0; i < n; i++) {
		moved[i].us += later_us;
	}
	feed(legs, moved, n, call_id, "203", "200");
}

/* Three calls between the same users: only one offset fits all of them. */
static void several_calls(void **state)
{
	struct legs pbx, phone;

	(void)state;
	legs_init(&pbx, 3, 10);
	legs_init(&phone, 3, 10);
	static const ns_t starts[] = {0, 60000000, 200000000};
	static const char *const ids[] = {"1", "2", "3"};
	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		add_call(&pbx, at_pbx, COUNT_OF(at_pbx), starts[i], ids[i]);
		add_call(&phone, at_phone, COUNT_OF(at_phone),
			starts[i] + (ns_t)i * 10000, ids[i]);
	}
	/* As if behind one proxy, with one Call-ID: the pairs are certain, and
	 * each call narrows the interval (the later ones are 10, 20 ms less). */
	struct clocks_offset c = between(&phone, &pbx);
	assert_int_equal(c.pairs, 3);
	assert_int_equal(c.low, 2887432 * US);
	assert_int_equal(c.high, (2965509 - 20000) * US);
	legs_finish(&pbx);
	legs_finish(&phone);
}

/* Two calls here, two there, Call-IDs differ: one offset fits both pairs, the
 * two others one each. */
static void votes(void **state)
{
	struct legs pbx, phone;

	(void)state;
	legs_init(&pbx, 3, 10);
	legs_init(&phone, 3, 10);
	add_call(&pbx, at_pbx, COUNT_OF(at_pbx), 0, "1");
	add_call(&pbx, at_pbx, COUNT_OF(at_pbx), 60000000, "2");
	add_call(&phone, at_phone, COUNT_OF(at_phone), 0, "a");
	add_call(&phone, at_phone, COUNT_OF(at_phone), 60000000, "b");
	struct clocks_offset c = between(&phone, &pbx);
	assert_int_equal(c.pairs, 2);
	assert_int_equal(c.low, 2887432 * US);
	legs_finish(&pbx);
	legs_finish(&phone);
	/* One there: it may be either. */
	legs_init(&pbx, 3, 10);
	legs_init(&phone, 3, 10);
	add_call(&pbx, at_pbx, COUNT_OF(at_pbx), 0, "1");
	add_call(&pbx, at_pbx, COUNT_OF(at_pbx), 60000000, "2");
	add_call(&phone, at_phone, COUNT_OF(at_phone), 0, "a");
	assert_int_equal(between(&phone, &pbx).basis, CLOCKS_UNKNOWN);
	legs_finish(&pbx);
	legs_finish(&phone);
}

/* Without a response there is one bound only; the offset is "at least". */
static void one_bound(void **state)
{
	struct legs pbx, phone;

	(void)state;
	legs_init(&pbx, 3, 10);
	legs_init(&phone, 3, 10);
	feed(&pbx, at_pbx, 4, "x", "203", "200");
	feed(&phone, at_phone, 1, "y", "203", "200");
	struct clocks_offset c = between(&phone, &pbx);
	assert_int_equal(c.basis, CLOCKS_CAUSAL);
	assert_int_equal(c.low, 2887432 * US);
	assert_int_equal(c.high, CLOCKS_OPEN);
	assert_int_equal(clocks_uncertainty(&c), -1);
	legs_finish(&pbx);
	legs_finish(&phone);
}

static void full(void **state)
{
	struct legs legs;

	(void)state;
	legs_init(&legs, 3, 1);
	feed(&legs, at_pbx, COUNT_OF(at_pbx), "x", "203", "200");
	feed(&legs, at_pbx, COUNT_OF(at_pbx), "y", "203", "200");
	assert_true(legs.left_out > 0);
	assert_null(legs.first->next);
	legs_finish(&legs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_course),
		cmocka_unit_test(other_users),
		cmocka_unit_test(one_leg),
		cmocka_unit_test(several_calls),
		cmocka_unit_test(votes),
		cmocka_unit_test(one_bound),
		cmocka_unit_test(full),
	};

	return RUN_TESTS(tests);
}
