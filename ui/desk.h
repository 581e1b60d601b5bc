/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the two threads meet. The main thread lays a state on the desk (the last
 * one counts) and takes the newest view; the analysis thread comes by while it
 * reads. Three views go round: one is drawn, one is made, one lies ready.
 * The lock is held for copies of a few kilobytes at most.
 */
#ifndef EARSHOT_UI_DESK_H
#define EARSHOT_UI_DESK_H

#include "ui/screen.h"

struct desk;

/* A clock that only goes forward. */
typedef ns_t desk_clock(void);

/** desk_create - @now: what time it is. NULL when memory is exhausted. */
struct desk *desk_create(desk_clock *now);

/** desk_destroy - free all; both threads are done with it. NULL is allowed. */
void desk_destroy(struct desk *desk);

/** desk_ask - the view of panel @p is wanted now. Main thread. */
void desk_ask(struct desk *desk, const struct panel *p);

/** desk_take - the newest view, borrowed until the next desk_take; NULL: none yet.
 * Main thread. */
const struct view *desk_take(struct desk *desk);

/** desk_pause - stop reading, or go on; as @paused says. Main thread. */
void desk_pause(struct desk *desk, bool paused);

/** desk_quit - the program ends: desk_tick says so. Main thread. */
void desk_quit(struct desk *desk);

/** desk_done - true when the analysis thread has left: see desk_leave. */
bool desk_done(struct desk *desk);

/** desk_wake_fd - becomes readable when there is a new view; read by desk_take.
 */
int desk_wake_fd(const struct desk *desk);

/**
 * desk_tick - answer what is asked, at most so often that most of the time is
 * left for reading. Analysis thread. @scene: as it is now
 * Returns false when the program ends.
 */
bool desk_tick(struct desk *desk, const struct scene *scene);

/** desk_answer - make the view that is asked for now, whatever the clock says; for
 * runs without threads. @scene: as it is now */
void desk_answer(struct desk *desk, const struct scene *scene);

/** desk_serve - answer until the program ends. Analysis thread; @scene stays. */
void desk_serve(struct desk *desk, const struct scene *scene);

/** desk_leave - the analysis thread ends, and wakes the other. */
void desk_leave(struct desk *desk);

#endif
