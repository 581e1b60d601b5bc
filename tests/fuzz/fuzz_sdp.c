/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The SDP parser. It resets only what it uses of a large struct, so the two
 * runs start from different bytes and must agree all the same.
 */
#include "dissect/sdp.h"

#include "tests/fuzz/inside.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds) {
		abort();
	}
}

static bool same_format(const struct sdp_format *a, const struct sdp_format *b)
{
	return a->payload_type == b->payload_type &&
	       a->clock_hz == b->clock_hz && a->channels == b->channels;
}

static bool same_media(const struct sdp_media *a, const struct sdp_media *b)
{
	bool same = a->type == b->type && endpoint_eq(&a->rtp, &b->rtp) &&
		    endpoint_eq(&a->rtcp, &b->rtcp) &&
		    a->has_address == b->has_address &&
		    a->port_count == b->port_count &&
		    a->direction == b->direction &&
		    a->direction_stated == b->direction_stated &&
		    a->rtcp_mux == b->rtcp_mux &&
		    a->rtcp_stated == b->rtcp_stated &&
		    a->ptime_ms == b->ptime_ms &&
		    a->maxptime_ms == b->maxptime_ms &&
		    a->bandwidth_kbps == b->bandwidth_kbps &&
		    a->formats_left_out == b->formats_left_out;

	for (size_t i = 0; same && i < a->format_count; i++) {
		same = same_format(&a->formats[i], &b->formats[i]);
	}
	for (size_t i = 0; same && i < a->candidate_count; i++) {
		same = endpoint_eq(&a->candidates[i].at, &b->candidates[i].at);
	}
	return same;
}

static void check(const struct sdp *a, const struct sdp *b)
{
	static struct slices sa, sb;

	slices_of_sdp(&sa, a);
	slices_of_sdp(&sb, b);
	require(slices_equal(&sa, &sb));
	require(a->faults == b->faults && a->direction == b->direction &&
		a->media_left_out == b->media_left_out &&
		a->ice_lite == b->ice_lite);
	for (size_t i = 0; i < a->media_count; i++) {
		require(same_media(&a->media[i], &b->media[i]));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sdp first, second;
	static struct slices all;
	struct slice body = {(const char *)data, size};

	memset(&first, 0xaa, sizeof(first));
	memset(&second, 0x55, sizeof(second));
	enum verdict verdict = sdp_parse(body, &first);
	require(verdict == sdp_parse(body, &second));
	require(verdict != V_TRUNCATED);
	require(first.media_count <= SDP_MEDIA);
	for (size_t i = 0; i < first.media_count; i++) {
		require(first.media[i].format_count <= SDP_FORMATS);
		require(first.media[i].crypto_count <= SDP_CRYPTOS);
		require(first.media[i].candidate_count <= SDP_CANDIDATES);
	}
	slices_of_sdp(&all, &first);
	require(slices_inside(&all, data, size));
	check(&first, &second);
	return 0;
}
