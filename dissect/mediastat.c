/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All of them are lists of KEY=value, with ';' or ',' between the pairs. Where
 * ';' divides, a comma divides two numbers: of what was received and of what
 * was sent (PL), or addresses here and there (IP).
 */
#include "dissect/mediastat.h"

#include "dissect/number.h"

enum family { FAMILY_NONE, FAMILY_X, FAMILY_P, FAMILY_RX, FAMILY_TX, FAMILY_QOS };

static enum family family_of(struct slice name)
{
	static const struct {
		const char *name;
		enum family family;
	} names[] = {
		{"X-RTP-Stat", FAMILY_X},
		{"P-RTP-Stat", FAMILY_P},
		{"P-RTP-Stats", FAMILY_P},
		{"RTP-RxStat", FAMILY_RX},
		{"RTP-TxStat", FAMILY_TX},
		{"RTPAudioQoS", FAMILY_QOS},
		{"X-RTPAudioQoS", FAMILY_QOS},
		{"X-Asterisk-RTPAudioQoS", FAMILY_QOS},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (slice_iis(name, names[i].name)) {
			return names[i].family;
		}
	}
	return FAMILY_NONE;
}

/* "192.0.2.1:7082", "[2001:db8::1]:7082" */
static bool read_end(struct slice s, struct endpoint *ret)
{
	uint64_t port = 0;
	size_t colon = s.n;

	while (colon && s.p[colon - 1] != ':') {
		colon--;
	}
	if (!colon || !slice_u64(slice_sub(s, colon, s.n), 65535, &port) ||
		!addr_parse(slice_sub(s, 0, colon - 1), &ret->ip)) {
		return false;
	}
	ret->port = (uint16_t)port;
	return true;
}

static struct maybe scaled(struct slice s, double unit)
{
	struct maybe m = number_read(s);

	return m.known ? maybe_of(m.v * unit) : m;
}

static bool is_key(struct slice key, const char *name, struct maybe *to,
	struct slice value, double unit)
{
	if (!slice_iis(key, name)) {
		return false;
	}
	*to = scaled(value, unit);
	return true;
}

/* AVM's X-RTP-Stat; others write MOS and so on into the same header. */
static void take_x(struct slice key, struct slice value, struct mediastat *ret)
{
	struct slice second = value;
	struct slice first = slice_trim(slice_cut(&second, ','));

	if (is_key(key, "PS", &ret->sent, value, 1) ||
		is_key(key, "PR", &ret->received, value, 1) ||
		is_key(key, "MOS", &ret->mos, value, 1)) {
		return;
	}
	if (slice_iis(key, "PL")) {
		ret->lost = number_read(first);
		ret->lost_far = second.p ? number_read(slice_trim(second))
					 : MAYBE_UNKNOWN;
	} else if (slice_iis(key, "IP") && second.p) {
		ret->has_ends = read_end(first, &ret->local) &&
				read_end(slice_trim(second), &ret->remote);
	}
}

static void take_p(struct slice key, struct slice value, struct mediastat *ret)
{
	(void)(is_key(key, "PS", &ret->sent, value, 1) ||
		is_key(key, "PR", &ret->received, value, 1) ||
		is_key(key, "PL", &ret->lost, value, 1) ||
		is_key(key, "JI", &ret->jitter_ms, value, 1) ||
		is_key(key, "LA", &ret->delay_ms, value, 1));
}

/* res_rtp_asterisk.c: counts, lp and rlp lost here and there, rtt in seconds */
static void take_qos(struct slice key, struct slice value, struct mediastat *ret)
{
	(void)(is_key(key, "txcount", &ret->sent, value, 1) ||
		is_key(key, "rxcount", &ret->received, value, 1) ||
		is_key(key, "lp", &ret->lost, value, 1) ||
		is_key(key, "rlp", &ret->lost_far, value, 1));
}

static void take(enum family family, struct slice key, struct slice value,
	struct mediastat *ret)
{
	switch (family) {
	case FAMILY_X:
		take_x(key, value, ret);
		break;
	case FAMILY_P:
		take_p(key, value, ret);
		break;
	case FAMILY_RX:
		(void)(is_key(key, "Pkt", &ret->received, value, 1) ||
			is_key(key, "LostPkt", &ret->lost, value, 1));
		break;
	case FAMILY_TX:
		(void)is_key(key, "Pkt", &ret->sent, value, 1);
		break;
	case FAMILY_QOS:
		take_qos(key, value, ret);
		break;
	case FAMILY_NONE:
		break;
	}
}

bool mediastat_is(struct slice name)
{
	return family_of(name) != FAMILY_NONE;
}

bool mediastat_read(
	struct slice name, struct slice value, struct mediastat *ret)
{
	enum family family = family_of(name);
	bool semicolon = family == FAMILY_X || family == FAMILY_QOS;
	struct mediastat m = {.text = value};
	struct slice rest = value;

	if (family == FAMILY_NONE) {
		return false;
	}
	while (rest.p) {
		struct slice pair = slice_cut(&rest, semicolon ? ';' : ',');
		struct slice v = pair;
		struct slice key = slice_trim(slice_cut(&v, '='));
		if (v.p) {
			take(family, key, slice_trim(v), &m);
		}
	}
	bool said = m.sent.known || m.received.known || m.lost.known ||
		    m.lost_far.known || m.mos.known;
	if (said) {
		*ret = m;
	}
	return said;
}
