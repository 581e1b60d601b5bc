/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An observation: capture files read into one book, ready for a report. Several
 * files are put on one clock and read in the order of time (several.h); times
 * are shown relative to the first frame of all.
 */
#ifndef EARSHOT_APP_OBSERVE_H
#define EARSHOT_APP_OBSERVE_H

#include "app/options.h"
#include "app/points.h"
#include "app/progress.h"
#include "reports/report.h"

/* Who is told of each RTP packet of a stream; see struct book. */
struct observe_listener {
	/** row - as in struct book; NULL: nobody. */
	void (*row)(void *context, const struct book_row *row,
		const struct rtp *rtp);
	void *context;
	/** said - as in struct book; NULL: nobody. */
	void (*said)(void *context, uint64_t digest, struct slice bytes);
	void *said_context;
};

struct observation {
	struct observe_listener listener;
	const struct progress_watch *watch; /* NULL: nobody */
	struct book *book;
	struct gather *gather;
	struct filter *filter; /* NULL: every frame passes */
	struct source **sources;
	struct err *errors; /* of each file: why reading stopped early */
	struct report_capture *captures;
	size_t count;         /* files opened */
	struct points points; /* of several files; none for one */
	uint64_t frames;
	bool damaged;   /* some file could not be read to its end */
	bool rows_lost; /* memory ran out for the per-packet table */
	struct report_rows rows;
	struct report_input input; /* what a report wants */
};

/**
 * observe - read all files of @options.
 * @ret: filled; free with observe_finish, also after a failure
 * Returns 0 (also when files were damaged: see captures[].error), or -1 with
 * @err when a file cannot be read at all.
 */
int observe(struct observation *ret, const struct options *options,
	struct err *err);

/**
 * observe_watched - as observe, but @listener is told of packets and messages
 * and @watch of the progress; when it stops the reading, what was read is what
 * there is. While it is told, book, captures and count of @ret may be read.
 */
int observe_watched(struct observation *ret, const struct options *options,
	const struct observe_listener *listener,
	const struct progress_watch *watch, struct err *err);

/** observe_repeatable - true when all files of @options can be read again. */
bool observe_repeatable(const struct options *options);

/**
 * observe_again - read all files of @options once more, through the same code and
 * with the same limits, so that streams are discovered in the same order. What it
 * makes of them is thrown away; @listener is told of the packets meanwhile.
 * Returns 0, or -1 with @err.
 */
int observe_again(const struct options *options,
	const struct observe_listener *listener, struct err *err);

/**
 * observe_frame - account for @frame, one more of the capture @c of @o.
 * Returns 1 when it passes the filter, 0 when it does not, which is counted, or
 * -1 with @err when the filter cannot be used on it.
 */
int observe_frame(struct observation *o, struct report_capture *c,
	const struct frame *frame, struct err *err);

/**
 * observe_decode - the packet in @frame of the capture @c.
 * @ret: the packet, with time and number of its frame
 * Returns false when it gave none; why is counted, and packet_rest (@ret) may be
 * true.
 */
bool observe_decode(struct report_capture *c, const struct frame *frame,
	struct packet *ret);

/** observe_copy - account for @frame of the capture @c, which an earlier file
 * of its place has given already: it is read, and nothing more. */
void observe_copy(struct report_capture *c, const struct frame *frame);

/** observe_finish - free everything. */
void observe_finish(struct observation *o);

#endif
