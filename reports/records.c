/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of captures, totals and registrations, and the two reports that
 * put all records together. Records of calls and streams are files of their
 * own.
 */
#include "reports/records.h"

#include <inttypes.h>

#define SCHEMA 1

static const char *const undecoded_keys[UNDECODED_REASONS] = {
	[UNDECODED_NONE] = NULL,
	[UNDECODED_LINK_TYPE] = "link_type",
	[UNDECODED_ETHERTYPE] = "ethertype",
	[UNDECODED_IP_PROTOCOL] = "ip_protocol",
	[UNDECODED_ENCRYPTED] = "encrypted",
	[UNDECODED_DEEP] = "deep",
	[UNDECODED_SHORT] = "short",
	[UNDECODED_MALFORMED] = "malformed",
};

static void put_undecoded(struct json j, const struct report_capture *capture)
{
	uint64_t sum = 0;

	for (unsigned i = 1; i < UNDECODED_REASONS; i++) {
		sum += capture->undecoded[i];
	}
	json_count(j, "packets_undecoded", sum);
	struct json reasons = json_object(j, "undecoded");
	for (unsigned i = 1; i < UNDECODED_REASONS; i++) {
		if (capture->undecoded[i]) {
			json_count(reasons, undecoded_keys[i],
				capture->undecoded[i]);
		}
	}
}

/* What a pcapng file tells of itself; a classic pcap has little to tell. */
static void put_annotations(struct json parent, const struct source_info *info)
{
	struct json interfaces = json_array(parent, "interfaces");

	for (uint32_t i = 0; i < info->iface_count; i++) {
		const struct source_iface *f = &info->ifaces[i];
		struct json j = json_object(interfaces, NULL);
		json_string(j, "name", f->name);
		json_string(j, "description", f->description);
		json_count(j, "link_type_number", f->link);
		json_string(j, "filter", f->filter);
	}
	if (info->comment_count) {
		struct json comments = json_array(parent, "comments");
		for (uint32_t i = 0; i < info->comment_count; i++) {
			struct json j = json_object(comments, NULL);
			if (info->comment_frames[i]) {
				json_count(j, "frame", info->comment_frames[i]);
			}
			json_string(j, "text", info->comments[i]);
		}
	}
	json_string(parent, "hardware", info->hardware);
	json_string(parent, "os", info->os);
	json_string(parent, "application", info->application);
}

void records_capture(struct json j, const struct report_capture *capture)
{
	const struct source_info *info = &capture->info;

	json_string(j, "file", slice_of(capture->path));
	json_word(j, "format", info->format);
	json_word(j, "compression", info->compression);
	if (*capture->link) {
		json_string(j, "link_type", slice_of(capture->link));
	}
	json_count(j, "packets", capture->frames);
	json_count(j, "bytes", capture->bytes);
	json_count(j, "sip_messages", capture->sip);
	if (capture->frames) {
		json_time(j, "first_time", capture->first_ts);
		json_time(j, "last_time", capture->last_ts);
	}
	json_flag(j, "truncated", info->truncated || capture->error);
	json_string(j, "error", slice_of(capture->error));
	put_undecoded(j, capture);
	if (info->dropped_known) {
		json_count(j, "packets_dropped", info->dropped);
	}
	put_annotations(j, info);
}

static void put_packets(struct json parent, const struct book_counts *c)
{
	struct json j = json_object(parent, "packets");

	json_count(j, "sip", c->sip);
	json_count(j, "sip_faulty", c->sip_faulty);
	json_count(j, "sip_malformed", c->sip_malformed);
	json_count(j, "rtp", c->rtp);
	json_count(j, "rtp_malformed", c->rtp_malformed);
	json_count(j, "rtp_unconfirmed", c->rtp_alone);
	json_count(j, "rtcp", c->rtcp);
	json_count(j, "rtcp_malformed", c->rtcp_malformed);
	json_count(j, "rtcp_stray", c->stray_reports);
	json_count(j, "other", c->other);
	json_count(j, "mirrored", c->mirrored);
	json_count(j, "duplicates", c->duplicates);
}

