/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * AMR and AMR-WB. The rate may change with every frame, and with it what the
 * E-model says; the length of a packet tells which rate it has.
 */
#include "codecs/codec.h"

#include "lib/attr.h"

/* G.113 has no row for AMR. */
#define AS_EFR                                                                 \
	"derived: mode 12.2 kbit/s is GSM-EFR, whose figures these are "        \
	"(ITU-T G.113 App. I table I.4)"
#define AS_IS641                                                               \
	"derived: mode 7.4 kbit/s is IS-641, whose Ie this is (ITU-T G.113 "     \
	"App. I table I.1); Bpl of GSM-EFR"
#define BY_DELAY                                                               \
	"derived: Ie from the delay that a planning table allows this mode "    \
	"(Janssen and others, table 3); Bpl of GSM-EFR"

static const struct codec_rating nb_ratings[] = {
	{12200, {5, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, AS_EFR},
	{4750, {21.3, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, BY_DELAY},
	{5150, {19.5, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, BY_DELAY},
	{5900, {16.5, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, BY_DELAY},
	{6700, {13.7, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, BY_DELAY},
	{7400, {10, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, AS_IS641},
	{7950, {10.1, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, BY_DELAY},
	{10200, {6, FIGURE_DERIVED}, {10, FIGURE_DERIVED}, FIGURE_NONE,
		FIGURE_NONE, BY_DELAY},
};

/* G.113 App. IV of 09/2024: the tables for two ears, which alone have a Bpl. */
#define TWO_EARS                                                               \
	"ITU-T G.113 App. IV tables IV.3, IV.4: listening with two ears"
#define TWO_EARS_BPL                                                           \
	"Ie: ITU-T G.113 App. IV table IV.3, listening with two ears; Bpl, not " \
	"published for this mode, is that of 12.65 kbit/s (IV.4)"
#define BETWEEN                                                                \
	"derived: Ie lies between its neighbours of ITU-T G.113 App. IV table "  \
	"IV.3 as it does in IV.1; Bpl between those of IV.4"

static const struct codec_rating wb_ratings[] = {
	{12650, {20, FIGURE_PUBLISHED}, {4.3, FIGURE_PUBLISHED}, FIGURE_NONE,
		{13, FIGURE_PUBLISHED}, TWO_EARS},
	{6600, {56, FIGURE_PUBLISHED}, {4.3, FIGURE_DERIVED}, FIGURE_NONE,
		{41, FIGURE_PUBLISHED}, TWO_EARS_BPL},
	{8850, {41, FIGURE_PUBLISHED}, {4.3, FIGURE_DERIVED}, FIGURE_NONE,
		{26, FIGURE_PUBLISHED}, TWO_EARS_BPL},
	{14250, {18.5, FIGURE_DERIVED}, {4.4, FIGURE_DERIVED}, FIGURE_NONE,
		{10, FIGURE_PUBLISHED}, BETWEEN},
	{15850, {17, FIGURE_PUBLISHED}, {4.3, FIGURE_DERIVED}, FIGURE_NONE,
		{7, FIGURE_PUBLISHED}, TWO_EARS_BPL},
	{18250, {14, FIGURE_DERIVED}, {4.4, FIGURE_DERIVED}, FIGURE_NONE,
		{5, FIGURE_PUBLISHED}, BETWEEN},
	{19850, {11, FIGURE_DERIVED}, {4.5, FIGURE_DERIVED}, FIGURE_NONE,
		{3, FIGURE_PUBLISHED}, BETWEEN},
	{23050, {8, FIGURE_PUBLISHED}, {4.6, FIGURE_PUBLISHED}, FIGURE_NONE,
		{1, FIGURE_PUBLISHED}, TWO_EARS},
	{23850, {10, FIGURE_PUBLISHED}, {4.9, FIGURE_PUBLISHED}, FIGURE_NONE,
		{8, FIGURE_PUBLISHED}, TWO_EARS},
};

struct mode {
	uint32_t bitrate, bits;
};

/*
 * RFC 4867 clauses 4.3 and 4.4: a payload of frames of one mode, with the header
 * packed by bits or by bytes. No two modes share a length in these two forms, so
 * the length alone tells the mode; what is interleaved or protected by a CRC
 * fits none.
 */
static uint32_t mode_of(const struct codec_seen *seen, const struct mode *modes,
	size_t count, uint32_t payload_bytes)
{
	uint32_t n = codec_frames(seen, 20);

	for (size_t i = 0; i < count; i++) {
		uint32_t packed = (4 + n * (6 + modes[i].bits) + 7) / 8;
		uint32_t aligned = 1 + n + n * ((modes[i].bits + 7) / 8);
		if (payload_bytes == packed || payload_bytes == aligned) {
			return modes[i].bitrate;
		}
	}
	/* The modes that the SDP allows, when that is one (clause 8.1). */
	uint64_t only;
	if (slice_u64(codec_param(seen->fmtp, "mode-set"), count - 1, &only)) {
		return modes[only].bitrate;
	}
	return 0;
}

static uint32_t nb_rate(const struct codec_seen *seen, uint32_t payload_bytes)
{
	static const struct mode modes[] = {
		{4750, 95}, {5150, 103}, {5900, 118}, {6700, 134},
		{7400, 148}, {7950, 159}, {10200, 204}, {12200, 244},
	};

	return mode_of(seen, modes, COUNT_OF(modes), payload_bytes);
}

static uint32_t wb_rate(const struct codec_seen *seen, uint32_t payload_bytes)
{
	static const struct mode modes[] = {
		{6600, 132}, {8850, 177}, {12650, 253}, {14250, 285},
		{15850, 317}, {18250, 365}, {19850, 397}, {23050, 461},
		{23850, 477},
	};

	return mode_of(seen, modes, COUNT_OF(modes), payload_bytes);
}

const struct codec codec_amr = {
	.name = "AMR",
	.title = "AMR",
	.label = "AMR",
	.aliases = "AMR-NB",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 20,
	.ratings = nb_ratings,
	.rating_count = COUNT_OF(nb_ratings),
	.rate = nb_rate,
	.source = "3GPP TS 26.071; RFC 4867",
};

const struct codec codec_amr_wb = {
	.name = "AMR-WB",
	.title = "AMR wideband (G.722.2)",
	.label = "AMR-WB",
	.aliases = "G722.2 G.722.2 AMRWB",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = -1,
	.clock_hz = 16000,
	.sample_hz = 16000,
	.frame_ms = 20,
	.ratings = wb_ratings,
	.rating_count = COUNT_OF(wb_ratings),
	.rate = wb_rate,
	.source = "ITU-T G.722.2; RFC 4867",
};
