/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both sides of a relay next to each other: equal payloads prove the pair, or
 * the codec was changed and the talk leaves one candidate only.
 */
#include "reports/passed.h"

#include "calls/relay.h"
#include "reports/format.h"

#include <inttypes.h>

static const struct stream *source_of(const struct stream *s, bool *ret_proven)
{
	const struct stream *from = relay_source(s);

	*ret_proven = from != NULL;
	return from ? from : relay_transcoded(s);
}

static void put_delay(struct text *t, const struct stream *s)
{
	text_puts(t, "kept ");
	format_ms(t, relay_delay_ms(s));
	text_puts(t, " (95 % at most ");
	format_ms(t, relay_delay_p95_ms(s));
	text_puts(t, ", longest ");
	format_ms(t, relay_delay_max_ms(s));
	text_puts(t, "), ");
}

static void put_count(struct text *t, const char *what, struct maybe v)
{
	if (v.known) {
		text_printf(t, "%s%.0f", what, v.v);
	} else {
		text_printf(t, "%sunknown", what);
	}
}

static void put_loss(
	struct text *t, const struct stream *from, const struct stream *s)
{
	struct maybe after = relay_lost_after(s);

	text_printf(t, "; lost before %" PRIu64, seqtrack_lost(&from->seq));
	put_count(t, ", inside ", relay_lost_inside(s));
	if (after.known) {
		put_count(t, ", after (RTCP) ", after);
	}
}

static void put_one(struct text *t, const struct stream *from,
	const struct stream *s, bool proven)
{
	char by[ADDR_TEXT];

	text_printf(t, "%s passes stream %u on as %u",
		addr_text(&s->src.ip, by), (unsigned)from->id, (unsigned)s->id);
	if (proven) {
		text_printf(t,
			" (same voice, frames %" PRIu64 " and %" PRIu64 "): ",
			s->relay->frame_in, s->relay->frame_out);
		put_delay(t, s);
	} else {
		text_puts(t, ", transcoded from ");
		text_clean(t, stream_format_name(from));
		text_puts(t, " to ");
		text_clean(t, stream_format_name(s));
		text_puts(t, " (the only voice that comes to it): ");
	}
	text_puts(t, "jitter ");
	format_ms(t, rtpstat_jitter_mean(&from->stat));
	text_puts(t, " in, ");
	format_ms(t, rtpstat_jitter_mean(&s->stat));
	text_puts(t, " out");
	if (proven) {
		put_loss(t, from, s);
	}
	if (from->dscp != s->dscp && !from->dscp_unknown && !s->dscp_unknown) {
		text_printf(t, "; DSCP %u in, %u out", from->dscp, s->dscp);
	}
}

void passed_put(struct text *out, const struct report_options *options,
	const struct call *call)
{
	const char *key = "relay";

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		struct text t = {0};
		bool proven;
		const struct stream *from = source_of(s, &proven);
		if (from) {
			put_one(&t, from, s, proven);
			format_field(
				out, key, text_slice(&t), options->columns);
			key = "";
		}
		text_finish(&t);
	}
}

void passed_record(struct json parent, const struct stream *s)
{
	bool proven;
	const struct stream *from = source_of(s, &proven);

	if (!from) {
		return;
	}
	struct json j = json_object(parent, "relay");
	json_count(j, "from_stream", from->id);
	json_flag(j, "transcoded", !proven);
	if (proven) {
		json_count(j, "samples", s->relay->hits);
		json_number(j, "delay_ms_mean", relay_delay_ms(s), 3);
		json_number(j, "delay_ms_p95", relay_delay_p95_ms(s), 3);
		json_number(j, "delay_ms_max", relay_delay_max_ms(s), 3);
		json_count(j, "lost_before", seqtrack_lost(&from->seq));
		json_number(j, "lost_inside", relay_lost_inside(s), 0);
		json_number(j, "lost_after", relay_lost_after(s), 0);
	}
	json_number(j, "jitter_ms_in", rtpstat_jitter_mean(&from->stat), 6);
	json_number(j, "jitter_ms_out", rtpstat_jitter_mean(&s->stat), 6);
	if (!from->dscp_unknown && !s->dscp_unknown) {
		json_count(j, "dscp_in", from->dscp);
		json_count(j, "dscp_out", s->dscp);
	}
	json_string(j, "codec_in", stream_format_name(from));
	json_string(j, "codec_out", stream_format_name(s));
	if (proven) {
		struct json frames = json_array(j, "frames");
		json_count(frames, NULL, s->relay->frame_in);
		json_count(frames, NULL, s->relay->frame_out);
	}
}
