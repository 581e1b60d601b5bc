/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the network says of itself, beside the calls: the facts of the event
 * EVENT_NETWORK. A protocol is one dissector, one member here, one line of
 * networks.def, and one case in calls/net.c that keeps what it tells.
 */
#ifndef EARSHOT_DISSECT_NETWORK_H
#define EARSHOT_DISSECT_NETWORK_H

#include "dissect/arp.h"
#include "dissect/dhcp.h"
#include "dissect/dhcpv6.h"
#include "dissect/icmp.h"
#include "dissect/lldp.h"
#include "dissect/ndp.h"
#include "dissect/ntp.h"
#include "dissect/ptp.h"
#include "dissect/vrrp.h"

enum network_kind {
	NETWORK_ARP,  /* arp */
	NETWORK_DHCP, /* dhcp */
	NETWORK_DHCPV6, /* dhcpv6 */
	NETWORK_ICMP, /* icmp */
	NETWORK_LLDP, /* lldp: of CDP, too */
	NETWORK_NDP,  /* ndp */
	NETWORK_NTP,  /* ntp */
	NETWORK_PTP,  /* ptp */
	NETWORK_VRRP, /* vrrp: of HSRP and GLBP, too */
};

struct network {
	enum network_kind kind;
	union {
		struct arp arp;
		struct dhcp dhcp;
		struct dhcpv6 dhcpv6;
		struct icmp icmp;
		struct lldp lldp;
		struct ndp ndp;
		struct ntp ntp;
		struct ptp ptp;
		struct vrrp vrrp;
	};
};

#endif
