/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inventory: each host with all that is known of it, and why. */
#include "calls/vendors.h"
#include "reports/against.h"
#include "reports/devices.h"
#include "reports/format.h"
#include "reports/neighbours.h"

#include <inttypes.h>

static void put_mac_words(struct text *t, const struct host *h)
{
	char mac[DEVICES_MAC_TEXT];

	if (h->mac_basis == HOST_MAC_NONE) {
		text_puts(t, h->routed ? "unknown: seen behind the router "
				       : "unknown: no frame shows it");
		text_puts(t, h->routed ? devices_mac(h->router, mac) : "");
		return;
	}
	const char *kind = vendors_kind_text(vendors_kind(h->mac));
	text_puts(t, devices_mac(h->mac, mac));
	text_printf(t, "%s%s", kind ? ", " : "", kind ? kind : "");
	text_puts(t, h->mac_basis == HOST_MAC_AGENT ? ", as its User-Agent says"
						    : "");
	if (h->is_router) {
		text_puts(t, ", a router's: it also sends for hosts behind it");
	}
	if (h->mac_conflict) {
		text_printf(t,
			"; %s uses the same address from frame %" PRIu64 " on",
			devices_mac(h->other_mac, mac), h->other_mac_frame);
	}
}

static void put_traffic_words(struct text *t, const struct device *sum)
{
	for (unsigned k = 1; k < 8; k++) {
		if (sum->transports & 1U << k) {
			text_printf(t, "%s%s", t->n ? ", " : "SIP over ",
				packet_transport_text((enum transport)k));
		}
	}
	if (sum->sends_sip) {
		text_printf(t, "%sDSCP %u of SIP", t->n ? ", " : "",
			(unsigned)sum->dscp_sip);
	}
	if (sum->sends_rtp) {
		text_printf(t, "%sDSCP %u of RTP", t->n ? ", " : "",
			(unsigned)sum->dscp_rtp);
	}
	if (sum->vlan_count) {
		text_printf(
			t, "%sVLAN %u", t->n ? ", " : "", (unsigned)sum->vlan);
	}
}

static void put_why(struct text *t, const struct host *h)
{
	for (unsigned i = 0; i < h->evidence_count; i++) {
		const struct role_evidence *e = &h->evidence[i];
		text_puts(t, t->n ? "; " : "");
		if (e->role != h->role) {
			text_printf(t, "but (%s) ", role_text(e->role));
		}
		text_puts(t, e->what);
		if (e->frame) {
			text_printf(t, " (frame %" PRIu64 ")", e->frame);
		}
	}
	if (h->everywhere) {
		text_printf(t,
			"%severy packet is from or to it: this was "
			"captured at it or beside it",
			t->n ? "; " : "");
	}
}

static void put_host(struct text *out, const struct host *h,
	const struct report_options *options)
{
	struct text t = {0};
	char ip[ADDR_TEXT];
	const struct name *name = devices_name(h, options);

	format_style(out, options->colour, STYLE_BOLD);
	for (unsigned i = 0; i < h->device_count; i++) {
		text_puts(out, i ? ", " : "");
		text_puts(out, addr_text(&h->devices[i]->ip, ip));
	}
	format_plain(out, options->colour, STYLE_BOLD);
	if (name) {
		text_puts(out, " (");
		text_clean(out, names_slice(name));
		text_puts(out, ")");
	}
	text_puts(out, "\n");
	text_puts(&t, role_text(h->role));
	if (h->score) {
		text_printf(&t, ", confidence %s", role_confidence(h->score));
	}
	format_fact(out, "role", &t, options->columns);
	put_why(&t, h);
	format_fact(out, "because", &t, options->columns);
	put_mac_words(&t, h);
	format_fact(out, "MAC", &t, options->columns);
	devices_put_kind(&t, h, options);
	if (h->agent.firmware.n) {
		text_puts(&t, ", firmware ");
		text_clean(&t, h->agent.firmware);
	}
	format_fact(out, "device", &t, options->columns);
	devices_put_extensions(&t, h, ", ");
	format_fact(out, "extension", &t, options->columns);
	put_traffic_words(&t, h->sum);
	format_fact(out, "traffic", &t, options->columns);
	neighbours_plug(&t, h->plug);
	format_fact(out, "switch", &t, options->columns);
	if (h->neighbour) {
		neighbours_put(&t, h->neighbour);
	}
	format_fact(out, "says", &t, options->columns);
	text_puts(out, "\n");
	text_finish(&t);
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct hosts hosts;
	int rc = 0;

	if (options->against.p) {
		return against_text(out, input, options, err);
	}
	if (hosts_of(input->book, &hosts) != 0) {
		return err_set(err, "out of memory while listing devices");
	}
	text_puts(out, hosts.count ? "" : "No devices in this capture.\n");
	for (size_t i = 0; i < hosts.count && rc == 0; i++) {
		put_host(out, &hosts.list[i], options);
		rc = report_drain(out, options, err);
	}
	if (input->book->devices.left_out) {
		text_printf(out,
			"%" PRIu64 " messages of further hosts: no "
			"room in the table\n",
			input->book->devices.left_out);
	}
	return rc;
}

const struct report report_inventory = {
	.name = "text",
	.title = "the devices, for people",
	.makers = true,
	.write = write,
};

const struct report report_inventory_csv = {
	.name = "csv",
	.title = "the devices as a table",
	.makers = true,
	.write = devices_csv,
};
