/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that were guessed are said to be guesses, and an application of which
 * only TCP was seen is said so: people sign in and write over TCP, but talk
 * over UDP nearly always.
 */
#include "reports/applications.h"

#include "calls/traffic.h"
#include "reports/format.h"

#include <inttypes.h>

/* Shown of each section; JSON has all. */
#define CALLING_MOST 20
#define SHARING_MOST 5
/* Below this part of the link nobody asks who it was. */
#define SHARE_PCT 1.0

static struct maybe peak_kbps(const struct traffic_app *a)
{
	return maybe_of((double)a->now.peak_bytes * 8 / 1000);
}

static const char *basis_words(const struct traffic_app *a)
{
	static const char *const words[] = {
		[CLASSIFY_NONE] = "not recognised",
		[CLASSIFY_SERVER] = "named by the server asked for",
		[CLASSIFY_OWN] = "recognised by its packets",
		[CLASSIFY_NDPI] = "recognised by nDPI",
		[CLASSIFY_ADDRESS] = "guessed by its address",
		[CLASSIFY_PORT] = "guessed by its port",
	};

	return words[traffic_app_basis(a)];
}

static void put_rates(struct text *s, const struct traffic_app *a)
{
	format_plural(s, a->packets, "packet");
	text_puts(s, ", ");
	format_maybe(s, traffic_app_kbps(a), 1, "kbit/s mean");
	text_puts(s, ", ");
	format_maybe(s, peak_kbps(a), 1, "in the busiest second, ");
	format_maybe(s, maybe_of(traffic_app_duration_s(a)), 1, "s, frames ");
	text_printf(
		s, "%" PRIu64 " to %" PRIu64, a->first_frame, a->last_frame);
}

static void put_hosts(struct text *s, const struct traffic_app *a)
{
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];
	const char *transport = packet_transport_text(a->transport);

	format_plural(s, a->conversations, "conversation");
	text_printf(s, ", %s %s \xe2\x86\x92 %s %s",
		a->conversations > 1 ? "the largest" : "from",
		endpoint_text(&a->a, from), endpoint_text(&a->b, to),
		transport ? transport : "");
	if (*a->server) {
		text_puts(s, " (");
		text_clean(s, slice_of(a->server));
		text_puts(s, ")");
	}
	text_printf(s, "; %s", basis_words(a));
	if (a->udp_bytes == 0) {
		text_puts(s, "; TCP alone: no talk was seen");
	}
}

static void put_rtp(struct text *s, const struct traffic_app *a)
{
	format_plural(s, a->rtp_streams, "RTP stream");
	text_puts(s, " on its ports: ");
	format_plural(s, a->rtp_packets, "packet");
	text_puts(s, ", lost ");
	format_maybe(s, traffic_app_lost_pct(a), 1, "%");
}

static void put_calling(struct text *out, const struct report_options *options,
	const struct traffic_app *a)
{
	struct text s = {0};

	text_puts(out, "  ");
	text_clean(out, slice_of(a->app->name));
	text_puts(out, "\n");
	put_rates(&s, a);
	format_fact(out, "", &s, options->columns);
	put_hosts(&s, a);
	format_fact(out, "", &s, options->columns);
	if (a->rtp_streams) {
		put_rtp(&s, a);
		format_fact(out, "", &s, options->columns);
	}
	text_finish(&s);
}

static void put_sharing(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct traffic_app *a)
{
	struct text s = {0};
	ns_t peak = a->now.peak_second * NS_PER_S;

	format_maybe(&s, a->voice_share_pct, 1, "% of the bytes: ");
	text_printf(&s, "%" PRIu64 " bytes while RTP was there; at most ",
		a->voice_bytes);
	format_maybe(&s, peak_kbps(a), 1, "kbit/s, at ");
	/* The second may have begun before the capture did. */
	format_relative(&s, peak > input->origin ? peak : input->origin,
		input->origin, false);
	text_puts(&s, " s");
	if (traffic_app_basis(a) >= CLASSIFY_ADDRESS) {
		text_printf(&s, "; %s", basis_words(a));
	}
	text_puts(out, "  ");
	text_clean(out, slice_of(a->app->name));
	text_puts(out, "\n");
	format_fact(out, "", &s, options->columns);
	text_finish(&s);
}

static bool is_sharing(const struct traffic_app *a)
{
	return a->app->kind != APP_VOICE && a->voice_share_pct.known &&
	       a->voice_share_pct.v >= SHARE_PCT;
}

