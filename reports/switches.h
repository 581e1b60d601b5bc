/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A server that let phones talk directly and relays from some call on, or the
 * other way round: somebody switched its setting ("PBX delivers audio").
 */
#ifndef EARSHOT_REPORTS_SWITCHES_H
#define EARSHOT_REPORTS_SWITCHES_H

#include "reports/json.h"
#include "reports/report.h"

/**
 * switches_put - a line for each server of @input whose way changed; else
 * nothing. @options: of the report
 */
void switches_put(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** switches_record - the same of @input as the array "path_switches" of @j. */
void switches_record(struct json j, const struct report_input *input);

#endif
