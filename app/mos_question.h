/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `earshot mos` was asked, and how its answer is written. */
#ifndef EARSHOT_APP_MOS_QUESTION_H
#define EARSHOT_APP_MOS_QUESTION_H

#include "lib/text.h"
#include "quality/emodel.h"
#include "quality/scales.h"

struct mos_question {
	struct emodel_input in;
	uint32_t given;		   /* bit i: the i-th of mos_numbers */
	const struct emodel *model;
	const struct codec *codec; /* NULL: bare figures */
	const struct codec_rating *rating; /* whose figures are used; NULL: none */
	bool rate_assumed;	   /* the codec has others, and none was named */
	bool bare;		   /* the receiver conceals nothing */
	bool json, help;
};

/* An input of the model that is a number. */
struct mos_number {
	const char *option, *key; /* on the command line; in JSON */
	size_t offset;		  /* of a double in struct emodel_input */
	double low, high;	  /* anything else is refused */
	double from, to;	  /* permitted range, G.107 table 2 */
	const char *unit;
	bool narrow; /* of the narrowband model alone */
};

#define MOS_NUMBERS 23

extern const struct mos_number mos_numbers[MOS_NUMBERS];

/** mos_place - where the number @n lies in @in. */
double *mos_place(struct emodel_input *in, const struct mos_number *n);

/** mos_put_text - the answer @o to @q, for people. */
void mos_put_text(struct text *t, const struct mos_question *q,
	const struct emodel_output *o);

/** mos_put_json - the answer @o to @q as one object of JSON. */
void mos_put_json(struct text *t, const struct mos_question *q,
	const struct emodel_output *o);

#endif
