/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time comes from RTP timestamps and is anchored at the arrival of the first
 * packet. A sender's clock drifts, so every some seconds the anchor follows the
 * packets that were delayed least; where both part by seconds (a sender that began
 * anew, a clock that is none), it is set again.
 */
#include "audio/voice.h"

#include <stdlib.h>
#include <string.h>

/* Sequence numbers behind their turn that are late and no new beginning. */
#define LATE_MOST 1000
/* Media time and arrival may part so far before the anchor is set again. */
#define PART_MOST (2 * NS_PER_S)
/* Packets between two looks at the drift, and the drift that is followed. */
#define DRIFT_EVERY 256
#define DRIFT_LEAST (4 * NS_PER_MS)
/* RFC 3389 clause 3: level of the noise, -dBov. */
#define NOISE_MASK 0x7f

void voice_init(struct voice *voice, const struct stream *stream,
	const struct voice_listener *listener, int16_t *pcm)
{
	*voice = (struct voice){
		.stream = stream,
		.listener = *listener,
		.last_type = -1,
		.pcm = pcm,
	};
}

static const struct stream_type *type_of(
	const struct stream *stream, uint8_t payload_type)
{
	for (unsigned i = 0; i < stream->type_count; i++) {
		if (stream->types[i].payload_type == payload_type) {
			return &stream->types[i];
		}
	}
	return NULL;
}

/* How far the next packets are to be moved. @apart: arrival after media time */
static ns_t drifted(struct voice *v, ns_t apart)
{
	ns_t move = 0;

	if (v->least_of == 0 || apart < v->least) {
		v->least = apart;
	}
	if (++v->least_of == DRIFT_EVERY) {
		bool much = v->least > DRIFT_LEAST || v->least < -DRIFT_LEAST;
		move = much ? v->least : 0;
		v->least_of = 0;
	}
	return move;
}

/* When the packet's media time is, on the capture's clock. */
static ns_t place(
	struct voice *v, const struct voice_packet *p, uint32_t clock_hz)
{
	int32_t step = (int32_t)(p->rtp.timestamp - v->timestamp);
	ns_t at = p->ts;

	if (v->timed && clock_hz == v->clock_hz) {
		at = v->at + (ns_t)step * NS_PER_S / (ns_t)clock_hz;
		ns_t apart = p->ts - at;
		if (apart < -PART_MOST || apart > PART_MOST) {
			at = p->ts;
			v->least_of = 0;
		} else {
			at += drifted(v, apart);
		}
	}
	v->timed = true;
	v->timestamp = p->rtp.timestamp;
	v->clock_hz = clock_hz;
	v->at = at;
	return at;
}

/* A payload holds as much sound as there is time until the next one, or less. */
static void compare_step(struct voice *v, const struct voice_packet *p,
	bool follows, double seconds)
{
	if (follows && v->last_s > 0 && v->clock_hz && !p->rtp.marker) {
		int32_t step =
			(int32_t)(p->rtp.timestamp - v->last_timestamp);
		v->counts.steps++;
		if (step > 0 &&
			v->last_s > (double)step / v->clock_hz + 1e-5) {
			v->counts.too_long++;
		}
	}
	v->last_s = seconds;
	v->last_timestamp = p->rtp.timestamp;
}

/* Makes the decoder that of @type; false when there is none. */
static bool use_decoder(struct voice *v, const struct stream_type *type)
{
	const struct codec *codec = type ? type->codec : NULL;
	const char *missing = decoder_missing(codec);

	if (missing) {
		v->missing = missing;
		return false;
	}
	if (v->codec == codec && v->decoder.codec) {
		return true;
	}
	decoder_close(&v->decoder);
	v->codec = codec;
	uint8_t channels = type->format ? type->format->channels : 0;
	if (decoder_open(&v->decoder, codec, type->clock_hz, channels) != 0) {
		decoder_close(&v->decoder);
		v->missing = "the decoder could not be opened";
		return false;
	}
	return true;
}

static void play_sound(struct voice *v, const struct voice_packet *p,
	const struct stream_type *type, bool follows)
{
	uint32_t clock = type ? type->clock_hz : 0;

	if (clock == 0 || !use_decoder(v, type)) {
		v->counts.unknown++;
		return;
	}
	if (p->rtp.payload.n < p->rtp.payload_wire) {
		v->counts.cut++;
		return;
	}
	if (!follows) {
		/* What the codec remembers is of before the gap. */
		(void)decoder_conceal(&v->decoder, v->pcm,
			v->decoder.rate_hz / 50);
	}
	ns_t at = place(v, p, clock);
	int n = p->rtp.payload.n ? decoder_decode(&v->decoder, p->rtp.payload,
					   v->pcm, DECODER_ROOM)
				 : 0;
	if (n < 0) {
		v->counts.refused++;
		return;
	}
	compare_step(v, p, follows, n / (double)v->decoder.rate_hz);
	if (n > 0) {
		struct voice_sound sound = {
			at, p->frame, v->decoder.rate_hz, v->pcm, (size_t)n};
		v->counts.decoded++;
		v->listener.sound(v->listener.context, &sound);
	}
}

