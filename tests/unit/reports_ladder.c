/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ladders made by hand. The first is the course's picture of a completed
 * G.711 call (twelve rows; times, ports, labels and RTP comments as printed
 * there, with a decimal point). The drawing is held to its laws: no label is
 * ever cut or broken, and the width asked for is kept.
 */
#include "reports/ladder.h"

#include "reports/ladder_text.h"

#include "tests/unit/test.h"

#define US NS_PER_US

static struct endpoint at(uint8_t last, uint16_t port)
{
	const uint8_t ip[4] = {172, 16, 201, last};

	return (struct endpoint){.ip = addr_v4(ip), .port = port};
}

/* What a picture row needs; label NULL: a stream. */
struct picture {
	ns_t us;
	uint8_t src;
	uint16_t sport;
	uint8_t dst;
	uint16_t dport;
	const char *summary;
	int sdp; /* 1 offer, 2 answer */
	uint64_t packets;
	ns_t last_us;
	uint32_t ssrc;
	const char *label, *comment;
};

static const struct picture completed[] = {
	{5172814, 26, 5060, 19, 5060, "INVITE", 1, 0, 0, 0,
		"INVITE SDP (g711A g711A g711A g711A telephone-event)", NULL},
	{5223787, 19, 5060, 26, 5060, "407 Proxy Authentication Required", 0, 0,
		0, 0, "407 Proxy Authentication Required", NULL},
	{5228311, 26, 5060, 19, 5060, "ACK", 0, 0, 0, 0, "ACK", NULL},
	{5234279, 26, 5060, 19, 5060, "INVITE", 1, 0, 0, 0,
		"INVITE SDP (g711A g711A g711A g711A telephone-event)", NULL},
	{5315005, 19, 5060, 26, 5060, "100 Trying", 0, 0, 0, 0, "100 Trying",
		NULL},
	{5450575, 19, 5060, 26, 5060, "180 Ringing", 0, 0, 0, 0, "180 Ringing",
		NULL},
	{8053884, 19, 7012, 26, 12720, NULL, 0, 252, 13073884, 0x3602,
		"RTP (g711A)",
		"RTP, 252 packets. Duration: 5.02s SSRC: 0x3602"},
	{8098065, 19, 5060, 26, 5060, "200 OK", 2, 0, 0, 0,
		"200 OK SDP (g711A telephone-event)", NULL},
	{8114209, 26, 5060, 19, 5060, "ACK", 0, 0, 0, 0, "ACK", NULL},
	{8202407, 26, 12720, 19, 7012, NULL, 0, 253, 13242407, 0x7f8d3257,
		"RTP (g711A)",
		"RTP, 253 packets. Duration: 5.04s SSRC: 0x7F8D3257"},
	{13124451, 19, 5060, 26, 5060, "BYE", 0, 0, 0, 0, "BYE", NULL},
	{13128065, 26, 5060, 19, 5060, "200 OK", 0, 0, 0, 0, "200 OK", NULL},
};

#define ROWS COUNT_OF(completed)

struct made {
	struct call call;
	struct message messages[ROWS];
	struct stream streams[ROWS];
	struct media_format formats[5];
	struct media_line lines[2];
	struct description sdp[2];
};

static void make_sdp(struct made *m)
{
	for (int i = 0; i < 4; i++) {
		m->formats[i] = (struct media_format){
			.payload_type = 8,
			.name = SLICE("PCMA"),
			.codec = codec_by_static_pt(8),
			.clock_hz = 8000,
		};
	}
	m->formats[4] = (struct media_format){
		.payload_type = 101,
		.name = SLICE("telephone-event"),
		.codec = codec_by_name(SLICE("telephone-event")),
		.clock_hz = 8000,
	};
	m->lines[0] = (struct media_line){
		.rtp = at(26, 12720), .format_count = 5, .formats = m->formats};
	m->lines[1] = (struct media_line){.rtp = at(19, 7012),
		.format_count = 2,
		.formats = m->formats + 3};
	for (int i = 0; i < 2; i++) {
		m->sdp[i] = (struct description){
			.line_count = 1, .lines = &m->lines[i]};
	}
}

static void make_completed(struct made *m)
{
	struct message **message = &m->call.messages;
	struct stream **stream = &m->call.streams;

	memset(m, 0, sizeof(*m));
	make_sdp(m);
	for (size_t i = 0; i < ROWS; i++) {
		const struct picture *p = &completed[i];
		if (!p->summary) {
			struct stream *s = &m->streams[i];
			s->src = at(p->src, p->sport);
			s->dst = at(p->dst, p->dport);
			s->ssrc = p->ssrc;
			s->stat.packets = p->packets;
			s->stat.first_ts = p->us * US;
			s->stat.last_ts = p->last_us * US;
			s->types[0].payload_type = 8;
			s->types[0].packets = p->packets;
			s->types[0].codec = codec_by_static_pt(8);
			s->type_count = 1;
			*stream = s;
			stream = &s->next_in_call;
			continue;
		}
		m->messages[i] = (struct message){
			.frame = i + 1,
			.ts = p->us * US,
			.src = at(p->src, p->sport),
			.dst = at(p->dst, p->dport),
			.request = p->summary[0] > '9',
			.status = p->summary[0] > '9' ? 0 : 200,
			.summary = slice_of(p->summary),
			.sdp = p->sdp ? &m->sdp[p->sdp - 1] : NULL,
		};
		*message = &m->messages[i];
		message = &m->messages[i].next;
	}
}

