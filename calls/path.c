/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of judging: terminals and servers from the signalling; then the
 * expected way from the SDP; then the observed way from the streams; then, if
 * nothing was observed, whether it could have been.
 */
#include "calls/path_scene.h"

#include "calls/book.h"
#include "calls/device.h"
#include "calls/relay.h"
#include "calls/source.h"

/* Below this a call is too short for its silence to mean anything. */
#define TALK_LEAST (1 * NS_PER_S)

/* The leg that leads to who answered: the last one that began and was. */
static const struct call *last_answered(const struct scene *s)
{
	const struct call *last = NULL;

	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		if (call_was_up(c)) {
			last = c;
		}
	}
	return last ? last : s->first;
}

static struct who known(const struct addr *ip)
{
	return (struct who){*ip, true};
}

/* An INVITE of these legs left or reached @ip: it is nobody behind them. */
static bool begins_hop(const struct scene *s, const struct addr *ip)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			const struct hop *h = &c->hops[i];
			if (h->invites && (addr_eq(&h->from.ip, ip) ||
						  addr_eq(&h->to.ip, ip))) {
				return true;
			}
		}
	}
	return false;
}

/*
 * A terminal is the outermost host of the signalling, unless that is a server;
 * then the Contact tells, if it names another host: a proxy leaves it alone
 * (RFC 3261 clause 16.6), a B2BUA puts its own.
 */
static struct who terminal(const struct scene *s, const struct addr *outermost,
	const struct addr *contact, bool has_contact)
{
	const struct device *d = device_find(s->book, outermost);
	bool tells = has_contact && !addr_eq(contact, outermost) &&
		     !device_serves(s->book, contact, NULL) &&
		     !begins_hop(s, contact);

	if (device_serves(s->book, outermost, NULL)) {
		return tells ? known(contact) : (struct who){0};
	}
	bool passes = d && d->invites_received && d->invites_sent;
	return tells && passes ? known(contact) : known(outermost);
}

static enum path_kind both(const struct path_way *a, const struct path_way *b)
{
	bool a_told = a->kind == PATH_DIRECT || a->kind == PATH_RELAYED;
	bool b_told = b->kind == PATH_DIRECT || b->kind == PATH_RELAYED;

	if (!a_told || !b_told) {
		return a_told ? a->kind : b_told ? b->kind : PATH_UNKNOWN;
	}
	return a->kind == b->kind ? a->kind : PATH_MIXED;
}

/* A stream of voice: of the call's media, and long enough to be one. */
static bool is_voice(const struct stream *stream)
{
	const struct codec *codec = stream_codec(stream);

	return !source_foreign(stream) &&
	       (!codec || codec->kind == CODEC_AUDIO);
}

/* True when @ip passes voice on: proven by payload, or it is a server. */
static bool relays(const struct scene *s, const struct addr *ip)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (const struct stream *r = c->streams; r;
			r = r->next_in_call) {
			const struct stream *from = relay_source(r);
			if (from && (addr_eq(&from->dst.ip, ip) ||
					    addr_eq(&r->src.ip, ip))) {
				return true;
			}
		}
	}
	return device_serves(s->book, ip, NULL);
}

/* True when @ip is one of the hosts whose signalling is seen. */
static bool signals(const struct scene *s, const struct addr *ip)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		if (call_signals(c, ip)) {
			return true;
		}
	}
	return false;
}

/* A host between the terminals by the signalling of these legs. */
static bool is_between(const struct scene *s, const struct addr *ip)
{
	return !path_is(&s->caller, ip) && !path_is(&s->callee, ip) &&
	       signals(s, ip);
}

/* From the one terminal to just where the other one wants to be sent to. */
static bool between_ends(const struct scene *s, const struct stream *stream,
	const struct path *path)
{
	const struct addr *src = &stream->src.ip;

	if (!path->has_ends) {
		return false;
	}
	return (addr_eq(src, &path->caller_end.ip) &&
		       path_meets(s, SIDE_CALLEE, &stream->dst)) ||
	       (addr_eq(src, &path->callee_end.ip) &&
		       path_meets(s, SIDE_CALLER, &stream->dst));
}

/*
 * What a stream shows: its two hosts, of which one may be a relay. @sdp: what
 * the SDP says of this direction, the tie-breaker when the far host takes no
 * part in the signalling.
 */
