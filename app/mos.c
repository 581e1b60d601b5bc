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

#include "app/mos_question.h"
#include "lib/attr.h"

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

#define IN(member) offsetof(struct emodel_input, member)
#define ALL false
#define NB true

const struct mos_number mos_numbers[MOS_NUMBERS] = {
	{"advantage", "advantage", IN(a), 0, 20, 0, 20, "", ALL},
	{"bpl", "bpl", IN(bpl), 0.1, 1000, 4.3, 40, "", ALL},
	{"burst-r", "burst_r", IN(burst_r), 1, 1000, 1, 8, "", NB},
	{"delay", "delay_ms", IN(ta_ms), 0, 100000, 0, 500, " ms", ALL},
	{"delay-class", "delay_class", IN(st), 0.1, 1, 0.4, 1, "", ALL},
	{"delay-least", "delay_least_ms", IN(mt_ms), 20, 500, 100, 150, " ms",
		ALL},
	{"dr", "dr", IN(dr), -30, 30, -3, 3, " dB", NB},
	{"ds", "ds", IN(ds), -30, 30, -3, 3, " dB", NB},
	{"echo-delay", "echo_delay_ms", IN(t_ms), 0, 100000, 0, 500, " ms",
		ALL},
	{"ie", "ie", IN(ie), 0, 132, 0, 40, "", ALL},
	{"loss", "loss_percent", IN(ppl_pct), 0, 100, 0, 20, " %", ALL},
	{"lstr", "lstr", IN(lstr), -30, 100, 13, 23, " dB", NB},
	{"nc", "nc", IN(nc), -200, 0, -80, -40, " dBm0p", NB},
	{"nfor", "nfor", IN(nfor), -200, 0, -200, 0, " dBmp", NB},
	{"pr", "pr", IN(pr), 0, 120, 35, 85, " dB(A)", NB},
	{"ps", "ps", IN(ps), 0, 120, 35, 85, " dB(A)", NB},
	{"qdu", "qdu", IN(qdu), 1, 100, 1, 14, "", NB},
	{"rlr", "rlr", IN(rlr), -30, 60, -5, 14, " dB", NB},
	{"round-trip", "round_trip_ms", IN(tr_ms), 0, 200000, 0, 1000, " ms",
		ALL},
	{"slr", "slr", IN(slr), -30, 60, 0, 18, " dB", NB},
	{"stmr", "stmr", IN(stmr), -30, 100, 10, 20, " dB", NB},
	{"telr", "telr", IN(telr), 0, 100, 5, 65, " dB", ALL},
	{"wepl", "wepl", IN(wepl), 0, 200, 5, 110, " dB", ALL},
};

enum option_value {
	OPTION_CODEC = 256,
	OPTION_BARE,
	OPTION_SCALE,
	OPTION_NUMBER, /* and one for each row of mos_numbers[] */
};

static const struct option words[] = {
	{"codec", required_argument, NULL, OPTION_CODEC},
	{"no-concealment", no_argument, NULL, OPTION_BARE},
	{"scale", required_argument, NULL, OPTION_SCALE},
	{"format", required_argument, NULL, 'F'},
	{"help", no_argument, NULL, 'h'},
};

#define OPTIONS (COUNT_OF(words) + MOS_NUMBERS + 1)

static const char help[] =
	"Usage: earshot mos [OPTION]...\n"
	"Rate a connection by the E-model: ITU-T G.107 (06/2015) for narrowband,\n"
	"G.107.1 for wideband, G.107.2 for fullband speech.\n"
	"\n"
	"      --scale SCALE     nb, wb or fb; by default that of the codec, else nb\n"
	"      --codec NAME[/RATE]  takes Ie and Bpl of a codec at a rate in kbit/s:\n"
	"                        PCMA, G.729, AMR-WB/12.65, EVS/24.4, ...\n"
	"      --ie N            equipment impairment Ie, 0 to 95 (fb: 132)\n"
	"      --bpl N           packet-loss robustness Bpl\n"
	"      --no-concealment  G.711 whose receiver conceals no loss\n"
	"      --loss PERCENT    lost packets, of those sent\n"
	"      --burst-r N       burst ratio: 1 independent loss, 2 in bursts\n"
	"      --delay MS        one-way delay, mouth to ear, without echo (Ta)\n"
	"      --delay-class N   sensitivity to delay sT: 1, 0.55 low, 0.4 very low\n"
	"      --delay-least MS  least delay that is noticed mT: 100, 120, 150\n"
	"      --echo-delay MS   one-way delay of the talker's echo (T)\n"
	"      --round-trip MS   delay of the listener's echo (Tr), else twice that\n"
	"      --telr DB         loudness of the talker's echo, 65 when cancelled\n"
	"      --wepl DB         loss on the path of the listener's echo\n"
	"      --advantage N     what users bear for mobility (A), 0 to 20\n"
	"\n"
	"Narrowband only, the rest of G.107 table 2:\n"
	"      --slr DB, --rlr DB    loudness ratings of sending and receiving\n"
	"      --stmr DB, --lstr DB  sidetone of the talker, of the listener\n"
	"      --ds DB, --dr DB      D-value of the telephone, sending, receiving\n"
	"      --qdu N               quantising distortion units\n"
	"      --nc DB, --nfor DB    noise of the circuit, of the receiving side\n"
	"      --ps DB, --pr DB      noise in the room, sending, receiving\n"
	"\n"
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

double *mos_place(struct emodel_input *in, const struct mos_number *n)
{
	return (double *)(void *)((char *)in + n->offset);
}

static bool number_of(const char *word, double *ret)
{
	char *end = NULL;

	errno = 0;
	*ret = strtod(word, &end);
	return end != word && !*end && !errno && *ret == *ret;
}

