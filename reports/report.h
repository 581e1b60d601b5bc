/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report turns an observation into text for people or for machines. It only
 * reads; it writes into a struct text, and its caller decides where that goes.
 * One file per report, one line in reports.def.
 */
#ifndef EARSHOT_REPORTS_REPORT_H
#define EARSHOT_REPORTS_REPORT_H

#include "audio/hearing.h"
#include "calls/book.h"
#include "calls/legs.h"
#include "capture/source.h"
#include "detect/finding.h"
#include "lib/text.h"
#include "reports/tunnels.h"

/* What is known of one capture file after it was read. */
struct report_capture {
	const char *path;
	char link[64];           /* link types in words: "Ethernet" */
	struct source_info info; /* borrowed slices: the source is still open */
	uint64_t frames, bytes;
	uint64_t filtered;      /* of them: left out by the capture filter */
	uint64_t sip;           /* SIP messages */
	ns_t first_ts, last_ts; /* frames > 0 */
	uint64_t undecoded[UNDECODED_REASONS];
	struct tunnels tunnels; /* that frames came in */
	const char *error; /* why reading stopped early; NULL: it did not */
	uint8_t point;     /* where it was captured, when there are several */
	uint64_t copies;   /* frames an earlier file had too: left out */
};

/* A place where one or more of the files were captured. */
struct report_point {
	char name[24];              /* from the file's name; not cleaned */
	struct clocks_offset clock; /* against that of the first point */
	uint64_t shared;            /* packets or legs the offset rests on */
	struct book_point span;     /* on the first point's clock */
	uint64_t frames;
	size_t files;
};

struct report_input {
	const struct book *book; /* finished */
	const struct report_capture *captures;
	size_t capture_count;
	ns_t origin; /* times are shown relative to it */
	const struct report_point *points; /* NULL: one file, or not compared */
	size_t point_count;
	const ns_t *spread; /* point_count squared: how far the offset between
			       two points may be wrong; -1: not known */
	const char *filter; /* the capture filter; NULL: there was none */
	const struct findings *findings; /* NULL: not looked for */
	const bool *chosen; /* by number of the call, less 1: a filter
			       expression is true of it; NULL: there is none */
	const struct hearings *hearings; /* NULL: the voice was not decoded */
};

struct vendors;

/* Rows of the per-packet table, kept only when it was asked for. */
struct report_rows {
	struct book_row *rows; /* in order of arrival */
	size_t count, cap;
};

struct report_options {
	size_t columns;     /* width of the text; 80 unless told */
	bool colour;        /* ANSI colours */
	const char *select; /* --call SEL; NULL: all calls */
	const struct report_rows *packets; /* NULL: no per-packet table */
	bool calls_only; /* leave registrations and stray streams out */
	const struct names *names; /* to show; NULL: addresses alone */
	uint64_t conversation; /* ladder: this one; 0: not asked for */
	bool legs;       /* ladder: with all legs of the conversation */
	bool streams;    /* csv: the table of streams, else that of calls */
	bool devices;    /* csv: the table of devices */
	bool findings;   /* csv: the table of findings */
	struct slice against; /* text of a declared inventory; or absent */
	const char *symptom; /* one complaint of symptoms.def; NULL: all */
	bool *differs; /* set when that is not what was seen, or when an error
			  was found by a report about findings */
	const struct vendors *vendors; /* makers; NULL or empty: those built in */
	/**
	 * drain - take what was built so far and clear @out, so that memory
	 * is bounded by one record; NULL: everything stays in @out.
	 * Returns 0, or -1 with @err.
	 */
	int (*drain)(void *context, struct text *out, struct err *err);
	void *drain_context;
};

struct report {
	const char *name;  /* "json" */
	const char *title; /* one line for --help */
	bool makers; /* it shows who made hosts: give it options->vendors */
	bool findings; /* it shows findings: give it input->findings */
	/**
	 * write - append the report to @out.
	 * Returns 0, or -1 with @err (nothing selected, memory).
	 */
	int (*write)(struct text *out, const struct report_input *input,
		const struct report_options *options, struct err *err);
};

#define REPORT(name) extern const struct report report_##name;
#include "reports/reports.def"
#undef REPORT

/**
 * report_select - the call that --call names.
 * @select: a number of `earshot calls`, or a Call-ID; NULL: all calls
 * @ret: the call, or NULL for all
 * Returns 0, or -1 with @err saying what can be written instead.
 */
int report_select(const struct report_input *input, const char *select,
	const struct call **ret, struct err *err);

/** report_all - true when neither @only nor a filter expression leaves calls
 * out: what is of no call is shown then, too. */
static inline bool report_all(
	const struct report_input *input, const struct call *only)
{
	return !only && !input->chosen;
}

/** report_shows - true when @call is to be shown; NULL, of no call: report_all.
 * @only: from report_select */
bool report_shows(const struct report_input *input, const struct call *only,
	const struct call *call);

/** report_shows_any - true when a leg of @conversation is to be shown. @only:
 * from report_select */
bool report_shows_any(const struct report_input *input,
	const struct call *only, const struct conversation *conversation);

/** report_concerns - true when @finding is to be shown: one of its calls is, or
 * all is. @only: from report_select */
bool report_concerns(const struct report_input *input, const struct call *only,
	const struct finding *finding);

/**
 * report_call_next - the call after @call among those that report_shows: all
 * calls of @input, or @only where it is not NULL. @call NULL: the first.
 * Returns NULL at the end.
 */
const struct call *report_call_next(const struct report_input *input,
	const struct call *only, const struct call *call);

/**
 * report_drain - a record is complete: hand it over when a drain is there and
 * enough has gathered. @options: the drain, if any. Returns 0, or -1 with @err (output, or memory ran out).
 */
int report_drain(struct text *out, const struct report_options *options,
	struct err *err);

/** report_nanoseconds - true when a capture has times finer than 1 us. */
bool report_nanoseconds(const struct report_input *input);

#endif