static void judge_stream(const struct scene *s, const struct stream *stream,
	const struct path *path, bool on, struct path_way *ret)
{
	const struct path_way *sdp = on ? &path->forth : &path->back;
	const struct addr *ends[2] = {&stream->src.ip, &stream->dst.ip};

	*ret = (struct path_way){
		.kind = PATH_DIRECT,
		.stream = stream,
		.from = stream->src,
		.to = stream->dst,
		.frame = stream->stat.first_frame,
		.capture = stream->capture,
	};
	if (stream->turn) {
		ret->kind = PATH_RELAYED;
		ret->by = stream->turn->server.ip;
		return;
	}
	if (between_ends(s, stream, path)) {
		return; /* whatever else these hosts do for others */
	}
	for (unsigned i = 0; i < 2; i++) {
		if (is_between(s, ends[i]) || relays(s, ends[i])) {
			ret->kind = PATH_RELAYED;
			ret->by = *ends[i];
			return;
		}
	}
	for (unsigned i = 0; i < 2; i++) {
		if (sdp->kind == PATH_RELAYED && addr_eq(&sdp->by, ends[i])) {
			ret->kind = PATH_RELAYED;
			ret->by = *ends[i];
			return;
		}
	}
}

/* Which way by the ports: both terminals are on one host. */
static bool port_goes_forth(const struct scene *s, const struct stream *stream,
	const struct path *path)
{
	bool leaves = path_is(&s->caller, &stream->src.ip);
	bool arrives = path_is(&s->caller, &stream->dst.ip);
	const struct addr *far = leaves ? &stream->dst.ip : &stream->src.ip;

	/* Another host that is nowhere else in this call is the other end. */
	if (leaves != arrives && !signals(s, far) && !relays(s, far)) {
		return leaves;
	}
	if (!path->has_ends) {
		return leaves;
	}
	return endpoint_eq(&stream->src, &path->caller_end) ||
	       endpoint_eq(&stream->dst, &path->callee_end);
}

/* Does @stream go away from the caller's side? */
static bool goes_forth(const struct scene *s, const struct stream *stream,
	const struct path *path)
{
	const struct addr *src = &stream->src.ip;
	const struct addr *dst = &stream->dst.ip;

	if (s->caller.known && path_is(&s->callee, &s->caller.ip)) {
		return port_goes_forth(s, stream, path);
	}
	if (between_ends(s, stream, path)) {
		return path_meets(s, SIDE_CALLEE, &stream->dst);
	}
	if (path_is(&s->caller, src) || path_is(&s->callee, dst)) {
		return true;
	}
	if (path_is(&s->caller, dst) || path_is(&s->callee, src)) {
		return false;
	}
	return endpoint_eq(&stream->src, &path->forth.from) ||
	       endpoint_eq(&stream->dst, &path->forth.to);
}

/* The streams of all legs; the longest of each direction speaks for it. */
static void judge_rtp(const struct scene *s, struct path *sdp,
	struct path_way *forth, struct path_way *back, bool *ret_mixed)
{
	struct path_way *ways[2] = {forth, back};
	struct path_way *too[2] = {&sdp->forth_too, &sdp->back_too};

	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (const struct stream *r = c->streams; r;
			r = r->next_in_call) {
			if (!is_voice(r)) {
				continue;
			}
			bool on = goes_forth(s, r, sdp);
			struct path_way *way = ways[on ? 0 : 1];
			struct path_way w;
			judge_stream(s, r, sdp, on, &w);
			bool more = !way->stream ||
				    r->stat.packets > way->stream->stat.packets;
			if (way->stream && way->kind != w.kind &&
				!relay_source(r)) {
				*ret_mixed = true;
				*too[on ? 0 : 1] = more ? *way : w;
			}
			if (more) {
				*way = w;
			}
		}
	}
}

static void note_server(const struct scene *s, struct path *ret)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			const struct addr *ips[2] = {
				&c->hops[i].to.ip, &c->hops[i].from.ip};
			for (unsigned k = 0; k < 2; k++) {
				bool serves = device_serves(
					s->book, ips[k], &ret->server_frame);
				if (serves || is_between(s, ips[k])) {
					ret->has_server = true;
					ret->server = *ips[k];
					return;
				}
			}
		}
	}
}

static bool talked(const struct scene *s)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		ns_t end = c->end.frame ? c->end.ts : s->book->last_ts;
		if (c->answer.frame && end - c->answer.ts >= TALK_LEAST) {
			return true;
		}
	}
	return false;
}

/* A message went between the hosts at @a and @b themselves. */
static bool talk_past_servers(
	const struct scene *s, const struct addr *a, const struct addr *b)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			const struct hop *h = &c->hops[i];
			if ((addr_eq(&h->from.ip, a) &&
				    addr_eq(&h->to.ip, b)) ||
				(addr_eq(&h->from.ip, b) &&
					addr_eq(&h->to.ip, a))) {
				return true;
			}
		}
	}
	return false;
}

