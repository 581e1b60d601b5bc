/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A host is one machine of the network with all its addresses, its MAC, what
 * it calls itself and the role it plays. Devices (by address) become hosts:
 *
 *   - one MAC that sends for several addresses, each with a TTL that nobody
 *     has lowered yet, is one host
 *   - a MAC that sends for an address with a lowered TTL is a router's, and is
 *     not the MAC of what stands behind it
 *
 *   - addresses that the user gave one name (--group, --alias) are one host,
 *     and those with two names are two
 *
 * Built once, when the book is finished.
 */
#ifndef EARSHOT_CALLS_HOST_H
#define EARSHOT_CALLS_HOST_H

#include "calls/agent.h"
#include "calls/device.h"

#define HOST_IPS      8
#define HOST_EVIDENCE 6

enum role {
	ROLE_UNKNOWN,
	ROLE_PHONE,
	ROLE_PBX,
	ROLE_SBC,
	ROLE_TRUNK,
	ROLE_MEDIA_RELAY,
	ROLE_GATEWAY,
};

/* One observation that speaks for a role. */
struct role_evidence {
	enum role role;
	unsigned score;	  /* 1..100, how much this alone says */
	const char *what; /* a constant: "answers REGISTER with 200" */
	uint64_t frame;	  /* that shows it; 0: no single one does */
};

enum host_mac {
	HOST_MAC_NONE,
	HOST_MAC_SEEN,	/* on its own link */
	HOST_MAC_AGENT, /* its User-Agent says so; not seen on the wire */
};

struct neighbour;

struct host {
	const struct device *devices[HOST_IPS]; /* in order of appearance */
	unsigned device_count;
	const struct device *sum; /* what all of them did and said, as one */
	enum host_mac mac_basis;
	uint8_t mac[6];
	uint64_t mac_frame;
	bool routed;	   /* it was seen through a router only: */
	uint8_t router[6]; /* whose MAC this is */
	bool is_router;	   /* its MAC sends for addresses behind it */
	bool mac_conflict; /* another MAC on the link uses its address: */
	uint8_t other_mac[6];
	uint64_t other_mac_frame;
	struct agent agent;
	const struct neighbour *neighbour; /* by LLDP or CDP; NULL: nothing */
	const struct neighbour *plug; /* the switch port it is at, or NULL */
	struct slice user_agent; /* absent: none of its own was seen */
	uint64_t agent_frame;
	enum device_agent agent_basis;
	enum role role;
	unsigned score; /* of the best evidence for role */
	struct role_evidence *evidence; /* best first; at most HOST_EVIDENCE */
	unsigned evidence_count;
	bool everywhere; /* every packet is from or to it */
};

struct hosts {
	struct host *list; /* in order of appearance */
	size_t count;
	uint32_t *of;	   /* host of each device, by device.index */
	struct arena arena; /* of sums and evidence */
};

/**
 * hosts_build - of book_finish: the hosts of @book, with their roles.
 * @ret: filled; free with hosts_finish
 * Returns 0, or -1 when memory is exhausted. Allocates: yes.
 */
int hosts_build(const struct book *book, struct hosts *ret);

/**
 * hosts_of - the hosts of @book, as book_finish built them.
 * @ret: lent, not to be freed
 * Returns 0, or -1 when memory was exhausted. Allocates: no.
 */
int hosts_of(const struct book *book, struct hosts *ret);

/** hosts_finish - free the list. */
void hosts_finish(struct hosts *hosts);

/** host_at - that of @hosts, built from @book, with the address @ip, or NULL. */
const struct host *host_at(const struct hosts *hosts, const struct book *book,
	const struct addr *ip);

/**
 * host_label - the name that the user gave the whole address @ip, an alias or
 * a group; absent: none. Borrowed from @book.
 */
struct slice host_label(const struct book *book, const struct addr *ip);

/**
 * hosts_join_named - make one host of those in @hosts that the user gave one
 * name, as far as one host holds HOST_IPS addresses.
 * Returns 0, or -1 when memory is exhausted. Part of hosts_build.
 */
int hosts_join_named(const struct book *book, struct hosts *hosts);

/** role_text - "phone", "pbx", ...: the word of the JSON. */
const char *role_text(enum role role);

/** role_confidence - "high", "medium" or "low"; NULL when @score is 0. */
const char *role_confidence(unsigned score);

/**
 * host_first_ttl - true when @ttl is one that senders begin with, so that no
 * router has lowered it: 32, 64, 128, 255. Source: the defaults of common
 * systems; RFC 1700 and its registry recommend 64.
 */
bool host_first_ttl(unsigned ttl);

#endif
