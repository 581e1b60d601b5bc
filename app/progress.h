/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A progress bar on standard error, when that is a terminal and it takes long.
 */
#ifndef EARSHOT_APP_PROGRESS_H
#define EARSHOT_APP_PROGRESS_H

#include "lib/maybe.h"

#include <stdint.h>

/* Who is told instead, and how often. */
struct progress_watch {
	/** tick - so many @packets are read, @share of the whole, while @doing
	 * something. Returns false when nobody wants the rest. */
	bool (*tick)(void *context, const char *doing, struct maybe share,
		uint64_t packets);
	void *context;
	unsigned every; /* packets between two ticks */
};

struct progress {
	const struct progress_watch *watch; /* NULL: nobody */
	unsigned every;	     /* packets between two calls of progress_draw */
	size_t part, parts;  /* the file under way, of so many */
	const char *doing;   /* in one word or two */
	bool stopped;	     /* nobody wants the rest */
	bool on;
	bool shown;
	int64_t next_ns; /* monotonic: when to draw again */
};

/** progress_start - @quiet: never draw. @watch: is told instead; NULL: nobody. */
void progress_start(
	struct progress *p, bool quiet, const struct progress_watch *watch);

/**
 * progress_draw - called now and then.
 * @share: of the file, 0..1, unknown for a pipe; @packets: read so far
 * Returns false when the reading shall stop.
 */
bool progress_draw(struct progress *p, struct maybe share, uint64_t packets);

/** progress_end - take the bar away. */
void progress_end(struct progress *p);

#endif
