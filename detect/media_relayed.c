/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The voice goes through a host; where both sides are seen, what it costs. */
#include "calls/relay.h"
#include "detect/detector.h"
#include "detect/voice.h"

/* The stream that leaves the relay @by of the talk of @call, proven by payload,
 * which was kept longest; NULL: none is. */
static const struct stream *slowest(
	const struct call *call, const struct addr *by)
{
	const struct stream *found = NULL;

	for (const struct call *c = call; c; c = c->next_in_talk) {
		for (const struct stream *s = c->streams; s;
			s = s->next_in_call) {
			struct maybe ms = relay_delay_ms(s);
			if (ms.known && addr_eq(&s->src.ip, by) &&
				(!found || ms.v > relay_delay_ms(found).v)) {
				found = s;
			}
		}
	}
	return found;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct path *p, const struct stream *out)
{
	struct text *t = &d->text;
	char by[ADDR_TEXT];

	text_printf(t, _("RTP of call %u goes through %s"), (unsigned)call->id,
		addr_text(&p->by, by));
	if (out) {
		const struct stream *in = relay_source(out);
		struct maybe inside = relay_lost_inside(out);
		text_printf(t,
			_(", which keeps a packet for %.3f ms on average and "
			  "%.3f ms at most"),
			relay_delay_ms(out).v, relay_delay_max_ms(out).v);
		text_printf(t, _("; lost before it %llu"),
			(unsigned long long)seqtrack_lost(&in->seq));
		if (inside.known) {
			text_printf(t, _(", in it %.0f"), inside.v);
		}
		struct maybe after = relay_lost_after(out);
		if (after.known) {
			text_printf(t, _(", behind it %.0f"), after.v);
		}
		text_puts(t, _(" packets"));
	}
	text_puts(t, ".");
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	if (!call_was_up(call) || !voice_speaks(call)) {
		return;
	}
	const struct path *p = detect_path(d, call);
	if (!p->forth.stream && !p->back.stream) {
		return;
	}
	if (p->kind != PATH_RELAYED) {
		detect_judged(d);
		return;
	}
	const struct stream *out = slowest(call, &p->by);
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&p->by, sizeof(p->by)},
		call->first_ts);
	voice_concerns(d, f, call);
	detect_stream(d, f, p->forth.stream);
	detect_stream(d, f, p->back.stream);
	detect_host(f, &p->by);
	detect_frame(f, p->forth.stream ? p->forth.frame : 0, p->forth.capture);
	detect_frame(f, p->back.stream ? p->back.frame : 0, p->back.capture);
	if (out) {
		detect_frame(f, out->relay->frame_in, out->capture);
		detect_frame(f, out->relay->frame_out, out->capture);
	}
	if (detect_new(f)) {
		say(d, f, call, p, out);
	}
}

const struct detector detector_media_relayed = {
	.id = "media-relayed",
	.severity = SEVERITY_NOTE,
	.title = N_("The voice goes through a relay"),
	.subject = "call",
	.latent = true,
	.page = {
		.meaning = N_(
			"RTP passes a PBX, an SBC, a TURN server or a media "
			"proxy on its way. It can then be recorded, "
			"transcoded and passed through NAT, and the terminals "
			"need not reach each other. It costs delay, load and "
			"bandwidth at the relay, and whatever the relay loses "
			"is lost for everybody."),
		.wire = N_(
			"RTP from the telephone to the PBX and from the PBX "
			"to the other telephone. The payload is the same byte "
			"for byte unless the relay transcodes; number and "
			"timestamp mostly differ."),
		.causes = N_(
			"The PBX is set to deliver the audio\n"
			"A terminal behind NAT needs a relay\n"
			"The call is recorded, transferred or in a "
			"conference\n"
			"An SBC separates two networks"),
		.remedy = N_(
			"Nothing, where it is meant so\n"
			"PBX: allow direct media between telephones that "
			"reach each other, where its load or the delay "
			"matters\n"
			"Compare the loss before and behind the relay to know "
			"which side to look at"),
		.standard = "RFC 7092 clause 3.2; RFC 8656 (TURN)",
	},
	.call = call_hook,
};
