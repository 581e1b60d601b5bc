/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Data that came by HEP is a claim of its agent: addresses and times are what
 * it says they were. So the report says who it was, and what it sent that is
 * not in the figures.
 */
#include "reports/agents.h"

#include "lib/attr.h"
#include "reports/format.h"

#include <inttypes.h>

#define LIST_MOST 10 /* agents listed in the text */

/* Packets that gave nothing, by reason. */
static const struct {
	size_t at; /* in struct unhep_counts */
	const char *key, *words;
} REASONS[] = {
	{offsetof(struct unhep_counts, empty), "no_payload",
		"without payload (keep-alive)"},
	{offsetof(struct unhep_counts, compressed), "compressed", "compressed"},
	{offsetof(struct unhep_counts, no_address), "no_address",
		"without addresses"},
	{offsetof(struct unhep_counts, malformed), "malformed", "malformed"},
	{offsetof(struct unhep_counts, truncated), "truncated",
		"cut by the snapshot length"},
	{offsetof(struct unhep_counts, deep), "too_deep",
		"in more layers than are followed"},
};

static uint64_t reason(const struct unhep_counts *c, size_t i)
{
	uint64_t n;

	memcpy(&n, (const char *)c + REASONS[i].at, sizeof(n));
	return n;
}

bool agents_seen(const struct report_input *input)
{
	const struct unhep *hep = input->book->hep;

	return hep && hep->counts.packets;
}

static void put_agent(struct text *out, const struct unhep_agent *a,
	const struct report_options *options)
{
	struct text s = {0};
	char src[ADDR_TEXT];
	char dst[ENDPOINT_TEXT];

	text_printf(&s, "%" PRIu32, a->capture_id);
	if (a->node_length) {
		text_puts(&s, " ");
		text_clean(&s, (struct slice){a->node, a->node_length});
	}
	text_printf(&s,
		", %s \xe2\x86\x92 %s, version %u: ", addr_text(&a->src, src),
		endpoint_text(&a->dst, dst), a->version);
	format_plural(&s, a->packets, "packet");
	format_field(out, "agent", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_unused(struct text *out, const struct unhep_counts *c,
	const struct report_options *options)
{
	struct text s = {0};

	for (unsigned t = 0; t < COUNT_OF(c->types); t++) {
		if (c->types[t] == 0 || unhep_used((uint8_t)t)) {
			continue;
		}
		const char *name = hep_type_text((uint8_t)t);
		format_clause(&s, c->types[t], "packet");
		text_printf(&s, " of type %u%s%s%s", t, name ? " (" : "",
			name ? name : "", name ? ")" : "");
	}
	for (size_t i = 0; i < COUNT_OF(REASONS); i++) {
		if (reason(c, i)) {
			format_clause(&s, reason(c, i), "packet");
			text_printf(&s, " %s", REASONS[i].words);
		}
	}
	format_fact(out, "not used", &s, options->columns);
	text_finish(&s);
}

void agents_put(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	struct text s = {0};

	if (!agents_seen(input)) {
		return;
	}
	const struct unhep *hep = input->book->hep;
	const struct unhep_counts *c = &hep->counts;
	format_plural(&s, c->packets, "packet");
	text_puts(&s, " from ");
	format_plural(&s, hep->agent_count, "agent");
	text_puts(&s, c->agents_unlisted ? " and more" : "");
	text_puts(&s, "; addresses and times as they tell them");
	if (c->capture_time) {
		text_printf(&s,
			", but the time of capture for %" PRIu64
			" without a credible one",
			c->capture_time);
	}
	format_field(out, "by HEP", text_slice(&s), options->columns);
	for (size_t i = 0; i < hep->agent_count && i < LIST_MOST; i++) {
		put_agent(out, &hep->agents[i], options);
	}
	if (hep->agent_count > LIST_MOST) {
		text_clear(&s);
		text_printf(&s, "and %zu more", hep->agent_count - LIST_MOST);
		format_field(out, "agent", text_slice(&s), options->columns);
	}
	put_unused(out, c, options);
	text_finish(&s);
}

static void record_agent(struct json array, const struct unhep_agent *a)
{
	struct json j = json_object(array, NULL);
	char text[ENDPOINT_TEXT];

	json_count(j, "capture_id", a->capture_id);
	if (a->node_length) {
		json_string(j, "node", (struct slice){a->node, a->node_length});
	}
	json_count(j, "version", a->version);
	json_word(j, "src", addr_text(&a->src, text));
	json_word(j, "dst", endpoint_text(&a->dst, text));
	json_count(j, "packets", a->packets);
}

void agents_record(struct json j, const struct report_input *input)
{
	const struct unhep *hep = input->book->hep;
	const struct unhep_counts *c = &hep->counts;

	json_count(j, "packets", c->packets);
	json_count(j, "packets_used", c->delivered);
	json_count(j, "packets_with_capture_time", c->capture_time);
	struct json agents = json_array(j, "agents");
	for (size_t i = 0; i < hep->agent_count; i++) {
		record_agent(agents, &hep->agents[i]);
	}
	json_count(j, "packets_of_unlisted_agents", c->agents_unlisted);
	struct json types = json_array(j, "payload_types");
	for (unsigned t = 0; t < COUNT_OF(c->types); t++) {
		if (c->types[t] == 0) {
			continue;
		}
		struct json one = json_object(types, NULL);
		json_count(one, "type", t);
		json_word(one, "name", hep_type_text((uint8_t)t));
		json_count(one, "packets", c->types[t]);
		json_flag(one, "used", unhep_used((uint8_t)t));
	}
	struct json undecoded = json_object(j, "undecoded");
	for (size_t i = 0; i < COUNT_OF(REASONS); i++) {
		if (reason(c, i)) {
			json_count(undecoded, REASONS[i].key, reason(c, i));
		}
	}
}
