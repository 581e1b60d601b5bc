/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What several observation points add to a report: where they are, how far
 * their clocks are apart, and what happened to streams on the way between them.
 * For one file all of this writes nothing.
 */
#ifndef EARSHOT_REPORTS_POINTS_H
#define EARSHOT_REPORTS_POINTS_H

#include "calls/passage.h"
#include "reports/json.h"
#include "reports/report.h"

/** points_several - true when @input has more than one point. */
bool points_several(const struct report_input *input);

/** points_put - append the section "Observation points" of @input, or nothing.
 * @options: width and colour */
void points_put(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** points_name - the name of @point of @input, cleaned. @t: where to */
void points_name(
	struct text *t, const struct report_input *input, unsigned point);

/** points_frame - "frame 7", or, when @input is of several files, which holds it:
 * "file 2, frame 7". @capture: its index; @frame: the number */
void points_frame(struct text *t, const struct report_input *input,
	unsigned capture, uint64_t frame);

/** points_frames - "frames 7 and 9" of @input, or "file 1, frame 7 and file 2,
 * frame 9". @t, @capture_a, @a, @capture_b, @b: as for points_frame */
void points_frames(struct text *t, const struct report_input *input,
	unsigned capture_a, uint64_t a, unsigned capture_b, uint64_t b);

/** points_again - streams of @input that are further sightings of others. */
uint64_t points_again(const struct report_input *input);

/** points_stream - where @s of @input was seen, and what was lost before, between and
 * after; nothing when there is one point. @out: text */
void points_stream(struct text *out, const struct report_input *input,
	const struct stream *s);

/** points_capture - the clock of capture @c of @input, into its record @j. */
void points_capture(struct json j, const struct report_input *input,
	const struct report_capture *c);

/** points_record - point and losses of @s of @input, into its record @j. */
void points_record(struct json j, const struct report_input *input,
	const struct stream *s);

/** points_seen - where @m of @input was seen, into its record @j. */
void points_seen(struct json j, const struct report_input *input,
	const struct message *m);

/**
 * points_uncertainty_ms - how far the measured delays of @p may be wrong, ms;
 * unknown when only their variation is known.
 */
struct maybe points_uncertainty_ms(
	const struct report_input *input, const struct passage *p);

#endif
