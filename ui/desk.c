/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One mutex, one condition, one pipe. A view that is due because data came is
 * made at most ten times a second, and never takes more than a tenth of the time;
 * one that a key asked for is made at the next tick.
 */
#include "ui/desk.h"

#include "calls/book.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#define SCREENS_MOST 32
#define PAUSE	     (NS_PER_S / 10)
#define SHARE	     10

struct desk {
	pthread_mutex_t lock;
	pthread_cond_t asked;
	int wake[2];
	desk_clock *now;
	/* under the lock */
	bool quit, paused, done, wanted;
	const struct screen *screen;
	uint32_t panel;
	_Alignas(16) unsigned char state[SCREEN_STATE];
	struct view *ready;	/* newer than what is drawn; or NULL */
	struct view *drawn;	/* the main thread's; NULL: none yet */
	/* of the analysis thread */
	struct view *made;
	ns_t next;
	const struct screen *looked; /* what was asked for last */
	uint32_t looked_panel, serial;
	_Alignas(16) unsigned char look_state[SCREEN_STATE];
	void *memory[SCREENS_MOST];
	struct view views[3];
};

struct desk *desk_create(desk_clock *now)
{
	struct desk *d = calloc(1, sizeof(*d));

	if (!d) {
		return NULL;
	}
	if (pipe(d->wake) != 0) {
		free(d);
		return NULL;
	}
	for (int i = 0; i < 2; i++) {
		(void)fcntl(d->wake[i], F_SETFL, O_NONBLOCK);
		(void)fcntl(d->wake[i], F_SETFD, FD_CLOEXEC);
	}
	(void)pthread_mutex_init(&d->lock, NULL);
	(void)pthread_cond_init(&d->asked, NULL);
	d->now = now;
	for (int i = 0; i < 3; i++) {
		arena_init(&d->views[i].arena, SCREEN_VIEW);
	}
	d->made = &d->views[0];
	return d;
}

void desk_destroy(struct desk *d)
{
	if (!d) {
		return;
	}
	for (size_t i = 0; screen_at(i); i++) {
		if (d->memory[i] && screen_at(i)->forget) {
			screen_at(i)->forget(d->memory[i]);
		}
	}
	for (int i = 0; i < 3; i++) {
		arena_finish(&d->views[i].arena);
	}
	(void)pthread_cond_destroy(&d->asked);
	(void)pthread_mutex_destroy(&d->lock);
	(void)close(d->wake[0]);
	(void)close(d->wake[1]);
	free(d);
}

void desk_ask(struct desk *d, const struct panel *p)
{
	(void)pthread_mutex_lock(&d->lock);
	d->wanted = true;
	d->screen = p->screen;
	d->panel = p->id;
	memcpy(d->state, p->state, sizeof(d->state));
	(void)pthread_cond_signal(&d->asked);
	(void)pthread_mutex_unlock(&d->lock);
}

static void empty_pipe(const struct desk *d)
{
	char bytes[64];

	while (read(d->wake[0], bytes, sizeof(bytes)) > 0) {
	}
}

static void wake(const struct desk *d)
{
	if (write(d->wake[1], "", 1) < 0) {
		return; /* it is full: somebody will wake up anyway */
	}
}

const struct view *desk_take(struct desk *d)
{
	empty_pipe(d);
	(void)pthread_mutex_lock(&d->lock);
	if (d->ready) {
		d->drawn = d->ready;
		d->ready = NULL;
	}
	(void)pthread_mutex_unlock(&d->lock);
	return d->drawn;
}

void desk_pause(struct desk *d, bool paused)
{
	(void)pthread_mutex_lock(&d->lock);
	d->paused = paused;
	(void)pthread_cond_signal(&d->asked);
	(void)pthread_mutex_unlock(&d->lock);
}

void desk_quit(struct desk *d)
{
	(void)pthread_mutex_lock(&d->lock);
	d->quit = true;
	(void)pthread_cond_signal(&d->asked);
	(void)pthread_mutex_unlock(&d->lock);
}

bool desk_done(struct desk *d)
{
	(void)pthread_mutex_lock(&d->lock);
	bool done = d->done;
	(void)pthread_mutex_unlock(&d->lock);
	return done;
}

int desk_wake_fd(const struct desk *d)
{
	return d->wake[0];
}

