/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hosts are found by a sorted list of MACs and by the table of addresses, so a
 * long file costs no more than its length.
 */
#include "reports/against.h"

#include "lib/attr.h"
#include "lib/csvread.h"
#include "reports/devices.h"
#include "reports/format.h"

#include <inttypes.h>

enum column {
	COLUMN_IP,
	COLUMN_MAC,
	COLUMN_VENDOR,
	COLUMN_MODEL,
	COLUMN_FIRMWARE,
	COLUMN_EXTENSION,
	COLUMN_VLAN,
	COLUMN_ROLE,
	COLUMNS
};

/* What people call them. The first of each is our own word. */
static const struct {
	const char *name;
	enum column column;
} NAMES[] = {
	{"ip", COLUMN_IP},
	{"mac", COLUMN_MAC},
	{"vendor", COLUMN_VENDOR},
	{"model", COLUMN_MODEL},
	{"firmware", COLUMN_FIRMWARE},
	{"extension", COLUMN_EXTENSION},
	{"vlan", COLUMN_VLAN},
	{"role", COLUMN_ROLE},
	{"ip address", COLUMN_IP},
	{"ip_address", COLUMN_IP},
	{"address", COLUMN_IP},
	{"mac address", COLUMN_MAC},
	{"mac_address", COLUMN_MAC},
	{"maker", COLUMN_VENDOR},
	{"manufacturer", COLUMN_VENDOR},
	{"type", COLUMN_MODEL},
	{"version", COLUMN_FIRMWARE},
	{"extensions", COLUMN_EXTENSION},
	{"number", COLUMN_EXTENSION},
	{"user", COLUMN_EXTENSION},
	{"vlan id", COLUMN_VLAN},
	{"vlan_id", COLUMN_VLAN},
};

#define NO_CELL CSVREAD_CELLS

struct known {
	uint8_t mac[6];
	size_t host;
};

struct comparing {
	const struct report_input *input;
	const struct report_options *options;
	against_tell *tell;
	void *context;
	struct against_counts *counts;
	struct hosts hosts;
	struct known *macs; /* sorted */
	size_t mac_count;
	bool *declared; /* by host */
	unsigned cell[COLUMNS];
	struct csvread csv;
};

static void tell(struct comparing *c, struct against_item item)
{
	c->counts->items[item.kind]++;
	c->tell(c->context, &item);
}

static struct slice cell(const struct comparing *c, enum column column)
{
	unsigned i = c->cell[column];

	return i < c->csv.count ? c->csv.cell[i] : (struct slice){NULL, 0};
}

static int by_mac(const void *a, const void *b)
{
	const struct known *x = a;
	const struct known *y = b;

	return memcmp(x->mac, y->mac, 6);
}

static const struct host *find_mac(
	const struct comparing *c, const uint8_t mac[6])
{
	struct known key = {.host = 0};

	memcpy(key.mac, mac, 6);
	if (!c->mac_count) {
		return NULL;
	}
	const struct known *found =
		bsearch(&key, c->macs, c->mac_count, sizeof(key), by_mac);
	return found ? &c->hosts.list[found->host] : NULL;
}

/* "0015.6501.0203" as well as all that agent_mac reads, and nothing beside. */
static bool read_mac(struct slice s, uint8_t ret[6])
{
	char plain[12];
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];
		bool gap = ch == ':' || ch == '-' || ch == '.' || ch == ' ';
		if (!gap && n == sizeof(plain)) {
			return false;
		}
		if (!gap) {
			plain[n++] = ch;
		}
	}
	return n == sizeof(plain) && agent_mac((struct slice){plain, n}, ret);
}

static bool same_words(struct slice declared, struct slice seen)
{
	struct slice longer = declared.n > seen.n ? declared : seen;
	struct slice shorter = declared.n > seen.n ? seen : declared;

	/* "T46G" is "SIP-T46G", "Snom" is "snom technology GmbH". */
	for (size_t i = 0; i + shorter.n <= longer.n; i++) {
		if (slice_ieq(slice_sub(longer, i, shorter.n), shorter)) {
			return true;
		}
	}
	return false;
}

static void differ(struct comparing *c, const char *field, struct slice device,
	struct slice declared, struct slice seen)
{
	tell(c, (struct against_item){AGAINST_CONTRADICTING, c->csv.line, field,
			device, declared, seen});
}

static void compare_words(struct comparing *c, enum column column,
	struct slice device, struct slice seen, bool whole)
{
	struct slice declared = cell(c, column);

