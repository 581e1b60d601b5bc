/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers in a form that a trunk does not take. A refusal alone may mean a wrong
 * number; that the same trunk takes numbers in another form, and none in this
 * one, says that it is the form.
 */
#include "detect/number.h"
#include "detect/trunk.h"

#include <string.h>

enum form { PLUS, ZEROS, ZERO, BARE, FORMS };

/* Shorter ones are extensions and short codes; so many digits at the end tell
 * one number from another in each of its forms. */
#define LEAST 8
#define TAIL  9

/* What one trunk did with the numbers of one form. */
struct tally {
	uint32_t taken, refused;
	const struct capacity_use *first, *same; /* refused; taken */
};

static bool form_of(const struct capacity_use *u, const struct addr *trunk,
	struct number *ret, enum form *ret_form)
{
	bool out = u->hop && addr_eq(&u->hop->to.ip, trunk);

	if (!out || !number_read(u->hop->target, (struct slice){0}, ret) ||
		strlen(ret->digits) < LEAST) {
		return false;
	}
	if (u->hop->target.p[0] == '+') {
		*ret_form = PLUS;
	} else if (ret->digits[0] != '0') {
		*ret_form = BARE;
	} else {
		*ret_form = ret->digits[1] == '0' ? ZEROS : ZERO;
	}
	return true;
}

/* 400, 404, 484, 416 and 604 are what a number may be refused with. */
static bool is_format(unsigned status)
{
	return status == 400 || status == 404 || status == 416 ||
	       status == 484 || status == 604;
}

static const char *tail(const struct number *n)
{
	size_t len = strlen(n->digits);

	return n->digits + (len > TAIL ? len - TAIL : 0);
}

static void count(const struct capacity *c, struct tally tally[FORMS])
{
	struct number n;
	enum form form;

	for (size_t i = 0; i < c->count; i++) {
		const struct capacity_use *u = &c->uses[i];
		if (!form_of(u, &c->host, &n, &form)) {
			continue;
		}
		struct tally *t = &tally[form];
		t->taken += u->took;
		if (!u->took && is_format(u->hop->status)) {
			t->first = t->refused++ ? t->first : u;
		}
	}
}

/* The same number, which the trunk took in another form. */
static const struct capacity_use *taken_as(
	const struct capacity *c, const struct capacity_use *refused)
{
	struct number wanted;
	struct number n;
	enum form bad;
	enum form form;

	if (!form_of(refused, &c->host, &wanted, &bad)) {
		return NULL;
	}
	for (size_t i = 0; i < c->count; i++) {
		const struct capacity_use *u = &c->uses[i];
		if (u->took && form_of(u, &c->host, &n, &form) && form != bad &&
			strcmp(tail(&n), tail(&wanted)) == 0) {
			return u;
		}
	}
	return NULL;
}

static const char *form_text(enum form form)
{
	static const char *const text[FORMS] = {
		[PLUS] = N_("+41..."),
		[ZEROS] = N_("0041..."),
		[ZERO] = N_("021..."),
		[BARE] = N_("4121..."),
	};

	return _(text[form]);
}

static void say(struct detecting *d, struct finding *f,
	const struct capacity *c, const struct tally tally[FORMS],
	enum form form)
{
	const struct tally *bad = &tally[form];
	struct text *t = &d->text;
	char ip[ADDR_TEXT];

	text_printf(t,
		_("%s refused all %u numbers of the form %s (such as "),
		addr_text(&c->host, ip), (unsigned)bad->refused,
		form_text(form));
	text_clean(t, bad->first->hop->target);
	text_printf(t, _(", %u)"), (unsigned)bad->first->hop->status);
	for (int i = 0; i < FORMS; i++) {
		if (tally[i].taken) {
			text_printf(t, _(", and took %u of the form %s"),
				(unsigned)tally[i].taken,
				form_text((enum form)i));
		}
	}
	text_puts(t, ".");
	if (bad->same) {
		text_puts(t, _(" The same number got through as "));
		text_clean(t, bad->same->hop->target);
		text_puts(t, ".");
	}
	detect_detail(d, f);
}

static void judge_form(struct detecting *d, const struct capacity *c,
	const struct tally tally[FORMS], enum form form)
{
	const struct tally *bad = &tally[form];
	struct {
		struct addr host;
		uint32_t form;
	} key = {c->host, (uint32_t)form};
	struct finding *f = detect_raise(d,
		bad->same ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)},
		bad->first->hop->final.ts);

	detect_host(f, &c->host);
	detect_call(d, f, bad->first->call);
	detect_moment(f, &bad->first->call->invite);
	detect_moment(f, &bad->first->hop->final);
	if (bad->same) {
		detect_call(d, f, bad->same->call);
		detect_moment(f, &bad->same->call->invite);
	}
	if (detect_new(f)) {
		say(d, f, c, tally, form);
	}
}

static void judge(struct detecting *d, const struct capacity *c)
{
	struct tally tally[FORMS] = {0};
	uint32_t taken = 0;
	bool found = false;

	count(c, tally);
	for (int i = 0; i < FORMS; i++) {
		taken += tally[i].taken;
	}
	for (int i = 0; i < FORMS; i++) {
		if (!tally[i].refused || tally[i].taken || !taken) {
			continue;
		}
		tally[i].same = taken_as(c, tally[i].first);
		judge_form(d, c, tally, (enum form)i);
		found = true;
	}
	if (!found) {
		detect_judged(d);
	}
}

static void whole_hook(struct detecting *d)
{
	const struct capacities *all = capacities_of(d->book);
	bool trunk = false;

	for (size_t i = 0; all && i < all->count; i++) {
		if (!all->list[i].total) {
			judge(d, &all->list[i]);
			trunk = true;
		}
	}
	if (!trunk) {
		detect_skip(d, N_("no host shows itself as a trunk (it registers "
				  "nowhere, and no numbers of many come from "
				  "it)"));
	}
}

const struct detector detector_number_format = {
	.id = "number-format",
	.severity = SEVERITY_ERROR,
	.title = N_("Numbers in a form that the trunk refuses"),
	.passed = N_("no form of numbers was refused while another was taken"),
	.subject = "trunk",
	.page = {
		.meaning = N_(
			"A provider wants numbers in one form: international "
			"with +, with 00, national with 0, or with the country "
			"code alone. Calls in another form are refused as if "
			"the number did not exist. It is an error where the "
			"very same number got through in another form, else a "
			"warning."),
		.wire = N_(
			"INVITE sip:0215551022@provider and 404 Not Found or "
			"484 Address Incomplete; INVITE "
			"sip:+41215551022@provider and 180 Ringing."),
		.causes = N_(
			"An outbound rule strips or adds the wrong digits\n"
			"One telephone, or the telephone book, dials in "
			"another form than the others\n"
			"The provider changed the form it takes\n"
			"Only wrong numbers were dialled in that form"),
		.remedy = N_(
			"PBX: write all numbers of this trunk as the provider "
			"takes them (E.164 with + is the usual one)\n"
			"PBX: look at the outbound rule of the calls that are "
			"named: digits to strip, prefix to add\n"
			"PBX: check the form of the caller's number, too\n"
			"Provider: ask for the form that is wanted"),
		.standard = "ITU-T E.164, E.123 (forms); RFC 3261 clauses 21.4.5, "
			    "21.4.22 (404, 484); RFC 3966 clause 5.1.4 (global "
			    "numbers)",
	},
	.whole = whole_hook,
};
