/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Too much from one source. Busy trunks are fast, too, but their requests are
 * fulfilled; floods hardly are. RTP of strangers to a call that is up is told
 * here as well: calls/source.h says whose RTP it is.
 */
#include "calls/nat.h"
#include "calls/source.h"
#include "detect/watched.h"

/* Fewer packets of a stranger are a slip. */
#define LEAST_PACKETS 5

static void say_rate(struct detecting *d, struct finding *f,
	const struct watch_source *s, int kind)
{
	static const char *const name[] = {
		[WATCH_INVITE] = "INVITE",
		[WATCH_REGISTER] = "REGISTER",
		[WATCH_OPTIONS] = "OPTIONS",
	};

	watched_put(d, &s->ip);
	text_printf(&d->text,
		_(" sent %u %s in one second (%u different ones in all), and "
		  "of its %llu requests %u were fulfilled."),
		(unsigned)s->asked->rate[kind].peak, name[kind],
		(unsigned)s->asked->kinds[kind], (unsigned long long)s->requests,
		(unsigned)s->accepted);
	watched_device(d, &s->ip);
	detect_detail(d, f);
}

static void judge_source(
	struct detecting *d, const struct watch_source *s)
{
	static const enum threshold limit_of[] = {
		[WATCH_INVITE] = THRESHOLD_SEC_FLOOD_INVITES,
		[WATCH_REGISTER] = THRESHOLD_SEC_FLOOD_REGISTERS,
		[WATCH_OPTIONS] = THRESHOLD_SEC_FLOOD_REGISTERS,
	};
	bool fulfilled = (uint64_t)s->accepted * 4 >= s->requests;

	for (int kind = 0; kind < WATCH_KINDS; kind++) {
		const struct watch_rate *r = &s->asked->rate[kind];
		double limit = detect_limit(d, limit_of[kind]);
		if (r->peak < limit || fulfilled || watched_relays(d, s)) {
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_ERROR,
			watched_key(&s->ip), r->peak_first.ts);
		detect_host(f, &s->ip);
		detect_moment(f, &r->peak_first);
		detect_measured(f, r->peak, limit, "/s");
		if (detect_new(f)) {
			say_rate(d, f, s, kind);
		}
		return;
	}
	detect_judged(d);
}

static void whole(struct detecting *d)
{
	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		if (s->requests) {
			judge_source(d, s);
		}
	}
}

static bool same_network(const struct addr *a, const struct addr *b)
{
	/* A provider's media servers have one network: /24, or /64. */
	size_t n = addr_is_v4(a) ? 15 : 8;

	return memcmp(a->b, b->b, n) == 0 && !nat_private(a);
}

