/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The per-packet table of RTP streams, as Wireshark's stream analysis shows it.
 */
#ifndef EARSHOT_REPORTS_PACKETS_H
#define EARSHOT_REPORTS_PACKETS_H

#include "reports/report.h"

/**
 * packets_text - the table for people, one block a stream.
 * @input: the observation; @only: the call whose streams are wanted; NULL: all
 * Returns 0, or -1 with @err. options->packets must be there.
 */
int packets_text(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err);

/**
 * packets_status - the status of a packet in Wireshark's words.
 * @row: flags and payload type are read
 */
void packets_status(struct text *t, const struct book_row *row);

#endif
