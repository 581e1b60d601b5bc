/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of filter expressions: one function each takes it from a call. */
#include "reports/where.h"

#include "detect/detector.h"
#include "reports/facts.h"

static struct maybe greater(struct maybe a, struct maybe b)
{
	return !a.known || (b.known && b.v > a.v) ? b : a;
}

static void get_agent(struct where_look *look, const struct call *call)
{
	where_text(look, call->caller_agent);
	where_text(look, call->callee_agent);
}

static void get_call_id(struct where_look *look, const struct call *call)
{
	where_text(look, call->call_id);
}

static void get_codec(struct where_look *look, const struct call *call)
{
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		where_text(look, stream_format_name(s));
	}
}

static void get_conversation(struct where_look *look, const struct call *call)
{
	if (call->conversation) {
		where_number(look, maybe_of((double)call->conversation->id));
	}
}

static void get_dscp(struct where_look *look, const struct call *call)
{
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (!s->dscp_unknown) {
			where_number(look, maybe_of((double)s->dscp));
		}
	}
}

static void get_duration(struct where_look *look, const struct call *call)
{
	where_number(look, call->duration_s);
}

/* That there is no finding is known: they were looked for. */
static void get_finding(struct where_look *look, const struct call *call)
{
	const struct findings *all = look->input->findings;

	if (!all || call->id < 1 || call->id > all->call_count) {
		return;
	}
	for (const struct finding_call *at = all->of_call[call->id - 1]; at;
		at = at->next_of_call) {
		where_text(look, slice_of(at->finding->detector->id));
	}
	look->known = look->known || look->step->operator != WHERE_KNOWN;
}

static void get_from(struct where_look *look, const struct call *call)
{
	where_text(look, call->from_user);
	where_text(look, call->from_uri);
}

static void get_from_name(struct where_look *look, const struct call *call)
{
	where_text(look, call->from_name);
}

static void get_hangup_by(struct where_look *look, const struct call *call)
{
	where_text(look, slice_of(call_side_text(call->hangup_by)));
}

static void get_host(struct where_look *look, const struct call *call)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		where_address(look, &call->hops[i].from.ip);
		where_address(look, &call->hops[i].to.ip);
	}
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		where_address(look, &s->src.ip);
		where_address(look, &s->dst.ip);
	}
}

static void get_id(struct where_look *look, const struct call *call)
{
	where_number(look, maybe_of((double)call->id));
}

static void get_jitter(struct where_look *look, const struct call *call)
{
	struct maybe most = MAYBE_UNKNOWN;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		most = greater(most, rtpstat_jitter_mean(&s->stat));
	}
	where_number(look, most);
}

static void get_jitter_max(struct where_look *look, const struct call *call)
{
	struct maybe most = MAYBE_UNKNOWN;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (s->stat.jitter_count) {
			most = greater(most, maybe_of(s->stat.jitter_max_ms));
		}
	}
	where_number(look, most);
}

static void get_leg(struct where_look *look, const struct call *call)
{
	if (call->conversation) {
		where_number(look, maybe_of((double)call->leg));
	}
}

static void get_loss(struct where_look *look, const struct call *call)
{
	struct maybe most = MAYBE_UNKNOWN;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		most = greater(most, stream_lost_pct(s));
	}
	where_number(look, most);
}

static void get_media_path(struct where_look *look, const struct call *call)
{
	struct path path;

	path_of(look->input->book, call, &path);
	where_text(look, slice_of(path_kind_text(path.kind)));
}

static void get_messages(struct where_look *look, const struct call *call)
{
	where_number(look, maybe_of((double)call->message_count));
}

static void get_mos(struct where_look *look, const struct call *call)
{
	const struct stream *worst = facts_worst(call);

	if (worst) {
		where_number(look, worst->quality.mos);
	}
}

static void get_pdd(struct where_look *look, const struct call *call)
{
	where_number(look, call->pdd_ms);
}

static void get_r_factor(struct where_look *look, const struct call *call)
{
	struct maybe least = MAYBE_UNKNOWN;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		struct maybe r = s->quality.r;
		least = r.known && (!least.known || r.v < least.v) ? r : least;
	}
	where_number(look, least);
}

