/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One reader per kind; each hands its find to add(). A message that passes
 * several hops says the same thing again: what the side said last decides
 * whether it is news.
 */
#include "calls/note.h"

#include "calls/call.h"
#include "calls/dial_code.h"
#include "dissect/sdp.h"
#include "dissect/sip.h"

#define TEXT_MAX 128

static struct note *last_of(
	const struct call *call, enum note_kind kind, uint8_t by)
{
	struct note *found = NULL;

	for (struct note *n = call->notes; n; n = n->next) {
		found = n->kind == kind && n->by == by ? n : found;
	}
	return found;
}

static struct note *add(struct call *call, const struct packet *packet,
	enum note_kind kind, uint8_t by, struct slice text, uint32_t number)
{
	struct note *n = NULL;

	char room[DIAL_CODE_TEXT + 4];
	text = dial_code_hide(slice_sub(text, 0, TEXT_MAX), room);
	if (call->note_count < CALL_NOTES) {
		n = arena_get(&call->arena, sizeof(*n));
	}
	if (!n) {
		return NULL;
	}
	*n = (struct note){
		.kind = kind,
		.by = by,
		.capture = packet->capture,
		.number = number,
		.count = 1,
		.text = arena_copy(&call->arena, text),
		.frame = packet->frame,
		.ts = packet->ts,
		.last_ts = packet->ts,
	};
	if (call->notes_tail) {
		call->notes_tail->next = n;
	} else {
		call->notes = n;
	}
	call->notes_tail = n;
	call->note_count++;
	return n;
}

/* The same as the last one of its kind: it passed another hop. */
static void add_once(struct call *call, const struct packet *packet,
	enum note_kind kind, uint8_t by, struct slice text, uint32_t number)
{
	const struct note *n = last_of(call, kind, by);

	if (!n || n->number != number || !slice_eq(n->text, text)) {
		(void)add(call, packet, kind, by, text, number);
	}
}

static const struct sdp_media *audio_of(const struct sdp *sdp)
{
	for (unsigned i = 0; i < sdp->media_count; i++) {
		if (sdp->media[i].type == SDP_AUDIO) {
			return &sdp->media[i];
		}
	}
	return NULL;
}

/* An offer inside the dialog: the other side is to be quiet, or no more. */
static void hold(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp, uint8_t by)
{
	bool offers = signal->request && signal->to.tag.n &&
		      (signal->method == METHOD_INVITE ||
			      signal->method == METHOD_UPDATE);
	const struct sdp_media *audio = offers && sdp ? audio_of(sdp) : NULL;

	if (!audio || audio->rtp.port == 0) {
		return;
	}
	bool nowhere = audio->has_address && addr_is_any(&audio->rtp.ip);
	bool held = nowhere || audio->direction == SDP_SENDONLY ||
		    audio->direction == SDP_INACTIVE;
	const struct note *on = last_of(call, NOTE_HOLD, by);
	const struct note *off = last_of(call, NOTE_RESUME, by);
	bool is_held = on && (!off || off->count < on->count);
	if (held == is_held) {
		return;
	}
	const char *how =
		nowhere ? "no address" : sdp_direction_text(audio->direction);
	struct note *n = add(call, packet, held ? NOTE_HOLD : NOTE_RESUME, by,
		slice_of(how), signal->cseq);
	if (n && held && on) {
		n->count = on->count + 1;
	} else if (n && !held) {
		n->count = on->count;
	}
}

static void refer(struct call *call, const struct packet *packet,
	const struct signal *signal, uint8_t by)
{
	struct sip_address to = {0};

	if (!signal->header[SIP_REFER_TO].p ||
		sip_address_parse(signal->header[SIP_REFER_TO], &to) != V_OK) {
		return;
	}
	bool attended = false;
	struct slice rest = to.uri.headers;
	while (rest.p) {
		struct slice value = slice_cut(&rest, '&');
		attended = attended ||
			   slice_iis(slice_cut(&value, '='), "Replaces");
	}
	add_once(call, packet, attended ? NOTE_REFER_ATTENDED : NOTE_REFER, by,
		to.uri.user.n ? to.uri.user : to.uri.text, signal->cseq);
}

/* Body: "SIP/2.0 200 OK", of the request that the REFER asked for. */
static void sipfrag(struct call *call, const struct packet *packet,
	const struct signal *signal, uint8_t by)
{
	struct slice rest = slice_trim(signal->body);
	uint64_t status;

	if (!slice_istarts(
		    signal->header[SIP_CONTENT_TYPE], "message/sipfrag")) {
		return;
	}
	struct slice version = slice_cut(&rest, ' ');
	struct slice code = slice_sub(rest, 0, 3);
	if (slice_istarts(version, "SIP/2.") && slice_u64(code, 699, &status) &&
		status >= 100) {
		add_once(call, packet, NOTE_REFER_RESULT, by,
			(struct slice){NULL, 0}, (uint32_t)status);
	}
}

