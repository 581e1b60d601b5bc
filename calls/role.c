/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The deeds of each host are counted in calls, registrations and streams, then
 * the rules of role_rules.c are asked about each.
 */
#include "calls/role.h"

#include "calls/book.h"
#include "calls/nat.h"

/* From this score of the PBX rules on, others count it as one. */
#define PBX_LIKE 60

const char *role_text(enum role role)
{
	switch (role) {
	case ROLE_UNKNOWN:
		return "unknown";
	case ROLE_PHONE:
		return "phone";
	case ROLE_PBX:
		return "pbx";
	case ROLE_SBC:
		return "sbc";
	case ROLE_TRUNK:
		return "trunk";
	case ROLE_MEDIA_RELAY:
		return "media_relay";
	case ROLE_GATEWAY:
		return "gateway";
	}
	return NULL;
}

const char *role_confidence(unsigned score)
{
	if (score == 0) {
		return NULL;
	}
	return score >= 80 ? "high" : score >= 60 ? "medium" : "low";
}

bool role_public(const struct addr *ip)
{
	const uint8_t *v4 = ip->b + 12;

	if (!addr_is_v4(ip)) {
		return (ip->b[0] & 0xe0) == 0x20 && /* 2000::/3 but for */
		       !(ip->b[0] == 0x20 && ip->b[1] == 0x01 &&
			       ip->b[2] == 0x0d && ip->b[3] == 0xb8);
	}
	bool private = nat_private(ip) || v4[0] == 127 || v4[0] == 0 ||
		       (v4[0] == 192 && v4[1] == 0 && v4[2] == 2) ||
		       (v4[0] == 198 && (v4[1] & 0xfe) == 18) ||
		       (v4[0] == 198 && v4[1] == 51 && v4[2] == 100) ||
		       (v4[0] == 203 && v4[1] == 0 && v4[2] == 113);
	return !private && v4[0] < 224;
}

static void did(struct role_deed *deed, uint64_t frame)
{
	if (deed->count < UINT32_MAX) {
		deed->count++;
	}
	deed->frame = deed->count == 1 ? frame : deed->frame;
}

/* What is judged: one tally a host, in the order of hosts->list. */
struct court {
	const struct book *book;
	struct hosts *hosts;
	struct role_tally *tallies;
};

static struct role_tally *tally_at(const struct court *c, const struct addr *ip)
{
	const struct host *h = host_at(c->hosts, c->book, ip);

	return h ? &c->tallies[h - c->hosts->list] : NULL;
}

static bool before(const struct moment *a, const struct moment *b)
{
	return a->ts != b->ts ? a->ts < b->ts : a->frame < b->frame;
}

/* When each host of @leg was first called in this talk. */
static void tally_called(
	const struct court *c, const struct call *leg, uint64_t stamp)
{
	for (unsigned i = 0; i < leg->hop_count; i++) {
		const struct hop *h = &leg->hops[i];
		struct role_tally *to = tally_at(c, &h->to.ip);
		if (!to || !h->invite.frame) {
			continue;
		}
		if (to->stamp != stamp || before(&h->invite, &to->called)) {
			to->called = h->invite;
		}
		to->stamp = stamp;
	}
}

/*
 * Who of the hosts of @leg passed the INVITE of this talk on: first it came in,
 * then it went out. The other way round it comes back to who sent it: a gateway
 * that calls one of its own phones through a PBX.
 */
static void tally_joins(
	const struct court *c, const struct call *leg, uint64_t stamp)
{
	for (unsigned i = 0; i < leg->hop_count; i++) {
		const struct hop *h = &leg->hops[i];
		struct role_tally *from = tally_at(c, &h->from.ip);
		if (from && from->stamp == stamp && h->invite.frame &&
			before(&from->called, &h->invite) &&
			!addr_eq(&h->from.ip, &h->to.ip)) {
			did(&from->joins, h->invite.frame);
			from->join_stamp = stamp;
		}
	}
}

