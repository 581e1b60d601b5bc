/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop of observe.c without a book. */
#include "app/survey.h"

#include "capture/source.h"
#include "dissect/dissector.h"
#include "dissect/link.h"
#include "flow/gather.h"
#include "lib/hash.h"

#include <stdlib.h>

#define BATCH      8
#define LOOK_EVERY 8192
/* Room for fingerprints of all files together, 32 bytes each, and of one. */
#define PRINTS_ALL   ((size_t)1 << 20)
#define PRINTS_MOST  ((size_t)1 << 16)
#define PRINTS_LEAST 1024
#define LEGS_MOST    16384

struct look {
	struct survey *survey;
	struct event event;
};

static void take_signal(void *context, const struct packet *packet)
{
	struct look *look = context;

	if (!dissector_sip.probe(packet)) {
		return;
	}
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);
	while (cursor_left(&c)) {
		const uint8_t *before = c.p;
		if (dissector_sip.parse(&c, packet, &look->event) != V_OK ||
			c.p == before) {
			break;
		}
		if (look->event.kind == EVENT_SIGNAL) {
			legs_signal(&look->survey->legs, packet,
				&look->event.signal);
		}
	}
}

static void take_frame(
	struct look *look, struct gather *gather, const struct frame *frame)
{
	struct survey *s = look->survey;
	struct slice bytes = {(const char *)frame->data, frame->caplen};
	struct packet packet;
	struct print print;
	enum undecoded reason;
	bool media;

	if (s->frames++ == 0) {
		s->first_ts = frame->ts;
		s->last_ts = frame->ts;
	}
	s->first_ts = frame->ts < s->first_ts ? frame->ts : s->first_ts;
	s->last_ts = frame->ts > s->last_ts ? frame->ts : s->last_ts;
	if (link_decode(frame->link, bytes, frame->len, &packet, &reason) !=
		V_OK) {
		return;
	}
	packet.ts = frame->ts;
	packet.frame = frame->number;
	if (prints_of(&packet, s->legs.key, &print, &media)) {
		prints_add(media ? &s->media : &s->other, &print);
	}
	if (gather_wants(&packet)) {
		gather_packet(gather, &packet);
	} else {
		take_signal(look, &packet);
	}
}

static uint64_t links_of(const struct source *source, uint64_t key)
{
	struct source_info info = source_info(source);
	uint64_t h = key;

	for (uint32_t i = 0; i < info.iface_count; i++) {
		h = hash_slice(info.ifaces[i].name, h ^ info.ifaces[i].link);
	}
	return h;
}

static void read_all(struct look *look, struct source *source,
	struct gather *gather, uint64_t most, struct progress *progress)
{
	struct frame frames[BATCH];
	struct survey *s = look->survey;
	uint64_t looked = 0;
	struct err err;

	while (s->frames < most) {
		int n = source_batch(source, frames, BATCH, &err);
		if (n < 1) {
			break;
		}
		for (int i = 0; i < n; i++) {
			take_frame(look, gather, &frames[i]);
		}
		if (s->frames - looked < progress->every) {
			continue;
		}
		looked = s->frames;
		if (!progress_draw(
			    progress, source_progress(source), s->frames)) {
			break;
		}
	}
	gather_finish(gather);
	s->links = links_of(source, s->legs.key);
	prints_sort(&s->media);
	prints_sort(&s->other);
}

int survey_file(struct survey *ret, const char *path, uint64_t key,
	size_t files, uint64_t most, struct progress *progress, struct err *err)
{
	size_t room = PRINTS_ALL / (files ? files : 1);
	struct source *source = NULL;

	room = room > PRINTS_MOST ? PRINTS_MOST : room;
	room = room < PRINTS_LEAST ? PRINTS_LEAST : room;
	*ret = (struct survey){.path = path};
	prints_init(&ret->media, room);
	prints_init(&ret->other, room);
	legs_init(&ret->legs, key, LEGS_MOST);
	if (source_open(&source, path, err) != 0) {
		return -1;
	}
	struct look *look = calloc(1, sizeof(*look));
	struct gather *gather = gather_create(key, take_signal, look);
	bool made = look && gather;
	if (made) {
		look->survey = ret;
		read_all(look, source, gather, most, progress);
	}
	bool failed = !made || ret->media.failed || ret->other.failed;
	gather_destroy(gather);
	free(look);
	source_close(source);
	return failed ? err_set(err, "out of memory") : 0;
}

void survey_finish(struct survey *s)
{
	prints_finish(&s->media);
	prints_finish(&s->other);
	legs_finish(&s->legs);
}
