/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records of the key figures: one account after the other. */
#include "reports/figures.h"

#include "calls/dwell.h"
#include "calls/ledger.h"

static void put_counts(struct json j, const struct kpi *k)
{
	json_count(j, "attempts", k->attempts);
	json_count(j, "open", k->open);
	json_count(j, "established", k->established);
	json_count(j, "effective", k->effective);
	json_count(j, "ineffective", k->ineffective);
	json_count(j, "redirected", k->redirected);
	json_count(j, "unauthorised", k->unauthorised);
	json_count(j, "completed", k->completed);
	json_count(j, "disconnects_failed", k->disconnects_failed);
	json_number(j, "ser_percent", kpi_ser_pct(k), 2);
	json_number(j, "seer_percent", kpi_seer_pct(k), 2);
	json_number(j, "isa_percent", kpi_isa_pct(k), 2);
	json_number(j, "scr_percent", kpi_scr_pct(k), 2);
	json_number(j, "asr_percent", kpi_asr_pct(k), 2);
	json_number(j, "ner_percent", kpi_ner_pct(k), 2);
	json_number(j, "acd_s", kpi_acd_s(k), 3);
}

static void put_times(struct json j, struct kpi *k)
{
	json_number(j, "pdd_ms_mean", transit_mean_ms(&k->pdd), 3);
	json_number(j, "srd_ms_mean", transit_mean_ms(&k->srd), 3);
	json_number(j, "srd_ms_p95", transit_percentile_ms(&k->srd, 0.95), 3);
	json_number(
		j, "srd_failed_ms_mean", transit_mean_ms(&k->srd_failed), 3);
	json_number(j, "srd_failed_ms_p95",
		transit_percentile_ms(&k->srd_failed, 0.95), 3);
	json_number(j, "sdd_ms_mean", transit_mean_ms(&k->sdd), 3);
	json_number(j, "sdd_ms_p95", transit_percentile_ms(&k->sdd, 0.95), 3);
	json_number(j, "sdt_ms_mean", transit_mean_ms(&k->sdt), 3);
	json_number(j, "sdt_ms_p95", transit_percentile_ms(&k->sdt, 0.95), 3);
	json_number(
		j, "sdt_failed_ms_mean", transit_mean_ms(&k->sdt_failed), 3);
	json_number(j, "sdt_failed_ms_p95",
		transit_percentile_ms(&k->sdt_failed, 0.95), 3);
}

static void put_registering(struct json j, struct kpi *k)
{
	json_count(j, "registrations", k->registrations);
	json_count(j, "registrations_failed", k->registrations_failed);
	json_number(j, "ira_percent", kpi_ira_pct(k), 2);
	json_number(j, "rrd_ms_mean", transit_mean_ms(&k->rrd), 3);
	json_number(j, "rrd_ms_p95", transit_percentile_ms(&k->rrd, 0.95), 3);
}

struct putting {
	struct json into; /* an array; of the total: the object itself */
	enum ledger_kind kind;
};

static void put_account(void *context, struct account *account)
{
	struct putting *p = context;
	struct json j =
		p->kind == LEDGER_TOTAL ? p->into : json_object(p->into, NULL);
	char ip[ADDR_TEXT];

	bool trunk = p->kind == LEDGER_TRUNKS || p->kind == LEDGER_TRUNK_HOURS;
	bool hour = p->kind == LEDGER_HOURS || p->kind == LEDGER_TRUNK_HOURS;

	if (trunk || p->kind == LEDGER_HOSTS || p->kind == LEDGER_PAIRS) {
		json_word(j, "host", addr_text(&account->host, ip));
	}
	if (p->kind == LEDGER_PAIRS) {
		json_word(j, "peer", addr_text(&account->peer, ip));
	}
	if (trunk) {
		json_word(j, "role", role_text(account->role));
	}
	if (hour) {
		json_time(j, "begin_time", account->begin);
		json_time(j, "end_time", account->end);
	}
	put_counts(j, &account->kpi);
	put_times(j, &account->kpi);
	if (!hour) {
		put_registering(j, &account->kpi);
	}
	json_number(j, "cps_mean", ledger_cps(account), 3);
	json_count(j, "cps_max", account->per_second_max);
	json_count(j, "concurrent_calls_max", account->concurrent_max);
}

int figures_json(struct json j, const struct book *book)
{
	static const struct {
		enum ledger_kind kind;
		const char *key, *left_out;
	} kinds[] = {
		{LEDGER_HOSTS, "hosts", "hosts_left_out"},
		{LEDGER_PAIRS, "pairs", "pairs_left_out"},
		{LEDGER_HOURS, "hours", "hours_left_out"},
		{LEDGER_TRUNKS, "trunks", "trunks_left_out"},
		{LEDGER_TRUNK_HOURS, "trunk_hours", "trunk_hours_left_out"},
	};
	struct putting p = {json_object(j, "total"), LEDGER_TOTAL};
	uint64_t left_out;
	int rc = ledger_each(book, p.kind, put_account, &p, &left_out);

	for (size_t i = 0; i < COUNT_OF(kinds) && rc == 0; i++) {
		p.kind = kinds[i].kind;
		p.into = json_array(j, kinds[i].key);
		rc = ledger_each(book, p.kind, put_account, &p, &left_out);
		if (left_out) {
			json_count(j, kinds[i].left_out, left_out);
		}
	}
	return rc;
}

struct keeping {
	struct json list, periods;
};

static void put_dwell(void *context, struct dwell_figures *f)
{
	struct keeping *k = context;
	struct json j = json_object(f->period ? k->periods : k->list, NULL);
	char ip[ADDR_TEXT];

	if (f->period) {
		json_time(j, "begin_time", f->begin);
		json_time(j, "end_time", f->end);
	} else {
		json_word(j, "host", addr_text(&f->host, ip));
		json_word(j, "message", dwell_text(f->kind));
		json_flag(j, "reply", dwell_own(f->kind));
	}
	json_count(j, "count", f->delays.count);
	json_number(j, "median_ms", transit_percentile_ms(&f->delays, 0.5), 3);
	json_number(j, "p95_ms", transit_percentile_ms(&f->delays, 0.95), 3);
	json_number(j, "max_ms", maybe_of((double)f->delays.max / 1e6), 3);
	if (!f->period) {
		k->periods = json_array(j, "periods");
	}
}

int figures_transit(struct json list, const struct book *book)
{
	struct keeping k = {.list = list};
	uint64_t left_out;

	return dwell_sum(book, put_dwell, &k, &left_out);
}