	if (!declared.n || !seen.n) {
		return; /* what was not seen contradicts nothing */
	}
	if (whole ? !slice_ieq(declared, seen) : !same_words(declared, seen)) {
		differ(c, NAMES[column].name, device, declared, seen);
	}
}

static void compare_extension(
	struct comparing *c, const struct host *h, struct slice device)
{
	struct slice list[DEVICE_USERS];
	struct slice declared = cell(c, COLUMN_EXTENSION);
	struct text seen = {0};
	bool more = false;
	unsigned n = devices_extensions(h, list, &more);

	for (unsigned i = 0; i < n; i++) {
		text_puts(&seen, i ? " " : "");
		text_clean(&seen, list[i]);
	}
	struct slice rest = declared;
	while (rest.n && n && !more) {
		struct slice one = slice_trim(slice_cut(&rest, ' '));
		bool known = !one.n;
		for (unsigned i = 0; i < n; i++) {
			known = known || slice_eq(one, list[i]);
		}
		if (!known) {
			differ(c, "extension", device, declared,
				text_slice(&seen));
			break;
		}
	}
	text_finish(&seen);
}

static void compare_vlan(
	struct comparing *c, const struct device *sum, struct slice device)
{
	struct slice declared = cell(c, COLUMN_VLAN);
	uint64_t vlan = 0;
	char seen[8];

	if (!declared.n) {
		return;
	}
	if (!slice_u64(declared, 4095, &vlan)) {
		tell(c, (struct against_item){AGAINST_FAULT, c->csv.line,
				"no VLAN number", device, declared, {NULL, 0}});
		return;
	}
	/* Untagged frames tell nothing: the switch takes tags off. */
	if (sum->vlan_count && vlan != sum->vlan) {
		(void)snprintf(seen, sizeof(seen), "%u", (unsigned)sum->vlan);
		differ(c, "vlan", device, declared, slice_of(seen));
	}
}

static void compare_addresses(struct comparing *c, const struct host *h,
	struct slice device, bool by_mac_found)
{
	struct slice declared = cell(c, COLUMN_IP);
	char text[ADDR_TEXT];
	char mac_text[DEVICES_MAC_TEXT];
	uint8_t mac[6];
	struct addr ip;

	if (by_mac_found && addr_parse(declared, &ip)) {
		bool own = false;
		for (unsigned i = 0; i < h->device_count; i++) {
			own = own || addr_eq(&h->devices[i]->ip, &ip);
		}
		if (!own) {
			(void)addr_text(&h->devices[0]->ip, text);
			differ(c, "ip", device, declared, slice_of(text));
		}
	}
	declared = cell(c, COLUMN_MAC);
	if (!by_mac_found && read_mac(declared, mac) &&
		h->mac_basis != HOST_MAC_NONE) {
		differ(c, "mac", device, declared,
			slice_of(devices_mac(h->mac, mac_text)));
	}
}

static void compare_row(
	struct comparing *c, const struct host *h, bool by_mac_found)
{
	char text[ADDR_TEXT];
	struct slice device = cell(c, by_mac_found ? COLUMN_MAC : COLUMN_IP);

	if (!device.n) {
		device = slice_of(addr_text(&h->devices[0]->ip, text));
	}
	c->counts->matched++;
	c->declared[h - c->hosts.list] = true;
	compare_addresses(c, h, device, by_mac_found);
	compare_words(
		c, COLUMN_VENDOR, device, devices_vendor(h, c->options), false);
	compare_words(c, COLUMN_MODEL, device, h->agent.model, false);
	compare_words(c, COLUMN_FIRMWARE, device, h->agent.firmware, true);
	compare_extension(c, h, device);
	compare_vlan(c, h->sum, device);
	if (h->role != ROLE_UNKNOWN) {
		compare_words(c, COLUMN_ROLE, device,
			slice_of(role_text(h->role)), true);
	}
}

