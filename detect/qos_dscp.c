/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks that tell switches and routers what is voice. One finding for all hosts
 * whose voice is not marked, one for signalling, one for marks that change on
 * the way: the remedy is one policy each time. A mark seldom survives the
 * Internet, so only senders nearby are judged: private addresses, or a TTL that
 * no router has lowered.
 */
#include "detect/blame.h"

#include "calls/nat.h"
#include "calls/passage.h"
#include "calls/relay.h"

#include <inttypes.h>

#define DSCP_LOW_DELAY 4U /* TOS 0x10 of RFC 1349 */
#define DSCP_CS3  24U
#define DSCP_AF31 26U
#define DSCP_CS5  40U /* RFC 4594 clause 4.2 */
#define DSCP_EF	  46U

struct marked {
	struct addr host;
	unsigned dscp;
};

/* Hosts that mark wrongly; those that are not kept are counted. */
struct marks {
	struct marked list[FINDING_HOSTS];
	uint32_t count;
	struct finding *finding;
};

static bool nearby(const struct addr *ip, unsigned ttl)
{
	return nat_private(ip) || ttl == 64 || ttl == 128 || ttl == 255;
}

static bool loopback(const struct addr *ip)
{
	static const uint8_t one[16] = {[15] = 1};

	return (addr_is_v4(ip) && ip->b[12] == 127) ||
	       memcmp(ip->b, one, sizeof(one)) == 0;
}

static void note(struct marks *m, const struct addr *host, unsigned dscp)
{
	uint32_t kept = m->count < FINDING_HOSTS ? m->count : FINDING_HOSTS;

	for (uint32_t i = 0; i < kept; i++) {
		if (addr_eq(&m->list[i].host, host) &&
			m->list[i].dscp == dscp) {
			return;
		}
	}
	if (kept < FINDING_HOSTS) {
		m->list[kept] = (struct marked){*host, dscp};
	}
	m->count++;
}

static const char *name_of(unsigned dscp)
{
	static const char *const classes[8] = {"best effort", "CS1", "CS2",
		"CS3", "CS4", "CS5", "CS6", "CS7"};
	static const char *const assured[4][3] = {{"AF11", "AF12", "AF13"},
		{"AF21", "AF22", "AF23"}, {"AF31", "AF32", "AF33"},
		{"AF41", "AF42", "AF43"}};

	if (dscp == DSCP_EF) {
		return "EF";
	}
	if (dscp == DSCP_LOW_DELAY) {
		return "low delay, of old";
	}
	if (dscp % 8 == 0) {
		return classes[dscp / 8 & 7];
	}
	/* RFC 2597: class in the upper three bits, precedence in the next two */
	unsigned class = dscp >> 3;
	unsigned drop = dscp >> 1 & 3;
	bool af = class >= 1 && class <= 4 && drop && dscp % 2 == 0;
	return af ? assured[class - 1][drop - 1] : "no class";
}

static void put(struct text *t, const struct marks *m)
{
	uint32_t kept = m->count < FINDING_HOSTS ? m->count : FINDING_HOSTS;
	char a[ADDR_TEXT];

	for (uint32_t i = 0; i < kept; i++) {
		text_printf(t, _("%s%s sends %u (%s)"), i ? ", " : "",
			addr_text(&m->list[i].host, a), m->list[i].dscp,
			name_of(m->list[i].dscp));
	}
	if (m->count > kept) {
		text_printf(t, _(", and others"));
	}
	text_puts(t, ".");
}

static struct finding *raise(struct detecting *d, const char *key,
	const struct addr *host, ns_t ts)
{
	struct finding *f =
		detect_raise(d, SEVERITY_WARNING, slice_of(key), ts);

	detect_host(f, host);
	return f;
}

/* The same stream at the point before, under another mark. */
static const struct stream *marked_before(const struct stream *s)
{
	const struct stream *from = s->arrival ? s->arrival->from : NULL;

	return from && !from->dscp_unknown && from->dscp != s->dscp ? from
								    : NULL;
}

/* The same stream at the point before, under another priority of its tag. */
static const struct stream *ranked_before(const struct stream *s)
{
	const struct stream *from = s->arrival ? s->arrival->from : NULL;

	return from && from->vlan_count && s->vlan_count && from->pcp != s->pcp
		       ? from
		       : NULL;
}

