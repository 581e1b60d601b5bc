/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sound comes in packets and is measured in windows of 20 ms. What is measured is
 * what was decoded: a gap is neither silence nor sound.
 */
#include "audio/ear.h"

#include <stdlib.h>
#include <string.h>

/* Samples may stand so far from where they belong: senders round timestamps, and
 * the anchor of time follows their clocks. */
#define GAP_LEAST (10 * NS_PER_MS)
/* Without a packet for so long nothing flows: a stretch of silence ends. */
#define FLOW_LEAST (400 * NS_PER_MS)
/* Six hours. */
#define SECONDS_MOST 21600
/* A digit and its event are the same one when so near. */
#define BESIDE (250 * NS_PER_MS)
/* Share of windows from which a stretch is digital silence. */
#define DIGITAL_SHARE 0.95

static void end_silence(struct ear *ear)
{
	struct hearing *s = ear->hearing;
	double length = (double)(ear->run.to - ear->run.from) / NS_PER_S;

	if (!ear->silent) {
		return;
	}
	ear->silent = false;
	if (length > s->silence_longest_s) {
		s->silence_longest_s = length;
	}
	if (length < HEARING_STRETCH_S) {
		return;
	}
	ear->run.digital = (double)ear->run_digital >=
			   DIGITAL_SHARE * (double)ear->run_windows;
	if (s->silence_count < HEARING_SILENCES) {
		s->silences[s->silence_count] = ear->run;
	}
	s->silence_count++;
}

static void begin_silence(struct ear *ear, ns_t at, uint64_t frame)
{
	if (ear->silent) {
		return;
	}
	ear->silent = true;
	ear->run = (struct hearing_silence){.from = at, .first_frame = frame};
	ear->run_windows = 0;
	ear->run_digital = 0;
}

/* Counts a window of sound in its second. */
static void note_second(struct ear *ear, ns_t at)
{
	struct hearing *s = ear->hearing;
	ns_t since = at - s->stream->stat.first_ts;
	size_t second = since > 0 ? (size_t)(since / NS_PER_S) : 0;

	if (second >= SECONDS_MOST) {
		return;
	}
	if (second >= s->second_count) {
		size_t count = (second + 1) * 2;
		uint8_t *seconds = realloc(s->seconds, count);
		if (!seconds) {
			return;
		}
		memset(seconds + s->second_count, 0, count - s->second_count);
		s->seconds = seconds;
		s->second_count = count;
	}
	if (s->seconds[second] < UINT8_MAX) {
		s->seconds[second]++;
	}
}

static size_t window_size(const struct ear *ear)
{
	size_t n = ear->rate_hz / 50;

	return n < EAR_WINDOW ? n : EAR_WINDOW;
}

static void take_window(struct ear *ear)
{
	enum level_kind kind =
		level_window(&ear->hearing->level, ear->window, ear->fill);

	if (kind == LEVEL_SOUND) {
		end_silence(ear);
		note_second(ear, ear->window_at);
	} else {
		begin_silence(ear, ear->window_at, ear->window_frame);
		ear->run.to = ear->next;
		ear->run.last_frame = ear->frame;
		ear->run_windows++;
		ear->run_digital += kind == LEVEL_DIGITAL;
	}
	ear->fill = 0;
}

static void add_windows(
	struct ear *ear, ns_t at, const int16_t *pcm, size_t count)
{
	size_t size = window_size(ear);

	for (size_t i = 0; i < count; i++) {
		if (ear->fill == 0) {
			ear->window_at = at + (ns_t)i * NS_PER_S /
						      (ns_t)ear->rate_hz;
			ear->window_frame = ear->frame;
		}
		ear->window[ear->fill++] = pcm[i];
		if (ear->fill == size) {
			take_window(ear);
		}
	}
}

static bool beside_event(const struct ear *ear, char digit, ns_t from, ns_t to)
{
	for (unsigned i = 0; i < ear->event_count; i++) {
		const struct ear_event *e = &ear->events[i];
		if (e->digit == digit && from - BESIDE < e->to &&
			e->from - BESIDE < to) {
			return true;
		}
	}
	return false;
}

static ns_t dtmf_time(const struct ear *ear, uint64_t sample)
{
	return ear->dtmf_origin + (ns_t)sample * (NS_PER_S / NARROW_HZ);
}

static void heard_digit(void *context, const struct dtmf_digit *digit)
{
	struct ear *ear = context;
	struct hearing *s = ear->hearing;

	if (s->digit_count < HEARING_DIGITS) {
		s->digits[s->digit_count] = (struct hearing_digit){
			.digit = digit->digit,
			.at = dtmf_time(ear, digit->from),
			.frame = ear->digit_frame,
			.duration_ms = 1000.0 *
				       (double)(digit->to - digit->from) /
				       NARROW_HZ,
			.low_dbov = digit->low_dbov,
			.high_dbov = digit->high_dbov,
		};
	}
	s->digit_count++;
}

static void add_narrow(struct ear *ear, const struct voice_sound *sound)
{
	if (!ear->narrowed) {
		return;
	}
	const int16_t *pcm = sound->pcm;
	size_t n = sound->count;
	if (ear->narrow.factor > 1) {
		n = narrow_add(&ear->narrow, pcm, n, ear->rooms->narrow);
		pcm = ear->rooms->narrow;
	}
	ear->dtmf_origin = sound->at - (ns_t)ear->dtmf.position *
					       (NS_PER_S / NARROW_HZ);
	/* By parts, so that a digit's frame is that of its begin. */
	char before = ear->dtmf.now.digit;
	dtmf_add(&ear->dtmf, pcm, n);
	if (ear->dtmf.now.digit && ear->dtmf.now.digit != before) {
		ear->digit_frame = sound->frame;
	}
	if (ear->echo) {
		echo_add(ear->echo, ear->rooms->tools, ear->side, sound->at,
			pcm, n);
	}
}

