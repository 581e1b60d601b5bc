/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telephones outside the voice VLAN. Which one that is says the switch (LLDP-MED,
 * CDP), else the telephone itself, else what most of its kind here use. Tags are
 * taken off at an access port and by many network cards, so a telephone without
 * one is judged only where other frames of the same place have theirs.
 */
#include "calls/host.h"
#include "detect/detector.h"

#include <inttypes.h>

enum basis { BY_NOBODY, BY_SWITCH, BY_ITSELF, BY_OTHERS };

/* What a telephone is to do, and who says so. */
struct wanted {
	enum basis basis;
	unsigned vlan; /* 0: no tag */
	const struct neighbour *who;
	const struct lldp_policy *voice, *signalling;
	unsigned users, phones; /* BY_OTHERS: so many of so many use it */
};

/* Who is to have the tag: no program on a computer, which stays in its VLAN. */
static bool is_phone(const struct host *h)
{
	return h->agent.kind != AGENT_SOFTPHONE &&
	       (h->role == ROLE_PHONE ||
		       (h->neighbour && neighbour_is_phone(h->neighbour)));
}

static unsigned point_of(const struct host *h)
{
	return h->devices[0]->mac_count ? h->devices[0]->macs[0].point : 0;
}

/* Any frame with a tag at @point. */
static bool shows_tags(const struct book *book, unsigned point)
{
	for (const struct owners *o = book->net.owners.first; o; o = o->next) {
		if (o->vlan && o->point == point) {
			return true;
		}
	}
	for (const struct device *v = book->devices.first; v; v = v->next) {
		if (v->vlan_count && v->mac_count &&
			v->macs[0].point == point) {
			return true;
		}
	}
	return false;
}

/* Several ports of switches may be heard: they must agree. False: they do not. */
static bool by_switch(
	const struct detecting *d, const struct host *h, struct wanted *w)
{
	for (const struct neighbour *n = d->book->net.neighbours.first; n;
		n = n->next) {
		const struct lldp_policy *p =
			neighbour_policy(n, LLDP_FOR_VOICE);
		if (!p || !neighbour_is_network(n) || n->point != point_of(h) ||
			(h->plug &&
				memcmp(h->plug->mac, n->mac, 6) != 0)) {
			continue;
		}
		unsigned vlan = p->tagged ? p->vlan : 0;
		if (w->who && w->vlan != vlan) {
			w->basis = BY_NOBODY;
			return false;
		}
		/* LLDP tells marks; CDP does not. */
		if (!w->voice || !w->voice->marks) {
			*w = (struct wanted){
				.basis = BY_SWITCH,
				.vlan = vlan,
				.who = n,
				.voice = p,
				.signalling = neighbour_policy(
					n, LLDP_FOR_VOICE_SIGNALLING),
			};
		}
	}
	return true;
}

static void by_itself(const struct host *h, struct wanted *w)
{
	const struct lldp_policy *p =
		h->neighbour ? neighbour_policy(h->neighbour, LLDP_FOR_VOICE)
			     : NULL;

	if (p) {
		*w = (struct wanted){
			.basis = BY_ITSELF,
			.vlan = p->tagged ? p->vlan : 0,
			.who = h->neighbour,
			.voice = p,
			.signalling = neighbour_policy(
				h->neighbour, LLDP_FOR_VOICE_SIGNALLING),
		};
	}
}

static unsigned vlan_of(const struct host *h)
{
	return h->sum->vlan_count ? h->sum->vlan : 0;
}

/* The VLAN that most telephones of a place have. */
static void by_others(struct detecting *d, const struct hosts *hosts,
	const struct host *h, struct wanted *w)
{
	unsigned best = 0;
	unsigned votes = 0;
	unsigned phones = 0;

	/* Majority vote (Boyer and Moore), then the count. */
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < hosts->count; i++) {
			const struct host *o = &hosts->list[i];
			if (!is_phone(o) || o->routed ||
				point_of(o) != point_of(h)) {
				continue;
			}
			bool same = vlan_of(o) == best;
			if (round == 1) {
				phones++;
				w->users += same;
			} else if (votes == 0) {
				best = vlan_of(o);
				votes = 1;
			} else {
				votes = same ? votes + 1 : votes - 1;
			}
		}
	}
	w->phones = phones;
	w->vlan = best;
	if (best && w->users * 2 > phones &&
		w->users >= detect_limit(d, THRESHOLD_QOS_VLAN_PHONES)) {
		w->basis = BY_OTHERS;
	}
}

