/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The caller's number is what he says it is. Where it is said several times
 * (From, P-Asserted-Identity, PASSporT) the numbers should agree; and a number
 * of this house should not call from outside without its password.
 */
#include "calls/identity.h"
#include "calls/join.h"
#include "calls/nat.h"
#include "detect/detector.h"
#include "lib/hash.h"
#include "lib/map.h"

/* RFC 8224 clause 4.1: a PASSporT is fresh for a minute. */
#define FRESH_S 60

static bool is_number(struct slice s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (!digit && s.p[i] != '+' && s.p[i] != '-') {
			return false;
		}
		digits += digit;
	}
	return digits > 2;
}

static bool differ(struct slice a, struct slice b)
{
	return is_number(a) && is_number(b) && !slice_eq(a, b) &&
	       !join_same_number(a, b);
}

static void put_passport(struct detecting *d, const struct identity *id)
{
	struct text *t = &d->text;

	if (!id->passport_at.frame) {
		return;
	}
	if (id->unreadable || id->compact) {
		text_puts(t, _(" Its Identity header has no claims that can "
			       "be read."));
		return;
	}
	text_puts(t, _(" The Identity header claims caller "));
	text_clean(t, id->orig);
	text_puts(t, _(", called "));
	text_clean(t, id->dest);
	text_puts(t, _(", attestation "));
	text_clean(t, id->attest.n ? id->attest : slice_of("none"));
	text_puts(t, _(" (its signature was not verified)."));
}

/* Which of the numbers disagree; NULL: none of them. */
static const char *disagree(const struct call *call, const struct identity *id)
{
	bool forwarded = id->diverted;

	if (id->orig.n && differ(id->orig, call->from_user) &&
		(!id->asserted.n || differ(id->orig, id->asserted))) {
		return _("its signed Identity names another caller");
	}
	if (!forwarded && id->asserted.n &&
		differ(id->asserted, call->from_user)) {
		return _("P-Asserted-Identity names another caller");
	}
	if (!forwarded && id->dest.n && call->hop_count &&
		differ(id->dest, call->hops[0].target) &&
		differ(id->dest, call->to_user)) {
		return _("its signed Identity was made for another number");
	}
	if (id->has_iat && id->passport_at.frame) {
		ns_t age = id->passport_at.ts / NS_PER_S - id->iat;
		if (age > FRESH_S || age < -FRESH_S) {
			return _("its signed Identity is not fresh: signed "
				 "more than a minute away");
		}
	}
	return NULL;
}

static void check_identity(struct detecting *d, const struct call *call)
{
	const struct identity *id = call->identity;
	const char *why = disagree(call, id);

	if (!why) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		call->from_user, call->invite.ts);
	detect_call(d, f, call);
	detect_moment(f, &call->invite);
	detect_moment(f, &id->asserted_at);
	detect_moment(f, &id->passport_at);
	if (call->hop_count) {
		detect_host(f, &call->hops[0].from.ip);
	}
	if (detect_new(f)) {
		text_printf(&d->text, _("Call %u says it is from "),
			(unsigned)call->id);
		text_clean(&d->text, call->from_user);
		text_printf(&d->text, _(", but %s"), why);
		if (id->asserted.n && differ(id->asserted, call->from_user)) {
			text_puts(&d->text, " (");
			text_clean(&d->text, id->asserted);
			text_puts(&d->text, ")");
		}
		text_puts(&d->text, ".");
		put_passport(d, id);
		detect_detail(d, f);
	}
}

static struct slice user_of(const struct registration *r)
{
	struct slice rest = r->aor;

	(void)slice_cut(&rest, ':');
	return slice_cut(&rest, '@');
}

static bool same_user(const void *key, const void *value)
{
	return slice_eq(*(const struct slice *)key, user_of(value));
}

