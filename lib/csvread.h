/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables that people made with a spreadsheet (RFC 4180 and what is written in
 * its place): the separator is ',', ';' or a tab, cells may be quoted, lines
 * end in LF or CRLF, a byte order mark may come first. A row that does not fit
 * is told as faulty and passed over; it never stops the reading.
 */
#ifndef EARSHOT_LIB_CSVREAD_H
#define EARSHOT_LIB_CSVREAD_H

#include "lib/slice.h"

#define CSVREAD_CELLS 64
#define CSVREAD_BYTES 4096 /* of all cells of a row together */

struct csvread {
	struct slice text; /* not read yet */
	char separator;
	size_t line, next_line; /* of the row, from 1; of the one after it */
	const char *fault;	/* of the row, in words; NULL: none */
	unsigned count;
	struct slice cell[CSVREAD_CELLS]; /* trimmed, in buffer */
	char buffer[CSVREAD_BYTES];
};

/** csvread_start - begin to read @text, which stays with the caller. */
void csvread_start(struct csvread *ret, struct slice text);

/**
 * csvread_row - read the next row with anything in it.
 * Returns false at the end. A row with a fault has no cells.
 * Allocates: no. Source: RFC 4180.
 */
bool csvread_row(struct csvread *r);

#endif
