/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Streams are found again by their serial, their order of discovery: the second
 * pass reads the same packets through the same code, so it comes to the same. That
 * they are the same is verified by SSRC and addresses, in case a file changed
 * meanwhile.
 */
#include "audio/ear.h"

#include <stdlib.h>

/* A stream that carried something for less than this carried nothing, percent. */
#define NOTHING_PCT 1.0
/* Streams that began after one without a call, and may be its other direction. */
#define NEAR_STREAMS 64
/* Windows of 20 ms: 5 s must have been measured. */
#define MEASURED_LEAST 250
/* The other one is heard for so long before it counts as speaking, seconds. */
#define OTHER_LEAST_S 3.0
/* A part of a call in digital silence is a fault from this length, seconds. */
#define PART_LEAST_S 10.0

/* One stream that is listened to. */
struct listened {
	struct hearing *hearing;	/* NULL: this one is not */
	struct ear *ear;	/* while its packets come */
	struct echo *echo;	/* of the pair; both hold it */
	struct listened *other; /* of the pair */
	unsigned side;
	uint64_t rows;
	bool over;
};

struct hearings {
	struct listened *all; /* by serial */
	size_t count;
	struct ear_rooms *rooms;
	size_t pairs; /* under way */
};

static bool reversed(const struct stream *a, const struct stream *b, bool ports)
{
	if (ports) {
		return endpoint_eq(&a->src, &b->dst) &&
		       endpoint_eq(&a->dst, &b->src);
	}
	return addr_eq(&a->src.ip, &b->dst.ip) &&
	       addr_eq(&a->dst.ip, &b->src.ip);
}

/* How long both were there, ns; at most 0: never. */
static ns_t together(const struct stream *a, const struct stream *b)
{
	ns_t from = a->stat.first_ts > b->stat.first_ts ? a->stat.first_ts
							: b->stat.first_ts;
	ns_t to = a->stat.last_ts < b->stat.last_ts ? a->stat.last_ts
						    : b->stat.last_ts;

	return to - from;
}

/* The next stream that may be the other direction of @s. Of a call there are
 * few; without one, only streams that began soon after it are looked at. */
static const struct stream *candidate(
	const struct stream *s, const struct stream *after, unsigned *looked)
{
	if (s->call) {
		return after ? after->next_in_call : s->call->streams;
	}
	if (++*looked > NEAR_STREAMS) {
		return NULL;
	}
	return after ? after->next : s->next;
}

/* The stream of the other direction that was longest there with @l. */
static struct listened *find_partner(
	const struct hearings *hearings, const struct listened *l, bool ports)
{
	const struct stream *s = l->hearing->stream, *o = NULL;
	struct listened *best = NULL;
	ns_t most = NS_PER_S;
	unsigned looked = 0;

	while ((o = candidate(s, o, &looked)) != NULL) {
		struct listened *other =
			o->serial < hearings->count ? &hearings->all[o->serial]
						   : NULL;
		if (!other || !other->hearing || other->other || other == l ||
			o->call != s->call || o->point != s->point ||
			!reversed(s, o, ports)) {
			continue;
		}
		ns_t time = together(s, o);
		if (time > most) {
			most = time;
			best = other;
		}
	}
	return best;
}

/* Makes pairs of what is left. @ports: by addresses and ports, else by address */
static void pair(struct hearings *hearings, bool ports)
{
	for (size_t i = 0; i < hearings->count; i++) {
		struct listened *l = &hearings->all[i];
		if (!l->hearing || l->other) {
			continue;
		}
		struct listened *other = find_partner(hearings, l, ports);
		if (other) {
			l->other = other;
			other->other = l;
			other->side = 1;
			l->hearing->partner = other->hearing;
			other->hearing->partner = l->hearing;
		}
	}
}

static int listen_to(struct hearings *hearings, const struct stream *stream)
{
	struct hearing *s = calloc(1, sizeof(*s));

	if (!s) {
		return -1;
	}
	s->stream = stream;
	s->state = HEARING_EMPTY;
	s->why = "no packet of it came again";
	if (stream_security(stream) != SECURE_NONE) {
		s->state = HEARING_ENCRYPTED;
	}
	hearings->all[stream->serial].hearing = s;
	return 0;
}

static bool is_sound(const struct stream *stream)
{
	const struct codec *codec = stream_codec(stream);

	return !codec || codec->kind == CODEC_AUDIO ||
	       codec->kind == CODEC_NOISE || codec->kind == CODEC_EVENT;
}

struct hearings *hearings_create(const struct book *book, const struct call *only)
{
	struct hearings *hearings = calloc(1, sizeof(*hearings));

