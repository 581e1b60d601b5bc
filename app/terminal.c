/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The analysis thread is the only one that touches the observation:
 *
 *    observe --tick--> desk_tick      while it reads
 *    findings_build, desk_serve       when it is finished
 *
 * A script takes the place of both desk and terminal: script_tick plays what the
 * main loop would, at the same points of the reading.
 */
#include "app/terminal.h"

#include "app/command.h"
#include "app/naming.h"
#include "app/observe.h"
#include "app/output.h"
#include "app/reading.h"
#include "reports/where.h"
#include "ui/script.h"
#include "ui/term.h"
#include "ui/texts.h"

#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

/* Packets between two looks at the desk: about a millisecond. */
#define TICK	    1024
#define TICK_SCRIPT 8
#define ROWS	    24
#define MOMENT_MS   30
#define COLUMNS	    80

struct terminal {
	const struct options *options;
	struct shell_options shell_options;
	struct text title, where, rc;
	struct observation o;
	struct findings findings;
	struct report_input input; /* while it is read */
	struct scene scene;
	struct texts *texts;
	struct desk *desk;
	struct shell *shell;
	struct script *script; /* NULL: a real terminal */
	bool left; /* before all was read */
	int rc_read;
	struct err err;
};

bool terminal_wanted(const struct options *o)
{
	if (o->keys) {
		return true;
	}
	return !o->no_interface && !o->quiet && !o->format && !o->output &&
	       !o->packets && !o->signal && !o->columns &&
	       isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* What is known so far, as a report would have it at the end. */
static void so_far(struct terminal *t)
{
	const struct observation *o = &t->o;
	bool found = false;

	t->input.book = o->book;
	t->input.captures = o->captures;
	t->input.capture_count = o->count;
	for (size_t i = 0; i < o->count; i++) {
		const struct report_capture *c = &o->captures[i];
		if (c->frames && (!found || c->first_ts < t->input.origin)) {
			t->input.origin = c->first_ts;
			found = true;
		}
	}
	t->scene.input = &t->input;
}

static bool tick(void *context, const char *doing, struct maybe share,
	uint64_t packets)
{
	struct terminal *t = context;

	so_far(t);
	t->scene.doing = doing;
	t->scene.share = share;
	t->scene.frames = packets;
	bool on = t->script ? script_tick(t->script, &t->scene)
			    : desk_tick(t->desk, &t->scene);
	t->left = t->left || !on;
	return on;
}

/* The whole work of the analysis thread. */
static void analyse(struct terminal *t)
{
	const struct observe_listener listener = {
		.said = texts_keep,
		.said_context = t->texts,
	};
	const struct progress_watch watch = {
		.tick = tick,
		.context = t,
		.every = t->script ? TICK_SCRIPT : TICK,
	};

	t->rc_read = observe_watched(
		&t->o, t->options, &listener, &watch, &t->err);
	if (t->rc_read != 0 || t->left) {
		return;
	}
	if (findings_build(t->o.book, &t->options->limits, NULL,
		    &t->findings) != 0) {
		t->rc_read = err_set(
			&t->err, "out of memory while looking for faults");
		return;
	}
	t->o.input.findings = &t->findings;
	t->scene = (struct scene){
		.input = &t->o.input,
		.texts = t->texts,
		.finished = true,
		.share = maybe_of(1),
		.frames = t->o.frames,
	};
	if (t->script) {
		(void)script_tick(t->script, &t->scene);
	} else {
		desk_serve(t->desk, &t->scene);
	}
}

static void *thread_main(void *context)
{
	struct terminal *t = context;

	analyse(t);
	desk_leave(t->desk);
	return NULL;
}

static int save(const char *path, struct text *text, struct err *err)
{
	struct output out;
	struct stat there;

	if (lstat(path, &there) == 0 && S_ISREG(there.st_mode)) {
		return err_set(err, "%s is there already: name a new file", path);
	}
	if (slice_is(slice_of(path), "-")) {
		return err_set(err, "the screen stands there: name a file");
	}
	if (output_open(&out, path, err) != 0) {
		return -1;
	}
	int rc = output_write(&out, text, err);
	if (rc == 0) {
		rc = output_commit(&out, err);
	}
	output_abandon(&out);
	return rc;
}

/* The file of settings that is there, of those that may be; false: none. */
static bool find_rc(const struct options *o, char *path, size_t size)
{
	static const struct {
		const char *variable, *below;
	} places[] = {
		{"XDG_CONFIG_HOME", "/earshot/earshotrc"},
		{"HOME", "/.config/earshot/earshotrc"},
		{"HOME", "/.earshotrc"},
		{"SNGREPRC", ""},
		{"HOME", "/.sngreprc"},
	};

	if (o->rc) {
		(void)snprintf(path, size, "%s", o->rc);
		return !slice_is(slice_of(o->rc), "none");
	}
	for (size_t i = 0; !o->keys && i < COUNT_OF(places); i++) {
		const char *base = getenv(places[i].variable);
		if (!base || !*base) {
			continue;
		}
		(void)snprintf(path, size, "%s%s", base, places[i].below);
		if (access(path, R_OK) == 0) {
			return true;
		}
	}
	return false;
}

static int read_settings(struct terminal *t, struct err *err)
{
	struct err why = {""};
	char path[4096];

	settings_default(&t->shell_options.settings);
	if (!find_rc(t->options, path, sizeof(path))) {
		return 0;
	}
	if (naming_file(path, &t->rc, err) != 0) {
		return -1;
	}
	if (settings_read(&t->shell_options.settings, text_slice(&t->rc),
		    &why) != 0) {
		return err_set(err, "%.200s: %.280s", path, why.text);
	}
	return 0;
}

/* The files by the last parts of their names. */
static void make_title(struct terminal *t)
{
	for (size_t i = 0; i < t->options->file_count; i++) {
		struct slice rest = slice_of(t->options->files[i]);
		struct slice name = rest;
		while (rest.p) {
			name = slice_cut(&rest, '/');
		}
		text_puts(&t->title, i ? ", " : "");
		text_put(&t->title, name);
	}
}

/* --call and --where as one expression to begin with. */
static void make_where(struct terminal *t)
{
	const char *where = t->options->where;
	struct slice select = slice_of(t->options->select);
	uint64_t number;

	if (where) {
		text_printf(&t->where, select.n ? "(%s) and " : "%s", where);
	}
	if (slice_u64(select, UINT32_MAX, &number)) {
		text_printf(&t->where, "id = %s", t->options->select);
	} else if (select.n) {
		struct where *read = NULL;
		struct err err;
		bool is = where_create(&read, select, &err) == 0;
		text_printf(&t->where, is ? "(%s)" : "call_id = \"%s\"",
			t->options->select);
		where_destroy(read);
	}
}

static int prepare(struct terminal *t, struct err *err)
{
	if (read_settings(t, err) != 0) {
		return -1;
	}
	make_title(t);
	make_where(t);
	t->shell_options.title = t->title.p ? t->title.p : "";
	t->shell_options.where = t->where.p;
	t->shell_options.calls_only = t->options->calls_only;
	t->shell_options.save = save;
	t->texts = texts_create(TEXTS_BYTES);
	t->desk = desk_create(term_now);
	t->shell = t->desk ? shell_create(t->desk, &t->shell_options) : NULL;
	if (!t->texts || !t->shell) {
		return err_set(err, "out of memory");
	}
	t->scene.texts = t->texts;
	return 0;
}

/* A wrong name is told before the terminal is taken. */
static int try_files(const struct options *o, struct err *err)
{
	for (size_t i = 0; i < o->file_count && observe_repeatable(o); i++) {
		struct source *source = NULL;
		if (source_open(&source, o->files[i], err) != 0) {
			return -1;
		}
		source_close(source);
	}
	return 0;
}

static int run_script(struct terminal *t, struct err *err)
{
	struct script script;
	const struct options *o = t->options;

	script_start(&script, t->shell, t->desk, slice_of(o->keys),
		o->size_rows ? (int)o->size_rows : ROWS,
		o->size_columns ? (int)o->size_columns : COLUMNS);
	t->script = &script;
	analyse(t);
	*err = t->err;
	int rc = t->rc_read;
	if (rc == 0) {
		rc = reading_show(&script.out) == COMMAND_DONE ? 0 : -1;
	}
	script_finish(&script);
	return rc;
}

static bool use_colour(const struct options *o)
{
	const char *no_color = getenv("NO_COLOR");

	if (o->colour != COLOUR_AUTO) {
		return o->colour == COLOUR_ALWAYS;
	}
	return !no_color || !*no_color;
}

static void main_loop(struct terminal *t)
{
	struct keys_event event = {0};

	for (;;) {
		int rows, columns;
		term_size(&rows, &columns);
		const struct canvas *seen = shell_draw(t->shell, rows, columns);
		if (shell_waiting(t->shell)) {
			/* Mostly a moment: what is empty does not flicker up. */
			struct pollfd fd = {desk_wake_fd(t->desk), POLLIN, 0};
			(void)poll(&fd, 1, MOMENT_MS);
			seen = shell_draw(t->shell, rows, columns);
		}
		term_show(seen);
		if (shell_done(t->shell) || desk_done(t->desk)) {
			return;
		}
		term_wait(desk_wake_fd(t->desk), &event);
		shell_event(t->shell, &event);
	}
}

static int run_threads(struct terminal *t, struct err *err)
{
	pthread_t thread;

	if (try_files(t->options, err) != 0 ||
		term_open(use_colour(t->options), err) != 0) {
		return -1;
	}
	if (pthread_create(&thread, NULL, thread_main, t) != 0) {
		term_close();
		return err_set(err, "no thread for the analysis");
	}
	main_loop(t);
	term_close();
	desk_quit(t->desk);
	(void)pthread_join(thread, NULL);
	*err = t->err;
	return t->rc_read;
}

int terminal_run(const struct options *options)
{
	struct terminal *t = calloc(1, sizeof(*t));
	struct err err = {""};
	int rc = -1;

	if (!t) {
		reading_complain("", "out of memory");
		return COMMAND_FAILED;
	}
	t->options = options;
	if (prepare(t, &err) == 0) {
		rc = options->keys ? run_script(t, &err)
				   : run_threads(t, &err);
	}
	if (rc != 0 && err.text[0]) {
		reading_complain("", err.text);
	}
	for (size_t i = 0; i < t->o.count; i++) {
		if (t->o.captures[i].error) {
			reading_complain("", t->o.captures[i].error);
		}
	}
	bool damaged = t->o.damaged;
	shell_destroy(t->shell);
	desk_destroy(t->desk);
	findings_finish(&t->findings);
	observe_finish(&t->o);
	texts_destroy(t->texts);
	text_finish(&t->title);
	text_finish(&t->where);
	text_finish(&t->rc);
	free(t);
	return rc != 0 || damaged ? COMMAND_FAILED : COMMAND_DONE;
}
