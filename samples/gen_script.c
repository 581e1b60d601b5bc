/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One statement a line. A line that begins with a digit happens at that time;
 * it is kept as words and understood when its time comes, because what it
 * writes depends on what happened before. All others are read at once.
 */
#include "samples/gen_script.h"

#include "samples/gen_args.h"
#include "samples/gen_dialog.h"
#include "samples/gen_random.h"
#include "samples/gen_rtp.h"
#include "samples/gen_sip.h"

typedef int statement(struct gen *g, struct gen_args *a, struct slice rest);

static int add_line(struct gen *g, struct gen_lines *lines, struct slice text)
{
	struct gen_line *l = arena_get(&g->arena, sizeof(*l));

	if (!l) {
		return err_set(&g->err, "out of memory");
	}
	l->text = text;
	if (!lines->end) {
		lines->end = &lines->first;
	}
	*lines->end = l;
	lines->end = &l->next;
	return 0;
}

static int do_title(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	g->title = rest;
	return 0;
}

static int do_about(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	return add_line(g, &g->about, rest);
}

static int do_see(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	return add_line(g, &g->see, rest);
}

static int do_story(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	return add_line(g, &g->story, rest);
}

static int do_figure(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	return add_line(g, &g->figure, rest);
}

static int do_keylog(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	return add_line(g, &g->keylog, rest);
}

static int do_interface(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	return add_line(g, &g->iface, rest);
}

static int do_comment(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)a;
	return add_line(g, &g->comment, rest);
}

static int do_names(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)rest;
	(void)a;
	g->names = true;
	return 0;
}

static int do_seed(struct gen *g, struct gen_args *a, struct slice rest)
{
	return slice_u64(rest, UINT32_MAX, &g->seed)
		       ? 0
		       : gen_args_fail(g, a, "no such seed", rest);
}

static int do_format(struct gen *g, struct gen_args *a, struct slice rest)
{
	if (slice_is(rest, "pcap")) {
		g->format = GEN_PCAP;
	} else if (slice_is(rest, "pcap-ns")) {
		g->format = GEN_PCAP_NS;
	} else if (slice_is(rest, "pcapng")) {
		g->format = GEN_PCAPNG;
	} else {
		return gen_args_fail(g, a, "no such format", rest);
	}
	return 0;
}

/* Days from 1970-01-01, Gregorian calendar. */
static int64_t days(int64_t y, int64_t m, int64_t d)
{
	y -= m <= 2;
	m = m <= 2 ? m + 9 : m - 3; /* March is 0: leap days come last */
	int64_t in_year = (153 * m + 2) / 5 + d - 1;
	return y * 365 + y / 4 - y / 100 + y / 400 + in_year - 719468;
}

/* 2024-03-22T07:15:06.726772Z */
static int do_start(struct gen *g, struct gen_args *a, struct slice rest)
{
	static const struct {
		unsigned char at, n;
		char after;
	} PART[] = {{0, 4, '-'}, {5, 2, '-'}, {8, 2, 'T'}, {11, 2, ':'},
		{14, 2, ':'}};
	uint64_t v[COUNT_OF(PART)];
	int64_t seconds = 0;

	if (rest.n < 20 || rest.p[rest.n - 1] != 'Z') {
		return gen_args_fail(g, a, "no such time", rest);
	}
	for (size_t i = 0; i < COUNT_OF(PART); i++) {
		size_t end = (size_t)PART[i].at + PART[i].n;
		if (!slice_u64(slice_sub(rest, PART[i].at, PART[i].n), 9999,
			    &v[i]) ||
			rest.p[end] != PART[i].after) {
			return gen_args_fail(g, a, "no such time", rest);
		}
	}
	struct slice tail = slice_sub(rest, 17, rest.n - 18);
	if (!gen_args_scale(tail, NS_PER_S, &seconds)) {
		return gen_args_fail(g, a, "no such time", rest);
	}
	int64_t day = days((int64_t)v[0], (int64_t)v[1], (int64_t)v[2]);
	g->start =
		(day * 86400 + (int64_t)(v[3] * 3600 + v[4] * 60)) * NS_PER_S +
		seconds;
	return 0;
}

