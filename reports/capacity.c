/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section "Capacity" and its record. */
#include "reports/capacity.h"

#include "calls/capacity.h"
#include "calls/load.h"
#include "reports/format.h"

#include <inttypes.h>

struct section {
	struct text *out;
	const struct report_input *input;
	const struct report_options *options;
	bool any; /* a trunk, or calls at once */
};

/* Channels for CAPACITY_BLOCKING, by the traffic that was carried. */
static struct maybe needed(const struct capacity *c)
{
	return capacity_channels(c, 0, CAPACITY_BLOCKING);
}

/* One of eight blocks a step, as high as its share of the most. */
static void put_curve(struct text *t, const struct capacity *c)
{
	for (uint32_t i = 0; i < c->points; i++) {
		uint32_t eighths =
			c->most ? (c->curve[i] * 8 + c->most - 1) / c->most : 0;
		char block[] = "\xe2\x96\x80"; /* U+2580 */
		block[2] = (char)(0x80 + eighths);
		text_puts(t, eighths ? block : "_");
	}
}

static void put_trunk(struct section *w, const struct capacity *c)
{
	struct maybe need = needed(c);
	struct text s = {0};
	char ip[ADDR_TEXT];

	w->any = w->any || !c->total || c->most > 1;
	text_puts(&s, c->total ? "all calls" : addr_text(&c->host, ip));
	text_printf(&s, ": at most %u at once", (unsigned)c->most);
	if (c->peak) {
		text_puts(&s, ", from ");
		format_relative(
			&s, c->peak->begin, w->input->origin, false);
		text_puts(&s, " s on");
	}
	if (need.known) {
		text_printf(&s, "; busiest %.0f min from ",
			(double)c->busy_span / (60.0 * NS_PER_S));
		format_relative(&s, c->busy_begin, w->input->origin, false);
		text_printf(&s,
			" s: %.2f erlang, for which 1%% blocking needs %.0f %s",
			c->busy_erlang.v, need.v,
			need.v > 1 ? "channels" : "channel");
	} else if (c->busy_erlang.known) {
		text_printf(&s, ", %.2f erlang; too short a capture for a busy "
				"hour",
			c->busy_erlang.v);
	}
	format_fact(w->out, c->total ? "at once" : "trunk", &s,
		w->options->columns);
	if (c->most > 1) {
		put_curve(&s, c);
		text_printf(&s, "  each %.0f s", (double)c->step / NS_PER_S);
		format_fact(w->out, "", &s, w->options->columns);
	}
	text_finish(&s);
}

static void put_load(struct section *w, const struct load *l)
{
	struct text s = {0};

	if (l->codec.p) {
		text_clean(&s, l->codec);
	} else {
		text_puts(&s, "all codecs");
	}
	text_puts(&s, ": ");
	format_plural(&s, l->streams, "stream");
	text_puts(&s, " of ");
	format_maybe(&s, l->ip_kbps, 1, "kbit/s");
	text_puts(&s, " (IP), ");
	format_maybe(&s, l->ethernet_kbps, 1, "kbit/s");
	text_printf(&s, " (Ethernet); at most %u at once, ", (unsigned)l->most);
	format_maybe(&s, maybe_of(l->peak_kbps), 1, "kbit/s");
	format_fact(w->out, "bandwidth", &s, w->options->columns);
	text_finish(&s);
}

int capacity_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct text trunks = {0};
	struct section w = {.out = &trunks, .input = input, .options = options};
	struct loads loads;
	const struct capacities *all = capacities_of(input->book);

	/* Whether there is anything to tell shows only at the end. */
	for (size_t i = 0; all && i < all->count; i++) {
		put_trunk(&w, &all->list[i]);
	}
	int rc = all && !trunks.failed ? 0 : -1;
	if (rc == 0 && !w.any) {
		text_finish(&trunks);
		return 0;
	}
	format_heading(out, options->colour, "Capacity");
	text_put(out, text_slice(&trunks));
	text_finish(&trunks);
	w.out = out;
	if (all && all->left_out) {
		text_printf(out, "  and %" PRIu64 " more trunks\n",
			all->left_out);
	}
	rc = rc ? rc : loads_build(input->book, &loads);
	for (uint32_t i = 0; rc == 0 && i < loads.count; i++) {
		put_load(&w, &loads.codecs[i]);
	}
	if (rc == 0 && loads.count > 1) {
		put_load(&w, &loads.all);
	}
	text_puts(out, "\n");
	return rc ? err_set(err, "out of memory while counting channels") : 0;
}

static void record(struct json j, const struct capacity *c)
{
	char ip[ADDR_TEXT];

	if (!c->total) {
		json_word(j, "host", addr_text(&c->host, ip));
	}
	json_count(j, "calls", c->count);
	json_count(j, "channels_taken", c->took);
	json_count(j, "concurrent_max", c->most);
	if (c->peak) {
		json_time(j, "concurrent_max_time", c->peak->begin);
		json_count(j, "concurrent_max_call", c->peak->call->id);
	}
	if (c->busy_erlang.known) {
		json_time(j, "busy_begin_time", c->busy_begin);
		json_number(j, "busy_span_s",
			maybe_of((double)c->busy_span / NS_PER_S), 3);
	}
	json_number(j, "busy_erlang", c->busy_erlang, 4);
	json_number(j, "channels_needed", needed(c), 0);
	json_number(j, "hold_s_mean", c->hold_s, 3);
	json_number(j, "step_s", maybe_of((double)c->step / NS_PER_S), 3);
	struct json curve = json_array(j, "curve");
	for (uint32_t i = 0; i < c->points; i++) {
		struct json at = json_object(curve, NULL);
		json_number(at, "t_s",
			maybe_of((double)(i * c->step) / NS_PER_S), 3);
		json_count(at, "concurrent_max", c->curve[i]);
	}
}

static void record_load(struct json j, const struct load *l)
{
	json_string(j, "codec", l->codec);
	json_count(j, "streams", l->streams);
	json_number(j, "ip_kbps_mean", l->ip_kbps, 2);
	json_number(j, "ethernet_kbps_mean", l->ethernet_kbps, 2);
	json_count(j, "concurrent_max", l->most);
	json_number(j, "ethernet_kbps_max", maybe_of(l->peak_kbps), 2);
	json_time(j, "max_time", l->peak_ts);
}

int capacity_json(struct json j, const struct report_input *input)
{
	const struct capacities *all = capacities_of(input->book);
	struct loads loads;

	if (!all) {
		return -1;
	}
	struct json trunks = json_array(j, "trunks");
	for (size_t i = 0; i < all->count; i++) {
		if (!all->list[i].total) {
			record(json_object(trunks, NULL), &all->list[i]);
		}
	}
	if (all->count && all->list[0].total) {
		record(json_object(j, "total"), &all->list[0]);
	}
	if (all->left_out) {
		json_count(j, "trunks_left_out", all->left_out);
	}
	int rc = loads_build(input->book, &loads);
	if (rc != 0 || !loads.count) {
		return rc;
	}
	struct json list = json_array(j, "bandwidth");
	for (uint32_t i = 0; i < loads.count; i++) {
		record_load(json_object(list, NULL), &loads.codecs[i]);
	}
	record_load(json_object(j, "bandwidth_total"), &loads.all);
	if (loads.left_out) {
		json_count(j, "bandwidth_left_out", loads.left_out);
	}
	return 0;
}
