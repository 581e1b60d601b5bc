/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stream as it is drawn: the analysis side of screen_stream.c. */
#ifndef EARSHOT_UI_STREAM_VIEW_H
#define EARSHOT_UI_STREAM_VIEW_H

#include "ui/sheet.h"

/* What the screen is opened with; zeroed: the stream with the lowest MOS. */
struct stream_ask {
	struct screen_stream who; /* zeroed: the worst one of that call */
	struct screen_call call;
};

struct stream_state {
	struct stream_ask ask;
	struct sheet sheet;
};

/* Most figures, and most points of a graph. */
#define STREAM_FACTS  24
#define STREAM_POINTS 8192

struct stream_fact {
	const char *key;
	struct slice value;
	uint8_t ink;
};

enum stream_graph { GRAPH_MOS, GRAPH_LOSS, GRAPH_JITTER, GRAPHS };

struct stream_view {
	bool none; /* there is no such stream */
	struct slice title, place; /* "2 of 4 of this call" */
	struct screen_stream who;
	struct screen_stream before, after; /* of its call, else of all */
	struct screen_stream bad_before, bad_after; /* of all */
	struct screen_call call; /* hash 0: none */
	struct stream_fact facts[STREAM_FACTS];
	unsigned fact_count;
	struct maybe *graphs[GRAPHS]; /* each of points */
	uint32_t points;
	struct slice from, to; /* times of day */
	double mos_most;       /* upper edge of its scale */
	bool pending;	       /* MOS comes when all is read */
	struct slice more;     /* buffers, far end, course, findings: lines */
	char finding[48];      /* the worst one of the stream; "": none */
};

/** stream_view_look - see struct screen. */
void stream_view_look(struct look *look);

#endif
