/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of calls and registrations, sorted, then summed up group by group. */
#include "calls/ledger.h"

#include "calls/book.h"

#include <stdlib.h>
#include <string.h>

#define HOUR (3600 * NS_PER_S)

/* One call or registration in one account. */
struct row {
	struct addr host, peer; /* the key; zero where it is not asked for */
	ns_t hour;
	ns_t begin, end;
	const struct call *call;
	const struct hop *hop; /* NULL: not an attempt that can be judged */
	const struct registration *registration;
};

struct ledger {
	const struct book *book;
	enum ledger_kind kind;
	struct hosts hosts; /* with their roles, of TRUNKS */
	struct row *rows;
	size_t count, cap;
	size_t *sizes; /* of the groups */
	ns_t *ends;    /* of one group */
	size_t groups;
};

static int by_key(const struct row *a, const struct row *b)
{
	int d = memcmp(&a->host, &b->host, sizeof(a->host));

	d = d ? d : memcmp(&a->peer, &b->peer, sizeof(a->peer));
	return d ? d : (a->hour > b->hour) - (a->hour < b->hour);
}

static int by_account(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;
	int d = by_key(x, y);

	/* Equal times: in the order of the book, so that equal input gives
	 * equal output. */
	d = d ? d : (x->begin > y->begin) - (x->begin < y->begin);
	if (d || !x->call || !y->call) {
		return d ? d : !x->call - !y->call;
	}
	return (x->call->id > y->call->id) - (x->call->id < y->call->id);
}

static int by_time(const void *a, const void *b)
{
	const ns_t *x = a;
	const ns_t *y = b;

	return (*x > *y) - (*x < *y);
}

static int by_size_down(const void *a, const void *b)
{
	const size_t *x = a;
	const size_t *y = b;

	return (*x < *y) - (*x > *y);
}

static int add(struct ledger *l, const struct row *row)
{
	if (l->count == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 256;
		struct row *rows = realloc(l->rows, cap * sizeof(*rows));
		if (!rows) {
			return -1;
		}
		l->rows = rows;
		l->cap = cap;
	}
	l->rows[l->count++] = *row;
	return 0;
}

/* A proxy in the middle has sent and received: the hop it received on counts,
 * which is the earlier one. */
static bool host_counted(
	const struct call *call, unsigned hop, const struct addr *host)
{
	for (unsigned i = 0; i < hop; i++) {
		if (addr_eq(&call->hops[i].from.ip, host) ||
			addr_eq(&call->hops[i].to.ip, host)) {
			return true;
		}
	}
	return false;
}

static int add_hosts(struct ledger *l, struct row row)
{
	const struct call *c = row.call;

	for (unsigned i = 0; i < c->hop_count; i++) {
		const struct hop *h = &c->hops[i];
		row.hop = h;
		row.host = h->from.ip;
		if (!host_counted(c, i, &row.host) && add(l, &row) != 0) {
			return -1;
		}
		row.host = h->to.ip;
		if (!addr_eq(&row.host, &h->from.ip) &&
			!host_counted(c, i, &row.host) && add(l, &row) != 0) {
			return -1;
		}
	}
	return 0;
}

/* Both directions between two hosts are one account. */
static int add_pairs(struct ledger *l, struct row row)
{
	for (unsigned i = 0; i < row.call->hop_count; i++) {
		const struct hop *h = &row.call->hops[i];
		bool up = memcmp(&h->from.ip, &h->to.ip, sizeof(h->to.ip)) < 0;
		row.hop = h;
		row.host = up ? h->from.ip : h->to.ip;
		row.peer = up ? h->to.ip : h->from.ip;
		if (add(l, &row) != 0) {
			return -1;
		}
	}
	return 0;
}

static bool by_trunk(const struct ledger *l)
{
	return l->kind == LEDGER_TRUNKS || l->kind == LEDGER_TRUNK_HOURS;
}

static bool by_hour(const struct ledger *l)
{
	return l->kind == LEDGER_HOURS || l->kind == LEDGER_TRUNK_HOURS;
}

bool ledger_is_trunk(const struct host *host)
{
	return host->role == ROLE_TRUNK || host->role == ROLE_SBC ||
	       host->role == ROLE_GATEWAY;
}

/* The host at @ip, when its role is a trunk's; NULL: it is not. */
static const struct host *trunk_at(
	const struct ledger *l, const struct addr *ip)
{
	const struct host *h = host_at(&l->hosts, l->book, ip);

	return h && ledger_is_trunk(h) ? h : NULL;
}

