/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Branches: each phone that rang. Where they are found depends on what stands
 * between and on where the capture was taken:
 *
 *   B2BUA    legs of the conversation that nobody sends on
 *   proxy    hops of one call that nobody sends on
 *   behind   To tags of one call (RFC 3261 clause 12.1.2)
 */
#include "calls/story.h"

#include "calls/join.h"

/* Branches of one story: on the stack. */
#define BRANCHES 40

struct branch {
	const struct call *call;
	struct slice who;
	struct endpoint where;
	struct moment ringing, answer, cancel, final;
	uint16_t status;
	bool told;    /* that another one answered */
	bool is_fork; /* known by its tag only */
};

static bool has_note(const struct call *call, enum note_kind kind)
{
	for (const struct note *n = call->notes; n; n = n->next) {
		if (n->kind == kind) {
			return true;
		}
	}
	return false;
}

/* The moments of one branch, told. @others: when the first branch of all
 * answered; frame 0: none did. */
static void tell(struct story *s, const struct branch *b, struct moment others)
{
	struct story_event e = {
		.call = b->call,
		.by = SIDE_CALLEE,
		.who = b->who,
		.where = b->where,
		.status = b->status,
		.told = b->told,
	};
	struct moment end = b->final;

	if (b->answer.frame) {
		e.kind = STORY_ANSWERED;
		end = b->answer;
	} else if (b->cancel.frame || b->status == 487 || b->is_fork) {
		bool lost = others.frame != 0 || b->told;
		e.kind = lost ? STORY_ELSEWHERE : STORY_MISSED;
		end = b->cancel.frame ? b->cancel
		      : b->is_fork    ? others
				      : b->final;
	} else if (b->final.frame) {
		e.kind = STORY_REFUSED;
	} else {
		e.kind = STORY_RINGING;
		end = b->ringing;
	}
	if (end.frame == 0 || (e.kind == STORY_MISSED && b->is_fork)) {
		return; /* what became of it is not seen */
	}
	e.ts = end.ts;
	e.at[0] = b->ringing;
	e.at[1] = end;
	e.has_lasted = b->ringing.frame && end.ts >= b->ringing.ts &&
		       e.kind != STORY_RINGING;
	e.lasted = e.has_lasted ? end.ts - b->ringing.ts : 0;
	story_add(s, &e);
}

/* What @in brought went out with @out: not when it left before it came, on a
 * way that leads back to where @in began. */
static bool may_follow(const struct hop *in, const struct hop *out)
{
	return !addr_eq(&out->to.ip, &in->from.ip) ||
	       out->invite.ts > in->invite.ts ||
	       (out->invite.ts == in->invite.ts &&
		       out->invite.frame > in->invite.frame);
}

/* The INVITE of hop @i goes on from its receiver, on another hop. */
static bool hop_goes_on(const struct call *call, unsigned i)
{
	for (unsigned k = 0; k < call->hop_count; k++) {
		if (k != i && call->hops[k].invites &&
			may_follow(&call->hops[i], &call->hops[k]) &&
			endpoint_eq(&call->hops[k].from, &call->hops[i].to)) {
			return true;
		}
		if (k > i && call->hops[k].invites &&
			addr_eq(&call->hops[k].from.ip, &call->hops[i].to.ip) &&
			!addr_eq(
				&call->hops[i].from.ip, &call->hops[i].to.ip)) {
			return true;
		}
	}
	return false;
}

static unsigned hop_branches(
	const struct call *call, struct branch *list, unsigned room)
{
	unsigned n = 0;

	for (unsigned i = 0; i < call->hop_count && n < room; i++) {
		const struct hop *h = &call->hops[i];
		bool asked = h->status == 401 || h->status == 407;
		if (!h->invites || hop_goes_on(call, i)) {
			continue;
		}
		list[n++] = (struct branch){
			.call = call,
			.who = h->target.n ? h->target : call->to_user,
			.where = h->to,
			.ringing = h->ringing,
			.answer = h->answer,
			.cancel = h->cancel,
			.final = asked ? (struct moment){0} : h->final,
			.status = asked ? 0 : h->status,
			.told = h->cancel.frame &&
				has_note(call, NOTE_ELSEWHERE),
		};
	}
	return n;
}

/* The tag with which a hop nearer to the caller tells of an answer may be
 * another one: what was answered there was answered here, too. */
static unsigned fork_branches(
	const struct call *call, struct branch *list, unsigned room)
{
	const struct hop *last = NULL;
	unsigned n = 0;

	for (unsigned i = 0; i < call->hop_count; i++) {
		if (call->hops[i].invites && !hop_goes_on(call, i)) {
			last = &call->hops[i];
		}
	}

	for (unsigned i = 0; i < call->fork_count && n < room; i++) {
		const struct fork *f = &call->forks[i];
		bool here = !last || addr_eq(&f->answered, &last->from.ip);
		list[n++] = (struct branch){
			.call = call,
			.who = f->contact,
			.ringing = f->ringing,
			.answer = here ? f->answer : (struct moment){0},
			.status = here && f->status >= 200 ? f->status : 0,
			.is_fork = true,
		};
	}
	return n;
}

/* Callees of @call that answered: each has a To tag of its own. */
static unsigned answers_of(const struct call *call)
{
	unsigned n = 0;

	for (unsigned i = 0; i < call->fork_count; i++) {
		n += call->forks[i].answer.frame != 0;
	}
	return n;
}