static void picture(void **state)
{
	static struct made m;
	struct ladder ladder;
	struct err err;

	(void)state;
	make_completed(&m);
	assert_int_equal(ladder_build(&ladder, &m.call, false, NULL, &err), 0);
	assert_int_equal(ladder.row_count, ROWS);
	assert_int_equal(ladder.host_count, 2);
	for (size_t i = 0; i < ROWS; i++) {
		const struct picture *p = &completed[i];
		const struct ladder_row *row = &ladder.rows[i];
		struct text t = {0};
		assert_int_equal(row->ts, p->us * US);
		assert_int_equal(row->src.port, p->sport);
		assert_int_equal(row->dst.port, p->dport);
		/* .26 appears first */
		assert_int_equal(row->from, p->src == 26 ? 0 : 1);
		assert_int_equal(row->to, p->dst == 26 ? 0 : 1);
		ladder_label(&t, row);
		assert_string_equal(t.p, p->label);
		text_clear(&t);
		ladder_comment(&t, row);
		if (p->comment) {
			assert_string_equal(t.p, p->comment);
		}
		text_finish(&t);
	}
	ladder_finish(&ladder);
}

/* Draws @call @columns wide and checks the width; returns the text. */
static struct text draw(const struct call *call, size_t columns, bool fits)
{
	static struct book book;
	struct report_input input = {.book = &book};
	struct report_options options = {.columns = columns};
	struct text t = {0};
	struct err err;

	assert_int_equal(ladder_text_put(&t, &input, &options, call, false, &err), 0);
	struct slice rest = text_slice(&t);
	while (fits && rest.p && rest.n) {
		struct slice line = slice_cut(&rest, '\n');
		assert_true(text_columns(line) <= columns);
		assert_true(line.n == 0 || line.p[line.n - 1] != ' ');
	}
	return t;
}

static void drawing_keeps_everything(void **state)
{
	static struct made m;

	(void)state;
	make_completed(&m);
	for (size_t columns = 72; columns <= 200; columns++) {
		struct text t = draw(&m.call, columns, true);
		for (size_t i = 0; i < ROWS; i++) {
			assert_non_null(strstr(t.p, completed[i].label));
			if (completed[i].comment) {
				assert_non_null(
					strstr(t.p, completed[i].comment));
			}
		}
		assert_non_null(strstr(t.p, "13.128065"));
		assert_non_null(strstr(t.p, "12720"));
		text_finish(&t);
	}
}

/* A chain of @hosts hosts, each passing a request on to the next. */
static void many_hosts(void **state)
{
	static struct message messages[200];

	(void)state;
	for (unsigned hosts = 2; hosts <= 150; hosts++) {
		struct call call = {.messages = messages};
		for (unsigned i = 0; i + 1 < hosts; i++) {
			messages[i] = (struct message){
				.next = i + 2 < hosts ? &messages[i + 1] : NULL,
				.ts = (ns_t)i * NS_PER_S,
				.frame = i + 1,
				.request = true,
				.src = at((uint8_t)i, 5060),
				.dst = at((uint8_t)(i + 1), 65535),
				.summary = SLICE("REFER"),
			};
		}
		struct text t = draw(&call, 80, hosts <= 17);
		size_t found = 0;
		for (const char *p = strstr(t.p, "REFER"); p;
			p = strstr(p + 1, "REFER")) {
			found++;
		}
		assert_int_equal(found, hosts - 1);
		/* each address is there: as column, legend or beside its row */
		char name[ADDR_TEXT];
		for (unsigned i = 0; i < hosts; i++) {
			struct endpoint e = at((uint8_t)i, 0);
			assert_non_null(strstr(t.p, addr_text(&e.ip, name)));
		}
		text_finish(&t);
	}
}