/* A row for the trunk @h, unless the hops of the call before @hop have it. */
static int add_trunk(
	struct ledger *l, struct row *row, unsigned hop, const struct host *h)
{
	for (unsigned i = 0; h && i < hop; i++) {
		const struct hop *before = &row->call->hops[i];
		if (trunk_at(l, &before->from.ip) == h ||
			trunk_at(l, &before->to.ip) == h) {
			return 0;
		}
	}
	if (!h) {
		return 0;
	}
	row->host = h->devices[0]->ip;
	return add(l, row);
}

static int add_trunks(struct ledger *l, struct row row)
{
	for (unsigned i = 0; i < row.call->hop_count; i++) {
		const struct hop *hop = &row.call->hops[i];
		const struct host *from = trunk_at(l, &hop->from.ip);
		const struct host *to = trunk_at(l, &hop->to.ip);
		row.hop = hop;
		if (add_trunk(l, &row, i, from) != 0 ||
			(to != from && add_trunk(l, &row, i, to) != 0)) {
			return -1;
		}
	}
	return 0;
}

static int add_call(struct ledger *l, const struct call *c)
{
	struct row row = {
		.begin = c->first_ts,
		.end = call_end_ts(c),
		.call = c,
		.hop = c->hop_count ? &c->hops[0] : NULL,
	};

	row.hour = by_hour(l) ? c->first_ts / HOUR : 0;
	if (by_trunk(l)) {
		return add_trunks(l, row);
	}
	if (l->kind == LEDGER_HOSTS) {
		return add_hosts(l, row);
	}
	if (l->kind == LEDGER_PAIRS) {
		return add_pairs(l, row);
	}
	if (c->talk && c->talk != c) {
		return 0;
	}
	for (const struct call *leg = c->next_in_talk; leg;
		leg = leg->next_in_talk) {
		ns_t end = call_end_ts(leg);
		row.end = end > row.end ? end : row.end;
	}
	return add(l, &row);
}

static int add_registration(struct ledger *l, const struct registration *r)
{
	struct row row = {
		.begin = r->first_ts,
		.end = r->first_ts,
		.registration = r,
	};

	if (by_hour(l)) {
		return 0; /* one record of many hours */
	}
	if (by_trunk(l)) {
		const struct host *src = trunk_at(l, &r->src.ip);
		const struct host *at = trunk_at(l, &r->registrar.ip);
		return add_trunk(l, &row, 0, src) != 0 ||
				       (at != src &&
					       add_trunk(l, &row, 0, at) != 0)
			       ? -1
			       : 0;
	}
	if (l->kind == LEDGER_HOSTS) {
		row.host = r->src.ip;
		if (!addr_eq(&r->src.ip, &r->registrar.ip) &&
			add(l, &row) != 0) {
			return -1;
		}
		row.host = r->registrar.ip;
	} else if (l->kind == LEDGER_PAIRS) {
		bool up = memcmp(&r->src.ip, &r->registrar.ip,
				  sizeof(r->src.ip)) < 0;
		row.host = up ? r->src.ip : r->registrar.ip;
		row.peer = up ? r->registrar.ip : r->src.ip;
	}
	return add(l, &row);
}

static int collect(struct ledger *l)
{
	for (const struct call *c = l->book->calls; c; c = c->next) {
		if (add_call(l, c) != 0) {
			return -1;
		}
	}
	for (const struct registration *r = l->book->registrations; r;
		r = r->next) {
		if (add_registration(l, r) != 0) {
			return -1;
		}
	}
	l->sizes = calloc(l->count + 1, sizeof(*l->sizes));
	l->ends = calloc(l->count + 1, sizeof(*l->ends));
	return l->sizes && l->ends ? 0 : -1;
}

/* The rows of the account that begins at row @i end before the one returned. */
static size_t group_end(const struct ledger *l, size_t i)
{
	size_t k = i + 1;

	while (k < l->count && by_key(&l->rows[i], &l->rows[k]) == 0) {
		k++;
	}
	return k;
}

/*
 * Most calls at once, from the INVITE to the end. A call that ends in the
 * moment another begins is not counted together with it.
 */
static uint64_t concurrent(
	struct ledger *l, const struct row *rows, size_t count)
{
	size_t n = 0;
	uint64_t most = 0;

