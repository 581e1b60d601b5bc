/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a protocol brings: one const table per file, one line in dissectors.def. */
#ifndef EARSHOT_DISSECT_DISSECTOR_H
#define EARSHOT_DISSECT_DISSECTOR_H

#include "dissect/event.h"
#include "dissect/packet.h"
#include "lib/cursor.h"

struct dissector {
	const char *name;   /* "sip" */
	const char *title;  /* "Session Initiation Protocol" */
	const char *source; /* "RFC 3261" */

	/** probe - true when the payload of a packet of unknown kind looks mine. */
	bool (*probe)(const struct packet *packet);

	/**
	 * parse - the next event of the payload; called until the cursor is
	 * empty. @packet: the packet it came in; @ret: filled on V_OK, and on
	 * V_MALFORMED as far as understood.
	 */
	enum verdict (*parse)(struct cursor *c, const struct packet *packet,
		struct event *ret);
};

#define DISSECTOR(name) extern const struct dissector dissector_##name;
#include "dissect/dissectors.def"
#undef DISSECTOR

#endif
