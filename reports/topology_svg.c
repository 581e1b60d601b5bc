/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network as a drawing. What goes over an edge stands in the box at its
 * outer end and never on the line, so that no two labels can meet, however
 * many terminals there are. Lines past the middle go round outside.
 */
#include "reports/format.h"
#include "reports/topology.h"

/* Pixels. A character of 12 px sans-serif is taken as 7 wide. */
#define BOX       260
#define BOX_TALL  58
#define GAP	  12U /* from box to box */
#define LINE      17U /* more, where boxes say at which switch they are */
#define HEADING   26U
#define SPACE     160 /* between columns, for the lines */
#define MARGIN    70  /* at the sides, for what goes round */
#define TOP       60
#define CHARACTER 7
#define COLUMNS   ((BOX - 12) / CHARACTER)

struct sheet {
	struct text *out;
	const struct topology *t;
	const struct report_options *options;
	size_t box; /* height */
	size_t *y; /* of each node */
	size_t tall;
};

static size_t x_of(enum topology_column column)
{
	return MARGIN + (size_t)column * (BOX + SPACE);
}

static void put_words(struct sheet *s, size_t x, size_t y, const char *class,
	struct text *words)
{
	struct text cut = {0};
	struct slice all = text_slice(words);

	if (text_columns(all) > COLUMNS) {
		text_cell(&cut, all, COLUMNS, false);
		all = text_slice(&cut);
	}
	text_printf(
		s->out, "<text class=\"%s\" x=\"%zu\" y=\"%zu\">", class, x, y);
	format_xml(s->out, all);
	text_puts(s->out, "</text>\n");
	text_finish(&cut);
	text_clear(words);
}

static bool heads(const struct topology *t, size_t i)
{
	return i == 0 || t->nodes[i - 1].column != t->nodes[i].column ||
	       !topology_same_network(&t->nodes[i - 1], &t->nodes[i]);
}

/* Columns are centred on the tallest one. */
static void place(struct sheet *s)
{
	const struct topology *t = s->t;
	size_t tall[3] = {0};

	for (size_t i = 0; i < t->node_count; i++) {
		tall[t->nodes[i].column] += s->box + GAP + (heads(t, i) ? HEADING : 0);
	}
	for (size_t c = 0; c < 3; c++) {
		s->tall = tall[c] > s->tall ? tall[c] : s->tall;
	}
	size_t y[3];
	for (size_t c = 0; c < 3; c++) {
		y[c] = TOP + (s->tall - tall[c]) / 2;
	}
	for (size_t i = 0; i < t->node_count; i++) {
		size_t *at = &y[t->nodes[i].column];
		*at += heads(t, i) ? HEADING : 0;
		s->y[i] = *at;
		*at += s->box + GAP;
	}
}

static void put_edge(struct sheet *s, const struct topology_edge *e)
{
	const struct topology_node *a = &s->t->nodes[e->a];
	const struct topology_node *b = &s->t->nodes[e->b];
	size_t ya = s->y[e->a] + s->box / 2;
	size_t yb = s->y[e->b] + s->box / 2;
	struct text title = {0};
	size_t xa = x_of(a->column) + BOX;
	size_t xb = x_of(b->column);

	topology_title(&title, a);
	text_puts(&title, " - ");
	topology_title(&title, b);
	text_puts(&title, ": ");
	topology_facts(&title, e);
	text_printf(s->out, "<path class=\"%s\" d=\"M%zu %zu ",
		e->calls || e->registrations ? "sip" : "rtp", xa, ya);
	if (a->column == b->column) {
		/* Round the right side of the column. */
		size_t far = xa + 20 + (yb - ya) / (s->box + GAP) % 5 * 9;
		text_printf(s->out, "C%zu %zu %zu %zu %zu %zu", far, ya, far,
			yb, xa, yb);
	} else {
		text_printf(s->out, "C%zu %zu %zu %zu %zu %zu", xa + SPACE / 2,
			ya, xb - SPACE / 2, yb, xb, yb);
	}
	text_puts(s->out, "\"><title>");
	format_xml(s->out, text_slice(&title));
	text_puts(s->out, "</title></path>\n");
	text_finish(&title);
}

/* All edges of a node of the sides, added up for its box. */
static struct topology_edge *sums_of(const struct topology *t)
{
	struct topology_edge *sums = calloc(t->node_count + 1, sizeof(*sums));

