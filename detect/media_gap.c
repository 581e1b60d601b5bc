/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream that stopped for seconds and went on, and nothing explains it: no
 * hold, no comfort noise, no codec that is silent by itself. Only the longest
 * pause of each stream is known. The sequence numbers tell whether the sender
 * paused or its packets were lost.
 */
#include "detect/detector.h"
#include "detect/session.h"

/* Some senders stop at a pause of speech: with comfort noise, G.729 annex B,
 * AMR, EVS, Opus with DTX. */
static bool may_pause(const struct stream *s)
{
	static const char *const names[] = {"G729", "G723", "AMR", "AMR-WB",
		"EVS", "GSM-EFR", "speex", "SILK", "iLBC"};

	for (uint8_t i = 0; i < s->type_count; i++) {
		const struct codec *c = s->types[i].codec;
		if (!c || c->kind == CODEC_NOISE) {
			return true;
		}
		for (size_t k = 0; k < COUNT_OF(names); k++) {
			if (strcmp(c->name, names[k]) == 0) {
				return true;
			}
		}
	}
	for (uint16_t i = 0; s->line && i < s->line->format_count; i++) {
		const struct media_format *f = &s->line->formats[i];
		if (slice_iis(f->name, "CN") || (f->codec &&
			f->codec->kind == CODEC_NOISE)) {
			return true; /* allowed to (RFC 3389) */
		}
	}
	return false;
}

/* Was somebody put on hold, moved, or not answered yet, in the pause? */
static bool explained(const struct stream *s, ns_t from, ns_t to)
{
	const struct call *call = s->call;
	const struct call *c =
		call->conversation ? call->conversation->legs : call;
	bool held = false;

	if (!call->answer.frame || from < call->answer.ts + NS_PER_S) {
		return true; /* early media, then the voice */
	}
	for (; c; c = call->conversation ? c->next_leg : NULL) {
		for (const struct note *n = c->notes; n; n = n->next) {
			held = held || ((n->kind == NOTE_HOLD ||
					n->kind == NOTE_REFER ||
					n->kind == NOTE_REFER_ATTENDED) &&
				       n->ts <= to);
		}
		/* any change of the session in the pause */
		for (const struct exchange *x = c->exchanges; x; x = x->next) {
			held = held || (x->offer->ts > from - NS_PER_S &&
				       x->offer->ts < to + NS_PER_S);
		}
		held = held || (c->hop_count && c->hops[0].bye.frame &&
				c->hops[0].bye.ts <= to);
	}
	return held;
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	double most = detect_limit(d, THRESHOLD_MEDIA_GAP_S);
	double gap_s = s->stat.delta_max_ms / 1e3;

	if (!session_voice(s)) {
		return;
	}
	if (gap_s <= most) {
		detect_judged(d);
		return;
	}
	if (s->call->began_before) {
		detect_skip(d, N_("the capture began inside"));
		return;
	}
	ns_t to = s->stat.delta_max_ts;
	ns_t from = to - (ns_t)(s->stat.delta_max_ms * 1e6);
	if (may_pause(s) || explained(s, from, to)) {
		detect_skip(d, N_("it may pause: comfort noise, hold, or a "
				  "change of the session"));
		return;
	}
	uint64_t lost = seqtrack_lost(&s->seq);
	struct addr key[2] = {s->src.ip, s->dst.ip};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, from);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_frame(f, s->stat.first_frame, s->capture);
	detect_frame(f, s->stat.delta_max_frame, s->capture);
	detect_measured(f, gap_s, most, "s");
	if (detect_new(f)) {
		char src[ENDPOINT_TEXT];
		char dst[ENDPOINT_TEXT];
		struct maybe step = stream_ptime_ms(s);
		/* most of the pause's packets are missing by number */
		bool gone = step.known && step.v > 0 &&
			    (double)lost >= s->stat.delta_max_ms / step.v / 2;
		text_printf(&d->text,
			_("In call %u the voice from %s to %s paused for "
			  "%.1f s, %.1f s after its begin: "),
			(unsigned)s->call->id, endpoint_text(&s->src, src),
			endpoint_text(&s->dst, dst), gap_s,
			(double)(from - s->stat.first_ts) / 1e9);
		text_puts(&d->text,
			gone ? _("its packets were sent and lost on the way.")
			     : _("its sender stopped, without comfort "
				 "noise."));
		detect_detail(d, f);
	}
}

const struct detector detector_media_gap = {
	.id = "media-gap",
	.severity = SEVERITY_WARNING,
	.title = N_("The voice paused for seconds"),
	.passed = N_("no voice paused without a reason"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"RTP of a running call stopped for some seconds and "
			"went on. The other side heard nothing, not even "
			"comfort noise, and may have thought that the line "
			"was dead. Streams that may pause by agreement "
			"(comfort noise, G.729 annex B, hold, a change of the "
			"session) are left alone."),
		.wire = N_(
			"Packets every 20 ms, then none for 4.2 s. If the "
			"sequence number goes on by one, the sender stopped; "
			"if it jumps by 210, the packets were lost."),
		.causes = N_(
			"The network was interrupted (WLAN roaming, spanning "
			"tree, a switch-over of a line or firewall)\n"
			"Silence suppression at a sender that announces no "
			"comfort noise\n"
			"Muting, or music on hold that has nothing to play\n"
			"The telephone or the PBX was overloaded"),
		.remedy = N_(
			"Lost packets: look at the switch, WLAN and line logs "
			"of that second\n"
			"Sender stopped: switch silence suppression (VAD) off "
			"in its template\n"
			"PBX: check music on hold and its load\n"
			"Switch: port-fast at telephones, so that a link "
			"change costs no seconds"),
		.standard = "RFC 3389; RFC 3551 clause 4.1 (silence); RFC 3550 "
			    "clause 5.1",
	},
	.stream = stream_hook,
};