static void judge_stranger(struct detecting *d, const struct call *call,
	const struct stream *s)
{
	bool in = s->rightful && endpoint_eq(&s->dst, &s->rightful->dst);
	const struct addr *who = in ? &s->src.ip : &s->dst.ip;
	const struct device *device = device_find(d->book, who);
	bool known = (device && device->sends_sip) ||
		     (s->rightful && same_network(who, &s->rightful->src.ip));
	bool few = s->stat.packets < LEAST_PACKETS;
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	if (s->stat.first_ts < call->first_ts) {
		detect_skip(d, N_("RTP of an earlier call still came to the "
				  "same port"));
		return;
	}
	struct finding *f = detect_raise(d,
		known || few ? SEVERITY_WARNING : SEVERITY_CRITICAL,
		watched_key(who), s->stat.first_ts);
	detect_host(f, who);
	detect_host(f, in ? &s->dst.ip : &s->src.ip);
	detect_call(d, f, call);
	detect_stream(d, f, s);
	detect_frame(f, s->stat.first_frame, s->capture);
	if (s->rightful) {
		detect_frame(f, s->rightful->stat.first_frame,
			s->rightful->capture);
	}
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		in ? _("%s, which has no part in call %u, sends RTP to its "
		       "port %s: %llu packets in %.1f s, while the rightful "
		       "sender sends.")
		   : _("%s, which has no part in call %u, is sent RTP from "
		       "its port %s: %llu packets in %.1f s: it can listen."),
		endpoint_text(in ? &s->src : &s->dst, a), (unsigned)call->id,
		endpoint_text(in ? &s->dst : &s->src, b),
		(unsigned long long)s->stat.packets, stream_duration_s(s));
	if (known) {
		text_puts(&d->text, _(" The address is known otherwise: a "
				      "second media server, probably."));
	}
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	if (call->rtp_refused) {
		struct finding *f = detect_raise(d, SEVERITY_ERROR,
			slice_of("refused"), call->first_ts);
		detect_call(d, f, call);
		detect_moment(f, &call->invite);
		if (detect_new(f)) {
			text_printf(&d->text,
				_("%llu RTP packets to the ports of call %u "
				  "came from so many sources or in so many "
				  "streams that they were not followed."),
				(unsigned long long)call->rtp_refused,
				(unsigned)call->id);
			detect_detail(d, f);
		}
	}
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (source_foreign(s)) {
			judge_stranger(d, call, s);
		}
	}
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	double seconds = stream_duration_s(s);
	double limit = detect_limit(d, THRESHOLD_SEC_FLOOD_RTP);
	double rate = seconds >= 1 ? (double)s->stat.packets / seconds : 0;
	bool voice = !s->line || s->line->type == SDP_AUDIO;

	if (!voice || rate < limit || !stream_codec(s) ||
		stream_codec(s)->kind != CODEC_AUDIO) {
		return;
	}
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	struct finding *f = detect_raise(d, SEVERITY_ERROR,
		watched_key(&s->src.ip), s->stat.first_ts);
	detect_host(f, &s->src.ip);
	detect_host(f, &s->dst.ip);
	detect_stream(d, f, s);
	detect_frame(f, s->stat.first_frame, s->capture);
	detect_measured(f, rate, limit, "/s");
	if (detect_new(f)) {
		text_printf(&d->text,
			_("%s sends %.0f RTP packets a second to %s over "
			  "%.1f s: voice has 50 or so."),
			endpoint_text(&s->src, a), rate,
			endpoint_text(&s->dst, b), seconds);
		detect_detail(d, f);
	}
}

const struct detector detector_sec_flood = {
	.id = "sec-flood",
	.severity = SEVERITY_CRITICAL,
	.title = N_("A flood, or a stranger's RTP"),
	.passed = N_("no source floods, no stranger sends RTP to a call"),
	.subject = "source of requests",
	.page = {
		.meaning = N_(
			"One source sends so many INVITE, REGISTER or RTP "
			"packets that the server or the line suffers, and "
			"hardly any of its requests is fulfilled. Or a host "
			"that has no part in a call sends RTP to its port "
			"(injection: one hears it), or is sent the voice of "
			"the call (RTP bleed: it listens). That one is "
			"critical. Hosts that signal here, and neighbours of a "
			"provider's media server, are given as a warning."),
		.wire = N_(
			"300 REGISTER within one second from 192.0.2.66; or "
			"RTP from 203.0.113.66 to the PBX port of a call, to "
			"which 192.0.2.20 sends at the same time."),
		.causes = N_(
			"A denial of service, or a load test that was aimed "
			"badly\n"
			"A relay that takes whoever sends first for the peer "
			"(RTP bleed), and a scanner of ports that found it\n"
			"A telephone or gateway in a loop after a refusal\n"
			"A media server that a provider did not announce"),
		.remedy = N_(
			"Firewall: limit the rate per source, block it, let "
			"SIP and RTP in only from known sites\n"
			"PBX or relay: learn the peer's address only from the "
			"announced network (strict source), use SRTP\n"
			"Telephone: find the loop; let it wait longer between "
			"two attempts"),
		.standard =
			"RFC 3261 clause 26.1.5; RFC 7362 clause 5 (latching); "
			"RFC 3550 clause 9",
	},
	.call = call_hook,
	.stream = stream_hook,
	.whole = whole,
};
