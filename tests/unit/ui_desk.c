/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two threads at the desk: whoever asks gets a view of what was asked for last,
 * a paused analysis still answers, and leaving wakes both.
 */
#include "ui/desk.h"

#include "calls/book.h"
#include "tests/unit/test.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

static ns_t now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (ns_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

/* Answers with the state's first number, and how often it was asked. */
static void echo(struct look *look)
{
	int *data = arena_get(&look->view->arena, sizeof(*data));

	*data = *(const int *)look->state;
	look->view->data = data;
}

static const struct screen screen = {
	.name = "echo",
	.look = echo,
	.state_size = sizeof(int),
};

struct both {
	struct desk *desk;
	struct scene scene;
	atomic_int ticks;
	bool serve;
};

static void *analyse(void *context)
{
	struct both *b = context;

	if (b->serve) {
		desk_serve(b->desk, &b->scene);
	}
	while (!b->serve && desk_tick(b->desk, &b->scene)) {
		atomic_fetch_add(&b->ticks, 1);
		b->scene.frames++;
	}
	desk_leave(b->desk);
	return NULL;
}

/* Waits for a view whose number is @number; fails after ten seconds. */
static const struct view *await(struct desk *desk, int number)
{
	for (int i = 0; i < 1000; i++) {
		const struct view *v = desk_take(desk);
		if (v && v->data && *(const int *)v->data == number) {
			return v;
		}
		struct pollfd fd = {desk_wake_fd(desk), POLLIN, 0};
		(void)poll(&fd, 1, 10);
	}
	fail_msg("no view of %d", number);
	return NULL;
}

static void answer_questions(bool serve)
{
	struct book_limits limits = book_limits_default();
	struct book *book = book_create(&limits, 0);
	struct report_input input = {.book = book};
	struct both b = {
		.desk = desk_create(now),
		.scene = {.input = &input, .finished = serve},
		.serve = serve,
	};
	struct panel panel = {.screen = &screen, .id = 7};
	pthread_t thread;

	assert_non_null(b.desk);
	assert_null(desk_take(b.desk));
	assert_int_equal(pthread_create(&thread, NULL, analyse, &b), 0);
	for (int i = 1; i < 300; i++) {
		memcpy(panel.state, &i, sizeof(i));
		desk_ask(b.desk, &panel);
		if (i % 3 == 0) {
			const struct view *v = await(b.desk, i);
			assert_int_equal(v->panel, 7);
			assert_ptr_equal(v->screen, &screen);
			assert_true(v->head.finished == serve);
		}
	}
	if (!serve) {
		desk_pause(b.desk, true);
		int i = 1000;
		memcpy(panel.state, &i, sizeof(i));
		desk_ask(b.desk, &panel);
		(void)await(b.desk, i);
		int before = atomic_load(&b.ticks);
		(void)poll(NULL, 0, 30);
		assert_true(atomic_load(&b.ticks) - before <= 1);
		desk_pause(b.desk, false);
	}
	assert_false(desk_done(b.desk));
	desk_quit(b.desk);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(desk_done(b.desk));
	desk_destroy(b.desk);
	book_destroy(book);
}

static void answers_while_it_reads(void **state)
{
	(void)state;
	answer_questions(false);
}

static void answers_when_it_has_read(void **state)
{
	(void)state;
	answer_questions(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_while_it_reads),
		cmocka_unit_test(answers_when_it_has_read),
	};

	return RUN_TESTS(tests);
}
