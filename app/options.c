/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One table row per option. What users of other tools will try and this version
 * cannot do yet is in it too, with what to do instead: none is ignored in silence.
 */
#include "app/options.h"

#include "app/config.h"
#include "app/options_rows.h"
#include "calls/join.h"
#include "lib/slice.h"

#include <getopt.h>

#define ROWS COUNT_OF(rows)
/* getopt's values of long options: index of the row and this. */
#define LONG_BASE 1000

static bool number(
	const char *text, uint64_t least, uint64_t most, uint64_t *ret)
{
	uint64_t n;

	if (!slice_u64(slice_of(text), most, &n) || n < least) {
		return false;
	}
	*ret = n;
	return true;
}

static int wrong(struct err *err, const struct row *row, const char *value,
	const char *wanted)
{
	return err_set(
		err, "--%s takes %s, not '%s'", row->name, wanted, value);
}

static int set_colour(struct options *o, const struct row *row,
	const char *value, struct err *err)
{
	if (slice_is(slice_of(value), "auto")) {
		o->colour = COLOUR_AUTO;
	} else if (slice_is(slice_of(value), "always")) {
		o->colour = COLOUR_ALWAYS;
	} else if (slice_is(slice_of(value), "never")) {
		o->colour = COLOUR_NEVER;
	} else {
		return wrong(err, row, value, "auto, always or never");
	}
	return 0;
}

static int set_table(struct options *o, const struct row *row,
	const char *value, struct err *err)
{
	o->streams = slice_is(slice_of(value), "streams");
	o->devices = slice_is(slice_of(value), "devices");
	o->findings = slice_is(slice_of(value), "findings");
	if (!o->streams && !o->devices && !o->findings &&
		!slice_is(slice_of(value), "calls")) {
		return wrong(err, row, value, "calls, streams, findings or devices");
	}
	return 0;
}

static int set_columns(struct options *o, const struct row *row,
	const char *value, struct err *err)
{
	uint64_t n;

	if (!number(value, 40, 1000, &n)) {
		return wrong(err, row, value, "a number from 40 to 1000");
	}
	o->columns = (size_t)n;
	return 0;
}

static int set_size(struct options *o, const struct row *row,
	const char *value, struct err *err)
{
	struct slice rest = slice_of(value);
	struct slice first = slice_cut(&rest, 'x');
	uint64_t wide, high;

	if (!slice_u64(first, 1000, &wide) || !slice_u64(rest, 400, &high) ||
		!wide || !high) {
		return wrong(err, row, value, "columns and rows, as in 80x24");
	}
	o->size_columns = (size_t)wide;
	o->size_rows = (size_t)high;
	return 0;
}

static int set_number(uint64_t *ret, const struct row *row, const char *value,
	struct err *err)
{
	if (!number(value, 1, UINT32_MAX, ret)) {
		return wrong(err, row, value, "a number, 1 or more");
	}
	return 0;
}

static int add_naming(
	struct options *o, enum options_naming_kind kind, const char *value)
{
	o->namings[o->naming_count++] = (struct options_naming){kind, value};
	return 0;
}

/* What sets a flag of the options, and which. */
static const size_t flags[] = {
	[WHAT_CALLS_ONLY] = offsetof(struct options, calls_only),
	[WHAT_HELP] = offsetof(struct options, help),
	[WHAT_LEGS] = offsetof(struct options, legs),
	[WHAT_NO_INTERFACE] = offsetof(struct options, no_interface),
	[WHAT_NUMERIC] = offsetof(struct options, numeric),
	[WHAT_PACKETS] = offsetof(struct options, packets),
	[WHAT_PRINT_FILTER] = offsetof(struct options, print_filter),
	[WHAT_QUIET] = offsetof(struct options, quiet),
	[WHAT_SIGNAL] = offsetof(struct options, signal),
	[WHAT_THRESHOLDS] = offsetof(struct options, show_limits),
	[WHAT_VERBOSE] = offsetof(struct options, verbose),
	[WHAT_VERSION] = offsetof(struct options, version),
};

