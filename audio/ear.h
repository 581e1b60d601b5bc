/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What listens to one stream, from its first packet to its last. */
#ifndef EARSHOT_AUDIO_EAR_H
#define EARSHOT_AUDIO_EAR_H

#include "audio/dtmf.h"
#include "audio/narrow.h"
#include "audio/hearing.h"

/* 20 ms at 48 kHz: of what is sampled faster, windows are shorter. */
#define EAR_WINDOW 960
#define EAR_EVENTS 32

/* Rooms that ears share, because one packet is heard at a time. */
struct ear_rooms {
	int16_t pcm[DECODER_ROOM];
	int16_t narrow[DECODER_ROOM + 1];
	struct echo_tools *tools;
};

/* A digit that came as RFC 4733 event. */
struct ear_event {
	char digit;
	ns_t from, to;
};

struct ear {
	struct hearing *hearing; /* gets what is found */
	struct ear_rooms *rooms;
	struct echo *echo; /* of its pair; NULL: not looked for */
	unsigned side;
	struct voice voice;
	struct narrow narrow;
	bool narrowed; /* the rate could be brought to 8 kHz */
	struct dtmf dtmf;
	ns_t dtmf_origin; /* of its sample 0 */
	uint64_t digit_frame;
	bool started;
	uint32_t rate_hz;
	ns_t next;  /* behind the last sample */
	ns_t last;  /* the last packet of any kind */
	uint64_t frame;
	int16_t window[EAR_WINDOW];
	size_t fill;
	ns_t window_at;
	uint64_t window_frame;
	/* the silence that is going on */
	bool silent;
	struct hearing_silence run;
	uint64_t run_windows, run_digital;
	struct ear_event events[EAR_EVENTS];
	unsigned event_count;
};

/**
 * ear_create - listen to @hearing->stream. @rooms: borrowed
 * @echo, @side: the pair and which of its directions this is, or NULL
 * Returns NULL when memory ran out.
 */
struct ear *ear_create(struct hearing *hearing, struct ear_rooms *rooms,
	struct echo *echo, unsigned side);

/** ear_packet - the next @packet to arrive. */
void ear_packet(struct ear *ear, const struct voice_packet *packet);

/** ear_destroy - no more packets: conclude, and free. NULL is allowed. */
void ear_destroy(struct ear *ear);

#endif
