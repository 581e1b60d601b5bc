/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the parts of calls/ work on one book. Private to this folder: everybody
 * else includes calls/book.h. Who calls whom:
 *
 *   book_packet -> dialog_signal -> registration_signal
 *                               \-> exchange_sdp -> binding_expect
 *                                   (SDP -> ports -> streams)
 *               -> track_media  -> binding_stream, digit_event
 *               -> feedback_rtcp
 */
#ifndef EARSHOT_CALLS_PARTS_H
#define EARSHOT_CALLS_PARTS_H

#include "calls/book.h"
#include "calls/track.h"

/**
 * book_call_slot - a zeroed call, made by giving up an old one if need be.
 * Returns NULL when memory is exhausted.
 */
struct call *book_call_slot(struct book *book);

/**
 * book_weigh - count what @call has grown by; over the limit of all calls, old
 * ones are given up, in the end @call too: it may be dead afterwards.
 */
void book_weigh(struct book *book, struct call *call);

/**
 * dialog_signal - account for one signalling message.
 * @packet: what carried it; @signal, @sdp: what it says; @sdp NULL: none
 */
void dialog_signal(struct book *book, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp);

/**
 * message_add - keep @signal, which came in @packet, among the messages of @call
 * and mark it if it repeats one. Returns NULL when the call holds as many as it
 * may; that is counted. Allocates: from the call's arena.
 */
struct message *message_add(struct book *book, struct call *call,
	const struct packet *packet, const struct signal *signal);

/**
 * sighting_again - when @signal, which came in @packet, is a message of @call
 * that another point saw already, note that there.
 * Returns false when it is not. Allocates: from the call's arena.
 */
bool sighting_again(struct book *book, struct call *call,
	const struct packet *packet, const struct signal *signal);

/**
 * registration_signal - account for a REGISTER or an answer to one.
 * @packet: what carried it
 */
void registration_signal(struct book *book, const struct packet *packet,
	const struct signal *signal);

/** registration_finish - free what @r owns. */
void registration_finish(struct registration *r);

/**
 * hop_get - the hop that a message passed on, made when it is new.
 * @packet, @signal: the message
 * Returns NULL when the call has no room for another one.
 */
struct hop *hop_get(struct call *call, const struct packet *packet,
	const struct signal *signal);

/**
 * exchange_sdp - keep @sdp as an offer or an answer, and announce its ports.
 * @call: the call; @packet, @signal: the message that brought it
 * @m: the same message as the call keeps it; its sdp is set
 * @by: who sent it
 */
void exchange_sdp(struct book *book, struct call *call,
	const struct packet *packet, const struct signal *signal,
	const struct sdp *sdp, struct message *m, enum call_side by);

/** binding_expect - announce the media ports of @d for @call, bind streams. */
void binding_expect(
	struct book *book, struct call *call, const struct description *d);

/** binding_forget - withdraw every announcement of @call. */
void binding_forget(struct book *book, const struct call *call);

/** binding_stream - find the call of @stream by the ports of @flow. */
void binding_stream(
	struct book *book, const struct flow *flow, struct stream *stream);

/**
 * mirror_judge - what a packet of @stream is that is not ahead of the others.
 * @packet, @rtp: the packet, not accounted for yet
 */
enum copy mirror_judge(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp);

/** mirror_twin - from here on @stream is counted without copies, too. Allocates:
 * from the book's pools; when they are used up, there is no twin. */
void mirror_twin(struct book *book, struct stream *stream);

/** mirror_bound - the twin of @stream learns what its SDP says now. */
void mirror_bound(struct stream *stream);

/** mirror_drop - free what @stream counts, and itself; NULL is allowed. */
void mirror_drop(struct book *book, struct stream *stream);

/** mirror_settle - the capture is over: say of every stream, and of what is not
 * RTP, whether copies were the network's or the mirror's. */
void mirror_settle(struct book *book);

/** interval_rate - MOS of @lost of @expected packets of @stream, which are of
 * @codec, or NULL, and whose @burst_r may be unknown. @size: of most of these packets,
 * which tells their rate; NULL: they are the whole stream. */
struct quality interval_rate(const struct stream *stream,
	const struct codec *codec, const struct codec_size *size,
	uint64_t expected, uint64_t lost, struct maybe burst_r);

/** interval_join - of interval_roll: @stream has INTERVALS_MOST, join the older
 * ones. */
void interval_join(struct stream *stream);

/** interval_conclude - of interval_finish: rate what of @stream has no score yet.
 */
void interval_conclude(const struct book *book, struct stream *stream);

/** stream_seen - what may tell the rate of the codec of @stream. */
struct codec_seen stream_seen(const struct stream *stream);

/** hear_packet - @packet of @stream, just counted, has flags of rtpstat: what the
 * jitter buffers make of it. @rtp: its header; @place: what seqtrack said */
void hear_packet(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp, enum seqtrack_place place);

/** hear_tick - an interval of @stream is over. */
void hear_tick(struct stream *stream);

/** hear_step - stream->step_ms is another from @packet of @stream on. */
void hear_step(struct stream *stream, const struct packet *packet);

/** hear_anew - have the next packet of @stream given to hear_packet. */
void hear_anew(struct stream *stream);

/** feedback_rtcp - account for one packet of an RTCP compound. */
void feedback_rtcp(
	struct book *book, const struct packet *packet, const struct rtcp *rtcp);

/** digit_event - account for @packet of @stream: @rtp carries a telephone-event. */
void digit_event(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp);

/**
 * digit_info - account for a SIP INFO, if it carries a digit.
 * @packet, @signal: the message; @by: who sent it
 */
void digit_info(struct call *call, const struct packet *packet,
	const struct signal *signal, enum call_side by);

/**
 * ssrc_add - make @stream known by its SSRC and its two hosts.
 * Returns 0, or -1 when memory is exhausted.
 */
int ssrc_add(struct book *book, struct stream *stream);

/** ssrc_remove - @stream is no longer to be found. */
void ssrc_remove(struct book *book, struct stream *stream);

/**
 * ssrc_find - the stream that an RTCP packet speaks of, or NULL.
 * @ssrc: its SSRC; @point: where it was seen; @src, @dst: where the stream goes from and to, with the
 *     ports that RTCP uses; of several streams the one whose ports fit, else
 *     the one that had a packet last
 */
struct stream *ssrc_find(struct book *book, uint32_t ssrc, uint8_t point,
	const struct endpoint *src, const struct endpoint *dst);

#endif
