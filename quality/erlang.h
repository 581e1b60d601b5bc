/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erlang's loss formula: how many of the calls that come at random find all
 * channels taken, when those that find none give up. Traffic is in erlang: calls
 * at once on average, which is call seconds per second.
 */
#ifndef EARSHOT_QUALITY_ERLANG_H
#define EARSHOT_QUALITY_ERLANG_H

#include "lib/maybe.h"

#include <stdint.h>

/* Most channels that are reckoned with. */
#define ERLANG_CHANNELS 100000

/**
 * erlang_blocking - share of calls that find no channel, 0..1.
 * @offered: traffic in erlang, 0 or more
 * @channels: 0 to ERLANG_CHANNELS
 * Unknown for other values. Source: ITU-T E.501; A. K. Erlang 1917, formula B.
 */
struct maybe erlang_blocking(double offered, uint32_t channels);

/**
 * erlang_channels - the least channels with which at most @blocking of the calls
 * find none. @offered: traffic in erlang; @blocking: above 0, at most 1
 * Unknown for other values, and above ERLANG_CHANNELS. Source: as above.
 */
struct maybe erlang_channels(double offered, double blocking);

#endif
