/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One message at several points is one message: the first sighting is kept as
 * the message, the others are noted with it. Nothing happens a second time.
 *
 * Times of a call are best taken at one place, since a difference of two clocks
 * is known less well than one clock runs. So the point that saw the first
 * INVITE speaks: where it saw a message too, its time replaces that of another
 * point.
 */
#include "calls/parts.h"

#include "lib/hash.h"

/* Timer B: by then a transaction is over, and equal bytes are another one. */
#define LONGEST (32 * NS_PER_S)

static bool seen_at(const struct message *m, uint8_t point)
{
	const struct sighting *s = m->sightings;

	while (s && s->point != point) {
		s = s->next;
	}
	return m->point == point || s;
}

/* A repeat is seen at both points twice: of the messages that this one may be,
 * the one that is nearest in time. */
static struct message *find(const struct call *call,
	const struct packet *packet, uint64_t branch, uint64_t digest)
{
	struct message *best = NULL;
	ns_t best_apart = LONGEST;

	for (struct message *m = call->messages; m; m = m->next) {
		ns_t apart = packet->ts > m->ts ? packet->ts - m->ts
						: m->ts - packet->ts;
		if (m->branch == branch && m->digest == digest &&
			apart < best_apart && !seen_at(m, packet->point) &&
			endpoint_eq(&m->src, &packet->src) &&
			endpoint_eq(&m->dst, &packet->dst)) {
			best = m;
			best_apart = apart;
		}
	}
	return best;
}

static void speak(
	struct moment *m, const struct message *of, const struct packet *packet)
{
	if (m->frame == of->frame && m->capture == of->capture) {
		*m = moment_of(packet);
	}
}

static void correct(
	struct call *call, const struct message *m, const struct packet *packet)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		struct hop *h = &call->hops[i];
		struct moment *const all[] = {&h->invite, &h->trying,
			&h->ringing, &h->progress, &h->answer, &h->ack,
			&h->cancel, &h->final, &h->bye, &h->bye_answer};
		for (size_t k = 0; k < COUNT_OF(all); k++) {
			speak(all[k], m, packet);
		}
	}
}

bool sighting_again(struct book *book, struct call *call,
	const struct packet *packet, const struct signal *signal)
{
	struct message *m =
		find(call, packet, hash_slice(signal->via.branch, book->key),
			hash_slice(signal->message, book->key));
	struct sighting *s = m ? arena_get(&call->arena, sizeof(*s)) : NULL;

	if (!m) {
		return false;
	}
	if (s) {
		*s = (struct sighting){
			.next = m->sightings,
			.frame = packet->frame,
			.ts = packet->ts,
			.point = packet->point,
			.capture = packet->capture,
		};
		m->sightings = s;
	}
	if (packet->point == call->point && !m->retransmission) {
		correct(call, m, packet);
	}
	return true;
}
