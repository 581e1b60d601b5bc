/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A registration that comes and goes: who calls then is lucky or not. */
#include "detect/detector.h"

static void registration_hook(
	struct detecting *d, const struct registration *r)
{
	double most = detect_limit(d, THRESHOLD_SIP_REGISTRATION_FLAPPING);

	if (!r->accepted) {
		return;
	}
	if (r->flaps < most) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {r->src.ip, r->registrar.ip};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, r->first_ts);
	detect_host(f, &r->src.ip);
	detect_host(f, &r->registrar.ip);
	detect_measured(f, r->flaps, most, "");
	for (uint16_t i = 0; i < r->event_count; i++) {
		detect_frame(f, r->events[i].frame, r->events[i].capture);
	}
	if (detect_new(f)) {
		unsigned by[REGISTRATION_SILENCE + 1] = {0};
		char from[ADDR_TEXT];
		char to[ENDPOINT_TEXT];
		for (uint16_t i = 0; i < r->event_count; i++) {
			by[r->events[i].what] += r->events[i].count;
		}
		text_clean(&d->text, r->aor);
		text_printf(&d->text,
			_(" from %s changed %u times within an hour between "
			  "registered and not registered at %s: accepted anew "
			  "%u times, removed %u, expired %u, refused %u, "
			  "unanswered %u."),
			addr_text(&r->src.ip, from), (unsigned)r->flaps,
			endpoint_text(&r->registrar, to),
			by[REGISTRATION_BOUND], by[REGISTRATION_REMOVED],
			by[REGISTRATION_RAN_OUT], by[REGISTRATION_REFUSED],
			by[REGISTRATION_SILENCE]);
		detect_detail(d, f);
	}
}

const struct detector detector_sip_registration_flapping = {
	.id = "sip-registration-flapping",
	.severity = SEVERITY_WARNING,
	.title = N_("A registration comes and goes"),
	.passed = N_("registrations were stable"),
	.subject = "registration",
	.page = {
		.meaning = N_(
			"A device changed between registered and not "
			"registered several times within an hour. In between "
			"it cannot be called."),
		.wire = N_(
			"REGISTER accepted, REGISTER with Expires: 0 accepted, "
			"REGISTER accepted, and so on; or the time granted "
			"runs out again and again before the next REGISTER."),
		.causes = N_(
			"The device restarts over and over (power, firmware, "
			"PoE budget of the switch)\n"
			"A weak WLAN or a bad cable\n"
			"Two devices use the same extension and throw each "
			"other out\n"
			"The device refreshes later than the time the PBX "
			"grants\n"
			"A NAT router forgets the way in between, and the PBX "
			"gives the device up"),
		.remedy = N_(
			"Look at the device's uptime and at its port of the "
			"switch (errors, PoE)\n"
			"Telephone: register for a shorter time, switch "
			"keep-alives on\n"
			"PBX: one extension per device, or several contacts "
			"allowed\n"
			"Firewall: raise the UDP timeout above the time "
			"between keep-alives"),
		.standard = "RFC 3261 clause 10.2; RFC 5626 clause 4.4",
	},
	.registration = registration_hook,
};
