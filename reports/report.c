/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all reports share: choosing a call, and letting go of finished text. */
#include "reports/report.h"

/* Enough for one write; a record may be longer. */
#define DRAIN_BYTES 65536

int report_select(const struct report_input *input, const char *select,
	const struct call **ret, struct err *err)
{
	struct slice s = slice_of(select);
	uint64_t id = 0;

	if (!select) {
		*ret = NULL;
		return 0;
	}
	bool number = slice_u64(s, UINT32_MAX, &id);
	const struct call *by_id = NULL;
	for (const struct call *c = input->book->calls; c; c = c->next) {
		if (slice_eq(c->call_id, s)) {
			*ret = c;
			return 0;
		}
		if (number && c->id == id) {
			by_id = c;
		}
	}
	if (by_id) {
		*ret = by_id;
		return 0;
	}
	if (number) {
		return err_set(err,
			"no call number %s: the capture has %zu calls "
			"(`earshot calls FILE` lists them)",
			select, input->book->call_count);
	}
	return err_set(err,
		"no call with the Call-ID given to --call; it takes a number "
		"of `earshot calls FILE`, a whole Call-ID, or a filter "
		"expression (--where help)");
}

bool report_shows(const struct report_input *input, const struct call *only,
	const struct call *call)
{
	if (!call) {
		return report_all(input, only);
	}
	return (!only || call == only) &&
	       (!input->chosen || input->chosen[call->id - 1]);
}

bool report_shows_any(const struct report_input *input,
	const struct call *only, const struct conversation *conversation)
{
	const struct call *c = conversation->legs;

	while (c && !report_shows(input, only, c)) {
		c = c->next_leg;
	}
	return c != NULL;
}

bool report_concerns(const struct report_input *input, const struct call *only,
	const struct finding *finding)
{
	if (!input->chosen) {
		return findings_concern(finding, only);
	}
	for (const struct finding_call *at = finding->calls; at; at = at->next) {
		if (report_shows(input, only, at->call)) {
			return true;
		}
	}
	return false;
}

const struct call *report_call_next(const struct report_input *input,
	const struct call *only, const struct call *call)
{
	const struct call *c = call ? call->next : input->book->calls;

	if (only) {
		return !call && report_shows(input, only, only) ? only : NULL;
	}
	while (c && !report_shows(input, NULL, c)) {
		c = c->next;
	}
	return c;
}

int report_drain(
	struct text *out, const struct report_options *options, struct err *err)
{
	if (out->failed) {
		return err_set(err, "out of memory while writing the report");
	}
	if (!options->drain || out->n < DRAIN_BYTES) {
		return 0;
	}
	return options->drain(options->drain_context, out, err);
}

bool report_nanoseconds(const struct report_input *input)
{
	for (size_t i = 0; i < input->capture_count; i++) {
		if (input->captures[i].info.nanoseconds) {
			return true;
		}
	}
	return false;
}
