/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A declared inventory, a CSV file with a header line, laid beside what was
 * seen. A row is the device with its MAC, else the one with its IP address;
 * of every other column that it has, both values are compared:
 *
 *   missing        declared, not seen (it may just have been silent)
 *   unknown        seen, not declared
 *   contradicting  declared one way, seen another way
 *
 * What cannot be read in the file is told by line and stops nothing.
 */
#ifndef EARSHOT_REPORTS_AGAINST_H
#define EARSHOT_REPORTS_AGAINST_H

#include "reports/report.h"

enum against_kind {
	AGAINST_MISSING,
	AGAINST_UNKNOWN,
	AGAINST_CONTRADICTING,
	AGAINST_FAULT, /* of the file */
	AGAINST_KINDS
};

/* One difference; the slices live while it is handed over. */
struct against_item {
	enum against_kind kind;
	size_t line;	     /* of the file; 0: of no line */
	const char *field;   /* "vlan"; of a fault: what is wrong */
	struct slice device; /* address or MAC that names it */
	struct slice declared, seen;
};

/** against_tell - takes one difference. */
typedef void against_tell(void *context, const struct against_item *item);

struct against_counts {
	uint64_t rows, matched, items[AGAINST_KINDS];
};

/**
 * against_compare - compare options->against with the hosts of @input.
 * @options: the text, and where the makers are
 * @tell: is told of each difference, with @context
 * @ret: totals. Returns 0, or -1 with @err: no header that names an address or
 *     MAC, or memory.
 */
int against_compare(const struct report_input *input,
	const struct report_options *options, against_tell *tell,
	void *context, struct against_counts *ret, struct err *err);

/** against_text - the comparison for people. Returns 0, or -1 with @err.
 * @out, @input, @options: as of a report */
int against_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

/** against_json - as one JSON object; else as against_text. @out, @input,
 * @options, @err: as there */
int against_json(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

/** against_csv - as a table; else as against_text. @out, @input, @options,
 * @err: as there */
int against_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

#endif