static void play_event(struct voice *v, const struct voice_packet *p,
	const struct stream_type *type)
{
	struct rtp_event event;

	v->counts.events++;
	if (type->clock_hz &&
		rtp_event_parse(p->rtp.payload, &event) == V_OK) {
		/* All packets of an event bear the time of its begin. */
		v->listener.event(v->listener.context,
			place(v, p, type->clock_hz), type->clock_hz, &event);
	}
}

/* The turn of @p has come. @follows: nothing is missing before it */
static void play(struct voice *v, const struct voice_packet *p, bool follows)
{
	const struct stream_type *type =
		type_of(v->stream, p->rtp.payload_type);
	enum codec_kind kind =
		type && type->codec ? type->codec->kind : CODEC_AUDIO;

	if (kind == CODEC_EVENT) {
		play_event(v, p, type);
	} else if (kind == CODEC_NOISE) {
		int level = p->rtp.payload.n
				    ? (uint8_t)p->rtp.payload.p[0] & NOISE_MASK
				    : NOISE_MASK;
		v->counts.noise++;
		v->last_s = 0;
		v->listener.noise(
			v->listener.context, p->ts, p->frame, -level);
	} else {
		play_sound(v, p, type, follows);
	}
}

static void keep(struct voice *v, const struct voice_packet *p)
{
	struct voice_packet *slot =
		&v->waiting[p->rtp.sequence % VOICE_WAITING];
	size_t n = p->rtp.payload.n;
	char *copy = malloc(n ? n : 1);

	if (slot->frame || !copy) {
		v->counts.late++; /* the same packet waits already */
		free(copy);
		return;
	}
	if (n) {
		memcpy(copy, p->rtp.payload.p, n);
	}
	*slot = *p;
	slot->rtp.payload = (struct slice){copy, n};
	v->waiting_count++;
}

static void play_kept(struct voice *v, bool follows)
{
	struct voice_packet *slot = &v->waiting[v->next % VOICE_WAITING];

	play(v, slot, follows);
	union {
		const char *kept;
		char *freed;
	} payload = {slot->rtp.payload.p};
	free(payload.freed);
	*slot = (struct voice_packet){0};
	v->waiting_count--;
	v->next++;
}

/* Plays what waits in sequence. */
static void catch_up(struct voice *v, bool follows)
{
	while (v->waiting_count &&
		v->waiting[v->next % VOICE_WAITING].frame) {
		play_kept(v, follows);
		follows = true;
	}
}

/* The turn goes on to @sequence, or as near as what waits allows: what did not
 * come until now is lost. */
static void give_up_before(struct voice *v, uint16_t sequence)
{
	while (v->next != sequence) {
		if (!v->waiting_count) {
			v->counts.lost += (uint16_t)(sequence - v->next);
			v->next = sequence;
			return;
		}
		v->counts.lost++;
		v->next++;
		catch_up(v, false);
		if ((int16_t)(sequence - v->next) <= 0) {
			return;
		}
	}
}

static void flush(struct voice *v)
{
	while (v->waiting_count) {
		v->counts.lost++;
		v->next++;
		catch_up(v, false);
	}
}

void voice_packet(struct voice *voice, const struct voice_packet *packet)
{
	struct voice *v = voice;
	uint16_t sequence = packet->rtp.sequence;
	bool follows = v->started;

	v->counts.packets++;
	int ahead = (int16_t)(uint16_t)(sequence - v->next);
	if (!v->started || ahead < -LATE_MOST || ahead > LATE_MOST) {
		flush(v);
		v->started = true;
		v->next = sequence;
		ahead = 0;
		follows = false;
	}
	if (ahead < 0) {
		v->counts.late++;
		return;
	}
	if (ahead >= VOICE_WAITING) {
		give_up_before(v,
			(uint16_t)(sequence - VOICE_WAITING + 1));
		ahead = (int16_t)(uint16_t)(sequence - v->next);
	}
	if (ahead > 0) {
		keep(v, packet);
		return;
	}
	play(v, packet, follows);
	v->next++;
	catch_up(v, true);
}

void voice_finish(struct voice *voice)
{
	if (!voice->stream) {
		return;
	}
	flush(voice);
	decoder_close(&voice->decoder);
}