/* What keeps its argument as it is, and where. */
static const size_t texts[] = {
	[WHAT_AGAINST] = offsetof(struct options, against),
	[WHAT_CALL] = offsetof(struct options, select),
	[WHAT_CONFIG] = offsetof(struct options, config),
	[WHAT_FORMAT] = offsetof(struct options, format),
	[WHAT_KEYS] = offsetof(struct options, keys),
	[WHAT_OUI] = offsetof(struct options, oui),
	[WHAT_OUTPUT] = offsetof(struct options, output),
	[WHAT_RC] = offsetof(struct options, rc),
	[WHAT_SYMPTOM] = offsetof(struct options, symptom),
	[WHAT_WHERE] = offsetof(struct options, where),
};

static int apply(struct options *o, const struct row *row, const char *value,
	struct err *err)
{
	switch (row->what) {
	case WHAT_FILE:
		o->files[o->file_count++] = value;
		return 0;
	case WHAT_COUNT:
		return set_number(&o->count, row, value, err);
	case WHAT_LIMIT:
		return set_number(&o->limit, row, value, err);
	case WHAT_COLUMNS:
		return set_columns(o, row, value, err);
	case WHAT_COLOUR:
		return set_colour(o, row, value, err);
	case WHAT_TABLE:
		return set_table(o, row, value, err);
	case WHAT_JOIN:
		return join_rules_read(value, &o->join_off, err);
	case WHAT_APART:
		o->apart[o->apart_count++] = value;
		return 0;
	case WHAT_CONVERSATION:
		return set_number(&o->conversation, row, value, err);
	case WHAT_SET:
		o->sets[o->set_count++] = value;
		return thresholds_assign(&o->limits, value, err);
	case WHAT_ALIAS:
		return add_naming(o, NAMING_ALIAS, value);
	case WHAT_HOSTS:
		return add_naming(o, NAMING_HOSTS, value);
	case WHAT_GROUP:
		return add_naming(o, NAMING_GROUP, value);
	case WHAT_SIZE:
		return set_size(o, row, value, err);
	case WHAT_CALLS_ONLY:
	case WHAT_HELP:
	case WHAT_LEGS:
	case WHAT_NO_INTERFACE:
	case WHAT_NUMERIC:
	case WHAT_PACKETS:
	case WHAT_PRINT_FILTER:
	case WHAT_QUIET:
	case WHAT_SIGNAL:
	case WHAT_THRESHOLDS:
	case WHAT_VERBOSE:
	case WHAT_VERSION:
		*(bool *)((char *)o + flags[row->what]) = true;
		return 0;
	case WHAT_AGAINST:
	case WHAT_CALL:
	case WHAT_CONFIG:
	case WHAT_FORMAT:
	case WHAT_KEYS:
	case WHAT_OUI:
	case WHAT_OUTPUT:
	case WHAT_RC:
	case WHAT_SYMPTOM:
	case WHAT_WHERE:
		*(const char **)(void *)((char *)o + texts[row->what]) =
			value;
		return 0;
	case WHAT_NOTHING:
		return 0;
	case WHAT_LATER:
		break;
	}
	if (row->letter) {
		return err_set(err, "-%c: %s", row->letter, row->help);
	}
	return err_set(err, "--%s: %s", row->name, row->help);
}

static const struct row *row_of(int value)
{
	if (value >= LONG_BASE) {
		return &rows[value - LONG_BASE];
	}
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].letter == value) {
			return &rows[i];
		}
	}
	return NULL;
}

/* getopt's two forms of the table, for the options that @extra allows. */
struct forms {
	struct option longs[ROWS + 1];
	char shorts[2 * ROWS + 3];
};

static void make_forms(struct forms *f, unsigned extra)
{
	size_t longs = 0;
	char *s = f->shorts;

	*f = (struct forms){0};
	s = f->shorts;
	*s++ = ':';
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].extra && !(rows[i].extra & extra)) {
			continue;
		}
		if (rows[i].letter) {
			*s++ = rows[i].letter;
		}
		if (rows[i].letter && rows[i].argument) {
			*s++ = ':';
		}
		f->longs[longs++] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].argument ? required_argument
						    : no_argument,
			.val = LONG_BASE + (int)i,
		};
	}
}

