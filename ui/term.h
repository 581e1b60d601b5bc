/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal: the one place that knows curses. There is one terminal, so its state
 * is global here. Whatever ends the program, a key, a signal, a crash, the
 * terminal is given back as it was.
 */
#ifndef EARSHOT_UI_TERM_H
#define EARSHOT_UI_TERM_H

#include "lib/err.h"
#include "lib/ns.h"
#include "ui/canvas.h"
#include "ui/keys.h"

/**
 * term_open - take over the terminal. @colour: use colours where it has them
 * Returns 0, or -1 with @err.
 */
int term_open(bool colour, struct err *err);

/** term_close - give it back; nothing when it is not open. */
void term_close(void);

/** term_size - its size now, into @rows and @columns. */
void term_size(int *rows, int *columns);

/** term_show - show @canvas; only what differs from the last one is sent. */
void term_show(const struct canvas *canvas);

/**
 * term_wait - the next event. @fd: when it is readable the event is KEYS_WAKE
 * @ret: the event
 */
void term_wait(int fd, struct keys_event *ret);

/** term_now - a clock that only goes forward. */
ns_t term_now(void);

#endif