static void put_given_up(struct json j, const struct book *book)
{
	json_count(j, "calls_evicted", book->counts.calls_evicted);
	json_count(j, "streams_evicted", book->counts.streams_evicted);
	json_count(j, "flows_evicted", book->flows.flows_evicted);
	json_count(
		j, "registrations_refused", book->counts.registrations_refused);
	json_count(j, "out_of_memory", book->counts.out_of_memory);
}

void records_summary(
	struct json j, const struct report_input *input, const struct facts *f)
{
	json_count(j, "calls", f->calls);
	json_count(j, "calls_completed", f->by_state[CALL_COMPLETED]);
	json_count(j, "calls_failed",
		f->by_state[CALL_FAILED] + f->by_state[CALL_REJECTED]);
	struct json states = json_object(j, "calls_by_state");
	for (unsigned i = 0; i < FACTS_STATES; i++) {
		json_count(states, call_state_text((enum call_state)i),
			f->by_state[i]);
	}
	json_count(j, "registrations", f->registrations);
	json_count(j, "streams", f->streams);
	json_number(j, "mos_min", f->mos_min, 3);
	json_number(j, "mos_mean", f->mos_mean, 3);
	json_number(j, "asr_percent", f->asr_pct, 2);
	json_number(j, "ner_percent", f->ner_pct, 2);
	json_number(j, "acd_s", f->acd_s, 3);
	json_number(j, "pdd_ms_mean", f->pdd_ms_mean, 3);
	json_count(j, "concurrent_calls_max", f->concurrent_max);
	json_count(j, "retransmissions", input->book->counts.retransmissions);
	put_packets(j, &input->book->counts);
	put_given_up(j, input->book);
}

void records_registration(struct json j, const struct registration *r)
{
	char end[ENDPOINT_TEXT];

	json_string(j, "aor", r->aor);
	json_string(j, "contact", r->contact);
	json_word(j, "src", endpoint_text(&r->src, end));
	json_word(j, "registrar", endpoint_text(&r->registrar, end));
	json_string(j, "user_agent", r->user_agent);
	json_word(j, "state", registration_state_text(r->state));
	if (r->status) {
		json_count(j, "status_code", r->status);
	}
	json_number(j, "expires_s", r->expires_s, 0);
	json_count(j, "requests", r->requests);
	json_count(j, "successes", r->successes);
	json_count(j, "failures", r->failures);
	json_time(j, "first_time", r->first_ts);
	json_time(j, "last_time", r->last_ts);
	json_count(j, "first_frame", r->first_frame);
}

/* Which records a report holds; bits. */
#define PART_CAPTURES      (1U << 0)
#define PART_SUMMARY       (1U << 1)
#define PART_CALLS         (1U << 2)
#define PART_STREAMS       (1U << 3)
#define PART_REGISTRATIONS (1U << 4)
#define PART_EXCHANGES     (1U << 5)
#define PART_ALL           (PART_EXCHANGES - 1)

/*
 * How records are joined: in arrays of one object, or each for itself with its
 * type in front.
 */
struct writer {
	struct text *out;
	const struct report_input *input;
	const struct report_options *options;
	const struct call *only;
	struct facts facts;
	unsigned parts; /* PART_ bits */
	bool lines;     /* ndjson */
	bool first;     /* of the array */
	bool failed;
	int rc;
	struct err *err;
};

static struct json begin(struct writer *w, const char *type)
{
	if (!w->lines) {
		text_puts(w->out, w->first ? "\n" : ",\n");
	}
	w->first = false;
	struct json j = json_begin(&w->failed);
	if (w->lines) {
		json_word(j, "type", type);
	}
	return j;
}

static void end(struct writer *w, struct json j)
{
	json_end(j, w->out);
	if (w->lines) {
		text_puts(w->out, "\n");
	}
	if (w->failed) {
		w->rc = err_set(w->err, "out of memory while writing JSON");
	} else if (w->rc == 0) {
		w->rc = report_drain(w->out, w->options, w->err);
	}
}

static void open_array(struct writer *w, const char *key)
{
	w->first = true;
	if (!w->lines) {
		text_printf(w->out, ",\n\"%s\":[", key);
	}
}

static void close_array(struct writer *w)
{
	if (!w->lines) {
		text_puts(w->out, w->first ? "]" : "\n]");
	}
}

