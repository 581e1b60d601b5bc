/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a ladder as they are drawn: the analysis side of screen_ladder.c. */
#ifndef EARSHOT_UI_LADDER_VIEW_H
#define EARSHOT_UI_LADDER_VIEW_H

#include "ui/calls_list.h"

/* What a ladder is opened with. */
struct ladder_ask {
	struct screen_call calls[CALLS_SELECTED];
	uint32_t count;
	bool legs; /* with all legs of their conversations */
};

enum ladder_time { TIME_OF_DAY, TIME_SINCE_FIRST, TIME_SINCE_LAST, TIME_MODES };
enum ladder_media { MEDIA_ON, MEDIA_OFF, MEDIA_CARRIED, MEDIA_MODES };
enum ladder_sdp { SDP_CODECS, SDP_ADDRESS, SDP_HIDDEN, SDP_MODES };
enum ladder_pane { PANE_USUAL, PANE_ON, PANE_OFF };
enum ladder_colour { COLOUR_REQUEST, COLOUR_CALL, COLOUR_CSEQ, COLOUR_MODES };

struct ladder_state {
	struct ladder_ask ask;
	struct table_state rows;
	uint8_t time, media, sdp, colour;
	bool ports, only_sdp, only_media, numeric;
	/* of the main thread alone */
	uint8_t pane; /* enum ladder_pane */
	bool plain;
	uint8_t share;	       /* of the pane, percent of the width; 0: usual */
	uint8_t first;	       /* column */
	uint32_t scroll;       /* of the pane */
	uint64_t marked;       /* key of the row that is to be compared; 0 */
	uint64_t marked_text;  /* digest of its message */
	char text[CALLS_TEXT]; /* that was looked for */
};

struct ladder_line {
	uint8_t from, to; /* columns */
	uint8_t ink;
	uint8_t severity; /* of what was found here, + 1; 0: nothing */
	bool stream, loop, repeated;
	struct screen_stream who; /* the stream; frame 0: a message */
	struct screen_call call;  /* of the row; hash 0: none */
	const char *finding;	  /* id of the worst one here; NULL: none */
	struct slice time, label;
	struct slice brief; /* the label where that has no room */
	struct slice about;  /* frame, ends, figures: lines */
	struct slice found;  /* what was found here: lines */
	uint64_t digest;     /* of the message */
	struct slice message; /* as it was sent; absent: not kept, or a stream */
};

struct ladder_view {
	struct table_view table;    /* keys only */
	struct ladder_line *lines;  /* of the window */
	struct slice title;
	struct slice *hosts;
	uint32_t host_count;
	bool gone; /* none of the calls is in the book any more */
};

/** ladder_view_look - see struct screen. */
void ladder_view_look(struct look *look);

#endif
