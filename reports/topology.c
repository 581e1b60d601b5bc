/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything that was seen between two hosts is one event; sorted by pair,
 * events become edges. So the cost is n log n, however many hosts there are.
 */
#include "reports/topology.h"

#include "reports/devices.h"
#include "reports/format.h"
#include "reports/neighbours.h"

#include <inttypes.h>

/* A host and the name that the user gave it. */
struct named {
	const struct name *name;
	size_t host;
};

struct sight {
	size_t a, b;
	enum { EVENT_CALL, EVENT_REGISTRATION, EVENT_STREAM } kind;
	struct slice codec;
};

static enum topology_column column_of(enum role role)
{
	switch (role) {
	case ROLE_TRUNK:
	case ROLE_GATEWAY:
		return TOPOLOGY_LEFT;
	case ROLE_PBX:
	case ROLE_SBC:
	case ROLE_MEDIA_RELAY:
		return TOPOLOGY_MIDDLE;
	case ROLE_UNKNOWN:
	case ROLE_PHONE:
		return TOPOLOGY_RIGHT;
	}
	return TOPOLOGY_RIGHT;
}

/* Hosts that the user called the same stand together, the others by number. */
static int by_alias(const void *a, const void *b)
{
	const struct named *x = a;
	const struct named *y = b;
	bool x_alias = x->name && x->name->source == NAME_ALIAS;
	bool y_alias = y->name && y->name->source == NAME_ALIAS;

	if (x_alias && y_alias) {
		size_t least =
			x->name->n < y->name->n ? x->name->n : y->name->n;
		int order = memcmp(x->name->text, y->name->text, least);
		if (order == 0 && x->name->n != y->name->n) {
			order = x->name->n < y->name->n ? -1 : 1;
		}
		if (order != 0) {
			return order;
		}
	} else if (x_alias != y_alias) {
		return x_alias ? -1 : 1;
	}
	return x->host < y->host ? -1 : x->host > y->host;
}

static bool one_alias(const struct named *a, const struct named *b)
{
	return a->name && b->name && a->name->source == NAME_ALIAS &&
	       b->name->source == NAME_ALIAS &&
	       slice_eq(names_slice(a->name), names_slice(b->name));
}

static int vlan_of(const struct host *h)
{
	for (unsigned i = 0; i < h->device_count; i++) {
		if (h->devices[i]->vlan_count) {
			return h->devices[i]->vlan;
		}
	}
	return -1;
}

static int by_place(const void *a, const void *b)
{
	const struct topology_node *x = a;
	const struct topology_node *y = b;

	if (x->column != y->column) {
		return x->column < y->column ? -1 : 1;
	}
	if (x->vlan != y->vlan) {
		return x->vlan < y->vlan ? -1 : 1;
	}
	return memcmp(x->host->devices[0]->ip.b, y->host->devices[0]->ip.b, 16);
}

/* Fills t->nodes. @ret_node: the node of each host */
static int make_nodes(struct topology *t, const struct report_options *options,
	size_t *ret_node)
{
	size_t n = t->hosts.count;
	struct named *named = calloc(n + 1, sizeof(*named));

	t->nodes = calloc(n + 1, sizeof(*t->nodes));
	if (!named || !t->nodes) {
		free(named);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		const struct host *h = &t->hosts.list[i];
		named[i] = (struct named){devices_name(h, options), i};
	}
	qsort(named, n, sizeof(*named), by_alias);
	for (size_t i = 0; i < n; i++) {
		const struct host *h = &t->hosts.list[named[i].host];
		struct topology_node *node;
		if (i && one_alias(&named[i - 1], &named[i])) {
			node = &t->nodes[t->node_count - 1];
			node->hosts++;
			if (h->score > node->host->score) {
				node->host = h; /* it tells the role */
				node->column = column_of(h->role);
			}
			continue;
		}
		t->nodes[t->node_count++] = (struct topology_node){
			.host = h,
			.hosts = 1,
			.name = named[i].name ? names_slice(named[i].name)
					      : (struct slice){NULL, 0},
			.column = column_of(h->role),
			.vlan = vlan_of(h),
		};
	}
	qsort(t->nodes, t->node_count, sizeof(*t->nodes), by_place);
	/* From each host to its node: first by itself, then by its name. */
	for (size_t i = 0; i < t->node_count; i++) {
		ret_node[t->nodes[i].host - t->hosts.list] = i;
	}
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;
		size_t node = SIZE_MAX;
		while (end < n && one_alias(&named[end - 1], &named[end])) {
			end++;
		}
		for (size_t k = i; k < end; k++) {
			size_t own = ret_node[named[k].host];
			node = own != SIZE_MAX ? own : node;
		}
		for (size_t k = i; k < end; k++) {
			ret_node[named[k].host] = node;
		}
		i = end;
	}
	free(named);
	return 0;
}