static void say_rank(
	struct detecting *d, const struct stream *from, const struct stream *s)
{
	text_printf(&d->text,
		_(" Its priority in the VLAN tag (802.1p) is %u at capture "
		  "point %u and %u at point %u."),
		(unsigned)from->pcp, from->point + 1U, (unsigned)s->pcp,
		s->point + 1U);
}

static bool hop(struct detecting *d, const struct stream *s)
{
	const struct stream *from = marked_before(s);
	const struct stream *rank = ranked_before(s);

	if (!from && !rank && !s->dscp_changed) {
		return false;
	}
	struct finding *f = raise(d, "hop", &s->src.ip, s->stat.first_ts);
	detect_stream(d, f, s);
	detect_frame(f, s->stat.first_frame, s->capture);
	if (from || rank) {
		const struct stream *before = from ? from : rank;
		detect_frame(f, before->stat.first_frame, before->capture);
	}
	if (!detect_new(f)) {
		return true;
	}
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	text_printf(&d->text, _("The mark of the voice from %s to %s "),
		endpoint_text(&s->src, a), endpoint_text(&s->dst, b));
	if (from) {
		text_printf(&d->text,
			_("changes on the way: %u (%s) at capture point %u, %u "
			  "(%s) at point %u."),
			from->dscp, name_of(from->dscp), from->point + 1U,
			s->dscp, name_of(s->dscp), s->point + 1U);
	} else if (s->dscp_changed) {
		text_printf(&d->text,
			_("is not the same in all of its packets; the first "
			  "one has %u (%s)."),
			s->dscp, name_of(s->dscp));
	} else {
		text_printf(&d->text, _("stays %u (%s) on the way."), s->dscp,
			name_of(s->dscp));
	}
	if (rank) {
		say_rank(d, rank, s);
	}
	detect_detail(d, f);
	return true;
}

static void voice(struct detecting *d, const struct stream *s,
	struct marks *marks, unsigned want)
{
	if (loopback(&s->src.ip) || !blame_audio(d, s)) {
		return;
	}
	if (s->dscp_unknown) {
		detect_skip(d, N_("its IP header is not in the capture"));
		return;
	}
	if (!hop(d, s) && !nearby(&s->src.ip, s->ttl)) {
		detect_skip(d, N_("it comes from far: marks do not survive the "
				  "Internet"));
		return;
	}
	if (s->dscp == want || !nearby(&s->src.ip, s->ttl)) {
		detect_judged(d);
		return;
	}
	struct finding *f = raise(d, "rtp", &s->src.ip, s->stat.first_ts);
	marks->finding = f;
	detect_stream(d, f, s);
	detect_frame(f, s->stat.first_frame, s->capture);
	detect_measured(f, s->dscp, want, "");
	note(marks, &s->src.ip, s->dscp);
}

/* Who marks his voice as it should be: one line of contrast. */
static void put_contrast(
	struct detecting *d, const struct marks *marks, unsigned want)
{
	char a[ADDR_TEXT];

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		const struct codec *c = stream_codec(s);
		bool wrong = s->dscp != want || s->dscp_unknown ||
			     (c && c->kind != CODEC_AUDIO);
		for (uint32_t i = 0; !wrong && i < marks->count &&
				     i < FINDING_HOSTS; i++) {
			wrong = addr_eq(&marks->list[i].host, &s->src.ip);
		}
		if (!wrong) {
			text_printf(&d->text, _(" %s marks its voice right."),
				addr_text(&s->src.ip, a));
			return;
		}
	}
}

/* Where a relay is the one that changes the mark of what it passes on. */
static void put_relay(struct detecting *d, struct finding *f)
{
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		const struct stream *from = s->relay ? relay_source(s) : NULL;
		if (!from || from->dscp_unknown || s->dscp_unknown ||
			from->dscp == s->dscp) {
			continue;
		}
		text_printf(&d->text,
			_(" The voice of %s comes to %s with %u (%s) and "
			  "leaves it with %u (%s)."),
			addr_text(&from->src.ip, a), addr_text(&s->src.ip, b),
			from->dscp, name_of(from->dscp), s->dscp,
			name_of(s->dscp));
		detect_frame(f, from->stat.first_frame, from->capture);
		detect_frame(f, s->stat.first_frame, s->capture);
		return;
	}
}

