/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings for machines: records, and the table. */
#include "reports/found.h"

#include "detect/detector.h"
#include "reports/format.h"

#include <inttypes.h>

static uint32_t kept(uint32_t count, uint32_t most)
{
	return count < most ? count : most;
}

static void put_frames(struct json j, const struct report_input *input,
	const struct finding *f)
{
	uint32_t n = kept(f->frame_count, FINDING_FRAMES);
	struct json frames = json_array(j, "frames");

	for (uint32_t i = 0; i < n; i++) {
		json_count(frames, NULL, f->frames[i].frame);
	}
	if (input->capture_count > 1) {
		struct json captures = json_array(j, "captures");
		for (uint32_t i = 0; i < n; i++) {
			json_count(captures, NULL, f->frames[i].capture);
		}
	}
	if (f->frame_count > n) {
		json_count(j, "frames_left_out", f->frame_count - n);
	}
}

static void put_subjects(struct json j, const struct finding *f)
{
	char ip[ADDR_TEXT];
	uint32_t n = kept(f->host_count, FINDING_HOSTS);

	struct json calls = json_array(j, "calls");
	for (const struct finding_call *at = f->calls; at; at = at->next) {
		json_count(calls, NULL, at->call->id);
	}
	struct json streams = json_array(j, "streams");
	for (const struct finding_stream *at = f->streams; at; at = at->next) {
		json_count(streams, NULL, at->stream->id);
	}
	struct json hosts = json_array(j, "hosts");
	for (uint32_t i = 0; i < n; i++) {
		json_word(hosts, NULL, addr_text(&f->hosts[i], ip));
	}
	if (f->host_count > n) {
		json_count(j, "hosts_left_out", f->host_count - n);
	}
}

void found_record(struct json j, const struct report_input *input,
	const struct finding *finding)
{
	const struct finding *f = finding;

	json_word(j, "id", f->detector->id);
	json_word(j, "severity", finding_severity_text(f->severity));
	json_word(j, "title", _(f->detector->title));
	json_string(j, "detail", f->detail);
	put_subjects(j, f);
	put_frames(j, input, f);
	json_time(j, "first_time", f->first_ts);
	json_time(j, "last_time", f->last_ts);
	json_count(j, "count", f->count);
	json_number(j, "measured", f->measured, 3);
	json_number(j, "limit", f->limit, 3);
	json_word(j, "unit", f->unit && *f->unit ? f->unit : NULL);
	json_string(j, "remedy", f->remedy);
}

void found_check(struct json j, const struct report_input *input, size_t i)
{
	const struct check *c = &input->findings->checks[i];
	const char *result = c->found    ? "found"
			     : c->judged ? "passed"
					 : "not_judged";

	json_word(j, "id", c->detector->id);
	json_word(j, "result", result);
	json_word(j, "subject", c->detector->subject);
	json_count(j, "judged", c->judged);
	json_count(j, "found", c->found);
	json_count(j, "not_judged", c->unjudged);
	if (c->dropped) {
		json_count(j, "findings_left_out", c->dropped);
	}
	if (c->judged && !c->found && c->detector->passed) {
		json_word(j, "text", _(c->detector->passed));
	}
	if (c->reasons[0].why) {
		struct json list = json_array(j, "reasons");
		for (size_t r = 0; r < CHECK_REASONS && c->reasons[r].why; r++) {
			struct json item = json_object(list, NULL);
			json_word(item, "text", _(c->reasons[r].why));
			json_count(item, "count", c->reasons[r].count);
		}
	}
}

void found_counts(struct json j, const struct report_input *input)
{
	if (!input->findings) {
		return;
	}
	struct json counts = json_object(j, "findings");
	for (int s = SEVERITY_CRITICAL; s >= SEVERITY_NOTE; s--) {
		json_count(counts, finding_severity_text((enum severity)s),
			input->findings->by_severity[s]);
	}
}

void found_of_call(struct json list, const struct report_input *input,
	const struct call *call)
{
	const struct findings *all = input->findings;

	if (!all || call->id < 1 || call->id > all->call_count) {
		return;
	}
	for (const struct finding_call *at = all->of_call[call->id - 1]; at;
		at = at->next_of_call) {
		json_count(list, NULL, at->finding->index);
	}
}

static void cell(struct text *out, const struct text *t)
{
	text_puts(out, ",");
	format_csv(out, text_slice(t));
}

static void put_lists(struct text *out, const struct finding *f)
{
	struct text t = {0};
	char ip[ADDR_TEXT];

	for (const struct finding_call *at = f->calls; at; at = at->next) {
		text_printf(&t, "%s%u", t.n ? " " : "",
			(unsigned)at->call->id);
	}
	cell(out, &t);
	text_clear(&t);
	for (const struct finding_stream *at = f->streams; at; at = at->next) {
		text_printf(&t, "%s%u", t.n ? " " : "",
			(unsigned)at->stream->id);
	}
	cell(out, &t);
	text_clear(&t);
	for (uint32_t i = 0; i < kept(f->host_count, FINDING_HOSTS); i++) {
		text_printf(&t, "%s%s", t.n ? " " : "",
			addr_text(&f->hosts[i], ip));
	}
	cell(out, &t);
	text_finish(&t);
}

static void put_proof(struct text *out, const struct report_input *input,
	const struct finding *f)
{
	struct text t = {0};

	for (uint32_t i = 0; i < kept(f->frame_count, FINDING_FRAMES); i++) {
		text_puts(&t, t.n ? " " : "");
		if (input->capture_count > 1) {
			text_printf(&t, "%u:",
				(unsigned)f->frames[i].capture + 1);
		}
		text_printf(&t, "%" PRIu64, f->frames[i].frame);
	}
	cell(out, &t);
	text_finish(&t);
}

static void put_row(struct text *out, const struct report_input *input,
	const struct finding *f)
{
	text_printf(out, "%s,%s,", f->detector->id,
		finding_severity_text(f->severity));
	format_csv(out, slice_of(_(f->detector->title)));
	text_puts(out, ",");
	format_csv(out, f->detail);
	put_lists(out, f);
	put_proof(out, input, f);
	text_puts(out, ",");
	format_iso(out, f->first_ts);
	text_puts(out, ",");
	format_iso(out, f->last_ts);
	text_printf(out, ",%u,", (unsigned)f->count);
	if (f->measured.known) {
		text_printf(out, "%.3f,%.3f,%s,", f->measured.v, f->limit.v,
			f->unit);
	} else {
		text_puts(out, ",,,");
	}
	format_csv(out, f->remedy);
	text_puts(out, "\n");
}

int found_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err)
{
	const struct findings *all = input->findings;

	text_puts(out, "id,severity,title,detail,calls,streams,hosts,frames,"
		       "first_time,last_time,count,measured,limit,unit,"
		       "remedy\n");
	for (size_t i = 0; i < all->count; i++) {
		if (!report_concerns(input, only, all->list[i])) {
			continue;
		}
		put_row(out, input, all->list[i]);
		if (options->differs) {
			*options->differs |=
				all->list[i]->severity >= SEVERITY_ERROR;
		}
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

static int write_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	return found_csv(out, input, options, only, err);
}

const struct report report_findings_csv = {
	.name = "csv",
	.title = "findings as a table",
	.findings = true,
	.write = write_csv,
};
