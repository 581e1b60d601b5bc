/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The maker of a host is the one of its network card, which nobody mistypes;
 * of a virtual machine or behind a router there is none, and then the
 * User-Agent is believed.
 */
#include "reports/devices.h"

#include "reports/against.h"
#include "reports/format.h"
#include "reports/neighbours.h"
#include "calls/vendors.h"

#include <inttypes.h>

#define LIST_MOST 20 /* hosts in the report; the inventory has them all */

const char *devices_mac(const uint8_t mac[6], char out[DEVICES_MAC_TEXT])
{
	(void)snprintf(out, DEVICES_MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x",
		mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	return out;
}

struct slice devices_vendor(
	const struct host *host, const struct report_options *options)
{
	struct slice maker = {NULL, 0};

	if (host->mac_basis != HOST_MAC_NONE) {
		maker = vendors_find(options->vendors, host->mac);
	}
	return maker.n ? maker : slice_of(host->agent.vendor);
}

unsigned devices_extensions(
	const struct host *host, struct slice *ret, bool *ret_left_out)
{
	const struct device *sum = host->sum;
	const struct slice *list = sum->users;
	unsigned n = sum->user_count;

	*ret_left_out = sum->users_left_out;
	if (n == 0 &&
		(host->role == ROLE_PHONE || host->role == ROLE_GATEWAY)) {
		list = sum->numbers;
		n = sum->number_count;
		*ret_left_out = sum->numbers_left_out;
	}
	for (unsigned i = 0; i < n; i++) {
		ret[i] = list[i];
	}
	return n;
}

static void put_macs(struct json j, const struct host *h)
{
	char mac[DEVICES_MAC_TEXT];

	if (h->mac_basis != HOST_MAC_NONE) {
		json_word(j, "mac", devices_mac(h->mac, mac));
		json_word(j, "mac_basis",
			h->mac_basis == HOST_MAC_SEEN ? "frame" : "user_agent");
		json_count(j, "mac_frame", h->mac_frame);
		json_word(
			j, "mac_kind", vendors_kind_text(vendors_kind(h->mac)));
	}
	if (h->mac_conflict) {
		json_word(j, "other_mac", devices_mac(h->other_mac, mac));
		json_count(j, "other_mac_frame", h->other_mac_frame);
	}
	if (h->routed) {
		json_word(j, "router_mac", devices_mac(h->router, mac));
	}
	if (h->is_router) {
		json_flag(j, "router", true);
	}
}

static void put_role(struct json j, const struct host *h)
{
	json_word(j, "role", role_text(h->role));
	json_word(j, "role_confidence", role_confidence(h->score));
	struct json list = json_array(j, "role_evidence");
	for (unsigned i = 0; i < h->evidence_count; i++) {
		const struct role_evidence *e = &h->evidence[i];
		struct json one = json_object(list, NULL);
		json_word(one, "role", role_text(e->role));
		json_count(one, "score", e->score);
		json_word(one, "what", e->what);
		if (e->frame) {
			json_count(one, "frame", e->frame);
		}
	}
	if (h->everywhere) {
		json_flag(j, "in_every_packet", true);
	}
}

static void put_traffic(struct json j, const struct device *sum)
{
	if (sum->vlan_count) {
		json_count(j, "vlan", sum->vlan);
	}
	if (sum->sends_sip) {
		json_count(j, "dscp_sip", sum->dscp_sip);
	}
	if (sum->sends_rtp) {
		json_count(j, "dscp_rtp", sum->dscp_rtp);
	}
	struct json transports = json_array(j, "transports");
	for (unsigned t = 1; t < 8; t++) {
		if (sum->transports & 1U << t) {
			json_word(transports, NULL,
				packet_transport_text((enum transport)t));
		}
	}
	json_count(j, "sip_messages", sum->packets);
	json_count(j, "streams_sent", sum->streams_sent);
	json_count(j, "streams_received", sum->streams_received);
}

const struct name *devices_name(
	const struct host *host, const struct report_options *options)
{
	for (unsigned i = 0; i < host->device_count && options->names; i++) {
		const struct name *name = names_find(options->names,
			&(struct endpoint){.ip = host->devices[i]->ip});
		if (name) {
			return name;
		}
	}
	return NULL;
}

void devices_record(struct json j, const struct host *host,
	const struct report_options *options)
{
	struct slice extensions[DEVICE_USERS];
	char ip[ADDR_TEXT];
	bool more = false;

	struct json ips = json_array(j, "ip");
	for (unsigned i = 0; i < host->device_count; i++) {
		json_word(ips, NULL, addr_text(&host->devices[i]->ip, ip));
	}
	const struct name *name = devices_name(host, options);
	if (name) {
		json_string(j, "name", names_slice(name));
	}
	put_macs(j, host);
	json_string(j, "vendor", devices_vendor(host, options));
	json_string(j, "model", host->agent.model);
	json_string(j, "firmware", host->agent.firmware);
	json_string(j, "user_agent", host->user_agent);
	unsigned n = devices_extensions(host, extensions, &more);
	struct json list = json_array(j, "extensions");
	for (unsigned i = 0; i < n; i++) {
		json_string(list, NULL, extensions[i]);
	}
	if (more) {
		json_flag(j, "extensions_left_out", true);
	}
	put_role(j, host);
	put_traffic(j, host->sum);
	if (host->neighbour) {
		struct json lldp = json_object(j, "lldp");
		neighbours_record(lldp, host->neighbour);
		if (host->plug) {
			neighbours_record(
				json_object(lldp, "switch"), host->plug);
		}
	}
}

/* What it is, in few words: "Yealink SIP-T54W", "Snom, baresip". */
void devices_put_kind(struct text *t, const struct host *h,
	const struct report_options *options)
{
	struct slice vendor = devices_vendor(h, options);
	bool own = slice_iis(vendor, h->agent.vendor ? h->agent.vendor : "");
	struct slice model = slice_eq(vendor, h->agent.model)
				     ? (struct slice){NULL, 0}
				     : h->agent.model;

	text_clean(t, vendor);
	/* A program on somebody's machine. */
	text_puts(t, vendor.n && model.n ? own ? " " : ", " : "");
	text_clean(t, model);
}

void devices_put_extensions(
	struct text *t, const struct host *h, const char *separator)
{
	struct slice list[DEVICE_USERS];
	bool more = false;

	unsigned n = devices_extensions(h, list, &more);
	for (unsigned i = 0; i < n; i++) {
		text_puts(t, i ? separator : "");
		text_clean(t, list[i]);
	}
	text_puts(t, more ? " and more" : "");
}

/* One line of the report's list. */
static void put_line(struct text *out, const struct host *h,
	const struct report_options *options)
{
	struct text kind = {0};
	struct text numbers = {0};
	char ip[ADDR_TEXT];
	char mac[DEVICES_MAC_TEXT];
	size_t rest = options->columns > 76 ? options->columns - 76 : 0;

	devices_put_kind(&kind, h, options);
	devices_put_extensions(&numbers, h, ",");
	text_puts(out, "  ");
	text_cell(out, slice_of(addr_text(&h->devices[0]->ip, ip)), 15, false);
	text_puts(out, " ");
	text_cell(out, slice_of(role_text(h->role)), 11, false);
	text_puts(out, " ");
	text_cell(out,
		slice_of(h->mac_basis == HOST_MAC_NONE
				 ? "-"
				 : devices_mac(h->mac, mac)),
		17, false);
	text_puts(out, " ");
	text_cell(out, kind.n ? text_slice(&kind) : SLICE("-"), 20, false);
	text_puts(out, " ");
	struct slice s = numbers.n ? text_slice(&numbers) : SLICE("-");
	text_cell(out, s,
		text_columns(s) < 6 + rest ? text_columns(s) : 6 + rest, false);
	text_puts(out, "\n");
	text_finish(&kind);
	text_finish(&numbers);
}

int devices_section(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct hosts hosts;

	if (hosts_of(input->book, &hosts) != 0) {
		return err_set(err, "out of memory while listing devices");
	}
	if (hosts.count) {
		format_heading(out, options->colour, "Devices");
	}
	for (size_t i = 0; i < hosts.count && i < LIST_MOST; i++) {
		put_line(out, &hosts.list[i], options);
	}
	if (hosts.count > LIST_MOST) {
		text_printf(out, "  and %zu more: earshot inventory FILE\n",
			hosts.count - LIST_MOST);
	}
	text_puts(out, hosts.count ? "\n" : "");
	return 0;
}

static void put_csv(struct text *out, const struct host *h,
	const struct report_options *options)
{
	struct text t = {0};
	char ip[ADDR_TEXT];
	char mac[DEVICES_MAC_TEXT];
	bool has_mac = h->mac_basis != HOST_MAC_NONE;

	for (unsigned i = 0; i < h->device_count; i++) {
		text_puts(&t, i ? " " : "");
		text_puts(&t, addr_text(&h->devices[i]->ip, ip));
	}
	format_csv(out, text_slice(&t));
	text_clear(&t);
	text_printf(out, ",%s,", has_mac ? devices_mac(h->mac, mac) : "");
	format_csv(out, devices_vendor(h, options));
	text_puts(out, ",");
	format_csv(out, h->agent.model);
	text_puts(out, ",");
	format_csv(out, h->agent.firmware);
	text_puts(out, ",");
	format_csv(out, h->user_agent);
	text_puts(out, ",");
	devices_put_extensions(&t, h, " ");
	format_csv(out, text_slice(&t));
	text_printf(out, ",%s,", role_text(h->role));
	if (h->sum->vlan_count) {
		text_printf(out, "%u", (unsigned)h->sum->vlan);
	}
	text_puts(out, ",");
	if (h->sum->sends_sip) {
		text_printf(out, "%u", (unsigned)h->sum->dscp_sip);
	}
	text_puts(out, ",");
	if (h->sum->sends_rtp) {
		text_printf(out, "%u", (unsigned)h->sum->dscp_rtp);
	}
	neighbours_csv(out, h);
	text_puts(out, "\n");
	text_finish(&t);
}

int devices_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct hosts hosts;
	int rc = 0;

	if (options->against.p) {
		return against_csv(out, input, options, err);
	}
	if (hosts_of(input->book, &hosts) != 0) {
		return err_set(err, "out of memory while listing devices");
	}
	text_puts(out, "ip,mac,vendor,model,firmware,user_agent,extensions,"
		       "role,vlan,dscp_sip,dscp_rtp,serial,switch,switch_port,"
		       "voice_vlan\n");
	for (size_t i = 0; i < hosts.count && rc == 0; i++) {
		put_csv(out, &hosts.list[i], options);
		rc = report_drain(out, options, err);
	}
	return rc;
}