static void tally_ends(
	const struct court *c, const struct call *leg, uint64_t stamp)
{
	for (unsigned i = 0; i < leg->hop_count; i++) {
		const struct hop *h = &leg->hops[i];
		struct role_tally *from = tally_at(c, &h->from.ip);
		struct role_tally *to = tally_at(c, &h->to.ip);
		if (from && from->join_stamp != stamp) {
			did(&from->ends, h->invite.frame);
		}
		if (to && to->join_stamp != stamp && h->answer.frame) {
			did(&to->ends, h->answer.frame);
		}
		if (from) {
			from->to_public |= role_public(&h->to.ip);
			from->to_private |= !role_public(&h->to.ip);
		}
		if (to) {
			to->to_public |= role_public(&h->from.ip);
			to->to_private |= !role_public(&h->from.ip);
		}
	}
}

static void tally_calls(const struct court *c)
{
	uint64_t stamp = 0;

	for (const struct call *call = c->book->calls; call;
		call = call->next) {
		if (call->talk && call->talk != call) {
			continue;
		}
		stamp++;
		for (const struct call *l = call; l; l = l->next_in_talk) {
			tally_called(c, l, stamp);
		}
		for (const struct call *l = call; l; l = l->next_in_talk) {
			tally_joins(c, l, stamp);
		}
		for (const struct call *l = call; l; l = l->next_in_talk) {
			tally_ends(c, l, stamp);
		}
	}
}

static void tally_registrations(const struct court *c)
{
	for (const struct registration *r = c->book->registrations; r;
		r = r->next) {
		struct role_tally *t = tally_at(c, &r->src.ip);
		const struct device *d = device_find(c->book, &r->src.ip);
		if (!t || !d || d->registers_forwarded == d->registers_sent) {
			continue;
		}
		if (r->successes) {
			did(&t->registered, r->first_frame);
		} else if (r->failures) {
			t->refused = true;
		} else {
			did(&t->asks, r->first_frame);
		}
	}
}

static uint64_t tally_streams(const struct court *c)
{
	uint64_t packets = 0;

	for (const struct stream *s = c->book->streams; s; s = s->next) {
		struct role_tally *src = tally_at(c, &s->src.ip);
		struct role_tally *dst = tally_at(c, &s->dst.ip);
		const struct stream *from = relay_source(s);
		packets += s->stat.packets;
		if (src) {
			src->packets += s->stat.packets;
		}
		if (dst && dst != src) {
			dst->packets += s->stat.packets;
		}
		if (src && from && addr_eq(&from->dst.ip, &s->src.ip)) {
			did(&src->relays, s->relay->frame_out);
		}
	}
	return packets;
}

/* What its deeds alone say of a PBX: 0 or the best score. */
static unsigned pbx_score(const struct role_witness *w)
{
	unsigned best = 0;
	size_t i = 0;

	for (const struct role_rule *r = role_rule_at(0); r;
		r = role_rule_at(++i)) {
		if (r->role == ROLE_PBX && r->score > best &&
			r->look(w).count) {
			best = r->score;
		}
	}
	return best;
}

static bool is_pbx(const struct court *c, const struct addr *ip)
{
	const struct role_tally *t = tally_at(c, ip);

	return t && t->pbx_score >= PBX_LIKE;
}

/* Before any partner is asked what it is. */
static void find_pbxs(const struct court *c)
{
	for (size_t i = 0; i < c->hosts->count; i++) {
		struct host *h = &c->hosts->list[i];
		struct role_tally *t = &c->tallies[i];
		/* A proxy passes on the answers of others with their names. */
		if (t->joins.count && h->agent_basis == DEVICE_AGENT_ANSWER) {
			h->user_agent = (struct slice){NULL, 0};
			h->agent = (struct agent){0};
		}
		t->pbx_score = pbx_score(&(struct role_witness){h, t, h->sum});
	}
}

/* The host at @ip has a call with the one at @peer, as @frame shows. */
static void tally_peer(const struct court *c, const struct addr *ip,
	const struct addr *peer, uint64_t frame)
{
	struct role_tally *t = tally_at(c, ip);

	if (t && t != tally_at(c, peer) && is_pbx(c, peer)) {
		did(&t->pbx_peer, frame);
	}
}

