/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a voice is on its way from mouth to ear, put together from what can
 * be known of its parts:
 *
 *   codec: packet time and look-ahead | network | jitter buffer | devices
 *
 * A listener measures round trips, or one way between two places whose clocks it
 * knows. Half a round trip is an assumption, and is called so. What is not known
 * is not counted, and the sum is then the least it can be.
 */
#ifndef EARSHOT_QUALITY_DELAY_H
#define EARSHOT_QUALITY_DELAY_H

#include "codecs/codec.h"
#include "lib/maybe.h"

/* How the network's part is known. */
enum delay_method {
	DELAY_UNKNOWN,
	DELAY_TWO_POINTS, /* one way, between two observation points */
	DELAY_RTCP,       /* half of the round trips by RTCP, to both ends */
	DELAY_STUN,
	DELAY_TCP,
	DELAY_OPTIONS,    /* SIP OPTIONS: the device's own time is in it */
	DELAY_METHODS
};

/* Decoder and devices: assumed. */
#define DELAY_DEVICE_MS 10.0

struct delay_side {
	struct maybe rtt_ms; /* between the listener and this end */
	enum delay_method by;
};

struct delay_input {
	struct maybe one_way_ms; /* measured, from the first to the last point */
	struct delay_side to_receiver; /* from the last point */
	struct delay_side to_sender;   /* from the first point */
	const struct codec *codec; /* NULL: unknown */
	struct maybe ptime_ms;
	struct maybe buffer_ms; /* of the receiver's jitter buffer, emulated */
};

struct delay {
	enum delay_method method;
	struct maybe network_ms; /* one way */
	struct maybe codec_ms;   /* packet time and look-ahead */
	struct maybe buffer_ms;
	struct maybe total_ms;   /* of what is known; unknown without network */
	struct delay_side to_receiver, to_sender;
	bool halved;             /* half of round trips are in network_ms */
	bool network_is_minimum; /* a part of the way was not measured */
	bool total_is_minimum;   /* a part is not known */
};

/**
 * delay_of - the delay by @in.
 * @ret: filled; method DELAY_UNKNOWN when nothing of the network is known
 * Allocates: no. Source: docs/METRICS.md "delay"; ITU-T G.107 (Ta), G.114.
 */
void delay_of(const struct delay_input *in, struct delay *ret);

/**
 * delay_for_rating - the delay that a score may rest on: @d's sum where the
 * whole way through the network is known, else unknown.
 */
struct maybe delay_for_rating(const struct delay *d);

/**
 * delay_look_ahead_ms - what the encoder of @codec waits for beyond a packet,
 * ms; unknown where no document says. Source: see the table in delay.c.
 */
struct maybe delay_look_ahead_ms(const struct codec *codec);

/** delay_method_text - @method in words; NULL for DELAY_UNKNOWN. */
const char *delay_method_text(enum delay_method method);

/** delay_method_word - @method as JSON says it; NULL for DELAY_UNKNOWN. */
const char *delay_method_word(enum delay_method method);

#endif