static int read_number(struct mos_question *q, size_t i, const char *word)
{
	const struct mos_number *n = &mos_numbers[i];
	char range[80];
	double v;

	if (!number_of(word, &v) || !(v >= n->low && v <= n->high)) {
		(void)snprintf(range, sizeof(range),
			"wants a number from %g to %g", n->low, n->high);
		return complain(STATUS_USAGE, n->option, range);
	}
	*mos_place(&q->in, n) = v;
	q->given |= UINT32_C(1) << i;
	return STATUS_OK;
}

static bool given(const struct mos_question *q, size_t offset)
{
	for (size_t i = 0; i < MOS_NUMBERS; i++) {
		if (mos_numbers[i].offset == offset) {
			return q->given >> i & 1;
		}
	}
	return false;
}

/* NAME or NAME/RATE; a name may have a slash of its own. */
static int read_codec(struct mos_question *q, const char *word)
{
	const char *slash = strrchr(word, '/');
	double kbps;

	q->rating = NULL;
	q->rate_assumed = false;
	q->codec = codec_by_name(slice_of(word));
	if (q->codec) {
		q->rating = q->codec->ratings;
		q->rate_assumed = q->codec->rating_count > 1;
		return STATUS_OK;
	}
	if (slash) {
		q->codec = codec_by_name(
			(struct slice){word, (size_t)(slash - word)});
	}
	if (!q->codec) {
		return unknown_codec(word);
	}
	if (!number_of(slash + 1, &kbps) || !(kbps > 0 && kbps < 1e6)) {
		return complain(STATUS_USAGE, "--codec",
			"wants the rate in kbit/s behind the slash");
	}
	q->rating = codec_rating_at(q->codec, (uint32_t)(kbps * 1000 + 0.5));
	if (!q->rating) {
		return complain(STATUS_FAILED, q->codec->name,
			"has no figures at this rate: give --ie and --bpl");
	}
	return STATUS_OK;
}

static int read_scale(struct mos_question *q, const char *word)
{
	static const struct {
		const char *word;
		enum codec_band band;
	} rows[] = {
		{"nb", BAND_NARROW}, {"wb", BAND_WIDE}, {"fb", BAND_FULL}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (slice_iis(slice_of(word), rows[i].word)) {
			q->model = scales_model(rows[i].band);
			return STATUS_OK;
		}
	}
	return complain(STATUS_USAGE, "--scale", "nb, wb or fb");
}

static int read_option(struct mos_question *q, int value, const char *word)
{
	switch (value) {
	case OPTION_CODEC:
		return read_codec(q, word);
	case OPTION_SCALE:
		return read_scale(q, word);
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
	return read_number(q, (size_t)(value - OPTION_NUMBER), word);
}

static int read_arguments(struct mos_question *q, int argc, char **argv)
{
	struct option options[OPTIONS] = {0};
	int value;

	memcpy(options, words, sizeof(words));
	for (size_t i = 0; i < MOS_NUMBERS; i++) {
		options[COUNT_OF(words) + i] = (struct option){
			mos_numbers[i].option, required_argument, NULL,
			OPTION_NUMBER + (int)i};
	}
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
static int use_figures(struct mos_question *q)
{
	const struct codec *c = q->codec;
	const struct codec_rating *r = q->rating;
	bool bpl_given = given(q, IN(bpl));

	if (!given(q, IN(ie))) {
		if (!r) {
			return complain(STATUS_FAILED, c->name,
				"has no published Ie: give --ie and --bpl");
		}
		q->in.ie = r->ie.v;
	} else {
		q->rating = NULL; /* its source speaks of another Ie */
	}
	if (bpl_given) {
		return STATUS_OK;
	}
	struct figure bpl = r ? r->bpl : (struct figure)FIGURE_NONE;
	if (r && q->bare && r->bpl_bare.basis != FIGURE_UNKNOWN) {
		bpl = r->bpl_bare;
	}
	if (bpl.basis == FIGURE_UNKNOWN && q->in.ppl_pct > 0) {
		return complain(STATUS_FAILED, c->name,
			"has no published Bpl: with loss, give --bpl");
	}
	if (bpl.basis != FIGURE_UNKNOWN) {
		q->in.bpl = bpl.v;
	}
	return STATUS_OK;
}

static int use_codec(struct mos_question *q)
{
	const struct codec *c = q->codec;
	char reason[80];

	if (!c) {
		q->model = q->model ? q->model : &emodel_nb;
		return STATUS_OK;
	}
	if (c->kind != CODEC_AUDIO) {
		return complain(STATUS_FAILED, c->name, "is no audio codec");
	}
	const struct emodel *of_codec = scales_model(c->band);
	if (q->model && q->model != of_codec) {
		(void)snprintf(reason, sizeof(reason),
			"is rated on the %s scale, and on no other",
			of_codec->words);
		return complain(STATUS_FAILED, c->name, reason);
	}
	q->model = of_codec;
	return use_figures(q);
}

/* What follows from other inputs, where it was not given. */
static void fill(struct mos_question *q)
{
	if (!given(q, IN(tr_ms))) {
		q->in.tr_ms = 2 * q->in.t_ms;
	}
	if (!given(q, IN(lstr))) {
		q->in.lstr = q->in.stmr + q->in.dr;
	}
}

static void answer(struct text *t, const struct mos_question *q)
{
	struct emodel_output o;

	q->model->rate(&q->in, &o);
	if (q->in.ppl_pct >= 100) {
		o.r = 0;
		o.mos = 1;
	}
	(q->json ? mos_put_json : mos_put_text)(t, q, &o);
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
	struct mos_question q = {.in = emodel_defaults()};
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
		fill(&q);
		answer(&t, &q);
	}
	status = print(&t);
	text_finish(&t);
	return status;
}
