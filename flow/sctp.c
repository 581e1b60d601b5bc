/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A part of a message has a place: the message it belongs to and its number in
 * it. In DATA chunks the number is the TSN, consecutive over the parts of one
 * message (RFC 9260 clause 6.9), and all messages of a peer share one line of
 * numbers; I-DATA chunks name the message and number its parts (RFC 8260).
 * Either way the parts of a message are neighbours in a list in order of their
 * places, with B at its first and E at its last.
 */
#include "flow/sctp.h"

#include "dissect/sctp_chunk.h"
#include "dissect/sip.h"
#include "lib/hash.h"
#include "lib/map.h"
#include "lib/pool.h"

/* TSNs below the highest that are remembered as seen. */
#define WINDOW 256U

struct part {
	struct part *next, *prev;
	uint64_t message;
	uint32_t number;
	uint32_t wire, held;
	uint8_t flags;
	uint8_t bytes[];
};

/* One direction. */
struct peer {
	struct endpoint src, dst;
	uint8_t point;
	uint64_t hash;
	struct peer *next, *prev;  /* all, quiet for longest first */
	struct part *first, *last; /* in order of their places */
	uint32_t parts;
	bool started;
	uint32_t highest;           /* TSN */
	uint64_t seen[WINDOW / 64]; /* by TSN modulo WINDOW */
	bool skipping;              /* the rest of a message that is not SIP */
	uint64_t skip_message;
	uint32_t skip; /* the number that comes next of it */
};

struct sctp {
	struct sctp_limits limits;
	uint64_t key;
	sctp_deliver *deliver;
	void *context;
	struct map map;
	struct pool pool;
	struct peer *oldest, *newest;
	size_t memory;
	struct sctp_counts counts;
	uint8_t *bytes; /* of one message */
};

struct sctp_limits sctp_limits_default(void)
{
	return (struct sctp_limits){
		.peers = 4096,
		.bytes = (size_t)8 << 20,
		.parts = 128,
		.message_bytes = 65535,
	};
}

struct sctp *sctp_create(const struct sctp_limits *limits, uint64_t key,
	sctp_deliver *deliver, void *context)
{
	struct sctp *s = calloc(1, sizeof(*s));

	if (!s) {
		return NULL;
	}
	s->limits = *limits;
	s->key = key;
	s->deliver = deliver;
	s->context = context;
	s->bytes = malloc(limits->message_bytes);
	if (!s->bytes) {
		free(s);
		return NULL;
	}
	pool_init(&s->pool, sizeof(struct peer), limits->peers);
	return s;
}

static size_t cost(size_t held)
{
	return sizeof(struct part) + held;
}

static void drop_part(struct sctp *s, struct peer *peer, struct part *part)
{
	if (part->prev) {
		part->prev->next = part->next;
	} else {
		peer->first = part->next;
	}
	if (part->next) {
		part->next->prev = part->prev;
	} else {
		peer->last = part->prev;
	}
	peer->parts--;
	s->memory -= cost(part->held);
	free(part);
}

/* Gives up what @peer has under way. */
static void drop_parts(struct sctp *s, struct peer *peer)
{
	const struct part *before = NULL;

	for (const struct part *p = peer->first; p; p = p->next) {
		/* As many messages as there are gaps and beginnings. */
		bool goes_on = before && before->message == p->message &&
			       before->number + 1 == p->number &&
			       !(p->flags & SCTP_CHUNK_BEGIN);
		s->counts.incomplete += !goes_on;
		before = p;
	}
	while (peer->first) {
		drop_part(s, peer, peer->first);
	}
}

static void unlink_peer(struct sctp *s, struct peer *peer)
{
	if (peer->prev) {
		peer->prev->next = peer->next;
	} else {
		s->oldest = peer->next;
	}
	if (peer->next) {
		peer->next->prev = peer->prev;
	} else {
		s->newest = peer->prev;
	}
}

static void append_peer(struct sctp *s, struct peer *peer)
{
	peer->next = NULL;
	peer->prev = s->newest;
	if (s->newest) {
		s->newest->next = peer;
	} else {
		s->oldest = peer;
	}
	s->newest = peer;
}

static void drop_peer(struct sctp *s, struct peer *peer)
{
	drop_parts(s, peer);
	unlink_peer(s, peer);
	map_remove(&s->map, peer->hash, peer);
	pool_put(&s->pool, peer);
}