static void signalling(struct detecting *d, struct marks *marks)
{
	const struct unhep *hep = d->book->hep;

	for (const struct device *v = d->book->devices.first; v; v = v->next) {
		unsigned m = v->dscp_sip;
		if (!v->sends_sip || loopback(&v->ip)) {
			continue;
		}
		if (hep && hep->agent_count) {
			detect_skip(d, N_("its IP header is not in the "
					  "capture"));
			continue;
		}
		if (!nearby(&v->ip, v->ttl_max)) {
			detect_skip(d, N_("it comes from far: marks do not "
					  "survive the Internet"));
			continue;
		}
		if (m == DSCP_CS3 || m == DSCP_AF31 || m == DSCP_CS5) {
			detect_judged(d);
			continue;
		}
		marks->finding = raise(d, "sip", &v->ip, v->first_ts);
		note(marks, &v->ip, m);
	}
}

/* Messages of those hosts. No call is named: the host is to be set up, and all
 * of its calls are alike. */
static void prove(struct detecting *d, const struct marks *marks)
{
	bool shown[FINDING_HOSTS] = {false};
	uint32_t n = marks->count < FINDING_HOSTS ? marks->count
						  : FINDING_HOSTS;

	for (const struct call *c = d->book->calls; c; c = c->next) {
		for (const struct message *m = c->messages; m; m = m->next) {
			for (uint32_t i = 0; i < n; i++) {
				if (!shown[i] && addr_eq(&m->src.ip,
						&marks->list[i].host)) {
					shown[i] = true;
					detect_frame(marks->finding, m->frame,
						m->capture);
				}
			}
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct device *v =
			device_find(d->book, &marks->list[i].host);
		if (!shown[i] && v) {
			detect_frame(marks->finding,
				v->register_frame ? v->register_frame
						  : v->first_frame,
				0);
		}
	}
}

static void whole(struct detecting *d)
{
	unsigned want = (unsigned)detect_limit(d, THRESHOLD_QOS_DSCP_RTP);
	struct marks rtp = {.count = 0};
	struct marks sip = {.count = 0};

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		voice(d, s, &rtp, want);
	}
	if (rtp.finding) {
		text_printf(&d->text,
			_("Voice is not marked %u (%s), by DSCP: "), want,
			name_of(want));
		put(&d->text, &rtp);
		put_contrast(d, &rtp, want);
		put_relay(d, rtp.finding);
		detect_detail(d, rtp.finding);
	}
	signalling(d, &sip);
	if (sip.finding) {
		text_puts(&d->text,
			_("SIP is not marked CS3 (24), AF31 (26) or CS5 (40), "
			  "by DSCP: "));
		put(&d->text, &sip);
		detect_detail(d, sip.finding);
		prove(d, &sip);
	}
}

const struct detector detector_qos_dscp = {
	.id = "qos-dscp",
	.severity = SEVERITY_WARNING,
	.title = N_("Voice or signalling is not marked for priority"),
	.passed = N_("voice and signalling carry their marks (DSCP)"),
	.subject = "sender",
	.latent = true,
	.page = {
		.meaning = N_(
			"Switches and routers know voice by the DSCP field of "
			"the IP header: EF (46) for RTP; CS3 (24), AF31 (26) "
			"or CS5 (40) for SIP. Without it a full line treats "
			"voice like a download, and it is lost or late then, "
			"and only then. Senders far away are not judged: the "
			"Internet clears the field. One finding names all "
			"hosts of a kind."),
		.wire = N_(
			"RTP with the TOS byte 0x00 instead of 0xb8 (46 * 4); "
			"often the telephones mark EF and the PBX, whose "
			"operating system clears it, sends 0."),
		.causes = N_(
			"The PBX or softphone does not mark: on Windows the "
			"system clears the field unless a policy sets it\n"
			"A switch port does not trust the mark and clears "
			"it\n"
			"The telephone's template has no DSCP, or an old "
			"value (precedence 5, CS5)\n"
			"A VPN or tunnel does not copy the mark to its outer "
			"header"),
		.remedy = N_(
			"Set the marks at the sender: EF (46) for RTP, CS3 "
			"(24) for SIP\n"
			"PBX: on Windows by a QoS policy for its program, on "
			"Linux by its TOS settings\n"
			"Telephone: set it in the template, or let LLDP-MED "
			"tell it\n"
			"Switch: trust DSCP on voice ports, or mark the voice "
			"VLAN there\n"
			"Firewall, router: keep the mark, and use it"),
		.standard =
			"RFC 3246 (EF); RFC 4594 clause 4.1, 4.2; RFC 2474",
	},
	.whole = whole,
};
