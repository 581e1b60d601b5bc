/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Capture files, little-endian on every machine: pcap with microseconds or
 * nanoseconds, and pcapng with interfaces, names, comments and TLS secrets.
 * Source: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
 */
#ifndef EARSHOT_SAMPLES_GEN_PCAP_H
#define EARSHOT_SAMPLES_GEN_PCAP_H

#include "samples/gen.h"

/** gen_pcap_begin - what stands before the first packet. */
void gen_pcap_begin(struct gen *g);

/** gen_pcap_packet - one packet at @t (since 1970). */
void gen_pcap_packet(struct gen *g, ns_t t, unsigned iface, const uint8_t *p,
	size_t n, struct slice comment);

/** gen_pcap_end - what stands after the last packet; 0, or -1 with the error.
 */
int gen_pcap_end(struct gen *g, ns_t last);

#endif
