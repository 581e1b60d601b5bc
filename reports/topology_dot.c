/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network for Graphviz: `earshot topology -F dot FILE | dot -Tpdf`. */
#include "reports/topology.h"

/* A quoted DOT string: in it only '"' and '\' are special. */
static void put_quoted(struct text *out, const struct text *value)
{
	text_puts(out, "\"");
	for (size_t i = 0; i < value->n; i++) {
		char c = value->p[i];
		if (c == '\n') {
			text_puts(out, "\\n");
			continue;
		}
		text_puts(out, c == '"' || c == '\\' ? "\\" : "");
		text_put(out, (struct slice){&c, 1});
	}
	text_puts(out, "\"");
}

static void put_node(struct text *out, const struct topology *t, size_t i,
	const struct report_options *options)
{
	const struct topology_node *node = &t->nodes[i];
	struct text label = {0};

	topology_title(&label, node);
	text_puts(&label, "\n");
	topology_about(&label, node, options);
	text_puts(&label, node->host->plug ? "\n" : "");
	topology_plug(&label, node);
	text_printf(out, "\t\tn%zu [label=", i);
	put_quoted(out, &label);
	text_puts(out,
		node->column == TOPOLOGY_MIDDLE ? ", style=bold];\n" : "];\n");
	text_finish(&label);
}

/* Nodes of one column and network are one cluster. */
static void put_nodes(struct text *out, const struct topology *t,
	const struct report_options *options)
{
	struct text label = {0};

	for (size_t i = 0; i < t->node_count; i++) {
		const struct topology_node *node = &t->nodes[i];
		const struct topology_node *before = i ? node - 1 : NULL;
		if (!before || before->column != node->column ||
			!topology_same_network(before, node)) {
			text_puts(out, before ? "\t}\n" : "");
			text_clear(&label);
			topology_network(&label, node);
			text_printf(out,
				"\tsubgraph cluster_%zu {\n"
				"\t\tlabel=",
				i);
			put_quoted(out, &label);
			text_puts(out, ";\n");
		}
		put_node(out, t, i, options);
	}
	text_puts(out, t->node_count ? "\t}\n" : "");
	text_finish(&label);
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct topology t;
	struct text label = {0};

	if (topology_build(input, options, &t, err) != 0) {
		return -1;
	}
	text_puts(out, "graph earshot {\n\trankdir=LR;\n"
		       "\tnode [shape=box, fontname=\"sans-serif\"];\n"
		       "\tedge [fontname=\"sans-serif\", fontsize=10];\n");
	put_nodes(out, &t, options);
	for (size_t i = 0; i < t.edge_count; i++) {
		const struct topology_edge *e = &t.edges[i];
		bool sip = e->calls || e->registrations;
		text_clear(&label);
		topology_facts(&label, e);
		text_printf(out, "\tn%zu -- n%zu [label=", e->a, e->b);
		put_quoted(out, &label);
		text_puts(out, sip ? "];\n" : ", style=dashed];\n");
	}
	text_puts(out, "}\n");
	text_finish(&label);
	topology_finish(&t);
	return 0;
}

const struct report report_topology_dot = {
	.name = "dot",
	.title = "a graph for Graphviz",
	.makers = true,
	.write = write,
};
