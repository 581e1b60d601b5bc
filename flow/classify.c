/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one file that knows libndpi. What it knows of a conversation lies in a
 * probe, from a pool; a conversation that is decided gives its probe back.
 */
#include "flow/classify.h"

#include "flow/classify_own.h"
#include "flow/rebuild.h"
#include "lib/attr.h"
#include "lib/hash.h"
#include "lib/pool.h"

#include <stdlib.h>

#ifdef HAVE_NDPI
#include <ndpi_api.h>
#endif

/* Payloads looked at: libndpi names nearly all it ever will within these. */
#define MOST_DATAGRAMS 8
#define MOST_SEGMENTS  10

static const struct app *app_by_port(const struct packet *packet)
{
	return app_of_port(
		packet->transport, packet->src.port, packet->dst.port);
}

static void decide(struct classify_slot *slot, const struct app *app,
	enum classify_basis basis)
{
	slot->app = app;
	slot->basis = (uint8_t)basis;
	slot->done = true;
}

#ifdef HAVE_NDPI

/* Conversations under examination at once: 3 MiB. */
#define MOST_PROBES 4096
/* New ones in a second of packet time: 2 % of a processor when each shows one
 * payload, some 13 % when each shows eight. */
#define NEW_PER_SECOND 4096
#define MOST_LABELS    512

struct classify_probe {
	struct classify_probe *next, *prev; /* oldest first */
	struct classify_slot *slot;
	struct ndpi_flow_struct flow;
};

struct classify {
	struct classify_counts counts;
	struct ndpi_detection_module_struct *module;
	struct pool pool;
	struct classify_probe *oldest, *newest;
	ns_t second;                    /* of packet time */
	unsigned started;               /* in it */
	bool failed;                    /* the module could not be made */
	struct app labels[MOST_LABELS]; /* names that are not in our table */
};

/* Protocols that are asked for beside those that have a name in flow/app.c:
 * what fills a line. Each one asked for costs with every unknown payload. */
static const char *const MORE[] = {
	"FTP_CONTROL",
	"SMTP",
	"IMAP",
	"POP3",
	"RTSP",
	"RTMP",
	"WireGuard",
	"IPsec",
	"Teredo",
	"BitTorrent",
	"WebSocket",
	"Kerberos",
	"Radius",
	"TeamViewer",
	"AnyDesk",
	"VNC",
	"Telnet",
	"SOCKS",
	"MPEG_TS",
	"CAPWAP",
	"GTP",
	"NFS",
	"sFlow",
	"NetFlow",
	"DHCPV6",
	"COAP",
	"MQTT",
};

/* Ours are better at these; see flow/classify.h. */
static bool is_ours(const char *label)
{
	return strcmp(label, "RTP") == 0 || strcmp(label, "RTCP") == 0 ||
	       strcmp(label, "SIP") == 0;
}

static bool is_wanted(const char *label)
{
	bool wanted = app_of_label(label) != NULL;

	for (size_t i = 0; i < COUNT_OF(MORE); i++) {
		wanted = wanted || strcmp(label, MORE[i]) == 0;
	}
	/* Skype's own protocol is gone since 2017, and the detector takes four
	 * bits for a proof. Calls of Teams are told by their STUN. */
	bool skype = strcmp(label, "SkypeCall") == 0 ||
		     strcmp(label, "Skype_Teams") == 0;
	return wanted && !skype && !is_ours(label);
}

static const char *name_of(const struct classify *classify, unsigned id)
{
	const char *name = ndpi_get_proto_name(classify->module, (uint16_t)id);

	return name ? name : "";
}

/* False when there is no module to be had. */
static bool load(struct classify *classify)
{
	NDPI_PROTOCOL_BITMASK wanted;

	if (classify->module || classify->failed) {
		return classify->module != NULL;
	}
	/* A library built with other options has another struct: leave it. */
	if (ndpi_detection_get_sizeof_ndpi_flow_struct() ==
		sizeof(struct ndpi_flow_struct)) {
		classify->module = ndpi_init_detection_module(ndpi_no_prefs);
	}
	if (!classify->module) {
		classify->failed = true;
		return false;
	}
	NDPI_BITMASK_RESET(wanted);
	unsigned count = ndpi_get_num_supported_protocols(classify->module);
	for (unsigned i = 1; i < count; i++) {
		if (is_wanted(name_of(classify, i))) {
			/* The library's own macro warns under our flags. */
			wanted.fds_bits[i / NDPI_BITS] |= (ndpi_ndpi_mask)1
							  << i % NDPI_BITS;
		}
	}
	ndpi_set_protocol_detection_bitmask2(classify->module, &wanted);
	ndpi_finalize_initialization(classify->module);
	return true;
}

