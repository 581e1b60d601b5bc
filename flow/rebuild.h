/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A packet as a wire would have it, from the IP header on, for libraries that
 * want that. Ours may have come out of a tunnel or of several fragments, so its
 * headers are made anew: plain, without options, checksums left 0.
 */
#ifndef EARSHOT_FLOW_REBUILD_H
#define EARSHOT_FLOW_REBUILD_H

#include "dissect/packet.h"

/* An Ethernet frame's worth. */
#define REBUILD_BYTES 1500

/**
 * rebuild_packet - IP and UDP or TCP header and as much payload as fits.
 * @packet: transport UDP, or TCP of kind PACKET_SEGMENT
 * @out: filled
 * Returns the bytes used. Allocates: no. Source: RFC 791, 8200, 768, 9293.
 */
size_t rebuild_packet(const struct packet *packet, uint8_t out[REBUILD_BYTES]);

#endif