static int mac(struct gen *g, struct gen_args *a, struct gen_node *node)
{
	struct slice rest = gen_args_get(a, "mac");

	if (!rest.p) { /* locally administered, from the address */
		node->mac[0] = 0x02;
		memcpy(node->mac + 2, node->at.ip.b + 12, 4);
		return 0;
	}
	for (size_t i = 0; i < 6; i++) {
		struct slice part = slice_cut(&rest, ':');
		char hex[5] = "0x";
		uint64_t v = 0;
		if (part.n != 2) {
			return gen_args_fail(g, a, "no such address", part);
		}
		memcpy(hex + 2, part.p, 2);
		if (!gen_args_number((struct slice){hex, 4}, 255, &v)) {
			return gen_args_fail(g, a, "no such address", part);
		}
		node->mac[i] = (uint8_t)v;
	}
	return 0;
}

static int small(struct gen *g, struct gen_args *a, const char *key,
	unsigned otherwise, unsigned max, unsigned *ret)
{
	uint64_t v = 0;

	if (gen_args_u64(g, a, key, otherwise, max, &v)) {
		return -1;
	}
	*ret = (unsigned)v;
	return 0;
}

static int fragments(struct gen *g, struct gen_args *a, struct gen_node *node)
{
	struct slice pieces = gen_args_get(a, "pieces");

	if (small(g, a, "mtu", 1500, 1500, &node->mtu)) {
		return -1;
	}
	if (slice_is(pieces, "reverse")) {
		node->pieces = GEN_PIECES_REVERSE;
	} else if (slice_is(pieces, "first")) {
		node->pieces = GEN_PIECES_FIRST;
	} else if (pieces.p) {
		return gen_args_fail(g, a, "no such pieces", pieces);
	}
	/* RFC 791: every link takes 68 bytes. */
	return node->mtu < 68 ? gen_args_fail(g, a, "mtu too small", pieces)
			      : 0;
}

static int carrier(struct gen *g, struct gen_args *a, struct gen_node *node)
{
	struct slice name = gen_args_get(a, "sip");

	if (slice_is(name, "tcp")) {
		node->carrier = GEN_TCP;
	} else if (slice_is(name, "ws")) {
		node->carrier = GEN_WS;
	} else if (name.p && !slice_is(name, "udp")) {
		return gen_args_fail(g, a, "no such carrier", name);
	}
	return 0;
}

static int do_node(struct gen *g, struct gen_args *a, struct slice rest)
{
	struct gen_node *node = &g->node[g->nodes];
	struct slice ip = gen_args_get(a, "ip");
	struct slice style = gen_args_get(a, "style");
	unsigned port = 5060;
	unsigned id = 0;

	if (g->nodes == GEN_NODES || !addr_parse(ip, &node->at.ip)) {
		return gen_args_fail(g, a, "no room or no address in", rest);
	}
	node->name = gen_args_word(a, 1);
	node->agent = gen_args_get(a, "agent");
	node->offload = gen_args_flag(a, "offload");
	node->style = gen_sip_style(style.p ? style : SLICE("soft"));
	if (!node->style) {
		return gen_args_fail(g, a, "no style", style);
	}
	struct gen_random r = gen_random_of(g->seed, node->name);
	unsigned any = (unsigned)gen_random_below(&r, 65536);
	if (small(g, a, "port", 5060, 65535, &port) ||
		small(g, a, "ttl", 64, 255, &node->ttl) ||
		small(g, a, "tos-sip", 0, 255, &node->tos_sip) ||
		small(g, a, "tos-rtp", 0, 255, &node->tos_rtp) ||
		small(g, a, "vlan", 0, 65535, &node->vlan) ||
		small(g, a, "iface", 0, 255, &node->iface) ||
		small(g, a, "ip-id", any, 65535, &id) || mac(g, a, node) ||
		fragments(g, a, node) || carrier(g, a, node)) {
		return -1;
	}
	node->at.port = (uint16_t)port;
	node->ip_id = (uint16_t)id;
	g->nodes++;
	return 0;
}

