/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hosts and their roles from signalling that is fed. What is expected follows
 * from what the hosts do by RFC 3261 (clause 10: registrar, clause 16: proxy,
 * clause 22: challenges), not from what the program once said.
 */
#include "calls/role.h"
#include "calls/host.h"

#include "lib/attr.h"
#include "tests/unit/feed.h"

/* A message of the tests: method or status, and who says it to whom. */
struct say {
	const char *from, *to; /* IPv4 addresses */
	const char *start, *cseq;
	const char *call_id;
	const char *user;   /* From's; To's is "2000" */
	const char *agent;  /* header line with CRLF, or NULL */
	const char *to_tag; /* or NULL */
	unsigned vias;
	uint8_t ttl, mac; /* 0: 64; the MAC's last byte, 0: no MAC,
				255: all zero, as loopback has it */
	const char *sdp;
};

static struct endpoint at(const char *ip)
{
	struct endpoint e = {.port = 5060};

	assert_true(addr_parse(slice_of(ip), &e.ip));
	return e;
}

static void put(struct feed *f, const struct say *s, struct slice payload,
	uint16_t port)
{
	struct packet p = {
		.ts = f->ts,
		.frame = ++f->frame,
		.src = at(s->from),
		.dst = at(s->to),
		.transport = TRANSPORT_UDP,
		.ttl = s->ttl ? s->ttl : 64,
		.has_mac_src = s->mac != 0,
		.ip_bytes = (uint32_t)payload.n + 28,
		.wire_bytes = (uint32_t)payload.n + 42,
		.payload_wire = (uint32_t)payload.n,
		.payload = payload,
	};

	if (s->mac && s->mac != 255) {
		memcpy(p.mac_src, (uint8_t[6]){0, 0x15, 0x65, 0, 0, s->mac}, 6);
	}
	if (port) {
		p.src.port = port;
		p.dst.port = port;
	}
	book_packet(f->book, &p);
	f->ts += NS_PER_S / 10;
}

static void say(struct feed *f, struct say s)
{
	char text[2048];
	const char *user = s.user ? s.user : "1000";
	bool registers = strstr(s.cseq, "REGISTER") != NULL;
	int n = snprintf(text, sizeof(text),
		"%s\r\n"
		"Via: SIP/2.0/UDP %s;branch=z9hG4bK%s%.1s\r\n%s"
		"From: <sip:%s@example.org>;tag=a\r\n"
		"To: <sip:%s@example.org>%s%s\r\n"
		"Call-ID: %s\r\nCSeq: %s\r\n"
		"Contact: <sip:%s@%s>\r\nExpires: 600\r\n%s"
		"Content-Length: 0\r\n\r\n",
		s.start, s.from, s.call_id, s.cseq,
		s.vias > 1 ? "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKx\r\n"
			   : "",
		user, registers ? user : "2000", s.to_tag ? ";tag=" : "",
		s.to_tag ? s.to_tag : "", s.call_id, s.cseq, user, s.from,
		s.agent ? s.agent : "");

	assert_true(n > 0 && (size_t)n < sizeof(text));
	put(f, &s, (struct slice){text, (size_t)n}, 0);
}

/* REGISTER of @user at @registrar, and its answer @status. */
static void enrol(struct feed *f, const char *who, const char *registrar,
	const char *user, const char *agent, const char *status)
{
	char call_id[64];

	(void)snprintf(call_id, sizeof(call_id), "r-%s-%s", who, user);
	say(f, (struct say){who, registrar, "REGISTER sip:x SIP/2.0",
		       "1 REGISTER", call_id, user, agent, NULL, 1, 0, 0,
		       NULL});
	if (status) {
		say(f, (struct say){registrar, who, status, "1 REGISTER",
			       call_id, user, NULL, "t", 1, 0, 0, NULL});
	}
}