static void release(struct classify *classify, struct classify_probe *probe)
{
	if (probe->prev) {
		probe->prev->next = probe->next;
	} else {
		classify->oldest = probe->next;
	}
	if (probe->next) {
		probe->next->prev = probe->prev;
	} else {
		classify->newest = probe->prev;
	}
	probe->slot->probe = NULL;
	ndpi_free_flow_data(&probe->flow);
	pool_put(&classify->pool, probe);
}

/* The app that the two halves of a verdict name; NULL: none that helps. */
static const struct app *app_of_protocol(
	struct classify *classify, ndpi_protocol p)
{
	/* Asking for the address of a server is not talking to it. */
	bool name = p.master_protocol == NDPI_PROTOCOL_DNS ||
		    p.master_protocol == NDPI_PROTOCOL_MDNS ||
		    p.master_protocol == NDPI_PROTOCOL_LLMNR;
	unsigned id = p.app_protocol == NDPI_PROTOCOL_UNKNOWN || name
			      ? p.master_protocol
			      : p.app_protocol;

	if (id == NDPI_PROTOCOL_UNKNOWN || id >= MOST_LABELS) {
		return NULL;
	}
	const char *label = name_of(classify, id);
	if (is_ours(label)) {
		return NULL;
	}
	const struct app *known = app_of_label(label);
	if (known) {
		return known;
	}
	classify->labels[id] = (struct app){.name = label, .kind = APP_OTHER};
	return &classify->labels[id];
}

/* What libndpi and our marks say together. */
static void combine(struct classify_slot *slot, const struct app *theirs,
	enum classify_basis basis)
{
	const struct app *own = classify_own_app(slot->marks);
	bool better = theirs && classify_own_general(own) &&
		      !classify_own_general(theirs);

	/* People talking is not overruled by the name of a hosting company. */
	if (better && own && own->kind == APP_CALLING) {
		better = theirs->kind == APP_CALLING;
	}
	if (better || (theirs && !own)) {
		decide(slot, theirs, basis);
	} else if (own) {
		decide(slot, own, CLASSIFY_OWN);
	}
}

/* Take what libndpi knows of @probe, with its guesses, and let it go. */
static void conclude(struct classify *classify, struct classify_probe *probe)
{
	struct classify_slot *slot = probe->slot;
	unsigned char guessed = 0;
	ndpi_protocol p = ndpi_detection_giveup(
		classify->module, &probe->flow, 1, &guessed);
	enum classify_basis basis = CLASSIFY_NDPI;

	if (probe->flow.confidence == NDPI_CONFIDENCE_MATCH_BY_PORT) {
		basis = CLASSIFY_PORT;
	} else if (guessed ||
		   probe->flow.confidence == NDPI_CONFIDENCE_MATCH_BY_IP) {
		basis = CLASSIFY_ADDRESS;
	}
	const struct app *app = app_of_protocol(classify, p);
	combine(slot, classify_own_believe(slot->marks, app), basis);
	release(classify, probe);
}

static struct classify_probe *start(struct classify *classify,
	struct classify_slot *slot, const struct packet *packet)
{
	ns_t second = packet->ts / NS_PER_S;

	if (second != classify->second) {
		classify->second = second;
		classify->started = 0;
	}
	if (classify->started >= NEW_PER_SECOND || !load(classify)) {
		classify->counts.unexamined++;
		return NULL;
	}
	classify->started++;
	if (classify->pool.used >= classify->pool.cap) {
		classify->counts.cut_short++;
		conclude(classify, classify->oldest);
	}
	struct classify_probe *probe = pool_get(&classify->pool);
	if (!probe) {
		classify->counts.unexamined++;
		return NULL;
	}
	classify->counts.examined++;
	probe->slot = slot;
	slot->probe = probe;
	probe->prev = classify->newest;
	if (probe->prev) {
		probe->prev->next = probe;
	} else {
		classify->oldest = probe;
	}
	classify->newest = probe;
	return probe;
}

static void examine(struct classify *classify, struct classify_slot *slot,
	const struct packet *packet)
{
	uint8_t bytes[REBUILD_BYTES];
	struct classify_probe *probe = slot->probe;

	if (!probe && slot->fed == 1) {
		probe = start(classify, slot, packet);
	}
	if (!probe) {
		return;
	}
	size_t n = rebuild_packet(packet, bytes);
	ndpi_protocol p = ndpi_detection_process_packet(classify->module,
		&probe->flow, bytes, (unsigned short)n,
		(uint64_t)(packet->ts / 1000000));
	const struct app *app =
		classify_own_believe(slot->marks, app_of_protocol(classify, p));
	if (!classify_own_general(app) &&
		probe->flow.confidence >= NDPI_CONFIDENCE_DPI_CACHE) {
		combine(slot, app, CLASSIFY_NDPI);
		release(classify, probe);
	}
}

