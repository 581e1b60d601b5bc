/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round trips: one late answer must not move what is shown, so the median. */
#include "quality/rtt.h"

struct maybe rtt_of_report(ns_t asked, ns_t answered, uint32_t held)
{
	double held_ms = 1000.0 * held / 65536.0;
	double ms = (double)(answered - asked) / 1e6 - held_ms;

	if (ms <= -1.0 || ms >= 10000.0 || held_ms >= 60000.0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(ms > 0 ? ms : 0);
}

void rtt_add(struct rtt *rtt, double ms, uint64_t frame)
{
	if (rtt->count == 0) {
		rtt->min_ms = ms;
		rtt->max_ms = ms;
		rtt->first_frame = frame;
	}
	rtt->recent_ms[rtt->count % RTT_RECENT] = ms;
	rtt->count++;
	rtt->sum_ms += ms;
	rtt->min_ms = ms < rtt->min_ms ? ms : rtt->min_ms;
	rtt->max_ms = ms > rtt->max_ms ? ms : rtt->max_ms;
	rtt->last_frame = frame;
}

struct maybe rtt_mean_ms(const struct rtt *rtt)
{
	return rtt->count ? maybe_of(rtt->sum_ms / rtt->count) : MAYBE_UNKNOWN;
}

struct maybe rtt_median_ms(const struct rtt *rtt)
{
	double v[RTT_RECENT];
	unsigned n = rtt->count < RTT_RECENT ? rtt->count : RTT_RECENT;

	if (n == 0) {
		return MAYBE_UNKNOWN;
	}
	for (unsigned i = 0; i < n; i++) {
		unsigned k = i;
		for (; k > 0 && v[k - 1] > rtt->recent_ms[i]; k--) {
			v[k] = v[k - 1];
		}
		v[k] = rtt->recent_ms[i];
	}
	return maybe_of(n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2);
}