static void use_rate(struct ear *ear, uint32_t rate_hz)
{
	if (ear->rate_hz == 0) {
		level_init(&ear->hearing->level, rate_hz);
	} else {
		level_rate(&ear->hearing->level, rate_hz);
	}
	dtmf_skip(&ear->dtmf, 0);
	ear->rate_hz = rate_hz;
	ear->fill = 0;
	ear->narrowed = narrow_init(&ear->narrow, rate_hz);
}

static void flowing(struct ear *ear, ns_t at)
{
	if (ear->started && at - ear->last > FLOW_LEAST) {
		end_silence(ear);
	}
}

static void take_sound(void *context, const struct voice_sound *sound)
{
	struct ear *ear = context;

	flowing(ear, sound->at);
	if (sound->rate_hz != ear->rate_hz) {
		use_rate(ear, sound->rate_hz);
	}
	ns_t gap = sound->at - ear->next;
	if (ear->started && (gap > GAP_LEAST || gap < -GAP_LEAST)) {
		ear->fill = 0;
		dtmf_skip(&ear->dtmf,
			gap > 0 ? (uint64_t)(gap / (NS_PER_S / NARROW_HZ))
				: 0);
	}
	ear->started = true;
	ear->frame = sound->frame;
	ns_t length = (ns_t)sound->count * NS_PER_S / (ns_t)sound->rate_hz;
	ear->next = sound->at + length;
	ear->last = ear->next;
	level_add(&ear->hearing->level, sound->pcm, sound->count);
	ear->hearing->sound_s += (double)length / NS_PER_S;
	add_windows(ear, sound->at, sound->pcm, sound->count);
	add_narrow(ear, sound);
}

static void take_event(void *context, ns_t at, uint32_t clock_hz,
	const struct rtp_event *event)
{
	struct ear *ear = context;
	char digit = rtp_event_digit(event->event);
	ns_t to = at + (ns_t)event->duration * NS_PER_S / (ns_t)clock_hz;
	struct ear_event *last =
		ear->event_count ? &ear->events[(ear->event_count - 1) %
						EAR_EVENTS]
				 : NULL;

	end_silence(ear);
	if (last && last->digit == digit && at - last->to < BESIDE / 10) {
		last->to = to > last->to ? to : last->to;
	} else if (digit && ear->event_count < EAR_EVENTS) {
		ear->events[ear->event_count++] =
			(struct ear_event){digit, at, to};
	}
}

static void take_noise(void *context, ns_t at, uint64_t frame, int dbov)
{
	struct ear *ear = context;

	flowing(ear, at);
	begin_silence(ear, at, frame);
	ear->run.to = at;
	ear->run.last_frame = frame;
	ear->run_windows++;
	ear->started = true;
	ear->last = at;
	ear->next = at;
	ear->hearing->noise_dbov = maybe_of(dbov);
}

struct ear *ear_create(struct hearing *hearing, struct ear_rooms *rooms,
	struct echo *echo, unsigned side)
{
	struct ear *ear = calloc(1, sizeof(*ear));

	if (!ear) {
		return NULL;
	}
	const struct voice_listener listener = {
		take_sound, take_event, take_noise, ear};
	ear->hearing = hearing;
	ear->rooms = rooms;
	ear->echo = echo;
	ear->side = side;
	voice_init(&ear->voice, hearing->stream, &listener, rooms->pcm);
	dtmf_init(&ear->dtmf, heard_digit, ear);
	return ear;
}

void ear_packet(struct ear *ear, const struct voice_packet *packet)
{
	voice_packet(&ear->voice, packet);
}

/* Encrypted payloads are longer than their time by the authentication tag. */
static bool scrambled(const struct voice_counts *c)
{
	return c->steps >= 8 && c->too_long * 2 > c->steps;
}

static void conclude(struct ear *ear)
{
	struct hearing *s = ear->hearing;

	s->counts = ear->voice.counts;
	s->why = ear->voice.missing;
	for (size_t i = 0; i < s->digit_count && i < HEARING_DIGITS; i++) {
		struct hearing_digit *d = &s->digits[i];
		d->beside_event = beside_event(ear, d->digit, d->at,
			d->at + (ns_t)(d->duration_ms * NS_PER_MS));
		s->digits_beside += d->beside_event;
	}
	if (scrambled(&s->counts)) {
		s->state = HEARING_SCRAMBLED;
	} else if (s->counts.decoded) {
		s->state = HEARING_MEASURED;
	} else if (s->counts.unknown) {
		s->state = HEARING_UNDECODED;
	} else {
		s->state = HEARING_EMPTY;
		s->why = s->counts.cut	     ? "its packets are cut short in "
					       "the capture"
			 : s->counts.refused ? "its payloads are not of its "
					       "codec"
			 : s->counts.noise   ? "comfort noise only"
					     : "no packet of sound";
	}
}

void ear_destroy(struct ear *ear)
{
	if (!ear) {
		return;
	}
	voice_finish(&ear->voice);
	dtmf_finish(&ear->dtmf);
	end_silence(ear);
	conclude(ear);
	free(ear);
}
