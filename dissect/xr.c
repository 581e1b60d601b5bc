/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTCP extended reports. Each block begins alike:
 *
 *   | type | type-specific | length in words - 1 |
 *
 * The length is cut out as a cursor of its own, so no block reads into the next
 * one. A trace (RLE) of 65535 numbers may stand in four bytes; it is summed run
 * by run, so the work follows the bytes and not the numbers.
 */
#include "dissect/xr.h"

/* Clause 4.7: so the 8-bit levels and scores say "not available". */
#define UNAVAILABLE 127
/* Clause 4.1: thinning, in the low half of the type-specific byte. */
#define THINNING 0x0f

static uint32_t span_of(uint16_t begin, uint16_t end)
{
	return (uint16_t)(end - begin);
}

/* Of the numbers @begin.. (@span of them) those that are multiples of 2^@t. */
static uint32_t thinned(uint16_t begin, uint32_t span, uint8_t t)
{
	uint32_t step = 1U << t;
	uint32_t skip = (step - (begin & (step - 1))) & (step - 1);

	return span > skip ? (span - skip - 1) / step + 1 : 0;
}

static uint32_t at_most(uint32_t n, uint32_t room)
{
	return n < room ? n : room;
}

/* One chunk of a trace, for numbers of which @left are not told yet. */
static void read_chunk(uint16_t chunk, uint32_t left, struct xr_trace *ret)
{
	if (!(chunk & 0x8000)) { /* run: bit 14 says of what */
		uint32_t n = at_most(chunk & 0x3fff, left);
		ret->told += n;
		ret->zeros += chunk & 0x4000 ? 0 : n;
		return;
	}
	uint32_t n = at_most(15, left);
	for (uint32_t i = 0; i < n; i++) {
		ret->zeros += !(chunk >> (14 - i) & 1);
	}
	ret->told += n;
}

static void read_trace(
	struct cursor *c, uint8_t specific, struct xr_block *ret)
{
	struct xr_trace t = {.thinning = specific & THINNING};

	ret->ssrc = cursor_u32(c);
	t.begin = cursor_u16(c);
	t.end = cursor_u16(c);
	uint32_t all = thinned(t.begin, span_of(t.begin, t.end), t.thinning);
	if (ret->type == XR_RECEIPT_TIMES) { /* a time for each received one */
		t.told = at_most((uint32_t)(cursor_left(c) / 4), all);
		ret->trace = t;
		return;
	}
	while (cursor_left(c) >= 2) {
		uint16_t chunk = cursor_u16(c);
		if (chunk == 0) { /* terminating null */
			break;
		}
		read_chunk(chunk, all - t.told, &t);
	}
	ret->trace = t;
}

static struct maybe known_if(bool known, double v)
{
	return known ? maybe_of(v) : MAYBE_UNKNOWN;
}

static void read_statistics(
	struct cursor *c, uint8_t flags, struct xr_block *ret)
{
	struct xr_statistics s = {0};
	bool jitter = flags & 0x20;
	bool ttl = (flags & 0x18) != 0; /* 1: TTL, 2: hop limit */

	ret->ssrc = cursor_u32(c);
	s.begin = cursor_u16(c);
	s.end = cursor_u16(c);
	s.lost = known_if(flags & 0x80, cursor_u32(c));
	s.duplicates = known_if(flags & 0x40, cursor_u32(c));
	s.jitter_min = known_if(jitter, cursor_u32(c));
	s.jitter_max = known_if(jitter, cursor_u32(c));
	s.jitter_mean = known_if(jitter, cursor_u32(c));
	s.jitter_deviation = known_if(jitter, cursor_u32(c));
	s.ttl_min = known_if(ttl, cursor_u8(c));
	s.ttl_max = known_if(ttl, cursor_u8(c));
	s.ttl_mean = known_if(ttl, cursor_u8(c));
	s.ttl_deviation = known_if(ttl, cursor_u8(c));
	ret->statistics = s;
}

static double of_256(uint8_t v)
{
	return 100.0 * v / 256;
}

static struct maybe level(uint8_t v)
{
	return known_if(v != UNAVAILABLE, (double)(int8_t)v);
}

/* R is 0 to 100, a MOS 1.0 to 5.0 in tenths; what lies outside is no score. */
static struct maybe score(uint8_t v, uint8_t least, uint8_t most, double unit)
{
	return known_if(v >= least && v <= most, v * unit);
}