	for (size_t i = 0; i < t->edge_count && sums; i++) {
		const struct topology_edge *e = &t->edges[i];
		size_t ends[2] = {e->a, e->b};
		for (size_t k = 0; k < 2; k++) {
			struct topology_edge *sum = &sums[ends[k]];
			sum->calls += e->calls;
			sum->registrations += e->registrations;
			sum->streams += e->streams;
			sum->codec = sum->codec.n ? sum->codec : e->codec;
		}
	}
	return sums;
}

static void put_node(struct sheet *s, size_t i, const struct topology_edge *sum)
{
	const struct topology_node *node = &s->t->nodes[i];
	size_t x = x_of(node->column);
	struct text words = {0};

	if (heads(s->t, i)) {
		topology_network(&words, node);
		put_words(s, x, s->y[i] - 8, "net", &words);
	}
	text_printf(s->out,
		"<rect class=\"%s\" x=\"%zu\" y=\"%zu\" width=\"%d\" "
		"height=\"%zu\" rx=\"4\"/>\n",
		node->column == TOPOLOGY_MIDDLE ? "middle" : "box", x, s->y[i],
		BOX, s->box);
	topology_title(&words, node);
	put_words(s, x + 6, s->y[i] + 17, "name", &words);
	topology_about(&words, node, s->options);
	put_words(s, x + 6, s->y[i] + 34, "about", &words);
	topology_facts(&words, sum);
	put_words(s, x + 6, s->y[i] + 51, "about", &words);
	topology_plug(&words, node);
	if (words.n) {
		put_words(s, x + 6, s->y[i] + 51 + LINE, "about", &words);
	}
	text_finish(&words);
}

static void put_head(struct sheet *s)
{
	static const char *const TITLES[] = {
		"Trunks and gateways", "PBX, SBC, relay", "Terminals"};
	size_t width = x_of(TOPOLOGY_RIGHT) + BOX + MARGIN;

	text_printf(s->out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" "
		"height=\"%zu\" viewBox=\"0 0 %zu %zu\" role=\"img\">\n"
		"<title>Network</title>\n<desc>%zu hosts in three columns and "
		"what goes between them.</desc>\n<style>"
		"text{font:12px sans-serif;fill:#000}.name,.head{font-weight:"
		"bold}.net{fill:#555}rect{fill:#fff;stroke:#000}.middle{"
		"stroke-width:2}path{fill:none;stroke:#06c}"
		".rtp{stroke:#080;stroke-dasharray:5 3}</style>\n"
		"<rect style=\"stroke:none\" width=\"100%%\" "
		"height=\"100%%\"/>\n",
		width, s->tall + TOP + 20, width, s->tall + TOP + 20,
		s->t->node_count);
	for (size_t c = 0; c < 3; c++) {
		text_printf(s->out,
			"<text class=\"head\" x=\"%zu\" y=\"24\">%s</text>\n",
			x_of((enum topology_column)c), TITLES[c]);
	}
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct topology t;

	if (topology_build(input, options, &t, err) != 0) {
		return -1;
	}
	struct sheet s = {
		.out = out,
		.t = &t,
		.options = options,
		.box = BOX_TALL,
		.y = calloc(t.node_count + 1, sizeof(*s.y)),
	};
	for (size_t i = 0; i < t.node_count && s.box == BOX_TALL; i++) {
		s.box += t.nodes[i].host->plug ? LINE : 0;
	}
	struct topology_edge *sums = sums_of(&t);
	int rc = s.y && sums ? 0 : err_set(err, "out of memory");
	if (rc == 0) {
		place(&s);
		put_head(&s);
	}
	for (size_t i = 0; i < t.edge_count && rc == 0; i++) {
		put_edge(&s, &t.edges[i]);
		rc = report_drain(out, options, err);
	}
	for (size_t i = 0; i < t.node_count && rc == 0; i++) {
		put_node(&s, i, &sums[i]);
		rc = report_drain(out, options, err);
	}
	text_puts(out, rc == 0 ? "</svg>\n" : "");
	free(s.y);
	free(sums);
	topology_finish(&t);
	return rc;
}

const struct report report_topology_svg = {
	.name = "svg",
	.title = "a drawing for documents",
	.makers = true,
	.write = write,
};
