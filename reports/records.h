/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of the JSON report, each one object: what `report -F json` holds
 * in arrays and `-F ndjson` prints one a line. docs/report.schema.json states
 * every key. A key that is absent is unknown.
 */
#ifndef EARSHOT_REPORTS_RECORDS_H
#define EARSHOT_REPORTS_RECORDS_H

#include "reports/facts.h"
#include "reports/json.h"
#include "reports/report.h"

/** records_capture - put one capture file of @input into @j. */
void records_capture(struct json j, const struct report_input *input,
	const struct report_capture *capture);

/** records_undecoded - put @counts, by enum undecoded, into @reasons. */
void records_undecoded(struct json reasons, const uint64_t *counts);

/** records_summary - put totals @f and counters of @input into @j. */
void records_summary(
	struct json j, const struct report_input *input, const struct facts *f);

/** records_call - put a call of @input with messages, media and digits into @j. */
void records_call(struct json j, const struct report_input *input,
	const struct call *call);

/**
 * records_conversation - put the conversation @c of @input with its evidence
 * and its story into @j.
 */
void records_conversation(struct json j, const struct report_input *input,
	const struct conversation *c);

/** records_story - put what happened in @call of @input alone into @j. */
void records_story(struct json j, const struct report_input *input,
	const struct call *call);

/** records_legs - put the other legs of @call into its record @j. */
void records_legs(struct json j, const struct call *call);

/** records_exchanges - put a call with all offers and answers into @j. */
void records_exchanges(struct json j, const struct call *call);

/** records_stream - put one RTP stream of @input with its timeline into @j. */
void records_stream(struct json j, const struct report_input *input,
	const struct stream *stream);

/** records_quality - put the score @q, which has a MOS, with its scale, its range
 * and what it rests on into @j. */
void records_quality(struct json j, const struct quality *q);

/** records_registration - put the registration @r of @input into @j. */
void records_registration(struct json j, const struct report_input *input,
	const struct registration *r);

#endif
