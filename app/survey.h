/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A first look at one of several files: when it begins and ends, fingerprints
 * of its packets and the moments of its calls. Enough to tell whether another
 * file saw the same packets, and how far its clock is away; nothing of it goes
 * into the report's figures.
 */
#ifndef EARSHOT_APP_SURVEY_H
#define EARSHOT_APP_SURVEY_H

#include "app/progress.h"
#include "calls/legs.h"
#include "flow/prints.h"
#include "lib/err.h"

struct survey {
	const char *path;
	uint64_t frames;
	ns_t first_ts, last_ts; /* frames > 0 */
	uint64_t links;         /* hash of its link types and interfaces */
	struct prints media, other;
	struct legs legs;
};

/**
 * survey_file - read @path once.
 * @key: of the hashes, the same for all files
 * @files: how many are surveyed: they share the room
 * @most: frames to read at most
 * @progress: shown while reading
 * @ret: filled; free with survey_finish, also after a failure
 * Returns 0, also when the file is damaged (the reading that counts will say
 * so), or -1 with @err when it cannot be opened or memory is exhausted.
 */
int survey_file(struct survey *ret, const char *path, uint64_t key,
	size_t files, uint64_t most, struct progress *progress,
	struct err *err);

/** survey_finish - free all. */
void survey_finish(struct survey *s);

#endif
