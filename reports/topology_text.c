/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For a terminal: one block for each host of the middle, its neighbours on
 * both sides of it; then what goes past the middle, as a list. A neighbour of
 * two PBXs stands at both.
 *
 *   198.51.100.9            ┌──────────────────┐    192.0.2.0/24
 *   trunk                ───┤ 192.0.2.1        ├─┬─ 192.0.2.20
 *   4 calls                 │ pbx              │ │  phone 1001
 *                           └──────────────────┘ └─ 192.0.2.21
 */
#include "reports/format.h"
#include "reports/topology.h"

#include <inttypes.h>

#define MIDDLE 22 /* columns of the box without its walls */
#define LINK   4  /* columns between the box and a side */

/* Lines of one column; each side is built before the block is printed. */
struct lines {
	struct text text; /* lines end in LF; the first byte says of what kind:
			     'n' a node, 'h' a heading, ' ' more of a node */
	size_t count, last_node;
};

static void put(struct lines *l, char kind, struct text *line)
{
	if (kind == 'n') {
		l->last_node = l->count;
	}
	text_put(&l->text, (struct slice){&kind, 1});
	text_put(&l->text, text_slice(line));
	text_puts(&l->text, "\n");
	l->count++;
	text_clear(line);
}

static void put_node(struct lines *l, const struct topology_node *node,
	const struct topology_edge *edge, const struct report_options *options)
{
	struct text line = {0};

	topology_title(&line, node);
	put(l, 'n', &line);
	topology_about(&line, node, options);
	put(l, ' ', &line);
	topology_plug(&line, node);
	if (line.n) {
		put(l, ' ', &line);
	}
	topology_facts(&line, edge);
	put(l, ' ', &line);
	text_finish(&line);
}

/* The neighbours of @middle in @column, by edges from @t. */
static void put_side(struct lines *l, const struct topology *t, size_t middle,
	enum topology_column column, const struct report_options *options)
{
	const struct topology_node *before = NULL;
	struct text line = {0};

	for (size_t i = 0; i < t->edge_count; i++) {
		const struct topology_edge *e = &t->edges[i];
		if (e->a != middle && e->b != middle) {
			continue;
		}
		const struct topology_node *node =
			&t->nodes[e->a == middle ? e->b : e->a];
		if (node->column != column) {
			continue;
		}
		if (!before || !topology_same_network(before, node)) {
			topology_network(&line, node);
			put(l, 'h', &line);
		}
		put_node(l, node, e, options);
		before = node;
	}
	text_finish(&line);
}

static void put_cell(struct text *out, char kind, struct slice s,
	size_t columns, const struct report_options *options)
{
	enum format_style style = kind == 'n'   ? STYLE_BOLD
				  : kind == 'h' ? STYLE_DIM
						: STYLE_PLAIN;

	format_style(out, options->colour, style);
	text_cell(out, s, columns, false);
	format_plain(out, options->colour, style);
}

/* The line from the box to @line of a side of @l. */
static const char *link_of(
	const struct lines *l, size_t line, char kind, bool right, bool first)
{
	bool below = line < l->last_node && !first;

	if (l->count == 0 || line >= l->count) {
		return "    ";
	}
	if (kind != 'n') {
		return !below ? "    " : right ? " \u2502  " : "  \u2502 ";
	}
	if (first) {
		return line == l->last_node ? "\u2500\u2500\u2500\u2500"
		       : right              ? "\u2500\u252c\u2500\u2500"
					    : "\u2500\u2500\u252c\u2500";
	}
	if (line == l->last_node) {
		return right ? " \u2514\u2500\u2500" : "\u2500\u2500\u2518 ";
	}
	return right ? " \u251c\u2500\u2500" : "\u2500\u2500\u2524 ";
}

/* The box, line by line: its top is at line 0 and its text below. */
static void put_box(struct text *out, const struct text *box, size_t line,
	size_t lines, bool left, bool right)
{
	struct slice rest = text_slice(box);
	struct slice row = {"", 0};

	if (line == 0 || line == lines + 1) {
		text_puts(out, line == 0 ? "\u250c" : "\u2514");
		for (size_t i = 0; i < MIDDLE; i++) {
			text_puts(out, "\u2500");
		}
		text_puts(out, line == 0 ? "\u2510" : "\u2518");
		return;
	}
	if (line > lines) {
		text_fill(out, ' ', MIDDLE + 2);
		return;
	}
	for (size_t i = 0; i < line; i++) {
		row = slice_cut(&rest, '\n');
	}
	text_puts(out, left ? "\u2524" : "\u2502");
	text_puts(out, " ");
	text_cell(out, row, MIDDLE - 1, false);
	text_puts(out, right ? "\u251c" : "\u2502");
}

