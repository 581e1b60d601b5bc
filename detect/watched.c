/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses and what they did, in words. */
#include "detect/watched.h"

bool watched_relays(
	const struct detecting *d, const struct watch_source *source)
{
	return source->forwarded * 2 > source->requests &&
	       device_serves(d->book, &source->ip, NULL);
}

struct slice watched_key(const struct addr *ip)
{
	return (struct slice){(const char *)ip->b, sizeof(ip->b)};
}

void watched_count(struct finding *finding, const struct watch_count *count)
{
	detect_moment(finding, &count->first);
	detect_moment(finding, &count->last);
}

double watched_seconds(const struct watch_count *count)
{
	return (double)(count->last.ts - count->first.ts) / NS_PER_S;
}

void watched_put(struct detecting *d, const struct addr *ip)
{
	char text[ADDR_TEXT];

	text_puts(&d->text, addr_text(ip, text));
}

void watched_device(struct detecting *d, const struct addr *ip)
{
	const struct device *device = device_find(d->book, ip);

	if (device && device->agent.n) {
		text_puts(&d->text, _(" It calls itself "));
		text_clean(&d->text, slice_sub(device->agent, 0, 60));
		text_puts(&d->text, ".");
	}
}
