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
	for (size_t i = 0; i < COUNT_OF(codecs); i++) {
		if (slice_iis(name, codecs[i]->name)) {
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