/* Reason: SIP;cause=200;text="Call completed elsewhere", Q.850;cause=26 */
static void elsewhere(struct call *call, const struct packet *packet,
	const struct signal *signal, uint8_t by)
{
	struct slice list = signal->header[SIP_REASON];

	for (unsigned i = 0; list.p && i < 8; i++) {
		struct slice params = sip_value_next(&list);
		struct slice protocol = slice_trim(slice_cut(&params, ';'));
		struct slice cause = sip_param(params, "cause");
		if (slice_iis(protocol, "SIP") && slice_is(cause, "200")) {
			add_once(call, packet, NOTE_ELSEWHERE, by,
				(struct slice){NULL, 0}, 200);
			return;
		}
	}
}

/* Why a call was refused or ended, in the words of who did it. */
static void reason(struct call *call, const struct packet *packet,
	const struct signal *signal, uint8_t by)
{
	struct slice why = signal->header[SIP_REASON];
	struct slice warning = signal->header[SIP_WARNING];

	if (why.n) {
		add_once(call, packet, NOTE_REASON, by, why, signal->status);
	}
	if (warning.n && !signal->request) {
		add_once(call, packet, NOTE_WARNING, by, warning,
			signal->status);
	}
}

static void timer(struct call *call, const struct packet *packet,
	const struct signal *signal, uint8_t by)
{
	struct slice params = signal->header[SIP_SESSION_EXPIRES];
	uint64_t seconds;

	if (!params.p) {
		return;
	}
	struct slice number = slice_trim(slice_cut(&params, ';'));
	if (!slice_u64(number, UINT32_MAX, &seconds)) {
		return;
	}
	struct note *n = NULL;
	for (struct note *k = call->notes; k; k = k->next) {
		n = k->kind == NOTE_TIMER ? k : n;
	}
	if (n && n->number == (uint32_t)seconds) {
		/* On another hop, within a moment, it is the same answer. */
		n->count += packet->ts - n->last_ts > NS_PER_S;
		n->last_ts = packet->ts;
		return;
	}
	(void)add(call, packet, NOTE_TIMER, by, sip_param(params, "refresher"),
		(uint32_t)seconds);
}

static void focus(struct call *call, const struct packet *packet,
	const struct signal *signal, uint8_t by)
{
	if (sip_param(signal->contact.params, "isfocus").p ||
		sip_param(signal->contact.uri.params, "isfocus").p) {
		add_once(call, packet, NOTE_FOCUS, by, signal->contact.uri.user,
			0);
	}
}

static void note_request(struct call *call, const struct packet *packet,
	const struct signal *signal, uint8_t by)
{
	if (signal->method == METHOD_REFER) {
		refer(call, packet, signal, by);
	} else if (signal->method == METHOD_NOTIFY) {
		sipfrag(call, packet, signal, by);
	} else if (signal->method == METHOD_CANCEL ||
		   signal->method == METHOD_BYE) {
		elsewhere(call, packet, signal, by);
		reason(call, packet, signal, by);
	} else if (signal->method == METHOD_INVITE) {
		focus(call, packet, signal, by);
	}
}

static void note_answer(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp, uint8_t by)
{
	uint16_t status = signal->status;
	bool invite = signal->cseq_method == METHOD_INVITE;

	if (signal->cseq_method == METHOD_REFER && status >= 200 &&
		status != 401 && status != 407) {
		add_once(call, packet, NOTE_REFER_ANSWER, by, signal->reason,
			status);
	} else if (invite && status > 100 && status < 200 && sdp) {
		add_once(call, packet, NOTE_EARLY, by, (struct slice){NULL, 0},
			status);
	} else if (invite && status >= 300 && status < 400) {
		add_once(call, packet, NOTE_REDIRECT, by,
			signal->contact.uri.user.n ? signal->contact.uri.user
						   : signal->contact.uri.text,
			status);
	} else if (invite && status >= 400) {
		elsewhere(call, packet, signal, by);
		reason(call, packet, signal, by);
	}
	if (status / 100 == 2 &&
		(invite || signal->cseq_method == METHOD_UPDATE)) {
		timer(call, packet, signal, by);
		focus(call, packet, signal, by);
	}
}

void note_signal(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp, uint8_t by)
{
	if (signal->request) {
		note_request(call, packet, signal, by);
		hold(call, packet, signal, sdp, by);
	} else {
		note_answer(call, packet, signal, sdp, by);
	}
}