/* Other media of these legs was seen: a picture without sound. */
static bool has_media(const struct scene *s)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		if (c->streams) {
			return true;
		}
	}
	return false;
}

/* What goes between the two ends of the media passes here. */
static bool would_show(const struct scene *s, const struct path *p)
{
	const struct addr *a = &p->caller_end.ip;
	const struct addr *b = &p->callee_end.ip;

	if (!p->has_ends) {
		return !p->has_server;
	}
	return talk_past_servers(s, a, b) || has_media(s);
}

/*
 * No RTP at all: would it have been seen? What goes through a host that takes
 * part in all signalling shown here passes where that signalling passed; a
 * relay that takes no part in it may stand anywhere.
 */
static enum path_kind silence(const struct scene *s, const struct path *p)
{
	if (!call_was_up(s->last)) {
		return PATH_NONE;
	}
	if (p->by_sdp == PATH_UNKNOWN) {
		return PATH_UNKNOWN;
	}
	if (p->by_sdp == PATH_DIRECT && !would_show(s, p)) {
		return PATH_NOT_SEEN;
	}
	const struct path_way *way =
		p->forth.kind == PATH_RELAYED ? &p->forth : &p->back;
	if (way->kind == PATH_RELAYED && !signals(s, &way->by)) {
		return PATH_NOT_SEEN;
	}
	return talked(s) ? PATH_NONE : PATH_UNKNOWN;
}

static void conclude(const struct scene *s, struct path *p)
{
	struct path_way forth = {0};
	struct path_way back = {0};
	bool mixed = false;

	p->by_sdp = both(&p->forth, &p->back);
	judge_rtp(s, p, &forth, &back, &mixed);
	if (!forth.stream && !back.stream) {
		p->kind = silence(s, p);
		p->by = p->forth.kind == PATH_RELAYED ? p->forth.by
						      : p->back.by;
		return;
	}
	if (forth.stream) {
		p->forth = forth;
	} else {
		p->forth.kind = PATH_NONE;
	}
	if (back.stream) {
		p->back = back;
	} else {
		p->back.kind = PATH_NONE;
	}
	p->kind = mixed ? PATH_MIXED : both(&p->forth, &p->back);
	p->by = p->forth.kind == PATH_RELAYED ? p->forth.by : p->back.by;
}

/* Whom the RTP of a direct call shows beside a terminal, and nothing else. */
static void note_stranger(const struct scene *s, struct path *p)
{
	const struct path_way *way = p->forth.stream ? &p->forth : &p->back;
	const struct addr *ends[2] = {&way->from.ip, &way->to.ip};

	for (unsigned i = 0; i < 2 && way->stream && !p->ends_meet; i++) {
		if (p->has_server && !path_is(&s->caller, ends[i]) &&
			!path_is(&s->callee, ends[i])) {
			p->has_stranger = true;
			p->stranger = *ends[i];
		}
	}
}

static bool set_scene(
	const struct book *book, const struct call *call, struct scene *s)
{
	*s = (struct scene){.book = book};
	s->legs = call->talk ? call->talk : call;
	s->first = s->legs;
	s->last = last_answered(s);
	if (s->first->hop_count == 0 || s->last->hop_count == 0) {
		return false;
	}
	const struct hop *near = &s->first->hops[0];
	const struct hop *far = path_last_hop(s->last);
	s->caller = terminal(s, &near->from.ip, &s->first->caller_contact,
		s->first->has_caller_contact);
	s->callee = terminal(s, &far->to.ip, &s->last->callee_contact,
		s->last->has_callee_contact);
	s->near = path_in_force(s->first, near);
	s->far = path_in_force(s->last, far);
	return true;
}

void path_of(const struct book *book, const struct call *call, struct path *ret)
{
	struct scene s;

	*ret = (struct path){.kind = PATH_UNKNOWN};
	if (!set_scene(book, call, &s)) {
		return;
	}
	path_sdp(&s, ret);
	note_server(&s, ret);
	path_changes(&s, ret);
	conclude(&s, ret);
	if (ret->kind == PATH_DIRECT) {
		note_stranger(&s, ret);
	}
}

const char *path_kind_text(enum path_kind kind)
{
	static const char *const text[] = {
		[PATH_UNKNOWN] = "unknown",
		[PATH_DIRECT] = "direct",
		[PATH_RELAYED] = "relayed",
		[PATH_MIXED] = "mixed",
		[PATH_NOT_SEEN] = "not_seen",
		[PATH_NONE] = "none",
	};

	return text[kind];
}