struct sights {
	struct sight *list;
	size_t count, room;
	const struct topology *t;
	const struct book *book;
	const size_t *node;
	bool failed;
};

static void add(struct sights *e, const struct addr *from,
	const struct addr *to, struct sight event)
{
	const struct host *a = host_at(&e->t->hosts, e->book, from);
	const struct host *b = host_at(&e->t->hosts, e->book, to);

	if (!a || !b || e->failed) {
		return;
	}
	event.a = e->node[a - e->t->hosts.list];
	event.b = e->node[b - e->t->hosts.list];
	if (event.a == event.b) {
		return;
	}
	if (event.a > event.b) {
		size_t swap = event.a;
		event.a = event.b;
		event.b = swap;
	}
	if (e->count == e->room) {
		size_t room = e->room ? e->room * 2 : 256;
		struct sight *list = realloc(e->list, room * sizeof(*list));
		if (!list) {
			e->failed = true;
			return;
		}
		e->list = list;
		e->room = room;
	}
	e->list[e->count++] = event;
}

static void collect(struct sights *e)
{
	for (const struct call *c = e->book->calls; c; c = c->next) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			add(e, &c->hops[i].from.ip, &c->hops[i].to.ip,
				(struct sight){.kind = EVENT_CALL});
		}
	}
	for (const struct registration *r = e->book->registrations; r;
		r = r->next) {
		add(e, &r->src.ip, &r->registrar.ip,
			(struct sight){.kind = EVENT_REGISTRATION});
	}
	for (const struct stream *s = e->book->streams; s; s = s->next) {
		if (!s->same_as) {
			add(e, &s->src.ip, &s->dst.ip,
				(struct sight){.kind = EVENT_STREAM,
					.codec = stream_format_name(s)});
		}
	}
}

static int by_pair(const void *a, const void *b)
{
	const struct sight *x = a;
	const struct sight *y = b;
	size_t least = x->codec.n < y->codec.n ? x->codec.n : y->codec.n;

	if (x->a != y->a) {
		return x->a < y->a ? -1 : 1;
	}
	if (x->b != y->b) {
		return x->b < y->b ? -1 : 1;
	}
	if (x->kind != y->kind) {
		return x->kind < y->kind ? -1 : 1;
	}
	int order = least ? memcmp(x->codec.p, y->codec.p, least) : 0;
	if (order != 0) {
		return order;
	}
	return x->codec.n < y->codec.n ? -1 : x->codec.n > y->codec.n;
}

static void make_edges(struct topology *t, const struct sights *e)
{
	uint64_t run = 0; /* streams of one codec */
	uint64_t best = 0;

	for (size_t i = 0; i < e->count; i++) {
		const struct sight *v = &e->list[i];
		struct topology_edge *edge =
			t->edge_count ? &t->edges[t->edge_count - 1] : NULL;
		if (!edge || edge->a != v->a || edge->b != v->b) {
			edge = &t->edges[t->edge_count++];
			*edge = (struct topology_edge){.a = v->a, .b = v->b};
			best = 0;
			run = 0;
		}
		edge->calls += v->kind == EVENT_CALL;
		edge->registrations += v->kind == EVENT_REGISTRATION;
		if (v->kind != EVENT_STREAM) {
			continue;
		}
		bool same = run && slice_eq(v->codec, e->list[i - 1].codec);
		edge->streams++;
		run = same ? run + 1 : 1;
		if (run > best) {
			best = run;
			edge->codec = v->codec;
		}
	}
	for (size_t i = 0; i < t->edge_count; i++) {
		struct topology_node *a = &t->nodes[t->edges[i].a];
		struct topology_node *b = &t->nodes[t->edges[i].b];
		a->degree += b->column == TOPOLOGY_MIDDLE;
		b->degree += a->column == TOPOLOGY_MIDDLE;
	}
}

