/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all reading commands have in common: options, reading, writing, and
 * which exit status that makes. A damaged capture is reported as far as it goes
 * and still makes the status 1, so that a script cannot miss it.
 */
#include "app/reading.h"

#include "app/choice.h"
#include "app/command.h"
#include "app/expression.h"
#include "app/heard.h"
#include "app/limits.h"
#include "app/naming.h"
#include "app/observe.h"
#include "app/output.h"
#include "app/terminal.h"
#include "app/vendors.h"

#include <inttypes.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_DEFAULT 80
#define COLUMNS_LEAST   40
#define COLUMNS_MOST    1000

void reading_complain(const char *command, const char *message)
{
	struct text t = {0};

	text_puts(&t, "earshot");
	if (*command) {
		text_printf(&t, " %s", command);
	}
	text_puts(&t, ": ");
	text_clean(&t, slice_of(message));
	text_puts(&t, "\n");
	if (t.p) {
		(void)fputs(t.p, stderr);
	}
	text_finish(&t);
}

int reading_show(struct text *t)
{
	struct output out;
	struct err err;
	int status = COMMAND_DONE;

	if (output_open(&out, NULL, &err) != 0 ||
		output_write(&out, t, &err) != 0) {
		reading_complain("", err.text);
		status = COMMAND_FAILED;
	}
	text_finish(t);
	return status;
}

static int help(const struct reading *r)
{
	struct text t = {0};

	text_printf(&t, "Usage: earshot %s %s\n\n%s\n\nFormats (-F):\n",
		r->name, r->usage, r->about);
	for (const struct reading_format *f = r->formats; f->name; f++) {
		text_printf(&t, "  %-8s %s%s\n", f->name, f->report->title,
			f == r->formats ? " (the default)" : "");
	}
	text_puts(&t, "\n");
	options_help(&t, r->extra);
	text_printf(&t,
		"\nExamples:\n%s\n"
		"Exit status: 0 done; 1 failed or a capture was damaged; 2 "
		"wrong usage.\n",
		r->examples);
	return reading_show(&t);
}

static int usage(const struct reading *r, const char *message)
{
	struct text t = {0};

	reading_complain(r->name, message);
	text_printf(
		&t, "try: earshot %s%s--help\n", r->name, *r->name ? " " : "");
	if (t.p) {
		(void)fputs(t.p, stderr);
	}
	text_finish(&t);
	return COMMAND_USAGE;
}

static const struct report *choose(
	const struct reading *r, const struct options *options, struct err *err)
{
	struct text names = {0};
	struct slice wanted = slice_of(options->format);

	for (const struct reading_format *f = r->formats; f->name; f++) {
		if (wanted.p && !slice_is(wanted, f->name)) {
			text_printf(
				&names, "%s%s", names.n ? ", " : "", f->name);
			continue;
		}
		text_finish(&names);
		if (options->packets && !f->packets) {
			(void)err_set(err,
				"--packets is written as text or csv, not %s",
				f->name);
			return NULL;
		}
		return options->packets ? f->packets : f->report;
	}
	(void)err_set(err, "no format '%s'; there are: %s", options->format,
		names.p ? names.p : "");
	text_finish(&names);
	return NULL;
}

static bool use_colour(const struct options *options)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (options->colour != COLOUR_AUTO) {
		return options->colour == COLOUR_ALWAYS;
	}
	if (no_color && *no_color) {
		return false;
	}
	return !options->output && isatty(STDOUT_FILENO) && term &&
	       !slice_is(slice_of(term), "dumb");
}

/* Off a terminal the width is fixed, so that equal runs give equal bytes. */
static size_t text_width(const struct options *options)
{
	struct winsize size;
	uint64_t n = 0;

	if (options->columns) {
		return options->columns;
	}
	if (options->output || !isatty(STDOUT_FILENO)) {
		return COLUMNS_DEFAULT;
	}
	if (!slice_u64(slice_of(getenv("COLUMNS")), COLUMNS_MOST, &n) &&
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
		n = size.ws_col;
	}
	if (n == 0) {
		return COLUMNS_DEFAULT;
	}
	return n < COLUMNS_LEAST ? COLUMNS_LEAST : (size_t)n;
}

static int drain(void *context, struct text *out, struct err *err)
{
	return output_write(context, out, err);
}

static int write_report(const struct report *report,
	const struct observation *o, const struct options *options,
	const char *select, struct output *output, bool *differs,
	struct err *err)
{
	struct text text = {0};
	struct vendors vendors = {0};
	struct text against = {0};
	struct report_options how = {
		.columns = text_width(options),
		.colour = use_colour(options),
		.select = select,
		.packets = options->packets ? &o->rows : NULL,
		.calls_only = options->calls_only,
		.conversation = options->conversation,
		.legs = options->legs,
		.streams = options->streams,
		.devices = options->devices,
		.findings = options->findings,
		.symptom = options->symptom,
		.vendors = &vendors,
		.differs = differs,
		.names = options->numeric ? NULL : &o->book->names,
		.drain = drain,
		.drain_context = output,
	};

	int rc = 0;
	if (report->makers || options->devices || options->oui) {
		rc = vendors_load(&vendors, o->book, options->oui, err);
	}
	if (rc == 0 && options->against) {
		rc = naming_file(options->against, &against, err);
		how.against = text_slice(&against);
		how.against.p = how.against.p ? how.against.p : "";
	}
	if (rc == 0) {
		rc = report->write(&text, &o->input, &how, err);
	}
	if (rc == 0) {
		rc = output_write(output, &text, err);
	}
	text_finish(&text);
	text_finish(&against);
	vendors_finish(&vendors);
	return rc;
}