static void put_vlan(struct text *t, unsigned vlan)
{
	if (vlan) {
		text_printf(t, _("in VLAN %u"), vlan);
	} else {
		text_puts(t, _("without a VLAN tag"));
	}
}

static void put_why(struct text *t, const struct wanted *w)
{
	const char *by = w->who && w->who->said.cdp ? "CDP" : "LLDP-MED";

	if (w->basis == BY_OTHERS) {
		text_printf(t, _("%u of %u telephones here use VLAN %u"),
			w->users, w->phones, w->vlan);
		return;
	}
	if (w->basis == BY_SWITCH) {
		text_puts(t, _("the switch "));
		neighbour_put(t, w->who,
			w->who->said.texts[LLDP_NAME].n ? LLDP_NAME
							: LLDP_CHASSIS);
		text_puts(t, _(", port "));
		neighbour_put(t, w->who, LLDP_PORT);
		text_puts(t, ", ");
	} else {
		text_puts(t, _("it "));
	}
	text_printf(t, _("says by %s (frame %" PRIu64 ") that voice goes "), by,
		w->who->first.frame);
	put_vlan(t, w->vlan);
}

static struct finding *raise(struct detecting *d, const struct host *h,
	const struct wanted *w, const char *what, unsigned is, unsigned want)
{
	struct {
		char what[8];
		unsigned is, want;
	} key = {.is = is, .want = want};
	const struct device *v = h->devices[0];

	(void)snprintf(key.what, sizeof(key.what), "%s", what);
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&key, sizeof(key)}, v->first_ts);
	for (unsigned i = 0; i < h->device_count; i++) {
		detect_host(f, &h->devices[i]->ip);
	}
	detect_frame(f, v->mac_count ? v->macs[0].frame : v->first_frame,
		v->mac_count ? v->macs[0].capture : 0);
	if (w->who) {
		detect_moment(f, &w->who->first);
	}
	detect_measured(f, is, want, "");
	return f;
}

/* Marks that are not those of the policy: of the voice, then of SIP. */
static void marks(struct detecting *d, const struct host *h,
	const struct wanted *w, const struct device *sum)
{
	struct {
		const char *what;
		bool told;
		unsigned is, want;
	} rows[] = {
		{N_("DSCP of its voice"), w->voice && w->voice->marks &&
			sum->sends_rtp, sum->dscp_rtp,
			w->voice ? w->voice->dscp : 0},
		{N_("DSCP of its SIP"), w->signalling && w->signalling->marks &&
			sum->sends_sip, sum->dscp_sip,
			w->signalling ? w->signalling->dscp : 0},
		{N_("priority of its voice (802.1p)"), false, 0, 0},
	};

	for (const struct stream *s = d->book->streams; s && w->voice;
		s = s->next) {
		if (addr_eq(&s->src.ip, &h->devices[0]->ip) && s->vlan_count &&
			w->voice->marks && w->voice->tagged) {
			rows[2].told = true;
			rows[2].is = s->pcp;
			rows[2].want = w->voice->priority;
			break;
		}
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!rows[i].told || rows[i].is == rows[i].want) {
			continue;
		}
		char what[8] = {'m', (char)('0' + i)};
		char ip[ADDR_TEXT];
		struct finding *f =
			raise(d, h, w, what, rows[i].is, rows[i].want);
		if (detect_new(f)) {
			text_printf(&d->text,
				_("%s: the %s is %u, and the network policy "
				  "of LLDP-MED (frame %" PRIu64 ") says %u."),
				addr_text(&h->devices[0]->ip, ip),
				_(rows[i].what), rows[i].is,
				w->who->first.frame, rows[i].want);
			detect_detail(d, f);
		}
	}
}

