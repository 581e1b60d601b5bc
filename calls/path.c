/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of judging: terminals and servers from the signalling; then the
 * expected way from the SDP; then the observed way from the streams; then, if
 * nothing was observed, whether it could have been.
 */
#include "calls/path.h"

#include "calls/book.h"
#include "calls/device.h"
#include "calls/relay.h"

/* Below this a call is too short for its silence to mean anything. */
#define TALK_LEAST (1 * NS_PER_S)

/* A host that may or may not be known. */
struct who {
	struct addr ip;
	bool known;
};

/* The talk as path_of sees it. */
struct scene {
	const struct book *book;
	const struct call *first, *last;   /* nearest to caller, to callee */
	const struct call *legs;           /* of the talk, by next_in_talk */
	struct who caller, callee;         /* the terminals */
	const struct exchange *near, *far; /* in force, at each terminal */
};

static bool answered(const struct call *call)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		if (call->hops[i].answer.frame) {
			return true;
		}
	}
	return call->state == CALL_ESTABLISHED || call->state == CALL_COMPLETED;
}

/* The leg that leads to who answered: the last one that began and was. */
static const struct call *last_answered(const struct scene *s)
{
	const struct call *last = NULL;

	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		if (answered(c)) {
			last = c;
		}
	}
	return last ? last : s->first;
}

static struct who known(const struct addr *ip)
{
	return (struct who){*ip, true};
}

static bool is(const struct who *w, const struct addr *ip)
{
	return w->known && addr_eq(&w->ip, ip);
}

/*
 * A terminal is the outermost host of the signalling, unless that is a server;
 * then the Contact tells, if it names another host: a proxy leaves it alone
 * (RFC 3261 clause 16.6), a B2BUA puts its own.
 */
static struct who terminal(const struct book *book,
	const struct addr *outermost, const struct addr *contact,
	bool has_contact)
{
	if (!device_serves(book, outermost, NULL)) {
		bool other = has_contact && !addr_eq(contact, outermost) &&
			     device_find(book, outermost) &&
			     device_find(book, outermost)->invites_received &&
			     device_find(book, outermost)->invites_sent;
		return other ? known(contact) : known(outermost);
	}
	if (has_contact && !addr_eq(contact, outermost) &&
		!device_serves(book, contact, NULL)) {
		return known(contact);
	}
	return (struct who){0};
}

/* The hop of @call that ends at its callee. */
static const struct hop *last_hop(const struct call *call)
{
	for (unsigned i = call->hop_count; i-- > 0;) {
		if (call->hops[i].answer.frame) {
			return &call->hops[i];
		}
	}
	return call->hop_count ? &call->hops[call->hop_count - 1] : NULL;
}

/* True when the two hosts of @hop made @x, whoever of them offered. */
static bool between(const struct exchange *x, const struct hop *hop)
{
	return (addr_eq(&x->offerer.ip, &hop->from.ip) &&
		       addr_eq(&x->answerer.ip, &hop->to.ip)) ||
	       (addr_eq(&x->offerer.ip, &hop->to.ip) &&
		       addr_eq(&x->answerer.ip, &hop->from.ip));
}

/* The newest answered exchange between the two hosts of @hop. */
static const struct exchange *in_force(
	const struct call *call, const struct hop *hop)
{
	const struct exchange *found = NULL;

	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		if (between(x, hop) && (x->answer || !found)) {
			found = x;
		}
	}
	return found;
}

/* Which half of @x the host at @ip sent. */
static const struct description *half_of(
	const struct exchange *x, const struct addr *ip, bool other)
{
	bool offered = addr_eq(&x->offerer.ip, ip);

	return offered != other ? x->offer : x->answer;
}

/* The first line of audio that is on, else of anything; NULL: none. */
static const struct media_line *line_of(const struct description *d)
{
	const struct media_line *any = NULL;

	for (unsigned i = 0; d && i < d->line_count; i++) {
		const struct media_line *l = &d->lines[i];
		bool on = l->has_address && l->rtp.port &&
			  !addr_is_any(&l->rtp.ip);
		if (on && l->type == SDP_AUDIO) {
			return l;
		}
		any = on && !any ? l : any;
	}
	return any;
}