	if (!hearings) {
		return NULL;
	}
	hearings->count = (size_t)book->stream_serial + 1;
	hearings->all = calloc(hearings->count, sizeof(*hearings->all));
	hearings->rooms = calloc(1, sizeof(*hearings->rooms));
	if (hearings->rooms) {
		hearings->rooms->tools = echo_tools_create();
	}
	bool bad = !hearings->all || !hearings->rooms || !hearings->rooms->tools;
	for (const struct stream *s = book->streams; s && !bad; s = s->next) {
		if ((!only || s->call == only) && is_sound(s)) {
			bad = listen_to(hearings, s) != 0;
		}
	}
	if (bad) {
		hearings_destroy(hearings);
		return NULL;
	}
	pair(hearings, true);
	pair(hearings, false);
	return hearings;
}

static void begin(struct hearings *hearings, struct listened *l)
{
	struct listened *other = l->other;

	if (other && other->ear && !other->echo &&
		hearings->pairs < HEARING_PAIRS) {
		/* From here on both are there: an echo needs both. */
		l->echo = echo_create(l->hearing->stream->stat.first_ts);
		other->echo = l->echo;
		other->ear->echo = l->echo;
		hearings->pairs += l->echo != NULL;
	}
	if (other && other->ear && !l->echo) {
		l->hearing->echo_why = "too many calls at one time";
		other->hearing->echo_why = l->hearing->echo_why;
	}
	l->ear = ear_create(
		l->hearing, hearings->rooms, l->echo, l->side);
}

/* What each said in what the other sent. */
static void end_echo(struct hearings *hearings, struct listened *l)
{
	struct echo *echo = l->echo;

	if (!echo) {
		return;
	}
	echo_finish(echo, hearings->rooms->tools);
	for (unsigned i = 0; i < 2; i++) {
		struct listened *of = i ? l->other : l;
		of->hearing->echo = echo_judge(echo, 1 - of->side);
		of->hearing->echo_looked = true;
		of->echo = NULL;
		if (of->ear) {
			of->ear->echo = NULL;
		}
	}
	hearings->pairs--;
	free(echo);
}

static void end(struct hearings *hearings, struct listened *l)
{
	ear_destroy(l->ear);
	l->ear = NULL;
	l->over = true;
	end_echo(hearings, l);
}

void hearings_row(void *context, const struct book_row *row,
	const struct rtp *rtp)
{
	struct hearings *hearings = context;
	uint32_t serial = row->stream->serial;
	struct listened *l =
		serial < hearings->count ? &hearings->all[serial] : NULL;

	if (!l || !l->hearing || l->over ||
		l->hearing->state == HEARING_ENCRYPTED) {
		return;
	}
	const struct stream *s = l->hearing->stream;
	if (s->ssrc != row->stream->ssrc ||
		!endpoint_eq(&s->src, &row->stream->src) ||
		!endpoint_eq(&s->dst, &row->stream->dst)) {
		return;
	}
	if (!l->ear) {
		begin(hearings, l);
	}
	if (!l->ear) {
		l->hearing->why = "memory ran out";
		return;
	}
	if (!(row->copy && s->once)) {
		const struct voice_packet packet = {
			.rtp = *rtp, .frame = row->frame, .ts = row->ts};
		ear_packet(l->ear, &packet);
	}
	if (++l->rows >= s->stat.packets + (s->once ? s->unsure : 0)) {
		end(hearings, l);
	}
}

/* Seconds in which @s was heard, from @from to @to. */
static double heard_s(const struct hearing *s, ns_t from, ns_t to)
{
	uint64_t windows = 0;

	for (size_t i = 0; i < s->second_count; i++) {
		ns_t at = s->stream->stat.first_ts + (ns_t)i * NS_PER_S;
		if (at + NS_PER_S > from && at < to) {
			windows += s->seconds[i];
		}
	}
	return (double)windows / 50;
}

void hearings_finish(struct hearings *hearings)
{
	for (size_t i = 0; i < hearings->count; i++) {
		if (hearings->all[i].ear) {
			end(hearings, &hearings->all[i]);
		}
	}
	for (size_t i = 0; i < hearings->count; i++) {
		struct hearing *s = hearings->all[i].hearing;
		if (!s || !s->partner ||
			s->partner->state != HEARING_MEASURED) {
			continue;
		}
		for (size_t k = 0;
			k < s->silence_count && k < HEARING_SILENCES; k++) {
			struct hearing_silence *q = &s->silences[k];
			q->other_s =
				maybe_of(heard_s(s->partner, q->from, q->to));
		}
	}
}

