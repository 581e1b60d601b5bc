/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deeds first (role), then its own words (agent, DHCP), the maker last. */
#include "detect/who.h"

#include "calls/host.h"
#include "calls/vendors.h"

void who_mac(struct text *t, const uint8_t mac[6])
{
	struct slice maker = vendors_find(NULL, mac);
	const char *kind = vendors_kind_text(vendors_kind(mac));

	text_printf(t, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		mac[3], mac[4], mac[5]);
	if (maker.p) {
		text_printf(t, " (%.*s)", (int)maker.n, maker.p);
	} else if (kind) {
		text_printf(t, " (%s)", kind);
	}
}

static const char *role_words(enum role role)
{
	switch (role) {
	case ROLE_UNKNOWN:
		return NULL;
	case ROLE_PHONE:
		return N_("a telephone");
	case ROLE_PBX:
		return N_("the PBX");
	case ROLE_SBC:
		return N_("the SBC");
	case ROLE_TRUNK:
		return N_("the trunk");
	case ROLE_MEDIA_RELAY:
		return N_("a media relay");
	case ROLE_GATEWAY:
		return N_("a gateway");
	}
	return NULL;
}

/* Makers of what stands in a network and is neither telephone nor PBX. */
static const char *makes(const uint8_t mac[6])
{
	static const char *const network[] = {"Aruba", "Cambium",
		"Cisco Meraki", "MikroTik", "Ruckus", "Ubiquiti"};
	struct slice maker = vendors_find(NULL, mac);

	for (size_t i = 0; i < sizeof(network) / sizeof(network[0]); i++) {
		if (slice_eq(maker, slice_of(network[i]))) {
			return N_("by its maker a Wi-Fi access point, switch "
				  "or router");
		}
	}
	return slice_eq(maker, slice_of("Brother"))
		       ? N_("by its maker a printer")
		       : NULL;
}

static const struct host *host_of(
	const struct hosts *hosts, const uint8_t mac[6])
{
	for (size_t i = 0; i < hosts->count; i++) {
		const struct host *h = &hosts->list[i];
		if (h->mac_basis != HOST_MAC_NONE && !h->routed &&
			memcmp(h->mac, mac, 6) == 0) {
			return h;
		}
	}
	return NULL;
}

static bool by_host(struct detecting *d, const uint8_t mac[6])
{
	struct hosts hosts;
	bool said = false;

	if (hosts_of(d->book, &hosts) != 0) {
		return false;
	}
	const struct host *h = host_of(&hosts, mac);
	const char *role = h ? role_words(h->role) : NULL;
	if (role) {
		text_printf(&d->text, ", %s", _(role));
		said = true;
	}
	if (h && h->user_agent.p) {
		text_puts(&d->text, ", \"");
		text_clean(&d->text, h->user_agent);
		text_puts(&d->text, "\"");
		said = true;
	}
	return said;
}

static bool by_lease(struct detecting *d, const uint8_t mac[6])
{
	const struct lease *l = lease_of(d->book, mac);

	if (!l || (!l->host_name.p && !l->vendor.p)) {
		return false;
	}
	text_puts(&d->text, _(", in DHCP \""));
	text_clean(&d->text, l->host_name.p ? l->host_name : l->vendor);
	text_puts(&d->text, "\"");
	return true;
}

void who_is(struct detecting *d, const uint8_t mac[6])
{
	bool said = by_host(d, mac);

	said |= by_lease(d, mac);
	const char *maker = said ? NULL : makes(mac);
	if (maker) {
		text_printf(&d->text, ", %s", _(maker));
	}
}
