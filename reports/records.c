/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of captures, totals and registrations. Records of calls and
 * streams are files of their own; document.c puts all together.
 */
#include "reports/records.h"

#include "calls/traffic.h"
#include "reports/agents.h"
#include "reports/applications.h"
#include "reports/devices.h"
#include "reports/farend.h"
#include "reports/found.h"
#include "reports/gathered.h"
#include "reports/names.h"
#include "reports/nat.h"
#include "reports/points.h"
#include "reports/protocols.h"
#include "reports/spoiled.h"
#include "reports/switches.h"

#include <inttypes.h>

static const char *const undecoded_keys[UNDECODED_REASONS] = {
	[UNDECODED_NONE] = NULL,
	[UNDECODED_LINK_TYPE] = "link_type",
	[UNDECODED_ETHERTYPE] = "ethertype",
	[UNDECODED_IP_PROTOCOL] = "ip_protocol",
	[UNDECODED_ENCRYPTED] = "encrypted",
	[UNDECODED_DEEP] = "deep",
	[UNDECODED_SHORT] = "short",
	[UNDECODED_MALFORMED] = "malformed",
};

void records_undecoded(struct json reasons, const uint64_t *counts)
{
	for (unsigned i = 1; i < UNDECODED_REASONS; i++) {
		if (counts[i]) {
			json_count(reasons, undecoded_keys[i], counts[i]);
		}
	}
}

static void put_undecoded(struct json j, const struct report_capture *capture)
{
	uint64_t sum = 0;

	for (unsigned i = 1; i < UNDECODED_REASONS; i++) {
		sum += capture->undecoded[i];
	}
	json_count(j, "packets_undecoded", sum);
	records_undecoded(json_object(j, "undecoded"), capture->undecoded);
}

static void put_tunnels(struct json parent, const struct tunnels *t)
{
	if (!t->count) {
		return;
	}
	struct json list = json_array(parent, "tunnels");
	for (unsigned i = 0; i < t->count; i++) {
		const struct tunnels_entry *e = &t->entries[i];
		struct json j = json_object(list, NULL);
		struct json kinds = json_array(j, "layers");
		char a[ADDR_TEXT];
		for (unsigned k = 0; k < PACKET_TUNNELS && e->kinds[k]; k++) {
			json_word(kinds, NULL,
				packet_tunnel_text((enum tunnel)e->kinds[k]));
		}
		if (tunnels_outer(e)) {
			json_word(j, "src", addr_text(&e->src, a));
			json_word(j, "dst", addr_text(&e->dst, a));
		}
		json_count(j, "packets", e->frames);
	}
	if (t->others) {
		json_count(parent, "packets_other_tunnels", t->others);
	}
}

/* What a pcapng file tells of itself; a classic pcap has little to tell. */
static void put_annotations(struct json parent, const struct source_info *info)
{
	struct json interfaces = json_array(parent, "interfaces");

	for (uint32_t i = 0; i < info->iface_count; i++) {
		const struct source_iface *f = &info->ifaces[i];
		struct json j = json_object(interfaces, NULL);
		json_string(j, "name", f->name);
		json_string(j, "description", f->description);
		json_count(j, "link_type_number", f->link);
		json_string(j, "filter", f->filter);
	}
	if (info->comment_count) {
		struct json comments = json_array(parent, "comments");
		for (uint32_t i = 0; i < info->comment_count; i++) {
			struct json j = json_object(comments, NULL);
			if (info->comment_frames[i]) {
				json_count(j, "frame", info->comment_frames[i]);
			}
			json_string(j, "text", info->comments[i]);
		}
	}
	json_string(parent, "hardware", info->hardware);
	json_string(parent, "os", info->os);
	json_string(parent, "application", info->application);
}

void records_capture(struct json j, const struct report_input *input,
	const struct report_capture *capture)
{
	const struct source_info *info = &capture->info;

	json_string(j, "file", slice_of(capture->path));
	json_word(j, "format", info->format);
	json_word(j, "compression", info->compression);
	if (*capture->link) {
		json_string(j, "link_type", slice_of(capture->link));
	}
	json_count(j, "packets", capture->frames);
	if (input->filter) {
		json_count(j, "packets_filtered", capture->filtered);
		json_string(j, "filter", slice_of(input->filter));
	}
	json_count(j, "bytes", capture->bytes);
	json_count(j, "sip_messages", capture->sip);
	if (capture->frames) {
		json_time(j, "first_time", capture->first_ts);
		json_time(j, "last_time", capture->last_ts);
	}
	json_flag(j, "truncated", info->truncated || capture->error);
	json_string(j, "error", slice_of(capture->error));
	put_undecoded(j, capture);
	put_tunnels(j, &capture->tunnels);
	if (info->dropped_known) {
		json_count(j, "packets_dropped", info->dropped);
	}
	points_capture(j, input, capture);
	put_annotations(j, info);
}

static void put_packets(struct json parent, const struct book_counts *c)
{
	struct json j = json_object(parent, "packets");

	json_count(j, "sip", c->sip);
	json_count(j, "sip_faulty", c->sip_faulty);
	json_count(j, "sip_malformed", c->sip_malformed);
	json_count(j, "rtp", c->rtp);
	json_count(j, "rtp_malformed", c->rtp_malformed);
	json_count(j, "rtp_unconfirmed", c->rtp_alone);
	json_count(j, "rtcp", c->rtcp);
	json_count(j, "rtcp_malformed", c->rtcp_malformed);
	json_count(j, "rtcp_encrypted", c->rtcp_encrypted);
	json_count(j, "rtcp_stray", c->stray_reports);
	json_count(j, "other", c->other);
	json_count(j, "mirrored", c->mirrored);
	json_count(j, "duplicates", c->duplicates);
	if (c->dns) {
		json_count(j, "dns", c->dns);
	}
}

