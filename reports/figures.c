/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section "Key figures" of the text report. */
#include "reports/figures.h"

#include "calls/dwell.h"
#include "calls/ledger.h"
#include "reports/format.h"

#include <inttypes.h>

/* Rows of one table. */
#define ROWS_MOST 16

struct section {
	struct text *out;
	const struct report_input *input;
	const struct report_options *options;
	struct text table;
	enum ledger_kind kind;
	size_t rows;
	uint64_t attempts_max; /* of one row */
	struct addr trunk;     /* of the row before */
	size_t trunks;         /* of the rows */
};

static void put_times(struct text *s, const char *name, struct transit *t)
{
	if (!t->count) {
		return;
	}
	text_printf(s, "%s%s ", s->n ? ", " : "", name);
	format_ms(s, transit_mean_ms(t));
	if (t->count > 1) {
		text_puts(s, " mean, ");
		format_ms(s, transit_percentile_ms(t, 0.95));
		text_puts(s, " p95");
	}
}

static void put_share(struct text *s, const char *name, struct maybe pct)
{
	if (pct.known) {
		text_printf(s, "%s%s %.1f%%", s->n ? ", " : "", name, pct.v);
	}
}

static void put_attempts(struct section *w, struct account *a)
{
	struct kpi *k = &a->kpi;
	struct maybe cps = ledger_cps(a);
	struct text s = {0};

	format_plural(&s, k->attempts, "attempt");
	if (cps.known && k->attempts > 1) {
		text_printf(&s, ", %.3g a second", cps.v);
		text_printf(&s, " (at most %" PRIu64 ")", a->per_second_max);
	}
	if (k->open) {
		text_printf(&s, ", %" PRIu64 " without an outcome", k->open);
	}
	put_share(&s, "ISA", kpi_isa_pct(k));
	format_fact(w->out, "calls", &s, w->options->columns);
	put_share(&s, "SER", kpi_ser_pct(k));
	put_share(&s, "SEER", kpi_seer_pct(k));
	put_share(&s, "SCR", kpi_scr_pct(k));
	put_share(&s, "NER", kpi_ner_pct(k));
	format_fact(w->out, "success", &s, w->options->columns);
	put_times(&s, "SRD", &k->srd);
	put_times(&s, "SRD of failures", &k->srd_failed);
	put_times(&s, "SDD", &k->sdd);
	put_times(&s, "SDT", &k->sdt);
	format_fact(w->out, "delays", &s, w->options->columns);
	text_finish(&s);
}

static void put_total(void *context, struct account *a)
{
	struct section *w = context;
	struct kpi *k = &a->kpi;
	struct text s = {0};

	if (k->attempts) {
		put_attempts(w, a);
	}
	if (k->registrations) {
		format_plural(&s, k->registrations, "registration attempt");
		put_share(&s, "IRA", kpi_ira_pct(k));
		put_times(&s, "RRD", &k->rrd);
		format_fact(w->out, "register", &s, w->options->columns);
	}
	text_finish(&s);
}

static void put_cell(struct text *t, struct maybe m, int decimals)
{
	char cell[24] = "-";

	if (m.known) {
		snprintf(cell, sizeof(cell), "%.*f", decimals, m.v);
	}
	format_cell(t, slice_of(cell), 9, true);
}

static void put_row(void *context, struct account *a)
{
	struct section *w = context;
	struct kpi *k = &a->kpi;
	struct text name = {0};

	if (!k->attempts) {
		return;
	}
	w->attempts_max =
		k->attempts > w->attempts_max ? k->attempts : w->attempts_max;
	if (w->rows++ >= ROWS_MOST) {
		return;
	}
	char ip[ADDR_TEXT];
	bool hour = w->kind == LEDGER_HOURS || w->kind == LEDGER_TRUNK_HOURS;
	if (w->kind == LEDGER_TRUNK_HOURS &&
		(w->trunks == 0 || !addr_eq(&w->trunk, &a->host))) {
		w->trunks++;
		w->trunk = a->host;
		text_printf(&w->table, "  %s, %s\n", addr_text(&a->host, ip),
			role_text(a->role));
	}
	if (hour) {
		format_utc(&name, a->begin, false);
	} else {
		text_puts(&name, addr_text(&a->host, ip));
	}
	text_puts(&w->table, "  ");
	format_cell(&w->table,
		slice_sub(text_slice(&name), 0, hour ? 16 : name.n), 18, false);
	put_cell(&w->table, maybe_of((double)k->attempts), 0);
	put_cell(&w->table, maybe_of((double)a->concurrent_max), 0);
	put_cell(&w->table, kpi_ser_pct(k), 1);
	put_cell(&w->table, kpi_ner_pct(k), 1);
	put_cell(&w->table, transit_percentile_ms(&k->srd, 0.95), 0);
	put_cell(&w->table, kpi_acd_s(k), 1);
	text_puts(&w->table, "\n");
	text_finish(&name);
}

