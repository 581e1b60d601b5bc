/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A heap holds the next event of every call in progress: its next message, and
 * the next packet of each of its two streams. The earliest is taken out,
 * written, and put back with its next time, so memory grows with the calls at
 * once and never with the length of the file.
 *
 *   INVITE 100 180 200 ACK, both ways 50 packets a second, BYE 200
 *
 * One call in five loses 3 % of what the callee sends and has up to 15 ms of
 * jitter there; the last line says how much was lost in all.
 */
#include "samples/gen_load.h"

#include "lib/attr.h"
#include "lib/ns.h"
#include "samples/gen_audio.h"
#include "samples/gen_random.h"
#include "samples/gen_sip.h"

#define START_S    1711091700 /* 2024-03-22 07:15:00 UTC */
#define VOICE      512        /* frames of 20 ms, repeated */
#define FRAME_US   20000
#define RTCP_EVERY 250 /* packets: 5 s */
#define STEPS      7   /* messages of a call */

struct load_event {
	int64_t us;
	uint32_t slot;  /* which call in progress */
	uint32_t which; /* 0: message, 1 and 2: stream */
};

struct load_call {
	uint32_t id;
	unsigned step;
	uint32_t sent[2]; /* packets due so far */
	uint32_t ssrc[2];
	uint16_t seq[2];
	int64_t us[2]; /* start of each stream */
	bool impaired;
	bool used;
};

struct load {
	const struct gen_load *ask;
	FILE *out;
	struct load_event *heap;
	size_t heaped;
	struct load_call *call;
	size_t slots;
	struct gen_random random;
	uint8_t voice[VOICE][160];
	unsigned long sip, rtp, rtcp, lost;
	uint16_t ip_id;
};

static void push(struct load *l, struct load_event e)
{
	size_t i = l->heaped++;

	while (i && e.us < l->heap[(i - 1) / 2].us) {
		l->heap[i] = l->heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	l->heap[i] = e;
}

static struct load_event pop(struct load *l)
{
	struct load_event top = l->heap[0];
	struct load_event last = l->heap[--l->heaped];
	size_t i = 0;
	size_t child;

	while ((child = 2 * i + 1) < l->heaped) {
		if (child + 1 < l->heaped &&
			l->heap[child + 1].us < l->heap[child].us) {
			child++;
		}
		if (l->heap[child].us >= last.us) {
			break;
		}
		l->heap[i] = l->heap[child];
		i = child;
	}
	l->heap[i] = last;
	return top;
}

static void put16(uint8_t *b, unsigned v)
{
	b[0] = (uint8_t)(v >> 8);
	b[1] = (uint8_t)v;
}

static void put32(uint8_t *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b + 2, v & 0xffff);
}

static void le32(uint8_t *b, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++) {
		b[i] = (uint8_t)(v >> 8 * i);
	}
}