/* An INVITE of @user and its 200. */
static void invite(struct feed *f, const char *from, const char *to,
	const char *user, const char *call_id, unsigned vias)
{
	say(f, (struct say){from, to, "INVITE sip:2000@x SIP/2.0", "1 INVITE",
		       call_id, user, NULL, NULL, vias, 0, 0, NULL});
	say(f, (struct say){to, from, "SIP/2.0 200 OK", "1 INVITE", call_id,
		       user, NULL, "t", vias, 0, 0, NULL});
}

static struct hosts conclude(struct feed *f)
{
	struct hosts hosts;

	book_finish(f->book);
	assert_int_equal(hosts_build(f->book, &hosts), 0);
	return hosts;
}

static const struct host *host(
	const struct hosts *hosts, const struct feed *f, const char *ip)
{
	struct endpoint e = at(ip);
	const struct host *h = host_at(hosts, f->book, &e.ip);

	assert_non_null(h);
	return h;
}

static void expect(const struct hosts *hosts, const struct feed *f,
	const char *ip, enum role role)
{
	const struct host *h = host(hosts, f, ip);

	if (h->role != role) {
		fail_msg("%s is %s, want %s (%s)", ip, role_text(h->role),
			role_text(role),
			h->evidence_count ? h->evidence[0].what : "nothing");
	}
	assert_int_equal(role == ROLE_UNKNOWN, h->evidence_count == 0);
	assert_int_equal(
		role == ROLE_UNKNOWN, role_confidence(h->score) == NULL);
	for (unsigned i = 0; i < h->evidence_count; i++) {
		assert_true(h->evidence[i].frame <= f->frame);
		assert_true(i == 0 ||
			    h->evidence[i].score <= h->evidence[i - 1].score);
	}
}

static void end(struct hosts *hosts, struct feed *f)
{
	hosts_finish(hosts);
	feed_end(f);
}

#define PHONE "10.0.0.5"
#define PBX   "10.0.0.2"
#define TRUNK "10.8.0.1"

static void registrar_and_phone(void **state)
{
	struct feed f = feed_start();

	(void)state;
	enrol(&f, PHONE, PBX, "1000", NULL, "SIP/2.0 200 OK");
	enrol(&f, "10.0.0.6", PBX, "1001", NULL, "SIP/2.0 403 Forbidden");
	enrol(&f, "10.0.0.7", PBX, "1002", NULL, NULL);
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, PBX, ROLE_PBX);
	expect(&hosts, &f, PHONE, ROLE_PHONE);
	expect(&hosts, &f, "10.0.0.6", ROLE_UNKNOWN);
	expect(&hosts, &f, "10.0.0.7", ROLE_PHONE);
	const struct host *pbx = host(&hosts, &f, PBX);
	assert_int_equal(pbx->evidence[0].frame, 2);
	assert_true(pbx->everywhere);
	assert_false(host(&hosts, &f, PHONE)->everywhere);
	assert_int_equal(host(&hosts, &f, PHONE)->evidence[0].frame, 1);
	end(&hosts, &f);
}

static void pbx_with_a_trunk(void **state)
{
	struct feed f = feed_start();

	(void)state;
	enrol(&f, PHONE, PBX, "1000", NULL, "SIP/2.0 200 OK");
	enrol(&f, PBX, TRUNK, "4930", NULL, "SIP/2.0 200 OK");
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, PHONE, ROLE_PHONE);
	expect(&hosts, &f, PBX, ROLE_PBX);
	expect(&hosts, &f, TRUNK, ROLE_TRUNK);
	end(&hosts, &f);
}

