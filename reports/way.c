/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sentence per verdict of calls/path.h. */
#include "reports/way.h"

#include "reports/points.h"

static void put_way(struct text *t, const struct report_input *input,
	const struct path_way *way)
{
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];

	text_printf(t, "%s -> %s (", endpoint_text(&way->from, from),
		endpoint_text(&way->to, to));
	points_frame(t, input, way->capture, way->frame);
	text_puts(t, ")");
}

static void put_ways(
	struct text *t, const struct report_input *input, const struct path *p)
{
	const struct path_way *forth = p->forth.stream ? &p->forth : NULL;
	const struct path_way *back = p->back.stream ? &p->back : NULL;

	if (forth) {
		put_way(t, input, forth);
	}
	if (forth && back) {
		text_puts(t, " and ");
	}
	if (back) {
		put_way(t, input, back);
	}
	if (!forth || !back) {
		text_puts(t, forth ? "; nothing from the callee was seen"
				   : "; nothing from the caller was seen");
	}
}

static bool is_end(const struct path_way *way, const struct addr *ip)
{
	return way->stream &&
	       (addr_eq(&way->from.ip, ip) || addr_eq(&way->to.ip, ip));
}

static void put_direct(
	struct text *t, const struct report_input *input, const struct path *p)
{
	char server[ADDR_TEXT];

	text_puts(t, "RTP flows directly, ");
	put_ways(t, input, p);
	if (p->has_server && !is_end(&p->forth, &p->server) &&
		!is_end(&p->back, &p->server)) {
		text_printf(t,
			", and not through %s, which carries the "
			"signalling only",
			addr_text(&p->server, server));
	}
	if (p->has_stranger) {
		text_printf(t,
			"; whether %s is the other terminal or a relay that "
			"belongs to the server cannot be seen here",
			addr_text(&p->stranger, server));
	}
}

static void put_relayed(
	struct text *t, const struct report_input *input, const struct path *p)
{
	char by[ADDR_TEXT];

	text_printf(t, "RTP goes through %s: ", addr_text(&p->by, by));
	put_ways(t, input, p);
}

/* One direction of a call whose ways differ, and how each part of it went. */
static void put_direction(struct text *t, const struct report_input *input,
	const struct path_way *way, const struct path_way *too)
{
	const struct path_way *parts[2] = {way, too};
	char by[ADDR_TEXT];

	if (too->stream && too->frame < way->frame) {
		parts[0] = too;
		parts[1] = way;
	}
	for (unsigned i = 0; i < 2; i++) {
		if (!parts[i]->stream) {
			text_puts(t, i ? "" : "not seen");
			continue;
		}
		text_puts(t, i ? ", and " : "");
		if (parts[i]->kind == PATH_RELAYED) {
			text_printf(t, "through %s, ",
				addr_text(&parts[i]->by, by));
		} else {
			text_puts(t, "directly, ");
		}
		put_way(t, input, parts[i]);
	}
}

static void put_mixed(
	struct text *t, const struct report_input *input, const struct path *p)
{
	text_puts(t, "the ways differ: caller to callee ");
	put_direction(t, input, &p->forth, &p->forth_too);
	text_puts(t, "; callee to caller ");
	put_direction(t, input, &p->back, &p->back_too);
}

/* The two descriptions that tell where each terminal sends. */
static void put_told(
	struct text *t, const struct report_input *input, const struct path *p)
{
	text_puts(t, " (SDP of ");
	points_frames(t, input, p->back.capture, p->back.frame,
		p->forth.capture, p->forth.frame);
	text_puts(t, ")");
}

static void put_not_seen(
	struct text *t, const struct report_input *input, const struct path *p)
{
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	text_puts(t, "only SIP is visible at this capture point");
	if (p->by_sdp != PATH_DIRECT) {
		text_printf(t,
			": media goes through %s, which takes no part "
			"in the signalling",
			addr_text(&p->by, a));
		put_told(t, input, p);
	} else if (p->has_ends) {
		text_printf(t, ": media flows %s <-> %s directly",
			endpoint_text(&p->caller_end, a),
			endpoint_text(&p->callee_end, b));
		put_told(t, input, p);
	}
	text_puts(t, "; to measure it, capture at a phone or at its switch "
		     "port, or let the PBX deliver the audio");
}

static void put_none(struct text *t, const struct report_input *input,
	const struct call *call, const struct path *p)
{
	char by[ADDR_TEXT];

	if (p->by_sdp == PATH_UNKNOWN || !call->answer.frame) {
		text_puts(t, "no RTP, and the call was not answered");
		return;
	}
	text_puts(t, "answered in ");
	points_frame(t, input, call->answer.capture, call->answer.frame);
	text_puts(t, ", but not one RTP packet of voice ");
	if (p->by_sdp == PATH_RELAYED) {
		text_printf(t,
			"to or from %s, which takes part in the "
			"signalling seen here and was to relay it",
			addr_text(&p->by, by));
	} else if (p->has_ends) {
		char a[ENDPOINT_TEXT];
		char b[ENDPOINT_TEXT];
		text_printf(t, "between %s and %s, whose packets pass here",
			endpoint_text(&p->caller_end, a),
			endpoint_text(&p->callee_end, b));
	} else {
		text_puts(t, "between the two hosts whose signalling is seen");
	}
}

void way_explain(struct text *t, const struct report_input *input,
	const struct call *call, const struct path *path)
{
	switch (path->kind) {
	case PATH_DIRECT:
		put_direct(t, input, path);
		break;
	case PATH_RELAYED:
		put_relayed(t, input, path);
		break;
	case PATH_MIXED:
		put_mixed(t, input, path);
		break;
	case PATH_NOT_SEEN:
		put_not_seen(t, input, path);
		break;
	case PATH_NONE:
		put_none(t, input, call, path);
		break;
	case PATH_UNKNOWN:
		text_puts(t, call->answer.frame
				     ? "no RTP was seen, and the SDP or the "
				       "length of the call does not tell why"
				     : "neither an SDP nor RTP tells");
		break;
	}
}

const char *way_word(enum path_kind kind)
{
	if (kind == PATH_NOT_SEEN) {
		return "not seen";
	}
	return kind == PATH_UNKNOWN ? "-" : path_kind_text(kind);
}