/* The registrations of this house, by their user. */
static void index_them(const struct book *book, struct map *users)
{
	for (struct registration *r = book->registrations; r; r = r->next) {
		struct slice user = user_of(r);
		uint64_t hash = hash_slice(user, book->key);
		if (r->accepted && !map_find(users, hash, same_user, &user)) {
			(void)map_add(users, hash, r);
		}
	}
}

/* A number of this house from a public address, that was not asked for its
 * password, and that has not registered it. */
static void check_inside(struct detecting *d, const struct call *call,
	const struct map *users)
{
	const struct hop *h = call->hop_count ? &call->hops[0] : NULL;

	if (!h || nat_private(&h->from.ip) || h->challenges ||
		h->invites == 0 || device_serves(d->book, &h->from.ip, NULL)) {
		return;
	}
	const struct registration *r = map_find(users,
		hash_slice(call->from_user, d->book->key), same_user,
		&call->from_user);
	if (!r) {
		return;
	}
	if (addr_eq(&r->src.ip, &h->from.ip) ||
		!addr_eq(&r->registrar.ip, &h->to.ip)) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)h->from.ip.b, 16},
		call->invite.ts);
	detect_call(d, f, call);
	detect_host(f, &h->from.ip);
	detect_host(f, &r->src.ip);
	detect_moment(f, &call->invite);
	detect_frame(f, r->first_frame, r->capture);
	if (detect_new(f)) {
		char a[ENDPOINT_TEXT];
		char b[ENDPOINT_TEXT];
		text_printf(&d->text, _("Call %u comes from %s with the inside "
					"number "),
			(unsigned)call->id, endpoint_text(&h->from, a));
		text_clean(&d->text, call->from_user);
		text_printf(&d->text,
			_(", which is registered from %s, and was not asked "
			  "for its password."),
			endpoint_text(&r->src, b));
		detect_detail(d, f);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	const struct identity *id = call->identity;

	if (id && (id->asserted_at.frame || id->passport_at.frame)) {
		check_identity(d, call);
	}
}

static void whole(struct detecting *d)
{
	struct map users = {0};

	index_them(d->book, &users);
	for (const struct call *c = d->book->calls; c && users.used;
		c = c->next) {
		check_inside(d, c, &users);
	}
	map_finish(&users);
}

const struct detector detector_sec_spoof = {
	.id = "sec-spoof",
	.severity = SEVERITY_WARNING,
	.title = N_("The caller's number is doubtful"),
	.passed = N_("the caller's numbers agree"),
	.subject = "call with more than one caller number",
	.page = {
		.meaning = N_(
			"The number in From and those in P-Asserted-Identity "
			"or in the signed Identity (STIR/SHAKEN) are not the "
			"same person's, the signature was made for another "
			"call, or a number of this house calls from outside "
			"without its password. The caller may not be who the "
			"display says. Claims of the Identity header are read "
			"and not verified. Forwarded calls, which keep the "
			"number of the first caller, are left alone."),
		.wire = N_(
			"From: <sip:+41215550001@...> with "
			"P-Asserted-Identity: <sip:+41445550009@...>; or an "
			"Identity header whose claims name another \"orig\"."),
		.causes = N_(
			"The caller shows a number that he may (special "
			"arrangement, call centre)\n"
			"The PBX sends a wrong number or format to the trunk\n"
			"A forwarded call without Diversion or History-Info\n"
			"A fraud: the number of a bank, an authority, or your "
			"own reception"),
		.remedy = N_(
			"PBX: show the asserted number, not From, for calls "
			"of the trunk\n"
			"PBX: accept inside numbers from registered devices "
			"alone, challenge all others\n"
			"Trunk: send numbers as +41... and only those that are "
			"yours; ask the provider for screening\n"
			"Warn the people who were called"),
		.standard =
			"RFC 3325 clause 5, 9.1; RFC 8224 clause 4.1, 6.2; "
			"RFC 8225 clause 5; RFC 8588",
	},
	.call = call_hook,
	.whole = whole,
};
