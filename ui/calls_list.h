/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calls that the list shows, chosen, sorted, and the rows around the cursor as
 * text: the analysis side of screen_calls.c.
 */
#ifndef EARSHOT_UI_CALLS_LIST_H
#define EARSHOT_UI_CALLS_LIST_H

#include "ui/table.h"

/* Calls that can be selected at once. */
#define CALLS_SELECTED 16
#define CALLS_TEXT     256

/* In the order of the columns' table. */
enum calls_column {
	CALLS_INDEX,
	CALLS_DATE,
	CALLS_TIME,
	CALLS_FROM,
	CALLS_FROM_USER,
	CALLS_TO,
	CALLS_TO_USER,
	CALLS_SRC,
	CALLS_DST,
	CALLS_CALL_ID,
	CALLS_METHOD,
	CALLS_TRANSPORT,
	CALLS_MESSAGES,
	CALLS_STATE,
	CALLS_TALK,
	CALLS_TOTAL,
	CALLS_CODEC,
	CALLS_PATH,
	CALLS_MOS,
	CALLS_LOSS,
	CALLS_FINDING,
	CALLS_REASON,
	CALLS_COLUMNS,
};

struct calls_state {
	struct table_state table;
	char where[CALLS_TEXT]; /* filter expression; "": none */
	char text[CALLS_TEXT];	/* what a call must say somewhere; "": anything */
	bool noise_hidden, numeric;
	bool grouped; /* by conversation */
	ns_t cleared;		/* what began up to then is not shown; 0: all is */
	char kept[CALLS_TEXT];	/* but for what this is true of; "": nothing */
	uint32_t save, saved; /* what was asked for; what was done: see calls_save.h */
	char save_path[CALLS_TEXT];
	uint32_t selected_count;
	struct screen_call selected[CALLS_SELECTED];
};

struct calls_view {
	struct table_view table;
	struct screen_call *calls; /* of the rows of the window */
	const char **worst; /* ids of their worst findings; NULL: none */
	uint64_t all;		   /* calls there are */
	uint64_t noise;		   /* hidden as such */
	uint32_t save; /* of the state; 0: nothing is saved */
	size_t save_count; /* calls in it */
	struct slice save_text, save_error;
	bool pending; /* figures of the end are not there yet */
};

/** calls_list_columns - the table of columns, CALLS_COLUMNS of them. */
const struct table_column *calls_list_columns(void);

/** calls_list_look - see struct screen. */
void calls_list_look(struct look *look);

/** calls_list_forget - see struct screen; frees @memory. */
void calls_list_forget(void *memory);

#endif
