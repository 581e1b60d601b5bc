/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Twice over the files: a survey, then the merged reading. Pieces seen at two
 * points are kept apart by what puts them together.
 */
#include "app/several.h"

#include "app/merge.h"
#include "dissect/sip.h"
#include "flow/gather.h"

#include <stdlib.h>
#include <sys/stat.h>

struct reading_all {
	struct observation *o;
	struct merge merge;
	struct packet packets[BOOK_BATCH];
	size_t ready;
	size_t of;    /* the file that they are of */
	uint64_t sip; /* messages that were counted for a file */
};

bool several_possible(const struct options *options)
{
	struct stat st;

	for (size_t i = 0; i < options->file_count; i++) {
		const char *path = options->files[i];
		if (slice_is(slice_of(path), "-") || stat(path, &st) != 0 ||
			!S_ISREG(st.st_mode)) {
			return false;
		}
	}
	return true;
}

static int survey_all(const struct options *options, uint64_t key,
	struct progress *progress, struct survey *surveys, struct err *err)
{
	uint64_t most = options->count ? options->count : UINT64_MAX;

	progress->doing = "comparing files";
	progress->parts = options->file_count;
	for (size_t i = 0; i < options->file_count; i++) {
		progress->part = i;
		if (survey_file(&surveys[i], options->files[i], key,
			    options->file_count, most, progress, err) != 0) {
			return -1;
		}
	}
	progress->doing = "reading";
	progress->parts = 0;
	return 0;
}

static int find_points(struct observation *o, const struct options *options,
	uint64_t key, struct progress *progress, struct err *err)
{
	size_t n = options->file_count;
	struct survey *surveys = calloc(n, sizeof(*surveys));
	int rc = -1;

	if (!surveys) {
		return err_set(err, "out of memory");
	}
	rc = survey_all(options, key, progress, surveys, err);
	if (rc == 0) {
		rc = points_find(&o->points, surveys, n, err);
	}
	for (size_t i = 0; i < n; i++) {
		survey_finish(&surveys[i]);
	}
	free(surveys);
	return rc;
}

/* Hand over what is ready; all that came since is of one file. */
static void flush(struct reading_all *r)
{
	const struct book_counts *counts = &r->o->book->counts;

	book_packets(r->o->book, r->packets, r->ready);
	r->ready = 0;
	r->o->captures[r->of].sip += counts->sip - r->sip;
	r->sip = counts->sip;
}

/* What goes to the book in a way of its own: all before it comes first. */
static void take_apart(struct reading_all *r, const struct packet *packet)
{
	struct observation *o = r->o;

	flush(r);
	if (packet->kind == PACKET_SEGMENT) {
		book_other(o->book, packet);
	}
	if (gather_wants(packet)) {
		gather_packet(o->gather, packet);
	} else {
		gather_answer(o->gather, packet);
		book_packet(o->book, packet);
	}
}

/* One frame of @file, in its turn. Returns 0, or -1 when the filter fails. */
static int take(struct reading_all *r, const struct frame *frame, size_t file)
{
	struct observation *o = r->o;
	struct report_capture *c = &o->captures[file];
	const struct gather_counts *gathered = gather_counts(o->gather);

	if (file != r->of || r->ready == BOOK_BATCH) {
		flush(r);
		r->of = file;
	}
	int passed = observe_frame(o, c, frame, &o->errors[file]);
	struct packet *packet = &r->packets[r->ready];
	if (passed < 1) {
		return passed;
	}
	bool decoded = observe_decode(c, frame, packet);
	packet->point = o->points.of_file[file];
	packet->capture = (uint16_t)file;
	if (!decoded) {
		if (packet_rest(packet)) {
			struct packet rest = *packet;
			flush(r);
			book_rest(o->book, &rest);
		}
		return 0;
	}
	if (gather_wants(packet) ||
		(gathered->waiting && sip_probe(packet->payload))) {
		take_apart(r, packet);
	} else {
		r->ready++;
	}
	return 0;
}

static void read_merged(struct reading_all *r, const struct options *options,
	struct progress *progress)
{
	struct observation *o = r->o;
	uint64_t most = options->count ? options->count : UINT64_MAX;
	struct frame frame;
	size_t file;

	while (o->frames < most) {
		if (merge_dry(&r->merge)) {
			flush(r);
		}
		int more = merge_next(&r->merge, &frame, &file);
		if (more == 0) {
			break;
		}
		if (more != 1) {
			observe_copy(&o->captures[file], &frame);
		} else if (take(r, &frame, file) != 0) {
			o->captures[file].error = o->errors[file].text;
			o->damaged = true;
			break;
		}
		if (++o->frames % progress->every == 0 &&
			!progress_draw(progress,
				source_progress(o->sources[file]), o->frames)) {
			break;
		}
	}
	flush(r);
}

static int prepare(struct reading_all *r, const struct options *options)
{
	struct observation *o = r->o;
	size_t n = options->file_count;

	r->merge.count = n;
	r->merge.heads = calloc(n, sizeof(*r->merge.heads));
	if (!r->merge.heads) {
		return -1;
	}
	for (size_t k = 0; k < o->points.count; k++) {
		o->book->points[k] = o->points.points[k].span;
	}
	o->book->point_count = o->points.count;
	o->book->clock_spread = o->points.spread;
	for (size_t i = 0; i < n; i++) {
		struct merge_head *h = &r->merge.heads[i];
		h->source = o->sources[i];
		h->place = o->points.of_file[i];
		h->clock = &o->points.points[h->place].clock;
		h->overlapping = o->points.overlapping[h->place];
		h->err = &o->errors[i];
	}
	return merge_start(&r->merge);
}

static void conclude(struct reading_all *r)
{
	struct observation *o = r->o;

	for (size_t i = 0; i < o->count; i++) {
		const struct merge_head *h = &r->merge.heads[i];
		struct report_capture *c = &o->captures[i];
		c->point = o->points.of_file[i];
		if (h->damaged) {
			o->damaged = true;
			c->error = o->errors[i].text;
		}
	}
}

int several_read(struct observation *o, const struct options *options,
	uint64_t key, struct progress *progress, struct err *err)
{
	struct reading_all r = {.o = o};

	if (find_points(o, options, key, progress, err) != 0) {
		return -1;
	}
	int rc = prepare(&r, options);
	if (rc == 0) {
		read_merged(&r, options, progress);
		conclude(&r);
	} else {
		(void)err_set(err, "out of memory");
	}
	free(r.merge.heads);
	merge_finish(&r.merge);
	return rc;
}
