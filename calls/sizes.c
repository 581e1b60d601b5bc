/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calls/sizes.h"

#include "calls/stream.h"

/* The present run of @stream as a row; false: there is none, or its codec has
 * neither rates nor packets of silence of another time (G.729 annex B). */
static bool run_of(const struct stream *stream, struct sizes_row *ret_row)
{
	const struct stream_type *t = stream->type;
	uint64_t begin = stream->sizes.begin;

	if (!t || !t->codec || !(t->codec->rate || stream->sid) || stream->noise ||
		stream->event || !stream->payload_size ||
		stream->stat.packets <= begin) {
		return false;
	}
	*ret_row = (struct sizes_row){
		.packets = stream->stat.packets - begin,
		.ptime_ms = (float)stream->step_ms,
		.bytes = stream->payload_size,
		.type = (uint8_t)(t - stream->types),
	};
	return true;
}

static void add(struct sizes *sizes, const struct sizes_row *run)
{
	struct sizes_row *rarest = sizes->rows;

	for (unsigned i = 0; i < sizes->count; i++) {
		struct sizes_row *r = &sizes->rows[i];
		/* The time of the very first packet is not known yet. */
		if (r->ptime_ms <= 0) {
			r->ptime_ms = run->ptime_ms;
		}
		if (r->bytes == run->bytes && r->type == run->type &&
			r->ptime_ms == run->ptime_ms) {
			r->packets += run->packets;
			return;
		}
		if (r->packets < rarest->packets) {
			rarest = r;
		}
	}
	if (sizes->count < CODEC_SIZES) {
		rarest = &sizes->rows[sizes->count++];
	}
	*rarest = *run;
}

void sizes_end_run(struct stream *stream)
{
	struct sizes_row run;

	if (run_of(stream, &run)) {
		add(&stream->sizes, &run);
	}
	stream->sizes.begin = stream->stat.packets;
}

struct codec_size sizes_interval(struct stream *stream, uint8_t type)
{
	struct codec_size most = {.packets = 0};

	for (unsigned i = 0; i < stream->sizes.count; i++) {
		struct sizes_row *r = &stream->sizes.rows[i];
		uint64_t n = r->packets - r->before;
		r->before = r->packets;
		if (r->type == type && n > most.packets) {
			most = (struct codec_size){
				.packets = n,
				.ptime_ms = (double)r->ptime_ms,
				.bytes = r->bytes,
			};
		}
	}
	return most;
}

void sizes_tell(
	const struct stream *stream, uint8_t type, struct codec_seen *seen)
{
	struct sizes sizes = stream->sizes;
	struct sizes_row run;

	if (run_of(stream, &run)) {
		add(&sizes, &run);
	}
	for (unsigned i = 0; i < sizes.count; i++) {
		const struct sizes_row *r = &sizes.rows[i];
		if (r->type == type) {
			seen->sizes[seen->size_count++] = (struct codec_size){
				.packets = r->packets,
				.ptime_ms = (double)r->ptime_ms,
				.bytes = r->bytes,
			};
		}
	}
}
