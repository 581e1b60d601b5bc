/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sum of the parts of a delay, and what the sum leaves out. */
#include "quality/delay.h"

/*
 * Look-ahead by the documents of the codecs: G.729 5 ms (ITU-T G.729), G.723.1
 * 7.5 (G.723.1), AMR 5 (TS 26.071), AMR-WB 5 and 0.94 of its filter (TS 26.171),
 * G.722 1.6 (its filter bank), Speex 10 and 14 (its manual), Opus 6.5 (26.5 with
 * 20 ms frames), EVS 12 (32 in all, TS 26.441), G.722.1 20 (40 in all), G.726 one
 * sample. G.711, GSM and iLBC wait for nothing. The table: docs/METRICS.md.
 */
static const struct {
	const struct codec *codec;
	double ms;
} LOOK_AHEAD[] = {
	{&codec_amr, 5},
	{&codec_amr_wb, 5.94},
	{&codec_evs, 12},
	{&codec_g722, 1.6},
	{&codec_g7221, 20},
	{&codec_g723, 7.5},
	{&codec_g726_16, 0.125},
	{&codec_g726_24, 0.125},
	{&codec_g726_32, 0.125},
	{&codec_g726_40, 0.125},
	{&codec_g729, 5},
	{&codec_gsm, 0},
	{&codec_gsm_efr, 0},
	{&codec_ilbc, 0},
	{&codec_l16, 0},
	{&codec_opus, 6.5},
	{&codec_pcma, 0},
	{&codec_pcmu, 0},
	{&codec_speex, 10},
	{&codec_speex_wb, 14},
};

struct maybe delay_look_ahead_ms(const struct codec *codec)
{
	for (size_t i = 0; i < sizeof(LOOK_AHEAD) / sizeof(LOOK_AHEAD[0]);
		i++) {
		if (LOOK_AHEAD[i].codec == codec) {
			return maybe_of(LOOK_AHEAD[i].ms);
		}
	}
	return MAYBE_UNKNOWN;
}

/* The way from the sender to the receiver, as the listener knows it. */
static void find_network(const struct delay_input *in, struct delay *ret)
{
	const struct delay_side *to = &in->to_receiver;
	const struct delay_side *from = &in->to_sender;

	ret->to_receiver = *to;
	ret->to_sender = *from;
	bool both = to->rtt_ms.known && from->rtt_ms.known;
	bool one = to->rtt_ms.known || from->rtt_ms.known;

	if (!one && !in->one_way_ms.known) {
		return;
	}
	double halves = (to->rtt_ms.known ? to->rtt_ms.v / 2 : 0) +
			(from->rtt_ms.known ? from->rtt_ms.v / 2 : 0);
	double measured = in->one_way_ms.known ? in->one_way_ms.v : 0;
	ret->network_ms = maybe_of(halves + measured);
	/* Of two round trips the weaker one is what the sum rests on. */
	ret->method = in->one_way_ms.known ? DELAY_TWO_POINTS
		      : to->by > from->by  ? to->by
					   : from->by;
	ret->halved = one;
	ret->network_is_minimum = !both;
}

void delay_of(const struct delay_input *in, struct delay *ret)
{
	struct maybe ahead = delay_look_ahead_ms(in->codec);

	*ret = (struct delay){.buffer_ms = in->buffer_ms};
	find_network(in, ret);
	if (ahead.known && in->ptime_ms.known) {
		ret->codec_ms = maybe_of(in->ptime_ms.v + ahead.v);
	}
	if (!ret->network_ms.known) {
		return;
	}
	double sum = ret->network_ms.v + DELAY_DEVICE_MS;
	sum += ret->codec_ms.known ? ret->codec_ms.v : 0;
	sum += ret->buffer_ms.known ? ret->buffer_ms.v : 0;
	ret->total_ms = maybe_of(sum);
	ret->total_is_minimum = ret->network_is_minimum ||
				!ret->codec_ms.known || !ret->buffer_ms.known;
}

struct maybe delay_for_rating(const struct delay *d)
{
	return d->network_is_minimum ? MAYBE_UNKNOWN : d->total_ms;
}

const char *delay_method_text(enum delay_method method)
{
	static const char *const text[DELAY_METHODS] = {
		[DELAY_TWO_POINTS] = "between two observation points",
		[DELAY_RTCP] = "RTCP",
		[DELAY_STUN] = "STUN",
		[DELAY_TCP] = "TCP handshake",
		[DELAY_OPTIONS] = "SIP OPTIONS",
	};

	return text[method];
}

const char *delay_method_word(enum delay_method method)
{
	static const char *const word[DELAY_METHODS] = {
		[DELAY_TWO_POINTS] = "two_points",
		[DELAY_RTCP] = "rtcp",
		[DELAY_STUN] = "stun",
		[DELAY_TCP] = "tcp",
		[DELAY_OPTIONS] = "sip_options",
	};

	return word[method];
}