int topology_build(const struct report_input *input,
	const struct report_options *options, struct topology *ret,
	struct err *err)
{
	struct sights e = {.t = ret, .book = input->book};
	size_t *node = NULL;
	int rc = -1;

	*ret = (struct topology){0};
	if (hosts_of(input->book, &ret->hosts) == 0) {
		size_t n = ret->hosts.count + 1;
		node = malloc(n * sizeof(*node));
		if (node) {
			memset(node, 0xff, n * sizeof(*node));
			rc = make_nodes(ret, options, node);
		}
	}
	if (rc == 0) {
		e.node = node;
		collect(&e);
		ret->edges = calloc(e.count + 1, sizeof(*ret->edges));
		rc = e.failed || !ret->edges ? -1 : 0;
	}
	if (rc == 0 && e.count) {
		qsort(e.list, e.count, sizeof(*e.list), by_pair);
		make_edges(ret, &e);
	}
	free(e.list);
	free(node);
	if (rc != 0) {
		topology_finish(ret);
		return err_set(err, "out of memory while drawing the network");
	}
	return 0;
}

void topology_finish(struct topology *t)
{
	free(t->nodes);
	free(t->edges);
	*t = (struct topology){0};
}

void topology_title(struct text *out, const struct topology_node *node)
{
	char ip[ADDR_TEXT];

	text_puts(out, addr_text(&node->host->devices[0]->ip, ip));
	size_t more = node->hosts - 1 + node->host->device_count - 1;
	if (more) {
		text_printf(out, " and %zu more", more);
	}
	if (node->name.n) {
		text_puts(out, " (");
		text_clean(out, node->name);
		text_puts(out, ")");
	}
}

void topology_about(struct text *out, const struct topology_node *node,
	const struct report_options *options)
{
	const struct host *h = node->host;
	struct slice list[DEVICE_USERS];
	struct slice vendor = devices_vendor(h, options);
	bool more = false;

	unsigned n = devices_extensions(h, list, &more);
	text_puts(out, role_text(h->role));
	for (unsigned i = 0; i < n && node->hosts == 1; i++) {
		text_puts(out, i ? "," : " ");
		text_clean(out, list[i]);
	}
	if (h->agent.model.n || vendor.n) {
		text_puts(out, ", ");
		text_clean(out, h->agent.model.n ? h->agent.model : vendor);
	}
}

void topology_plug(struct text *out, const struct topology_node *node)
{
	neighbours_plug(out, node->hosts == 1 ? node->host->plug : NULL);
}

/* The network is taken as /24 and /64: masks are not on the wire. */
static struct addr network_of(const struct topology_node *node)
{
	struct addr ip = node->host->devices[0]->ip;
	size_t keep = addr_is_v4(&ip) ? 15 : 8;

	memset(ip.b + keep, 0, 16 - keep);
	return ip;
}

void topology_network(struct text *out, const struct topology_node *node)
{
	struct addr net = network_of(node);
	char ip[ADDR_TEXT];

	if (node->vlan >= 0) {
		text_printf(out, "VLAN %d, ", node->vlan);
	}
	text_printf(out, "%s%s", addr_text(&net, ip),
		addr_is_v4(&net) ? "/24" : "/64");
}

bool topology_same_network(
	const struct topology_node *a, const struct topology_node *b)
{
	struct addr x = network_of(a);
	struct addr y = network_of(b);

	return a->vlan == b->vlan && addr_eq(&x, &y);
}

void topology_facts(struct text *out, const struct topology_edge *edge)
{
	size_t before = out->n;

	if (edge->calls) {
		format_plural(out, edge->calls, "call");
	}
	if (edge->registrations) {
		text_puts(out, out->n > before ? ", " : "");
		format_plural(out, edge->registrations, "registration");
	}
	if (edge->streams) {
		text_puts(out, out->n > before ? "; " : "");
		format_plural(out, edge->streams, "stream");
		text_puts(out, edge->codec.n ? " " : "");
		text_clean(out, edge->codec);
	}
}
