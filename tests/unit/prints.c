/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fingerprints: what is kept, what is paired, and that memory stays bounded. */
#include "flow/prints.h"

#include "tests/unit/test.h"

#define MEDIA 0x80
#define KEY   42

static struct endpoint at(unsigned host, uint16_t port)
{
	uint8_t ip[4] = {10, 0, 0, (uint8_t)host};

	return (struct endpoint){.ip = addr_v4(ip), .port = port};
}

/* A datagram whose payload begins with @first and holds @number. */
struct sent {
	uint8_t bytes[60];
	struct packet packet;
};

static struct packet *make(struct sent *s, uint8_t first, uint32_t number,
	unsigned from, unsigned to, ns_t ts)
{
	*s = (struct sent){.bytes = {first}};
	memcpy(s->bytes + 4, &number, sizeof(number));
	s->packet = (struct packet){
		.ts = ts,
		.src = at(from, 1000),
		.dst = at(to, 2000),
		.ttl = 64,
		.payload_wire = sizeof(s->bytes),
		.payload = {(const char *)s->bytes, sizeof(s->bytes)},
	};
	return &s->packet;
}

static void add(struct prints *p, uint32_t number, unsigned from, unsigned to,
	ns_t ts)
{
	struct sent s;
	struct print print;
	bool media;

	assert_true(prints_of(
		make(&s, MEDIA, number, from, to, ts), KEY, &print, &media));
	prints_add(p, &print);
}

static void which_have_one(void **state)
{
	struct sent s;
	struct print a, b;
	bool media;

	(void)state;
	struct packet *p = make(&s, MEDIA, 1, 1, 2, 5);
	assert_true(prints_of(p, KEY, &a, &media));
	assert_true(media);
	assert_int_equal(a.ts, 5);
	p->dst = at(9, 9); /* addresses and TTL are no part of it */
	p->ttl = 3;
	assert_true(prints_of(p, KEY, &b, &media));
	assert_true(a.hash == b.hash && a.dst != b.dst && a.src == b.src);
	p->payload.n = 40; /* cut, but enough of media */
	assert_true(prints_of(p, KEY, &b, &media));
	assert_true(a.hash == b.hash);
	p->payload.n = 39;
	assert_false(prints_of(p, KEY, &b, &media));
	p->payload_wire = 39; /* all of it */
	assert_true(prints_of(p, KEY, &b, &media));
	assert_true(a.hash != b.hash);
	p->payload.n = 11;
	p->payload_wire = 11;
	assert_false(prints_of(p, KEY, &b, &media));
	p = make(&s, 'I', 1, 1, 2, 5); /* not media: cut is too little */
	assert_true(prints_of(p, KEY, &a, &media));
	assert_false(media);
	p->payload.n = 59;
	assert_false(prints_of(p, KEY, &a, &media));
	p = make(&s, MEDIA, 1, 1, 2, 5);
	p->dst.ip.b[12] = 239;
	assert_false(prints_of(p, KEY, &a, &media));
}

static void the_way(void **state)
{
	struct sent s;
	struct print a, b, c;
	bool media;

	(void)state;
	prints_of(make(&s, MEDIA, 1, 1, 2, 0), KEY, &a, &media);
	prints_of(make(&s, MEDIA, 1, 2, 1, 0), KEY, &b, &media);
	prints_of(make(&s, MEDIA, 1, 2, 3, 0), KEY, &c, &media);
	assert_int_equal(a.way, b.way);
	assert_true(a.back != b.back && a.way != c.way);
}

struct told {
	size_t count;
	ns_t a, b; /* sums */
};

static void tell(void *context, const struct print *a, const struct print *b)
{
	struct told *t = context;

	t->count++;
	t->a += a->ts;
	t->b += b->ts;
}

