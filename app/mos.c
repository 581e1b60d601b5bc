/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The E-model as a calculator. It computes what it is asked, with every term
 * shown, and says where the question leaves what the model was made for; the
 * limits that reports put on what they measured (docs/METRICS.md, "MOS") are
 * the reports' own.
 *
 * The options that are numbers are one table: the place in the input that each
 * sets, the values that make sense, and the range in which G.107 was validated.
 */
#include "app/mos.h"

#include "codecs/codec.h"
#include "lib/attr.h"
#include "lib/text.h"
#include "quality/emodel.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status {
	STATUS_OK = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
};

struct question {
	struct emodel_input in;
	const struct codec *codec; /* NULL: bare figures */
	bool ie_given, bpl_given;
	bool bare; /* the receiver conceals nothing */
	bool json;
	bool help;
};

struct number {
	const char *option;
	size_t offset;    /* of a double in struct emodel_input */
	double low, high; /* anything else is refused */
	double from, to;  /* G.107 table 2: permitted range */
	const char *unit;
};

#define IN(member) offsetof(struct emodel_input, member)

static const struct number numbers[] = {
	{"advantage", IN(a), 0, 20, 0, 20, ""},
	{"bpl", IN(bpl), 0.1, 1000, 4.3, 40, ""},
	{"burst-r", IN(burst_r), 1, 1000, 1, 8, ""},
	{"delay", IN(ta_ms), 0, 100000, 0, 500, " ms"},
	{"echo-delay", IN(t_ms), 0, 100000, 0, 500, " ms"},
	{"ie", IN(ie), 0, 95, 0, 40, ""},
	{"loss", IN(ppl_pct), 0, 100, 0, 20, " %"},
	{"telr", IN(telr), 0, 100, 5, 65, " dB"},
};

enum option_value {
	OPTION_CODEC = 256,
	OPTION_BARE,
	OPTION_NUMBER, /* and one for each row of numbers[] */
};