static void loopback_has_a_column_a_port(void **state)
{
	struct message answer = {.ts = 1,
		.src = at(1, 5061),
		.dst = at(1, 5060),
		.summary = SLICE("200 OK"),
		.status = 200};
	struct message invite = {.next = &answer,
		.src = at(1, 5060),
		.dst = at(1, 5061),
		.summary = SLICE("INVITE"),
		.request = true};
	struct call call = {.messages = &invite};
	struct ladder ladder;
	struct text t = {0};
	struct err err;

	(void)state;
	assert_int_equal(ladder_build(&ladder, &call, false, NULL, &err), 0);
	assert_int_equal(ladder.host_count, 2);
	ladder_host_name(&t, &ladder, 1);
	assert_string_equal(t.p, "172.16.201.1:5061");
	assert_int_equal(ladder.rows[1].from, 1);
	assert_int_equal(ladder.rows[1].to, 0);
	ladder_finish(&ladder);
	text_finish(&t);
}

/* Two addresses of one device are a column; what stays inside is a loop. A
 * single host that talks to itself keeps a column a port, alias or not. */
static void devices(void **state)
{
	struct message inside = {.ts = 1,
		.src = at(2, 5080),
		.dst = at(3, 5060),
		.summary = SLICE("INVITE"),
		.request = true};
	struct message invite = {.next = &inside,
		.src = at(1, 5060),
		.dst = at(2, 5060),
		.summary = SLICE("INVITE"),
		.request = true};
	struct call call = {.messages = &invite};
	struct ladder ladder;
	struct names names;
	struct text t = {0};
	struct err err;

	(void)state;
	names_init(&names, 5, 16);
	assert_int_equal(names_read_group(&names,
				 SLICE("pbx=172.16.201.2,172.16.201.3"), &err),
		0);
	assert_int_equal(ladder_build(&ladder, &call, false, &names, &err), 0);
	assert_int_equal(ladder.host_count, 2);
	assert_false(ladder_is_loop(&ladder, &ladder.rows[0]));
	assert_true(ladder_is_loop(&ladder, &ladder.rows[1]));
	assert_false(ladder_is_several(&ladder, 0));
	assert_true(ladder_is_several(&ladder, 1));
	ladder_host_name(&t, &ladder, 1);
	assert_string_equal(t.p, "pbx 172.16.201.2, 172.16.201.3");
	ladder_finish(&ladder);
	names_finish(&names);

	/* Now 172.16.201.2 speaks to itself, and has a name of its own. */
	inside.dst = at(2, 5060);
	names_init(&names, 5, 16);
	assert_int_equal(
		names_read_alias(&names, SLICE("172.16.201.2 loop"), &err), 0);
	assert_int_equal(ladder_build(&ladder, &call, false, &names, &err), 0);
	assert_int_equal(ladder.host_count, 3);
	assert_false(ladder_is_loop(&ladder, &ladder.rows[1]));
	assert_false(ladder_is_several(&ladder, 2));
	text_clear(&t);
	ladder_host_name(&t, &ladder, 2);
	assert_string_equal(t.p, "loop 172.16.201.2:5080");
	ladder_finish(&ladder);
	text_finish(&t);
	names_finish(&names);
}

static void odd_rows(void **state)
{
	char reason[600];
	struct message again = {.ts = 2,
		.src = at(2, 5060),
		.dst = at(1, 5060),
		.status = 603,
		.retransmission = true};
	struct call call = {.messages = &again, .messages_left_out = 5};

	(void)state;
	memset(reason, 'w', sizeof(reason));
	memcpy(reason, "603 \x1b[2J ", 9);
	again.summary = (struct slice){reason, sizeof(reason)};
	struct text t = draw(&call, 80, true);
	assert_null(strchr(t.p, '\x1b'));
	assert_non_null(strstr(t.p, "(retransmission)"));
	assert_non_null(strstr(t.p, "5 more messages were not kept"));
	text_finish(&t);

	struct call empty = {0};
	t = draw(&empty, 80, true);
	assert_int_equal(t.n, 0);
	text_finish(&t);
}

static void svg_is_escaped(void **state)
{
	struct message m = {.src = at(1, 5060),
		.dst = at(2, 5060),
		.request = true,
		.summary = SLICE("<script>\"&\x01")};
	struct call call = {.messages = &m, .from_user = SLICE("</text><x>")};
	static struct book book;
	struct report_input input = {.book = &book};
	struct report_options options = {.columns = 80};
	struct text t = {0};
	struct err err;

	(void)state;
	book.calls = &call;
	book.call_count = 1;
	assert_int_equal(
		report_ladder_svg.write(&t, &input, &options, &err), 0);
	assert_null(strstr(t.p, "<script>"));
	assert_null(strstr(t.p, "<x>"));
	assert_non_null(strstr(t.p, "&lt;script&gt;&quot;&amp;\\x01"));
	assert_non_null(strstr(t.p, "</svg>"));
	text_finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(picture),
		cmocka_unit_test(drawing_keeps_everything),
		cmocka_unit_test(many_hosts),
		cmocka_unit_test(loopback_has_a_column_a_port),
		cmocka_unit_test(devices),
		cmocka_unit_test(odd_rows),
		cmocka_unit_test(svg_is_escaped),
	};

	return RUN_TESTS(tests);
}
