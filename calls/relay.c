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
#include "lib/attr.h"
#include "lib/hash.h"

#define SLOTS     8192 /* a power of two, at most 2^32 */
#define DIGESTED  64   /* bytes of a payload */
#define LOOKED_AT 24   /* for variety */

/* Half a cache line: with many calls the table is what a chosen packet waits
 * for. */
struct relay_sample {
	ns_t ts;
	struct stream *stream;
	uint64_t sequence : 16, common : 1, frame : 47;
	uint32_t digest; /* the half that does not tell the slot */
	uint32_t serial; /* of the stream: its slot may be used again */
};

/* Fewer than four different bytes at the start: no voice. */
static bool is_dull(struct slice payload)
{
	uint64_t seen[4] = {0}; /* a bit for each value of a byte */
	unsigned kinds = 0;
	size_t n = payload.n < LOOKED_AT ? payload.n : LOOKED_AT;

	if (n >= 16 && memcmp(payload.p, payload.p + 8, 8) == 0) {
		return true;
	}
	for (size_t i = 0; i < n && kinds < 4; i++) {
		unsigned char c = (unsigned char)payload.p[i];
		uint64_t bit = (uint64_t)1 << (c & 63);
		kinds += !(seen[c >> 6] & bit);
		seen[c >> 6] |= bit;
	}
	return kinds < 4;
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

/* The sender of what is passed on began anew under another SSRC: after as much
 * proof as for the first one, it takes that one's place. */
static bool replace(
	struct relay *r, const struct relay_sample *in, uint16_t shift)
{
	if (r->next_serial != in->serial || r->next_shift != shift) {
		r->next_serial = in->serial;
		r->next_shift = shift;
		r->next_hits = 0;
	}
	if (++r->next_hits < RELAY_PROOF) {
		return false;
	}
	r->from = in->stream;
	r->from_serial = in->serial;
	r->shift = shift;
	r->replaced = true;
	r->misses -= r->misses < RELAY_PROOF ? r->misses : RELAY_PROOF - 1;
	return true;
}

/* The relay left numbers out, or put some in. */
static void move(struct relay *r, uint16_t shift)
{
	if ((uint16_t)(r->shift - shift) < 0x8000) {
		r->closed = true;
	} else {
		r->opened = true;
	}
	r->shift = shift;
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

	if (!r) {
		r = pool_get(&book->relays.pool);
		if (!r) {
			return;
		}
		out->relay = r;
		begin(r, in, frame, shift);
	}
	bool other = r->from != in->stream || r->from_serial != in->serial;
	if (r->hits < RELAY_PROOF && (other || shift != r->shift)) {
		begin(r, in, frame, shift);
	} else if (other && !replace(r, in, shift)) {
		r->misses++;
		return;
	} else if (shift != r->shift) {
		move(r, shift);
	}
	measure(r, ts - in->ts);
}

/* Once more what is proved of @r, by @s: nothing else need be asked. */
static bool fits(const struct relay *r, const struct relay_sample *s, ns_t ts,
	uint16_t sequence)
{
	return r->from == s->stream && r->from_serial == s->serial &&
	       r->hits >= RELAY_PROOF && !s->common &&
	       (uint16_t)(sequence - s->sequence) == r->shift && ts >= s->ts &&
	       ts - s->ts <= RELAY_MOST;
}

/* Is the stream of @s, if it has one, still that one? While none was dropped,
 * without a look at it: that would cost another cache line. */
static bool is_kept(const struct relay_table *table, const struct relay_sample *s)
{
	return s->stream &&
	       (!table->dropped || s->stream->serial == s->serial);
}

void relay_note(struct book *book, struct stream *stream, uint64_t frame,
	ns_t ts, const struct rtp *rtp)
{
	struct relay_table *table = &book->relays;
	uint64_t different = stream->stat.packets;

	/* Copies by a mirror must not change which packets are chosen. Asked
	 * so because `twin` is at hand and `unsure` mostly is not. */
	if (ATTR_UNLIKELY(stream->twin != NULL)) {
		different -= stream->unsure;
	}
	if (different >= RELAY_EARLY && relay_mix(rtp->payload) >> 57 != 0) {
		return;
	}
	if (stream->event || stream->noise || is_dull(rtp->payload)) {
		return;
	}
	if (!table->slots) {
		table->slots = calloc(SLOTS, sizeof(*table->slots));
		if (!table->slots) {
			return;
		}
	}
	uint64_t hash =
		hash_slice(slice_sub(rtp->payload, 0, DIGESTED), book->key);
	uint32_t digest = (uint32_t)(hash >> 32);
	struct relay_sample *s = &table->slots[hash & (SLOTS - 1)];
	if (s->digest == digest && stream->relay &&
		fits(stream->relay, s, ts, rtp->sequence)) {
		measure(stream->relay, ts - s->ts);
		return;
	}
	bool known = s->digest == digest && is_kept(table, s) && ts >= s->ts &&
		     ts - s->ts <= RELAY_MOST;
	if (known && s->stream == stream) {
		s->common = s->common || s->sequence != rtp->sequence;
		s->ts = s->common ? ts : s->ts;
		return;
	}
	if (known && s->common) {
		return;
	}
	if (known) {
		bool again = s->stream->ssrc == stream->ssrc &&
			     s->sequence == rtp->sequence;
		if (may_be_relayed(s->stream, stream)) {
			meet(book, stream, s, frame, ts, rtp->sequence);
		} else if (!again) {
			s->common = true; /* two senders say the same */
		}
		return;
	}
	*s = (struct relay_sample){
		.digest = digest,
		.ts = ts,
		.stream = stream,
		.serial = stream->serial,
		.frame = frame & (((uint64_t)1 << 47) - 1),
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
	bool apart = !addr_eq(&r->from->dst.ip, &stream->src.ip);
	if (apart && (r->hits < RELAY_PROOF_APART ||
			     r->sum / (ns_t)r->hits > RELAY_MOST_APART)) {
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

/* Two moments as far apart as the relay keeps a packet, give or take half one.
 */
static bool in_step(const struct relay *r, ns_t in, ns_t out)
{
	ns_t off = out - in - r->sum / (ns_t)r->hits;

	return off > -10 * NS_PER_MS && off < 10 * NS_PER_MS;
}

/* Where gaps are closed, numbers tell only what happened between two meetings;
 * when both streams begin and end together, counting tells all. */
static struct maybe lost_by_count(
	const struct stream *from, const struct stream *stream)
{
	const struct relay *r = stream->relay;
	uint64_t in = seqtrack_unique(&from->seq);
	uint64_t out = seqtrack_unique(&stream->seq);

	if (!in_step(r, from->stat.first_ts, stream->stat.first_ts) ||
		!in_step(r, from->stat.last_ts, stream->stat.last_ts)) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(in > out ? (double)(in - out) : 0);
}

struct maybe relay_lost_inside(const struct stream *stream)
{
	const struct stream *from = relay_source(stream);

	if (!from || stream->relay->opened || stream->relay->replaced) {
		return MAYBE_UNKNOWN;
	}
	if (stream->relay->closed) {
		return lost_by_count(from, stream);
	}
	/* With its numbers kept, what never left is a gap on this side and
	 * none on the other. */
	uint64_t out = seqtrack_lost(&stream->seq);
	uint64_t in = seqtrack_lost(&from->seq);
	return maybe_of(out > in ? (double)(out - in) : 0);
}

struct maybe relay_lost_after(const struct stream *stream)
{
	uint64_t sent = seqtrack_lost(&stream->seq);

	if (stream->reports == 0 || stream->report_lost < 0) {
		return MAYBE_UNKNOWN;
	}
	uint64_t told = (uint64_t)stream->report_lost;
	return maybe_of(told > sent ? (double)(told - sent) : 0);
}

static bool is_voice(const struct stream *s)
{
	const struct codec *codec = stream_codec(s);

	return codec && codec->kind == CODEC_AUDIO && s->basis != BASIS_FOREIGN;
}

/* Does @in come to where @out goes out from, from somebody else, while it does?
 */
static bool comes_in(const struct stream *in, const struct stream *out)
{
	return addr_eq(&in->dst.ip, &out->src.ip) &&
	       !addr_eq(&in->src.ip, &out->dst.ip) && is_voice(in) &&
	       in->stat.first_ts <= out->stat.last_ts &&
	       in->stat.last_ts >= out->stat.first_ts;
}

const struct stream *relay_transcoded(const struct stream *stream)
{
	const struct stream *found = NULL;
	const struct call *c = stream->call;

	if (!c || !is_voice(stream) || relay_source(stream)) {
		return NULL;
	}
	for (c = c->talk ? c->talk : c; c; c = c->next_in_talk) {
		for (const struct stream *s = c->streams; s;
			s = s->next_in_call) {
			if (!comes_in(s, stream)) {
				continue;
			}
			if (found) {
				return NULL;
			}
			found = s;
		}
	}
	return found && stream_codec(found) != stream_codec(stream) ? found
								    : NULL;
}

void relay_drop(struct book *book, struct stream *stream)
{
	if (stream->relay) {
		pool_put(&book->relays.pool, stream->relay);
		stream->relay = NULL;
	}
	stream->serial = 0;
	book->relays.dropped = true;
}