/*
 * More hops of @call answered than callees did: where the capture does not
 * show that a hop goes on in another one, as under a host's second address,
 * one answer passed both. It is the first's, who was nearest to the callee.
 */
static unsigned drop_echoes(
	const struct call *call, struct branch *list, unsigned n)
{
	unsigned most = answers_of(call);
	unsigned answered = 0;

	for (unsigned i = 0; i < n; i++) {
		answered += list[i].answer.frame != 0;
	}
	for (; answered > 1 && answered > most; answered--) {
		unsigned last = n;
		for (unsigned i = 0; i < n; i++) {
			bool later = last == n ||
				     list[i].answer.ts > list[last].answer.ts;
			last = list[i].answer.frame && later ? i : last;
		}
		n--;
		memmove(&list[last], &list[last + 1],
			(n - last) * sizeof(*list));
	}
	return n;
}

static unsigned branches_of(
	const struct call *call, struct branch *list, unsigned room)
{
	unsigned n = drop_echoes(call, list, hop_branches(call, list, room));

	return n < 2 && call->fork_count > 1 ? fork_branches(call, list, room)
					     : n;
}

/* The first answer of a branch of the talk that @call is in. */
static struct moment first_answer(
	const struct branch *list, unsigned count, const struct call *call)
{
	struct moment m = {0};

	for (unsigned i = 0; i < count; i++) {
		const struct call *c = list[i].call;
		bool same = c == call || (c->talk && c->talk == call->talk);
		if (same && list[i].answer.frame &&
			(!m.frame || list[i].answer.ts < m.ts)) {
			m = list[i].answer;
		}
	}
	return m;
}

/*
 * The server answered the first leg by itself: a queue when a person came
 * later, else an announcement or a voicemail box.
 */
static void tell_server(
	struct story *s, const struct branch *list, unsigned count)
{
	const struct call *first = s->legs[0];

	if (!first->answer.frame || !first->hop_count || s->leg_count < 2 ||
		story_is_terminal(s, first)) {
		return;
	}
	struct moment person = first_answer(list, count, first);
	const struct endpoint *at = &first->hops[0].to;
	bool queued = person.frame && person.ts > first->answer.ts + NS_PER_S;
	if (!queued && person.frame) {
		return;
	}
	story_add(
		s, &(struct story_event){
			   .kind = queued ? STORY_QUEUED : STORY_SERVER,
			   .ts = first->answer.ts,
			   .call = first,
			   .by = SIDE_CALLEE,
			   .server = true,
			   .where = *at,
			   .has_lasted = queued,
			   .lasted = queued ? person.ts - first->answer.ts : 0,
			   .at = {first->answer, person},
		   });
}

static void find_answer(struct story *s, const struct branch *list, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		const struct branch *b = &list[i];
		if (b->answer.frame &&
			(!s->answer.frame || b->answer.ts < s->answer.ts)) {
			s->answer = b->answer;
			s->answered = b->call;
			s->answered_by = b->who;
			s->answered_at = b->where;
		}
	}
}

/* The leg of @s that rang until @call picked it up; NULL: none. */
static const struct call *picked_up(
	const struct story *s, const struct call *call)
{
	for (const struct tie *t = call->ties; t; t = t->next) {
		for (size_t i = 0; t->kind == TIE_REPLACES && i < s->leg_count;
			i++) {
			const struct call *o = s->legs[i];
			bool rang = !o->answer.frame || o->answer.ts > t->ts;
			if (rang && o != call &&
				slice_eq(o->call_id, t->value)) {
				return o;
			}
		}
	}
	return NULL;
}

/* When @call, which rang, was answered by a leg that picked it up. */
static struct moment picked_up_at(
	const struct story *s, const struct call *call)
{
	for (size_t i = 0; i < s->leg_count; i++) {
		const struct call *by = s->legs[i];
		if (by->answer.frame && picked_up(s, by) == call) {
			return by->answer;
		}
	}
	return (struct moment){0};
}

/* Who picks a call up answers it, though his leg is one that he opened. */
static void find_pickup(struct story *s)
{
	for (size_t i = 0; i < s->leg_count; i++) {
		const struct call *c = s->legs[i];
		if (!c->answer.frame || !c->hop_count || !picked_up(s, c) ||
			(s->answer.frame && s->answer.ts < c->answer.ts)) {
			continue;
		}
		s->answer = c->answer;
		s->answered = c;
		s->answered_by = c->from_user;
		s->answered_at = c->hops[0].from;
		s->state = c->state;
	}
}

void story_branches(struct story *s)
{
	struct branch list[BRANCHES];
	unsigned n = 0;

	for (size_t i = 0; i < s->leg_count; i++) {
		if (story_is_terminal(s, s->legs[i]) &&
			!picked_up(s, s->legs[i])) {
			n += branches_of(s->legs[i], list + n, BRANCHES - n);
		}
	}
	for (unsigned i = 0; i < n; i++) {
		struct moment others = first_answer(list, n, list[i].call);
		tell(s, &list[i],
			others.frame ? others : picked_up_at(s, list[i].call));
	}
	find_answer(s, list, n);
	find_pickup(s);
	tell_server(s, list, n);
}