static unsigned checksum(const uint8_t *p, size_t n, uint32_t sum)
{
	for (; n > 1; n -= 2, p += 2) {
		sum += (uint32_t)p[0] << 8 | p[1];
	}
	sum += n ? (uint32_t)p[0] << 8 : 0;
	while (sum >> 16) {
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return ~sum & 0xffff;
}

/* Side 0 is the caller, 10.1.x.y, side 1 the callee, 10.2.x.y. */
static uint32_t address(const struct load_call *c, unsigned side)
{
	return 0x0a010000U + (side << 16) + c->id % 60000 + 1;
}

static unsigned media_port(const struct load_call *c, unsigned side)
{
	return 10000 + 2 * (c->id * 7 % 20000) + side * 4;
}

/* One record: headers before the @n bytes that already stand at b + 58. */
static void record(struct load *l, int64_t us, const struct load_call *c,
	unsigned side, unsigned sport, unsigned dport, uint8_t *b, size_t n)
{
	uint8_t *eth = b + 16;
	uint8_t *ip = eth + 14;
	uint8_t *udp = ip + 20;

	le32(b, (uint32_t)(START_S + us / 1000000));
	le32(b + 4, (uint32_t)(us % 1000000));
	le32(b + 8, (uint32_t)n + 42);
	le32(b + 12, (uint32_t)n + 42);
	put16(eth, 0x0200);
	put32(eth + 2, address(c, !side));
	put16(eth + 6, 0x0200);
	put32(eth + 8, address(c, side));
	put16(eth + 12, 0x0800);
	put16(ip, 0x45b8);
	put16(ip + 2, (unsigned)n + 28);
	put16(ip + 4, l->ip_id++);
	put16(ip + 6, 0);
	put16(ip + 8, 64 << 8 | 17);
	put16(ip + 10, 0);
	put32(ip + 12, address(c, side));
	put32(ip + 16, address(c, !side));
	put16(ip + 10, checksum(ip, 20, 0));
	put16(udp, sport);
	put16(udp + 2, dport);
	put16(udp + 4, (unsigned)n + 8);
	put16(udp + 6, 0);
	unsigned pseudo = ~checksum(ip + 12, 8, 17 + (uint32_t)n + 8) & 0xffff;
	unsigned sum = checksum(udp, n + 8, pseudo);
	put16(udp + 6, sum ? sum : 0xffff);
	(void)fwrite(b, 1, n + 58, l->out);
}

static void dotted(char out[16], uint32_t a)
{
	(void)snprintf(out, 16, "%u.%u.%u.%u", a >> 24, a >> 16 & 255,
		a >> 8 & 255, a & 255);
}

static void body(struct text *t, const struct load_call *c, unsigned side)
{
	char ip[16];

	dotted(ip, address(c, side));
	text_printf(t, "v=0\r\no=- %u 1 IN IP4 %s\r\ns=call\r\nc=IN IP4 %s\r\n",
		c->id, ip, ip);
	text_printf(t, "t=0 0\r\nm=audio %u RTP/AVP 8 101\r\n",
		media_port(c, side));
	text_puts(t,
		"a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 "
		"telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n");
}

/* What is said in each step of a call, and by whom. */
static const struct {
	const char *line; /* method, or status and phrase */
	const char *method;
	bool answers;
	unsigned side;
	unsigned cseq;
	bool sdp;
} STEP[STEPS] = {
	{"INVITE", "INVITE", false, 0, 1, true},
	{"100 Trying", "INVITE", true, 1, 1, false},
	{"180 Ringing", "INVITE", true, 1, 1, false},
	{"200 OK", "INVITE", true, 1, 1, true},
	{"ACK", "ACK", false, 0, 1, false},
	{"BYE", "BYE", false, 0, 2, false},
	{"200 OK", "BYE", true, 1, 2, false},
};

static void message(struct load *l, int64_t us, const struct load_call *c,
	struct text *t, struct text *sdp)
{
	uint8_t b[58 + 1400];
	char from[16];
	char to[16];
	unsigned caller = 100000 + c->id % 400000;
	unsigned callee = 500000 + c->id % 400000;

	dotted(from, address(c, 0));
	dotted(to, address(c, 1));
	if (STEP[c->step].sdp) {
		body(sdp, c, STEP[c->step].side);
	}
	if (STEP[c->step].answers) {
		text_printf(t, "SIP/2.0 %s\r\n", STEP[c->step].line);
	} else {
		text_printf(t,
			"%s sip:%u@%s:5060 SIP/2.0\r\nMax-Forwards: 70\r\n",
			STEP[c->step].line, callee, to);
	}
	text_printf(t, "Via: SIP/2.0/UDP %s:5060;branch=z9hG4bK%08x%s\r\n",
		from, c->ssrc[0], STEP[c->step].method);
	text_printf(t, "From: \"Caller %u\" <sip:%u@load.example>;tag=%08x\r\n",
		c->id, caller, c->ssrc[0] ^ 0x5a5a5a5aU);
	text_printf(t, "To: <sip:%u@load.example>", callee);
	if (c->step > 1) {
		text_printf(t, ";tag=%08x", c->ssrc[1] ^ 0x5a5a5a5aU);
	}
	text_printf(t, "\r\nCall-ID: %08x-%u@%s\r\nCSeq: %u %s\r\n", c->ssrc[0],
		c->id, from, STEP[c->step].cseq, STEP[c->step].method);
	text_printf(t, "Contact: <sip:%u@%s:5060>\r\nUser-Agent: Load/1.0\r\n",
		STEP[c->step].side ? callee : caller,
		STEP[c->step].side ? to : from);
	if (sdp->n) {
		text_puts(t, "Content-Type: application/sdp\r\n");
	}
	text_printf(t, "Content-Length: %zu\r\n\r\n", sdp->n);
	text_put(t, text_slice(sdp));
	memcpy(b + 58, t->p, t->n);
	record(l, us, c, STEP[c->step].side, 5060, 5060, b, t->n);
	l->sip++;
	text_clear(t);
	text_clear(sdp);
}

static void packet(
	struct load *l, int64_t us, const struct load_call *c, unsigned side)
{
	uint8_t b[58 + 172];
	uint8_t *rtp = b + 58;
	uint32_t i = c->sent[side];

	rtp[0] = 0x80;
	rtp[1] = (uint8_t)(8 | (i ? 0 : 0x80));
	put16(rtp + 2, (c->seq[side] + i) & 0xffff);
	put32(rtp + 4, c->ssrc[side] + i * 160);
	put32(rtp + 8, c->ssrc[side]);
	memcpy(rtp + 12, l->voice[(i + c->id) % VOICE], 160);
	record(l, us, c, side, media_port(c, side), media_port(c, !side), b,
		172);
	l->rtp++;
}

/* A sender report without a block. */
static void report(
	struct load *l, int64_t us, const struct load_call *c, unsigned side)
{
	uint8_t b[58 + 28];
	uint8_t *sr = b + 58;
	uint64_t part = (uint64_t)(us % 1000000);

	put16(sr, 0x80c8);
	put16(sr + 2, 6);
	put32(sr + 4, c->ssrc[side]);
	put32(sr + 8, (uint32_t)(START_S + us / 1000000 + 2208988800LL));
	put32(sr + 12, (uint32_t)((part << 32) / 1000000));
	put32(sr + 16, c->ssrc[side] + c->sent[side] * 160);
	put32(sr + 20, c->sent[side]);
	put32(sr + 24, c->sent[side] * 160);
	record(l, us, c, side, media_port(c, side) + 1,
		media_port(c, !side) + 1, b, 28);
	l->rtcp++;
}

/* The next packet of a stream; it goes back on the heap while it lasts. */
static void stream(struct load *l, struct load_event e)
{
	struct load_call *c = &l->call[e.slot];
	unsigned side = e.which - 1;
	uint32_t total = l->ask->seconds * 50;
	bool edge = c->sent[side] < 3 || c->sent[side] + 4 > total;
	bool poor = c->impaired && side == 1 && !edge;

	if (poor && gen_random_hit(&l->random, 30000)) {
		l->lost++;
	} else {
		packet(l, e.us, c, side);
	}
	c->sent[side]++;
	if (c->sent[side] % RTCP_EVERY == 0) {
		report(l, e.us, c, side);
	}
	if (c->sent[side] == total) {
		return;
	}
	e.us = c->us[side] + (int64_t)c->sent[side] * FRAME_US +
	       (int64_t)gen_random_below(&l->random, poor ? 15000 : 300);
	push(l, e);
}

/* How long after this step the next one follows, in microseconds. */
static int64_t pause_after(struct load *l, unsigned step)
{
	switch (step) {
	case 0:
		return 2000;
	case 1:
		return 100000 + (int64_t)gen_random_below(&l->random, 100000);
	case 2:
		return 500000 + (int64_t)gen_random_below(&l->random, 2000000);
	case 3:
		return 8000;
	case 4:
		return (int64_t)l->ask->seconds * 1000000 + 100000;
	default:
		return 9000;
	}
}

static void step(
	struct load *l, struct load_event e, struct text *t, struct text *sdp)
{
	struct load_call *c = &l->call[e.slot];

	message(l, e.us, c, t, sdp);
	if (c->step == 4 && l->ask->media) {
		for (unsigned side = 0; side < 2; side++) {
			c->us[side] = e.us + 5000 + side * 7000;
			push(l, (struct load_event){
					c->us[side], e.slot, side + 1});
		}
	}
	e.us += pause_after(l, c->step++);
	if (c->step < STEPS) {
		push(l, e);
	} else {
		c->used = false;
	}
}

static size_t free_slot(struct load *l, size_t from)
{
	for (size_t i = 0; i < l->slots; i++) {
		size_t slot = (from + i) % l->slots;
		if (!l->call[slot].used) {
			return slot;
		}
	}
	return l->slots;
}

/* Begin call number @id; @us is its first message. */
static void begin(struct load *l, uint32_t id, int64_t us, size_t slot)
{
	l->call[slot] = (struct load_call){
		.id = id,
		.impaired = id % 5 == 4,
		.used = true,
	};
	for (unsigned side = 0; side < 2; side++) {
		uint64_t any = gen_random_u64(&l->random);
		l->call[slot].ssrc[side] = (uint32_t)any;
		l->call[slot].seq[side] = (uint16_t)(any >> 32);
	}
	push(l, (struct load_event){us, (uint32_t)slot, 0});
}

static void run(struct load *l)
{
	struct text t = {0};
	struct text sdp = {0};
	uint32_t begun = 0;
	size_t slot = 0;
	int64_t gap =
		((int64_t)l->ask->seconds + 2) * 1000000 / l->ask->concurrent;

	while (begun < l->ask->calls || l->heaped) {
		int64_t due = (int64_t)begun * gap;
		if (begun < l->ask->calls &&
			(!l->heaped || l->heap[0].us >= due)) {
			slot = free_slot(l, slot);
			if (slot < l->slots) {
				begin(l, begun++, due, slot);
				continue;
			}
			slot = 0;
		}
		struct load_event e = pop(l);
		if (e.which) {
			stream(l, e);
		} else {
			step(l, e, &t, &sdp);
		}
	}
	text_finish(&t);
	text_finish(&sdp);
}

static int write_file(struct load *l)
{
	uint8_t head[24] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4};

	le32(head + 16, 262144);
	le32(head + 20, 1);
	(void)setvbuf(l->out, NULL, _IOFBF, 1 << 20);
	(void)fwrite(head, 1, sizeof(head), l->out);
	for (uint32_t i = 0; i < VOICE; i++) {
		gen_audio_payload(gen_sip_codec(SLICE("PCMA")), 0x5eed, i,
			false, l->voice[i]);
	}
	run(l);
	bool bad = ferror(l->out);
	return fclose(l->out) || bad;
}

int gen_load_run(const struct gen_load *ask)
{
	struct load *l = calloc(1, sizeof(*l));

	if (!l) {
		return 1;
	}
	l->ask = ask;
	l->slots = (size_t)ask->concurrent * 2 + 16;
	l->random = gen_random_of(ask->seed, SLICE("load"));
	l->heap = calloc(l->slots * 3, sizeof(*l->heap));
	l->call = calloc(l->slots, sizeof(*l->call));
	l->out = fopen(ask->path, "wb");
	bool bad = !l->heap || !l->call || !l->out || write_file(l);
	if (bad) {
		(void)fprintf(
			stderr, "gen: %s: cannot be written\n", ask->path);
	} else {
		printf("{\"calls\": %u, \"packets\": %lu, \"sip\": %lu, "
		       "\"rtp\": %lu, \"rtcp\": %lu, \"lost\": %lu, "
		       "\"streams\": %lu}\n",
			ask->calls, l->sip + l->rtp + l->rtcp, l->sip, l->rtp,
			l->rtcp, l->lost, ask->media ? ask->calls * 2UL : 0UL);
	}
	free(l->heap);
	free(l->call);
	free(l);
	return bad ? 1 : 0;
}