void hearings_destroy(struct hearings *hearings)
{
	if (!hearings) {
		return;
	}
	for (size_t i = 0; hearings->all && i < hearings->count; i++) {
		struct listened *l = &hearings->all[i];
		ear_destroy(l->ear);
		if (l->echo) {
			free(l->echo);
			l->other->echo = NULL;
		}
		if (l->hearing) {
			free(l->hearing->seconds);
		}
	}
	for (size_t i = 0; hearings->all && i < hearings->count; i++) {
		free(hearings->all[i].hearing);
	}
	if (hearings->rooms) {
		free(hearings->rooms->tools);
	}
	free(hearings->rooms);
	free(hearings->all);
	free(hearings);
}

const struct hearing *hearings_of(
	const struct hearings *hearings, const struct stream *stream)
{
	const struct listened *l = hearings && stream->serial < hearings->count
					   ? &hearings->all[stream->serial]
					   : NULL;

	return l && l->hearing && l->hearing->stream == stream ? l->hearing : NULL;
}

static bool never_heard(const struct hearing *s)
{
	struct maybe share = level_share_pct(&s->level, LEVEL_SOUND);
	uint64_t windows = s->level.windows[LEVEL_NOISE] +
			   s->level.windows[LEVEL_DIGITAL];

	return share.known && share.v < NOTHING_PCT &&
	       windows >= MEASURED_LEAST;
}

bool hearings_one_way(const struct hearing *hearing, size_t index,
	struct hearing_one_way *ret)
{
	const struct hearing *s = hearing, *other = hearing->partner;

	if (s->state != HEARING_MEASURED || !other ||
		other->state != HEARING_MEASURED) {
		return false;
	}
	struct hearing_one_way found = {.silent = s, .heard = other};
	if (never_heard(s)) {
		struct maybe digital =
			level_share_pct(&s->level, LEVEL_DIGITAL);
		found.whole = true;
		found.digital = digital.v >= 95;
		found.from = s->stream->stat.first_ts;
		found.to = s->stream->stat.last_ts;
		found.first_frame = s->stream->stat.first_frame;
		found.last_frame = s->silences[0].last_frame;
		if (s->silence_count > 1 &&
			s->silence_count <= HEARING_SILENCES) {
			found.last_frame =
				s->silences[s->silence_count - 1].last_frame;
		}
		found.other_s = heard_s(other, found.from, found.to);
		if (index || found.other_s < OTHER_LEAST_S) {
			return false;
		}
		*ret = found;
		return true;
	}
	for (size_t i = 0; i < s->silence_count && i < HEARING_SILENCES; i++) {
		const struct hearing_silence *q = &s->silences[i];
		double length = (double)(q->to - q->from) / NS_PER_S;
		if (!q->digital || length < PART_LEAST_S ||
			!q->other_s.known || q->other_s.v < OTHER_LEAST_S ||
			index--) {
			continue;
		}
		found.digital = true;
		found.from = q->from;
		found.to = q->to;
		found.first_frame = q->first_frame;
		found.last_frame = q->last_frame;
		found.other_s = q->other_s.v;
		*ret = found;
		return true;
	}
	return false;
}

void hearings_together(const struct hearing *hearing, struct maybe *ret_both,
	struct maybe *ret_either)
{
	const struct hearing *a = hearing, *b = hearing->partner;
	uint64_t both = 0;
	uint64_t either = 0;

	*ret_both = (struct maybe){.known = false};
	*ret_either = *ret_both;
	if (a->state != HEARING_MEASURED || !b ||
		b->state != HEARING_MEASURED) {
		return;
	}
	ns_t apart = a->stream->stat.first_ts - b->stream->stat.first_ts;
	int64_t shift = (apart + (apart < 0 ? -1 : 1) * (NS_PER_S / 2)) /
			NS_PER_S;
	for (size_t i = 0; i < a->second_count; i++) {
		int64_t at = (int64_t)i + shift;
		unsigned x = a->seconds[i];
		unsigned y = at >= 0 && (size_t)at < b->second_count
				     ? b->seconds[at]
				     : 0;
		both += x + y > 50 ? x + y - 50 : 0;
		either += x;
	}
	for (size_t i = 0; i < b->second_count; i++) {
		either += b->seconds[i];
	}
	*ret_both = maybe_of((double)both / 50);
	*ret_either = maybe_of((double)(either - both) / 50);
}

const char *hearing_state_text(const struct hearing *hearing)
{
	switch (hearing->state) {
	case HEARING_MEASURED:
		return NULL;
	case HEARING_ENCRYPTED:
		return "the media is encrypted, and is not decrypted";
	case HEARING_SCRAMBLED:
		return "payloads are longer than their time: encrypted, or of "
		       "another codec";
	case HEARING_UNDECODED:
	case HEARING_EMPTY:
		return hearing->why;
	}
	return NULL;
}