static int do_sdp(struct gen *g, struct gen_args *a, struct slice rest)
{
	struct gen_sdp *sdp = &g->sdp[g->sdps];
	struct slice port = gen_args_get(a, "at");
	struct slice node = slice_cut(&port, ':');
	struct slice codecs = gen_args_get(a, "codecs");
	struct slice direction = gen_args_get(a, "direction");
	uint64_t v = 0;

	if (g->sdps == GEN_SDPS || !slice_u64(port, 65535, &v)) {
		return gen_args_fail(g, a, "no room or no port in", rest);
	}
	sdp->name = gen_args_word(a, 1);
	sdp->port = (unsigned)v;
	sdp->node = gen_find_node(g, a, node);
	struct slice media = gen_args_get(a, "media");
	struct gen_node *where =
		media.p ? gen_find_node(g, a, media) : sdp->node;
	if (!sdp->node || !where ||
		small(g, a, "version", 1, 65535, &sdp->version)) {
		return -1;
	}
	sdp->media = where->at.ip;
	sdp->direction = direction.p ? direction : SLICE("sendrecv");
	while (codecs.p) {
		struct slice name = slice_cut(&codecs, ',');
		const struct gen_codec *codec = gen_sip_codec(name);
		if (!codec || sdp->codecs == GEN_CODECS) {
			return gen_args_fail(g, a, "no codec", name);
		}
		sdp->codec[sdp->codecs++] = codec;
	}
	g->sdps++;
	return 0;
}

/* "from=6022@phone" */
static struct gen_node *party(struct gen *g, struct gen_args *a,
	const char *key, struct slice *ret_user)
{
	struct slice node = gen_args_get(a, key);

	*ret_user = slice_cut(&node, '@');
	return gen_find_node(g, a, node);
}

static int do_call(struct gen *g, struct gen_args *a, struct slice rest)
{
	struct gen_call *call = &g->call[g->calls];
	struct slice via = gen_args_get(a, "via");
	struct slice leg = gen_args_get(a, "leg");
	struct slice far = gen_args_get(a, "far");
	struct slice realm = gen_args_get(a, "realm");
	struct slice subject = gen_args_get(a, "subject");
	struct slice password = gen_args_get(a, "password");

	if (g->calls == GEN_CALLS) {
		return gen_args_fail(g, a, "too many calls", rest);
	}
	call->name = gen_args_word(a, 1);
	call->caller = party(g, a, "from", &call->from);
	call->callee = party(g, a, "to", &call->to);
	call->far = far.p ? gen_find_node(g, a, far) : call->callee;
	call->from_name = gen_args_get(a, "name");
	call->to_name = gen_args_get(a, "to-name");
	call->id = gen_args_get(a, "id");
	call->media = gen_args_get(a, "media");
	call->realm = realm.p ? realm : SLICE("3CXPhoneSystem");
	call->password = password.p ? password : SLICE("correct horse");
	call->subject = subject.p ? subject : SLICE("call");
	call->state = subject.p ? GEN_NONE : GEN_INCOMPLETE;
	call->qop = gen_args_flag(a, "qop");
	call->record_route = gen_args_flag(a, "record-route");
	if (!call->caller || !call->callee || !call->far) {
		return -1;
	}
	if (via.p) { /* the proxy forks: the same call with one more Via */
		call->via = gen_find_call(g, via);
		if (!call->via) {
			return gen_args_fail(g, a, "no call", via);
		}
		call->id = call->via->id;
		call->tag[0] = call->via->tag[0];
	}
	g->calls++;
	if (leg.p) {
		call->leg = gen_find_call(g, leg);
		if (!call->leg) {
			return gen_args_fail(g, a, "no call", leg);
		}
		call->leg->leg = call;
	}
	return gen_dialog_open(g, call);
}

static int do_rtp(struct gen *g, struct gen_args *a, struct slice rest)
{
	(void)rest;
	return gen_rtp_line(g, a);
}