/*
 * What one exchange says of the way from the terminal at @self: where it was
 * told to send. @peer: whom it talks SIP with; @other: the far terminal, if
 * known; @others_own: the far terminal's own address by its own SDP, or NULL.
 */
static void judge_told(const struct scene *s, const struct media_line *told,
	uint64_t frame, const struct addr *peer, const struct who *other,
	const struct media_line *others_own, struct path_way *ret)
{
	if (!told) {
		return;
	}
	ret->to = told->rtp;
	ret->frame = frame;
	const struct addr *ip = &told->rtp.ip;
	if (is(other, ip) || (others_own && addr_eq(&others_own->rtp.ip, ip))) {
		ret->kind = PATH_DIRECT;
	} else if (others_own || other->known || addr_eq(ip, peer) ||
		   device_serves(s->book, ip, NULL)) {
		ret->kind = PATH_RELAYED;
		ret->by = *ip;
	} else {
		/* A host that takes no part in the signalling here: the far
		 * phone, whose address the PBX passed on. */
		ret->kind = PATH_DIRECT;
	}
}

/* One media line of a description, and the message it stands in. */
struct told {
	const struct media_line *line;
	uint64_t frame;
};

static struct told told_by(
	const struct exchange *x, const struct addr *self, bool other)
{
	const struct description *d = x ? half_of(x, self, other) : NULL;

	return (struct told){line_of(d), d ? d->frame : 0};
}

/* The way by SDP, in both directions. */
static void judge_sdp(const struct scene *s, struct path *ret)
{
	const struct hop *near = &s->first->hops[0];
	const struct hop *far = last_hop(s->last);
	struct told caller_own = told_by(s->near, &near->from.ip, false);
	struct told caller_told = told_by(s->near, &near->from.ip, true);
	struct told callee_own = told_by(s->far, &far->to.ip, false);
	struct told callee_told = told_by(s->far, &far->to.ip, true);
	bool two = s->near != s->far; /* both ends have their say */

	/* When one exchange serves both, its halves are the terminals' own,
	 * unless its other side is a server that speaks for somebody. */
	bool own_callee =
		s->callee.known && (two || is(&s->callee, &far->to.ip));
	bool own_caller =
		s->caller.known && (two || is(&s->caller, &near->from.ip));
	judge_told(s, caller_told.line, caller_told.frame, &near->to.ip,
		&s->callee, own_callee ? callee_own.line : NULL, &ret->forth);
	judge_told(s, callee_told.line, callee_told.frame, &far->from.ip,
		&s->caller, own_caller ? caller_own.line : NULL, &ret->back);
	if (caller_own.line) {
		ret->forth.from = caller_own.line->rtp;
	}
	if (callee_own.line) {
		ret->back.from = callee_own.line->rtp;
	}
	if (caller_own.line && callee_own.line) {
		ret->has_ends = true;
		ret->caller_end = caller_own.line->rtp;
		ret->callee_end = callee_own.line->rtp;
	}
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

	return !codec || codec->kind == CODEC_AUDIO;
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

/* A host between the terminals by the signalling of these legs. */
static bool is_between(const struct scene *s, const struct addr *ip)
{
	if (is(&s->caller, ip) || is(&s->callee, ip)) {
		return false;
	}
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			if (addr_eq(&c->hops[i].from.ip, ip) ||
				addr_eq(&c->hops[i].to.ip, ip)) {
				return true;
			}
		}
	}
	return false;
}

/*
 * What a stream shows: its two hosts, of which one may be a relay. @sdp: what
 * the SDP says of this direction, the tie-breaker when the far host takes no
 * part in the signalling.
 */
