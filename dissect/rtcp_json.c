/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *   {"type":200, "ssrc":1, "sender_information":{"ntp_timestamp_sec":..., ...},
 *    "report_blocks":[{"source_ssrc":2, "fraction_lost":0, ...}, ...]}
 *
 * Writers differ: Asterisk gives some numbers as strings, others signed where
 * they are not, captagent calls the type by the last packet of the compound
 * (202), heplify writes an all-zero block where there is none and all-zero
 * sender information into a receiver report. So a report is a sender's when it
 * has a sender's time, whatever it calls itself, and a block counts when it has
 * a source.
 */
#include "dissect/rtcp_json.h"

#include "dissect/dissector.h"
#include "dissect/jsonread.h"

enum key {
	KEY_TYPE,
	KEY_SSRC,
	KEY_NTP_SECONDS,
	KEY_NTP_FRACTION,
	KEY_RTP_TIMESTAMP,
	KEY_PACKETS,
	KEY_OCTETS,
	KEY_SOURCE,
	KEY_FRACTION_LOST,
	KEY_LOST,
	KEY_HIGHEST,
	KEY_JITTER,
	KEY_LSR,
	KEY_DLSR,
	KEYS
};

static const char *const NAMES[KEYS] = {
	[KEY_TYPE] = "type",
	[KEY_SSRC] = "ssrc",
	[KEY_NTP_SECONDS] = "ntp_timestamp_sec",
	[KEY_NTP_FRACTION] = "ntp_timestamp_usec", /* so called; 1/2^32 s */
	[KEY_RTP_TIMESTAMP] = "rtp_timestamp",
	[KEY_PACKETS] = "packets",
	[KEY_OCTETS] = "octets",
	[KEY_SOURCE] = "source_ssrc",
	[KEY_FRACTION_LOST] = "fraction_lost",
	[KEY_LOST] = "packets_lost",
	[KEY_HIGHEST] = "highest_seq_no",
	[KEY_JITTER] = "ia_jitter",
	[KEY_LSR] = "lsr",
	[KEY_DLSR] = "dlsr",
};

/* The numbers of one object, and its two containers. Signed and unsigned are
 * the same 32 bits. */
struct numbers {
	uint32_t v[KEYS];
	bool has[KEYS];
	struct jsonread_value sender, blocks;
};

static void take(
	struct slice key, const struct jsonread_value *v, struct numbers *ret)
{
	int64_t n;

	for (unsigned i = 0; i < KEYS; i++) {
		if (slice_is(key, NAMES[i]) && jsonread_whole(v, &n)) {
			ret->v[i] = (uint32_t)(uint64_t)n;
			ret->has[i] = true;
			return;
		}
	}
	if (slice_is(key, "sender_information")) {
		ret->sender = *v;
	} else if (slice_is(key, "report_blocks")) {
		ret->blocks = *v;
	}
}

/* False when it is broken, or no object. */
static bool numbers_of(const struct jsonread_value *object, struct numbers *ret)
{
	struct jsonread_iter it;
	struct jsonread_value v;
	struct slice key;

	*ret = (struct numbers){0};
	if (object->kind != JSONREAD_OBJECT || !jsonread_open(object, &it)) {
		return false;
	}
	while (jsonread_next(&it, &key, &v)) {
		take(key, &v, ret);
	}
	return !it.bad;
}

static void block_of(const struct numbers *n, struct rtcp_block *ret)
{
	uint32_t lost = n->v[KEY_LOST];
	bool minus = lost <= 0xffffff && (lost & 0x800000);

	*ret = (struct rtcp_block){
		.ssrc = n->v[KEY_SOURCE],
		.fraction_lost = (uint8_t)n->v[KEY_FRACTION_LOST],
		/* 24 bits, or spread to 32 by the writer. */
		.cumulative_lost = (int32_t)(minus ? lost | 0xff000000 : lost),
		.highest_sequence = n->v[KEY_HIGHEST],
		.jitter = n->v[KEY_JITTER],
		.lsr = n->v[KEY_LSR],
		.dlsr = n->v[KEY_DLSR],
	};
}

static bool blocks_of(const struct jsonread_value *array, struct rtcp *ret)
{
	struct jsonread_iter it;
	struct jsonread_value item;
	struct numbers n;
	struct slice key;

	if (array->kind != JSONREAD_ARRAY || !jsonread_open(array, &it)) {
		return true; /* a receiver may have nothing to report on */
	}
	while (ret->block_count < RTCP_BLOCKS &&
		jsonread_next(&it, &key, &item)) {
		if (!numbers_of(&item, &n)) {
			return false;
		}
		if (n.v[KEY_SOURCE]) {
			block_of(&n, &ret->blocks[ret->block_count++]);
		}
	}
	return !it.bad;
}

static void sender_of(const struct numbers *n, struct rtcp *ret)
{
	ret->type = RTCP_SR;
	ret->ntp =
		(uint64_t)n->v[KEY_NTP_SECONDS] << 32 | n->v[KEY_NTP_FRACTION];
	ret->rtp_timestamp = n->v[KEY_RTP_TIMESTAMP];
	ret->packets = n->v[KEY_PACKETS];
	ret->octets = n->v[KEY_OCTETS];
}

enum verdict rtcp_json_parse(struct slice text, struct rtcp *ret)
{
	struct jsonread_value root;
	struct numbers all, sender;

	if (slice_trim(text).n == 0 || slice_trim(text).p[0] != '{') {
		return V_NOT_MINE;
	}
	if (!jsonread_root(text, &root) || !numbers_of(&root, &all) ||
		!all.has[KEY_SSRC] || !all.has[KEY_TYPE]) {
		return V_MALFORMED;
	}
	uint32_t type = all.v[KEY_TYPE];
	if (type < RTCP_SR || type > RTCP_XR) {
		return V_MALFORMED;
	}
	struct rtcp r = {
		.type = RTCP_RR,
		.ssrc = all.v[KEY_SSRC],
	};
	if (!blocks_of(&all.blocks, &r)) {
		return V_MALFORMED;
	}
	if (numbers_of(&all.sender, &sender) && sender.v[KEY_NTP_SECONDS]) {
		sender_of(&sender, &r);
	} else if (r.block_count == 0 && type != RTCP_SR && type != RTCP_RR) {
		r.type = (uint8_t)type; /* a description alone */
	}
	r.count = r.block_count;
	*ret = r;
	return V_OK;
}

/* Agents send it in HEP, nobody else does. */
static bool probe(const struct packet *packet)
{
	unsigned n = packet->tunnel_count;
	bool hep = n && packet->tunnel[n - 1] == TUNNEL_HEP;

	return hep && packet->payload.n && packet->payload.p[0] == '{';
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	(void)packet;
	ret->kind = EVENT_RTCP;
	ret->has_sdp = false;
	return rtcp_json_parse(cursor_take(c, cursor_left(c)), &ret->rtcp);
}

const struct dissector dissector_rtcp_json = {
	.name = "rtcp_json",
	.title = "RTCP reports as JSON, in HEP",
	.source = "Asterisk res_hep_rtcp, captagent, heplify",
	.probe = probe,
	.parse = parse,
};