static void settle(struct classify *classify, struct classify_slot *slot)
{
	if (slot->probe) {
		conclude(classify, slot->probe);
	}
}

struct classify *classify_create(void)
{
	struct classify *classify = calloc(1, sizeof(*classify));

	if (classify) {
		pool_init(&classify->pool, sizeof(struct classify_probe),
			MOST_PROBES);
	}
	return classify;
}

void classify_destroy(struct classify *classify)
{
	if (!classify) {
		return;
	}
	while (classify->oldest) {
		release(classify, classify->oldest);
	}
	pool_finish(&classify->pool);
	if (classify->module) {
		ndpi_exit_detection_module(classify->module);
	}
	free(classify);
}

const char *classify_library(void)
{
	return ndpi_revision();
}

static void drop(struct classify *classify, struct classify_slot *slot)
{
	if (slot->probe) {
		release(classify, slot->probe);
	}
}

#else /* without libndpi: our own detectors and the ports */

struct classify {
	struct classify_counts counts;
};

static void examine(struct classify *classify, struct classify_slot *slot,
	const struct packet *packet)
{
	(void)classify;
	(void)slot;
	(void)packet;
}

static void settle(struct classify *classify, struct classify_slot *slot)
{
	(void)classify;
	(void)slot;
}

struct classify *classify_create(void)
{
	return calloc(1, sizeof(struct classify));
}

void classify_destroy(struct classify *classify)
{
	free(classify);
}

const char *classify_library(void)
{
	return NULL;
}

static void drop(struct classify *classify, struct classify_slot *slot)
{
	(void)classify;
	(void)slot;
}

#endif

static void keep_server(struct classify_slot *slot, struct slice name)
{
	if (slot->server || name.n == 0) {
		return;
	}
	slot->server = malloc(name.n + 1);
	if (slot->server) {
		memcpy(slot->server, name.p, name.n);
		slot->server[name.n] = '\0';
	}
	const struct app *app = app_of_server(name);
	if (app) {
		decide(slot, app, CLASSIFY_SERVER);
	}
}

void classify_settle(struct classify *classify, struct classify_slot *slot,
	const struct packet *packet)
{
	if (slot->done) {
		return;
	}
	settle(classify, slot);
	const struct app *app = slot->app;
	if (!app) {
		app = classify_own_app(slot->marks);
		decide(slot, app, CLASSIFY_OWN);
	}
	if (!app) {
		app = app_by_port(packet);
		decide(slot, app, CLASSIFY_PORT);
	}
	if (!app) {
		decide(slot, app_unnamed(packet->transport), CLASSIFY_NONE);
	}
}

/* The same for both ends, which write it the other way round. */
static uint64_t user_hash(struct slice user)
{
	struct slice ours = user;
	struct slice theirs = slice_cut(&ours, ':');

	return hash_slice(theirs, 0) ^ hash_slice(ours, 0);
}

void classify_look(struct classify_slot *slot, const struct packet *packet)
{
	const struct classify_sight sight = classify_own_sight(packet);

	slot->fed++;
	slot->marks |= sight.marks;
	if (sight.user.n) {
		slot->session = user_hash(sight.user);
	}
	if (!slot->done) {
		keep_server(slot, sight.server);
	}
}

bool classify_feed(struct classify *classify, struct classify_slot *slot,
	const struct packet *packet)
{
	bool segment = packet->kind == PACKET_SEGMENT;

	if (slot->done || packet->payload.n == 0) {
		return slot->done;
	}
	classify_look(slot, packet);
	const struct app *own = classify_own_app(slot->marks);
	if (!slot->done && own && !classify_own_general(own)) {
		decide(slot, own, CLASSIFY_OWN);
	}
	if (slot->done) {
		drop(classify, slot);
		return true;
	}
	examine(classify, slot, packet);
	if (slot->fed >= (segment ? MOST_SEGMENTS : MOST_DATAGRAMS)) {
		classify_settle(classify, slot, packet);
	}
	return slot->done;
}

void classify_forget(struct classify *classify, struct classify_slot *slot)
{
	drop(classify, slot);
	free(slot->server);
	slot->server = NULL;
}

const struct classify_counts *classify_counts(const struct classify *classify)
{
	return &classify->counts;
}

const char *classify_basis_text(enum classify_basis basis)
{
	static const char *const words[] = {
		[CLASSIFY_NONE] = "none",
		[CLASSIFY_SERVER] = "server",
		[CLASSIFY_OWN] = "own",
		[CLASSIFY_NDPI] = "ndpi",
		[CLASSIFY_ADDRESS] = "address",
		[CLASSIFY_PORT] = "port",
	};

	return words[basis];
}
