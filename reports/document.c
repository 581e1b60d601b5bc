/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reports that are made of records: one JSON object, or one a line. */
#include "calls/traffic.h"
#include "reports/against.h"
#include "reports/agents.h"
#include "reports/applications.h"
#include "reports/capacity.h"
#include "reports/devices.h"
#include "reports/figures.h"
#include "reports/found.h"
#include "reports/inbound.h"
#include "reports/names.h"
#include "reports/neighbours.h"
#include "reports/points.h"
#include "reports/records.h"

#define SCHEMA 1

/* Which records a report holds; bits. */
#define PART_CAPTURES      (1U << 0)
#define PART_SUMMARY       (1U << 1)
#define PART_CALLS         (1U << 2)
#define PART_STREAMS       (1U << 3)
#define PART_REGISTRATIONS (1U << 4)
#define PART_EXCHANGES     (1U << 5)
#define PART_NAMES         (1U << 6)
#define PART_APPLICATIONS  (1U << 7)
#define PART_CONVERSATIONS (1U << 8)
#define PART_DEVICES       (1U << 9)
#define PART_FINDINGS      (1U << 10)
#define PART_ALL                                                               \
	(PART_NAMES | PART_APPLICATIONS | PART_CONVERSATIONS | PART_DEVICES |  \
		PART_FINDINGS | (PART_EXCHANGES - 1))

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
	struct json_record record; /* that is being written */
	unsigned parts; /* PART_ bits */
	bool lines;     /* ndjson */
	bool first;     /* of the array */
	bool failed;
	int rc;
	struct err *err;
};

static struct json begin_record(struct writer *w, const char *type)
{
	struct json j = json_begin(&w->record, w->out);

	if (w->lines) {
		json_word(j, "type", type);
	}
	return j;
}

/* One record of an array. */
static struct json begin(struct writer *w, const char *type)
{
	if (!w->lines) {
		text_puts(w->out, w->first ? "\n" : ",\n");
	}
	w->first = false;
	return begin_record(w, type);
}

/* A record of which there is one. */
static struct json begin_only(struct writer *w, const char *key)
{
	if (!w->lines) {
		text_printf(w->out, ",\n\"%s\":", key);
	}
	return begin_record(w, key);
}

static void end(struct writer *w)
{
	w->failed |= json_end(&w->record) != 0;
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
		records_capture(j, w->input, &w->input->captures[i]);
		end(w);
	}
	close_array(w);
}

static void put_summary(struct writer *w)
{
	if (!(w->parts & PART_SUMMARY)) {
		return;
	}
	struct json j = begin_only(w, "summary");
	records_summary(j, w->input, &w->facts);
	end(w);
}

/* Of the whole capture, whatever call is chosen. */
static void put_figures(struct writer *w)
{
	if (!(w->parts & PART_SUMMARY) || w->rc != 0) {
		return;
	}
	struct json j = begin_only(w, "kpi");
	int rc = figures_json(j, w->input->book);
	rc = rc ? rc : figures_transit(json_array(j, "transit"),
			       w->input->book);
	w->failed = w->failed || rc != 0;
	end(w);
}

static void put_capacity(struct writer *w)
{
	if (!(w->parts & PART_SUMMARY) || w->rc != 0) {
		return;
	}
	struct json j = begin_only(w, "capacity");
	w->failed = w->failed || capacity_json(j, w->input) != 0 ||
		    inbound_json(j, w->input->book) != 0;
	end(w);
}

/* Absent when there was none. */
static void put_hep(struct writer *w)
{
	if (!(w->parts & PART_SUMMARY) || !agents_seen(w->input)) {
		return;
	}
	struct json j = begin_only(w, "hep");
	agents_record(j, w->input);
	end(w);
}

