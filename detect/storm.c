/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The busiest second is enough: a storm that is one fills many. */
#include "detect/storm.h"

#include "detect/who.h"

#include <inttypes.h>

static void raise_one(struct detecting *d, const struct net_rate *r, double most,
	unsigned place, const char *what)
{
	uint8_t key = (uint8_t)place;
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&key, 1}, r->at_peak.ts);

	detect_moment(f, &r->at_peak);
	detect_measured(f, r->peak, most, "/s");
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		_("%" PRIu32 " %s within one second, %" PRIu64 " in all"),
		r->peak, what, r->frames);
	if (r->peak_loud * 2 > r->peak) {
		text_puts(&d->text, _("; most of that second are from "));
		who_mac(&d->text, r->peak_sender);
		who_is(d, r->peak_sender);
	}
	text_puts(&d->text, ".");
	detect_detail(d, f);
}

void storm_judge(struct detecting *d, const struct net_rate *rates, double most,
	const char *what)
{
	for (unsigned i = 0; i < NET_POINTS; i++) {
		if (rates[i].peak >= most) {
			raise_one(d, &rates[i], most, i, what);
		} else if (rates[i].frames) {
			detect_judged(d);
		}
	}
}