static void put_given_up(struct json j, const struct book *book)
{
	json_count(j, "calls_evicted", book->counts.calls_evicted);
	json_count(j, "streams_evicted", book->counts.streams_evicted);
	json_count(j, "flows_evicted", book->flows.flows_evicted);
	json_count(
		j, "registrations_refused", book->counts.registrations_refused);
	if (book->counts.registrations_evicted) {
		json_count(j, "registrations_evicted",
			book->counts.registrations_evicted);
	}
	if (book->names.given_up) {
		json_count(j, "names_evicted", book->names.given_up);
	}
	json_count(j, "copies_forgotten", book->copies.forgotten);
	json_count(j, "out_of_memory", book->counts.out_of_memory);
}

void records_summary(
	struct json j, const struct report_input *input, const struct facts *f)
{
	json_count(j, "calls", f->calls);
	json_count(j, "calls_completed", f->by_state[CALL_COMPLETED]);
	json_count(j, "calls_failed",
		f->by_state[CALL_FAILED] + f->by_state[CALL_REJECTED]);
	struct json states = json_object(j, "calls_by_state");
	for (unsigned i = 0; i < FACTS_STATES; i++) {
		json_count(states, call_state_text((enum call_state)i),
			f->by_state[i]);
	}
	json_count(j, "registrations", f->registrations);
	json_count(j, "streams", f->streams);
	json_number(j, "mos_min", f->mos_min[BAND_NARROW], 3);
	json_number(j, "mos_mean", f->mos_mean[BAND_NARROW], 3);
	json_number(j, "mos_wideband_min", f->mos_min[BAND_WIDE], 3);
	json_number(j, "mos_wideband_mean", f->mos_mean[BAND_WIDE], 3);
	json_number(j, "mos_fullband_min", f->mos_min[BAND_FULL], 3);
	json_number(j, "mos_fullband_mean", f->mos_mean[BAND_FULL], 3);
	json_number(j, "asr_percent", f->asr_pct, 2);
	json_number(j, "ner_percent", f->ner_pct, 2);
	json_number(j, "acd_s", f->acd_s, 3);
	json_number(j, "pdd_ms_mean", f->pdd_ms_mean, 3);
	json_count(j, "concurrent_calls_max", f->concurrent_max);
	found_counts(j, input);
	json_count(j, "retransmissions", input->book->counts.retransmissions);
	put_packets(j, &input->book->counts);
	spoiled_json(j, &input->book->losses);
	farend_claims(j, input);
	put_given_up(j, input->book);
	switches_record(j, input);
	nat_mappings_record(j, input->book);
	gathered_json(j, input);
	protocols_json(j, input->book);
	applications_counts(j, input->book);
}

static void put_history(struct json parent, const struct report_input *input,
	const struct registration *r)
{
	struct json list = json_array(parent, "history");

	for (uint16_t i = 0; i < r->event_count; i++) {
		const struct registration_event *e = &r->events[i];
		struct json j = json_object(list, NULL);
		json_word(j, "event", registration_what_text(e->what));
		json_time(j, "time", e->ts);
		if (e->count > 1) {
			json_time(j, "last_time", e->last_ts);
		}
		json_count(j, "count", e->count);
		if (e->frame) {
			json_count(j, "frame", e->frame);
		}
		if (e->frame && input->capture_count > 1) {
			json_count(j, "capture", e->capture);
		}
		if (e->status) {
			json_count(j, "status_code", e->status);
		}
		json_string(j, "reason", e->reason);
	}
	if (r->events_left_out) {
		json_count(parent, "history_left_out", r->events_left_out);
	}
}

/* The MAC that sends from its address; none when several do. */
static void put_mac(
	struct json j, const struct book *book, const struct registration *r)
{
	const struct device *d = device_find(book, &r->src.ip);
	char mac[DEVICES_MAC_TEXT];

	if (d && d->mac_count == 1 && !d->macs_left_out) {
		json_word(j, "mac", devices_mac(d->macs[0].mac, mac));
	}
}

void records_registration(struct json j, const struct report_input *input,
	const struct registration *r)
{
	char end[ENDPOINT_TEXT];

	json_string(j, "aor", r->aor);
	json_string(j, "contact", r->contact);
	json_word(j, "src", endpoint_text(&r->src, end));
	json_word(j, "registrar", endpoint_text(&r->registrar, end));
	json_string(j, "user_agent", r->user_agent);
	json_word(j, "state", registration_state_text(r->state));
	if (r->status) {
		json_count(j, "status_code", r->status);
	}
	json_number(j, "expires_s", r->expires_s, 0);
	json_count(j, "requests", r->requests);
	json_count(j, "successes", r->successes);
	json_count(j, "failures", r->failures);
	json_count(j, "unanswered", r->unanswered);
	json_count(j, "flaps", r->flaps);
	json_number(j, "rrd_ms", registration_rrd_ms(r), 3);
	if (r->requests) {
		json_time(j, "last_request_time", r->request_ts);
	}
	json_number(j, "left_s",
		registration_left_s(r, input->book->last_ts), 0);
	put_mac(j, input->book, r);
	if (r->took_device) {
		json_string(j, "device_had", r->took_device->aor);
	}
	if (r->took_extension) {
		json_word(j, "moved_from",
			endpoint_text(&r->took_extension->src, end));
	}
	if (r->code) {
		json_count(j, "dial_code_call", r->code->id);
	}
	put_history(j, input, r);
	json_time(j, "first_time", r->first_ts);
	json_time(j, "last_time", r->last_ts);
	json_count(j, "first_frame", r->first_frame);
	if (input->capture_count > 1) {
		json_count(j, "capture", r->capture);
	}
}