static void get_reason(struct where_look *look, const struct call *call)
{
	where_text(look, call->reason);
}

static void get_retransmissions(
	struct where_look *look, const struct call *call)
{
	where_number(look, maybe_of((double)call->retransmissions));
}

static void get_ring(struct where_look *look, const struct call *call)
{
	where_number(look, call->ring_ms);
}

static void get_rtt(struct where_look *look, const struct call *call)
{
	struct maybe most = MAYBE_UNKNOWN;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		most = greater(most, stream_rtt_ms(s));
	}
	where_number(look, most);
}

static void get_setup(struct where_look *look, const struct call *call)
{
	where_number(look, call->setup_ms);
}

static void get_severity(struct where_look *look, const struct call *call)
{
	const struct findings *all = look->input->findings;
	const struct finding *worst =
		all ? findings_worst(all, call) : NULL;

	if (worst) {
		where_number(look, maybe_of((double)worst->severity));
	}
}

static void get_start(struct where_look *look, const struct call *call)
{
	ns_t since = call->first_ts - look->input->origin;

	where_number(look, maybe_of((double)since / (double)NS_PER_S));
}

static void get_state(struct where_look *look, const struct call *call)
{
	where_text(look, slice_of(call_state_text(call->state)));
}

static void get_status(struct where_look *look, const struct call *call)
{
	if (call->status) {
		where_number(look, maybe_of((double)call->status));
	}
}

static void get_streams(struct where_look *look, const struct call *call)
{
	where_number(look, maybe_of((double)call->stream_count));
}

static void get_to(struct where_look *look, const struct call *call)
{
	where_text(look, call->to_user);
	where_text(look, call->to_uri);
}

static void get_to_name(struct where_look *look, const struct call *call)
{
	where_text(look, call->to_name);
}

static void get_transport(struct where_look *look, const struct call *call)
{
	where_text(look, slice_of(packet_transport_text(call->transport)));
}

static void get_vlan(struct where_look *look, const struct call *call)
{
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (s->vlan_count) {
			where_number(look, maybe_of((double)s->vlan));
		}
	}
}

static const struct where_field fields[] = {
#define FIELD(name, kind, unit, words, findings, title)                        \
	{#name, WHERE_##kind, unit, words, title, findings, get_##name},
#include "reports/where_fields.def"
#undef FIELD
};

const struct where_field *where_field_at(size_t i)
{
	return i < COUNT_OF(fields) ? &fields[i] : NULL;
}

const struct where_field *where_field_find(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		if (slice_iis(name, fields[i].name)) {
			return &fields[i];
		}
	}
	return NULL;
}

/* "direct, relayed or mixed" */
static void put_words(struct text *t, const char *words)
{
	struct slice rest = slice_of(words);

	while (rest.p) {
		text_put(t, slice_cut(&rest, '|'));
		text_puts(t, rest.p ? ", " : "");
	}
}

void where_help(struct text *t)
{
	static const char *const kinds[] = {
		[WHERE_TEXT] = "text",
		[WHERE_NUMBER] = "number",
		[WHERE_ADDRESS] = "address",
		[WHERE_SEVERITY] = "severity",
	};

	text_puts(t,
		"A filter expression chooses calls:\n\n"
		"  from ~ 6012 and mos < 3.6 and finding = codec-*\n"
		"  not (state = completed) and host = 192.168.1.0/24\n\n"
		"Operators: = and != (text with * and ?), ~ and !~ (holds), <, "
		"<=, >, >=; a field\nalone asks whether it is known. Joined by "
		"not, and, or, and brackets. What is not\nknown of a call "
		"chooses it neither by a test nor by its contrary.\n\n"
		"Fields:\n");
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		const struct where_field *f = &fields[i];
		text_puts(t, "  ");
		text_cell(t, slice_of(f->name), 16, false);
		text_cell(t, slice_of(kinds[f->kind]), 9, false);
		text_cell(t, slice_of(f->unit), 3, false);
		text_printf(t, " %s\n", _(f->title));
		if (f->words) {
			text_fill(t, ' ', 31);
			put_words(t, f->words);
			text_puts(t, "\n");
		}
	}
}
