/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a switch and a device at its port tell each other: who they are, which
 * VLAN and marks voice is to have, power. LLDP with its extension for telephones
 * (LLDP-MED), and Cisco's CDP in the same terms.
 * Source: IEEE 802.1AB-2009 clause 8.5, annexes E and F; ANSI/TIA-1057 clause 10.2;
 * CDP by Cisco's description of its fields ("Understanding and Configuring CDP").
 */
#ifndef EARSHOT_DISSECT_LLDP_H
#define EARSHOT_DISSECT_LLDP_H

#include "lib/endpoint.h"

/* Texts; each may be absent. */
enum lldp_text {
	LLDP_CHASSIS, /* MAC or address: in `chassis`, its bytes */
	LLDP_PORT,    /* likewise */
	LLDP_PORT_ABOUT,
	LLDP_NAME,  /* of the system; of CDP: the device id */
	LLDP_ABOUT, /* the system's description; of CDP: its software */
	LLDP_HARDWARE,
	LLDP_FIRMWARE,
	LLDP_SOFTWARE,
	LLDP_SERIAL,
	LLDP_MAKER,
	LLDP_MODEL, /* of CDP: the platform */
	LLDP_ASSET,
	LLDP_TEXTS
};

/* What the bytes of an identifier are. */
enum lldp_id {
	LLDP_ID_TEXT,
	LLDP_ID_MAC,	 /* six bytes */
	LLDP_ID_ADDRESS, /* four or sixteen bytes of IP */
};

/* IEEE 802.1AB table 8-4; CDP's bits are turned into these. */
#define LLDP_CAN_REPEAT	   0x0002
#define LLDP_CAN_BRIDGE	   0x0004
#define LLDP_CAN_RADIO	   0x0008
#define LLDP_CAN_ROUTE	   0x0010
#define LLDP_CAN_TELEPHONE 0x0020
#define LLDP_CAN_STATION   0x0080

/* TIA-1057 table 12: applications a policy is for. */
enum lldp_application {
	LLDP_FOR_VOICE = 1,
	LLDP_FOR_VOICE_SIGNALLING = 2,
	LLDP_FOR_SOFTPHONE = 5,
	LLDP_FOR_APPLICATIONS = 9 /* behind the last */
};

#define LLDP_POLICIES  4 /* the first are kept */
#define LLDP_ADDRESSES 2

struct lldp_policy {
	uint8_t application; /* enum lldp_application, or another of table 12 */
	bool unknown;	     /* wanted, but not known to its sender */
	bool tagged;
	uint16_t vlan;	     /* 0: the tag is for priority alone */
	uint8_t priority, dscp;
	bool marks;	     /* priority and dscp are told: not by CDP */
};

struct lldp {
	bool cdp;
	uint16_t ttl_s; /* 0: it says goodbye */
	struct slice texts[LLDP_TEXTS];
	uint8_t chassis, port; /* enum lldp_id */
	struct addr addresses[LLDP_ADDRESSES]; /* of its management */
	uint8_t address_count;
	bool has_capabilities;
	uint16_t capabilities; /* LLDP_CAN_, those that are switched on */
	uint8_t device_class;  /* TIA-1057 table 10: 1 to 3 an endpoint, 3 one
				  for people to talk; 4 the network; 0: untold */
	uint16_t vlan;	       /* of untagged frames; 0: untold */
	struct lldp_policy policies[LLDP_POLICIES];
	uint8_t policy_count;
	bool feeds, fed; /* power over Ethernet: it gives, it takes */
	uint32_t power_mw;   /* that it wants, or can give; 0: untold */
};

#endif