static const struct option options[] = {
	{"advantage", required_argument, NULL, OPTION_NUMBER},
	{"bpl", required_argument, NULL, OPTION_NUMBER + 1},
	{"burst-r", required_argument, NULL, OPTION_NUMBER + 2},
	{"delay", required_argument, NULL, OPTION_NUMBER + 3},
	{"echo-delay", required_argument, NULL, OPTION_NUMBER + 4},
	{"ie", required_argument, NULL, OPTION_NUMBER + 5},
	{"loss", required_argument, NULL, OPTION_NUMBER + 6},
	{"telr", required_argument, NULL, OPTION_NUMBER + 7},
	{"codec", required_argument, NULL, OPTION_CODEC},
	{"no-concealment", no_argument, NULL, OPTION_BARE},
	{"format", required_argument, NULL, 'F'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static const char help[] =
	"Usage: earshot mos [OPTION]...\n"
	"Rate a connection by the narrowband E-model, ITU-T G.107 (06/2015).\n"
	"\n"
	"      --codec NAME      takes Ie and Bpl of a codec: PCMA, G.729, ...\n"
	"      --ie N            equipment impairment Ie, 0 to 95\n"
	"      --bpl N           packet-loss robustness Bpl\n"
	"      --no-concealment  G.711 whose receiver conceals no loss\n"
	"      --loss PERCENT    lost packets, of those sent\n"
	"      --burst-r N       burst ratio: 1 independent loss, 2 in bursts\n"
	"      --delay MS        one-way delay, mouth to ear, without echo\n"
	"      --echo-delay MS   one-way delay of the talker's echo\n"
	"      --telr DB         loudness of that echo, 65 when cancelled\n"
	"      --advantage N     what users bear for mobility, 0 to 20\n"
	"  -F, --format FORMAT   text (default) or json\n"
	"  -h, --help            this text\n"
	"\n"
	"Example: G.729 with 2 % of its packets lost and 150 ms of delay\n"
	"  earshot mos --codec G.729 --loss 2 --delay 150\n";

/* @reason: a whole sentence without its full stop. */
static int complain(enum status status, const char *what, const char *reason)
{
	fprintf(stderr, "earshot mos: %s%s%s\n", what, what[0] ? ": " : "",
		reason);
	if (status == STATUS_USAGE) {
		fputs("Try 'earshot mos --help'.\n", stderr);
	}
	return (int)status;
}

static int unknown_codec(const char *name)
{
	struct text t = {0};

	text_puts(&t, "earshot mos: codec not known: ");
	text_clean(&t, slice_of(name));
	text_puts(&t, "\nCodecs:");
	const struct codec *c;
	const char *before = "";
	for (size_t i = 0; (c = codec_at(i)) != NULL; i++) {
		if (c->kind == CODEC_AUDIO && strcmp(c->name, before) != 0) {
			text_printf(&t, " %s", c->name);
		}
		before = c->name;
	}
	fprintf(stderr, "%s\n", t.p ? t.p : "");
	text_finish(&t);
	return STATUS_USAGE;
}

static double *place_of(struct emodel_input *in, const struct number *n)
{
	return (double *)(void *)((char *)in + n->offset);
}

static int read_number(
	struct question *q, const struct number *n, const char *word)
{
	char *end = NULL;
	char range[80];

	errno = 0;
	double v = strtod(word, &end);
	if (end == word || *end || errno || !(v >= n->low && v <= n->high)) {
		(void)snprintf(range, sizeof(range),
			"wants a number from %g to %g", n->low, n->high);
		return complain(STATUS_USAGE, n->option, range);
	}
	*place_of(&q->in, n) = v;
	q->ie_given |= n->offset == IN(ie);
	q->bpl_given |= n->offset == IN(bpl);
	return STATUS_OK;
}

static int read_option(struct question *q, int value, const char *word)
{
	switch (value) {
	case OPTION_CODEC:
		q->codec = codec_by_name(slice_of(word));
		return q->codec ? STATUS_OK : unknown_codec(word);
	case OPTION_BARE:
		q->bare = true;
		return STATUS_OK;
	case 'F':
		q->json = strcmp(word, "json") == 0;
		if (q->json || strcmp(word, "text") == 0) {
			return STATUS_OK;
		}
		return complain(STATUS_USAGE, "--format", "text or json");
	case 'h':
		q->help = true;
		return STATUS_OK;
	default:
		break;
	}
	if (value < OPTION_NUMBER) {
		return complain(STATUS_USAGE, "",
			"an option is not known or lacks its value");
	}
	return read_number(q, &numbers[value - OPTION_NUMBER], word);
}

static int read_arguments(struct question *q, int argc, char **argv)
{
	int value;

	optind = 0; /* start over, whatever was parsed before */
	opterr = 0;
	while ((value = getopt_long(argc, argv, "F:h", options, NULL)) != -1) {
		int status = read_option(q, value, optarg);
		if (status != STATUS_OK) {
			return status;
		}
	}
	if (optind < argc) {
		return complain(STATUS_USAGE, "", "takes options only");
	}
	return STATUS_OK;
}

/* Ie and Bpl of the codec, where they were not given; why not, if it cannot. */
static int use_codec(struct question *q)
{
	const struct codec *c = q->codec;

	if (!c) {
		return STATUS_OK;
	}
	if (c->kind != CODEC_AUDIO) {
		return complain(STATUS_FAILED, c->name, "is no audio codec");
	}
	if (c->band != BAND_NARROW) {
		return complain(STATUS_FAILED, c->name,
			"is wideband, not on the narrowband scale: not rated");
	}
	if (!q->ie_given && !c->ie.known) {
		return complain(STATUS_FAILED, c->name,
			"has no published Ie: give --ie and --bpl");
	}
	if (!q->ie_given) {
		q->in.ie = c->ie.v;
	}
	if (q->bpl_given) {
		return STATUS_OK;
	}
	struct maybe bpl = q->bare && c->bpl_bare.known ? c->bpl_bare : c->bpl;
	if (!bpl.known && q->in.ppl_pct > 0) {
		return complain(STATUS_FAILED, c->name,
			"has no published Bpl: with loss, give --bpl");
	}
	if (bpl.known) {
		q->in.bpl = bpl.v;
	}
	return STATUS_OK;
}

#define WARNINGS (COUNT_OF(numbers) + 3)

/* What to know about the answer; returns how many lines were written. */
static size_t warn(const struct question *q, char lines[][80])
{
	struct emodel_input in = q->in;
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		double v = *place_of(&in, &numbers[i]);
		if (v < numbers[i].from || v > numbers[i].to) {
			(void)snprintf(lines[n++], 80,
				"%s %g%s is outside %g to %g: extrapolated",
				numbers[i].option, v, numbers[i].unit,
				numbers[i].from, numbers[i].to);
		}
	}
	if (in.ppl_pct >= 2 && in.burst_r > 2) {
		(void)snprintf(lines[n++], 80,
			"burst ratio above 2 is shown "
			"valid below 2 %% loss only");
	}
	if (in.ppl_pct > 0 && in.burst_r > 1 && in.bpl < 16) {
		(void)snprintf(lines[n++], 80,
			"G.113 wants the burst ratio "
			"for Bpl of 16 and more only");
	}
	if (q->codec && q->codec->ie_source && !q->ie_given &&
		strstr(q->codec->ie_source, "estimate")) {
		(void)snprintf(lines[n++], 80,
			"Ie and Bpl of this codec are estimates");
	}
	return n;
}

/* One printed line of the sum. */
struct line {
	const char *symbol, *key;
	double v;
	const char *meaning;
};

#define LINES 13

static void sum_lines(const struct question *q, const struct emodel_output *o,
	struct line lines[LINES])
{
	const struct line all[LINES] = {
		{"  No", "no", o->no, "all noise together, dBm0p"},
		{"Ro", "ro", o->ro, "speech over that noise"},
		{"  Iolr", "iolr", o->iolr, "too low a loudness"},
		{"  Ist", "ist", o->ist, "sidetone not as it should be"},
		{"  Iq", "iq", o->iq, "quantising"},
		{"- Is", "is", o->is, "what comes together with the voice"},
		{"  Idte", "idte", o->idte, "echo for the talker"},
		{"  Idle", "idle", o->idle, "echo for the listener"},
		{"  Idd", "idd", o->idd, "delay itself"},
		{"- Id", "id", o->id, "what comes after the voice"},
		{"- Ie,eff", "ie_eff", o->ie_eff, "codec and lost packets"},
		{"+ A", "a", q->in.a, "advantage of access"},
		{"= R", "r_factor", o->r, "rating, 0 to 100"},
	};

	memcpy(lines, all, sizeof(all));
}

static void put_inputs(struct text *t, const struct question *q)
{
	const struct codec *c = q->codec;

	if (c) {
		text_printf(t, "  codec     %s (%s)\n", c->title, c->name);
	}
	if (c && c->ie_source && !q->ie_given) {
		struct slice rest = slice_of(c->ie_source);
		size_t column = 80;
		while (rest.p) {
			struct slice word = slice_cut(&rest, ' ');
			if (column + 1 + word.n > 76) {
				text_puts(t, column == 80 ? "            "
							  : "\n            ");
				column = 12;
			} else {
				text_puts(t, " ");
				column++;
			}
			text_put(t, word);
			column += word.n;
		}
		text_puts(t, "\n");
	}
	text_printf(t, "  Ie %g, Bpl %g, loss %g %%, burst ratio %g\n",
		q->in.ie, q->in.bpl, q->in.ppl_pct, q->in.burst_r);
	text_printf(t, "  delay %g ms, echo delay %g ms, TELR %g dB\n\n",
		q->in.ta_ms, q->in.t_ms, q->in.telr);
}

/*
 * The same without concealment, where the codec leaves that open. Its Bpl is
 * below 16, so G.113 has no burst term for it.
 */
static bool rate_bare(const struct question *q, struct emodel_output *ret)
{
	struct emodel_input in = q->in;

	if (!q->codec || !q->codec->bpl_bare.known || q->bpl_given || q->bare ||
		!(in.ppl_pct > 0)) {
		return false;
	}
	in.bpl = q->codec->bpl_bare.v;
	in.burst_r = 1;
	emodel_rate(&in, ret);
	return true;
}

static void put_text(
	struct text *t, const struct question *q, const struct emodel_output *o)
{
	struct line lines[LINES];
	char warnings[WARNINGS][80];
	struct emodel_output bare;

	text_puts(t, "E-model, ITU-T G.107 (06/2015), narrowband\n");
	put_inputs(t, q);
	sum_lines(q, o, lines);
	for (size_t i = 0; i < LINES; i++) {
		text_printf(t, "  %-10s %9.4f  %s\n", lines[i].symbol,
			lines[i].v, lines[i].meaning);
	}
	text_printf(t, "\n  MOS        %9.2f  %s\n", o->mos,
		emodel_satisfaction(o->r));
	if (rate_bare(q, &bare)) {
		text_printf(t,
			"\n  Without loss concealment (Bpl %g):"
			" R %.4f, MOS %.2f\n",
			q->codec->bpl_bare.v, bare.r, bare.mos);
	}
	size_t n = warn(q, warnings);
	for (size_t i = 0; i < n; i++) {
		text_printf(t, "%s  Note: %s\n", i ? "" : "\n", warnings[i]);
	}
}

/* Every string here is our own: none needs an escape. */
static void put_json(
	struct text *t, const struct question *q, const struct emodel_output *o)
{
	struct line lines[LINES];
	char warnings[WARNINGS][80];
	struct emodel_output bare;

	text_puts(t, "{\"model\": \"ITU-T G.107 (06/2015)\", "
		     "\"mos_scale\": \"NB\",\n");
	if (q->codec) {
		text_printf(t, " \"codec\": \"%s\",\n", q->codec->name);
	}
	text_printf(t,
		" \"ie\": %g, \"bpl\": %g, \"loss_percent\": %g, "
		"\"burst_r\": %g,\n",
		q->in.ie, q->in.bpl, q->in.ppl_pct, q->in.burst_r);
	text_printf(t,
		" \"delay_ms\": %g, \"echo_delay_ms\": %g, \"telr\": %g,\n",
		q->in.ta_ms, q->in.t_ms, q->in.telr);
	sum_lines(q, o, lines);
	for (size_t i = 0; i < LINES; i++) {
		text_printf(t, " \"%s\": %.6f,\n", lines[i].key, lines[i].v);
	}
	text_printf(t, " \"mos\": %.6f,\n \"satisfaction\": \"%s\",\n", o->mos,
		emodel_satisfaction(o->r));
	if (rate_bare(q, &bare)) {
		text_printf(t, " \"r_factor_low\": %.6f, \"mos_low\": %.6f,\n",
			bare.r, bare.mos);
	}
	size_t n = warn(q, warnings);
	text_puts(t, " \"warnings\": [");
	for (size_t i = 0; i < n; i++) {
		text_printf(t, "%s\"%s\"", i ? ", " : "", warnings[i]);
	}
	text_puts(t, "]}\n");
}

static int print(const struct text *t)
{
	if (t->failed) {
		return complain(STATUS_FAILED, "", "out of memory");
	}
	if (fwrite(t->p, 1, t->n, stdout) != t->n || fflush(stdout) != 0) {
		return complain(
			STATUS_FAILED, "standard output", strerror(errno));
	}
	return STATUS_OK;
}

int mos_main(int argc, char **argv)
{
	struct question q = {.in = emodel_defaults()};
	struct emodel_output o;
	struct text t = {0};

	int status = read_arguments(&q, argc, argv);
	if (status != STATUS_OK) {
		return status;
	}
	if (q.help) {
		text_puts(&t, help);
	} else {
		status = use_codec(&q);
		if (status != STATUS_OK) {
			return status;
		}
		q.in.tr_ms = 2 * q.in.t_ms;
		emodel_rate(&q.in, &o);
		(q.json ? put_json : put_text)(&t, &q, &o);
	}
	status = print(&t);
	text_finish(&t);
	return status;
}
