/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparison with a declared inventory, as text, JSON and CSV. */
#include "reports/against.h"
#include "reports/format.h"
#include "reports/json.h"

#include <inttypes.h>

static const char *const KINDS[AGAINST_KINDS] = {
	"missing", "unknown", "contradicting", "fault"};

static void put_text(void *context, const struct against_item *item)
{
	struct text *t = context;

	text_printf(t, "%-13s ", KINDS[item->kind]);
	if (item->line) {
		text_printf(t, "line %zu: ", item->line);
	}
	text_clean(t, item->device);
	switch (item->kind) {
	case AGAINST_MISSING:
		text_puts(t, ": declared, not seen");
		break;
	case AGAINST_UNKNOWN:
		text_puts(t, ": seen, not declared; role ");
		text_clean(t, item->seen);
		break;
	case AGAINST_CONTRADICTING:
		text_printf(t, ": %s declared ", item->field);
		text_clean(t, item->declared);
		text_puts(t, ", seen ");
		text_clean(t, item->seen);
		break;
	case AGAINST_FAULT:
		text_printf(t, "%s%s", item->device.n ? ": " : "", item->field);
		text_puts(t, item->declared.n ? ": " : "");
		text_clean(t, item->declared);
		break;
	case AGAINST_KINDS:
		break;
	}
	text_puts(t, "\n");
}

int against_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct against_counts n;

	if (against_compare(input, options, put_text, out, &n, err) != 0) {
		return -1;
	}
	text_printf(out, "%s%" PRIu64 " rows, %" PRIu64 " of devices seen; ",
		out->n ? "\n" : "", n.rows, n.matched);
	text_printf(out,
		"%" PRIu64 " missing, %" PRIu64 " unknown, %" PRIu64
		" contradicting, ",
		n.items[AGAINST_MISSING], n.items[AGAINST_UNKNOWN],
		n.items[AGAINST_CONTRADICTING]);
	format_plural(out, n.items[AGAINST_FAULT], "fault");
	text_puts(out, " in the file\n");
	return 0;
}

static void put_csv(void *context, const struct against_item *item)
{
	struct text *t = context;

	text_printf(t, "%s,", KINDS[item->kind]);
	if (item->line) {
		text_printf(t, "%zu", item->line);
	}
	text_puts(t, ",");
	format_csv(t, item->device);
	text_printf(t, ",%s,", item->field ? item->field : "");
	format_csv(t, item->declared);
	text_puts(t, ",");
	format_csv(t, item->seen);
	text_puts(t, "\n");
}

int against_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct against_counts n;

	text_puts(out, "difference,line,device,field,declared,seen\n");
	return against_compare(input, options, put_csv, out, &n, err);
}

static void put_json(void *context, const struct against_item *item)
{
	struct json *list = context;
	struct json j = json_object(*list, NULL);

	json_word(j, "difference", KINDS[item->kind]);
	if (item->line) {
		json_count(j, "line", item->line);
	}
	json_string(j, "device", item->device);
	json_word(j, "field", item->field);
	if (item->declared.n) {
		json_string(j, "declared", item->declared);
	}
	if (item->seen.n) {
		json_string(j, "seen", item->seen);
	}
}

int against_json(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct against_counts n;
	struct json_record record;
	struct json root = json_begin(&record, out);
	struct json list = json_array(root, "differences");
	int rc = against_compare(input, options, put_json, &list, &n, err);

	json_count(root, "rows", n.rows);
	json_count(root, "matched", n.matched);
	for (unsigned i = 0; i < AGAINST_KINDS; i++) {
		json_count(root, KINDS[i], n.items[i]);
	}
	bool failed = json_end(&record) != 0;
	text_puts(out, "\n");
	return failed && rc == 0 ? err_set(err, "out of memory") : rc;
}
