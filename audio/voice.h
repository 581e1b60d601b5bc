/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The packets of one RTP stream, in order and decoded: sound with the time it
 * belongs to. Where packets are missing, time goes on and no sound comes, so a loss
 * is a gap, and so is silence that was not sent.
 *
 *   arrival order --sequence--> order of sending --timestamp--> time --codec--> sound
 *
 * A packet that comes before its turn waits for those between, at most
 * VOICE_WAITING of them; what comes after its turn is late and left out.
 */
#ifndef EARSHOT_AUDIO_VOICE_H
#define EARSHOT_AUDIO_VOICE_H

#include "calls/stream.h"
#include "codecs/decoder.h"
#include "dissect/rtp.h"

/* Packets that wait for one before them: 320 ms at 20 ms each. */
#define VOICE_WAITING 16

struct voice_packet {
	struct rtp rtp; /* its payload borrowed, for the call only */
	uint64_t frame;
	ns_t ts; /* of arrival */
};

/* Sound that belongs together, from one packet. */
struct voice_sound {
	ns_t at; /* when its first sample passed, on the capture's clock */
	uint64_t frame;
	uint32_t rate_hz;
	const int16_t *pcm; /* for the call only */
	size_t count;
};

struct voice_listener {
	/** sound - in order of time. */
	void (*sound)(void *context, const struct voice_sound *sound);
	/** event - a telephone-event packet that passed @at. */
	void (*event)(void *context, ns_t at, uint32_t clock_hz,
		const struct rtp_event *event);
	/** noise - a comfort noise packet of @dbov that passed @at. */
	void (*noise)(void *context, ns_t at, uint64_t frame, int dbov);
	void *context;
};

struct voice_counts {
	uint64_t packets;
	uint64_t decoded;	/* packets that gave sound */
	uint64_t refused;	/* payloads that are not of their codec */
	uint64_t cut;		/* not whole in the capture */
	uint64_t unknown;	/* of a codec that cannot be decoded */
	uint64_t noise, events;
	uint64_t late;		/* after their turn, or twice */
	uint64_t lost;		/* never came, of those between */
	uint64_t steps, too_long; /* packets with a next one, and those of
				     more sound than time until that one */
};

struct voice {
	const struct stream *stream; /* knows codecs by payload type */
	struct voice_listener listener;
	struct voice_counts counts;
	struct voice_packet waiting[VOICE_WAITING]; /* by sequence number;
				frame 0: empty; payload on the heap */
	unsigned waiting_count;
	bool started, timed;
	uint16_t next;		/* sequence number whose turn it is */
	uint32_t timestamp;	/* at the time `at` */
	ns_t at;
	ns_t least;		/* a packet was behind its time, of the last */
	unsigned least_of;	/* so many */
	uint32_t clock_hz;
	int16_t last_type;
	double last_s;		/* sound of the last packet; 0: it had none */
	uint32_t last_timestamp;
	struct decoder decoder;
	const struct codec *codec; /* of decoder; NULL: none */
	const char *missing;	/* why a payload type was not decoded */
	int16_t *pcm;		/* borrowed: DECODER_ROOM samples */
};

/**
 * voice_init - begin. @stream: finished, of a book; borrowed
 * @listener: copied; @pcm: room for DECODER_ROOM samples, which several voices
 * may share
 */
void voice_init(struct voice *voice, const struct stream *stream,
	const struct voice_listener *listener, int16_t *pcm);

/** voice_packet - the next @packet to arrive. Allocates: when it must wait. */
void voice_packet(struct voice *voice, const struct voice_packet *packet);

/** voice_finish - no more packets: play what waits, free all. */
void voice_finish(struct voice *voice);

#endif
