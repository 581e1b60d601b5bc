/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A device that wanted to register and never was. Who asks far more often than
 * a telephone does, or under very many names, guesses: that is told as an
 * attack elsewhere, and no device is to be repaired.
 */
#include "detect/code.h"
#include "detect/detector.h"

/* Telephones try again after 30 s and more; three times in as many seconds is
 * no telephone. */
#define HASTE	  NS_PER_S
#define TRIES	  3
#define MANY_AORS 20

static const struct registration_event *refusal_of(const struct registration *r)
{
	const struct registration_event *found = NULL;

	for (uint16_t i = 0; i < r->event_count; i++) {
		if (r->events[i].what == REGISTRATION_REFUSED ||
			r->events[i].what == REGISTRATION_SILENCE) {
			found = &r->events[i];
		}
	}
	return found;
}

static bool hasty(const struct registration *r)
{
	return r->failures >= TRIES &&
	       r->last_ts - r->first_ts < r->failures * HASTE;
}

/* Does the source of @r ask for very many names? Looks at the neighbours: who
 * goes through names does so in a row. */
static bool sweeps(const struct registration *r)
{
	unsigned n = 1;

	for (const struct registration *o = r->prev;
		o && n < MANY_AORS && addr_eq(&o->src.ip, &r->src.ip);
		o = o->prev) {
		n++;
	}
	for (const struct registration *o = r->next;
		o && n < MANY_AORS && addr_eq(&o->src.ip, &r->src.ip);
		o = o->next) {
		n++;
	}
	return n >= MANY_AORS;
}

/* What a status means to a REGISTER, where it is not what it means to a call. */
static const char *words_of(unsigned status)
{
	switch (status) {
	case 401:
	case 407:
		return N_("name or password is wrong");
	case 403:
		return N_("name or password is wrong, or the registrar does "
			  "not allow it from there");
	case 404:
		return N_("the registrar does not know the extension");
	default:
		return code_sip(status)->words;
	}
}

static void say(struct detecting *d, struct finding *f,
	const struct registration *r, const struct registration_event *e)
{
	char from[ADDR_TEXT];
	char to[ENDPOINT_TEXT];
	struct text *t = &d->text;

	text_clean(t, r->aor);
	text_printf(t, _(" from %s is not registered at %s: "),
		addr_text(&r->src.ip, from), endpoint_text(&r->registrar, to));
	if (e->what == REGISTRATION_SILENCE) {
		text_printf(t, _("%u REGISTER without any answer."),
			(unsigned)r->unanswered);
		detect_detail(d, f);
		return;
	}
	text_printf(t, _("refused %u time%s, with %u "), (unsigned)r->failures,
		r->failures == 1 ? "" : "s", (unsigned)e->status);
	text_clean(t, e->reason);
	text_printf(t, ": %s.", _(words_of(e->status)));
	detect_detail(d, f);
	if (e->status >= 400 && e->status < 408) {
		return;
	}
	text_puts(t, _(code_sip(e->status)->remedy));
	detect_remedy(d, f);
}

static void registration_hook(
	struct detecting *d, const struct registration *r)
{
	const struct registration_event *e = refusal_of(r);

	if (r->successes || r->accepted) {
		detect_judged(d);
		return;
	}
	if (!e) {
		detect_skip(d, N_("no answer that decides it is in the "
				  "capture"));
		return;
	}
	if (hasty(r) || sweeps(r)) {
		detect_skip(d, N_("its source asks more often, or for more "
				  "names, than a telephone does"));
		return;
	}
	if (e->what == REGISTRATION_REFUSED && e->status == 423) {
		detect_judged(d); /* it asks again, for longer */
		return;
	}
	struct {
		struct addr src, registrar;
		uint32_t status;
	} key = {r->src.ip, r->registrar.ip, e->status};
	struct finding *f = detect_raise(d, SEVERITY_ERROR,
		(struct slice){(const char *)&key, sizeof(key)}, e->ts);
	detect_host(f, &r->src.ip);
	detect_host(f, &r->registrar.ip);
	detect_frame(f, r->first_frame, r->capture);
	detect_frame(f, e->frame, e->capture);
	if (detect_new(f)) {
		say(d, f, r, e);
	}
}

const struct detector detector_sip_registration_failed = {
	.id = "sip-registration-failed",
	.severity = SEVERITY_ERROR,
	.title = N_("A device could not register"),
	.passed = N_("devices that wanted to register could"),
	.subject = "registration",
	.page = {
		.meaning = N_(
			"A telephone (or a PBX at its provider) asked to be "
			"registered and was refused each time, or never "
			"answered. It cannot be called, and mostly cannot "
			"call. A first 401 or 407 is normal: it asks for the "
			"password; refused is who is asked again after having "
			"sent it. Sources that ask many times a second or for "
			"very many names are attacks and told as such."),
		.wire = N_(
			"REGISTER, 401 Unauthorized, REGISTER with an "
			"Authorization header, 401 or 403 Forbidden. Or "
			"REGISTER again and again, and no answer at all."),
		.causes = N_(
			"The password or the authentication name of the "
			"device is wrong\n"
			"The extension does not exist, or is disabled\n"
			"The registrar or the realm is another one than the "
			"device was set up for\n"
			"The PBX has blocked the address after too many "
			"wrong passwords\n"
			"A firewall lets the REGISTER or its answer not "
			"through"),
		.remedy = N_(
			"Telephone: set authentication name and password anew, "
			"or provision it again\n"
			"PBX: does the extension exist, is it enabled, is the "
			"device's address on the blacklist\n"
			"PBX at a provider: compare the account with the "
			"provider's letter (name, realm, proxy)\n"
			"Firewall: let UDP and TCP 5060 (TLS 5061) pass both "
			"ways"),
		.standard = "RFC 3261 clause 10.3, 22.1, 22.2; RFC 7616",
	},
	.registration = registration_hook,
};
