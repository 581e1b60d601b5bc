/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls to emergency numbers, and what became of them. A call is judged once,
 * with all its legs: what counts is whether somebody answered in the end, and
 * whether it left the house for that.
 */
#include "detect/number.h"
#include "detect/trunk.h"

/* A PBX passes a call on within so much; later calls that are looked through. */
#define SOON	(10 * NS_PER_S)
#define LOOK_AT 512

static bool is_emergency(const struct detecting *d, struct slice user)
{
	struct slice list = d->limits->words[WORDS_SEC_EMERGENCY_NUMBERS];
	struct slice word;
	struct number n;

	if (!number_read(user, (struct slice){NULL, 0}, &n)) {
		return false;
	}
	while (thresholds_word(&list, &word)) {
		if (number_is(n.digits, word)) {
			return true;
		}
	}
	return false;
}

/* The number that @call is to, when it is one of those. */
static struct slice emergency_of(
	const struct detecting *d, const struct call *call)
{
	if (slice_istarts(call->to_uri, "urn:service:sos")) {
		return call->to_uri; /* RFC 5031 */
	}
	for (unsigned i = 0; i < call->hop_count; i++) {
		if (is_emergency(d, call->hops[i].target)) {
			return call->hops[i].target;
		}
	}
	return is_emergency(d, call->to_user) ? call->to_user
					      : (struct slice){NULL, 0};
}

static const struct call *first_leg(const struct call *call)
{
	return call->conversation ? call->conversation->legs : call;
}

static const struct call *next_leg(const struct call *c)
{
	return c->conversation ? c->next_leg : NULL;
}

/* The ways out that were tried, and the leg and hop of the last of them. */
struct way_out {
	unsigned lines;
	const struct call *leg;
	const struct hop *hop;
};

static void add_lines(
	const struct detecting *d, const struct call *leg, struct way_out *w)
{
	for (unsigned i = 0; i < leg->hop_count; i++) {
		const struct hop *h = &leg->hops[i];
		if (!trunk_is_line(trunk_role(d, &h->to.ip))) {
			continue;
		}
		w->lines += !w->hop || !addr_eq(&w->hop->to.ip, &h->to.ip);
		w->leg = leg;
		w->hop = h;
	}
}

/* A leg that nothing joins to @call, but that its PBX made right then. */
static bool may_be_leg(const struct detecting *d, const struct call *call,
	const struct call *other)
{
	const struct hop *in =
		call->hop_count ? &call->hops[call->hop_count - 1] : NULL;

	return in && other->hop_count && !other->conversation &&
	       addr_eq(&in->to.ip, &other->hops[0].from.ip) &&
	       emergency_of(d, other).n != 0;
}

static struct way_out way_out_of(
	const struct detecting *d, const struct call *call)
{
	struct way_out w = {0};
	unsigned looked = 0;

	for (const struct call *c = first_leg(call); c; c = next_leg(c)) {
		add_lines(d, c, &w);
	}
	for (const struct call *c = call->next;
		c && !w.hop && looked < LOOK_AT &&
		c->first_ts <= call->invite.ts + SOON;
		c = c->next, looked++) {
		if (may_be_leg(d, call, c)) {
			add_lines(d, c, &w);
		}
	}
	return w;
}

/* Does the capture show a line to the outside at all? */
static bool has_line(const struct detecting *d)
{
	struct hosts hosts;

	if (hosts_of(d->book, &hosts) != 0) {
		return false;
	}
	for (size_t i = 0; i < hosts.count; i++) {
		if (trunk_is_line(hosts.list[i].role)) {
			return true;
		}
	}
	return false;
}

/* The telephone that answered @up, or NULL when it was none. */
static const struct addr *extension_of(
	const struct detecting *d, const struct call *up)
{
	const struct hop *h =
		up && up->hop_count ? &up->hops[up->hop_count - 1] : NULL;

	return h && trunk_role(d, &h->to.ip) == ROLE_PHONE ? &h->to.ip : NULL;
}