static void put_calls(struct writer *w)
{
	if (!(w->parts & (PART_CALLS | PART_EXCHANGES))) {
		return;
	}
	open_array(w, "calls");
	for (const struct call *c = w->input->book->calls; c && w->rc == 0;
		c = c->next) {
		if (report_shows(w->input, w->only, c)) {
			struct json j = begin(w, "call");
			if (w->parts & PART_EXCHANGES) {
				records_exchanges(j, c);
			} else {
				records_call(j, w->input, c);
			}
			end(w);
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
		if (report_shows(w->input, w->only, s->call)) {
			struct json j = begin(w, "stream");
			records_stream(j, w->input, s);
			end(w);
		}
	}
	close_array(w);
}

static void put_conversations(struct writer *w)
{
	if (!(w->parts & PART_CONVERSATIONS)) {
		return;
	}
	open_array(w, "conversations");
	for (const struct conversation *c =
			w->input->book->joining.conversations;
		c && w->rc == 0; c = c->next) {
		if (report_shows_any(w->input, w->only, c)) {
			struct json j = begin(w, "conversation");
			records_conversation(j, w->input, c);
			end(w);
		}
	}
	close_array(w);
}

static void put_registrations(struct writer *w)
{
	bool all = report_all(w->input, w->only) && !w->options->calls_only;

	if (!(w->parts & PART_REGISTRATIONS)) {
		return;
	}
	open_array(w, "registrations");
	for (const struct registration *r = w->input->book->registrations;
		r && w->rc == 0 && all;
		r = r->next) {
		struct json j = begin(w, "registration");
		records_registration(j, w->input, r);
		end(w);
	}
	close_array(w);
}

static void put_devices(struct writer *w)
{
	struct hosts hosts;

	if (!(w->parts & PART_DEVICES) || !report_all(w->input, w->only) ||
		w->options->calls_only) {
		return;
	}
	if (w->rc != 0 || hosts_of(w->input->book, &hosts) != 0) {
		w->rc = w->rc ? w->rc : err_set(w->err, "out of memory");
		return;
	}
	open_array(w, "devices");
	for (size_t i = 0; i < hosts.count && w->rc == 0; i++) {
		devices_record(
			begin(w, "device"), &hosts.list[i], w->options);
		end(w);
	}
	close_array(w);
	/* Switches have no SIP, so they are no devices. */
	const struct neighbour *n = w->input->book->net.neighbours.first;
	if (!n) {
		return;
	}
	open_array(w, "neighbours");
	for (; n && w->rc == 0; n = n->next) {
		neighbours_record(begin(w, "neighbour"), n);
		end(w);
	}
	close_array(w);
}

static void put_findings(struct writer *w)
{
	const struct findings *all = w->input->findings;

	if (!(w->parts & PART_FINDINGS) || !all || w->rc != 0) {
		return;
	}
	open_array(w, "findings");
	for (size_t i = 0; i < all->count && w->rc == 0; i++) {
		/* The index that calls hold is that of the whole list. */
		if (w->lines && !report_concerns(w->input, w->only, all->list[i])) {
			continue;
		}
		struct json j = begin(w, "finding");
		found_record(j, w->input, all->list[i]);
		end(w);
		if (w->parts == PART_FINDINGS && w->options->differs &&
			report_concerns(w->input, w->only, all->list[i])) {
			*w->options->differs |=
				all->list[i]->severity >= SEVERITY_ERROR;
		}
	}
	close_array(w);
	open_array(w, "checks");
	for (size_t i = 0; i < all->check_count && w->rc == 0; i++) {
		found_check(begin(w, "check"), w->input, i);
		end(w);
	}
	close_array(w);
}

/* Only where there is one, so that most reports do without. */
static void put_names(struct writer *w)
{
	struct names_used used;

	if (!(w->parts & PART_NAMES) || w->rc != 0) {
		return;
	}
	w->rc = names_used_find(&used, w->input, w->options, w->only, w->err);
	for (size_t i = 0; i < used.count && w->rc == 0; i++) {
		if (i == 0) {
			open_array(w, "names");
		}
		names_record(begin(w, "name"), used.list[i]);
		end(w);
	}
	if (used.count) {
		close_array(w);
	}
	names_used_finish(&used);
}

static void put_applications(struct writer *w)
{
	size_t count;
	struct traffic_app *const *apps =
		traffic_apps(w->input->book->traffic, &count);

	if (!(w->parts & PART_APPLICATIONS)) {
		return;
	}
	open_array(w, "applications");
	if (w->only || w->options->calls_only) {
		count = 0;
	}
	for (size_t i = 0; i < count && w->rc == 0; i++) {
		applications_record(begin(w, "application"), apps[i]);
		end(w);
	}
	close_array(w);
}

static int write_all(struct text *out, const struct report_input *input,
	const struct report_options *options, unsigned parts, bool lines,
	struct err *err)
{
	struct writer w = {.out = out, .input = input, .options = options};

	w.parts = parts;
	w.lines = lines;
	w.err = err;
	if (report_select(input, options->select, &w.only, err) != 0) {
		return -1;
	}
	if (facts_of(input->book, &w.facts) != 0) {
		return err_set(err, "out of memory while counting calls");
	}
	put_head(&w);
	put_summary(&w);
	put_figures(&w);
	put_capacity(&w);
	put_hep(&w);
	put_calls(&w);
	put_conversations(&w);
	put_streams(&w);
	put_registrations(&w);
	put_devices(&w);
	put_findings(&w);
	put_names(&w);
	put_applications(&w);
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
	.makers = true,
	.findings = true,
	.write = write_json,
};

const struct report report_ndjson = {
	.name = "ndjson",
	.title = "the same records, one JSON object a line",
	.makers = true,
	.findings = true,
	.write = write_ndjson,
};

static int write_calls(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	unsigned legs = options->legs ? PART_CONVERSATIONS : 0;

	return write_all(out, input, options, PART_CALLS | legs, false, err);
}

const struct report report_calls_json = {
	.name = "json",
	.title = "calls as JSON",
	.findings = true,
	.write = write_calls,
};

static int write_findings(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	return write_all(out, input, options, PART_FINDINGS, false, err);
}

static int write_findings_lines(struct text *out,
	const struct report_input *input, const struct report_options *options,
	struct err *err)
{
	return write_all(out, input, options, PART_FINDINGS, true, err);
}

const struct report report_findings_json = {
	.name = "json",
	.title = "findings as JSON",
	.findings = true,
	.write = write_findings,
};

const struct report report_findings_ndjson = {
	.name = "ndjson",
	.title = "findings, one JSON object a line",
	.findings = true,
	.write = write_findings_lines,
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

static int write_devices(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	if (options->against.p) {
		return against_json(out, input, options, err);
	}
	return write_all(out, input, options, PART_DEVICES, false, err);
}

const struct report report_inventory_json = {
	.name = "json",
	.title = "the devices as JSON",
	.makers = true,
	.write = write_devices,
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
