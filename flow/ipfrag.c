/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a piece does to its datagram; the table does the rest. */
#include "flow/ipfrag.h"

#include "dissect/sip.h"
#include "flow/ipfrag_table.h"

struct ipfrag_limits ipfrag_limits_default(void)
{
	/* 64 KiB at an MTU of 1500 are 45 pieces. */
	return (struct ipfrag_limits){
		.datagrams = 4096,
		.bytes = (size_t)8 << 20,
		.pieces = 64,
		.of_source = 64,
		.timeout_ns = 30 * NS_PER_S,
	};
}

struct ipfrag *ipfrag_create(const struct ipfrag_limits *limits, uint64_t key,
	ipfrag_cut *cut, void *context)
{
	struct ipfrag *f = calloc(1, sizeof(*f));

	if (!f) {
		return NULL;
	}
	f->limits = *limits;
	/* The table counts on a source that outlives the eviction of one. */
	f->limits.of_source += f->limits.of_source < 2;
	f->key = key;
	f->cut = cut;
	f->context = context;
	pool_init(&f->pool, sizeof(struct datagram),
		limits->datagrams + PAST_MOST + 1);
	pool_init(&f->source_pool, sizeof(struct source), limits->datagrams);
	return f;
}

void ipfrag_destroy(struct ipfrag *ipfrag)
{
	struct datagram *lists[2];

	if (!ipfrag) {
		return;
	}
	lists[0] = ipfrag->live.first;
	lists[1] = ipfrag->past.first;
	for (size_t i = 0; i < 2; i++) {
		for (struct datagram *d = lists[i]; d; d = d->next[BY_AGE]) {
			pieces_finish(&d->pieces);
		}
	}
	map_finish(&ipfrag->map);
	map_finish(&ipfrag->source_map);
	pool_finish(&ipfrag->pool);
	pool_finish(&ipfrag->source_pool);
	free(ipfrag);
}

/* Puts @d among those that wait if the piece of UDP with which it begins, as
 * @piece, begins as a SIP message. */
static void look(
	struct ipfrag *f, struct datagram *d, const struct packet *piece)
{
	if (piece->piece.protocol == PROTOCOL_UDP &&
		sip_probe(slice_sub(piece->payload, UDP_HEADER, SIZE_MAX))) {
		ipfrag_table_waits(f, d);
	}
}

static enum ipfrag_reason reason_of(enum pieces_result result)
{
	switch (result) {
	case PIECES_OVERLAP:
		return IPFRAG_OVERLAP;
	case PIECES_MALFORMED:
		return IPFRAG_MALFORMED;
	case PIECES_TOO_MANY:
		return IPFRAG_TOO_MANY;
	case PIECES_KEPT:
	case PIECES_REPEAT:
	case PIECES_NO_MEMORY:
		break;
	}
	return IPFRAG_MEMORY;
}

/* Puts @piece into @d; true when it was kept. */
static bool keep(
	struct ipfrag *f, struct datagram *d, const struct packet *piece)
{
	ipfrag_table_room(f, pieces_cost(piece), d);
	enum pieces_result result =
		pieces_add(&d->pieces, piece, f->limits.pieces);
	if (result == PIECES_REPEAT) {
		f->counts.repeats++;
		return false;
	}
	if (result != PIECES_KEPT) {
		f->counts.dropped[reason_of(result)]++;
		ipfrag_table_past(f, d, DROPPED, piece->ts);
		return false;
	}
	f->memory += pieces_cost(piece);
	d->ip_bytes += piece->ip_bytes;
	d->wire_bytes += piece->wire_bytes;
	if (piece->piece.offset == 0) {
		d->packet = *piece;
		look(f, d, piece);
	}
	return true;
}

bool ipfrag_packet(
	struct ipfrag *ipfrag, const struct packet *piece, struct packet *ret)
{
	struct ipfrag *f = ipfrag;
	struct key key;
	uint64_t hash;

	f->counts.pieces++;
	struct datagram *d = ipfrag_table_find(f, piece, &key, &hash);
	if (d && d->state == DROPPED) {
		return false;
	}
	if (d && d->state == DONE) {
		if (pieces_has(&d->pieces, piece)) {
			f->counts.repeats++;
			return false;
		}
		ipfrag_table_forget(f, d); /* its number is used again */
		d = NULL;
	}
	d = d ? d : ipfrag_table_begin(f, &key, hash, piece);
	if (!d) {
		f->counts.dropped[IPFRAG_MEMORY]++;
		return false;
	}
	if (!keep(f, d, piece) || !pieces_complete(&d->pieces)) {
		return false;
	}
	f->counts.whole++;
	f->counts.snapped += !d->pieces.whole;
	ipfrag_table_fill(d, f->whole_bytes,
		pieces_copy(&d->pieces, f->whole_bytes), d->pieces.end, ret);
	ret->ts = piece->ts;
	ret->frame = piece->frame;
	ipfrag_table_past(f, d, DONE, piece->ts);
	return true;
}

size_t ipfrag_waiting(const struct ipfrag *ipfrag)
{
	return ipfrag->waiting_count;
}

void ipfrag_answered(
	struct ipfrag *ipfrag, const struct addr *from, const struct addr *to)
{
	struct ipfrag *f = ipfrag;
	const struct source *s = ipfrag_table_source(f, to);
	const struct datagram *d = s ? s->list.last : NULL;

	while (d && !(d->waits && addr_eq(&d->key.dst, from))) {
		d = d->prev[BY_SOURCE];
	}
	for (bool more = d != NULL; more;) {
		more = f->waiting.first != d;
		ipfrag_table_give_up(f, f->waiting.first, IPFRAG_MISSING);
	}
}

void ipfrag_finish(struct ipfrag *ipfrag)
{
	while (ipfrag->live.first) {
		ipfrag_table_give_up(
			ipfrag, ipfrag->live.first, IPFRAG_MISSING);
	}
	while (ipfrag->past.first) {
		ipfrag_table_forget(ipfrag, ipfrag->past.first);
	}
}

const struct ipfrag_counts *ipfrag_counts(const struct ipfrag *ipfrag)
{
	return &ipfrag->counts;
}

const char *ipfrag_reason_text(enum ipfrag_reason reason)
{
	switch (reason) {
	case IPFRAG_MISSING:
		return "with missing fragments";
	case IPFRAG_TOO_MANY:
		return "in too many fragments";
	case IPFRAG_OVERLAP:
		return "whose fragments overlap";
	case IPFRAG_MALFORMED:
		return "with malformed fragments";
	case IPFRAG_FULL:
		return "given up for too many at once";
	case IPFRAG_SOURCE:
		return "given up for too many of one source";
	case IPFRAG_MEMORY:
		return "given up for lack of memory";
	case IPFRAG_REASONS:
		break;
	}
	return NULL;
}
