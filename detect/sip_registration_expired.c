/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The time that the registrar granted ran out while the capture went on. A
 * device that moved to another address or registrar is registered there.
 */
#include "detect/detector.h"

/* Most registrations that are looked through for the same name. */
#define LOOKED_AT 2000

static const struct registration_event *ran_out(const struct registration *r)
{
	const struct registration_event *found = NULL;

	for (uint16_t i = 0; i < r->event_count; i++) {
		if (r->events[i].what == REGISTRATION_RAN_OUT) {
			found = &r->events[i];
		}
	}
	return found;
}

/* The last frame before it that says the device was registered. */
static const struct registration_event *granted(
	const struct registration *r, const struct registration_event *out)
{
	const struct registration_event *found = NULL;

	for (const struct registration_event *e = r->events; e != out; e++) {
		if (e->what == REGISTRATION_BOUND ||
			e->what == REGISTRATION_REFRESHED) {
			found = e;
		}
	}
	return found;
}

static bool elsewhere(const struct detecting *d, const struct registration *r)
{
	unsigned looked = 0;

	for (const struct registration *o = d->book->registrations;
		o && looked < LOOKED_AT; o = o->next, looked++) {
		if (o != r && o->accepted && o->last_ts > r->last_ts &&
			slice_eq(o->aor, r->aor)) {
			return true;
		}
	}
	return false;
}

static void registration_hook(
	struct detecting *d, const struct registration *r)
{
	double late_s = detect_limit(d, THRESHOLD_SIP_REGISTRATION_EXPIRED_S);
	const struct registration_event *out = ran_out(r);
	ns_t until = d->book->last_ts;

	if (!r->accepted) {
		return;
	}
	if (!r->bound_known && !out && r->bound) {
		detect_skip(d, N_("the time granted is not in the capture"));
		return;
	}
	if (!out) {
		detect_judged(d);
		return;
	}
	/* registered again, or asked for it: that is how late it was */
	bool last = out == &r->events[r->event_count - 1];
	until = last ? until : out[1].ts;
	double gone_s = (double)(until - out->last_ts) / 1e9;
	if (gone_s < late_s || (last && elsewhere(d, r))) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {r->src.ip, r->registrar.ip};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, out->ts);
	const struct registration_event *e = granted(r, out);
	detect_host(f, &r->src.ip);
	detect_host(f, &r->registrar.ip);
	detect_measured(f, gone_s, late_s, "s");
	detect_frame(f, e ? e->frame : r->first_frame,
		e ? e->capture : r->capture);
	if (!last) {
		detect_frame(f, out[1].frame, out[1].capture);
	}
	if (detect_new(f)) {
		char from[ADDR_TEXT];
		char to[ENDPOINT_TEXT];
		text_clean(&d->text, r->aor);
		text_printf(&d->text, _(" from %s was registered at %s"),
			addr_text(&r->src.ip, from),
			endpoint_text(&r->registrar, to));
		if (r->expires_s.known) {
			text_printf(
				&d->text, _(" for %.0f s"), r->expires_s.v);
		}
		text_printf(&d->text,
			last ? _(" and did not refresh in time: for %.0f s, "
				 "until the end of the capture, it could not be "
				 "called.")
			     : _(" and refreshed too late: for %.0f s it could "
				 "not be called."),
			gone_s);
		detect_detail(d, f);
	}
}

const struct detector detector_sip_registration_expired = {
	.id = "sip-registration-expired",
	.severity = SEVERITY_WARNING,
	.title = N_("A registration ran out"),
	.passed = N_("registrations were refreshed in time"),
	.subject = "registration",
	.page = {
		.meaning = N_(
			"The registrar granted a time, and no new REGISTER "
			"came before it was over. From then on the registrar "
			"has no address for the device: calls to it fail or "
			"go to its mailbox."),
		.wire = N_(
			"200 OK to a REGISTER with Contact: <...>;expires=120, "
			"and the next REGISTER comes after 300 s, or never."),
		.causes = N_(
			"The device was unplugged or restarted, or lost its "
			"network\n"
			"Its REGISTER no longer reaches the registrar, or "
			"takes another way than this capture point\n"
			"The device goes by the time it asked for, not by the "
			"shorter one it was granted\n"
			"Its address changed (DHCP) without a new REGISTER"),
		.remedy = N_(
			"See whether the device is up and reachable (ping, its "
			"web page, its port of the switch)\n"
			"Telephone: set the registration time to what the PBX "
			"grants, update its firmware\n"
			"PBX: compare the shortest and the longest time it "
			"allows\n"
			"Firewall: look for dropped SIP from the device"),
		.standard = "RFC 3261 clause 10.2.4, 10.3",
	},
	.registration = registration_hook,
};
