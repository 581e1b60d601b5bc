/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One captured frame, as a source hands it out. */
#ifndef EARSHOT_CAPTURE_FRAME_H
#define EARSHOT_CAPTURE_FRAME_H

#include "lib/ns.h"

#include <stdint.h>

struct frame {
	ns_t ts;	     /* capture time; 0 when the file gives none */
	uint32_t caplen;     /* bytes in data */
	uint32_t len;	     /* bytes the frame had on the wire, >= caplen */
	uint32_t link;	     /* LINKTYPE_ value of tcpdump.org/linktypes.html */
	uint32_t iface;	     /* index of the capture interface in its source */
	uint64_t number;     /* 1, 2, ... in the order of the file */
	const uint8_t *data; /* borrowed: valid until the next frame */
};

#endif
