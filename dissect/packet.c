/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for what could not be decoded; they stand in every report. */
#include "dissect/packet.h"

#include <stddef.h>

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
		return "IP, but neither UDP nor TCP";
	case UNDECODED_TCP:
		return "TCP, not reassembled";
	case UNDECODED_FRAGMENT:
		return "IP fragment";
	case UNDECODED_SHORT:
		return "cut by the snapshot length inside a header";
	case UNDECODED_MALFORMED:
		return "malformed header";
	case UNDECODED_REASONS:
		break;
	}
	return NULL;
}