/* Only where it says more than the totals do. */
static int put_table(struct section *w, enum ledger_kind kind, const char *name)
{
	uint64_t left_out;

	w->kind = kind;
	w->rows = 0;
	w->attempts_max = 0;
	w->trunks = 0;
	text_clear(&w->table);
	if (ledger_each(w->input->book, kind, put_row, w, &left_out) != 0) {
		return -1;
	}
	bool by_name = kind == LEDGER_HOSTS || kind == LEDGER_TRUNKS;
	size_t least = w->trunks > 1 ? w->trunks + 1 : 2; /* hours of one */
	if (by_name ? w->attempts_max < 2 : w->rows < least) {
		return 0;
	}
	text_printf(w->out,
		"  %-18s attempts  at once    SER %%    NER %%  SRD p95"
		"    ACD s\n",
		name);
	text_put(w->out, text_slice(&w->table));
	uint64_t more = left_out;
	more += w->rows > ROWS_MOST ? w->rows - ROWS_MOST : 0;
	if (more) {
		text_printf(w->out, "  and %" PRIu64 " more\n", more);
	}
	return 0;
}

/* One line a host: what it keeps each message. */
struct keeping {
	struct section *section;
	struct text line;
	struct addr host;
	bool has_host, server; /* it passes on, or asks for credentials */
	size_t hosts;
	/* of INVITE: the slowest period */
	uint64_t periods;
	struct maybe slowest;
	ns_t slowest_at;
};

static void end_host(struct keeping *k)
{
	struct section *w = k->section;
	struct text s = {0};
	char ip[ADDR_TEXT];

	if (k->has_host && k->server && k->hosts++ < ROWS_MOST) {
		text_printf(&s, "%s: ", addr_text(&k->host, ip));
		text_put(&s, text_slice(&k->line));
		if (k->periods > 1) {
			text_printf(&s, "; slowest INVITE %.3f ms from ",
				k->slowest.v);
			format_relative(
				&s, k->slowest_at, w->input->origin, false);
			text_puts(&s, " s on");
		}
		format_fact(w->out, "transit", &s, w->options->columns);
	}
	text_finish(&s);
	text_clear(&k->line);
	k->has_host = false;
	k->server = false;
	k->periods = 0;
	k->slowest = MAYBE_UNKNOWN;
}

static void put_dwell(void *context, struct dwell_figures *f)
{
	struct keeping *k = context;
	struct maybe median = transit_percentile_ms(&f->delays, 0.5);

	if (f->period) {
		bool invite = f->kind == DWELL_INVITE;
		k->periods += invite;
		if (invite && (!k->slowest.known || median.v > k->slowest.v)) {
			k->slowest = median;
			k->slowest_at = f->begin;
		}
		return;
	}
	if (!k->has_host || !addr_eq(&k->host, &f->host)) {
		end_host(k);
	}
	k->host = f->host;
	k->has_host = true;
	k->server = k->server || f->kind != DWELL_TRYING;
	text_printf(&k->line, "%s%s%s %.3f ms", k->line.n ? ", " : "",
		dwell_own(f->kind) ? "replies " : "", dwell_text(f->kind),
		median.v);
	if (f->delays.count > 1) {
		text_printf(&k->line, " (p95 %.3f)",
			transit_percentile_ms(&f->delays, 0.95).v);
	}
}

static int put_transit(struct section *w)
{
	struct keeping k = {.section = w};
	uint64_t left_out;
	int rc = dwell_sum(w->input->book, put_dwell, &k, &left_out);

	end_host(&k);
	text_finish(&k.line);
	return rc;
}

int figures_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct text body = {0};
	struct section w = {.out = &body, .input = input, .options = options};
	const struct book *book = input->book;
	uint64_t left_out;

	if (!book->calls && (!book->registrations || options->calls_only)) {
		return 0;
	}
	int rc = ledger_each(book, LEDGER_TOTAL, put_total, &w, &left_out);
	rc = rc ? rc : put_transit(&w);
	rc = rc ? rc : put_table(&w, LEDGER_HOSTS, "host");
	rc = rc ? rc : put_table(&w, LEDGER_TRUNKS, "trunk");
	rc = rc ? rc : put_table(&w, LEDGER_HOURS, "hour (UTC)");
	rc = rc ? rc : put_table(&w, LEDGER_TRUNK_HOURS, "trunk, hour (UTC)");
	if (body.n) {
		format_heading(out, options->colour, "Key figures");
		text_put(out, text_slice(&body));
		text_puts(out, "\n");
	}
	text_finish(&w.table);
	text_finish(&body);
	return rc ? err_set(err, "out of memory while counting calls") : 0;
}
