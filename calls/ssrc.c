/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From an SSRC between two hosts to its stream. Ports are no part of the key,
 * because those of RTCP differ from those of RTP. So several streams may share
 * a key: a load generator sends one recording with one SSRC in every call, and
 * a hostile sender may do so from every port it has. The map knows the first
 * of them only; the others hang on it in a list, so that neither adding nor
 * removing one has to pass the others by.
 *
 *   map -> oldest <-> newest <-> ... <-> second oldest
 */
#include "calls/parts.h"

#include "lib/hash.h"

/* Streams of one key looked at; older ones get no reports any more. */
#define LOOKED_AT 64

struct ssrc_key {
	uint32_t ssrc;
	uint8_t point; /* RTCP is told apart like the streams it is about */
	const struct addr *src, *dst;
};

static bool same(const void *key, const void *value)
{
	const struct ssrc_key *k = key;
	const struct stream *s = value;

	return s->ssrc == k->ssrc && s->point == k->point &&
	       addr_eq(k->src, &s->src.ip) &&
	       addr_eq(k->dst, &s->dst.ip);
}

static uint64_t hash_of(const struct book *book, const struct ssrc_key *k)
{
	uint64_t h = hash_bytes(
		k->src->b, sizeof(k->src->b),
		book->key ^ k->ssrc ^ (uint64_t)k->point << 32);

	return hash_bytes(k->dst->b, sizeof(k->dst->b), h);
}

int ssrc_add(struct book *book, struct stream *s)
{
	struct ssrc_key key = {s->ssrc, s->point, &s->src.ip, &s->dst.ip};

	s->ssrc_hash = hash_of(book, &key);
	struct stream *head =
		map_find(&book->ssrc_map, s->ssrc_hash, same, &key);
	if (!head) {
		return map_add(&book->ssrc_map, s->ssrc_hash, s);
	}
	s->ssrc_prev = head;
	s->ssrc_next = head->ssrc_next;
	if (s->ssrc_next) {
		s->ssrc_next->ssrc_prev = s;
	}
	head->ssrc_next = s;
	return 0;
}

void ssrc_remove(struct book *book, struct stream *s)
{
	if (s->ssrc_next) {
		s->ssrc_next->ssrc_prev = s->ssrc_prev;
	}
	if (s->ssrc_prev) {
		s->ssrc_prev->ssrc_next = s->ssrc_next;
	} else {
		map_remove(&book->ssrc_map, s->ssrc_hash, s);
		/* Into the room that has just become free: it cannot fail. */
		if (s->ssrc_next) {
			(void)map_add(&book->ssrc_map, s->ssrc_hash,
				s->ssrc_next);
		}
	}
	s->ssrc_next = NULL;
	s->ssrc_prev = NULL;
}

/* RTCP uses RTP's own port (RFC 5761) or the next one (RFC 3550 clause 11). */
static unsigned fits(uint16_t rtcp, uint16_t rtp)
{
	return rtcp == rtp || rtcp == rtp + 1;
}

struct stream *ssrc_find(struct book *book, uint32_t ssrc, uint8_t point,
	const struct endpoint *src, const struct endpoint *dst)
{
	struct ssrc_key key = {ssrc, point, &src->ip, &dst->ip};
	struct stream *best = NULL;
	unsigned best_fit = 0, looked = 0;

	for (struct stream *s = map_find(
		     &book->ssrc_map, hash_of(book, &key), same, &key);
		s && looked < LOOKED_AT; s = s->ssrc_next, looked++) {
		unsigned fit = fits(src->port, s->src.port) +
			       fits(dst->port, s->dst.port);
		if (!best || fit > best_fit ||
			(fit == best_fit &&
				s->stat.last_ts > best->stat.last_ts)) {
			best = s;
			best_fit = fit;
		}
	}
	return best;
}
