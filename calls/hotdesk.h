/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hot-desking: an extension that moves to another device, or a device that
 * changes its extension. One registration takes the place of another that had
 * ended, by Expires: 0 or by running out, before it began: two phones that
 * share an extension, and a phone with two lines, are no move. A dial code
 * (*77*EXTENSION*) from the device is shown with it.
 */
#ifndef EARSHOT_CALLS_HOTDESK_H
#define EARSHOT_CALLS_HOTDESK_H

#include "calls/call.h"

struct book;

/**
 * hotdesk_find - set took_device, took_extension and code of the registrations
 * of @book, whose calls are in order and whose registrations are concluded.
 * Nothing is set when memory runs out; that is counted.
 */
void hotdesk_find(struct book *book);

/** hotdesk_digit - @digit as it may be kept: keys of a PIN are masked, "x". */
char hotdesk_digit(const struct call *call, char digit);

#endif
