/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls, their joins and their stories from any messages. The input is a list
 * of SIP messages, each behind one byte that chooses its two hosts and the time
 * since the one before; a NUL ends it. Laws: tables keep their limits, numbers
 * are in order, every join points into its conversation and is good enough, and
 * a story is in order of time and told by its own legs.
 */
#include "calls/book.h"
#include "calls/story.h"

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static void feed(struct book *book, struct slice bytes, uint64_t frame,
	uint8_t how, ns_t ts)
{
	uint8_t from[4] = {10, 0, 0, (uint8_t)(how & 3)};
	uint8_t to[4] = {10, 0, 0, (uint8_t)(how >> 2 & 3)};
	struct packet p = {
		.ts = ts,
		.frame = frame,
		.src = {.ip = addr_v4(from), .port = 5060},
		.dst = {.ip = addr_v4(to), .port = 5060},
		.transport = TRANSPORT_UDP,
		.ip_bytes = (uint32_t)bytes.n + 28,
		.wire_bytes = (uint32_t)bytes.n + 42,
		.payload_wire = (uint32_t)bytes.n,
		.payload = bytes,
	};

	book_packet(book, &p);
}

static void check_story(const struct call *call, bool whole)
{
	struct story *s = story_of(call, whole);

	fuzz_law(s != NULL);
	fuzz_law(s->count <= STORY_EVENTS && s->leg_count <= STORY_LEGS);
	fuzz_law(s->leg_count > 0);
	for (size_t i = 0; i < s->count; i++) {
		const struct story_event *e = &s->events[i];
		bool own = false;
		for (size_t k = 0; k < s->leg_count; k++) {
			own = own || s->legs[k] == e->call;
		}
		fuzz_law(own);
		fuzz_law(i == 0 || s->events[i - 1].ts <= e->ts);
		fuzz_law(!e->has_lasted || e->lasted >= 0);
		fuzz_law(story_word(e->kind) != NULL);
	}
	free(s);
}

static void check_conversation(const struct conversation *c)
{
	unsigned legs = 0;

	for (const struct call *call = c->legs; call; call = call->next_leg) {
		fuzz_law(call->conversation == c);
		fuzz_law(call->leg == ++legs);
	}
	fuzz_law(legs == c->leg_count && legs > 1);
	for (const struct join *j = c->joins; j; j = j->next) {
		fuzz_law(j->a->conversation == c && j->b->conversation == c);
		fuzz_law(j->a->id < j->b->id);
		fuzz_law(j->proof.score >= JOIN_LEAST &&
			 j->proof.score <= 100);
	}
	check_story(c->legs, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct book_limits limits = book_limits_default();
	struct slice rest = {(const char *)data, size};
	uint64_t frame = 0;
	ns_t ts = NS_PER_S;

	limits.calls = 16;
	limits.streams = 16;
	limits.flows = 64;
	struct book *book = book_create(&limits, 1);
	if (!book) {
		return 0;
	}
	while (rest.n && frame < 64) {
		struct slice one = slice_cut(&rest, '\0');
		if (one.n > 1) {
			uint8_t how = (uint8_t)one.p[0];
			ts += (ns_t)(how >> 4) * 400 * NS_PER_MS;
			feed(book, slice_sub(one, 1, one.n), ++frame, how, ts);
		}
	}
	book_finish(book);
	fuzz_law(book->call_count <= limits.calls);
	for (const struct call *c = book->calls; c; c = c->next) {
		fuzz_law(c->note_count <= CALL_NOTES);
		fuzz_law(!c->next || c->next->id == c->id + 1);
		check_story(c, false);
	}
	for (const struct conversation *c = book->joining.conversations; c;
		c = c->next) {
		check_conversation(c);
	}
	book_destroy(book);
	return 0;
}
