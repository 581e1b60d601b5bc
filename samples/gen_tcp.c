/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Connections with no more to them than a capture of SIP needs: opened once, no
 * acknowledgements of their own, never closed. Who speaks first is the client,
 * whose WebSocket frames are masked.
 */
#include "samples/gen_tcp.h"

#include "lib/text.h"
#include "samples/gen_random.h"

#define SYN  0x02U
#define PUSH 0x08U
#define ACK  0x10U

#define APART ((ns_t)12000) /* 1500 bytes at a gigabit per second */

/* RFC 6455 clause 1.2 and 1.3: its example of a key and the answer to it. */
static const char ASKS[] =
	"GET /ws HTTP/1.1\r\nHost: pbx.example.com\r\nUpgrade: websocket\r\n"
	"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	"Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n";
static const char AGREES[] =
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
	"Connection: Upgrade\r\n"
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
	"Sec-WebSocket-Protocol: sip\r\n\r\n";

static const struct slice NOTHING = {NULL, 0};

const char *gen_tcp_name(const struct gen_node *node)
{
	static const char *const NAMES[] = {
		[GEN_UDP] = "UDP",
		[GEN_TCP] = "TCP",
		[GEN_WS] = "WS",
	};

	return NAMES[node->carrier];
}

static struct gen_way back(const struct gen_way *way)
{
	return (struct gen_way){
		.src = way->dst,
		.dst = way->src,
		.sport = way->dport,
		.dport = way->sport,
		.tos = way->tos,
	};
}

/* @bytes in as many segments as it takes, the last of them at @t. */
static unsigned stream(struct gen *g, ns_t t, enum gen_count kind,
	const struct gen_way *way, struct slice bytes, struct slice comment)
{
	const size_t most = way->src->mtu - 40;
	const size_t count = (bytes.n + most - 1) / most;
	const uint32_t first = way->src->seq;
	const bool reverse = way->src->pieces == GEN_PIECES_REVERSE;
	unsigned frame = 0;

	for (size_t i = 0; i < count; i++) {
		size_t nth = reverse ? count - 1 - i : i;
		bool last = i + 1 == count;
		struct slice part = slice_sub(bytes, nth * most, most);
		way->src->seq = first + (uint32_t)(nth * most);
		frame = gen_net_tcp(g, t - (ns_t)(count - 1 - i) * APART,
			last ? kind : GEN_OTHER, way, PUSH | ACK, part.p,
			part.n, last ? comment : NOTHING);
	}
	way->src->seq = first + (uint32_t)bytes.n;
	return frame;
}

/* Three segments before @t, and of a WebSocket the handshake. */
static void connect(struct gen *g, ns_t t, const struct gen_way *way)
{
	struct gen_random r = gen_random_of(g->seed, way->src->name);
	struct gen_way answer = back(way);
	uint32_t server = (uint32_t)gen_random_below(&r, UINT32_MAX) | 1;

	way->src->seq = (uint32_t)gen_random_below(&r, UINT32_MAX) | 1;
	way->dst->seq = 0;
	(void)gen_net_tcp(
		g, t - 5 * NS_PER_MS, GEN_OTHER, way, SYN, NULL, 0, NOTHING);
	way->src->seq++;
	way->dst->seq = server;
	(void)gen_net_tcp(g, t - 4 * NS_PER_MS, GEN_OTHER, &answer, SYN | ACK,
		NULL, 0, NOTHING);
	way->dst->seq++;
	(void)gen_net_tcp(
		g, t - 3 * NS_PER_MS, GEN_OTHER, way, ACK, NULL, 0, NOTHING);
	if (way->src->carrier == GEN_WS) {
		(void)stream(g, t - 2 * NS_PER_MS, GEN_OTHER, way, SLICE(ASKS),
			NOTHING);
		(void)stream(g, t - NS_PER_MS, GEN_OTHER, &answer,
			SLICE(AGREES), NOTHING);
	}
}

/* One frame, masked by the client, which in these samples has the lower
 * address. Messages are longer than 125 bytes and shorter than 64 KiB. */
static void frame_of(
	struct text *out, const struct gen_way *way, struct slice message)
{
	const char mask[4] = {'m', 'a', 's', 'k'};
	const bool client = endpoint_cmp(&way->src->at, &way->dst->at) < 0;
	const unsigned bit = client ? 0x80 : 0;
	char head[4] = {(char)0x81, (char)(bit | 126), (char)(message.n >> 8),
		(char)message.n};

	text_put(out, (struct slice){head, 4});
	if (!client) {
		text_put(out, message);
		return;
	}
	text_put(out, (struct slice){mask, 4});
	for (size_t i = 0; i < message.n; i++) {
		char c = (char)(message.p[i] ^ mask[i % 4]);
		text_put(out, (struct slice){&c, 1});
	}
}

unsigned gen_tcp_sip(struct gen *g, ns_t t, const struct gen_way *way,
	struct slice message, struct slice comment)
{
	struct text framed = {0};

	if (way->src->carrier == GEN_UDP) {
		return gen_net_udp(
			g, t, GEN_SIP, way, message.p, message.n, comment);
	}
	if (way->src->seq == 0) {
		connect(g, t, way);
	}
	if (way->src->carrier == GEN_TCP) {
		return stream(g, t, GEN_SIP, way, message, comment);
	}
	frame_of(&framed, way, message);
	unsigned frame =
		stream(g, t, GEN_SIP, way, text_slice(&framed), comment);
	text_finish(&framed);
	return frame;
}