static void proxy_passes_registrations_on(void **state)
{
	struct feed f = feed_start();

	(void)state;
	enrol(&f, PHONE, PBX, "1000", NULL, NULL);
	say(&f, (struct say){PBX, TRUNK, "REGISTER sip:x SIP/2.0", "1 REGISTER",
			"r", "1000", "User-Agent: Yealink SIP-T46G 1.2.3\r\n",
			NULL, 2, 0, 0, NULL});
	say(&f, (struct say){TRUNK, PBX, "SIP/2.0 200 OK", "1 REGISTER", "r",
			"1000", NULL, "t", 2, 0, 0, NULL});
	struct hosts hosts = conclude(&f);
	/* The registrar behind a proxy is no trunk, the proxy no phone, and
	 * the agent that it passed on is not its own. */
	expect(&hosts, &f, TRUNK, ROLE_PBX);
	expect(&hosts, &f, PBX, ROLE_UNKNOWN);
	assert_null(host(&hosts, &f, PBX)->user_agent.p);
	end(&hosts, &f);
}

static void proxy_joins(void **state)
{
	struct feed f = feed_start();

	(void)state;
	invite(&f, PHONE, PBX, "1000", "c1", 1);
	say(&f, (struct say){PBX, "10.0.0.6", "INVITE sip:2000@x SIP/2.0",
			"1 INVITE", "c1", "1000", NULL, NULL, 2, 0, 0, NULL});
	say(&f, (struct say){"10.0.0.6", PBX, "SIP/2.0 200 OK", "1 INVITE",
			"c1", "1000", NULL, "t", 2, 0, 0, NULL});
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, PBX, ROLE_PBX);
	expect(&hosts, &f, PHONE, ROLE_PHONE);
	expect(&hosts, &f, "10.0.0.6", ROLE_PHONE);
	end(&hosts, &f);
}

/* RFC 3261 clause 16.6: who passes an INVITE on had it before. A gateway that
 * calls one of its own phones gets its INVITE back, and passes nothing on. */
static void hairpin(void **state)
{
	static const char *const AGENT = "User-Agent: DECT gateway 1.0\r\n";
	struct feed f = feed_start();

	(void)state;
	enrol(&f, PHONE, PBX, "1000", AGENT, "SIP/2.0 200 OK");
	invite(&f, PHONE, PBX, "1000", "c1", 1);
	invite(&f, PBX, PHONE, "1000", "c1", 2);
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, PHONE, ROLE_GATEWAY);
	expect(&hosts, &f, PBX, ROLE_PBX);
	end(&hosts, &f);
}

/* One machine runs a PBX and a phone: it registers at itself. */
static void registers_at_itself(void **state)
{
	struct feed f = feed_start();

	(void)state;
	enrol(&f, PBX, PBX, "1000", NULL, "SIP/2.0 200 OK");
	enrol(&f, PHONE, PBX, "1001", NULL, "SIP/2.0 200 OK");
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, PBX, ROLE_PBX);
	expect(&hosts, &f, PHONE, ROLE_PHONE);
	end(&hosts, &f);
}

/* Another PBX registers where phones do: two PBXs, no trunk. */
static void pbx_among_phones(void **state)
{
	struct feed f = feed_start();

	(void)state;
	enrol(&f, PHONE, PBX, "1000", NULL, "SIP/2.0 200 OK");
	enrol(&f, "10.0.0.6", "10.0.0.3", "1001", NULL, "SIP/2.0 200 OK");
	enrol(&f, "10.0.0.3", PBX, "2000", NULL, "SIP/2.0 200 OK");
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, PBX, ROLE_PBX);
	expect(&hosts, &f, "10.0.0.3", ROLE_PBX);
	end(&hosts, &f);
}

static void two_hosts_and_a_call(void **state)
{
	struct feed f = feed_start();

	(void)state;
	invite(&f, PHONE, PBX, "1000", "c1", 1);
	struct hosts hosts = conclude(&f);
	/* Nobody can tell phone from PBX here, nor where it was captured. */
	expect(&hosts, &f, PBX, ROLE_UNKNOWN);
	expect(&hosts, &f, PHONE, ROLE_UNKNOWN);
	assert_false(host(&hosts, &f, PBX)->everywhere);
	end(&hosts, &f);
}