static void fill_head(struct view_head *head, const struct scene *scene)
{
	const struct report_input *input = scene->input;
	const struct book *book = input ? input->book : NULL;

	*head = (struct view_head){
		.finished = scene->finished,
		.share = scene->share,
		.frames = scene->frames,
	};
	(void)snprintf(head->doing, sizeof(head->doing), "%s",
		scene->doing ? scene->doing : "");
	if (!book) {
		return;
	}
	head->calls = book->call_count;
	head->streams = book->stream_count;
	head->registrations = book->registration_count;
	head->given_up = book->counts.calls_evicted +
			 book->counts.streams_evicted;
	head->last_ts = book->last_ts;
	for (size_t i = 0; i < input->capture_count; i++) {
		head->damaged = head->damaged || input->captures[i].error;
	}
	for (int i = 0; input->findings && i < SEVERITIES; i++) {
		head->findings[i] = input->findings->by_severity[i];
	}
}

static void **memory_of(struct desk *d, const struct screen *screen)
{
	for (size_t i = 0; i < SCREENS_MOST && screen_at(i); i++) {
		if (screen_at(i) == screen) {
			return &d->memory[i];
		}
	}
	return NULL;
}

/* Makes a view of what was asked for last, and lays it on the desk. */
static void make(struct desk *d, const struct scene *scene, bool fresh)
{
	struct view *v = d->made;

	arena_finish(&v->arena);
	arena_init(&v->arena, SCREEN_VIEW);
	v->screen = d->looked;
	v->panel = d->looked_panel;
	v->serial = ++d->serial;
	v->data = NULL;
	fill_head(&v->head, scene);
	struct look look = {
		.scene = scene,
		.state = d->look_state,
		.view = v,
		.memory = memory_of(d, d->looked),
		.fresh = fresh,
	};
	if (d->looked->look && scene->input && scene->input->book) {
		d->looked->look(&look);
	}
	(void)pthread_mutex_lock(&d->lock);
	d->ready = v;
	for (int i = 0; i < 3; i++) {
		if (&d->views[i] != d->ready && &d->views[i] != d->drawn) {
			d->made = &d->views[i];
		}
	}
	(void)pthread_mutex_unlock(&d->lock);
	wake(d);
}

/* Takes over what is asked for. Returns true when it is new. */
static bool take_question(struct desk *d)
{
	bool wanted = d->wanted;

	if (wanted) {
		d->looked = d->screen;
		d->looked_panel = d->panel;
		memcpy(d->look_state, d->state, sizeof(d->look_state));
		d->wanted = false;
	}
	return wanted;
}

bool desk_tick(struct desk *d, const struct scene *scene)
{
	bool wanted;

	for (;;) {
		(void)pthread_mutex_lock(&d->lock);
		while (d->paused && !d->quit && !d->wanted) {
			(void)pthread_cond_wait(&d->asked, &d->lock);
		}
		wanted = take_question(d);
		bool quit = d->quit;
		bool paused = d->paused;
		(void)pthread_mutex_unlock(&d->lock);
		if (quit) {
			return false;
		}
		ns_t now = d->now();
		bool due = now >= d->next;
		if (d->looked && (wanted || due)) {
			make(d, scene, due);
			if (due) {
				ns_t cost = (d->now() - now) * SHARE;
				d->next = d->now() +
					  (cost > PAUSE ? cost : PAUSE);
			}
		}
		if (!paused) {
			return true;
		}
	}
}

void desk_answer(struct desk *d, const struct scene *scene)
{
	(void)pthread_mutex_lock(&d->lock);
	(void)take_question(d);
	(void)pthread_mutex_unlock(&d->lock);
	if (d->looked) {
		make(d, scene, true);
	}
}

void desk_serve(struct desk *d, const struct scene *scene)
{
	bool first = true;
	bool quit = false;

	while (!quit) {
		(void)pthread_mutex_lock(&d->lock);
		while (!first && !d->quit && !d->wanted) {
			(void)pthread_cond_wait(&d->asked, &d->lock);
		}
		(void)take_question(d);
		quit = d->quit;
		(void)pthread_mutex_unlock(&d->lock);
		if (!quit && d->looked) {
			make(d, scene, first);
		}
		first = false;
	}
}

void desk_leave(struct desk *d)
{
	(void)pthread_mutex_lock(&d->lock);
	d->done = true;
	(void)pthread_mutex_unlock(&d->lock);
	wake(d);
}
