/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The layers that most frames do not have. Each is a step of the walk in a file
 * of its own kind; link_layer.c knows which number or name leads to which step.
 * Nothing here is inlined: link.c hands out a copy of its walk, so that its own
 * can stay in registers.
 *
 *   link_host.c  what capture programs and kernels put before a packet
 *   link_ppp.c   PPP, PPPoE, Cisco HDLC
 *   link_wifi.c  802.11 and the radio headers before it
 *   link_tag.c   tags behind an EtherType, MPLS, NSH
 *   link_gre.c   IP in IP, GRE, ERSPAN, EtherIP
 *   link_l2tp.c  L2TP
 *   link_udp.c   tunnels over UDP
 *
 * Source: of each layer, in its file.
 */
#ifndef EARSHOT_DISSECT_LINK_LAYER_H
#define EARSHOT_DISSECT_LINK_LAYER_H

#include "dissect/link_walk.h"

#define IP_PROTOCOL_ESP 50

/* UDP ports (IANA; 8472 is Linux's older VXLAN, and OTV). */
#define LINK_PORT_L2TP      1701
#define LINK_PORT_GTPU      2152
#define LINK_PORT_TEREDO    3544
#define LINK_PORT_ESP       4500
#define LINK_PORT_GRE       4754
#define LINK_PORT_VXLAN     4789
#define LINK_PORT_VXLAN_GPE 4790
#define LINK_PORT_CAPWAP    5247
#define LINK_PORT_GENEVE    6081
#define LINK_PORT_MPLS      6635
#define LINK_PORT_OTV       8472
#define LINK_PORT_TZSP      37008

/** link_layer_first - the step that link type @link begins with, or NEXT_STOP.
 */
enum link_next link_layer_first(uint32_t link);

/** link_layer_of_type - the step behind EtherType @type, or NEXT_STOP. */
enum link_next link_layer_of_type(uint16_t type);

/** link_layer_of_protocol - the step of IP protocol @protocol, or NEXT_STOP. */
enum link_next link_layer_of_protocol(uint8_t protocol);

/** link_layer_step - step @w over the layer @next, one of the rare ones. */
enum link_next link_layer_step(struct link_walk *w, enum link_next next);

/** link_layer_type - go on in @w behind EtherType @type. */
static inline enum link_next link_layer_type(struct link_walk *w, uint16_t type)
{
	w->reason = UNDECODED_ETHERTYPE;
	w->packet->kind = PACKET_FRAME;
	w->packet->protocol = type;
	return link_layer_of_type(type);
}

/**
 * link_layer_rest - step @w over the rest of a header that says that it has
 * @length bytes, @taken of which were taken. Returns false, the reason set,
 * when it says less than that or was not captured.
 */
bool link_layer_rest(struct link_walk *w, size_t length, size_t taken);

/**
 * link_layer_sees_ip - what IP packet seems to begin @skip bytes ahead in @w:
 * its version is right and its lengths fit what is there. A heuristic, for
 * headers that do not tell what they carry. Returns NEXT_IPV4, NEXT_IPV6 or
 * NEXT_STOP.
 */
enum link_next link_layer_sees_ip(const struct link_walk *w, size_t skip);

/**
 * link_layer_sees_ethernet - true when an Ethernet frame of a known type, and
 * with IP an IP packet, seems to begin @skip bytes ahead in @w. A heuristic
 * too.
 */
bool link_layer_sees_ethernet(const struct link_walk *w, size_t skip);

/** link_gre_bytes - of the header of GRE, version 0, with @flags; routing
 * entries follow it. Source: RFC 2784 clause 2, RFC 2890 clause 2, RFC 1701. */
size_t link_gre_bytes(unsigned flags);

/**
 * link_l2tp_udp - step @w over L2TP in UDP. Returns what follows, or
 * NEXT_UDP_TUNNEL when it is none.
 */
enum link_next link_l2tp_udp(struct link_walk *w);

#define STEP(name, function) enum link_next function(struct link_walk *w);
#include "dissect/link_steps.def"
#undef STEP

#endif