/* Without registration: a partner of a PBX, by numbers or by its address. */
static void trunks(void **state)
{
	static const char *const USERS[] = {"49301", "49302", "49303"};
	struct feed f = feed_start();

	(void)state;
	enrol(&f, PHONE, PBX, "1000", NULL, "SIP/2.0 200 OK");
	for (size_t i = 0; i < COUNT_OF(USERS); i++) {
		invite(&f, TRUNK, PBX, USERS[i], USERS[i], 1);
	}
	invite(&f, "8.8.4.4", PBX, "49304", "c4", 1);
	invite(&f, "10.0.0.9", PBX, "1009", "c5", 1);
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, TRUNK, ROLE_TRUNK);
	expect(&hosts, &f, "8.8.4.4", ROLE_TRUNK);
	expect(&hosts, &f, "10.0.0.9", ROLE_PHONE);
	expect(&hosts, &f, PBX, ROLE_PBX);
	end(&hosts, &f);
}

/* A phone at home registers from a public address: it stays a phone. */
static void remote_phone(void **state)
{
	struct feed f = feed_start();

	(void)state;
	enrol(&f, "8.8.4.4", PBX, "1000", NULL, "SIP/2.0 200 OK");
	invite(&f, "8.8.4.4", PBX, "1000", "c1", 1);
	struct hosts hosts = conclude(&f);
	expect(&hosts, &f, "8.8.4.4", ROLE_PHONE);
	end(&hosts, &f);
}

static void names_alone(void **state)
{
	static const struct {
		const char *ip, *agent;
		enum role role;
	} ROWS[] = {
		{"10.0.0.11", "User-Agent: Grandstream HT802 1.0.29.8\r\n",
			ROLE_GATEWAY},
		{"10.0.0.12", "User-Agent: Mitel Border GW/4.9\r\n", ROLE_SBC},
		{"10.0.0.13", "User-Agent: snomD785/10.1.84.12\r\n",
			ROLE_PHONE},
		{"10.0.0.14", "User-Agent: FreeSWITCH\r\n", ROLE_PBX},
		{"10.0.0.15", "User-Agent: something\r\n", ROLE_UNKNOWN},
	};
	struct feed f = feed_start();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		say(&f, (struct say){ROWS[i].ip, "10.0.0.99",
				"OPTIONS sip:x SIP/2.0", "1 OPTIONS",
				ROWS[i].ip, NULL, ROWS[i].agent, NULL, 1, 0, 0,
				NULL});
	}
	struct hosts hosts = conclude(&f);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		expect(&hosts, &f, ROWS[i].ip, ROWS[i].role);
	}
	expect(&hosts, &f, "10.0.0.99", ROLE_UNKNOWN);
	end(&hosts, &f);
}

/* One OPTIONS from @ip with @mac and @ttl. */
static void knock(struct feed *f, const char *ip, uint8_t mac, uint8_t ttl)
{
	say(f, (struct say){ip, "10.0.0.99", "OPTIONS sip:x SIP/2.0",
		       "1 OPTIONS", ip, NULL, NULL, NULL, 1, ttl, mac, NULL});
}