/* Whose partner is a PBX. */
static void tally_peers(const struct court *c)
{
	for (const struct call *call = c->book->calls; call;
		call = call->next) {
		for (unsigned i = 0; i < call->hop_count; i++) {
			const struct hop *h = &call->hops[i];
			tally_peer(c, &h->from.ip, &h->to.ip, h->invite.frame);
			tally_peer(c, &h->to.ip, &h->from.ip, h->invite.frame);
		}
	}
	for (const struct registration *r = c->book->registrations; r;
		r = r->next) {
		struct role_tally *to = tally_at(c, &r->registrar.ip);
		const struct device *d = device_find(c->book, &r->src.ip);
		if (!to || !d || d->registers_forwarded == d->registers_sent ||
			tally_at(c, &r->src.ip) == to) {
			continue; /* passed on; or phone and PBX in one host */
		}
		if (is_pbx(c, &r->src.ip)) {
			did(&to->serves_pbx, r->first_frame);
		} else {
			to->serves_others |= r->successes != 0;
		}
	}
}

/* Keeps the best evidence, in order of score. */
static void add_evidence(struct arena *arena, struct host *h,
	const struct role_rule *rule, struct role_deed deed)
{
	struct role_evidence e = {
		rule->role, rule->score, rule->what, deed.frame};
	unsigned i = h->evidence_count;

	while (i > 0 && h->evidence[i - 1].score < e.score) {
		i--;
	}
	if (i == HOST_EVIDENCE) {
		return;
	}
	if (h->evidence_count < HOST_EVIDENCE) {
		struct role_evidence *more =
			arena_more(arena, h->evidence, h->evidence_count, sizeof(e));
		if (!more) {
			return;
		}
		h->evidence = more;
	}
	unsigned last = h->evidence_count < HOST_EVIDENCE ? h->evidence_count
							  : HOST_EVIDENCE - 1;
	for (unsigned k = last; k > i; k--) {
		h->evidence[k] = h->evidence[k - 1];
	}
	h->evidence[i] = e;
	h->evidence_count = last + 1;
}

static void judge(const struct court *c, struct host *h)
{
	const struct role_tally *t = &c->tallies[h - c->hosts->list];
	size_t i = 0;

	for (const struct role_rule *r = role_rule_at(0); r;
		r = role_rule_at(++i)) {
		struct role_deed deed =
			r->look(&(struct role_witness){h, t, h->sum});
		if (deed.count) {
			add_evidence(&c->hosts->arena, h, r, deed);
		}
	}
	if (h->evidence_count) {
		h->role = h->evidence[0].role;
		h->score = h->evidence[0].score;
	}
}

/* The one host that no packet passed by; with two hosts nobody can tell. */
static void find_everywhere(const struct court *c, uint64_t packets)
{
	struct host *found = NULL;

	for (size_t i = 0; i < c->hosts->count; i++) {
		struct host *h = &c->hosts->list[i];
		uint64_t own = c->tallies[i].packets;
		for (unsigned k = 0; k < h->device_count; k++) {
			own += h->devices[k]->packets;
		}
		if (own < packets) {
			continue;
		}
		if (found) {
			return;
		}
		found = h;
	}
	if (found && c->hosts->count > 2 && c->book->point_count <= 1) {
		found->everywhere = true;
	}
}

int role_judge(const struct book *book, struct hosts *hosts)
{
	struct court c = {book, hosts,
		calloc(hosts->count + 1, sizeof(struct role_tally))};

	if (!c.tallies) {
		return -1;
	}
	tally_calls(&c);
	tally_registrations(&c);
	uint64_t rtp = tally_streams(&c);
	find_pbxs(&c);
	tally_peers(&c);
	for (size_t i = 0; i < hosts->count; i++) {
		judge(&c, &hosts->list[i]);
	}
	find_everywhere(&c, book->devices.messages + rtp);
	free(c.tallies);
	return 0;
}
