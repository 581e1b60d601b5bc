/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Twice over the files: a survey, then the merged reading. Each place has a
 * gather of its own, because pieces seen at two places are not two pieces.
 */
#include "app/several.h"

#include "app/merge.h"
#include "flow/gather.h"

#include <stdlib.h>
#include <sys/stat.h>

#define LOOK_EVERY 8192

/* Where what a gather delivers came from. */
struct place {
	struct observation *o;
	struct gather *gather;
	uint8_t point;
	uint16_t capture;
};

struct reading_all {
	struct observation *o;
	struct merge merge;
	struct place *places;
	struct packet packets[BOOK_BATCH];
	size_t ready;
	size_t of; /* the file that they are of */
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

static void take_gathered(void *context, const struct packet *packet)
{
	const struct place *place = context;
	struct packet p = *packet;

	p.point = place->point;
	p.capture = place->capture;
	book_packet(place->o->book, &p);
}

static int survey_all(const struct options *options, uint64_t key,
	struct progress *progress, struct survey *surveys, struct err *err)
{
	uint64_t most = options->count ? options->count : UINT64_MAX;

	for (size_t i = 0; i < options->file_count; i++) {
		if (survey_file(&surveys[i], options->files[i], key,
			    options->file_count, most, progress, err) != 0) {
			return -1;
		}
	}
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

/* Hand over what is ready; all of it is of one file. */
static void flush(struct reading_all *r)
{
	struct book *book = r->o->book;
	uint64_t before = book->counts.sip;

	book_packets(book, r->packets, r->ready);
	r->ready = 0;
	r->o->captures[r->of].sip += book->counts.sip - before;
}

static void gather_one(
	struct reading_all *r, const struct packet *packet, size_t file)
{
	struct book *book = r->o->book;
	struct place *place = &r->places[packet->point];
	uint64_t before = book->counts.sip;

	place->capture = packet->capture;
	gather_packet(place->gather, packet);
	r->o->captures[file].sip += book->counts.sip - before;
}

static void take(struct reading_all *r, const struct frame *frame, size_t file)
{
	struct observation *o = r->o;

	if (file != r->of || r->ready == BOOK_BATCH) {
		flush(r);
		r->of = file;
	}
	struct packet *packet = &r->packets[r->ready];
	if (!observe_decode(&o->captures[file], frame, packet)) {
		return;
	}
	packet->point = o->points.of_file[file];
	packet->capture = (uint16_t)file;
	if (!gather_wants(packet)) {
		r->ready++;
		return;
	}
	struct packet wanted = *packet;
	flush(r);
	gather_one(r, &wanted, file);
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
		if (more == 1) {
			take(r, &frame, file);
		} else {
			observe_copy(&o->captures[file], &frame);
		}
		if (++o->frames % LOOK_EVERY == 0) {
			progress_draw(progress,
				source_progress(o->sources[file]), o->frames);
		}
	}
	flush(r);
}

static int prepare(
	struct reading_all *r, const struct options *options, uint64_t key)
{
	struct observation *o = r->o;
	size_t n = options->file_count;

	r->merge.count = n;
	r->merge.heads = calloc(n, sizeof(*r->merge.heads));
	r->places = calloc(o->points.count, sizeof(*r->places));
	if (!r->merge.heads || !r->places) {
		return -1;
	}
	for (size_t k = 0; k < o->points.count; k++) {
		struct place *place = &r->places[k];
		place->o = o;
		place->point = (uint8_t)k;
		place->gather = gather_create(key, take_gathered, place);
		if (!place->gather) {
			return -1;
		}
		o->book->points[k] = o->points.points[k].span;
	}
	o->book->point_count = o->points.count;
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
	for (size_t k = 0; k < o->points.count; k++) {
		gather_finish(r->places[k].gather);
	}
}

int several_read(struct observation *o, const struct options *options,
	uint64_t key, struct progress *progress, struct err *err)
{
	struct reading_all r = {.o = o};

	if (find_points(o, options, key, progress, err) != 0) {
		return -1;
	}
	int rc = prepare(&r, options, key);
	if (rc == 0) {
		read_merged(&r, options, progress);
		conclude(&r);
	} else {
		(void)err_set(err, "out of memory");
	}
	for (size_t k = 0; r.places && k < o->points.count; k++) {
		gather_destroy(r.places[k].gather);
	}
	free(r.places);
	free(r.merge.heads);
	merge_finish(&r.merge);
	return rc;
}
