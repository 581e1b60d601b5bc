/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar is drawn on one line, at most five times a second, and wiped. */
#include "app/progress.h"

#include "lib/ns.h"
#include "lib/text.h"

#include <inttypes.h>
#include <unistd.h>

#define PATIENCE (NS_PER_S / 2)
#define PAUSE    (NS_PER_S / 5)
#define BAR      40
/* Frames between two looks at the clock. */
#define LOOK_EVERY 8192

static int64_t now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

static void put(const struct text *t)
{
	if (write(STDERR_FILENO, t->p ? t->p : "", t->n) < 0) {
		return; /* a bar that cannot be drawn is no reason to stop */
	}
}

void progress_start(
	struct progress *p, bool quiet, const struct progress_watch *watch)
{
	*p = (struct progress){
		.watch = watch,
		.every = watch ? watch->every : LOOK_EVERY,
		.doing = "reading",
		.on = !quiet && !watch && isatty(STDERR_FILENO),
	};
	if (p->on) {
		p->next_ns = now_ns() + PATIENCE;
	}
}

static void draw(struct progress *p, struct maybe share, uint64_t packets)
{
	struct text t = {0};

	if (!p->on || now_ns() < p->next_ns) {
		return;
	}
	p->next_ns = now_ns() + PAUSE;
	p->shown = true;
	text_puts(&t, "\r\033[K");
	if (share.known) {
		double part = share.v < 0 ? 0 : share.v > 1 ? 1 : share.v;
		size_t full = (size_t)(part * BAR);
		text_puts(&t, "[");
		text_fill(&t, '#', full);
		text_fill(&t, '.', BAR - full);
		text_printf(&t, "] %3.0f %%  ", part * 100);
	}
	text_printf(&t, "%" PRIu64 " packets", packets);
	put(&t);
	text_finish(&t);
}

bool progress_draw(struct progress *p, struct maybe share, uint64_t packets)
{
	if (!p->watch) {
		draw(p, share, packets);
		return true;
	}
	if (share.known && p->parts > 1) {
		share.v = ((double)p->part + share.v) / (double)p->parts;
	}
	p->stopped = p->stopped || !p->watch->tick(p->watch->context, p->doing,
					   share, packets);
	return !p->stopped;
}

void progress_end(struct progress *p)
{
	struct text t = {0};

	if (p->shown) {
		text_puts(&t, "\r\033[K");
		put(&t);
	}
	p->shown = false;
	text_finish(&t);
}
