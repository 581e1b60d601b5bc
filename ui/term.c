/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Curses finds the cheapest way from what is on the terminal to what shall be, so
 * cells that differ are handed to it and no others. What it would be wrong about,
 * characters whose width the C library sees otherwise than we do, is shown as a
 * question mark: a name must not shift what stands behind it.
 *
 * A signal that ends the program is an event like a key, so everything is put in
 * order on the usual way out. After a crash only what a signal handler may do is
 * done: the settings of the terminal and one write of escape sequences.
 */
#include "ui/term.h"

#define NCURSES_WIDECHAR 1
/* It would name a function that lib/banned.h poisons. */
#define GCC_SCANFLIKE(format, arguments)
#include <curses.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static const struct {
	short fg, bg, fg8, bg8;
	const char *marks;
} looks[] = {
#define INK(role, fg, bg, fg8, bg8, marks) {fg, bg, fg8, bg8, marks},
#include "ui/inks.def"
#undef INK
};

static const int ends[] = {SIGTERM, SIGINT, SIGHUP};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};

static bool opened;
static attr_t attributes[INKS];
static short pairs[INKS]; /* 0: the terminal's own colours */
static struct canvas shown;
static struct termios before;
static volatile sig_atomic_t ended;
static int signal_pipe[2] = {-1, -1};

ns_t term_now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (ns_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

static void on_end(int number)
{
	int kept = errno;

	ended = number;
	if (write(signal_pipe[1], "", 1) < 0) {
		ended = number; /* full: it is readable already */
	}
	errno = kept;
}

static void on_crash(int number)
{
	static const char back[] =
		"\033[?1000l\033[?1002l\033[?1006l\033[0m\033[?25h\033[?1049l\r\n";

	if (write(STDOUT_FILENO, back, sizeof(back) - 1) < 0) {
		ended = number;
	}
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
	(void)signal(number, SIG_DFL);
	(void)raise(number);
}

static void catch_signals(void)
{
	struct sigaction end = {.sa_handler = on_end};
	struct sigaction crash = {
		.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		(void)sigaction(ends[i], &end, NULL);
	}
	for (size_t i = 0; i < COUNT_OF(crashes); i++) {
		(void)sigaction(crashes[i], &crash, NULL);
	}
}

/* The character set has to be UTF-8, whatever language is set. */
static void choose_locale(void)
{
	wchar_t probe;

	(void)setlocale(LC_CTYPE, "");
	if (mbrtowc(&probe, "\xe2\x94\x80", 3, &(mbstate_t){0}) != 3) {
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	}
}

static attr_t marks_of(const char *marks)
{
	attr_t a = A_NORMAL;

	for (; *marks; marks++) {
		a |= *marks == 'B'   ? A_BOLD
		     : *marks == 'D' ? A_DIM
		     : *marks == 'U' ? A_UNDERLINE
				     : A_REVERSE;
	}
	return a;
}

static void make_attributes(bool colour)
{
	bool coloured = colour && has_colors() && start_color() == OK;
	bool rich = coloured && COLORS >= 256;

	if (coloured) {
		(void)use_default_colors();
	}
	for (short i = 0; i < INKS; i++) {
		short fg = rich ? looks[i].fg : looks[i].fg8;
		short bg = rich ? looks[i].bg : looks[i].bg8;
		attributes[i] = marks_of(looks[i].marks);
		if (coloured && (fg != -1 || bg != -1) && i + 1 < COLOR_PAIRS) {
			pairs[i] = (short)(i + 1);
			(void)init_pair(pairs[i], fg, bg);
			attributes[i] &= ~(attr_t)(A_REVERSE | A_UNDERLINE |
						   A_DIM);
		}
	}
}

int term_open(bool colour, struct err *err)
{
	const char *name = getenv("TERM");

	if (tcgetattr(STDIN_FILENO, &before) != 0 ||
		pipe(signal_pipe) != 0) {
		return err_set(err, "standard input is no terminal");
	}
	for (int i = 0; i < 2; i++) {
		(void)fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
		(void)fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
	}
	choose_locale();
	(void)setenv("ESCDELAY", "25", 0);
	SCREEN *screen = newterm(NULL, stdout, stdin);
	if (!screen) {
		return err_set(err,
			"the terminal '%s' is not known; set TERM, or use -N "
			"for the text report",
			name ? name : "");
	}
	opened = true;
	(void)cbreak();
	(void)noecho();
	(void)nonl();
	(void)keypad(stdscr, TRUE);
	(void)nodelay(stdscr, TRUE);
	(void)curs_set(0);
	(void)leaveok(stdscr, TRUE);
	(void)mousemask(BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED |
				BUTTON4_PRESSED | BUTTON5_PRESSED,
		NULL);
	make_attributes(colour);
	catch_signals();
	return 0;
}

void term_close(void)
{
	if (opened) {
		(void)endwin();
		opened = false;
	}
	canvas_finish(&shown);
}

void term_size(int *rows, int *columns)
{
	*rows = getmaxy(stdscr);
	*columns = getmaxx(stdscr);
}

static void show_cell(const struct canvas_cell *cell, int y, int x)
{
	wchar_t text[CANVAS_MARKS + 2] = {(wchar_t)cell->code};
	cchar_t c;
	int n = 1;

	if (wcwidth(text[0]) != cell->columns) {
		text[0] = L'?';
	}
	for (int i = 0; i < CANVAS_MARKS; i++) {
		if (cell->marks[i] && wcwidth((wchar_t)cell->marks[i]) == 0) {
			text[n++] = (wchar_t)cell->marks[i];
		}
	}
	attr_t a = attributes[cell->ink] ^ (cell->reverse ? A_REVERSE : 0);
	if (setcchar(&c, text, a, pairs[cell->ink], NULL) == OK) {
		(void)mvadd_wch(y, x, &c);
	}
	if (text[0] == L'?' && cell->columns == 2) {
		(void)mvaddch(y, x + 1, ' ');
	}
}

void term_show(const struct canvas *canvas)
{
	bool same = shown.rows == canvas->rows &&
		    shown.columns == canvas->columns;
	size_t row = (size_t)canvas->columns * sizeof(*canvas->cells);

	if (!canvas->cells) {
		return;
	}
	if (!same && canvas_size(&shown, canvas->rows, canvas->columns) != 0) {
		return;
	}
	if (!same) {
		(void)erase();
	}
	for (int y = 0; y < canvas->rows; y++) {
		const struct canvas_cell *new =
			canvas->cells + y * canvas->columns;
		struct canvas_cell *old = shown.cells + y * canvas->columns;
		if (same && memcmp(new, old, row) == 0) {
			continue;
		}
		for (int x = 0; x < canvas->columns; x++) {
			if (new[x].columns) {
				show_cell(&new[x], y, x);
			}
		}
		memcpy(old, new, row);
	}
	(void)refresh();
}

static uint32_t code_of(wint_t key)
{
	static const struct {
		wint_t curses;
		uint32_t code;
	} table[] = {
		{KEY_UP, KEYS_UP},
		{KEY_DOWN, KEYS_DOWN},
		{KEY_LEFT, KEYS_LEFT},
		{KEY_RIGHT, KEYS_RIGHT},
		{KEY_PPAGE, KEYS_PGUP},
		{KEY_NPAGE, KEYS_PGDN},
		{KEY_HOME, KEYS_HOME},
		{KEY_END, KEYS_END},
		{KEY_IC, KEYS_INS},
		{KEY_DC, KEYS_DEL},
		{KEY_BTAB, KEYS_BACKTAB},
		{KEY_ENTER, KEYS_ENTER},
		{KEY_BACKSPACE, KEYS_BACKSPACE},
		{KEY_RESIZE, KEYS_RESIZE},
	};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		if (table[i].curses == key) {
			return table[i].code;
		}
	}
	if (key > KEY_F0 && key <= KEY_F(24)) {
		return KEYS_F0 + (uint32_t)(key - KEY_F0);
	}
	return KEYS_NONE;
}

