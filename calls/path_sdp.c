/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the descriptions of a talk say of the way of the voice: where each
 * terminal was told to send, and whose address that is.
 */
#include "calls/path_scene.h"

#include "calls/book.h"
#include "calls/device.h"

/* The hop of @call that ends at its callee. */
const struct hop *path_last_hop(const struct call *call)
{
	for (unsigned i = call->hop_count; i-- > 0;) {
		if (call->hops[i].answer.frame) {
			return &call->hops[i];
		}
	}
	return call->hop_count ? &call->hops[call->hop_count - 1] : NULL;
}

/*
 * True when the two hosts of @hop made @x, whoever of them offered. Who calls
 * himself through a server has two hops that only the side tells apart.
 */
static bool between(const struct exchange *x, const struct hop *hop)
{
	return (x->by != SIDE_CALLEE &&
		       addr_eq(&x->offerer.ip, &hop->from.ip) &&
		       addr_eq(&x->answerer.ip, &hop->to.ip)) ||
	       (x->by != SIDE_CALLER && addr_eq(&x->offerer.ip, &hop->to.ip) &&
		       addr_eq(&x->answerer.ip, &hop->from.ip));
}

/* The newest answered exchange between the two hosts of @hop. */
const struct exchange *path_in_force(
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

/* Which half of @x the terminal at @side of @hop sent. */
static const struct description *half_of(const struct exchange *x,
	const struct hop *hop, enum call_side side, bool other)
{
	const struct addr *ip =
		side == SIDE_CALLER ? &hop->from.ip : &hop->to.ip;
	bool offered = x->by == SIDE_UNKNOWN ? addr_eq(&x->offerer.ip, ip)
					     : x->by == side;

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

/* One media line of a description, and the message it stands in. */
struct told {
	const struct media_line *line; /* NULL: nothing was told */
	uint64_t frame;
	uint16_t capture;
};

/*
 * What one exchange says of the way from the terminal at @self: where it was
 * @told to send. @peer: whom it talks SIP with; @other: the far terminal, if
 * known; @others_own: the far terminal's own address by its own SDP, or NULL.
 */
static void judge_told(const struct scene *s, const struct told *told,
	const struct addr *peer, const struct who *other,
	const struct media_line *others_own, struct path_way *ret)
{
	if (!told->line) {
		return;
	}
	ret->to = told->line->rtp;
	ret->frame = told->frame;
	ret->capture = told->capture;
	const struct addr *ip = &ret->to.ip;
	if (path_is(other, ip) ||
		(others_own && addr_eq(&others_own->rtp.ip, ip))) {
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

/* What the terminal at @side of @hop said; with @other: what it was told. */
static struct told told_by(const struct exchange *x, const struct hop *hop,
	enum call_side side, bool other)
{
	const struct description *d = x ? half_of(x, hop, side, other) : NULL;

	return d ? (struct told){line_of(d), d->frame, d->capture}
		 : (struct told){NULL, 0, 0};
}

/* One address and port: what the one has is what the other was told. */
static bool same_line(const struct told *a, const struct told *b)
{
	return a->line && b->line && endpoint_eq(&a->line->rtp, &b->line->rtp);
}

/* The terminal at @side of @s told @e of itself, or was told it: @other. */
static bool ever(const struct scene *s, enum call_side side, bool other,
	const struct endpoint *e)
{
	bool near = side == SIDE_CALLER;
	const struct call *c = near ? s->first : s->last;
	const struct hop *hop = near ? &c->hops[0] : path_last_hop(c);

	for (const struct exchange *x = c->exchanges; x; x = x->next) {
		struct told told = {NULL, 0, 0};
		if (x->answer && between(x, hop)) {
			told = told_by(x, hop, side, other);
		}
		if (told.line && endpoint_eq(&told.line->rtp, e)) {
			return true;
		}
	}
	return false;
}

bool path_meets(
	const struct scene *s, enum call_side side, const struct endpoint *e)
{
	return s->near != s->far && ever(s, side, false, e) &&
	       ever(s, side == SIDE_CALLER ? SIDE_CALLEE : SIDE_CALLER, true,
		       e);
}

/* The way by SDP, in both directions. */
void path_sdp(const struct scene *s, struct path *ret)
{
	const struct hop *near = &s->first->hops[0];
	const struct hop *far = path_last_hop(s->last);
	struct told caller_own = told_by(s->near, near, SIDE_CALLER, false);
	struct told caller_told = told_by(s->near, near, SIDE_CALLER, true);
	struct told callee_own = told_by(s->far, far, SIDE_CALLEE, false);
	struct told callee_told = told_by(s->far, far, SIDE_CALLEE, true);
	bool two = s->near != s->far; /* both ends have their say */

	/* When one exchange serves both, its halves are the terminals' own,
	 * unless its other side is a server that speaks for somebody. */
	bool own_callee =
		s->callee.known && (two || path_is(&s->callee, &far->to.ip));
	bool own_caller = s->caller.known &&
			  (two || path_is(&s->caller, &near->from.ip));
	judge_told(s, &caller_told, &near->to.ip, &s->callee,
		own_callee ? callee_own.line : NULL, &ret->forth);
	judge_told(s, &callee_told, &far->from.ip, &s->caller,
		own_caller ? caller_own.line : NULL, &ret->back);
	/* Where a server is told to send is no way of a terminal's voice. */
	if (own_caller && !own_callee) {
		ret->back.kind = PATH_UNKNOWN;
	} else if (own_callee && !own_caller) {
		ret->forth.kind = PATH_UNKNOWN;
	}
	if (caller_own.line) {
		ret->forth.from = caller_own.line->rtp;
	}
	if (callee_own.line) {
		ret->back.from = callee_own.line->rtp;
	}
	if (two && same_line(&caller_own, &callee_told) &&
		same_line(&callee_own, &caller_told)) {
		ret->ends_meet = true;
		ret->forth.kind = PATH_DIRECT;
		ret->back.kind = PATH_DIRECT;
	}
	if (caller_own.line && callee_own.line) {
		ret->has_ends = true;
		ret->caller_end = caller_own.line->rtp;
		ret->callee_end = callee_own.line->rtp;
	}
}

/* Changes of the way by SDP, as the caller's own hop shows them. */
void path_changes(const struct scene *s, struct path *ret)
{
	const struct hop *near = &s->first->hops[0];
	enum path_kind before = PATH_UNKNOWN;
	struct addr by_before = {{0}};
	const struct exchange *far = s->far != s->near ? s->far : NULL;
	struct told own =
		told_by(far, path_last_hop(s->last), SIDE_CALLEE, false);

	for (const struct exchange *x = s->first->exchanges; x; x = x->next) {
		struct path_way way = {0};
		if (!x->answer || !between(x, near)) {
			continue;
		}
		struct told told = told_by(x, near, SIDE_CALLER, true);
		if (!told.line || told.line->direction == SDP_INACTIVE) {
			continue;
		}
		judge_told(s, &told, &near->to.ip, &s->callee, own.line, &way);
		if (path_meets(s, SIDE_CALLEE, &told.line->rtp)) {
			way = (struct path_way){.kind = PATH_DIRECT};
		}
		bool changed =
			before != PATH_UNKNOWN &&
			(way.kind != before || !addr_eq(&way.by, &by_before));
		if (changed && ret->change_count < PATH_CHANGES) {
			ret->changes[ret->change_count++] =
				(struct path_change){way.kind, way.by,
					x->answer->ts, told.frame,
					told.capture};
		}
		before = way.kind;
		by_before = way.by;
	}
}
