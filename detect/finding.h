/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the detectors found in a finished book. A finding is one sentence that
 * somebody can act on, with the frames that prove it; the same thing found
 * again is counted in it. Beside the findings stands what each detector judged
 * and found in order, and what it could not judge and why: that nothing was
 * found is worth something only if something was looked at.
 *
 * All text is clean (lib/text.h) and lives as long as the findings; calls and
 * streams belong to the book, which has to live as long.
 */
#ifndef EARSHOT_DETECT_FINDING_H
#define EARSHOT_DETECT_FINDING_H

#include "detect/thresholds.h"
#include "lib/arena.h"
#include "lib/endpoint.h"
#include "lib/maybe.h"
#include "lib/ns.h"

struct book;
struct call;
struct detector;
struct finding;
struct stream;

enum severity {
	SEVERITY_NOTE,	   /* worth knowing */
	SEVERITY_WARNING,  /* quality or policy suffers */
	SEVERITY_ERROR,	   /* calls fail or are unusable */
	SEVERITY_CRITICAL, /* service or security is down or open now */
};

#define SEVERITIES (SEVERITY_CRITICAL + 1)

/* Most frames and hosts that one finding names; more are counted. */
#define FINDING_FRAMES 12
#define FINDING_HOSTS  8
/* Most findings that are kept of one detector; more are counted. */
#define FINDINGS_MOST 100
/* Different reasons why a detector could not judge that are told apart. */
#define CHECK_REASONS 6
/* Memory of all findings of one book. */
#define FINDINGS_BYTES (64U << 20)

struct finding_frame {
	uint64_t frame;
	uint16_t capture; /* which file holds it */
};

/* That @finding concerns @call; in a list of each. */
struct finding_call {
	const struct call *call;
	const struct finding *finding;
	struct finding_call *next;	   /* of the finding */
	struct finding_call *next_of_call; /* of the call, worst first */
};

struct finding_stream {
	const struct stream *stream;
	struct finding_stream *next;
};

struct finding {
	struct finding *next; /* of the same detector */
	const struct detector *detector;
	enum severity severity;
	uint32_t index; /* in the list of all, from 0 */
	uint64_t key;	/* what makes two findings one: a hash */
	uint32_t count; /* how often it was found */
	struct finding_call *calls, *calls_tail;
	struct finding_stream *streams, *streams_tail;
	uint32_t call_count, stream_count;
	struct addr hosts[FINDING_HOSTS];
	struct finding_frame frames[FINDING_FRAMES];
	uint32_t host_count, frame_count; /* may be more than are kept */
	ns_t first_ts, last_ts;
	/* what was measured, the worst time; and the threshold it crossed */
	struct maybe measured, limit;
	const char *unit;    /* of both; "" for a count; NULL: nothing measured */
	struct slice detail; /* one or two sentences about this case */
	struct slice remedy; /* what to do about it */
};

/* What became of one detector. */
struct check {
	const struct detector *detector;
	uint64_t judged;   /* subjects that it could judge */
	uint64_t found;	   /* of them: with a finding */
	uint64_t dropped;  /* findings above FINDINGS_MOST */
	uint64_t unjudged; /* subjects that it could not judge */
	struct check_reason {
		const char *why;
		uint64_t count;
		bool absent; /* no traffic of the kind is in the capture */
	} reasons[CHECK_REASONS]; /* why NULL: no more */
	struct finding *findings, *tail; /* as they were found */
	uint32_t finding_count;
};

struct heard_all;

struct findings {
	struct arena arena;
	struct finding **list; /* what to fix first stands first */
	size_t count;
	struct check *checks; /* one a detector, in the order of their ids */
	size_t check_count;
	struct finding_call **of_call; /* by number of the call, less 1 */
	size_t call_count;
	uint64_t by_severity[SEVERITIES];
	bool incomplete; /* memory ran out: some may be missing */
};

/**
 * findings_build - let all detectors look at @book, which is finished.
 * @limits: when they speak; @heard: what was heard, NULL: nobody listened
 * @ret: filled; free with findings_finish
 * Returns 0, or -1 when there is no memory for the lists. Allocates: yes; when
 * memory runs out later, what was found so far stays and `incomplete` is set.
 */
int findings_build(const struct book *book, const struct thresholds *limits,
	const struct heard_all *heard, struct findings *ret);

/** findings_finish - free everything. */
void findings_finish(struct findings *findings);

/** findings_worst - what is worst about @call; NULL when nothing is. */
const struct finding *findings_worst(
	const struct findings *findings, const struct call *call);

/** findings_concern - true when @finding concerns @call; NULL: any finding does. */
bool findings_concern(const struct finding *finding, const struct call *call);

/** findings_failed - true when one is an error or worse. */
bool findings_failed(const struct findings *findings);

/** finding_severity_text - "note", "warning", "error", "critical". */
const char *finding_severity_text(enum severity severity);

#endif
