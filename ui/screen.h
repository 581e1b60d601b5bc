/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A screen is one file and one line of screens.def. It lives on both sides:
 *
 *    main thread      key() changes the state; draw() draws the last view
 *         | state, a plain value, copied        ^ view, in an arena of its own
 *         v                                     |
 *    analysis thread  look() reads the book and makes the view that is asked for
 *
 * So a state holds no pointers (calls are named by screen_call), a view holds
 * none into the book, and nothing is ever locked for longer than a copy.
 */
#ifndef EARSHOT_UI_SCREEN_H
#define EARSHOT_UI_SCREEN_H

#include "lib/arena.h"
#include "reports/report.h"
#include "ui/canvas.h"
#include "ui/keys.h"

struct shell;
struct texts;

/* Most bytes of a screen's state. */
#define SCREEN_STATE 4096
/* Most bytes of a view. */
#define SCREEN_VIEW (16U << 20)

/* What the analysis knows; for look() only. */
struct scene {
	const struct report_input *input;
	const struct texts *texts; /* messages as they were sent; NULL: none */
	bool finished;      /* read, concluded and looked at by detectors */
	const char *doing;  /* what takes its time: "reading" */
	struct maybe share; /* of that, 0..1 */
	uint64_t frames;    /* read so far */
};

/* What every view says of the whole. */
struct view_head {
	bool finished;
	char doing[24];
	struct maybe share;
	uint64_t frames, calls, streams, registrations;
	uint64_t given_up; /* calls and streams, at limits */
	uint64_t findings[SEVERITIES];
	bool damaged;
	ns_t last_ts;
};

struct view {
	const struct screen *screen;
	uint32_t panel;  /* for whom it was made */
	uint32_t serial; /* from 1 */
	struct arena arena;
	struct view_head head;
	void *data; /* of the screen, in the arena; NULL: nothing */
};

struct look {
	const struct scene *scene;
	const void *state; /* of the screen */
	struct view *view; /* to be filled */
	void **memory;     /* what the screen keeps between looks: see forget */
	bool fresh; /* time to look at what has changed; else only at the state */
};

/* A screen that is open; the one on top of the stack is seen. */
struct panel {
	const struct screen *screen;
	struct shell *shell;
	uint32_t id;
	const struct view *view; /* the last one made for it; NULL: none yet */
	bool fresh; /* that one is new: take over what it says */
	uint32_t serial; /* of that one */
	int rows, columns; /* of its body when it was drawn last */
	_Alignas(16) unsigned char state[SCREEN_STATE]; /* zeroed at first */
};

struct screen_hint {
	enum action action;
	const char *label; /* in the bar: "Help" */
};

struct screen {
	const char *name;  /* "calls" */
	const char *title; /* one line for the help */
	const struct screen_hint *hints; /* label NULL ends them */
	size_t state_size;

	/** open - fill the zeroed state; @argument: of shell_open. */
	void (*open)(struct panel *p, const void *argument);
	/** look - make the view, in the analysis thread. NULL: it needs none. */
	void (*look)(struct look *look);
	/** draw - into @area of @c; p->view is NULL at first. */
	void (*draw)(struct panel *p, struct canvas *c, struct area area);
	/** key - do @action; false when it is none of this screen's. */
	bool (*key)(struct panel *p, enum action action);
	/** click - at row @y and column @x of the body; NULL: none. */
	void (*click)(struct panel *p, int y, int x, bool twice);
	/** answer - what was typed at a question of shell_ask. Returns 0, or -1
	 * with @err: it is asked again. */
	int (*answer)(struct panel *p, int question, struct slice text,
		struct err *err);
	/** complete - append to @t how the word before the cursor goes on; NULL. */
	void (*complete)(struct panel *p, int question, struct slice word,
		struct text *t);
	/** forget - free what look() keeps in its memory; NULL: it keeps none. */
	void (*forget)(void *memory);
};

#define SCREEN(name) extern const struct screen screen_##name;
#include "ui/screens.def"
#undef SCREEN

/* Who a call is, whatever becomes of its place in memory. */
struct screen_call {
	uint64_t hash; /* of its Call-ID */
	ns_t first_ts;
};

/* Who a stream is: its first packet. */
struct screen_stream {
	uint64_t frame; /* 0: nobody */
	uint32_t ssrc;
	uint32_t capture;
};

/** screen_at - the @i-th screen of screens.def; NULL past the last. */
const struct screen *screen_at(size_t i);

/** screen_find - the screen with that @name; NULL when there is none. */
const struct screen *screen_find(struct slice name);

/** screen_call_of - who @call is. */
struct screen_call screen_call_of(const struct call *call);

/** screen_call_in - the call @who of @book, or NULL when it was given up. */
const struct call *screen_call_in(
	const struct book *book, const struct screen_call *who);

/** screen_stream_of - who @stream is. */
struct screen_stream screen_stream_of(const struct stream *stream);

/** screen_stream_is - true when @stream is @who. */
bool screen_stream_is(
	const struct stream *stream, const struct screen_stream *who);

/** screen_stream_in - the stream @who of @book, or NULL when it was given up. */
const struct stream *screen_stream_in(
	const struct book *book, const struct screen_stream *who);

/** screen_keep - a copy of @t, which is freed, in the arena of @view. */
struct slice screen_keep(struct view *view, struct text *t);

#endif
