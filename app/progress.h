/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A progress bar on standard error, when that is a terminal and it takes long.
 */
#ifndef EARSHOT_APP_PROGRESS_H
#define EARSHOT_APP_PROGRESS_H

#include "lib/maybe.h"

#include <stdint.h>

struct progress {
	bool on;
	bool shown;
	int64_t next_ns; /* monotonic: when to draw again */
};

/** progress_start - @quiet: never draw. */
void progress_start(struct progress *p, bool quiet);

/**
 * progress_draw - called now and then.
 * @share: of the file, 0..1, unknown for a pipe; @packets: read so far
 */
void progress_draw(struct progress *p, struct maybe share, uint64_t packets);

/** progress_end - take the bar away. */
void progress_end(struct progress *p);

#endif
