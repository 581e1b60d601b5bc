/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two streams of opposite directions with any sequence numbers, timestamps, times
 * of arrival and payloads. Input: eight bytes of a packet's header and its payload, as
 * long as the header says, again and again. Laws: each packet is accounted for
 * once, shares are shares, and time that leaps costs no time.
 */
#include "audio/ear.h"
#include "lib/attr.h"

#include "tests/fuzz/fuzz.h"

#include <math.h>

#define HEAD 8

static struct ear_rooms rooms;

static void set_types(struct stream *s)
{
	static const struct {
		uint8_t payload_type;
		const struct codec *codec;
		uint32_t clock_hz;
	} types[] = {{8, &codec_pcma, 8000}, {0, &codec_pcmu, 8000},
		{13, &codec_cn, 8000}, {101, &codec_telephone_event, 8000},
		{11, &codec_l16, 44100}, {97, NULL, 8000}};

	_Static_assert(COUNT_OF(types) == STREAM_TYPES, "all slots");
	for (unsigned i = 0; i < STREAM_TYPES; i++) {
		s->types[i].payload_type = types[i].payload_type;
		s->types[i].codec = types[i].codec;
		s->types[i].clock_hz = types[i].clock_hz;
	}
	s->type_count = STREAM_TYPES;
}

static void check(const struct hearing *h, uint64_t packets)
{
	const struct voice_counts *c = &h->counts;
	double share = 0;

	fuzz_law(c->packets == packets);
	fuzz_law(c->decoded + c->refused + c->cut + c->unknown + c->noise +
			c->events + c->late <=
		packets);
	struct maybe active = level_active(&h->level, &share);
	fuzz_law(!active.known || (share >= 0 && share <= 1));
	struct maybe rms = level_rms(&h->level);
	fuzz_law(!rms.known || (rms.v <= 0.1 && isfinite(rms.v)));
	fuzz_law(h->level.clipped <= h->level.count);
}

static void feed(struct ear *const *ears, const uint8_t *data, size_t size,
	uint64_t *packets)
{
	static const uint8_t types[] = {8, 0, 13, 101, 11, 97, 8, 99};
	uint16_t sequence[2] = {0, 0};
	uint32_t timestamp[2] = {0, 0};
	ns_t ts = NS_PER_S;

	for (uint64_t frame = 1; size >= HEAD && frame < 2000; frame++) {
		unsigned side = data[0] & 1;
		size_t n = data[7] < size - HEAD ? data[7] : size - HEAD;
		sequence[side] = (uint16_t)(sequence[side] +
					    (int8_t)data[1] + 1);
		timestamp[side] += 160 + (uint32_t)((int8_t)data[2] *
						    (1 << (data[3] & 15)));
		/* From a ms to some years. */
		ts += ((ns_t)data[4] + 1) * NS_PER_MS << (data[5] & 31);
		struct voice_packet p = {
			.rtp = {.payload_type = types[data[6] & 7],
				.marker = data[6] & 8,
				.sequence = sequence[side],
				.timestamp = timestamp[side],
				.payload_wire = (uint32_t)n + (data[6] >> 7),
				.payload = {(const char *)data + HEAD, n}},
			.frame = frame,
			.ts = ts,
		};
		ear_packet(ears[side], &p);
		packets[side]++;
		data += HEAD + n;
		size -= HEAD + n;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct stream streams[2];
	static struct hearing hearings[2];
	struct ear *ears[2];
	uint64_t packets[2] = {0, 0};

	if (!rooms.tools) {
		rooms.tools = echo_tools_create();
	}
	struct echo *echo = echo_create(NS_PER_S);
	fuzz_law(echo && rooms.tools);
	for (unsigned i = 0; i < 2; i++) {
		streams[i] = (struct stream){0};
		hearings[i] = (struct hearing){0};
		set_types(&streams[i]);
		streams[i].stat.first_ts = NS_PER_S;
		hearings[i].stream = &streams[i];
		ears[i] = ear_create(&hearings[i], &rooms, echo, i);
		fuzz_law(ears[i] != NULL);
	}
	feed(ears, data, size, packets);
	for (unsigned i = 0; i < 2; i++) {
		ear_destroy(ears[i]);
	}
	echo_finish(echo, rooms.tools);
	for (unsigned i = 0; i < 2; i++) {
		struct echo_result r = echo_judge(echo, i);
		fuzz_law(r.votes <= r.blocks || r.kind == ECHO_NONE ||
			r.kind == ECHO_UNKNOWN);
		check(&hearings[i], packets[i]);
		free(hearings[i].seconds);
	}
	free(echo);
	return 0;
}