struct side {
	struct lines lines;
	struct slice rest;
	bool begun, now; /* its first node was drawn; this line has a node */
	char kind;
	struct slice cell;
	const char *link;
};

/* Goes to the next line of @s. */
static void step(struct side *s, size_t line, bool right)
{
	struct slice row =
		s->rest.n ? slice_cut(&s->rest, '\n') : (struct slice){"", 0};

	s->kind = row.n ? row.p[0] : ' ';
	s->cell = slice_sub(row, 1, row.n);
	s->now = s->kind == 'n';
	bool first = s->now && !s->begun;
	s->link = s->begun || first
			  ? link_of(&s->lines, line, s->kind, right, first)
			  : "    ";
	s->begun = s->begun || s->now;
}

static void put_block(struct text *out, const struct topology *t, size_t middle,
	const struct report_options *options)
{
	struct side left = {.begun = false};
	struct side right = {.begun = false};
	struct text box = {0};
	size_t side = (options->columns - MIDDLE - 2 - 2 * LINK) / 2;

	put_side(&left.lines, t, middle, TOPOLOGY_LEFT, options);
	put_side(&right.lines, t, middle, TOPOLOGY_RIGHT, options);
	topology_title(&box, &t->nodes[middle]);
	text_puts(&box, "\n");
	topology_about(&box, &t->nodes[middle], options);
	text_puts(&box, "\n");
	topology_network(&box, &t->nodes[middle]);
	left.rest = text_slice(&left.lines.text);
	right.rest = text_slice(&right.lines.text);
	size_t rows = left.lines.count > right.lines.count ? left.lines.count
							   : right.lines.count;
	for (size_t i = 0; i < rows || i < 5; i++) {
		step(&left, i, false);
		step(&right, i, true);
		put_cell(out, left.kind, left.cell, side, options);
		text_puts(out, left.link);
		/* The first node of a side is at line 1: below its
		 * network. */
		put_box(out, &box, i, 3, left.now && i == 1,
			right.now && i == 1);
		/* No blanks at the end of a line. */
		size_t own = text_columns(right.cell);
		text_puts(out, own || right.lines.count > i ? right.link : "");
		put_cell(out, right.kind, right.cell, own < side ? own : side,
			options);
		text_puts(out, "\n");
	}
	text_puts(out, "\n");
	text_finish(&left.lines.text);
	text_finish(&right.lines.text);
	text_finish(&box);
}

/* What goes past the middle, or between two of it. */
static void put_others(struct text *out, const struct topology *t,
	const struct report_options *options)
{
	struct text line = {0};
	bool any = false;

	for (size_t i = 0; i < t->edge_count; i++) {
		const struct topology_edge *e = &t->edges[i];
		const struct topology_node *a = &t->nodes[e->a];
		const struct topology_node *b = &t->nodes[e->b];
		if ((a->column == TOPOLOGY_MIDDLE) !=
			(b->column == TOPOLOGY_MIDDLE)) {
			continue;
		}
		if (!any) {
			format_heading(out, options->colour, "Directly");
		}
		any = true;
		text_clear(&line);
		topology_title(&line, a);
		text_puts(&line, " \u2194 ");
		topology_title(&line, b);
		text_puts(&line, ": ");
		topology_facts(&line, e);
		format_field(out,
			a->column == b->column && a->column == TOPOLOGY_MIDDLE
				? "servers"
				: "hosts",
			text_slice(&line), options->columns);
	}
	text_finish(&line);
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct topology t;
	int rc = 0;

	if (topology_build(input, options, &t, err) != 0) {
		return -1;
	}
	text_puts(out, t.node_count ? "" : "No devices in this capture.\n");
	for (size_t i = 0; i < t.node_count && rc == 0; i++) {
		if (t.nodes[i].column == TOPOLOGY_MIDDLE) {
			put_block(out, &t, i, options);
			rc = report_drain(out, options, err);
		}
	}
	if (rc == 0) {
		put_others(out, &t, options);
	}
	topology_finish(&t);
	return rc;
}

const struct report report_topology_text = {
	.name = "text",
	.title = "a drawing for the terminal",
	.makers = true,
	.write = write,
};