static void read_row(struct comparing *c)
{
	struct slice mac_cell = cell(c, COLUMN_MAC);
	struct slice ip_cell = cell(c, COLUMN_IP);
	const struct host *host = NULL;
	struct against_item fault = {AGAINST_FAULT, c->csv.line, c->csv.fault,
		ip_cell.n ? ip_cell : mac_cell, {NULL, 0}, {NULL, 0}};
	uint8_t mac[6];
	struct addr ip;

	c->counts->rows++;
	if (c->csv.fault) {
		tell(c, fault);
		return;
	}
	bool has_mac = mac_cell.n && read_mac(mac_cell, mac);
	bool has_ip = ip_cell.n && addr_parse(ip_cell, &ip);
	if (mac_cell.n && !has_mac) {
		fault.field = "no MAC";
		fault.declared = mac_cell;
		tell(c, fault);
	}
	if (ip_cell.n && !has_ip) {
		fault.field = "no IP address";
		fault.declared = ip_cell;
		tell(c, fault);
	}
	if (!has_mac && !has_ip) {
		fault.field = "neither IP address nor MAC: the row is left out";
		fault.declared = (struct slice){NULL, 0};
		tell(c, fault);
		return;
	}
	host = has_mac ? find_mac(c, mac) : NULL;
	bool found_by_mac = host != NULL;
	if (!host && has_ip) {
		host = host_at(&c->hosts, c->input->book, &ip);
	}
	if (!host) {
		tell(c, (struct against_item){AGAINST_MISSING, c->csv.line,
				NULL, has_ip ? ip_cell : mac_cell,
				cell(c, COLUMN_EXTENSION), {NULL, 0}});
		return;
	}
	compare_row(c, host, found_by_mac);
}

static int read_header(struct comparing *c, struct err *err)
{
	for (unsigned k = 0; k < COLUMNS; k++) {
		c->cell[k] = NO_CELL;
	}
	if (!csvread_row(&c->csv)) {
		return err_set(err, "the inventory is empty");
	}
	for (unsigned i = 0; i < c->csv.count; i++) {
		for (size_t k = 0; k < COUNT_OF(NAMES); k++) {
			unsigned *at = &c->cell[NAMES[k].column];
			if (*at == NO_CELL &&
				slice_iis(c->csv.cell[i], NAMES[k].name)) {
				*at = i;
			}
		}
	}
	if (c->cell[COLUMN_IP] == NO_CELL && c->cell[COLUMN_MAC] == NO_CELL) {
		return err_set(err, "the inventory's first line names no "
				    "column 'ip' or 'mac'");
	}
	return 0;
}

static void tell_unknown(struct comparing *c)
{
	for (size_t i = 0; i < c->hosts.count; i++) {
		const struct host *h = &c->hosts.list[i];
		char ip[ADDR_TEXT];
		if (!c->declared[i]) {
			tell(c, (struct against_item){AGAINST_UNKNOWN, 0, NULL,
					slice_of(addr_text(
						&h->devices[0]->ip, ip)),
					{NULL, 0},
					slice_of(role_text(h->role))});
		}
	}
}

static int prepare(struct comparing *c, struct err *err)
{
	size_t n = c->hosts.count;

	c->macs = calloc(n + 1, sizeof(*c->macs));
	c->declared = calloc(n + 1, sizeof(*c->declared));
	if (!c->macs || !c->declared) {
		return err_set(err, "out of memory");
	}
	for (size_t i = 0; i < n; i++) {
		if (c->hosts.list[i].mac_basis != HOST_MAC_NONE) {
			struct known *k = &c->macs[c->mac_count++];
			memcpy(k->mac, c->hosts.list[i].mac, 6);
			k->host = i;
		}
	}
	qsort(c->macs, c->mac_count, sizeof(*c->macs), by_mac);
	csvread_start(&c->csv, c->options->against);
	return read_header(c, err);
}

int against_compare(const struct report_input *input,
	const struct report_options *options, against_tell *tell_it,
	void *context, struct against_counts *ret, struct err *err)
{
	struct comparing *c = calloc(1, sizeof(*c));

	*ret = (struct against_counts){0};
	if (!c || hosts_of(input->book, &c->hosts) != 0) {
		free(c);
		return err_set(err, "out of memory");
	}
	c->input = input;
	c->options = options;
	c->tell = tell_it;
	c->context = context;
	c->counts = ret;
	int rc = prepare(c, err);
	while (rc == 0 && csvread_row(&c->csv)) {
		read_row(c);
	}
	if (rc == 0) {
		tell_unknown(c);
	}
	if (rc == 0 && options->differs) {
		*options->differs = ret->items[AGAINST_MISSING] ||
				    ret->items[AGAINST_UNKNOWN] ||
				    ret->items[AGAINST_CONTRADICTING];
	}
	free(c->macs);
	free(c->declared);
	free(c);
	return rc;
}