static void macs(void **state)
{
	struct feed f = feed_start();

	(void)state;
	knock(&f, "10.0.0.11", 1, 64);
	knock(&f, "10.0.0.12", 1, 64); /* the same host's second address */
	knock(&f, "10.1.0.1", 2, 63);  /* behind the router 2 */
	knock(&f, "10.1.0.2", 2, 127);
	knock(&f, "10.0.0.1", 2, 64); /* the router itself */
	knock(&f, "10.0.0.13", 3, 128);
	knock(&f, "10.0.0.13", 3, 128);
	knock(&f, "10.0.0.13", 4, 128); /* the same address by another */
	knock(&f, "10.0.0.14", 4, 128);
	struct hosts hosts = conclude(&f);
	const struct host *two = host(&hosts, &f, "10.0.0.11");
	assert_int_equal(two->device_count, 2);
	assert_ptr_equal(two, host(&hosts, &f, "10.0.0.12"));
	assert_int_equal(two->mac_basis, HOST_MAC_SEEN);
	assert_int_equal(two->mac[5], 1);
	assert_false(two->is_router);
	const struct host *behind = host(&hosts, &f, "10.1.0.1");
	assert_int_equal(behind->mac_basis, HOST_MAC_NONE);
	assert_true(behind->routed);
	assert_int_equal(behind->router[5], 2);
	assert_int_equal(behind->device_count, 1);
	assert_true(host(&hosts, &f, "10.1.0.2")->routed);
	const struct host *router = host(&hosts, &f, "10.0.0.1");
	assert_true(router->is_router);
	assert_int_equal(router->mac[5], 2);
	const struct host *pair = host(&hosts, &f, "10.0.0.13");
	assert_true(pair->mac_conflict);
	assert_int_equal(pair->mac[5], 3);
	assert_int_equal(pair->other_mac[5], 4);
	assert_int_equal(pair->other_mac_frame, 8);
	assert_ptr_not_equal(pair, host(&hosts, &f, "10.0.0.14"));
	end(&hosts, &f);
}

/* Loopback writes zeros where a card's address stands (Linux, drivers/net/
 * loopback.c): neither a MAC nor what joins two addresses. */
static void loopback_has_no_mac(void **state)
{
	struct feed f = feed_start();

	(void)state;
	knock(&f, "10.0.0.11", 255, 64);
	knock(&f, "10.0.0.12", 255, 64);
	knock(&f, "10.0.0.13", 255, 64);
	knock(&f, "10.0.0.13", 3, 64);
	struct hosts hosts = conclude(&f);
	const struct host *a = host(&hosts, &f, "10.0.0.11");
	assert_ptr_not_equal(a, host(&hosts, &f, "10.0.0.12"));
	assert_int_equal(a->mac_basis, HOST_MAC_NONE);
	const struct host *both = host(&hosts, &f, "10.0.0.13");
	assert_int_equal(both->mac[5], 3);
	assert_false(both->mac_conflict);
	end(&hosts, &f);
}

/* RFC 6890 and RFC 4291: what is reachable from everywhere. */
static void public_addresses(void **state)
{
	static const struct {
		const char *ip;
		bool public;
	} ROWS[] = {{"8.8.8.8", true}, {"10.1.2.3", false},
		{"172.15.0.1", true}, {"172.16.0.1", false},
		{"172.31.9.9", false}, {"172.32.0.1", true},
		{"192.168.1.1", false}, {"192.167.1.1", true},
		{"100.64.0.1", false}, {"100.128.0.1", true},
		{"169.254.1.1", false}, {"127.0.0.1", false},
		{"192.0.2.1", false}, {"198.18.0.1", false},
		{"198.51.100.1", false}, {"203.0.113.1", false},
		{"224.0.1.75", false}, {"2001:db8::1", false},
		{"2a00::1", true}, {"fd77::1", false}, {"fe80::1", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct endpoint e = at(ROWS[i].ip);
		if (role_public(&e.ip) != ROWS[i].public) {
			fail_msg("%s", ROWS[i].ip);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registrar_and_phone),
		cmocka_unit_test(pbx_with_a_trunk),
		cmocka_unit_test(proxy_passes_registrations_on),
		cmocka_unit_test(proxy_joins),
		cmocka_unit_test(hairpin),
		cmocka_unit_test(registers_at_itself),
		cmocka_unit_test(pbx_among_phones),
		cmocka_unit_test(two_hosts_and_a_call),
		cmocka_unit_test(trunks),
		cmocka_unit_test(remote_phone),
		cmocka_unit_test(names_alone),
		cmocka_unit_test(macs),
		cmocka_unit_test(loopback_has_no_mac),
		cmocka_unit_test(public_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
