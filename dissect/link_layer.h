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
	return link_layer_of_type(type);
}

/**
 * link_layer_sees_ip - what IP packet seems to begin @skip bytes ahead in @w:
 * its version is right and its lengths fit what is there. A heuristic, for
 * headers that do not tell what they carry. Returns NEXT_IPV4, NEXT_IPV6 or
 * NEXT_STOP.
 */
enum link_next link_layer_sees_ip(const struct link_walk *w, size_t skip);

/**
 * link_layer_sees_ethernet - true when an Ethernet frame of a known type, and
 * with IP an IP packet, seems to begin @skip bytes ahead in @w. A heuristic too.
 */
bool link_layer_sees_ethernet(const struct link_walk *w, size_t skip);

/* The steps; each takes its header off @w and returns what follows. */
enum link_next link_host_cooked(struct link_walk *w);
enum link_next link_host_cooked2(struct link_walk *w);
enum link_next link_host_family(struct link_walk *w);
enum link_next link_host_nflog(struct link_walk *w);
enum link_next link_host_pflog(struct link_walk *w);
enum link_next link_host_pktap(struct link_walk *w);
enum link_next link_ppp(struct link_walk *w);
enum link_next link_ppp_hdlc(struct link_walk *w);
enum link_next link_ppp_direction(struct link_walk *w);
enum link_next link_ppp_ethernet(struct link_walk *w);
enum link_next link_wifi(struct link_walk *w);
enum link_next link_wifi_swapped(struct link_walk *w);
enum link_next link_wifi_radiotap(struct link_walk *w);
enum link_next link_wifi_prism(struct link_walk *w);
enum link_next link_wifi_avs(struct link_walk *w);
enum link_next link_wifi_ppi(struct link_walk *w);
enum link_next link_tag_six(struct link_walk *w);
enum link_next link_tag_cisco(struct link_walk *w);
enum link_next link_tag_macsec(struct link_walk *w);
enum link_next link_tag_backbone(struct link_walk *w);
enum link_next link_tag_mpls(struct link_walk *w);
enum link_next link_tag_mpls_in_ip(struct link_walk *w);
enum link_next link_tag_nsh(struct link_walk *w);
enum link_next link_gre(struct link_walk *w);
enum link_next link_gre_ip(struct link_walk *w);
enum link_next link_gre_ip6(struct link_walk *w);
enum link_next link_gre_etherip(struct link_walk *w);
enum link_next link_l2tp_udp(struct link_walk *w);
enum link_next link_l2tp_v3(struct link_walk *w);
enum link_next link_udp(struct link_walk *w);

#endif