/* What getopt could not read. @at: the argument it stood at. */
static int not_read(char **argv, int at, int value, struct err *err)
{
	const struct row *row = row_of(optopt);

	if (value == ':' && row) {
		return err_set(err, "%s needs %s", argv[at], row->argument);
	}
	if (optopt > 0 && optopt < LONG_BASE) {
		return err_set(err, "unknown option -%c", optopt);
	}
	if (optopt >= LONG_BASE) {
		return err_set(err, "%s takes no value", argv[at]);
	}
	return err_set(err, "unknown option %s", argv[at]);
}

/*
 * sngrep's -r has no argument ("keep RTP", which is always so); tcpdump's has.
 * A -r with nothing to read behind it is sngrep's, and is taken out.
 */
static int drop_lone_r(int argc, char **argv)
{
	int kept = 0;

	for (int i = 0; i < argc; i++) {
		bool r = i > 0 && slice_is(slice_of(argv[i]), "-r");
		bool lone = i + 1 == argc ||
			    (argv[i + 1][0] == '-' && argv[i + 1][1] != '\0');
		if (!r || !lone) {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	return kept;
}

int options_parse(int argc, char **argv, unsigned extra, struct options *ret,
	struct err *err)
{
	struct forms forms;
	int value;

	*ret = (struct options){.limits = thresholds_default()};
	if (extra & OPTIONS_BARE) {
		argc = drop_lone_r(argc, argv);
	}
	ret->files = calloc((size_t)argc + 1, sizeof(*ret->files));
	ret->namings = calloc((size_t)argc + 1, sizeof(*ret->namings));
	ret->apart = calloc((size_t)argc + 1, sizeof(*ret->apart));
	ret->sets = calloc((size_t)argc + 1, sizeof(*ret->sets));
	if (!ret->files || !ret->namings || !ret->apart || !ret->sets) {
		return err_set(err, "out of memory");
	}
	make_forms(&forms, extra);
	opterr = 0;
	optind = 0;
	for (;;) {
		int at = optind ? optind : 1;
		value = getopt_long(
			argc, argv, forms.shorts, forms.longs, NULL);
		if (value == -1) {
			break;
		}
		const struct row *row = row_of(value);
		if (value == ':' || value == '?' || !row) {
			return not_read(argv, optind > at ? optind - 1 : at,
				value, err);
		}
		if (apply(ret, row, optarg, err) != 0) {
			return -1;
		}
	}
	for (int i = optind; i < argc; i++) {
		ret->files[ret->file_count++] = argv[i];
		ret->word_count++;
	}
	return 0;
}

int options_configure(struct options *options, struct err *err)
{
	options->limits = thresholds_default();
	if (config_read(options->config, &options->limits,
		    &options->settings, err) != 0) {
		return -1;
	}
	for (size_t i = 0; i < options->set_count; i++) {
		if (thresholds_assign(&options->limits, options->sets[i],
			    err) != 0) {
			return -1;
		}
	}
	return 0;
}

void options_finish(struct options *options)
{
	free(options->files);
	free(options->expression);
	free(options->namings);
	free(options->apart);
	free(options->sets);
	text_finish(&options->settings);
	options->sets = NULL;
	options->apart = NULL;
	options->namings = NULL;
	options->files = NULL;
	options->expression = NULL;
	options->file_count = 0;
}

void options_help(struct text *t, unsigned extra)
{
	text_puts(t, "Options:\n");
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		struct text names = {0};
		if (!row->help || row->what == WHAT_LATER ||
			(row->extra && !(row->extra & extra))) {
			continue;
		}
		if (row->letter) {
			text_printf(&names, "-%c, ", row->letter);
		} else {
			text_puts(&names, "    ");
		}
		text_printf(&names, "--%s%s%s", row->name,
			row->argument ? " " : "",
			row->argument ? row->argument : "");
		text_puts(t, "  ");
		text_cell(t, text_slice(&names), 21, false);
		text_printf(t, " %s\n", row->help);
		text_finish(&names);
	}
}
