/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pcapng block is built in a text (a growing buffer), closed with its length
 * and written; pcap records go out directly.
 */
#include "samples/gen_pcap.h"

#include "lib/text.h"

#define SNAPLEN     262144U
#define ETHERNET    1U
#define BLOCK_SHB   0x0a0d0d0aU
#define BLOCK_IDB   1U
#define BLOCK_NRB   4U
#define BLOCK_ISB   5U
#define BLOCK_EPB   6U
#define BLOCK_DSB   10U
#define SECRETS_TLS 0x544c534bU

static void le32(uint8_t out[4], uint32_t v)
{
	for (unsigned i = 0; i < 4; i++) {
		out[i] = (uint8_t)(v >> 8 * i);
	}
}

static void put32(struct text *t, uint32_t v)
{
	uint8_t b[4];

	le32(b, v);
	text_put(t, (struct slice){(const char *)b, 4});
}

static void put16(struct text *t, unsigned v)
{
	char b[2] = {(char)(v & 0xff), (char)(v >> 8 & 0xff)};

	text_put(t, (struct slice){b, 2});
}

static void pad4(struct text *t)
{
	text_fill(t, '\0', (4 - t->n % 4) % 4);
}

static void option(struct text *t, unsigned code, struct slice value)
{
	put16(t, code);
	put16(t, (unsigned)value.n);
	text_put(t, value);
	pad4(t);
}

static void block(struct gen *g, uint32_t type, struct text *body)
{
	uint8_t head[8];
	uint32_t n = (uint32_t)body->n + 12;

	le32(head, type);
	le32(head + 4, n);
	(void)fwrite(head, 1, 8, g->out);
	(void)fwrite(body->p, 1, body->n, g->out);
	(void)fwrite(head + 4, 1, 4, g->out);
	text_clear(body);
}

static void section(struct gen *g, struct text *t)
{
	put32(t, 0x1a2b3c4dU);
	put16(t, 1);
	put16(t, 0);
	put32(t, UINT32_MAX); /* section length: not given */
	put32(t, UINT32_MAX);
	for (struct gen_line *l = g->comment.first; l; l = l->next) {
		option(t, 1, l->text);
	}
	option(t, 4, SLICE("samples/gen"));
	option(t, 0, SLICE(""));
	block(g, BLOCK_SHB, t);
}

/* "eth0 the description of it" */
static void interface(struct gen *g, struct text *t, struct slice line)
{
	struct slice name = slice_cut(&line, ' ');

	put16(t, ETHERNET);
	put16(t, 0);
	put32(t, SNAPLEN);
	option(t, 2, name);
	if (line.p) {
		option(t, 3, line);
	}
	option(t, 9, (struct slice){"\x09", 1}); /* nanoseconds */
	option(t, 0, SLICE(""));
	block(g, BLOCK_IDB, t);
}

static void names(struct gen *g, struct text *t)
{
	for (size_t i = 0; i < g->nodes; i++) {
		const struct gen_node *node = &g->node[i];
		bool v4 = addr_is_v4(&node->at.ip);
		size_t skip = v4 ? 12 : 0;
		put16(t, v4 ? 1 : 2);
		put16(t, (unsigned)(16 - skip + node->name.n + 1));
		text_put(t, (struct slice){(const char *)node->at.ip.b + skip,
				    16 - skip});
		text_put(t, node->name);
		text_fill(t, '\0', 1);
		pad4(t);
	}
	put32(t, 0);
	block(g, BLOCK_NRB, t);
}

static void secrets(struct gen *g, struct text *t)
{
	struct text lines = {0};

	for (struct gen_line *l = g->keylog.first; l; l = l->next) {
		text_put(&lines, l->text);
		text_puts(&lines, "\n");
	}
	put32(t, SECRETS_TLS);
	put32(t, (uint32_t)lines.n);
	text_put(t, text_slice(&lines));
	pad4(t);
	block(g, BLOCK_DSB, t);
	text_finish(&lines);
}

static void begin_pcapng(struct gen *g)
{
	struct text t = {0};

	section(g, &t);
	for (struct gen_line *l = g->iface.first; l; l = l->next) {
		interface(g, &t, l->text);
	}
	if (!g->iface.first) {
		interface(g, &t, SLICE("eth0"));
	}
	if (g->names) {
		names(g, &t);
	}
	if (g->keylog.first) {
		secrets(g, &t);
	}
	text_finish(&t);
}

void gen_pcap_begin(struct gen *g)
{
	uint8_t head[24] = {0};

	if (g->format == GEN_PCAPNG) {
		begin_pcapng(g);
		return;
	}
	le32(head, g->format == GEN_PCAP_NS ? 0xa1b23c4dU : 0xa1b2c3d4U);
	head[4] = 2; /* version 2.4 */
	head[6] = 4;
	le32(head + 16, SNAPLEN);
	le32(head + 20, ETHERNET);
	(void)fwrite(head, 1, sizeof(head), g->out);
}

static void packet_pcapng(struct gen *g, ns_t t, unsigned iface,
	const uint8_t *p, size_t n, struct slice comment)
{
	struct text body = {0};

	put32(&body, iface);
	put32(&body, (uint32_t)((uint64_t)t >> 32));
	put32(&body, (uint32_t)t);
	put32(&body, (uint32_t)n);
	put32(&body, (uint32_t)n);
	text_put(&body, (struct slice){(const char *)p, n});
	pad4(&body);
	if (comment.p) {
		option(&body, 1, comment);
		option(&body, 0, SLICE(""));
	}
	block(g, BLOCK_EPB, &body);
	text_finish(&body);
}

void gen_pcap_packet(struct gen *g, ns_t t, unsigned iface, const uint8_t *p,
	size_t n, struct slice comment)
{
	uint8_t head[16];
	ns_t part = t % NS_PER_S;

	if (g->format == GEN_PCAPNG) {
		packet_pcapng(g, t, iface, p, n, comment);
		return;
	}
	if (g->format == GEN_PCAP) {
		part /= NS_PER_US;
	}
	le32(head, (uint32_t)(t / NS_PER_S));
	le32(head + 4, (uint32_t)part);
	le32(head + 8, (uint32_t)n);
	le32(head + 12, (uint32_t)n);
	(void)fwrite(head, 1, sizeof(head), g->out);
	(void)fwrite(p, 1, n, g->out);
}

/* Interface statistics: what each interface received and dropped. */
static void statistics(struct gen *g, ns_t last, uint32_t iface)
{
	struct text t = {0};
	uint8_t count[8] = {0};

	put32(&t, iface);
	put32(&t, (uint32_t)((uint64_t)last >> 32));
	put32(&t, (uint32_t)last);
	option(&t, 5, (struct slice){(const char *)count, 8});
	option(&t, 0, SLICE(""));
	block(g, BLOCK_ISB, &t);
	text_finish(&t);
}

int gen_pcap_end(struct gen *g, ns_t last)
{
	if (g->format == GEN_PCAPNG) {
		uint32_t i = 0;
		for (struct gen_line *l = g->iface.first; l; l = l->next) {
			statistics(g, last, i++);
		}
	}
	if (fflush(g->out) || ferror(g->out)) {
		return err_set(&g->err, "cannot write the capture");
	}
	return 0;
}
