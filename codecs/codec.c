/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking a codec up. The list is short and asked once per line of SDP, so it
 * is walked from the front: of codecs with one name the first is the usual one.
 */
#include "codecs/codec.h"

#include "lib/attr.h"

static const struct codec *const codecs[] = {
#define CODEC(name) &codec_##name,
#include "codecs/codecs.def"
#undef CODEC
};

const struct codec *codec_at(size_t index)
{
	return index < COUNT_OF(codecs) ? codecs[index] : NULL;
}

static bool is_alias(const struct codec *c, struct slice name)
{
	struct slice rest = slice_of(c->aliases);

	while (rest.p && name.n && rest.n >= name.n) {
		if (slice_ieq(name, slice_cut(&rest, ' '))) {
			return true;
		}
	}
	return false;
}

const struct codec *codec_by_name(struct slice name)
{
	/* Aliases are many and rare in SDP: first the names of all. */
	for (size_t i = 0; i < COUNT_OF(codecs) && name.n; i++) {
		/* No two letters but one in both cases differ by that bit. */
		bool first = ((name.p[0] ^ codecs[i]->name[0]) & ~0x20) == 0;
		if (first && slice_iis(name, codecs[i]->name)) {
			return codecs[i];
		}
	}
	for (size_t i = 0; i < COUNT_OF(codecs); i++) {
		if (is_alias(codecs[i], name)) {
			return codecs[i];
		}
	}
	return NULL;
}

const struct codec *codec_by_rtpmap(struct slice name, uint32_t clock_hz)
{
	const struct codec *first = codec_by_name(name);

	if (!first || first->clock_hz == clock_hz) {
		return first;
	}
	for (size_t i = 0; i < COUNT_OF(codecs); i++) {
		if (codecs[i]->clock_hz == clock_hz &&
			(slice_iis(name, codecs[i]->name) ||
				is_alias(codecs[i], name))) {
			return codecs[i];
		}
	}
	return first;
}

const struct codec *codec_by_static_pt(uint8_t payload_type)
{
	for (size_t i = 0; i < COUNT_OF(codecs); i++) {
		if (codecs[i]->static_pt == payload_type) {
			return codecs[i];
		}
	}
	return NULL;
}

const struct codec_rating *codec_rating_at(
	const struct codec *codec, uint32_t bitrate)
{
	for (size_t i = 0; i < codec->rating_count; i++) {
		const struct codec_rating *r = &codec->ratings[i];
		uint32_t off = r->bitrate > bitrate ? r->bitrate - bitrate
						    : bitrate - r->bitrate;
		if (off <= r->bitrate / 100) {
			return r;
		}
	}
	return NULL;
}

uint32_t codec_size_rate(const struct codec *codec,
	const struct codec_seen *seen, const struct codec_size *size)
{
	struct codec_seen then = {
		.fmtp = seen->fmtp, .ptime_ms = size->ptime_ms};

	return codec->rate(&then, size->bytes);
}

/* The rate that most packets have, of those whose size tells one; 0: none does. */
static uint32_t commonest_rate(const struct codec *codec,
	const struct codec_seen *seen, double *ret_share)
{
	uint32_t rates[CODEC_SIZES], rate = 0;
	uint64_t all = 0, most = 0;

	for (unsigned i = 0; i < seen->size_count; i++) {
		rates[i] = codec_size_rate(codec, seen, &seen->sizes[i]);
		all += rates[i] ? seen->sizes[i].packets : 0;
		/* Two sizes may be of one rate. */
		uint64_t n = 0;
		for (unsigned k = 0; k <= i; k++) {
			n += rates[k] == rates[i] ? seen->sizes[k].packets : 0;
		}
		if (rates[i] && n > most) {
			most = n;
			rate = rates[i];
		}
	}
	*ret_share = all ? (double)most / (double)all : 1;
	return rate;
}

struct codec_rated codec_rated(
	const struct codec *codec, const struct codec_seen *seen)
{
	const uint32_t sizes[] = {seen->payload_bytes, seen->payload_most};

	if (codec->rating_count == 0) {
		return (struct codec_rated){NULL, false, 1};
	}
	if (!codec->rate) {
		return (struct codec_rated){codec->ratings, false, 1};
	}
	double share;
	uint32_t most = commonest_rate(codec, seen, &share);
	if (most != 0) {
		return (struct codec_rated){
			codec_rating_at(codec, most), false, share};
	}
	/* The last packet may be one of silence; the largest one is not. */
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		uint32_t rate = codec->rate(seen, sizes[i]);
		if (rate != 0) {
			/* A rate without figures is no other rate. */
			return (struct codec_rated){
				codec_rating_at(codec, rate), false, 1};
		}
	}
	return (struct codec_rated){codec->ratings, true, 1};
}

uint32_t codec_frames(const struct codec_seen *seen, double frame_ms)
{
	double n = seen->ptime_ms / frame_ms;

	/* No payload holds more: a step of time that is no packet's. */
	return n >= 1.5 && n <= 25 ? (uint32_t)(n + 0.5) : 1;
}

struct slice codec_param(struct slice fmtp, const char *name)
{
	while (fmtp.p) {
		struct slice value = slice_cut(&fmtp, ';');
		struct slice key = slice_trim(slice_cut(&value, '='));
		if (slice_iis(key, name)) {
			return slice_trim(value);
		}
	}
	return (struct slice){NULL, 0};
}
