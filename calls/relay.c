/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table is direct-mapped and forgets: a sample lives until another payload
 * falls on its slot. What keeps coincidence out:
 *
 *  - a payload of hardly any variety (silence) is no sample;
 *  - a payload that its own stream sends again (silence of a codec, a loop) is
 *    common, and proves nothing;
 *  - two streams out of one host (music on hold for two callers) are no relay;
 *  - the sequence numbers must keep their distance.
 */
#include "calls/relay.h"

#include "calls/book.h"
#include "lib/hash.h"

#define SLOTS 8192 /* a power of two */
#define DIGESTED 64 /* bytes of a payload */
#define LOOKED_AT 24 /* for variety */

struct relay_sample {
	uint64_t digest;
	ns_t ts;
	struct stream *stream;
	uint64_t serial; /* of the stream: its slot may be used again */
	uint64_t frame;
	uint16_t sequence;
	bool common;
};

/* Fewer than four different bytes at the start: no voice. */
static bool is_dull(struct slice payload)
{
	unsigned char seen[4];
	size_t kinds = 0;
	size_t n = payload.n < LOOKED_AT ? payload.n : LOOKED_AT;

	for (size_t i = 0; i < n && kinds < sizeof(seen); i++) {
		unsigned char c = (unsigned char)payload.p[i];
		if (kinds == 0 || !memchr(seen, c, kinds)) {
			seen[kinds++] = c;
		}
	}
	return kinds < sizeof(seen);
}

/* Units of 10 us: bin 4 * o + q begins at 2^o * (1 + q/4). */
static unsigned bin_of(ns_t delay)
{
	uint64_t units = delay > 10000 ? (uint64_t)delay / 10000 : 1;
	unsigned octave = 0;

	while (units >> (octave + 1)) {
		octave++;
	}
	unsigned quarter = (unsigned)(units * 4 >> octave) - 4;
	unsigned bin = octave * 4 + quarter;
	return bin < RELAY_BINS ? bin : RELAY_BINS - 1;
}

/* Where bin @bin ends, ns. */
static ns_t bin_end(unsigned bin)
{
	return (ns_t)10000 * (5 + bin % 4) * ((ns_t)1 << bin / 4) / 4;
}

static void measure(struct relay *r, ns_t delay)
{
	r->sum += delay;
	r->min = delay < r->min ? delay : r->min;
	r->max = delay > r->max ? delay : r->max;
	r->bins[bin_of(delay)]++;
	r->hits++;
}

static void begin(struct relay *r, const struct relay_sample *in,
	uint64_t frame, uint16_t shift)
{
	*r = (struct relay){
		.from = in->stream,
		.from_serial = in->serial,
		.shift = shift,
		.frame_in = in->frame,
		.frame_out = frame,
		.min = INT64_MAX,
	};
}

/* May a packet have come in as @in and have left as @out? */
static bool may_be_relayed(const struct stream *in, const struct stream *out)
{
	if (in->call && in->call == out->call &&
		endpoint_eq(&in->src, &out->src)) {
		return false;
	}
	return !addr_eq(&in->src.ip, &out->src.ip) &&
	       !endpoint_eq(&in->dst, &out->dst);
}

/* Stream @out sends what @in brought. */
static void meet(struct book *book, struct stream *out,
	const struct relay_sample *in, uint64_t frame, ns_t ts,
	uint16_t sequence)
{
	uint16_t shift = (uint16_t)(sequence - in->sequence);
	struct relay *r = out->relay;

	if (!may_be_relayed(in->stream, out)) {
		return;
	}
	if (!r) {
		r = pool_get(&book->relays.pool);
		if (!r) {
			return;
		}
		out->relay = r;
		begin(r, in, frame, shift);
	}
	bool other = r->from != in->stream || r->from_serial != in->serial;
	if (other || shift != r->shift) {
		if (r->hits < RELAY_PROOF) {
			begin(r, in, frame, shift);
		} else if (other) {
			r->misses++;
			return;
		} else {
			r->shift = shift;
			r->shifts = (uint16_t)(r->shifts +
					       (r->shifts < UINT16_MAX));
		}
	}
	measure(r, ts - in->ts);
}

void relay_note(struct book *book, struct stream *stream, uint64_t frame,
	ns_t ts, const struct rtp *rtp)
{
	struct relay_table *table = &book->relays;

	if (stream->event || stream->noise || is_dull(rtp->payload)) {
		return;
	}
	if (!table->slots) {
		table->slots = calloc(SLOTS, sizeof(*table->slots));
		if (!table->slots) {
			return;
		}
	}
	uint64_t digest = hash_slice(
		slice_sub(rtp->payload, 0, DIGESTED), book->key);
	struct relay_sample *s = &table->slots[digest & (SLOTS - 1)];
	bool known = s->digest == digest && s->stream &&
		     s->stream->serial == s->serial && ts >= s->ts &&
		     ts - s->ts <= RELAY_MOST;
	if (known && s->stream == stream) {
		s->common = s->common || s->sequence != rtp->sequence;
		s->ts = s->common ? ts : s->ts;
		return;
	}
	if (known) {
		if (!s->common) {
			meet(book, stream, s, frame, ts, rtp->sequence);
		}
		return;
	}
	*s = (struct relay_sample){
		.digest = digest,
		.ts = ts,
		.stream = stream,
		.serial = stream->serial,
		.frame = frame,
		.sequence = rtp->sequence,
	};
}

const struct stream *relay_source(const struct stream *stream)
{
	const struct relay *r = stream->relay;

	if (!r || r->hits < RELAY_PROOF || r->misses > r->hits / 2 ||
		r->from->serial != r->from_serial) {
		return NULL;
	}
	return r->from;
}

struct maybe relay_delay_ms(const struct stream *stream)
{
	const struct relay *r = stream->relay;

	if (!relay_source(stream)) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of((double)r->sum / (double)r->hits / 1e6);
}

struct maybe relay_delay_p95_ms(const struct stream *stream)
{
	const struct relay *r = stream->relay;
	uint64_t sum = 0;

	if (!relay_source(stream)) {
		return MAYBE_UNKNOWN;
	}
	for (unsigned i = 0; i < RELAY_BINS; i++) {
		sum += r->bins[i];
		if (sum * 100 >= (uint64_t)r->hits * 95) {
			ns_t end = bin_end(i) < r->max ? bin_end(i) : r->max;
			return maybe_of((double)end / 1e6);
		}
	}
	return MAYBE_UNKNOWN;
}

struct maybe relay_delay_max_ms(const struct stream *stream)
{
	if (!relay_source(stream)) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of((double)stream->relay->max / 1e6);
}

struct maybe relay_lost_inside(const struct stream *stream)
{
	const struct stream *from = relay_source(stream);

	/* With its numbers kept, what never left is a gap on this side and
	 * none on the other. */
	if (!from || stream->relay->shifts) {
		return MAYBE_UNKNOWN;
	}
	uint64_t out = seqtrack_lost(&stream->seq);
	uint64_t in = seqtrack_lost(&from->seq);
	return maybe_of(out > in ? (double)(out - in) : 0);
}

void relay_drop(struct book *book, struct stream *stream)
{
	if (stream->relay) {
		pool_put(&book->relays.pool, stream->relay);
		stream->relay = NULL;
	}
	stream->serial = 0;
}
