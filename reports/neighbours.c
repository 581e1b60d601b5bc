/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of the record are those of the fields, as LLDP names them. */
#include "reports/neighbours.h"

#include "calls/host.h"
#include "lib/attr.h"
#include "reports/format.h"

#include <inttypes.h>

static const char *const KEYS[LLDP_TEXTS] = {
	[LLDP_CHASSIS] = "chassis_id",
	[LLDP_PORT] = "port_id",
	[LLDP_PORT_ABOUT] = "port_description",
	[LLDP_NAME] = "system_name",
	[LLDP_ABOUT] = "system_description",
	[LLDP_HARDWARE] = "hardware",
	[LLDP_FIRMWARE] = "firmware",
	[LLDP_SOFTWARE] = "software",
	[LLDP_SERIAL] = "serial",
	[LLDP_MAKER] = "manufacturer",
	[LLDP_MODEL] = "model",
	[LLDP_ASSET] = "asset_id",
};

/* TIA-1057 table 12. */
static const char *application(unsigned n)
{
	static const char *const texts[LLDP_FOR_APPLICATIONS] = {NULL, "voice",
		"voice signalling", "guest voice", "guest voice signalling",
		"softphone voice", "video conferencing", "streaming video",
		"video signalling"};

	return n < COUNT_OF(texts) && texts[n] ? texts[n] : "other";
}

static void put_capabilities(struct json j, const struct lldp *said)
{
	static const struct {
		uint16_t bit;
		const char *word;
	} words[] = {{LLDP_CAN_REPEAT, "repeater"}, {LLDP_CAN_BRIDGE, "bridge"},
		{LLDP_CAN_RADIO, "access point"}, {LLDP_CAN_ROUTE, "router"},
		{LLDP_CAN_TELEPHONE, "telephone"},
		{LLDP_CAN_STATION, "station"}};

	if (!said->has_capabilities) {
		return;
	}
	struct json list = json_array(j, "capabilities");
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (said->capabilities & words[i].bit) {
			json_word(list, NULL, words[i].word);
		}
	}
}

static void put_policies(struct json j, const struct lldp *said)
{
	if (!said->policy_count) {
		return;
	}
	struct json list = json_array(j, "policies");
	for (unsigned i = 0; i < said->policy_count; i++) {
		const struct lldp_policy *p = &said->policies[i];
		struct json one = json_object(list, NULL);
		json_word(one, "application", application(p->application));
		if (p->unknown) {
			json_flag(one, "unknown", true);
			continue;
		}
		json_flag(one, "tagged", p->tagged);
		if (p->tagged) {
			json_count(one, "vlan", p->vlan);
		}
		if (p->marks) {
			json_count(one, "priority", p->priority);
			json_count(one, "dscp", p->dscp);
		}
	}
}

void neighbours_record(struct json j, const struct neighbour *n)
{
	const struct lldp *said = &n->said;
	struct text t = {0};
	char ip[ADDR_TEXT];

	json_word(j, "protocol", said->cdp ? "cdp" : "lldp");
	json_count(j, "frame", n->first.frame);
	json_count(j, "point", n->point + 1U);
	text_printf(&t, "%02x:%02x:%02x:%02x:%02x:%02x", n->mac[0], n->mac[1],
		n->mac[2], n->mac[3], n->mac[4], n->mac[5]);
	json_string(j, "mac", text_slice(&t));
	for (unsigned i = 0; i < LLDP_TEXTS; i++) {
		text_clear(&t);
		neighbour_put(&t, n, (enum lldp_text)i);
		if (t.n) {
			json_string(j, KEYS[i], text_slice(&t));
		}
	}
	text_finish(&t);
	if (said->address_count) {
		struct json list = json_array(j, "management_ip");
		for (unsigned i = 0; i < said->address_count; i++) {
			json_word(list, NULL, addr_text(&said->addresses[i], ip));
		}
	}
	put_capabilities(j, said);
	if (said->device_class) {
		json_count(j, "device_class", said->device_class);
	}
	if (said->vlan) {
		json_count(j, "vlan", said->vlan);
	}
	put_policies(j, said);
	if (said->feeds || said->fed) {
		json_word(j, "power", said->feeds ? "source" : "device");
	}
	if (said->power_mw) {
		json_number(j, "power_w", maybe_of(said->power_mw / 1000.0), 3);
	}
}

void neighbours_plug(struct text *t, const struct neighbour *port)
{
	if (!port) {
		return;
	}
	/* Where the identifier is a number or MAC, the description is what is
	 * written beside the socket. */
	bool about = port->said.port == LLDP_ID_MAC &&
		     port->said.texts[LLDP_PORT_ABOUT].n;
	text_puts(t, "port ");
	neighbour_put(t, port, about ? LLDP_PORT_ABOUT : LLDP_PORT);
	text_puts(t, " of ");
	neighbour_put(t, port,
		port->said.texts[LLDP_NAME].n ? LLDP_NAME : LLDP_CHASSIS);
}

static void separate(struct text *t, size_t begin)
{
	text_puts(t, t->n > begin ? ", " : "");
}

void neighbours_put(struct text *t, const struct neighbour *n)
{
	const struct lldp *said = &n->said;
	size_t begin = t->n;

	for (unsigned i = 0; i < said->policy_count; i++) {
		const struct lldp_policy *p = &said->policies[i];
		if (p->unknown) {
			continue;
		}
		separate(t, begin);
		text_puts(t, application(p->application));
		if (p->tagged) {
			text_printf(t, " in VLAN %u", (unsigned)p->vlan);
		} else {
			text_puts(t, " untagged");
		}
		if (p->marks) {
			text_printf(t, " with priority %u and DSCP %u",
				(unsigned)p->priority, (unsigned)p->dscp);
		}
	}
	if (said->power_mw) {
		separate(t, begin);
		text_printf(t, "power %.1f W", said->power_mw / 1000.0);
	}
	static const uint8_t stock[] = {LLDP_SERIAL, LLDP_HARDWARE, LLDP_ASSET};
	static const char *const words[] = {"serial ", "hardware ", "asset "};
	for (size_t i = 0; i < COUNT_OF(stock); i++) {
		if (said->texts[stock[i]].n) {
			separate(t, begin);
			text_puts(t, words[i]);
			neighbour_put(t, n, (enum lldp_text)stock[i]);
		}
	}
	separate(t, begin);
	text_printf(t, "by %s, frame %" PRIu64, said->cdp ? "CDP" : "LLDP",
		n->first.frame);
}

void neighbours_csv(struct text *out, const struct host *h)
{
	const struct neighbour *n = h->plug ? h->plug : h->neighbour;
	const struct lldp_policy *p =
		n ? neighbour_policy(n, LLDP_FOR_VOICE) : NULL;
	struct text t = {0};

	text_puts(out, ",");
	if (h->neighbour) {
		format_csv(out, h->neighbour->said.texts[LLDP_SERIAL]);
	}
	static const uint8_t texts[] = {LLDP_NAME, LLDP_PORT};
	for (unsigned i = 0; i < 2; i++) {
		text_clear(&t);
		text_puts(out, ",");
		if (h->plug) {
			neighbour_put(&t, h->plug, (enum lldp_text)texts[i]);
		}
		format_csv(out, text_slice(&t));
	}
	text_puts(out, ",");
	if (p && p->tagged) {
		text_printf(out, "%u", (unsigned)p->vlan);
	}
	text_finish(&t);
}