/* Applications come in order of all their bytes; here those under RTP count. */
static const struct traffic_app *largest(struct traffic_app *const *apps,
	size_t count, const struct traffic_app *before)
{
	const struct traffic_app *best = NULL;
	bool passed = before == NULL;

	for (size_t i = 0; i < count; i++) {
		const struct traffic_app *a = apps[i];
		bool equal = before && a->voice_bytes == before->voice_bytes;
		bool next = !before || a->voice_bytes < before->voice_bytes ||
			    (equal && passed);
		passed = passed || a == before;
		if (is_sharing(a) && next &&
			(!best || a->voice_bytes > best->voice_bytes)) {
			best = a;
		}
	}
	return best;
}

static void put_link(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	size_t count;
	struct traffic_app *const *apps =
		traffic_apps(input->book->traffic, &count);
	const struct traffic_app *a = largest(apps, count, NULL);

	if (!a) {
		return;
	}
	format_heading(out, options->colour, "Sharing the link with RTP");
	for (int i = 0; i < SHARING_MOST && a; i++) {
		put_sharing(out, input, options, a);
		a = largest(apps, count, a);
	}
	text_puts(out, "\n");
}

void applications_text(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	size_t count;
	size_t shown = 0;
	struct traffic_app *const *apps =
		traffic_apps(input->book->traffic, &count);

	if (options->calls_only) {
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (apps[i]->app->kind != APP_CALLING) {
			continue;
		}
		if (shown++ == 0) {
			format_heading(
				out, options->colour, "Other calling apps");
		}
		if (shown <= CALLING_MOST) {
			put_calling(out, options, apps[i]);
		}
	}
	if (shown > CALLING_MOST) {
		text_printf(out, "  and %zu more\n", shown - CALLING_MOST);
	}
	text_puts(out, shown ? "\n" : "");
	put_link(out, input, options);
}

static void record_largest(struct json parent, const struct traffic_app *a)
{
	char end[ENDPOINT_TEXT];
	struct json j = json_object(parent, "largest");

	json_word(j, "src", endpoint_text(&a->a, end));
	json_word(j, "dst", endpoint_text(&a->b, end));
	json_word(j, "transport", packet_transport_text(a->transport));
	json_count(j, "bytes", a->largest_bytes);
	if (*a->server) {
		json_string(j, "server", slice_of(a->server));
	}
}

static void record_rtp(struct json parent, const struct traffic_app *a)
{
	if (a->rtp_streams == 0) {
		return;
	}
	struct json j = json_object(parent, "rtp");
	json_count(j, "streams", a->rtp_streams);
	json_count(j, "packets", a->rtp_packets);
	json_count(j, "lost", a->rtp_lost);
	json_number(j, "lost_percent", traffic_app_lost_pct(a), 4);
}

void applications_record(struct json j, const struct traffic_app *app)
{
	static const char *const kinds[] = {
		[APP_OTHER] = "other",
		[APP_CALLING] = "calling",
		[APP_VOICE] = "telephony",
	};
	const struct traffic_app *a = app;

	json_string(j, "name", slice_of(a->app->name));
	json_word(j, "kind", kinds[a->app->kind]);
	json_word(j, "basis", classify_basis_text(traffic_app_basis(a)));
	json_count(j, "conversations", a->conversations);
	json_count(j, "packets", a->packets);
	json_count(j, "bytes", a->bytes);
	json_count(j, "bytes_udp", a->udp_bytes);
	json_count(j, "bytes_from_initiator", a->up_bytes);
	json_time(j, "first_time", a->first_ts);
	json_time(j, "last_time", a->last_ts);
	json_count(j, "first_frame", a->first_frame);
	json_count(j, "last_frame", a->last_frame);
	json_number(j, "duration_s", maybe_of(traffic_app_duration_s(a)), 6);
	json_number(j, "bitrate_kbps_mean", traffic_app_kbps(a), 3);
	json_number(j, "bitrate_kbps_max", peak_kbps(a), 3);
	json_time(j, "bitrate_max_time", a->now.peak_second * NS_PER_S);
	if (a->voice_share_pct.known) {
		json_count(j, "bytes_during_rtp", a->voice_bytes);
	}
	json_number(j, "share_during_rtp_percent", a->voice_share_pct, 3);
	record_largest(j, a);
	record_rtp(j, a);
}

void applications_counts(struct json j, const struct book *book)
{
	const struct traffic_counts *t = traffic_counts(book->traffic);
	const struct classify_counts *c =
		classify_counts(traffic_classify(book->traffic));

	json_count(j, "conversations", t->conversations);
	json_count(j, "conversations_evicted", t->evicted);
	json_count(j, "conversations_examined", c->examined);
	json_count(j, "conversations_unexamined", c->unexamined);
	json_count(j, "conversations_cut_short", c->cut_short);
}