static void look(
	struct detecting *d, const struct hosts *hosts, const struct host *h)
{
	struct wanted w = {.basis = BY_NOBODY};
	const struct device *sum = h->sum;
	char ip[ADDR_TEXT];

	if (!sum->sends_sip && !sum->sends_rtp) {
		return;
	}
	if (h->routed || h->mac_basis != HOST_MAC_SEEN) {
		detect_skip(d, N_("it is behind a router, or its frames are "
				  "not in the capture"));
		return;
	}
	if (!by_switch(d, h, &w)) {
		detect_skip(d, N_("switch ports tell different VLANs here"));
		return;
	}
	if (w.basis == BY_NOBODY) {
		by_itself(h, &w);
	}
	bool tags = shows_tags(d->book, point_of(h));
	if (w.basis == BY_NOBODY && tags) {
		by_others(d, hosts, h, &w);
	}
	if (w.voice) {
		marks(d, h, &w, sum);
	}
	if (!tags) {
		detect_skip(d, N_("no frame here has a VLAN tag: access ports "
				  "and network cards take them off"));
		return;
	}
	if (w.basis == BY_NOBODY) {
		detect_skip(d, N_("nothing tells which VLAN is for voice"));
		return;
	}
	unsigned vlan = sum->vlan_count ? sum->vlan : 0;
	if (vlan == w.vlan) {
		detect_judged(d);
		return;
	}
	struct finding *f = raise(d, h, &w, "vlan", vlan, w.vlan);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text, _("The telephone %s sends "),
		addr_text(&h->devices[0]->ip, ip));
	put_vlan(&d->text, vlan);
	text_puts(&d->text, _("; "));
	put_why(&d->text, &w);
	text_puts(&d->text, ".");
	detect_detail(d, f);
}

static void whole(struct detecting *d)
{
	struct hosts hosts;

	if (hosts_of(d->book, &hosts) != 0) {
		return;
	}
	for (size_t i = 0; i < hosts.count; i++) {
		if (is_phone(&hosts.list[i])) {
			look(d, &hosts, &hosts.list[i]);
		}
	}
}

const struct detector detector_qos_vlan = {
	.id = "qos-vlan",
	.severity = SEVERITY_NOTE,
	.title = N_("Telephones outside the voice VLAN, or against its policy"),
	.passed = N_("telephones are in the voice VLAN"),
	.subject = "telephone",
	.latent = true,
	.page = {
		.meaning = N_(
			"The switch tells telephones by LLDP-MED or CDP in "
			"which VLAN voice goes and how it is marked. One that "
			"sends elsewhere has no priority there, no firewall "
			"rules, perhaps another DHCP server and no way to the "
			"PBX; and everybody in the data network can hear it."),
		.wire = N_(
			"LLDP of the switch has a network policy: voice, VLAN "
			"20, priority 5, DSCP 46; the telephone's SIP and RTP "
			"have the tag 10, or none, while others at the same "
			"place have 20. Where no frame has a tag nothing is "
			"said: it was taken off before the capture."),
		.causes = N_(
			"LLDP-MED or CDP is off at the telephone, or it "
			"started before the switch port had its policy\n"
			"A VLAN is set by hand in the telephone or its "
			"template, or option 132 of DHCP tells another\n"
			"The switch port has no voice VLAN\n"
			"The telephone hangs at a switch that passes no "
			"LLDP-MED: a small one under a desk"),
		.remedy = N_(
			"Switch: give the port its voice VLAN and switch "
			"LLDP-MED on\n"
			"Telephone: switch LLDP on, take fixed VLANs out of "
			"the template, restart it\n"
			"DHCP: option 132 and the switch must tell the same\n"
			"Firewall: the voice VLAN needs its way to the PBX"),
		.standard = "ANSI/TIA-1057 clause 10.2.3 (network policy); "
			    "IEEE 802.1AB; IEEE 802.1Q clause 6.9",
	},
	.whole = whole,
};