/* fill COUNT from=T1 to=T2: background frames of a quiet network. */
static int do_fill(struct gen *g, struct gen_args *a, struct slice rest)
{
	uint64_t n = 0;
	int64_t from = 0;
	int64_t to = 0;

	if (!slice_u64(gen_args_word(a, 1), 10000, &n) ||
		!gen_args_scale(gen_args_get(a, "from"), NS_PER_S, &from) ||
		!gen_args_scale(gen_args_get(a, "to"), NS_PER_S, &to)) {
		return gen_args_fail(g, a, "no such span", rest);
	}
	struct gen_random r = gen_random_of(g->seed + (uint64_t)a->line, rest);
	ns_t step = (to - from) / (ns_t)(n + 1) / NS_PER_US;
	for (uint64_t i = 0; i < n; i++) {
		ns_t shake = (ns_t)gen_random_below(&r, (uint64_t)step / 2 + 1);
		struct gen_event e = {
			.t = from + ((ns_t)(i + 1) * step - shake) * NS_PER_US,
			.args = a,
		};
		if (gen_add_event(g, e)) {
			return -1;
		}
	}
	return 0;
}

static const struct {
	const char *word;
	statement *run;
	bool words; /* its words are checked, not its text */
} STATEMENTS[] = {
	{"about", do_about, false},
	{"call", do_call, true},
	{"comment", do_comment, false},
	{"figure", do_figure, false},
	{"fill", do_fill, true},
	{"format", do_format, false},
	{"interface", do_interface, false},
	{"keylog", do_keylog, false},
	{"names", do_names, false},
	{"node", do_node, true},
	{"rtp", do_rtp, true},
	{"sdp", do_sdp, true},
	{"see", do_see, false},
	{"seed", do_seed, false},
	{"start", do_start, false},
	{"story", do_story, false},
	{"title", do_title, false},
};

static int do_line(struct gen *g, struct slice line, unsigned nr)
{
	struct gen_args *a = gen_args_split(g, line, nr);
	struct gen_event e = {.args = a};

	if (!a || a->n == 0) {
		return a ? 0 : -1;
	}
	if (a->word[0].n && a->word[0].p[0] >= '0' && a->word[0].p[0] <= '9') {
		return gen_args_scale(a->word[0], NS_PER_S, &e.t)
			       ? gen_add_event(g, e)
			       : gen_args_fail(
					 g, a, "no such time", a->word[0]);
	}
	struct slice rest = line;
	(void)slice_cut(&rest, ' ');
	rest = slice_trim(rest);
	for (size_t i = 0; i < COUNT_OF(STATEMENTS); i++) {
		if (!slice_is(a->word[0], STATEMENTS[i].word)) {
			continue;
		}
		(void)gen_args_word(a, 0);
		if (STATEMENTS[i].run(g, a, rest)) {
			return -1;
		}
		return STATEMENTS[i].words ? gen_args_done(g, a) : 0;
	}
	return gen_args_fail(g, a, "unknown statement", a->word[0]);
}

/* @line and the lines that it goes on with: those after a backslash. */
static struct slice whole_line(
	struct gen *g, struct slice line, struct slice *rest, unsigned *nr)
{
	char *out = arena_get(&g->arena, line.n + rest->n + 1);
	size_t n = 0;

	while (out) {
		bool more = line.n && line.p[line.n - 1] == '\\' && rest->p;
		size_t take = more ? line.n - 1 : line.n;
		if (take) {
			memcpy(out + n, line.p, take);
		}
		n += take;
		if (!more) {
			break;
		}
		line = slice_trim(slice_cut(rest, '\n'));
		(*nr)++;
	}
	return (struct slice){out, out ? n : 0};
}

int gen_script_read(struct gen *g, struct slice text)
{
	struct slice rest = arena_copy(&g->arena, text);
	unsigned nr = 0;

	while (rest.p && rest.n) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));
		nr++;
		if (line.n && line.p[line.n - 1] == '\\') {
			line = whole_line(g, line, &rest, &nr);
		}
		if (do_line(g, line, nr)) {
			return -1;
		}
	}
	return 0;
}