static void put_way(struct detecting *d, const struct way_out *w,
	const struct call *up)
{
	struct text *t = &d->text;
	const struct addr *extension = extension_of(d, up);
	char a[ENDPOINT_TEXT];

	if (w->hop) {
		text_printf(t, _(" It went out over %s, with the caller number "),
			endpoint_text(&w->hop->to, a));
		text_clean(t, w->leg->from_user.n ? w->leg->from_user
						  : w->leg->from_uri);
		text_puts(t, up || w->lines > 1
				     ? "."
				     : _("; no second way was tried."));
	} else if (extension) {
		text_printf(t, _(" It did not leave the house: the telephone %s "
				 "answered it."),
			addr_text(extension, a));
	} else if (has_line(d)) {
		text_puts(t, _(" It went out over no trunk, as far as the "
			       "capture shows."));
	}
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct call *up, struct slice number)
{
	struct way_out w = way_out_of(d, call);
	struct text *t = &d->text;

	text_printf(t, _("Emergency call %u from "), (unsigned)call->id);
	text_clean(t, call->from_user.n ? call->from_user : call->from_uri);
	text_puts(t, _(" to "));
	text_clean(t, number);
	if (up) {
		text_puts(t, _(" was answered"));
		if (up->setup_ms.known) {
			text_printf(t, _(" after %.1f s"),
				up->setup_ms.v / 1000);
		}
		if (up->duration_s.known) {
			text_printf(t, _(" and lasted %.1f s"),
				up->duration_s.v);
		}
		text_puts(t, ".");
	} else if (call->status >= 300) {
		text_printf(t, _(" was not answered: it ended with %u "),
			(unsigned)call->status);
		text_clean(t, call->reason);
		text_printf(t, " (%s).", call_state_text(call->state));
	} else {
		text_printf(t, _(" was not answered, as far as the capture "
				 "goes (%s)."),
			call_state_text(call->state));
	}
	put_way(d, &w, up);
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	const struct call *up = NULL;
	struct slice number = {NULL, 0};
	const struct call *c = first_leg(call);

	if (c != call || !call->invite.frame) {
		return; /* its conversation is judged by the first leg */
	}
	for (; c; c = next_leg(c)) {
		struct slice n = emergency_of(d, c);
		number = number.n ? number : n;
		/* The leg farthest out is the one that counts. */
		up = n.n ? (call_was_up(c) ? c : NULL) : up;
	}
	if (!number.n) {
		detect_judged(d);
		return;
	}
	bool given_up = call->state == CALL_CANCELLED ||
			call->state == CALL_RINGING;
	bool well = up ? !extension_of(d, up) : given_up;
	struct finding *f = detect_raise(d,
		well ? SEVERITY_NOTE : SEVERITY_WARNING,
		call->call_id, call->invite.ts);
	for (c = first_leg(call); c; c = next_leg(c)) {
		detect_call(d, f, c);
		detect_moment(f, &c->invite);
	}
	detect_moment(f, up ? &up->answer : &call->end);
	if (call->hop_count) {
		detect_host(f, &call->hops[0].from.ip);
	}
	if (detect_new(f)) {
		say(d, f, call, up, number);
	}
}

static void registration_hook(
	struct detecting *d, const struct registration *r)
{
	struct slice rest = r->aor;
	(void)slice_cut(&rest, ':');
	struct slice user = slice_cut(&rest, '@');

	/* "0112" is no clash: what is dialled for an outside line. */
	if (!r->accepted || user.n > 4 || !is_emergency(d, user)) {
		return;
	}
	struct finding *f =
		detect_raise(d, SEVERITY_WARNING, r->aor, r->first_ts);
	detect_host(f, &r->src.ip);
	detect_frame(f, r->first_frame, r->capture);
	if (detect_new(f)) {
		text_puts(&d->text, _("The extension "));
		text_clean(&d->text, user);
		text_puts(&d->text,
			_(" is registered here and is an emergency number, "
			  "too: who dials it may reach the extension."));
		detect_detail(d, f);
	}
}

const struct detector detector_sec_emergency = {
	.id = "sec-emergency",
	.severity = SEVERITY_NOTE,
	.title = N_("An emergency number was called"),
	.passed = N_("no emergency number was called"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"Somebody called an emergency number: 112, 117, 118, "
			"143, 144, 145, 147 and 1414 in Switzerland, 911, 999 "
			"and others elsewhere (sec-emergency.numbers). It "
			"says whether the call was answered, over which trunk "
			"it went out and with which caller number. One that "
			"was refused, or nobody answered, or an extension did, "
			"is a warning: find out why before it is needed. So is "
			"an extension that has such a number."),
		.wire = N_(
			"INVITE sip:112@..., or urn:service:sos; then the "
			"answer of the trunk."),
		.causes = N_(
			"An emergency, or a test of the emergency route\n"
			"A wrong number: 0 for an outside line and 112 dialled "
			"by mistake\n"
			"Not answered: the route is blocked, the trunk is down "
			"or refuses the caller number\n"
			"An extension was given the number of a service"),
		.remedy = N_(
			"PBX: keep a route of its own for emergency numbers "
			"over the trunk of the right place, and a second one\n"
			"PBX: send the caller number of the place, so that "
			"help is sent to the right door\n"
			"PBX: begin extensions at 200, clear of emergency "
			"numbers\n"
			"Test the route with the provider's test number"),
		.standard =
			"RFC 5031 (urn:service:sos); RFC 6881; ETSI TS 103 479; "
			"ITU-T E.161.1",
	},
	.call = call_hook,
	.registration = registration_hook,
};
