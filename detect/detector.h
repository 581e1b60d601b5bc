/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A detector knows one thing that may be wrong, and how to say so. It is a
 * const table: one file detect/NAME.c and one line of detectors.def. The book
 * is walked once; each call, stream and registration is shown to all detectors
 * that ask for such, then the whole book to those that ask for that.
 *
 * A hook judges its subject in one of three ways:
 *
 *   detect_skip(d, why)        it cannot be judged from this capture
 *   detect_judged(d)           it was judged; nothing else follows: in order
 *   detect_raise(d, ...)       it was judged, and this was found
 *
 * Nothing is raised from an absence that the capture could not have shown.
 */
#ifndef EARSHOT_DETECT_DETECTOR_H
#define EARSHOT_DETECT_DETECTOR_H

#include "calls/book.h"
#include "calls/path.h"
#include "detect/finding.h"
#include "detect/heard.h"
#include "lib/i18n.h"
#include "lib/text.h"

/* What `earshot explain` tells. Lists have one item a line. */
struct detector_page {
	const char *meaning;  /* what it is, and whom it hurts */
	const char *wire;     /* how it shows in the packets, with an example */
	const char *causes;   /* a list, the likeliest first */
	const char *remedy;   /* a list: PBX, telephone, switch, firewall */
	const char *standard; /* which document says so, with its clause */
};

struct detecting;

struct detector {
	const char *id;		/* "codec-rejected" */
	enum severity severity; /* the usual one, or the worst */
	const char *title;	/* a few words: a heading of what is wrong */
	const char *passed;	/* a sentence without its stop, for when nothing
				   was found; the subjects follow in brackets;
				   NULL: that says nothing */
	const char *subject;	/* what it judges, singular: "call" */
	bool latent;		/* nobody suffers yet from what it finds: it comes
				   behind what is suffered from */
	struct detector_page page;
	void (*call)(struct detecting *d, const struct call *call);
	void (*stream)(struct detecting *d, const struct stream *stream);
	void (*registration)(
		struct detecting *d, const struct registration *registration);
	void (*whole)(struct detecting *d);
};

#define DETECTOR(name) extern const struct detector detector_##name;
#include "detect/detectors.def"
#undef DETECTOR

/* The state of a walk over the book; what detectors read of it is const. */
struct detecting {
	const struct book *book;
	const struct thresholds *limits;
	const struct heard_all *heard; /* NULL: the voices were not decoded */
	struct findings *findings;
	struct check *check; /* of the detector that is asked now */
	struct text text;    /* a sentence being written: see detect_detail */
	const struct call *path_call;
	struct path path;
};

/** detector_at - the @index-th detector of the list, NULL past its end. */
const struct detector *detector_at(size_t index);

/** detector_by_id - the detector with that @id, or NULL. */
const struct detector *detector_by_id(struct slice id);

/** detect_limit - the value of @threshold in this run. */
double detect_limit(const struct detecting *d, enum threshold threshold);

/** detect_path - the way of the voice of @call (calls/path.h), judged once for
 * all detectors. */
const struct path *detect_path(struct detecting *d, const struct call *call);

/** detect_judged - one more subject was judged. */
void detect_judged(struct detecting *d);

/** detect_skip - a subject could not be judged; @why: a constant that says
 * after "could not be judged:" why not. */
void detect_skip(struct detecting *d, const char *why);

/** detect_absent - as detect_skip; the capture holds no traffic of the kind. */
void detect_absent(struct detecting *d, const char *why);

/**
 * detect_raise - something was found, or found again: its subject is judged.
 * @severity: of this case; the worst of several counts
 * @key: what makes two cases the same finding, any bytes; empty: all are one
 * @ts: when it showed
 * Returns the finding, new when its count is 1, for the functions below; NULL
 * when there is no more room, which is counted, and which they all accept.
 */
struct finding *detect_raise(struct detecting *d, enum severity severity,
	struct slice key, ns_t ts);

/** detect_frame - @finding is proven by @frame of the file @capture; 0: none. */
void detect_frame(struct finding *finding, uint64_t frame, uint16_t capture);

/** detect_moment - as detect_frame: the frame of @moment. */
void detect_moment(struct finding *finding, const struct moment *moment);

/** detect_call - @finding concerns @call; once is enough. NULL is allowed. */
void detect_call(struct detecting *d, struct finding *finding,
	const struct call *call);

/** detect_stream - as detect_call: concerns @stream, and the call it is of. */
void detect_stream(struct detecting *d, struct finding *finding,
	const struct stream *stream);

/** detect_host - @finding concerns the host @ip. */
void detect_host(struct finding *finding, const struct addr *ip);

/** detect_measured - @value was measured, and @limit is where @finding begins;
 * of several the one farther beyond the limit is kept. @unit: a constant */
void detect_measured(struct finding *finding, double value, double limit,
	const char *unit);

/**
 * detect_detail - what was written into d->text is what @finding says of this
 * case; the text is cleared. The first word counts, so that a finding that is
 * found again need not write: see detect_new.
 */
void detect_detail(struct detecting *d, struct finding *finding);

/** detect_remedy - as detect_detail: what to do about @finding. Without it, the
 * first line of the page's remedy is that. */
void detect_remedy(struct detecting *d, struct finding *finding);

/** detect_new - true when @finding wants its sentences: it is there, and new. */
static inline bool detect_new(const struct finding *finding)
{
	return finding && finding->count == 1;
}

#endif
