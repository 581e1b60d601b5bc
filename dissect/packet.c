/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of packet.h; they stand in every report. */
#include "dissect/packet.h"

#include <stddef.h>

const char *packet_transport_text(enum transport transport)
{
	switch (transport) {
	case TRANSPORT_NONE:
		break;
	case TRANSPORT_UDP:
		return "UDP";
	case TRANSPORT_TCP:
		return "TCP";
	case TRANSPORT_SCTP:
		return "SCTP";
	case TRANSPORT_TLS:
		return "TLS";
	case TRANSPORT_WS:
		return "WS";
	case TRANSPORT_WSS:
		return "WSS";
	}
	return NULL;
}

const char *packet_tunnel_text(enum tunnel tunnel)
{
	switch (tunnel) {
	case TUNNEL_NONE:
	case TUNNEL_KINDS:
		break;
	case TUNNEL_IPIP:
		return "IP in IP";
	case TUNNEL_GRE:
		return "GRE";
	case TUNNEL_ERSPAN:
		return "ERSPAN";
	case TUNNEL_L2TP:
		return "L2TP";
	case TUNNEL_VXLAN:
		return "VXLAN";
	case TUNNEL_GENEVE:
		return "GENEVE";
	case TUNNEL_GTPU:
		return "GTP-U";
	case TUNNEL_TZSP:
		return "TZSP";
	case TUNNEL_MPLS:
		return "MPLS";
	case TUNNEL_PPPOE:
		return "PPPoE";
	case TUNNEL_HEP:
		return "HEP";
	case TUNNEL_ETHERIP:
		return "EtherIP";
	case TUNNEL_TEREDO:
		return "Teredo";
	case TUNNEL_CAPWAP:
		return "CAPWAP";
	case TUNNEL_BACKBONE:
		return "802.1ah";
	}
	return NULL;
}

const char *undecoded_text(enum undecoded reason)
{
	switch (reason) {
	case UNDECODED_NONE:
		return "decoded";
	case UNDECODED_LINK_TYPE:
		return "link type not understood";
	case UNDECODED_ETHERTYPE:
		return "not IP";
	case UNDECODED_IP_PROTOCOL:
		return "IP, but no transport that carries calls";
	case UNDECODED_ENCRYPTED:
		return "encrypted below the transport layer";
	case UNDECODED_DEEP:
		return "more layers than are followed";
	case UNDECODED_SHORT:
		return "cut by the snapshot length inside a header";
	case UNDECODED_MALFORMED:
		return "malformed header";
	case UNDECODED_REASONS:
		break;
	}
	return NULL;
}
