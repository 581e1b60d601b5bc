/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages as they were sent, for the eye: the book keeps what they mean and not
 * what they said. One that is repeated is kept once. Bounded; what finds no room
 * is counted.
 */
#ifndef EARSHOT_UI_TEXTS_H
#define EARSHOT_UI_TEXTS_H

#include "lib/slice.h"

#include <stdint.h>

/* Bytes of all messages. */
#define TEXTS_BYTES ((size_t)64 << 20)

struct texts;

/** texts_create - no messages yet, at most @bytes; NULL: no memory. */
struct texts *texts_create(size_t bytes);

/** texts_destroy - free all; NULL is allowed. */
void texts_destroy(struct texts *texts);

/** texts_keep - keep @bytes of the message with that @digest; @context: the struct
 * texts. A hook of struct book. */
void texts_keep(void *context, uint64_t digest, struct slice bytes);

/** texts_find - the message with that @digest, or the absent slice. */
struct slice texts_find(const struct texts *texts, uint64_t digest);

/** texts_refused - how many messages found no room. */
uint64_t texts_refused(const struct texts *texts);

#endif
