/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tunnel that carries SIP and RTP in one connection: what can be said without
 * looking inside is how much it is, and how many calls that could be at most.
 */
#include "calls/traffic.h"
#include "detect/detector.h"

/* IP bytes a second of a call, both directions, 20 ms a packet: headers of IPv4,
 * UDP and RTP with the payload. What the tunnel adds comes on top, so that
 * there are no more calls than this says. */
#define CALL_BYTES(payload) (2.0 * 50 * (20 + 8 + 12 + (payload)))
#define G711 160
#define G729 20

static void say(
	struct detecting *d, struct finding *f, const struct traffic_app *app)
{
	struct text *t = &d->text;
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	double peak = (double)app->now.peak_bytes;
	struct maybe kbps = traffic_app_kbps(app);

	text_printf(t,
		_("By its port, a 3CX tunnel (SIP and RTP in one connection) "
		  "runs between %s and %s over %s: %llu packets, %.1f kB"),
		endpoint_text(&app->a, a), endpoint_text(&app->b, b),
		app->transport == TRANSPORT_UDP ? "UDP" : "TCP",
		(unsigned long long)app->packets, (double)app->bytes / 1000);
	if (app->conversations > 1) {
		text_printf(t, _(" in %llu connections"),
			(unsigned long long)app->conversations);
	}
	if (kbps.known) {
		text_printf(t, _(", %.1f kbit/s on average"), kbps.v);
	}
	text_printf(t,
		_(". Its busiest second, %.1f kB, has room for at most %.0f call(s) of "
		  "G.711 or %.0f of G.729; what is said and how well "
		  "cannot be seen from here."),
		peak / 1000, (double)(uint64_t)(peak / CALL_BYTES(G711)),
		(double)(uint64_t)(peak / CALL_BYTES(G729)));
	detect_detail(d, f);
}

static void whole_hook(struct detecting *d)
{
	size_t n = 0;
	bool seen = false;
	struct traffic_app *const *apps =
		d->book->traffic ? traffic_apps(d->book->traffic, &n) : NULL;

	for (size_t i = 0; i < n; i++) {
		const struct traffic_app *app = apps[i];
		if (app->app != &app_tunnel || !app->packets) {
			continue;
		}
		seen = true;
		struct finding *f = detect_raise(
			d, SEVERITY_NOTE, (struct slice){0}, app->first_ts);
		detect_host(f, &app->a.ip);
		detect_host(f, &app->b.ip);
		detect_frame(f, app->first_frame, app->first_capture);
		detect_frame(f, app->last_frame, app->last_capture);
		if (detect_new(f)) {
			say(d, f, app);
		}
	}
	if (!seen) {
		detect_judged(d);
	}
}

const struct detector detector_opaque_tunnel = {
	.id = "opaque-tunnel",
	.severity = SEVERITY_NOTE,
	.title = N_("Calls go through a tunnel that cannot be read"),
	.passed = N_("no tunnel of a PBX was seen"),
	.subject = "capture",
	.page = {
		.meaning = N_(
			"A bridge, SBC or client of 3CX puts SIP and RTP of all "
			"its calls into one connection. Whatever is in it, "
			"neither calls nor loss nor MOS of them are in this "
			"analysis. That all is well says nothing about calls "
			"through it. Over TCP a lost packet holds up all calls "
			"of the tunnel."),
		.wire = N_(
			"TCP or UDP with port 5090 at one end, packets both "
			"ways, and no protocol that is known. 20.0 kB in a "
			"second is a call of G.711, 6.0 kB one of G.729 "
			"(20 ms, both ways, without what the tunnel adds)."),
		.causes = N_(
			"A bridge between two PBXs, or an SBC at a site, is "
			"set to tunnel\n"
			"A telephone or client outside of the house uses it to "
			"pass a firewall\n"
			"Another application that uses port 5090"),
		.remedy = N_(
			"Capture where it ends: on a PBX with Linux, interface "
			"lo or any shows SIP and RTP beside the tunnel; at the "
			"SBC, the side of its telephones\n"
			"The report's quality of the capture (TCP) tells "
			"retransmitted and missing bytes of the tunnel\n"
			"PBX: prefer UDP, and direct SIP over TLS with SRTP "
			"where the firewall allows it"),
		.standard = "No standard: 3CX documents port 5090 (TCP and UDP) "
			    "as the default; RTP: RFC 3550, RFC 3551",
	},
	.whole = whole_hook,
};
