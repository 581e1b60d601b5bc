/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found as it is drawn: the analysis side of screen_findings.c. */
#ifndef EARSHOT_UI_FINDINGS_VIEW_H
#define EARSHOT_UI_FINDINGS_VIEW_H

#include "ui/ladder_view.h"
#include "ui/sheet.h"

enum findings_column {
	FINDINGS_SEVERITY,
	FINDINGS_ID,
	FINDINGS_WHAT,
	FINDINGS_CALLS,
	FINDINGS_TIMES,
	FINDINGS_FIRST,
	FINDINGS_FRAME,
	FINDINGS_COLUMNS,
};

struct findings_state {
	struct table_state table;
	struct sheet sheet; /* of the pane: columns only */
	char text[CALLS_TEXT]; /* that a finding must say; "": anything */
};

/* What stands behind a row. */
struct findings_row {
	const char *id;		   /* of the detector */
	struct ladder_ask calls;   /* as many as a ladder takes */
	uint32_t call_count;	   /* of all */
	struct screen_stream who;  /* the first one; frame 0: none */
	struct slice block;	   /* all about it: lines */
};

struct findings_view {
	struct table_view table;
	struct findings_row *rows; /* of the window */
	bool pending;		   /* they come when all has been read */
	bool all;		   /* nothing is left out */
	uint64_t by_severity[SEVERITIES];
	uint64_t judged; /* by how many detectors something was judged */
	struct slice passed; /* lines: what was checked; seen without findings */
};

/** findings_view_columns - the table of columns, FINDINGS_COLUMNS of them. */
const struct table_column *findings_view_columns(void);

/** findings_view_look - see struct screen. */
void findings_view_look(struct look *look);

#endif