	for (size_t i = 0; i < count; i++) {
		if (rows[i].call) {
			l->ends[n++] = rows[i].end;
		}
	}
	qsort(l->ends, n, sizeof(*l->ends), by_time);
	for (size_t i = 0, begun = 0, ended = 0; i < count; i++) {
		if (!rows[i].call) {
			continue;
		}
		while (ended < begun && l->ends[ended] <= rows[i].begin) {
			ended++;
		}
		begun++;
		most = begun - ended > most ? begun - ended : most;
	}
	return most;
}

/* Most attempts that began within one second, wherever it begins. */
static uint64_t per_second(
	struct ledger *l, const struct row *rows, size_t count)
{
	ns_t *begins = l->ends;
	size_t n = 0;
	uint64_t most = 0;

	for (size_t i = 0; i < count; i++) {
		if (rows[i].hop && rows[i].hop->invite.frame) {
			begins[n++] = rows[i].hop->invite.ts;
		}
	}
	qsort(begins, n, sizeof(*begins), by_time);
	for (size_t i = 0, from = 0; i < n; i++) {
		while (begins[i] - begins[from] >= NS_PER_S) {
			from++;
		}
		most = i - from + 1 > most ? i - from + 1 : most;
	}
	return most;
}

static void sum_up(struct ledger *l, const struct row *rows, size_t count,
	struct account *ret)
{
	const struct book *book = l->book;

	ret->host = rows->host;
	ret->peer = rows->peer;
	ret->begin = book->first_ts;
	ret->end = book->last_ts;
	if (by_trunk(l)) {
		ret->role = host_at(&l->hosts, book, &rows->host)->role;
	}
	if (by_hour(l)) {
		ns_t hour = rows->hour * HOUR;
		ret->begin = hour > ret->begin ? hour : ret->begin;
		ret->end = hour + HOUR < ret->end ? hour + HOUR : ret->end;
	}
	for (size_t i = 0; i < count; i++) {
		if (rows[i].registration) {
			kpi_registration(&ret->kpi, rows[i].registration);
		} else if (rows[i].hop) {
			kpi_attempt(&ret->kpi, rows[i].call, rows[i].hop,
				book->last_ts);
		}
	}
	ret->concurrent_max = concurrent(l, rows, count);
	ret->per_second_max = per_second(l, rows, count);
}

/* Accounts of more rows than this are told; of just as many, while there is
 * room: @ret_room. */
static size_t least_size(struct ledger *l, size_t *ret_room)
{
	for (size_t i = 0; i < l->count; i = group_end(l, i)) {
		l->sizes[l->groups++] = group_end(l, i) - i;
	}
	qsort(l->sizes, l->groups, sizeof(*l->sizes), by_size_down);
	if (l->groups <= LEDGER_MOST) {
		*ret_room = LEDGER_MOST;
		return 0;
	}
	size_t least = l->sizes[LEDGER_MOST - 1];
	size_t above = 0;
	while (l->sizes[above] > least) {
		above++;
	}
	*ret_room = LEDGER_MOST - above;
	return least;
}

int ledger_each(const struct book *book, enum ledger_kind kind,
	ledger_told *told, void *context, uint64_t *ret_left_out)
{
	struct ledger l = {.book = book, .kind = kind};
	struct account *account = malloc(sizeof(*account));
	int rc = account ? 0 : -1;

	if (rc == 0 && by_trunk(&l)) {
		rc = hosts_of(book, &l.hosts);
	}
	rc = rc ? rc : collect(&l);

	*ret_left_out = 0;
	if (rc == 0 && l.count) {
		qsort(l.rows, l.count, sizeof(*l.rows), by_account);
		size_t room;
		size_t least = least_size(&l, &room);
		for (size_t i = 0; i < l.count;) {
			size_t end = group_end(&l, i);
			bool equal = end - i == least;
			if (end - i < least || (equal && room == 0)) {
				(*ret_left_out)++;
			} else {
				room -= equal;
				*account = (struct account){0};
				sum_up(&l, &l.rows[i], end - i, account);
				told(context, account);
			}
			i = end;
		}
	}
	if (rc == 0 && l.count == 0 && kind == LEDGER_TOTAL) {
		*account = (struct account){
			.begin = book->first_ts, .end = book->last_ts};
		told(context, account);
	}
	free(l.rows);
	free(l.sizes);
	free(l.ends);
	free(account);
	return rc;
}

struct maybe ledger_cps(const struct account *account)
{
	ns_t span = account->end - account->begin;

	return span >= NS_PER_S ? maybe_of((double)account->kpi.attempts /
					   ((double)span / 1e9))
				: MAYBE_UNKNOWN;
}
