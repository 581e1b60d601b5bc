/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords beside the calls: what tells of them, what only looks like it, and
 * that none is kept. */
#include "calls/secret.h"

#include "tests/unit/test.h"

#define GET  "GET /p/0015651a2b3c.cfg?key=abc HTTP/1.1\r\nHost: x\r\n"
#define OK   "HTTP/1.1 200 OK\r\n\r\n"

static struct endpoint at(unsigned host, uint16_t port)
{
	uint8_t ip[4] = {10, 0, 0, (uint8_t)host};

	return (struct endpoint){.ip = addr_v4(ip), .port = port};
}

static void look(struct secrets *s, struct endpoint src, struct endpoint dst,
	enum transport transport, const char *bytes, size_t n)
{
	static uint64_t frame;
	struct packet p = {.frame = ++frame,
		.src = src,
		.dst = dst,
		.transport = transport,
		.payload_wire = (uint32_t)n,
		.payload = {bytes, n}};

	secrets_look(s, &p);
}

static void ask(struct secrets *s, const char *text)
{
	look(s, at(1, 40000), at(9, 80), TRANSPORT_TCP, text, strlen(text));
}

static void say(struct secrets *s, const char *text)
{
	look(s, at(9, 80), at(1, 40000), TRANSPORT_TCP, text, strlen(text));
}

static size_t count_of(const struct secrets *s)
{
	size_t n;

	(void)secrets_list(s, &n);
	return n;
}

/* The only secret of @s. */
static struct secret only(const struct secrets *s)
{
	size_t n;
	const struct secret *list = secrets_list(s, &n);

	assert_int_equal(n, 1);
	return list[0];
}

static void basic(void **state)
{
	struct secrets *s = secrets_create(1);

	(void)state;
	ask(s, "GET /a?pwd=geheim HTTP/1.1\r\nAUTHORIZATION: basic Z2VoZWlt"
	       "\r\n\r\n");
	struct secret b = only(s);
	const char *kept = (const char *)&b;
	assert_int_equal(b.kind, SECRET_BASIC);
	assert_true(b.password.frame != 0);
	assert_string_equal(b.what, "/a"); /* nothing behind the '?' */
	assert_int_equal(b.server.port, 80);
	for (size_t i = 0; i + 6 <= sizeof(b); i++) {
		assert_int_not_equal(memcmp(kept + i, "geheim", 6), 0);
		assert_int_not_equal(memcmp(kept + i, "Z2VoZW", 6), 0);
	}
	ask(s, "GET /b HTTP/1.1\r\nAuthorization: Basic eA==\r\n\r\n");
	assert_int_equal(only(s).count, 2);
	secrets_destroy(s);
}

static const struct {
	const char *what, *request, *answer;
	bool config, password;
} ROWS[] = {
	{"a page", "GET /index.html HTTP/1.1\r\n\r\n", OK "password=x", false,
		false},
	{"SIP, not HTTP", "GET /a.cfg SIP/2.0\r\n\r\n", OK "password=x", false,
		false},
	{"digest credentials", "GET / HTTP/1.1\r\nAuthorization: Digest a\r\n\r\n",
		OK, false, false},
	{"a file of a telephone", GET "\r\n", OK "line=1\n", true, false},
	{"with a password", GET "\r\n", OK "account.1.password = s3cret\n", true,
		true},
	{"in XML", GET "\r\n", OK "<Passwd>s3cret</Passwd>", true, true},
	{"an empty one", GET "\r\n", OK "account.1.password = \n", true, false},
	{"an empty one in XML", GET "\r\n", OK "<password></password>", true,
		false},
	{"one that is hidden", GET "\r\n", OK "password = ****\n", true, false},
	{"the word alone, at the end", GET "\r\n", OK "password", true, false},
};

static void configurations(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct secrets *s = secrets_create(i);
		print_message("# %s\n", ROWS[i].what);
		ask(s, ROWS[i].request);
		say(s, ROWS[i].answer);
		assert_int_equal(count_of(s), ROWS[i].config);
		if (ROWS[i].config) {
			struct secret c = only(s);
			assert_int_equal(c.kind, SECRET_CONFIG);
			assert_int_equal(c.password.frame != 0,
				ROWS[i].password);
		}
		secrets_destroy(s);
	}
}

/* The next request on the same connection ends the search of the first. */
static void next_request(void **state)
{
	struct secrets *s = secrets_create(1);

	(void)state;
	ask(s, GET "\r\n");
	ask(s, "GET /index.html HTTP/1.1\r\n\r\n");
	say(s, OK "password=x");
	assert_int_equal(only(s).password.frame, 0);
	secrets_destroy(s);
}

static void tftp(void **state)
{
	static const char read[] = "\0\1SEP0015651A2B3C.cnf.xml\0octet";
	static const char write[] = "\0\2SEP0015651A2B3C.cnf.xml\0octet";
	struct secrets *s = secrets_create(1);

	(void)state;
	look(s, at(1, 2000), at(9, 69), TRANSPORT_UDP, write, sizeof(write));
	look(s, at(1, 2000), at(9, 70), TRANSPORT_UDP, read, sizeof(read));
	assert_int_equal(count_of(s), 0);
	for (size_t n = 0; n < sizeof(read); n++) { /* cut anywhere */
		char *exact = malloc(n + 1);
		assert_non_null(exact);
		memcpy(exact, read, n);
		look(s, at(1, 2000), at(9, 69), TRANSPORT_UDP, exact, n);
		free(exact);
	}
	look(s, at(1, 2000), at(9, 69), TRANSPORT_UDP, read, sizeof(read));
	assert_int_equal(only(s).kind, SECRET_TFTP);
	secrets_destroy(s);
}

/* So many are kept and no more, whoever asks. */
static void bounded(void **state)
{
	static const char get[] = GET "\r\n";
	struct secrets *s = secrets_create(1);

	(void)state;
	for (unsigned i = 1; i <= 2 * SECRETS_MOST; i++) {
		look(s, at(i % 250 + 1, (uint16_t)(1000 + i)),
			at(i / 250 + 1, 80), TRANSPORT_TCP, get,
			sizeof(get) - 1);
	}
	assert_int_equal(count_of(s), SECRETS_MOST);
	secrets_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(basic),
		cmocka_unit_test(configurations),
		cmocka_unit_test(next_request),
		cmocka_unit_test(tftp),
		cmocka_unit_test(bounded),
	};

	return RUN_TESTS(tests);
}
