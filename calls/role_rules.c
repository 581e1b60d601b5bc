/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules of the thumb with their weight; what a host does weighs more than what
 * it calls itself. The weights order the rules; they are no probabilities.
 */
#include "calls/role.h"

#include "calls/neighbour.h"

#include "lib/attr.h"

/* Different numbers behind one host from which on it is no phone. */
#define MANY_NUMBERS 3
/* Accounts that one phone has at most. */
#define PHONE_USERS 6

static bool many_numbers(const struct device *d)
{
	return d->number_count >= MANY_NUMBERS ||
	       d->called_count >= MANY_NUMBERS;
}

static bool all_public(const struct host *h)
{
	for (unsigned i = 0; i < h->device_count; i++) {
		if (!role_public(&h->devices[i]->ip)) {
			return false;
		}
	}
	return true;
}

static struct role_deed pbx_grants(const struct role_witness *w)
{
	return (struct role_deed){
		w->sum->registers_granted, w->sum->granted_frame};
}

static struct role_deed pbx_joins(const struct role_witness *w)
{
	return w->tally->joins;
}

static struct role_deed pbx_challenges(const struct role_witness *w)
{
	return (struct role_deed){w->sum->challenges, w->sum->challenge_frame};
}

static struct role_deed when(bool holds, uint64_t frame)
{
	return (struct role_deed){holds, frame};
}

static struct role_deed pbx_name(const struct role_witness *w)
{
	return when(w->host->agent.kind == AGENT_PBX, w->host->agent_frame);
}

static struct role_deed pbx_numbers(const struct role_witness *w)
{
	return when(many_numbers(w->sum), w->sum->invite_frame);
}

/* Nothing that a phone does not do. */
static bool may_be_phone(const struct role_witness *w)
{
	return !w->tally->joins.count && w->host->agent.kind != AGENT_PBX &&
	       w->host->agent.kind != AGENT_SBC &&
	       w->host->agent.kind != AGENT_GATEWAY &&
	       w->host->agent.kind != AGENT_TOOL &&
	       w->sum->user_count <= PHONE_USERS && !w->sum->users_left_out &&
	       !w->sum->numbers_left_out;
}

static struct role_deed phone_registers(const struct role_witness *w)
{
	return may_be_phone(w) ? w->tally->registered : when(false, 0);
}

static struct role_deed phone_asks(const struct role_witness *w)
{
	return may_be_phone(w) && !w->tally->refused ? w->tally->asks
						     : when(false, 0);
}

static struct role_deed phone_name(const struct role_witness *w)
{
	enum agent_kind kind = w->host->agent.kind;

	return when(kind == AGENT_PHONE || kind == AGENT_SOFTPHONE,
		w->host->agent_frame);
}

static struct role_deed phone_says(const struct role_witness *w)
{
	const struct neighbour *n = w->host->neighbour;

	return n && neighbour_is_phone(n) ? when(true, n->first.frame)
					  : when(false, 0);
}

static struct role_deed phone_ends(const struct role_witness *w)
{
	bool one = may_be_phone(w) && w->tally->pbx_peer.count &&
		   !many_numbers(w->sum);

	return one ? w->tally->ends : when(false, 0);
}

static struct role_deed gateway_name(const struct role_witness *w)
{
	return when(w->host->agent.kind == AGENT_GATEWAY, w->host->agent_frame);
}

static struct role_deed sbc_name(const struct role_witness *w)
{
	return when(w->host->agent.kind == AGENT_SBC, w->host->agent_frame);
}

static struct role_deed sbc_joins(const struct role_witness *w)
{
	const struct role_tally *t = w->tally;
	bool between = t->to_public && t->to_private && t->pbx_peer.count &&
		       !w->sum->registers_granted;

	return between ? t->joins : when(false, 0);
}

static struct role_deed trunk_serves(const struct role_witness *w)
{
	return w->tally->serves_others ? when(false, 0) : w->tally->serves_pbx;
}

static struct role_deed trunk_numbers(const struct role_witness *w)
{
	const struct role_tally *t = w->tally;
	bool many =
		!t->registered.count && !t->joins.count && many_numbers(w->sum);

	return many ? t->pbx_peer : when(false, 0);
}

static struct role_deed trunk_public(const struct role_witness *w)
{
	const struct role_tally *t = w->tally;
	bool far = !t->registered.count && all_public(w->host) &&
		   t->to_private && !t->to_public;

	return far ? t->pbx_peer : when(false, 0);
}

static struct role_deed relay_only(const struct role_witness *w)
{
	return w->sum->packets ? when(false, 0) : w->tally->relays;
}

/* Best first within a role. */
static const struct role_rule RULES[] = {
	{ROLE_MEDIA_RELAY, 95, relay_only,
		"passes RTP on, byte by byte, and sends no signalling"},
	{ROLE_TRUNK, 95, trunk_serves,
		"a PBX registers at it, and nobody else does"},
	{ROLE_TRUNK, 70, trunk_numbers,
		"exchanges calls of many numbers with a PBX"},
	{ROLE_TRUNK, 60, trunk_public,
		"a public address that exchanges calls with a PBX"},
	{ROLE_SBC, 88, sbc_name, "its User-Agent names an SBC"},
	{ROLE_SBC, 82, sbc_joins,
		"joins call legs between a public and a private network"},
	{ROLE_GATEWAY, 78, gateway_name, "its User-Agent names a gateway"},
	{ROLE_PBX, 90, pbx_grants, "answers REGISTER with 200"},
	{ROLE_PBX, 80, pbx_joins, "passes calls on: INVITE in and out"},
	{ROLE_PBX, 70, pbx_challenges, "asks for credentials"},
	{ROLE_PBX, 60, pbx_name, "its User-Agent names a PBX or proxy"},
	{ROLE_PBX, 40, pbx_numbers, "speaks for many numbers"},
	{ROLE_PHONE, 85, phone_registers, "registers an extension"},
	{ROLE_PHONE, 75, phone_name, "its User-Agent names a phone"},
	{ROLE_PHONE, 70, phone_says, "says by LLDP or CDP that it is a phone"},
	{ROLE_PHONE, 65, phone_asks, "asks to be registered"},
	{ROLE_PHONE, 50, phone_ends, "calls or answers through a PBX"},
};

const struct role_rule *role_rule_at(size_t i)
{
	return i < COUNT_OF(RULES) ? &RULES[i] : NULL;
}