static void judge_stream(const struct scene *s, const struct stream *stream,
	const struct path_way *sdp, struct path_way *ret)
{
	const struct addr *ends[2] = {&stream->src.ip, &stream->dst.ip};

	*ret = (struct path_way){
		.kind = PATH_DIRECT,
		.stream = stream,
		.from = stream->src,
		.to = stream->dst,
		.frame = stream->stat.first_frame,
	};
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

/* Does @stream go away from the caller's side? */
static bool goes_forth(const struct scene *s, const struct stream *stream,
	const struct path *path)
{
	const struct addr *src = &stream->src.ip;
	const struct addr *dst = &stream->dst.ip;

	if (is(&s->caller, src) || is(&s->callee, dst)) {
		return true;
	}
	if (is(&s->caller, dst) || is(&s->callee, src)) {
		return false;
	}
	return endpoint_eq(&stream->src, &path->forth.from) ||
	       endpoint_eq(&stream->dst, &path->forth.to);
}

/* The streams of all legs; the longest of each direction speaks for it. */
static void judge_rtp(const struct scene *s, const struct path *sdp,
	struct path_way *forth, struct path_way *back, bool *ret_mixed)
{
	struct path_way *ways[2] = {forth, back};

	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (const struct stream *r = c->streams; r;
			r = r->next_in_call) {
			if (!is_voice(r)) {
				continue;
			}
			bool on = goes_forth(s, r, sdp);
			struct path_way *way = ways[on ? 0 : 1];
			struct path_way w;
			judge_stream(s, r, on ? &sdp->forth : &sdp->back, &w);
			if (way->stream && way->kind != w.kind &&
				!relay_source(r)) {
				*ret_mixed = true;
			}
			if (!way->stream ||
				r->stat.packets > way->stream->stat.packets) {
				*way = w;
			}
		}
	}
}

/* Changes of the way by SDP, as the caller's own hop shows them. */
static void note_changes(const struct scene *s, struct path *ret)
{
	const struct hop *near = &s->first->hops[0];
	enum path_kind before = PATH_UNKNOWN;
	struct addr by_before = {{0}};

	for (const struct exchange *x = s->first->exchanges; x; x = x->next) {
		struct path_way way = {0};
		if (!x->answer || !between(x, near)) {
			continue;
		}
		struct told told = told_by(x, &near->from.ip, true);
		if (!told.line || told.line->direction == SDP_INACTIVE) {
			continue;
		}
		const struct exchange *far = s->far != s->near ? s->far : NULL;
		const struct media_line *own =
			far ? line_of(half_of(
				      far, &last_hop(s->last)->to.ip, false))
			    : NULL;
		judge_told(s, told.line, told.frame, &near->to.ip, &s->callee,
			own, &way);
		bool changed =
			before != PATH_UNKNOWN &&
			(way.kind != before || !addr_eq(&way.by, &by_before));
		if (changed && ret->change_count < PATH_CHANGES) {
			ret->changes[ret->change_count++] =
				(struct path_change){way.kind, way.by,
					x->answer->ts, told.frame};
		}
		before = way.kind;
		by_before = way.by;
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

/* True when @ip is one of the hosts whose signalling is seen. */
static bool signals(const struct scene *s, const struct addr *ip)
{
	for (const struct call *c = s->legs; c; c = c->next_in_talk) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			if (addr_eq(&c->hops[i].from.ip, ip) ||
				addr_eq(&c->hops[i].to.ip, ip)) {
				return true;
			}
		}
	}
	return false;
}

/*
 * No RTP at all: would it have been seen? What goes through a host that takes
 * part in all signalling shown here passes where that signalling passed; a
 * relay that takes no part in it may stand anywhere.
 */
static enum path_kind silence(const struct scene *s, const struct path *p)
{
	if (!answered(s->last) || p->by_sdp == PATH_UNKNOWN) {
		return answered(s->last) ? PATH_UNKNOWN : PATH_NONE;
	}
	if (p->by_sdp == PATH_DIRECT && p->has_server) {
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
	const struct hop *far = last_hop(s->last);
	s->caller = terminal(book, &near->from.ip, &s->first->caller_contact,
		s->first->has_caller_contact);
	s->callee = terminal(book, &far->to.ip, &s->last->callee_contact,
		s->last->has_callee_contact);
	s->near = in_force(s->first, near);
	s->far = in_force(s->last, far);
	return true;
}

void path_of(const struct book *book, const struct call *call, struct path *ret)
{
	struct scene s;

	*ret = (struct path){.kind = PATH_UNKNOWN};
	if (!set_scene(book, call, &s)) {
		return;
	}
	judge_sdp(&s, ret);
	note_server(&s, ret);
	note_changes(&s, ret);
	conclude(&s, ret);
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
