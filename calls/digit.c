/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DTMF digits: telephone-event packets (RFC 4733) and SIP INFO bodies. One key
 * press is one RTP timestamp; its packets, the end packet sent three times,
 * update the one digit. Digits may be PINs: reports decide whether to show them.
 */
#include "calls/hotdesk.h"
#include "calls/parts.h"

#include "lib/hash.h"

/* More digits in one call are not kept: no keypad session is that long. */
#define DIGITS_KEPT 512

static struct digit *append(struct call *call)
{
	if (call->digit_count >= DIGITS_KEPT) {
		return NULL;
	}
	struct digit *d = arena_get(&call->arena, sizeof(*d));
	if (!d) {
		return NULL;
	}
	call->digit_count++;
	if (call->digits_tail) {
		call->digits_tail->next = d;
	} else {
		call->digits = d;
	}
	call->digits_tail = d;
	return d;
}

/* The digit of this identity: the same key press, seen again. */
static struct digit *find(const struct call *call, enum digit_method method,
	uint32_t ssrc, uint32_t timestamp)
{
	struct digit *d = call->digits;

	while (d && (d->method != method || d->ssrc != ssrc ||
			    d->timestamp != timestamp)) {
		d = d->next;
	}
	return d;
}

void digit_event(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp)
{
	struct call *call = stream->call;
	struct rtp_event event;

	if (!call || rtp_event_parse(rtp->payload, &event) != V_OK ||
		!rtp_event_digit(event.event)) {
		return;
	}
	struct digit *d =
		find(call, DIGIT_RFC4733, rtp->ssrc, rtp->timestamp);
	if (d) {
		d->duration = event.duration > d->duration ? event.duration
							   : d->duration;
		return;
	}
	d = append(call);
	if (!d) {
		return;
	}
	d->ts = packet->ts;
	d->frame = packet->frame;
	d->capture = packet->capture;
	d->digit = hotdesk_digit(call, rtp_event_digit(event.event));
	d->method = DIGIT_RFC4733;
	d->ssrc = rtp->ssrc;
	d->timestamp = rtp->timestamp;
	d->duration = event.duration;
	d->clock_hz = stream->type ? stream->type->clock_hz : 0;
}

/* The value of "Name=value" or "Name: value" in an INFO body. */
static struct slice field(struct slice body, const char *name)
{
	while (body.p) {
		struct slice line = slice_trim(slice_cut(&body, '\n'));
		if (!slice_istarts(line, name)) {
			continue;
		}
		struct slice rest = slice_trim(
			slice_sub(line, slice_of(name).n, line.n));
		if (rest.n && (rest.p[0] == '=' || rest.p[0] == ':')) {
			return slice_trim(slice_sub(rest, 1, rest.n));
		}
	}
	return (struct slice){NULL, 0};
}

static char digit_of(struct slice signal)
{
	uint64_t number;

	if (slice_u64(signal, 15, &number)) {
		return rtp_event_digit((uint8_t)number);
	}
	if (signal.n == 1 && ((signal.p[0] >= 'A' && signal.p[0] <= 'D') ||
				     signal.p[0] == '*' || signal.p[0] == '#')) {
		return signal.p[0];
	}
	return 0;
}

void digit_info(struct call *call, const struct packet *packet,
	const struct signal *signal, enum call_side by)
{
	struct slice type = signal->header[SIP_CONTENT_TYPE];
	struct slice value = signal->body;
	uint64_t duration = 0;

	if (slice_istarts(type, "application/dtmf-relay")) {
		value = field(signal->body, "Signal");
		(void)slice_u64(field(signal->body, "Duration"), 60000, &duration);
	} else if (!slice_istarts(type, "application/dtmf")) {
		return;
	}
	char c = digit_of(slice_trim(value));
	/* A proxy passes the request on: one key press, seen on each hop. */
	uint32_t tag = (uint32_t)hash_slice(signal->from.tag, 0);
	bool seen = find(call, DIGIT_INFO, tag, signal->cseq) != NULL;
	struct digit *d = c && !seen ? append(call) : NULL;
	if (d) {
		d->ssrc = tag;
		d->timestamp = signal->cseq;
		d->ts = packet->ts;
		d->frame = packet->frame;
		d->capture = packet->capture;
		d->digit = hotdesk_digit(call, c);
		d->method = DIGIT_INFO;
		d->by = by;
		d->duration = (uint32_t)duration;
	}
}