/* What went wrong with files that were read in part; -v: what was read. */
static void tell(const struct reading *r, const struct observation *o,
	const struct options *options)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct report_capture *c = &o->captures[i];
		struct text t = {0};
		if (options->verbose) {
			text_printf(&t,
				"%s: %" PRIu64 " packets, %" PRIu64
				" bytes read",
				c->path, c->frames, c->bytes);
			reading_complain(r->name, t.p ? t.p : "");
		}
		if (c->error) {
			reading_complain(r->name, c->error);
		}
		text_finish(&t);
	}
}

static int detect(struct findings *findings, struct observation *o,
	const struct report *report, const struct options *options,
	const struct choice *choice, const struct hearings *hearings,
	struct err *err)
{
	if (!report->findings && !choice_findings(choice)) {
		return 0;
	}
	o->input.findings = findings;
	struct heard_all heard = {.list = NULL};
	int rc = hearings ? heard_make(o->book, hearings, &heard) : 0;
	if (rc == 0) {
		rc = findings_build(o->book, &options->limits,
			hearings ? &heard : NULL, findings);
	}
	free(heard.list);
	return rc == 0
		       ? 0
		       : err_set(err, "out of memory while looking for faults");
}

static int choose_calls(const struct reading *r, struct choice *choice,
	struct observation *o, struct err *err)
{
	bool none;

	if (choice_make(choice, &o->input, &none, err) != 0) {
		return -1;
	}
	if (none) {
		reading_complain(r->name, "the filter expression is true of no "
					  "call");
	}
	return 0;
}

/* The second pass, over the voice of the calls that are asked for. */
static int listen(struct observation *o, const struct options *options,
	const char *select, struct hearings **ret, struct err *err)
{
	const struct call *only;

	if (report_select(&o->input, select, &only, err) != 0) {
		return -1;
	}
	*ret = hearings_create(o->book, only);
	if (!*ret) {
		return err_set(err, "out of memory");
	}
	const struct observe_listener listener = {
		.row = hearings_row,
		.context = *ret,
	};
	if (observe_again(options, &listener, err) != 0) {
		return -1;
	}
	hearings_finish(*ret);
	o->input.hearings = *ret;
	return 0;
}

static int run(const struct reading *r, const struct options *options,
	const struct report *report, struct choice *choice)
{
	struct observation o = {0};
	struct output output;
	struct err err;
	bool differs = false;
	struct findings findings = {0};
	struct hearings *hearings = NULL;

	if (output_open(&output, options->output, &err) != 0) {
		reading_complain(r->name, err.text);
		return COMMAND_FAILED;
	}
	int rc = observe(&o, options, &err);
	if (rc == 0) {
		rc = choice_settle(choice, &o.input, &err);
	}
	if (rc == 0 && options->signal) {
		rc = listen(&o, options, choice->select, &hearings, &err);
	}
	if (rc == 0) {
		tell(r, &o, options);
	}
	if (rc == 0) {
		rc = detect(&findings, &o, report, options, choice, hearings,
			&err);
	}
	if (rc == 0) {
		rc = choose_calls(r, choice, &o, &err);
	}
	if (rc == 0) {
		rc = write_report(
			report, &o, options, choice->select, &output, &differs,
			&err);
	}
	if (rc == 0) {
		rc = output_commit(&output, &err);
	}
	if (rc != 0 && !output.gone) {
		reading_complain(r->name, err.text);
	}
	output_abandon(&output);
	bool damaged = o.damaged;
	findings_finish(&findings);
	hearings_destroy(hearings);
	observe_finish(&o);
	if (rc != 0 || damaged) {
		return COMMAND_FAILED;
	}
	return differs ? COMMAND_DIFFERS : COMMAND_DONE;
}

int reading_main(const struct reading *reading, int argc, char **argv)
{
	struct options options;
	struct err err;
	const struct report *report = NULL;
	struct choice choice = {0};
	int status = COMMAND_USAGE;

	if (options_parse(argc, argv, reading->extra, &options, &err) != 0) {
		(void)usage(reading, err.text);
	} else if (options.help) {
		status = reading->help ? reading->help() : help(reading);
	} else if (options.version) {
		status = reading->version();
	} else if (options_configure(&options, &err) != 0) {
		reading_complain(reading->name, err.text);
		status = COMMAND_FAILED;
	} else if (options.show_limits) {
		status = limits_show(&options.limits);
	} else if (options.where && slice_is(slice_of(options.where), "help")) {
		status = choice_help();
	} else if (choice_read(&choice, &options, &err) != 0) {
		(void)usage(reading, err.text);
	} else if (expression_split(&options, &err) != 0) {
		reading_complain(reading->name, err.text);
		status = COMMAND_FAILED;
	} else if (options.print_filter) {
		status = expression_print(&options, &err);
		if (status != COMMAND_DONE) {
			reading_complain(reading->name, err.text);
		}
	} else if (options.file_count == 0) {
		(void)usage(reading, "no capture file given");
	} else if (options.packets && options.limit) {
		(void)usage(
			reading, "--packets keeps every call: leave -l out");
	} else if (options.packets && options.signal) {
		(void)usage(reading,
			"--packets and --signal are two different lists");
	} else if (options.signal && !observe_repeatable(&options)) {
		(void)usage(reading,
			"--signal reads a capture twice: give files, and no "
			"standard input or pipe");
	} else if ((reading->extra & OPTIONS_BARE) &&
		   terminal_wanted(&options)) {
		status = terminal_run(&options);
	} else {
		report = choose(reading, &options, &err);
		status = report ? run(reading, &options, report, &choice)
				: usage(reading, err.text);
	}
	choice_finish(&choice);
	options_finish(&options);
	return status;
}