static void put_head(struct writer *w)
{
	if (!w->lines) {
		text_printf(w->out, "{\"earshot\":\"%s\",\"schema\":%d",
			PACKAGE_VERSION, SCHEMA);
	}
	if (!(w->parts & PART_CAPTURES)) {
		return;
	}
	open_array(w, "captures");
	for (size_t i = 0; i < w->input->capture_count; i++) {
		struct json j = begin(w, "capture");
		records_capture(j, &w->input->captures[i]);
		end(w, j);
	}
	close_array(w);
}

static void put_summary(struct writer *w)
{
	if (!(w->parts & PART_SUMMARY)) {
		return;
	}
	if (!w->lines) {
		text_puts(w->out, ",\n\"summary\":");
	}
	struct json j = json_begin(&w->failed);
	if (w->lines) {
		json_word(j, "type", "summary");
	}
	records_summary(j, w->input, &w->facts);
	end(w, j);
}

static void put_calls(struct writer *w)
{
	if (!(w->parts & (PART_CALLS | PART_EXCHANGES))) {
		return;
	}
	open_array(w, "calls");
	for (const struct call *c = w->input->book->calls; c && w->rc == 0;
		c = c->next) {
		if (!w->only || c == w->only) {
			struct json j = begin(w, "call");
			if (w->parts & PART_EXCHANGES) {
				records_exchanges(j, c);
			} else {
				records_call(j, c);
			}
			end(w, j);
		}
	}
	close_array(w);
}

static void put_streams(struct writer *w)
{
	if (!(w->parts & PART_STREAMS)) {
		return;
	}
	open_array(w, "streams");
	for (const struct stream *s = w->input->book->streams; s && w->rc == 0;
		s = s->next) {
		if (!w->only || s->call == w->only) {
			struct json j = begin(w, "stream");
			records_stream(j, s);
			end(w, j);
		}
	}
	close_array(w);
}

static void put_registrations(struct writer *w)
{
	if (!(w->parts & PART_REGISTRATIONS)) {
		return;
	}
	open_array(w, "registrations");
	for (const struct registration *r = w->input->book->registrations;
		r && w->rc == 0 && !w->only && !w->options->calls_only;
		r = r->next) {
		struct json j = begin(w, "registration");
		records_registration(j, r);
		end(w, j);
	}
	close_array(w);
}

static int write_all(struct text *out, const struct report_input *input,
	const struct report_options *options, unsigned parts, bool lines,
	struct err *err)
{
	struct writer w = {
		.out = out,
		.input = input,
		.options = options,
		.parts = parts,
		.lines = lines,
		.err = err,
	};

	if (report_select(input, options->select, &w.only, err) != 0) {
		return -1;
	}
	if (facts_of(input->book, &w.facts) != 0) {
		return err_set(err, "out of memory while counting calls");
	}
	put_head(&w);
	put_summary(&w);
	put_calls(&w);
	put_streams(&w);
	put_registrations(&w);
	text_puts(out, lines ? "" : "}\n");
	return w.rc;
}

static int write_json(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	return write_all(out, input, options, PART_ALL, false, err);
}

static int write_ndjson(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	return write_all(out, input, options, PART_ALL, true, err);
}

const struct report report_json = {
	.name = "json",
	.title = "one JSON object (docs/report.schema.json)",
	.write = write_json,
};

const struct report report_ndjson = {
	.name = "ndjson",
	.title = "the same records, one JSON object a line",
	.write = write_ndjson,
};

static int write_calls(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	return write_all(out, input, options, PART_CALLS, false, err);
}

const struct report report_calls_json = {
	.name = "json",
	.title = "calls as JSON",
	.write = write_calls,
};

static int write_sdp(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	return write_all(out, input, options, PART_EXCHANGES, false, err);
}

const struct report report_sdp_json = {
	.name = "json",
	.title = "offers and answers as JSON",
	.write = write_sdp,
};

static int write_streams(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	return write_all(out, input, options, PART_STREAMS, false, err);
}

const struct report report_streams_json = {
	.name = "json",
	.title = "RTP streams as JSON",
	.write = write_streams,
};