void sctp_destroy(struct sctp *sctp)
{
	if (!sctp) {
		return;
	}
	sctp_finish(sctp);
	map_finish(&sctp->map);
	pool_finish(&sctp->pool);
	free(sctp->bytes);
	free(sctp);
}

static bool peer_equal(const void *key, const void *value)
{
	const struct packet *packet = key;
	const struct peer *peer = value;

	return peer->point == packet->point &&
	       endpoint_eq(&peer->src, &packet->src) &&
	       endpoint_eq(&peer->dst, &packet->dst);
}

static uint64_t hash_of(const struct sctp *s, const struct packet *packet)
{
	const struct {
		struct addr src, dst;
		uint16_t ports[2];
		uint32_t point;
	} key = {
		.src = packet->src.ip,
		.dst = packet->dst.ip,
		.ports = {packet->src.port, packet->dst.port},
		.point = packet->point,
	};

	return hash_bytes(&key, sizeof(key), s->key);
}

static struct peer *peer_of(struct sctp *s, const struct packet *packet)
{
	uint64_t hash = hash_of(s, packet);
	struct peer *peer = map_find(&s->map, hash, peer_equal, packet);

	if (peer) {
		unlink_peer(s, peer);
		append_peer(s, peer);
		return peer;
	}
	if (s->pool.used >= s->limits.peers) {
		s->counts.peers_evicted++;
		drop_peer(s, s->oldest);
	}
	peer = pool_get(&s->pool);
	if (!peer || map_add(&s->map, hash, peer) != 0) {
		pool_put(&s->pool, peer);
		return NULL;
	}
	peer->src = packet->src;
	peer->dst = packet->dst;
	peer->point = packet->point;
	peer->hash = hash;
	append_peer(s, peer);
	return peer;
}

static void restart(struct sctp *s, struct peer *peer)
{
	drop_parts(s, peer);
	peer->started = false;
	peer->skipping = false;
}

/* True when the chunk with @tsn was seen before; it is from now on. Numbers far
 * from the highest are those of another association. */
static bool seen(struct sctp *s, struct peer *peer, uint32_t tsn)
{
	uint32_t ahead = tsn - peer->highest;
	uint32_t behind = peer->highest - tsn;
	uint64_t bit = (uint64_t)1 << tsn % 64;
	uint64_t *word = &peer->seen[tsn % WINDOW / 64];

	if (!peer->started || (ahead >= WINDOW && behind >= WINDOW)) {
		restart(s, peer);
		memset(peer->seen, 0, sizeof(peer->seen));
		peer->started = true;
		peer->highest = tsn;
	} else if (ahead < WINDOW) {
		for (; peer->highest != tsn; peer->highest++) {
			uint32_t next = peer->highest + 1;
			peer->seen[next % WINDOW / 64] &=
				~((uint64_t)1 << next % 64);
		}
	}
	bool before = (*word & bit) != 0;
	*word |= bit;
	return before;
}

static void deliver(struct sctp *s, const struct packet *packet,
	struct slice bytes, uint32_t wire)
{
	struct packet message = *packet;

	message.kind = PACKET_DATAGRAM;
	message.payload = bytes;
	message.payload_wire = wire;
	message.anomalies &= ~PACKET_SNAPPED;
	message.anomalies |= bytes.n < wire ? PACKET_SNAPPED : 0;
	s->counts.messages++;
	s->deliver(s->context, &message);
}

/* Order of places; numbers wrap. */
static bool is_before(const struct part *part, const struct sctp_chunk *chunk)
{
	if (part->message != chunk->message) {
		return part->message < chunk->message;
	}
	return (int32_t)(part->number - chunk->number) < 0;
}

static struct part *insert(
	struct sctp *s, struct peer *peer, const struct sctp_chunk *chunk)
{
	struct part *prev = peer->last;
	struct part *part = malloc(cost(chunk->bytes.n));

	if (!part) {
		return NULL;
	}
	while (prev && !is_before(prev, chunk)) {
		prev = prev->prev;
	}
	struct part *next = prev ? prev->next : peer->first;
	*part = (struct part){
		.next = next,
		.prev = prev,
		.message = chunk->message,
		.number = chunk->number,
		.wire = chunk->wire,
		.held = (uint32_t)chunk->bytes.n,
		.flags = chunk->flags,
	};
	memcpy(part->bytes, chunk->bytes.p, chunk->bytes.n);
	if (prev) {
		prev->next = part;
	} else {
		peer->first = part;
	}
	if (next) {
		next->prev = part;
	} else {
		peer->last = part;
	}
	peer->parts++;
	s->memory += cost(part->held);
	return part;
}