static void read_voip(struct cursor *c, struct xr_block *ret)
{
	struct xr_voip v = {0};

	ret->ssrc = cursor_u32(c);
	v.lost_pct = of_256(cursor_u8(c));
	v.discarded_pct = of_256(cursor_u8(c));
	v.burst_density_pct = of_256(cursor_u8(c));
	v.gap_density_pct = of_256(cursor_u8(c));
	v.burst_ms = cursor_u16(c);
	v.gap_ms = cursor_u16(c);
	v.round_trip_ms = cursor_u16(c);
	v.end_system_ms = cursor_u16(c);
	v.signal_dbm = level(cursor_u8(c));
	v.noise_dbm = level(cursor_u8(c));
	v.echo_return_loss_db = level(cursor_u8(c));
	v.gmin = cursor_u8(c);
	v.r = score(cursor_u8(c), 0, 100, 1);
	v.r_external = score(cursor_u8(c), 0, 100, 1);
	v.mos_lq = score(cursor_u8(c), 10, 50, 0.1);
	v.mos_cq = score(cursor_u8(c), 10, 50, 0.1);
	uint8_t config = cursor_u8(c);
	v.plc = config >> 6;
	v.adaptive = config >> 4 & 3;
	cursor_skip(c, 1);
	v.buffer_ms = cursor_u16(c);
	v.buffer_max_ms = cursor_u16(c);
	v.buffer_abs_max_ms = cursor_u16(c);
	ret->voip = v;
}

static void read_block(struct cursor *c, uint8_t specific, struct xr_block *ret)
{
	switch (ret->type) {
	case XR_LOSS_RLE:
	case XR_DUPLICATE_RLE:
	case XR_RECEIPT_TIMES:
		read_trace(c, specific, ret);
		break;
	case XR_REFERENCE_TIME:
		ret->ntp = cursor_u64(c);
		break;
	case XR_STATISTICS:
		read_statistics(c, specific, ret);
		break;
	case XR_VOIP:
		read_voip(c, ret);
		break;
	default:
		ret->rest = cursor_take(c, cursor_left(c));
		break;
	}
}

static enum verdict give_up(struct cursor *c, enum verdict why)
{
	cursor_skip(c, cursor_left(c));
	return why;
}

enum verdict xr_next(struct cursor *c, struct xr_block *ret)
{
	if (cursor_left(c) == 0) {
		return V_NOT_MINE;
	}
	if (cursor_left(c) < 4) {
		return give_up(c, V_TRUNCATED);
	}
	uint8_t type = cursor_u8(c);
	uint8_t specific = cursor_u8(c);
	size_t length = cursor_u16(c) * (size_t)4;
	if (length > cursor_left(c)) {
		return give_up(c, V_TRUNCATED);
	}
	struct cursor body = cursor_sub(c, length);
	struct xr_block block = {.type = type};
	read_block(&body, specific, &block);
	if (body.bad) {
		return give_up(c, V_MALFORMED);
	}
	*ret = block;
	return V_OK;
}

bool xr_dlrr_next(struct slice *rest, struct xr_dlrr *ret)
{
	struct cursor c = cursor_of(rest->p, rest->n);

	if (cursor_left(&c) < 12) {
		return false;
	}
	ret->ssrc = cursor_u32(&c);
	ret->lrr = cursor_u32(&c);
	ret->dlrr = cursor_u32(&c);
	*rest = slice_sub(*rest, 12, rest->n);
	return true;
}

const char *xr_type_text(uint8_t type)
{
	static const char *const names[XR_TYPES] = {
		[XR_LOSS_RLE] = "loss RLE",
		[XR_DUPLICATE_RLE] = "duplicate RLE",
		[XR_RECEIPT_TIMES] = "packet receipt times",
		[XR_REFERENCE_TIME] = "receiver reference time",
		[XR_DLRR] = "DLRR",
		[XR_STATISTICS] = "statistics summary",
		[XR_VOIP] = "VoIP metrics",
		[8] = "XNQ (RFC 5093)",
		[10] = "post-repair loss RLE (RFC 5725)",
		[11] = "multicast acquisition (RFC 6332)",
		[12] = "inter-destination synchronisation (RFC 7272)",
		[13] = "ECN summary (RFC 6679)",
		[14] = "measurement information (RFC 6776)",
		[15] = "packet delay variation (RFC 6798)",
		[16] = "delay (RFC 6843)",
		[17] = "burst/gap loss summary (RFC 7004)",
		[18] = "burst/gap discard summary (RFC 7004)",
		[19] = "frame impairment summary (RFC 7004)",
		[20] = "burst/gap loss (RFC 6958)",
		[21] = "burst/gap discard (RFC 7003)",
		[22] = "MPEG2 decodability (RFC 6990)",
		[23] = "de-jitter buffer (RFC 7005)",
		[24] = "discard count (RFC 7002)",
		[25] = "discard RLE (RFC 7097)",
		[26] = "bytes discarded (RFC 7243)",
		[27] = "synchronisation delay (RFC 7244)",
		[28] = "synchronisation offset (RFC 7244)",
		[29] = "MOS (RFC 7266)",
		[30] = "loss concealment (RFC 7294)",
		[31] = "concealed seconds (RFC 7294)",
		[32] = "MPEG2 PSI decodability (RFC 7380)",
		[33] = "post-repair loss count (RFC 7509)",
		[34] = "video loss concealment (RFC 7867)",
		[35] = "independent burst/gap discard (RFC 8015)",
	};

	return type < XR_TYPES ? names[type] : NULL;
}
