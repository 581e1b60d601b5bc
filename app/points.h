/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which files were captured at the same place, and how far the clocks of the
 * places are apart. Decided from a survey of every file:
 *
 *   the same packets at exactly the same times   one place (overlapping files)
 *   packets in common, at other times            two places
 *   nothing in common, times overlap             two places
 *   nothing in common, one after the other       parts of one capture
 *
 * Where parts of several captures are given, a part joins the capture that it
 * fits to without contradiction; of several such, the one whose file name is
 * most alike.
 *
 * Offsets are measured between every two places and then carried from the first
 * one along the surest ways.
 */
#ifndef EARSHOT_APP_POINTS_H
#define EARSHOT_APP_POINTS_H

#include "app/survey.h"
#include "reports/report.h"

struct points {
	struct report_point *points;
	size_t count;
	uint8_t *of_file;  /* the place of each file */
	bool *overlapping; /* its place has the same frame in several files */
	ns_t *spread;      /* count x count: how sure the offset between two is;
			      -1: not known */
};

/**
 * points_find - find the places of @files.
 * @surveys, @files: what was seen of each file, in the order of the command
 * line
 * @ret: filled; free with points_finish, also after a failure
 * The first file's place is number 0, and its clock the one that counts.
 * Returns 0, or -1 with @err when memory is exhausted.
 */
int points_find(struct points *ret, const struct survey *surveys, size_t files,
	struct err *err);

/** points_finish - free all. */
void points_finish(struct points *p);

#endif