static bool follows(const struct part *a, const struct part *b)
{
	return b && a->message == b->message && a->number + 1 == b->number &&
	       !(a->flags & SCTP_CHUNK_END) && !(b->flags & SCTP_CHUNK_BEGIN);
}

/* Delivers the message that @part completes, if it does. */
static void complete(struct sctp *s, struct peer *peer, struct part *part,
	const struct packet *packet)
{
	struct part *first = part;
	size_t n = 0;
	uint32_t wire = 0;

	while (first->prev && follows(first->prev, first)) {
		first = first->prev;
	}
	struct part *last = part;
	while (follows(last, last->next)) {
		last = last->next;
	}
	if (!(first->flags & SCTP_CHUNK_BEGIN) ||
		!(last->flags & SCTP_CHUNK_END)) {
		return;
	}
	for (struct part *p = first; p; p = p == last ? NULL : p->next) {
		size_t room = s->limits.message_bytes - n;
		/* Behind a gap nothing is contiguous any more. */
		size_t more = n < wire ? 0 : p->held;
		more = more < room ? more : room;
		memcpy(s->bytes + n, p->bytes, more);
		n += more;
		wire += p->wire;
	}
	for (bool more = true; more;) {
		struct part *p = first;
		first = p->next;
		more = p != last;
		drop_part(s, peer, p);
	}
	struct slice bytes = {(const char *)s->bytes, n};
	if (sip_probe(bytes)) {
		deliver(s, packet, bytes, wire);
	} else {
		s->counts.other++;
	}
}

static void make_room(struct sctp *s, size_t need, struct peer *peer)
{
	if (peer->parts >= s->limits.parts) {
		drop_parts(s, peer);
	}
	while (s->memory + need > s->limits.bytes && s->oldest != peer) {
		s->counts.peers_evicted++;
		drop_peer(s, s->oldest);
	}
	if (s->memory + need > s->limits.bytes) {
		drop_parts(s, peer);
	}
}

/* True when @chunk goes on with a message that was found not to be SIP. */
static bool skipped(struct peer *peer, const struct sctp_chunk *chunk)
{
	if (!peer->skipping || chunk->message != peer->skip_message ||
		chunk->number != peer->skip ||
		chunk->flags & SCTP_CHUNK_BEGIN) {
		return false;
	}
	peer->skip++;
	peer->skipping = !(chunk->flags & SCTP_CHUNK_END);
	return true;
}

static void take_chunk(struct sctp *s, struct peer *peer,
	const struct sctp_chunk *chunk, const struct packet *packet)
{
	if (seen(s, peer, chunk->tsn)) {
		s->counts.repeats++;
		return;
	}
	if (skipped(peer, chunk)) {
		return;
	}
	bool begins = chunk->flags & SCTP_CHUNK_BEGIN;
	if (begins && !sip_probe(chunk->bytes)) {
		s->counts.other++;
		peer->skipping = !(chunk->flags & SCTP_CHUNK_END);
		peer->skip_message = chunk->message;
		peer->skip = chunk->number + 1;
		return;
	}
	if (begins && chunk->flags & SCTP_CHUNK_END) {
		deliver(s, packet, chunk->bytes, chunk->wire);
		return;
	}
	make_room(s, cost(chunk->bytes.n), peer);
	struct part *part = insert(s, peer, chunk);
	if (part) {
		complete(s, peer, part, packet);
	} else {
		s->counts.incomplete++;
	}
}

void sctp_chunks(struct sctp *sctp, const struct packet *packet)
{
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);
	struct peer *peer = peer_of(sctp, packet);
	size_t wire = packet->payload_wire;
	struct sctp_chunk chunk;

	sctp->counts.packets++;
	while (peer && cursor_left(&c)) {
		enum verdict verdict = sctp_chunk_next(&c, &wire, &chunk);
		if (verdict != V_OK) {
			sctp->counts.malformed += verdict == V_MALFORMED;
			return;
		}
		if (chunk.kind == SCTP_CHUNK_INIT) {
			restart(sctp, peer);
		} else if (chunk.kind == SCTP_CHUNK_DATA) {
			take_chunk(sctp, peer, &chunk, packet);
		}
	}
}

void sctp_finish(struct sctp *sctp)
{
	while (sctp->oldest) {
		drop_peer(sctp, sctp->oldest);
	}
}

const struct sctp_counts *sctp_counts(const struct sctp *sctp)
{
	return &sctp->counts;
}