static void read_mouse(struct keys_event *ret)
{
	MEVENT m;

	if (getmouse(&m) != OK) {
		return;
	}
	ret->y = m.y;
	ret->x = m.x;
	ret->twice = (m.bstate & BUTTON1_DOUBLE_CLICKED) != 0;
	if (m.bstate & BUTTON4_PRESSED) {
		ret->code = KEYS_WHEEL_UP;
	} else if (m.bstate & BUTTON5_PRESSED) {
		ret->code = KEYS_WHEEL_DOWN;
	} else if (m.bstate & (BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED)) {
		ret->code = KEYS_CLICK;
	}
}

/* True when a key was there. */
static bool read_key(struct keys_event *ret)
{
	wint_t key = 0;
	int rc = get_wch(&key);

	*ret = (struct keys_event){0};
	if (rc == ERR) {
		return false;
	}
	if (rc == KEY_CODE_YES && key == KEY_MOUSE) {
		read_mouse(ret);
	} else if (rc == KEY_CODE_YES) {
		ret->code = code_of(key);
	} else {
		ret->code = key == '\n' ? KEYS_ENTER : (uint32_t)key;
	}
	return true;
}

void term_wait(int fd, struct keys_event *ret)
{
	struct pollfd fds[3] = {
		{.fd = STDIN_FILENO, .events = POLLIN},
		{.fd = fd, .events = POLLIN},
		{.fd = signal_pipe[0], .events = POLLIN},
	};

	for (;;) {
		if (ended) {
			*ret = (struct keys_event){.code = KEYS_GONE};
			return;
		}
		if (read_key(ret)) {
			return;
		}
		int n = poll(fds, 3, -1);
		if (n < 0 && errno != EINTR) {
			*ret = (struct keys_event){.code = KEYS_GONE};
			return;
		}
		if (n > 0 && fds[1].revents) {
			*ret = (struct keys_event){.code = KEYS_WAKE};
			return;
		}
		if (n > 0 && fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
			*ret = (struct keys_event){.code = KEYS_GONE};
			return;
		}
	}
}