/* Sightings at A and at B as {number, from, to, ts}; what must pair. */
static const struct {
	const char *what;
	uint32_t a[4][4], b[4][4];
	size_t na, nb, pairs;
	ns_t sum_a, sum_b;
} rows[] = {
	{"the same packet", {{1, 1, 2, 100}}, {{1, 1, 2, 105}}, 1, 1, 1, 100,
		105},
	{"two packets, nothing in common", {{1, 1, 2, 100}}, {{2, 1, 2, 105}},
		1, 1, 0, 0, 0},
	{"behind NAT the source differs", {{1, 1, 2, 100}}, {{1, 3, 2, 105}}, 1,
		1, 1, 100, 105},
	{"behind a relay both differ", {{1, 1, 2, 100}}, {{1, 3, 4, 105}}, 1, 1,
		1, 100, 105},
	{"at the relay: the leg with the same ends", {{1, 1, 2, 100}},
		{{1, 1, 2, 105}, {1, 2, 3, 106}}, 1, 2, 1, 100, 105},
	{"at the relay behind NAT: the leg with one same end", {{1, 9, 2, 100}},
		{{1, 1, 2, 105}, {1, 7, 8, 106}}, 1, 2, 1, 100, 105},
	{"two legs that fit as well", {{1, 9, 2, 100}},
		{{1, 1, 2, 105}, {1, 7, 2, 106}}, 1, 2, 0, 0, 0},
	{"sent again: nobody knows which is which",
		{{1, 1, 2, 100}, {1, 1, 2, 900}},
		{{1, 1, 2, 105}, {1, 1, 2, 905}}, 2, 2, 0, 0, 0},
	{"mirrored twice: the first counts", {{1, 1, 2, 100}, {1, 1, 2, 101}},
		{{1, 1, 2, 105}, {1, 1, 2, 106}}, 2, 2, 1, 100, 105},
};

static void pairs(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct prints a, b;
		struct told t = {0};
		prints_init(&a, 100);
		prints_init(&b, 100);
		for (size_t k = 0; k < rows[i].na; k++) {
			const uint32_t *r = rows[i].a[k];
			add(&a, r[0], r[1], r[2], r[3] * NS_PER_MS);
		}
		for (size_t k = 0; k < rows[i].nb; k++) {
			const uint32_t *r = rows[i].b[k];
			add(&b, r[0], r[1], r[2], r[3] * NS_PER_MS);
		}
		prints_sort(&a);
		prints_sort(&b);
		prints_pair(&a, &b, tell, &t);
		if (t.count != rows[i].pairs ||
			t.a != rows[i].sum_a * NS_PER_MS ||
			t.b != rows[i].sum_b * NS_PER_MS) {
			print_error("%s: %zu pairs\n", rows[i].what, t.count);
			fail();
		}
		prints_finish(&a);
		prints_finish(&b);
	}
}

/* However many packets come, few are kept, and both sides keep the same. */
static void bounded(void **state)
{
	struct prints a, b, all;
	struct told t = {0};

	(void)state;
	prints_init(&a, 64);
	prints_init(&b, 256);
	prints_init(&all, 64);
	for (uint32_t i = 0; i < 20000; i++) {
		add(&a, i, 1, 2, i * NS_PER_S);
		assert_true(a.count <= 64 && a.cap <= 64);
		if (i < 10000) {
			add(&b, i, 1, 2, i * NS_PER_S + 7);
		}
	}
	assert_true(a.count > 16);
	prints_sort(&a);
	prints_sort(&b);
	prints_pair(&a, &b, tell, &t);
	assert_true(t.count > 8);
	assert_int_equal(t.b - t.a, 7 * (ns_t)t.count);
	prints_append(&all, &b);
	prints_append(&all, &a);
	assert_true(all.count <= 64 && !all.failed);
	prints_finish(&a);
	prints_finish(&b);
	prints_finish(&all);
}

/* One packet, a million times: it fills the room and nothing breaks. */
static void one_packet_for_ever(void **state)
{
	struct prints p;

	(void)state;
	prints_init(&p, 16);
	for (uint32_t i = 0; i < 100000; i++) {
		add(&p, 0, 1, 2, i * NS_PER_S);
	}
	assert_true(p.count <= 16);
	prints_sort(&p);
	prints_finish(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(which_have_one),
		cmocka_unit_test(the_way),
		cmocka_unit_test(pairs),
		cmocka_unit_test(bounded),
		cmocka_unit_test(one_packet_for_ever),
	};

	return RUN_TESTS(tests);
}
